# SPDX-License-Identifier: EUPL-1.2
"""What stands at the very end of a PDF: whether every reader begins to read it at the same place.

Readers look for the last ``startxref`` or the last ``%%EOF`` (ISO 32000-1 §7.5.5), and those that repair files look for
objects anywhere. After the last cross-references only one trailer and one end mark may follow; with anything else
two programs may show two documents ("ISA" of the PDF insecurity papers, and its relatives without an end mark).
"""

import os
import re
from enum import Enum, auto
from typing import Final

from pyhanko.pdf_utils.reader import PdfFileReader

_MAX: Final = 1 << 20
_SPACE: Final = rb"[\0\t\n\f\r ]"
_LAST: Final = re.compile(rb"startxref%b+(\d+)%b+%%%%EOF%b*\Z" % (_SPACE, _SPACE, _SPACE))
_MORE: Final = re.compile(rb"(?<!end)obj|(?<!start)xref|startxref.*startxref", re.DOTALL)


class Ending(Enum):
    """What follows the last cross-references that were read."""

    WHOLE = auto()
    """The trailer and one end mark."""
    JUNK = auto()
    """Bytes that are no part of a PDF."""
    HIDDEN = auto()
    """Objects or cross-references that other readers may follow."""


def ending_of(reader: PdfFileReader) -> Ending:
    """Return what stands behind the cross-references with which ``reader`` began."""
    last = reader.xrefs.get_xref_container_info(reader.xrefs.total_revisions - 1)
    stream = reader.stream
    if stream.seek(0, os.SEEK_END) - last.end_location > _MAX:
        return Ending.HIDDEN
    stream.seek(last.end_location)
    tail = stream.read()
    if _MORE.search(tail):
        return Ending.HIDDEN
    found = _LAST.search(tail)
    return Ending.WHOLE if found and int(found[1]) == last.declared_startxref else Ending.JUNK
