# SPDX-License-Identifier: EUPL-1.2
"""Taking the proofs of a signature out of the document that holds them; nothing is judged here, and nothing is fetched.

Read with qpdf, which stands anything that a file may be; where a signature cannot be found as its evidence has it,
nothing is said at all.
"""

import hashlib
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any, BinaryIO, Final

import pikepdf
from asn1crypto import cms, x509

from eset_desktop.signing.container.asice import SIGNATURE as IN_CONTAINER
from eset_desktop.signing.evidence.errors import EvidenceMissing
from eset_desktop.signing.evidence.values import CertificateFacts, Material, TimestampFacts
from eset_desktop.signing.validation.certificates import certificates_of, named_by
from eset_desktop.signing.values import Evidence

_TIMESTAMP: Final = "signature_time_stamp_token"
_DEPTH: Final = 16
_DAMAGED: Final = (ValueError, TypeError, KeyError, IndexError, AttributeError, OverflowError)
"""What reading DER that is none raises."""


def material_in(document: BinaryIO, evidence: Evidence) -> Material:
    """Return the proofs of a signature in a PDF: in the signed version, or in one with proofs added later.

    Raises:
        EvidenceMissing: The document does not hold that signature.
    """
    try:
        with pikepdf.open(document, suppress_warnings=True) as pdf:
            return _in_pdf(pdf, evidence)
    except (pikepdf.PdfError, *_DAMAGED) as error:
        raise EvidenceMissing(step=type(error).__name__) from error


def material_of(stream: BinaryIO, evidence: Evidence) -> Material:
    """Return the proofs in what holds a signature of ours: a signed PDF, a detached signature, a container with one.

    Raises:
        EvidenceMissing: It does not hold the signature that the evidence speaks of.
    """
    if evidence.field_name:
        return material_in(stream, evidence)
    if zipfile.is_zipfile(stream):
        return material_of_cms(_in_container(stream), evidence)
    stream.seek(0)
    return material_of_cms(stream.read(), evidence)


def material_of_cms(der: bytes, evidence: Evidence) -> Material:
    """Return the proofs in a detached signature (CAdES).

    Raises:
        EvidenceMissing: It is not the signature that the evidence speaks of.
    """
    try:
        return _of_cms(_signed_data(der), evidence)
    except _DAMAGED as error:
        raise EvidenceMissing(step=type(error).__name__) from error


def certificate_facts(certificate: x509.Certificate) -> CertificateFacts:
    """Return a certificate as people read it."""
    der = certificate.dump()
    return CertificateFacts(
        name=_name(certificate.subject),
        issuer=_name(certificate.issuer),
        serial=f"{certificate.serial_number:x}",
        not_before=certificate.not_valid_before,
        not_after=certificate.not_valid_after,
        sha256=hashlib.sha256(der).hexdigest(),
        der=der,
    )


def _in_container(stream: BinaryIO) -> bytes:
    try:
        with zipfile.ZipFile(stream) as container:
            return container.read(IN_CONTAINER)
    except (zipfile.BadZipFile, KeyError, ValueError, EOFError) as error:
        raise EvidenceMissing(step=type(error).__name__) from error


def _in_pdf(pdf: pikepdf.Pdf, evidence: Evidence) -> Material:
    values = dict(_signatures(pdf))
    signature = values.get(evidence.field_name)
    if signature is None or tuple(int(each) for each in signature.ByteRange) != evidence.byte_range:
        raise EvidenceMissing(step="field")
    found = _of_cms(_signed_data(bytes(signature.Contents)), evidence)
    later = (each for each in values.values() if _is_later_stamp(each, evidence.byte_range[2]))
    stamps = [*found.timestamps, *(_stamp("document", _content(bytes(each.Contents))) for each in later)]
    store: Any = pdf.Root.get("/DSS", {})
    return Material(
        certificate=found.certificate,
        chain=found.chain,
        timestamps=tuple(sorted(stamps, key=lambda each: each.time)),
        ocsp=tuple(_streams(store.get("/OCSPs"))),
        crls=tuple(_streams(store.get("/CRLs"))),
    )


def _is_later_stamp(value: Any, after: int) -> bool:
    """Whether this is a document timestamp (ISO 32000-2 §12.8.5) that covers the signature too."""
    return bool(value.get("/SubFilter") == "/ETSI.RFC3161") and int(value.ByteRange[2]) > after


def _of_cms(data: cms.SignedData, evidence: Evidence) -> Material:
    certificates = list(certificates_of(data))
    by_hash = {hashlib.sha256(each.dump()).hexdigest(): each for each in certificates}
    signer = by_hash.get(evidence.certificate_sha256)
    attributes = {each["type"].native: each["values"] for each in data["signer_infos"][0]["signed_attrs"]}
    if signer is None or attributes["message_digest"][0].native.hex() != evidence.document_digest:
        raise EvidenceMissing(step="certificate" if signer is None else "digest")
    stamps: list[TimestampFacts] = []
    for attribute in data["signer_infos"][0]["unsigned_attrs"] or ():
        if attribute["type"].native == _TIMESTAMP:
            stamps.extend(_stamp("signature", token) for token in attribute["values"])
    chain = [certificate_facts(each) for each in _chain(signer, certificates)]
    return Material(certificate_facts(signer), tuple(chain), tuple(stamps))


def _chain(signer: x509.Certificate, known: list[x509.Certificate]) -> Iterator[x509.Certificate]:
    """Yield the issuers by name, nearest first; whether they signed it is for a validation to say."""
    seen = {signer.dump()}
    while True:
        issuer = next(
            (each for each in known if each.subject == signer.issuer and each.dump() not in seen), None
        )
        if issuer is None:
            return
        seen.add(issuer.dump())
        yield issuer
        signer = issuer


def _stamp(kind: str, token: cms.ContentInfo) -> TimestampFacts:
    data = token["content"]
    info = data["encap_content_info"]["content"].parsed
    authority = named_by(list(certificates_of(data)), data["signer_infos"][0]["sid"])
    name = _name(authority.subject) if authority else ""
    return TimestampFacts(kind, info["gen_time"].native, name, token.dump())


def _signed_data(der: bytes) -> cms.SignedData:
    return _content(der)["content"]


def _content(der: bytes) -> cms.ContentInfo:
    """Return a CMS; zeros that fill a gap after it do not matter."""
    found = cms.ContentInfo.load(der)
    if found["content_type"].native != "signed_data":
        raise EvidenceMissing(step="cms")
    return found


def _name(name: x509.Name) -> str:
    value = name.native.get("common_name") or name.native.get("organization_name") or ""
    return value if isinstance(value, str) else str(value[0])


def _signatures(pdf: pikepdf.Pdf) -> Iterator[tuple[str, Any]]:
    form: Any = pdf.Root.get("/AcroForm")
    if isinstance(form, pikepdf.Dictionary):
        yield from _fields(form.get("/Fields", ()), "", _DEPTH)


def _fields(fields: Iterable[Any], prefix: str, depth: int) -> Iterator[tuple[str, Any]]:
    for field in fields:
        if not isinstance(field, pikepdf.Dictionary) or depth == 0:
            continue
        name = ".".join(filter(None, (prefix, str(field.get("/T", "")))))
        value = field.get("/V")
        if field.get("/FT") == "/Sig" and isinstance(value, pikepdf.Dictionary):
            yield name, value
        yield from _fields(field.get("/Kids", ()), name, depth - 1)


def _streams(array: Any) -> Iterator[bytes]:
    for each in array if isinstance(array, pikepdf.Array) else ():
        with suppress(pikepdf.PdfError):
            if isinstance(each, pikepdf.Stream):
                yield each.read_bytes()
