# SPDX-License-Identifier: EUPL-1.2
"""Whether later signatures show so much on a page that it may not read as it did for who signed before them.

A signature may bring its field and what that shows (ISO 32000-2 §12.8.2.2), anywhere on the page, and EU DSS leaves it out
where it compares what pages look like. A stamp in a corner is everyday; one that takes a good part of the page is told.
"""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

_PART: Final = 0.25
"""Of a page's area."""
_Box = tuple[float, float, float, float]
"""Left, bottom, right and top, in points."""
_A4: Final[_Box] = (0.0, 0.0, 595.0, 842.0)
"""Where no page lists a field, or a page does not say how large it is."""
_HIDDEN: Final = 2
"""Annotation flag (ISO 32000-2 §12.5.3)."""
_MAX_DEPTH: Final = 64
_MOST_NODES: Final = 100_000
"""Of a page tree, which may go round."""


def covers_much(reader: PdfFileReader, revision: int) -> bool:
    """Return whether signatures that came after ``revision`` take more than a quarter of some page together.

    What is too odd to tell is told as if it did.
    """
    try:
        later = dict(_later(reader, revision))
        return bool(later) and any(share > _PART for share in _shares(reader, later))
    except MemoryError:  # says nothing of the signature
        raise
    except Exception:  # noqa: BLE001 - boundary: strangers' structures; what cannot be read is told as if it covered
        return True


def _later(reader: PdfFileReader, revision: int) -> list[tuple[Any, Any]]:
    """Return the references and widgets of signed fields that changed after ``revision`` and show something."""
    found = []
    for _, value, reference in enumerate_sig_fields(reader):
        if value is None or reader.xrefs.get_last_change(reference.reference) <= revision:
            continue
        field = reference.get_object()
        kids = _at(field, "/Kids")
        widgets = [kids.raw_get(each) for each in range(len(kids))] if kids is not None else [reference]
        found += [(each.reference, each.get_object()) for each in widgets]
    return [each for each in found if "/AP" in each[1] and not (_at(each[1], "/F") or 0) & _HIDDEN]


def _shares(reader: PdfFileReader, later: dict[Any, Any]) -> Iterator[float]:
    """Yield how much of each page the widgets take that it lists, whatever page they say they are on; then those of no page."""
    nowhere = dict(later)
    for page in _pages(reader):
        listed = _references(page) & later.keys()
        if listed:
            seen = _seen(page)
            yield sum(_area(_common(seen, _corners(later[each]["/Rect"]))) for each in listed) / _area(seen)
        for each in listed:
            nowhere.pop(each, None)
    yield sum(_area(_corners(widget["/Rect"])) for widget in nowhere.values()) / _area(_A4)


def _pages(reader: PdfFileReader) -> Iterator[Any]:
    """Yield every page; raises ValueError where the tree has no end."""
    waiting = [reader.root["/Pages"]]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop()
        kids = _at(node, "/Kids")
        if kids is None:
            yield node
        else:
            waiting += [kids[number] for number in range(len(kids))]
    raise ValueError


def _references(page: Any) -> set[Any]:
    """Return the references of a page's annotations."""
    listed = _at(page, "/Annots")
    found = (listed.raw_get(number) for number in range(len(listed))) if listed is not None else ()
    return {each.reference for each in found if hasattr(each, "reference")}


def _seen(page: Any) -> _Box:
    """Return what readers show of a page: its CropBox within its MediaBox (ISO 32000-2 §14.11.2)."""
    media = _corners(_inherited(page, "/MediaBox") or _A4)
    media = media if _area(media) else _A4
    crop = _inherited(page, "/CropBox")
    seen = _common(media, _corners(crop)) if crop is not None else media
    return seen if _area(seen) else media


def _inherited(page: Any, key: str) -> Any:
    for _ in range(_MAX_DEPTH):  # a box is inherited (ISO 32000-2 §7.7.3.4), and a tree may go round
        if page is None or key in page:
            break
        page = _at(page, "/Parent")
    return _at(page, key) if page is not None else None


def _at(dictionary: Any, key: str) -> Any:
    """Return what a key leads to, through references; ``None`` when it is not there."""
    with suppress(KeyError):  # the library's get would leave references
        return dictionary[key]
    return None


def _corners(box: Any) -> _Box:
    one, two, other, another = (float(box[number]) for number in range(len(box)))
    return min(one, other), min(two, another), max(one, other), max(two, another)


def _common(one: _Box, other: _Box) -> _Box:
    left, bottom = max(one[0], other[0]), max(one[1], other[1])
    return left, bottom, max(left, min(one[2], other[2])), max(bottom, min(one[3], other[3]))


def _area(box: _Box) -> float:
    left, bottom, right, top = box
    return (right - left) * (top - bottom)
