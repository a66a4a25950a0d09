# SPDX-License-Identifier: EUPL-1.2
"""Reading from a PDF what placing needs to know; documents come from anywhere, so nothing is taken for granted."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import chain, islice
from typing import Any, Final, overload

import msgspec
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError

from eset_desktop.signing.stamp.entries import entry, items
from eset_desktop.signing.stamp.page_weight import is_light
from eset_desktop.signing.stamp.pages import QUARTER, PageFacts
from eset_desktop.signing.stamp.values import Box
from eset_desktop.signing.stamp.words import words_of

A4: Final = Box(0, 0, 595.276, 841.89)
"""What a page without a usable box is taken for."""
NEAR: Final = 8
"""How many pages are looked at for room."""

_DEPTH: Final = 64
_HIDDEN: Final = 2
"""Annotation flag (ISO 32000-1 table 165)."""
_COVERING: Final = frozenset({"/Widget", "/Stamp", "/FreeText", "/Ink"})
_SHEET: Final = 0.5
"""An annotation over more than this part of a page is a background, not something to keep clear of."""


class NearPages(Sequence[PageFacts]):
    """The pages to look at for room, each read when it is asked for: the one wanted, those before it, those after.

    Args:
        writer: Of the document.
        wanted: The page to begin with, from 0, or from the end with -1.
        words: Whether to read what that one says.
    """

    def __init__(self, writer: IncrementalPdfFileWriter, wanted: int, *, words: bool = True) -> None:
        self._writer = writer
        self._words = words
        count = max(1, int(writer.root["/Pages"]["/Count"]))
        first = min(max(wanted + count if wanted < 0 else wanted, 0), count - 1)
        near = list(islice(chain(range(first, -1, -1), range(first + 1, count)), NEAR))
        self._order = near if 0 in near else [*near, 0]
        self._read: dict[int, PageFacts] = {}

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, at: int) -> PageFacts: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[PageFacts]: ...

    def __getitem__(self, at: int | slice) -> PageFacts | Sequence[PageFacts]:
        """Return the facts of the page that is looked at in this turn."""
        if isinstance(at, slice):
            return [self[each] for each in range(*at.indices(len(self)))]
        index = self._order[at]
        if index not in self._read:
            self._read[index] = self._facts(index)
        return self._read[index]

    def _facts(self, index: int) -> PageFacts:
        """A page that the tree promises and does not have is one without room."""
        try:
            page = _page_at(self._writer, index)
            found = facts_of(index, page)
            reads = self._words and index == self._order[0] and is_light(page)
            return self._with_words(found) if reads else found
        except (PdfError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
            return PageFacts(index, A4, taken=(A4,))

    def _with_words(self, found: PageFacts) -> PageFacts:
        """Add what the page says; what covers much of it, as a scanned sheet does, is its background."""
        most = _SHEET * found.box.width * found.box.height
        said = words_of(self._writer.prev.stream, found.index)
        return msgspec.structs.replace(
            found, said=tuple(each for each in said if each.width * each.height <= most)
        )


def facts_of(index: int, page: generic.DictionaryObject) -> PageFacts:
    """Return what placing needs to know of a page."""
    media = _box(_inherited(page, "/MediaBox")) or A4
    box = _common(media, _box(_inherited(page, "/CropBox"))) or media
    return PageFacts(index, box, _rotation(page), _user_unit(page), tuple(_taken(page, box)))


def facts_of_field(
    writer: IncrementalPdfFileWriter, field: generic.DictionaryObject
) -> tuple[PageFacts, Box] | None:
    """Return page and box of a form field's widget, or None when it shows nothing."""
    widget = next(items(entry(field, "/Kids")), field)
    box = _box(entry(widget, "/Rect"))
    if box is None:
        return None
    page = entry(widget, "/P") or _page_with(writer, widget)
    return None if page is None else (facts_of(0, page), box)


def _page_with(writer: IncrementalPdfFileWriter, widget: generic.DictionaryObject) -> Any:
    """Find the page of a widget that does not name it, among those near the end."""
    reference = getattr(widget, "container_ref", None)
    count = int(writer.root["/Pages"]["/Count"])
    for index in range(count - 1, max(-1, count - 1 - NEAR), -1):
        page = _page_at(writer, index)
        if any(getattr(each, "container_ref", None) == reference for each in items(entry(page, "/Annots"))):
            return page
    return None


def _page_at(writer: IncrementalPdfFileWriter, index: int) -> Any:
    reference, _ = writer.find_page_for_modification(index)  # type: ignore[no-untyped-call]  # pyHanko says no types
    return reference.get_object()


def _inherited(page: generic.DictionaryObject, name: str) -> Any:
    """Return a page attribute that its ancestors may hold (ISO 32000-1 §7.7.3.4)."""
    node: Any = page
    for _ in range(_DEPTH):
        if not isinstance(node, generic.DictionaryObject):
            break
        found = entry(node, name)
        if found is not None:
            return found
        node = entry(node, "/Parent")
    return None


def _box(value: Any) -> Box | None:
    """Return a rectangle with its corners in order, or None when it is none or empty."""
    with suppress(TypeError, ValueError, ArithmeticError):
        x1, y1, x2, y2 = (float(each) for each in items(value))
        found = Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
        if found.width > 0 and found.height > 0 and max(map(abs, (x1, y1, x2, y2))) < 1e7:
            return found
    return None


def _common(one: Box, other: Box | None) -> Box | None:
    if other is None or not one.meets(other):
        return None
    return Box(
        max(one.left, other.left),
        max(one.bottom, other.bottom),
        min(one.right, other.right),
        min(one.top, other.top),
    )


def _rotation(page: generic.DictionaryObject) -> int:
    value = _inherited(page, "/Rotate")
    degrees = int(value) % 360 if isinstance(value, int | float | generic.FloatObject) else 0
    return degrees if degrees % QUARTER == 0 else 0


def _user_unit(page: generic.DictionaryObject) -> float:
    with suppress(TypeError, ValueError, ArithmeticError):
        unit = float(entry(page, "/UserUnit") or 1)
        if 0 < unit <= 75_000:
            return unit
    return 1.0


def _taken(page: generic.DictionaryObject, visible: Box) -> Iterator[Box]:
    for each in items(entry(page, "/Annots")):
        if not isinstance(each, generic.DictionaryObject) or entry(each, "/Subtype") not in _COVERING:
            continue
        box = _box(entry(each, "/Rect"))
        flags = entry(each, "/F") or 0
        if box is None or (isinstance(flags, int) and flags & _HIDDEN):
            continue
        if box.width * box.height <= _SHEET * visible.width * visible.height:
            yield box
