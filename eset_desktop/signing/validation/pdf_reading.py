# SPDX-License-Identifier: EUPL-1.2
"""Reading a PDF for its signatures: strictly, and if that cannot be, leniently, which speaks against what follows a signature."""

import logging
import os
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, BinaryIO, Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from eset_desktop.signing.validation import far_streams, quick_reading, reused_numbers, table_sizes
from eset_desktop.signing.validation.ending import Ending, ending_of
from eset_desktop.signing.validation.pdf import PdfSignature, signature_at
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import Coverage

far_streams.install()
quick_reading.install()
table_sizes.install()

_log = logging.getLogger(__name__)

MAX_SIGNATURES: Final = 200
"""Signature fields of one file that are looked at."""

_END: Final = 1 << 14
"""Bytes from the end within which the end mark must stand; ISO 32000-1 Annex H speaks of 1024."""


class UnreadablePdf(Exception):
    """The file cannot be read as a PDF."""


class NeedsPassword(Exception):
    """The file is encrypted and the password, if one was given, does not open it."""


@dataclass(slots=True)
class PdfDocument:
    """A PDF that was read.

    Attributes:
        reader: pyHanko's.
        signatures: In the order they were made.
    """

    reader: PdfFileReader
    signatures: list[PdfSignature]


def read_pdf(stream: BinaryIO, password: bytes = b"") -> PdfDocument:
    """Return a PDF with its signatures.

    A file that breaks the rules of its format is read leniently, and that speaks against it.

    Raises:
        NeedsPassword: It is encrypted.
        UnreadablePdf: Nothing can be read.
    """
    _find_end(stream)
    for attempt in (_strictly, _strictly_but_numbers):
        try:
            return attempt(stream, password)
        except (NeedsPassword, MemoryError):
            raise
        except Exception as error:  # noqa: BLE001 - boundary: strangers' files; read again below, and said
            _log.debug("not read %s: %s", attempt.__name__, type(error).__name__)
    try:
        document = _read(stream, password, strict=False)
    except (NeedsPassword, MemoryError):
        raise
    except Exception as error:
        raise UnreadablePdf from error
    _say_damaged(document)
    return document


def _strictly(stream: BinaryIO, password: bytes) -> PdfDocument:
    return _read(stream, password, strict=True)


def _strictly_but_numbers(stream: BinaryIO, password: bytes) -> PdfDocument:
    with reused_numbers.allowed():
        document = _read(stream, password, strict=True)
    if document.reader.encrypted:
        raise UnreadablePdf
    return document


def _find_end(stream: BinaryIO) -> None:
    """Look for the end mark where readers do; pyHanko would go back byte by byte, through gigabytes.

    Raises:
        UnreadablePdf: There is none.
    """
    size = stream.seek(0, os.SEEK_END)
    stream.seek(max(0, size - _END))
    if b"%%EOF" not in stream.read():
        raise UnreadablePdf


def _say_damaged(document: PdfDocument) -> None:
    """What breaks rules in a signature's own bytes is the signer's; what follows it may show two things."""
    for signature in document.signatures:
        if signature.coverage is not Coverage.WHOLE_FILE:
            signature.problems.add(Problem.DAMAGED_STRUCTURE)


def _read(stream: BinaryIO, password: bytes, *, strict: bool) -> PdfDocument:
    reader = PdfFileReader(stream, strict=strict)
    if "/Encrypt" in reader.trailer_view:
        _decrypt(reader, password)
    _tolerate_dangling(reader)
    fields = list(_fields(reader))
    ending = ending_of(reader) if fields else Ending.WHOLE
    signatures = sorted(
        (signature_at(reader, *each, ending=ending) for each in fields),
        key=lambda each: (each.revision, each.byte_range[-2:]),
    )
    return PdfDocument(reader, signatures)


def _tolerate_dangling(reader: PdfFileReader) -> None:
    """Let references to objects that no revision defines be what ISO 32000-2 §7.3.10 says: null.

    PDFBox and EU DSS write them, and pyHanko's comparison would end there. That such an object comes into being later
    is a change (:mod:`~eset_desktop.signing.validation.changes`).
    """
    original, read = reader.xrefs.get_introducing_revision, reader._read_object

    @cache
    def introduced(reference: generic.Reference) -> int:
        try:
            return int(original(reference))
        except KeyError:
            return -1

    def read_or_null(reference: generic.Reference, marker: Any, *arguments: Any, **options: Any) -> Any:
        if marker is not None:
            return read(reference, marker, *arguments, **options)
        missing = generic.NullObject()
        missing.container_ref = reference
        return missing

    # this reader alone; the library has no door for it
    reader.xrefs.get_introducing_revision = introduced  # type: ignore[method-assign]
    reader._read_object = read_or_null  # type: ignore[method-assign,assignment]


def _decrypt(reader: PdfFileReader, password: bytes) -> None:
    """Open with the password, or with the empty one that a file with owner's restrictions has."""
    for attempt in dict.fromkeys((password, b"")):
        try:
            result = reader.decrypt(attempt)
        except Exception as error:  # public-key encryption, unknown handlers
            raise NeedsPassword from error
        if result.status.name != "FAILED":
            return
    raise NeedsPassword


def _fields(reader: PdfFileReader) -> Iterator[tuple[str, Any]]:
    """Yield name and dictionary of each filled signature field, one for each signature dictionary."""
    seen: set[Any] = set()
    for number, (name, _, reference) in enumerate(enumerate_sig_fields(reader, filled_status=True)):
        if number >= MAX_SIGNATURES:
            raise UnreadablePdf
        found = reference.get_object()
        value = found.raw_get("/V")
        key = value.reference if isinstance(value, generic.IndirectObject) else id(value)
        if key not in seen:
            seen.add(key)
            yield str(name), found
