# SPDX-License-Identifier: EUPL-1.2
"""What is known to be wrong before anything is signed. Pure: the window may ask these too, no library is loaded.

pyHanko signs with an expired certificate or with one of the wrong usage when it gets no validation context, so the
check of the certificate is ours, each time. What needs a look inside the PDF is in
:mod:`eset_desktop.signing.pades.reading`.
"""

from collections.abc import Collection
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

COMMITMENT = "non_repudiation"
END_WINDOW = 1024
"""Bytes from the end within which readers look for the end mark (ISO 32000-1 Annex H, implementation note 18)."""


def commits(key_usage: Collection[str] | None) -> bool:
    """Return whether the key of a certificate with these usages is for committing to content, as a signature does.

    EN 319 412-2 §4.3.2 (for seals by EN 319 412-3 §4.3.1): such certificates are of type A, B or F, all of which carry
    non-repudiation; those with ``digital_signature`` alone (type C, the identification certificate of a card) are for
    proving who one is. Without the extension nothing is restricted; one that is there and names nothing allows nothing
    (RFC 5280 §4.2.1.3).

    Args:
        key_usage: Names of RFC 5280 §4.2.1.3 in snake case; ``None`` when the extension is absent.
    """
    return key_usage is None or COMMITMENT in key_usage


def check_identity(identity: Identity, now: datetime) -> None:
    """Return when the certificate may sign at ``now``.

    Raises:
        CertificateExpired: ``now`` is after its end.
        CertificateNotYetValid: ``now`` is before its beginning.
        CertificateWrongUsage: It is not for signatures (:func:`commits`).
    """
    if now > identity.not_after:
        raise CertificateExpired(not_after=f"{identity.not_after:%d/%m/%Y}")
    if now < identity.not_before:
        raise CertificateNotYetValid(not_before=f"{identity.not_before:%d/%m/%Y}")
    if not commits(identity.key_usage):
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
