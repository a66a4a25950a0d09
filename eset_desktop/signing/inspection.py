# SPDX-License-Identifier: EUPL-1.2
"""What signatures a document holds and whether their bytes hold; signing process only (loads pyHanko).

The engine of :mod:`eset_desktop.signing.validation` without its half that asks whom to trust: quick, and with nothing to
be configured.
"""

import hashlib
from typing import Final

from asn1crypto import x509

from eset_desktop.signing.errors import NotChecked
from eset_desktop.signing.pades.opening import Document, open_document
from eset_desktop.signing.pades.reading import check_outside
from eset_desktop.signing.sources import HeldBytes
from eset_desktop.signing.validation import report
from eset_desktop.signing.validation.certificates import common_name
from eset_desktop.signing.validation.pdf import PdfSignature
from eset_desktop.signing.validation.pdf_examination import Found, take_apart
from eset_desktop.signing.validation.pdf_reading import read_pdf
from eset_desktop.signing.validation.problems import EFFECTS, Problem
from eset_desktop.signing.validation.range_digests import RangeDigests
from eset_desktop.signing.values import Integrity, SignatureFacts

_DOUBTFUL: Final = frozenset(
    {
        Problem.ALGORITHM,
        Problem.ATTRIBUTES,
        Problem.CHANGES_UNKNOWN,
        Problem.DAMAGED_STRUCTURE,
        Problem.HYBRID,
        Problem.NO_CERTIFICATE,
        Problem.PADDING,
    }
)
"""What leaves open whether the bytes hold; a form that was filled in later does not."""


def inspect_document(document: Document) -> tuple[SignatureFacts, ...]:
    """Return the facts of each signature in the document, in the order they were made.

    Raises:
        NotChecked: The document could not be read.
    """
    try:
        check_outside(document)
        found = read_pdf(document.stream).signatures
        digests = RangeDigests(document.stream)
        return tuple(_facts(each, take_apart(each, digests)) for each in found)
    except Exception as error:
        raise NotChecked from error


def inspect_pdf(pdf: bytes) -> tuple[SignatureFacts, ...]:
    """Return the same of bytes that are in memory."""
    return inspect_document(open_document(HeldBytes(pdf)))


def _facts(signature: PdfSignature, found: Found) -> SignatureFacts:
    signed = found.stamp.signed if found.stamp else found.signed
    certificate = signed.certificate if signed else None
    return SignatureFacts(
        field_name=signature.field_name,
        kind="timestamp" if signature.timestamp else "signature",
        signer=common_name(certificate),
        issuer=_issuer(certificate),
        claimed_at=signed.claimed_at if signed else None,
        integrity=integrity_of(found),
        covers_whole_file=signature.coverage is report.Coverage.WHOLE_FILE,
        certificate_sha256=hashlib.sha256(certificate.dump()).hexdigest() if certificate else "",
    )


def _issuer(certificate: x509.Certificate | None) -> str:
    if certificate is None:
        return ""
    value = certificate.issuer.native.get("common_name", "")
    return value if isinstance(value, str) else str(value[0])


def integrity_of(found: Found) -> Integrity:
    """Return whether a signature or timestamp holds over its bytes, and whether that can be told."""
    signed = found.stamp.signed if found.stamp else found.signed
    if signed is None:
        return Integrity.UNKNOWN
    problems = found.place.problems | signed.problems
    effects = [effect for each in problems if (effect := EFFECTS[each]) is not None]
    failed = any(effect.verdict is report.Verdict.FAILED for effect in effects)
    if signed.integrity is report.Integrity.BROKEN or failed:
        return Integrity.BROKEN
    if signed.integrity is report.Integrity.UNKNOWN or problems & _DOUBTFUL:
        return Integrity.UNKNOWN
    return Integrity.GOOD
