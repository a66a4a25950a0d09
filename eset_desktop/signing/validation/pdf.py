# SPDX-License-Identifier: EUPL-1.2
"""The signatures of a PDF: where they stand, what they cover and what came after them.

pyHanko reads the file and compares revisions; ranges are checked here too, because a range that adds up is not yet
one that leaves out nothing but the signature (signature wrapping, PDF insecurity "SWA" and "USF").
"""

import os
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, BinaryIO, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfStrictReadError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import DiffResult, ModificationLevel, SuspiciousModification
from pyhanko.sign.fields import enumerate_sig_fields
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature, extract_contents
from pyhanko.sign.validation.status import SignatureCoverageLevel

from eset_desktop.signing.validation import changes
from eset_desktop.signing.validation.covering import covers_much
from eset_desktop.signing.validation.ending import Ending
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import Coverage, Modifications

_MAX_CONTENTS: Final = 16 << 20
TIMESTAMP: Final = "/ETSI.RFC3161"
SHA1_INSIDE: Final = "/adbe.pkcs7.sha1"
CADES: Final = "/ETSI.CAdES.detached"
BARE: Final = "/adbe.x509.rsa_sha1"
_SHOWING: Final = frozenset({Modifications.SIGNATURES, Modifications.FORM_FILLING})


@dataclass(slots=True)
class PdfSignature:
    """A signature dictionary as it stands in the file.

    Attributes:
        field_name: Its field's full name.
        timestamp: Whether it is a document timestamp.
        subfilter: Its form, for example ``/ETSI.CAdES.detached``.
        byte_range: The numbers of ``/ByteRange``.
        contents: The bytes of ``/Contents``.
        revision: The update that it came with, from 0.
        coverage: What it covers.
        modifications: What came after it.
        problems: What speaks against it so far.
        claimed_at: ``/M``: when the signer says that it was made.
        certificate: ``/Cert``, of the oldest form, its first.
        embedded: pyHanko's view of it.
    """

    field_name: str
    timestamp: bool = False
    subfilter: str = ""
    byte_range: tuple[int, ...] = ()
    contents: bytes = b""
    revision: int = 0
    coverage: Coverage = Coverage.UNKNOWN
    modifications: Modifications = Modifications.UNKNOWN
    problems: set[Problem] = field(default_factory=set)
    claimed_at: datetime | None = None
    certificate: bytes = b""
    embedded: EmbeddedPdfSignature | None = None


def signature_at(reader: PdfFileReader, name: str, found: Any, *, ending: Ending) -> PdfSignature:
    """Return the signature of a field; one that cannot be read says so."""
    signature = PdfSignature(name)
    try:
        _describe(signature, found["/V"])
        signature.revision = reader.xrefs.get_last_change(found.raw_get("/V").reference)
        signature.coverage = range_coverage(signature, reader.stream)
        if signature.subfilter == BARE:  # the library does not read it
            _say_uncompared(signature)
            return signature
        signature.embedded = EmbeddedPdfSignature(reader, found, name)
    except MemoryError:  # says nothing of the signature
        raise
    except Exception:  # noqa: BLE001 - boundary: a signature that cannot be read is said so, the others go on
        signature.problems.add(Problem.UNREADABLE)
        return signature
    _look_behind(signature, reader, ending=ending)
    return signature


def _say_uncompared(signature: PdfSignature) -> None:
    """Say of a signature that cannot be compared with what follows it what its coverage says."""
    if signature.coverage is Coverage.WHOLE_FILE:
        signature.modifications = Modifications.NONE
    else:
        partial = signature.coverage is Coverage.PARTIAL
        signature.problems.add(Problem.COVERAGE if partial else Problem.CHANGES_UNKNOWN)


def _describe(signature: PdfSignature, value: Any) -> None:
    signature.subfilter = str(value.get("/SubFilter", ""))
    signature.timestamp = value.get("/Type") == "/DocTimeStamp" or signature.subfilter == TIMESTAMP
    signature.byte_range = tuple(int(number) for number in value["/ByteRange"])
    signature.contents = extract_contents(value)
    signature.claimed_at = _claimed(value.get("/M"))
    signature.certificate = _bytes(value.get("/Cert"))


def _bytes(value: Any) -> bytes:
    """Return the bytes of a string, or of the first of a list."""
    first = value[0] if isinstance(value, generic.ArrayObject) and value else value
    if isinstance(first, generic.TextStringObject):  # the library took them for text
        return bytes(first.original_bytes)
    return bytes(first) if isinstance(first, generic.ByteStringObject) else b""


def _claimed(text: Any) -> datetime | None:
    try:
        moment: datetime = generic.parse_pdf_date(str(text), strict=False)
    except Exception:  # noqa: BLE001 - boundary: what a stranger writes for a date
        return None
    return moment if moment.tzinfo is not None else None


def range_coverage(signature: PdfSignature, stream: BinaryIO) -> Coverage:
    """Return what is covered by a range that leaves out one hexadecimal string, which is the signature."""
    size = stream.seek(0, os.SEEK_END)
    if len(signature.byte_range) != 4:
        return Coverage.PARTIAL
    start, first, second, rest = signature.byte_range
    if start != 0 or first <= 0 or rest < 0 or not first < second <= min(first + _MAX_CONTENTS, size - rest):
        return Coverage.PARTIAL
    stream.seek(first)
    gap = stream.read(second - first)
    if gap[:1] != b"<" or gap[-1:] != b">" or _unhex(gap[1:-1]) != signature.contents:
        return Coverage.PARTIAL
    return Coverage.WHOLE_FILE if second + rest == size else Coverage.REVISION


def _unhex(text: bytes) -> bytes | None:
    try:
        return bytes.fromhex(text.decode("ascii"))
    except ValueError:
        return None


def _look_behind(signature: PdfSignature, reader: PdfFileReader, *, ending: Ending) -> None:
    """Find what came after a signature; what cannot be told is never harmless."""
    embedded = signature.embedded
    if embedded is None or signature.coverage is Coverage.PARTIAL:
        signature.problems.add(Problem.COVERAGE)
        return
    if signature.coverage is Coverage.WHOLE_FILE:
        signature.modifications = Modifications.NONE
        return
    try:
        coverage = embedded.evaluate_signature_coverage()
        embedded.coverage = coverage  # type: ignore[assignment]  # pyHanko leaves its type out
        if coverage < SignatureCoverageLevel.ENTIRE_REVISION:
            signature.coverage = Coverage.PARTIAL
            signature.problems.add(Problem.COVERAGE)
            return
        _judge(signature, embedded, reader, ending=ending)
    except MemoryError:
        raise
    except Exception as error:
        if reader.strict and isinstance(error, PdfStrictReadError):
            raise
        if _was_comparable(reader, signature.revision):
            signature.modifications = Modifications.OTHER
            signature.problems.add(Problem.MODIFIED)
        else:
            signature.modifications = Modifications.UNKNOWN
            signature.problems.add(Problem.CHANGES_UNKNOWN)


def _was_comparable(reader: PdfFileReader, revision: int) -> bool:
    """Whether what was signed can be compared, with itself: then it is what came later that cannot be (shadow attacks)."""
    signed = reader.get_historical_resolver(revision)
    try:
        changes.POLICY.apply(signed, signed)
    except SuspiciousModification:
        return True
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - boundary: strangers' structures
        return False
    return True


def _judge(
    signature: PdfSignature, embedded: EmbeddedPdfSignature, reader: PdfFileReader, *, ending: Ending
) -> None:
    if _hybrid_after(reader, signature.revision):
        signature.problems.add(Problem.HYBRID)
    result = embedded.evaluate_modifications(changes.POLICY)
    signature.modifications = _kind(result, reader, signature.revision)
    permitted = embedded.docmdp_level
    if signature.modifications in _SHOWING and covers_much(reader, signature.revision):
        signature.problems.add(Problem.COVERED)
    if ending is Ending.JUNK:
        signature.problems.add(Problem.DAMAGED_STRUCTURE)
    if ending is Ending.HIDDEN or signature.modifications is Modifications.OTHER:
        signature.modifications = Modifications.OTHER
        signature.problems.add(Problem.MODIFIED)
    elif permitted is not None and isinstance(result, DiffResult):
        if result.modification_level.value > permitted.value:
            signature.problems.add(Problem.FORBIDDEN)
    elif signature.modifications is Modifications.FORM_FILLING:
        signature.problems.add(Problem.FORM_FILLED)


def _hybrid_after(reader: PdfFileReader, revision: int) -> bool:
    """Whether an update after ``revision`` has cross-references that only newer readers see."""
    return any(
        reader.xrefs.get_xref_data(number).hybrid is not None
        for number in range(revision + 1, reader.xrefs.total_revisions)
    )


def _kind(result: Any, reader: PdfFileReader, revision: int) -> Modifications:
    if not isinstance(result, DiffResult) or result.modification_level > ModificationLevel.FORM_FILLING:
        return Modifications.OTHER
    if result.modification_level is ModificationLevel.NONE:
        return Modifications.NONE
    fields = list(enumerate_sig_fields(reader))
    if any(_painted_later(reference, reader, revision) for _, value, reference in fields if value is None):
        return Modifications.OTHER
    if result.modification_level is ModificationLevel.LTA_UPDATES:
        return Modifications.PROOFS
    signatures = {str(name) for name, _, _ in fields}
    return (
        Modifications.SIGNATURES if result.changed_form_fields <= signatures else Modifications.FORM_FILLING
    )


def _painted_later(reference: Any, reader: PdfFileReader, revision: int) -> bool:
    """Whether an empty signature field that came or changed later shows something ("sneaky signature" attack)."""
    return reader.xrefs.get_last_change(reference.reference) > revision and "/AP" in reference.get_object()
