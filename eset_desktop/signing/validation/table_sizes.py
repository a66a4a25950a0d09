# SPDX-License-Identifier: EUPL-1.2
"""A cross-reference stream says how many objects it lists: no more are read than it has bytes for.

Read leniently, pyHanko makes up what is missing, up to thousands of millions of entries from a file of a few bytes.
"""

from collections.abc import Callable, Iterator
from typing import Any, Final

from pyhanko.pdf_utils import xref
from pyhanko.pdf_utils.misc import PdfReadError

_SLACK: Final = 10_000
"""Entries that may be missing: files with a wrong ``/Size`` are read by everybody."""

Parse = Callable[..., Iterator[Any]]
BY_WORD: Final[Parse] = xref.parse_xref_stream
"""pyHanko's own, which takes the stream's word for it."""


def bounded(original: Parse) -> Parse:
    """Return a function that reads cross-reference streams as ``original`` does, if they can hold what they say."""

    def parse(stream: Any, *arguments: Any, **options: Any) -> Iterator[Any]:
        pairs = stream.get("/Index", [0, stream.get("/Size")])
        counts, widths = [int(each) for each in list(pairs)[1::2]], [int(each) for each in stream.get("/W")]
        if min((*counts, *widths), default=0) < 0:
            raise PdfReadError("fewer entries or bytes than none")
        if sum(counts) > _SLACK + len(stream.data) // max(1, sum(widths)):
            raise PdfReadError("more entries than bytes")
        return original(stream, *arguments, **options)

    return parse


def install() -> None:
    """Let pyHanko read by this in the process; again is no harm."""
    xref.parse_xref_stream = bounded(BY_WORD)
