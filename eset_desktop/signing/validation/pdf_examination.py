# SPDX-License-Identifier: EUPL-1.2
"""Examining the signatures of a PDF (PAdES, EN 319 142-1; older forms of ISO 32000-1 §12.8.3)."""

from dataclasses import dataclass
from typing import BinaryIO

from asn1crypto import cms

from eset_desktop.signing.validation import evidence
from eset_desktop.signing.validation.chains import Chain
from eset_desktop.signing.validation.cms import Signed, Unreadable, digest, embedded_content, examine, load
from eset_desktop.signing.validation.examination import (
    Examination,
    Place,
    earliest,
    stamp_report,
    unreadable,
)
from eset_desktop.signing.validation.pdf import CADES, SHA1_INSIDE, PdfSignature
from eset_desktop.signing.validation.pdf_reading import UnreadablePdf, read_pdf
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import Integrity, Modifications, Proof, SignatureReport
from eset_desktop.signing.validation.scan import scan
from eset_desktop.signing.validation.timestamps import Stamp, read_stamp


@dataclass(slots=True)
class Found:
    """A signature or a document timestamp with what is known of it.

    Attributes:
        place: Where it stands.
        signed: The cryptography of a signature; ``None`` when it cannot be taken apart.
        stamp: A document timestamp.
        chain: Its authority's chain, once that has been examined.
    """

    place: Place
    signed: Signed | None = None
    stamp: Stamp | None = None
    chain: Chain | None = None


async def examine_pdf(
    stream: BinaryIO, examination: Examination, password: bytes = b""
) -> list[SignatureReport]:
    """Return what is said of each signature and document timestamp, in the order they were made.

    Raises:
        NeedsPassword: It is encrypted.
        UnreadablePdf: Nothing can be read.
    """
    signatures, items = _read(stream, password)
    found = [take_apart(each, stream) for each in signatures]
    _gather(examination, items, found)
    await _trust_stamps(examination, [each for each in found if each.stamp is not None])
    return [await _report(examination, each, found) for each in found]


def _read(stream: BinaryIO, password: bytes) -> tuple[list[PdfSignature], list[evidence.Item]]:
    """Return signatures and validation data, of a file that cannot be read as far as its text shows them."""
    try:
        document = read_pdf(stream, password)
    except UnreadablePdf:
        found = scan(stream)
        if not found:
            raise
        return found, []
    return document.signatures, evidence.read_store(document.reader)


def take_apart(signature: PdfSignature, stream: BinaryIO) -> Found:
    """Return a signature with its cryptography examined; trust is not looked at."""
    problems = set(signature.problems)
    prefix = "" if signature.subfilter == CADES else "PKCS7-"

    def place() -> Place:
        return Place(
            signature.coverage, signature.modifications, frozenset(problems), prefix, signature.revision
        )

    try:
        data, rest = load(signature.contents)
        signer = _only_signer(data, problems)
    except Unreadable:
        problems.add(Problem.UNREADABLE)
        return Found(place())
    if rest.strip(b"\0"):
        problems.add(Problem.PADDING)
    if signature.timestamp:
        stamp = read_stamp(data, lambda name: signature.digest_of(stream, name))
        return Found(place(), stamp=stamp)
    signed = _examine(signature, data, signer, stream)
    signed.claimed_at = signed.claimed_at or signature.claimed_at
    return Found(place(), signed=signed)


def _only_signer(data: cms.SignedData, problems: set[Problem]) -> cms.SignerInfo:
    try:
        signers = list(data["signer_infos"])
    except (ValueError, TypeError, KeyError) as error:
        raise Unreadable from error
    if len(signers) != 1:
        problems.add(Problem.SIGNERS)
    if not signers:
        raise Unreadable
    return signers[0]


def _examine(
    signature: PdfSignature, data: cms.SignedData, signer: cms.SignerInfo, stream: BinaryIO
) -> Signed:
    try:
        content = embedded_content(data)
    except (ValueError, TypeError, AttributeError):
        return Signed(problems={Problem.UNREADABLE})
    if signature.subfilter != SHA1_INSIDE:
        signed = examine(
            data,
            signer,
            lambda name: signature.digest_of(stream, name),
            ess=signature.subfilter == CADES,
        )
        if content:
            signed.problems.add(Problem.CONTENT_INSIDE)
        return signed
    signed = examine(data, signer, lambda name: digest(name, [content or b""]), ess=False)
    signed.problems.add(Problem.WEAK)
    if content != signature.digest_of(stream, "sha1") and signed.integrity is Integrity.INTACT:
        signed.integrity = Integrity.BROKEN
        signed.problems.add(Problem.DIGEST)
    return signed


def _gather(examination: Examination, items: list[evidence.Item], found: list[Found]) -> None:
    """Take in everything that may help."""
    examination.chains.add_certificates(evidence.certificates(items))
    for item in items:
        examination.add_data(
            [item.data] if item.kind == "/OCSPs" else [],
            [item.data] if item.kind == "/CRLs" else [],
            item.revision,
        )
    for each in found:
        signed = each.stamp.signed if each.stamp else each.signed
        if signed is not None:
            examination.add_signature(signed, each.place.revision)


async def _trust_stamps(examination: Examination, stamps: list[Found]) -> None:
    """From the youngest to the oldest: each that is believed proves what came before it."""
    existed = examination.now
    for each in reversed(stamps):
        if each.stamp is None:
            continue
        each.chain = await examination.trust_stamp(each.stamp, existed)
        if each.place.problems or each.place.modifications in {Modifications.OTHER, Modifications.UNKNOWN}:
            each.stamp.trusted = False
        if each.stamp.trusted and each.stamp.time is not None:
            existed = min(existed, each.stamp.time)
            examination.proven(existed, each.place.revision)


async def _report(examination: Examination, each: Found, found: list[Found]) -> SignatureReport:
    if each.stamp is not None and each.chain is not None:
        return stamp_report(each.stamp, each.chain, each.place)
    if each.signed is None:
        return unreadable(set(), each.place)
    later = [one for one in found if one.stamp is not None and one.place.revision > each.place.revision]
    proofs = [
        (one.stamp.time, Proof.DOCUMENT_TIMESTAMP)
        for one in later
        if one.stamp is not None and one.stamp.trusted and one.stamp.time is not None
    ]
    existed = min((time for time, _ in proofs), default=examination.now)
    stamps = await examination.token_stamps(each.signed, existed)
    proofs += [
        (one.time, Proof.SIGNATURE_TIMESTAMP) for one in stamps if one.trusted and one.time is not None
    ]
    return await examination.report(
        each.signed,
        each.place,
        stamps,
        earliest(examination.now, each.signed.claimed_at, proofs),
        covering=[one.place.revision for one in later if one.stamp is not None and one.stamp.holds],
    )
