# SPDX-License-Identifier: EUPL-1.2
"""How much a page has to be drawn, so that a map with millions of lines is not read for the words that stand in it.

PDFium reads all of a page before it tells anything of it: a second for some ten megabytes of instructions, and a gigabyte of
memory for a million words.
"""

import zlib
from collections.abc import Iterator
from typing import Final

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.filters import get_generic_decoder

from eset_desktop.signing.stamp.entries import entry, items

MOST: Final = 4 << 20
"""Bytes of drawing instructions; a full page of text has some tens of thousands."""

_DEFLATE: Final = frozenset({"/FlateDecode", "/Fl"})
_PLAIN: Final = frozenset({"/ASCII85Decode", "/A85", "/ASCIIHexDecode", "/AHx"})
"""Filters whose result is shorter than what they are given."""


def is_light(page: generic.DictionaryObject) -> bool:
    """Tell whether a page's own instructions are few enough to be read; false where that cannot be told.

    What its forms hold is not counted: some draw images, which would be loaded to know that they are none.
    """
    left = MOST
    for stream in _contents(page):
        left -= _length(stream, left)
        if left < 0:
            return False
    return True


def _contents(page: generic.DictionaryObject) -> Iterator[generic.StreamObject]:
    found = entry(page, "/Contents")
    streams = items(found) if isinstance(found, generic.ArrayObject) else iter([found])
    return (each for each in streams if isinstance(each, generic.StreamObject))


def _length(stream: generic.StreamObject, most: int) -> int:
    """Return the length of what a stream holds, or ``most`` + 1 where it is longer or nobody can tell."""
    data: bytes = stream.encoded_data
    for name in _filters(stream):
        if len(data) > most:
            break
        if name in _DEFLATE:
            data = _inflated(data, most)
        elif name in _PLAIN:
            data = get_generic_decoder(name).decode(data, {})
        else:
            return most + 1
    return min(len(data), most + 1)


def _filters(stream: generic.StreamObject) -> list[str]:
    found = entry(stream, "/Filter")
    names = (
        items(found) if isinstance(found, generic.ArrayObject) else iter([found] if found is not None else [])
    )
    return [str(each) for each in names]


def _inflated(data: bytes, most: int) -> bytes:
    """Return no more than ``most`` + 1 bytes, and what comes before damage: viewers show that too."""
    try:
        return zlib.decompressobj().decompress(data, most + 1)
    except zlib.error:
        return b""
