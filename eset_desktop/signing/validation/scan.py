# SPDX-License-Identifier: EUPL-1.2
"""Signatures in a PDF that is too damaged to be read: found by their text, so that integrity at least can be told.

What is found so never passes: which of it a program would show cannot be known.
"""

import os
import re
from itertools import islice
from typing import BinaryIO, Final

from eset_desktop.signing.byte_range import Range, ranges_in
from eset_desktop.signing.checks import END_WINDOW
from eset_desktop.signing.validation.pdf import PdfSignature, range_coverage
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import Coverage

MAX_SCANNED: Final = 64 << 20
"""Bytes of a file that is searched."""

_MAX_FOUND: Final = 50
_AROUND: Final = 2048
_MAX_GAP: Final = 4 << 20
_WORDS: Final = re.compile(rb"ByteRange|/SubFilter|/DocTimeStamp|/[A-Za-z]*#[0-9A-Fa-f]{2}")
"""What stands in every signature, and names that hide what they say (ISO 32000-2 §7.3.5)."""
_FORM: Final = re.compile(rb"/SubFilter\s*(/[A-Za-z0-9.]+)")


def scan(stream: BinaryIO) -> list[PdfSignature]:
    """Return what looks like signatures, in the order of the file."""
    size = stream.seek(0, os.SEEK_END)
    if size > MAX_SCANNED:
        return []
    stream.seek(0)
    data = stream.read()
    found = []
    for end, byte_range in islice(ranges_in(data), _MAX_FOUND):
        start, first, second, _ = byte_range
        if start == 0 and first < second <= min(first + _MAX_GAP, size):
            found.append(_signature(stream, data, end, byte_range))
    return found


def may_be_signed(stream: BinaryIO) -> bool:
    """Return whether a PDF in whose text no signature was found may hold, or have held, one all the same.

    A signature's dictionary stands in the file as it is, neither packed nor encrypted (ISO 32000-2 §7.6.2, §12.8.1): a whole
    file without its words has none. One without its end may have lost it.
    """
    size = stream.seek(0, os.SEEK_END)
    if size > MAX_SCANNED:
        return True
    stream.seek(0)
    data = stream.read()
    return b"%%EOF" not in data[-END_WINDOW:] or _WORDS.search(data) is not None


def _signature(stream: BinaryIO, data: bytes, end: int, byte_range: Range) -> PdfSignature:
    _, first, second, _ = byte_range
    signature = PdfSignature("", byte_range=byte_range)
    signature.contents = _contents(data[first:second])
    around = data[max(0, end - _AROUND) : end + _AROUND]
    around += data[max(0, first - _AROUND) : first] + data[second : second + _AROUND]
    form = _FORM.search(around)
    signature.subfilter = form[1].decode("ascii") if form else ""
    signature.timestamp = signature.subfilter == "/ETSI.RFC3161"
    whole = range_coverage(signature, stream)
    signature.coverage = whole if whole is not Coverage.REVISION else Coverage.UNKNOWN
    signature.problems.add(Problem.DAMAGED_STRUCTURE)
    return signature


def _contents(gap: bytes) -> bytes:
    try:
        return bytes.fromhex(gap.strip(b"<>").decode("ascii"))
    except ValueError:
        return b""
