# SPDX-License-Identifier: EUPL-1.2
"""What signatures a document holds and whether their bytes hold; signing process only (loads pyHanko).

Trust is not looked at here. A digest that fits is not enough: the signature value, the coverage and what was added
after it are examined too (ETSI EN 319 102-1 §5.2.7; the shadow and certification attacks on PDF signatures live in
what is added later).
"""

import hashlib
import warnings

from asn1crypto import x509 as asn1_x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import EmbeddedPdfSignature
from pyhanko.sign.validation.generic_cms import validate_sig_integrity
from pyhanko.sign.validation.status import SignatureCoverageLevel

from eset_desktop.signing.errors import NotChecked
from eset_desktop.signing.pades.opening import Document, open_document
from eset_desktop.signing.pades.reading import check_outside
from eset_desktop.signing.sources import HeldBytes
from eset_desktop.signing.values import Integrity, SignatureFacts


def inspect_document(document: Document) -> tuple[SignatureFacts, ...]:
    """Return the facts of each signature in the document, in the order they were made.

    Raises:
        NotChecked: The document could not be read.
    """
    try:
        check_outside(document)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader = PdfFileReader(document.stream, strict=False)
            if "/Encrypt" in reader.trailer_view:
                raise NotChecked
            return tuple(_facts(signature, document.size) for signature in reader.embedded_signatures)
    except NotChecked:
        raise
    except Exception as error:
        raise NotChecked from error


def inspect_pdf(pdf: bytes) -> tuple[SignatureFacts, ...]:
    """Return the same of bytes that are in memory."""
    return inspect_document(open_document(HeldBytes(pdf)))


def _facts(signature: EmbeddedPdfSignature, size: int) -> SignatureFacts:
    certificate = _certificate(signature)
    return SignatureFacts(
        field_name=str(signature.field_name),
        kind="timestamp" if signature.sig_object_type == "/DocTimeStamp" else "signature",
        signer=_common_name(certificate.subject) if certificate else "",
        issuer=_common_name(certificate.issuer) if certificate else "",
        claimed_at=signature.self_reported_timestamp,
        integrity=_integrity(signature),
        covers_whole_file=_end_of(signature) == size,
        certificate_sha256=hashlib.sha256(certificate.dump()).hexdigest() if certificate else "",
    )


def _certificate(signature: EmbeddedPdfSignature) -> asn1_x509.Certificate | None:
    try:
        return signature.signer_cert
    except Exception:  # noqa: BLE001 - boundary: without a certificate the facts say so, and integrity is unknown
        return None


def _common_name(name: asn1_x509.Name) -> str:
    value = name.native.get("common_name", "")
    return value if isinstance(value, str) else str(value[0])


def _end_of(signature: EmbeddedPdfSignature) -> int:
    numbers = [int(number) for number in signature.byte_range]
    return numbers[-2] + numbers[-1] if len(numbers) == 4 and numbers[0] == 0 else -1


def _integrity(signature: EmbeddedPdfSignature) -> Integrity:
    try:
        return _examine(signature)
    except Exception:  # noqa: BLE001 - boundary: never "valid" from an unexpected exception
        return Integrity.UNKNOWN


def _examine(signature: EmbeddedPdfSignature) -> Integrity:
    if signature.sig_object_type == "/DocTimeStamp":
        return Integrity.UNKNOWN if _is_imprint(signature) else Integrity.BROKEN
    signature.compute_integrity_info()  # type: ignore[no-untyped-call]  # pyHanko does not say its types
    intact, valid = validate_sig_integrity(
        signature.signer_info, signature.signer_cert, "data", signature.compute_digest()
    )
    if not (intact and valid):
        return Integrity.BROKEN
    summary = signature.summarise_integrity_info()
    if summary["coverage"] < SignatureCoverageLevel.ENTIRE_REVISION or not summary["docmdp_ok"]:
        return Integrity.BROKEN
    return Integrity.GOOD


def _is_imprint(timestamp: EmbeddedPdfSignature) -> bool:
    """Whether what a document timestamp speaks of (RFC 3161 §2.4.2, messageImprint) is still in its range."""
    token = timestamp.signed_data["encap_content_info"]["content"].parsed
    imprint: bytes = token["message_imprint"]["hashed_message"].native
    return imprint == timestamp.compute_digest()
