# SPDX-License-Identifier: EUPL-1.2
"""Examining the signatures of a PDF (PAdES, EN 319 142-1; older forms of ISO 32000-1 §12.8.3)."""

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import BinaryIO, Self

from asn1crypto import cms

from eset_desktop.signing.validation import evidence
from eset_desktop.signing.validation.appended import say_appended
from eset_desktop.signing.validation.bare_form import examine_bare
from eset_desktop.signing.validation.chains import Chain
from eset_desktop.signing.validation.cms import Signed, Unreadable, digest, embedded_content, examine, load
from eset_desktop.signing.validation.examination import (
    Examination,
    Existence,
    Place,
    earliest,
    stamp_report,
    unreadable,
)
from eset_desktop.signing.validation.pdf import BARE, CADES, SHA1_INSIDE, PdfSignature
from eset_desktop.signing.validation.pdf_reading import NeedsPassword, UnreadablePdf, read_pdf
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.range_digests import RangeDigests
from eset_desktop.signing.validation.report import Integrity, Modifications, Proof, SignatureReport
from eset_desktop.signing.validation.scan import may_be_signed, scan
from eset_desktop.signing.validation.timestamps import Stamp, read_stamp


@dataclass(slots=True)
class Found:
    """A signature or a document timestamp with what is known of it.

    Attributes:
        byte_range: The numbers of its ``/ByteRange``.
        place: Where it stands.
        signed: The cryptography of a signature; ``None`` when it cannot be taken apart.
        stamp: A document timestamp.
        chain: Its authority's chain, once that has been examined.
    """

    byte_range: tuple[int, ...]
    place: Place
    signed: Signed | None = None
    stamp: Stamp | None = None
    chain: Chain | None = None

    def anew(self) -> Self:
        """Return the same with nothing said of whom to trust."""
        stamp = replace(self.stamp, trusted=False) if self.stamp is not None else None
        return replace(self, stamp=stamp, chain=None)


@dataclass(frozen=True, slots=True)
class Apart:
    """A PDF taken apart; nobody was asked whom to trust.

    Attributes:
        found: Its signatures and document timestamps in the order they were made.
        items: The validation data that it brings along.
    """

    found: tuple[Found, ...]
    items: tuple[evidence.Item, ...]

    @property
    def stamps(self) -> list[Found]:
        """The document timestamps."""
        return [each for each in self.found if each.stamp is not None]

    @property
    def broken(self) -> bool:
        """Whether a signature in it does not fit what it was made over."""
        return any(
            each.signed is not None and each.signed.integrity is Integrity.BROKEN for each in self.found
        )

    def before(self, stamp: Found | None) -> Self:
        """Return what a document timestamp covers, everything where there is none; whom to trust can be asked of it anew."""
        end = stamp.place.revision if stamp is not None else sys.maxsize
        return type(self)(
            tuple(each.anew() for each in self.found if each.place.revision < end),
            tuple(each for each in self.items if each.revision <= end),
        )


@dataclass(frozen=True, slots=True)
class Proven:
    """What proves that a signature existed.

    Attributes:
        stamps: Its own timestamps, examined.
        existence: The earliest proof that is believed.
        covering: Updates that came with document timestamps over it which hold.
    """

    stamps: Sequence[Stamp]
    existence: Existence
    covering: Sequence[int]


async def examine_pdf(
    stream: BinaryIO, examination: Examination, password: bytes = b""
) -> list[SignatureReport]:
    """Return what is said of each signature and document timestamp, in the order they were made.

    Raises:
        NeedsPassword: It is encrypted.
        UnreadablePdf: Nothing can be read.
    """
    apart = _as_far_as_possible(stream, password)
    await trust_stamps(examination, apart)
    return [await _report(examination, each, apart) for each in apart.found]


def take_all_apart(stream: BinaryIO, password: bytes = b"") -> Apart:
    """Return a PDF taken apart.

    Raises:
        NeedsPassword: It is encrypted.
        UnreadablePdf: It cannot be read.
    """
    document = read_pdf(stream, password)
    digests = RangeDigests(stream)
    found = tuple(take_apart(each, digests) for each in document.signatures)
    return Apart(found, tuple(evidence.read_store(document.reader)))


def _as_far_as_possible(stream: BinaryIO, password: bytes) -> Apart:
    """Return a PDF taken apart, one that cannot be read as far as its text shows its signatures.

    What was signed is broken whether or not the rest can be read, and no password is needed to see that nothing was.
    """
    try:
        return take_all_apart(stream, password)
    except (UnreadablePdf, NeedsPassword) as error:
        found = scan(stream)
        if not found and may_be_signed(stream):
            raise
        say_appended(stream, found)
        digests = RangeDigests(stream)
        apart = Apart(tuple(take_apart(each, digests) for each in found), ())
        if isinstance(error, NeedsPassword) and found and not apart.broken:
            raise
        return apart


def take_apart(signature: PdfSignature, digests: RangeDigests) -> Found:
    """Return a signature with its cryptography examined; trust is not looked at."""
    problems = set(signature.problems)
    prefix = "" if signature.subfilter == CADES else "PKCS7-"

    def place() -> Place:
        return Place(
            signature.coverage, signature.modifications, frozenset(problems), prefix, signature.revision
        )

    if signature.subfilter == BARE:
        bare = examine_bare(
            signature.contents, signature.certificate, lambda name: digests.of(signature.byte_range, name)
        )
        return Found(signature.byte_range, place(), signed=bare)
    try:
        data, rest = load(signature.contents)
        signer = _only_signer(data, problems)
    except Unreadable:
        problems.add(Problem.UNREADABLE)
        return Found(signature.byte_range, place())
    if rest.strip(b"\0"):
        problems.add(Problem.PADDING)
    if signature.timestamp:
        stamp = read_stamp(data, lambda name: digests.of(signature.byte_range, name))
        return Found(signature.byte_range, place(), stamp=stamp)
    signed = _examine(signature, data, signer, digests)
    signed.claimed_at = signed.claimed_at or signature.claimed_at
    return Found(signature.byte_range, place(), signed=signed)


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
    signature: PdfSignature, data: cms.SignedData, signer: cms.SignerInfo, digests: RangeDigests
) -> Signed:
    try:
        content = embedded_content(data)
    except (ValueError, TypeError, AttributeError):
        return Signed(problems={Problem.UNREADABLE})
    if signature.subfilter != SHA1_INSIDE:
        signed = examine(
            data,
            signer,
            lambda name: digests.of(signature.byte_range, name),
            ess=signature.subfilter == CADES,
        )
        if content:
            signed.problems.add(Problem.CONTENT_INSIDE)
        return signed
    signed = examine(data, signer, lambda name: digest(name, [content or b""]), ess=False)
    signed.problems.add(Problem.WEAK)
    if content != digests.of(signature.byte_range, "sha1") and signed.integrity is Integrity.INTACT:
        signed.integrity = Integrity.BROKEN
        signed.problems.add(Problem.DIGEST)
    return signed


def _gather(examination: Examination, apart: Apart) -> None:
    """Take in everything that may help."""
    examination.chains.add_certificates(evidence.certificates(apart.items))
    for item in apart.items:
        examination.add_data(
            [item.data] if item.kind == "/OCSPs" else [],
            [item.data] if item.kind == "/CRLs" else [],
            item.revision,
        )
    for each in apart.found:
        signed = each.stamp.signed if each.stamp else each.signed
        if signed is not None:
            examination.add_signature(signed, each.place.revision)


async def trust_stamps(examination: Examination, apart: Apart) -> None:
    """Take in what helps; then from the youngest to the oldest: each that is believed proves what came before it."""
    _gather(examination, apart)
    existed = examination.now
    for each in reversed(apart.stamps):
        if each.stamp is None:
            continue
        each.chain = await examination.trust_stamp(each.stamp, existed)
        if each.place.problems or each.place.modifications in {Modifications.OTHER, Modifications.UNKNOWN}:
            each.stamp.trusted = False
        if each.stamp.trusted and each.stamp.time is not None:
            existed = min(existed, each.stamp.time)
            examination.proven(existed, each.place.revision)


async def proven(examination: Examination, signed: Signed, revision: int, apart: Apart) -> Proven:
    """Return what proves that a signature existed; the document timestamps were examined (:func:`trust_stamps`)."""
    later = [(each.place.revision, each.stamp) for each in apart.found if each.place.revision > revision]
    proofs = [
        (stamp.time, Proof.DOCUMENT_TIMESTAMP) for _, stamp in later if stamp and stamp.trusted and stamp.time
    ]
    existed = min((time for time, _ in proofs), default=examination.now)
    stamps = await examination.token_stamps(signed, existed)
    proofs += [(each.time, Proof.SIGNATURE_TIMESTAMP) for each in stamps if each.trusted and each.time]
    return Proven(
        stamps,
        earliest(examination.now, signed.claimed_at, proofs),
        [number for number, stamp in later if stamp and stamp.holds],
    )


async def _report(examination: Examination, each: Found, apart: Apart) -> SignatureReport:
    if each.stamp is not None and each.chain is not None:
        return stamp_report(each.stamp, each.chain, each.place)
    if each.signed is None:
        return unreadable(set(), each.place)
    found = await proven(examination, each.signed, each.place.revision, apart)
    return await examination.report(
        each.signed, each.place, found.stamps, found.existence, covering=found.covering
    )
