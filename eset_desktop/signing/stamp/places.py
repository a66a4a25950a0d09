# SPDX-License-Identifier: EUPL-1.2
"""Finding room for a visible signature without covering another one, nor, where that can be, what the page says. Pure.

Signatures go where documents have margins: along the foot, up the right and left edges (turned), at last along the head:
twelve on a page. When it is full the page before it is next; where no page has room at full size, smaller ones are tried
down to a name on one line, which goes anywhere; tiny pages get one that is made for them.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Final, NamedTuple

from eset_desktop.signing.stamp.pages import QUARTER, PageFacts
from eset_desktop.signing.stamp.values import Box

EDGE: Final = 14.0
"""Points that printers leave blank along a page's edges."""
GAP: Final = 4.0
"""Points between two signatures."""
PER_PAGE: Final = 12
"""Signatures on one page before the next one is looked at."""
LEAST: Final = (60.0, 9.0)
"""The smallest signature on a page of ordinary size, in points."""

_SHRINKING: Final = (1.0, 0.85, 0.7, 0.55)
_TINY: Final = 0.9
"""Part of a page that a signature may take where it cannot have its size."""


class Place(NamedTuple):
    """Where a signature is drawn.

    Attributes:
        page: Index of the page.
        box: In page coordinates.
        width: Of the drawing, in points, before it is turned.
        height: As above.
        turn: Degrees counter-clockwise in page coordinates, so that it is upright, or reads upwards, when seen.
    """

    page: int
    box: Box
    width: float
    height: float
    turn: int


class Slot(NamedTuple):
    """A box on the page as it is seen, and how a signature is turned in it: 0 or 90 degrees."""

    box: Box
    turn: int


def place(pages: Sequence[PageFacts], size: tuple[float, float], chosen: Box | None = None) -> Place | None:
    """Return where a signature goes, or None when no page has any room left.

    Args:
        pages: To be looked at in this order.
        size: Width and height wanted, in points.
        chosen: A box on the first page as it is seen, taken when it is on the page and meets nothing.
    """
    if chosen is not None and pages and _fits(pages[0], chosen):
        return _placed(pages[0], Slot(chosen, 0))
    for page in pages[:1]:
        for factor in _SHRINKING:
            slot = _first_free(page, (size[0] * factor, size[1] * factor), (*page.taken, *page.said))
            if slot is not None:
                return _placed(page, slot)
    for wanted in _sizes(size):
        for page in pages:
            slot = _first_free(page, _limited(page.seen, wanted), page.taken)
            if slot is not None:
                return _placed(page, slot)
    return None


def in_field(page: PageFacts, box: Box) -> Place:
    """Return the place that an existing field gives; ``box`` in page coordinates."""
    return _placed(page, Slot(page.to_seen(box), 0), box)


def slots(seen: Box, size: tuple[float, float]) -> Iterator[Slot]:
    """Yield places of one size, best first, none of which meets another: along the edges, then over the whole page."""
    width, height = size
    edge = _edge(seen)
    inner = height + edge + GAP
    for left in _steps(edge, seen.width - edge, width):
        yield Slot(Box(left, edge, left + width, edge + height), 0)
    for left in (seen.width - edge - height, edge):
        if left < edge or (left == edge and seen.width - 2 * edge < 2 * height + GAP):
            continue
        for bottom in _steps(inner, seen.height - edge, width):
            yield Slot(Box(left, bottom, left + height, bottom + width), QUARTER)
    if seen.height - 2 * edge >= 2 * height + GAP:
        bottom = seen.height - edge - height
        for left in _steps(inner, seen.width - inner, width):
            yield Slot(Box(left, bottom, left + width, bottom + height), 0)
    for bottom in _steps(inner, seen.height - inner, height):
        for left in _steps(inner, seen.width - inner, width):
            yield Slot(Box(left, bottom, left + width, bottom + height), 0)


def _sizes(size: tuple[float, float]) -> Iterator[tuple[float, float]]:
    for factor in _SHRINKING:
        yield size[0] * factor, size[1] * factor
    yield LEAST


def _limited(seen: Box, size: tuple[float, float]) -> tuple[float, float]:
    """Only the smallest size gives way to the page itself: every page has room for one, and an empty one for several."""
    if size != LEAST:
        return size
    return min(size[0], seen.width * _TINY), min(size[1], seen.height * _TINY)


def _edge(seen: Box) -> float:
    return min(EDGE, seen.width * (1 - _TINY) / 2, seen.height * (1 - _TINY) / 2)


def _steps(start: float, end: float, length: float) -> Iterator[float]:
    count = int((end - start + GAP + 1e-6) // (length + GAP))
    return (start + number * (length + GAP) for number in range(count))


def _first_free(page: PageFacts, size: tuple[float, float], keep_clear: Iterable[Box]) -> Slot | None:
    taken = [page.to_seen(box) for box in keep_clear]
    seen = page.seen
    most = None if size[0] <= LEAST[0] else PER_PAGE
    for slot in islice(slots(seen, size), most):
        if slot.box.within(seen, 1e-6) and not _meets_any(slot.box, taken):
            return slot
    return None


def _meets_any(box: Box, taken: Iterable[Box]) -> bool:
    return any(box.meets(each) for each in taken)


def _fits(page: PageFacts, chosen: Box) -> bool:
    taken = (page.to_seen(box) for box in page.taken)
    large_enough = chosen.width > 0 and chosen.height > 0
    return large_enough and chosen.within(page.seen) and not _meets_any(chosen, taken)


def _placed(page: PageFacts, slot: Slot, box: Box | None = None) -> Place:
    width, height = slot.box.width, slot.box.height
    if slot.turn:
        width, height = height, width
    return Place(page.index, box or page.to_page(slot.box), width, height, (page.rotate + slot.turn) % 360)
