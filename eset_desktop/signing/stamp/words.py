# SPDX-License-Identifier: EUPL-1.2
"""Where a page says or shows something, so that a visible signature is not written over it: by PDFium, as readers draw it."""

import os
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO, Final

from eset_desktop.signing.stamp.values import Box

if TYPE_CHECKING:
    import pypdfium2 as pdfium

_MOST: Final = 4000
"""Stretches of words and pictures of one page that are looked at."""


def words_of(stream: BinaryIO, index: int) -> tuple[Box, ...]:
    """Return where words and pictures of a page stand, in page coordinates; none where that cannot be told.

    Args:
        stream: The document; its position stays.
        index: The page, from 0.
    """
    import pypdfium2 as pdfium  # noqa: PLC0415 - a quarter of a second that only visible signatures need

    before = stream.tell()
    stream.seek(0, os.SEEK_SET)
    try:
        with pdfium.PdfDocument(stream) as document:
            page = document[index]
            try:
                pictures = _pictures(page, pdfium.raw.FPDF_PAGEOBJ_IMAGE)
                return tuple(islice((*_words(page), *pictures), _MOST))
            finally:
                page.close()
    except (pdfium.PdfiumError, ValueError, IndexError):  # a password, or a page that is not there
        return ()
    finally:
        stream.seek(before)


def _words(page: "pdfium.PdfPage") -> Iterator[Box]:
    text = page.get_textpage()
    try:
        for number in range(min(text.count_rects(), _MOST)):
            yield Box(*text.get_rect(number))
    finally:
        text.close()


def _pictures(page: "pdfium.PdfPage", kind: int) -> Iterator[Box]:
    for found in islice(page.get_objects(filter=[kind], max_depth=1), _MOST):
        yield Box(*found.get_bounds())
