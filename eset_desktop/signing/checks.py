# SPDX-License-Identifier: EUPL-1.2
"""What is known to be wrong before anything is signed. Pure: the window may ask these too, no library is loaded.

pyHanko signs with an expired certificate or with one of the wrong usage when it gets no validation context, so the
check of the certificate is ours, each time. What needs a look inside the PDF is in
:mod:`eset_desktop.signing.pades.reading`.
"""

from datetime import datetime

from eset_desktop.signing.errors import (
    CertificateExpired,
    CertificateNotYetValid,
    CertificateWrongUsage,
    EmptyPdf,
    NotAPdf,
    PdfTooLarge,
    TruncatedPdf,
)
from eset_desktop.signing.values import Identity

MAX_PDF_BYTES = 9_999_000_000
"""A cross-reference table has ten digits for an offset (ISO 32000-1 §7.5.4); nothing else limits what is signed."""

_SIGNING_USAGES = frozenset({"non_repudiation", "digital_signature"})
END_WINDOW = 1024
"""Bytes from the end within which readers look for the end mark (ISO 32000-1 Annex H, implementation note 18)."""


def check_identity(identity: Identity, now: datetime) -> None:
    """Return when the certificate may sign at ``now``.

    A certificate without the key usage extension is accepted: RFC 5280 §4.2.1.3 restricts only where it is present.

    Raises:
        CertificateExpired: ``now`` is after its end.
        CertificateNotYetValid: ``now`` is before its beginning.
        CertificateWrongUsage: Neither non-repudiation nor digital signature among its usages.
    """
    if now > identity.not_after:
        raise CertificateExpired(not_after=f"{identity.not_after:%d/%m/%Y}")
    if now < identity.not_before:
        raise CertificateNotYetValid(not_before=f"{identity.not_before:%d/%m/%Y}")
    if identity.key_usage and not _SIGNING_USAGES.intersection(identity.key_usage):
        raise CertificateWrongUsage


def check_ends(size: int, head: bytes, end: bytes, *, limit: int = MAX_PDF_BYTES) -> None:
    """Return when a document looks like a whole PDF from outside.

    Args:
        size: In bytes.
        head: Its beginning.
        end: Its last :data:`END_WINDOW` bytes.
        limit: The largest that is signed, in bytes.

    Raises:
        EmptyPdf: Nothing there.
        PdfTooLarge: More than ``limit`` bytes.
        NotAPdf: No header at the beginning (ISO 32000-1 §7.5.2; strict, so that ByteRange offsets are the file's).
        TruncatedPdf: No end mark at the end (§7.5.5).
    """
    if not size:
        raise EmptyPdf
    if size > limit:
        raise PdfTooLarge(megabytes=size // (1024 * 1024), limit=limit // (1024 * 1024))
    if not head.startswith(b"%PDF-"):
        raise NotAPdf
    if b"%%EOF" not in end[-END_WINDOW:]:
        raise TruncatedPdf
