# SPDX-License-Identifier: EUPL-1.2
"""Whether later signatures show so much on a page that it may not read as it did for who signed before them.

A signature may bring its field and what that shows (ISO 32000-2 §12.8.2.2), anywhere on the page, and EU DSS leaves it out
where it compares what pages look like. A stamp in a corner is everyday; one that takes a good part of the page is told.
"""

from collections import defaultdict
from typing import Any, Final

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

_PART: Final = 0.25
"""Of a page's area."""
_A4: Final = 595.0 * 842.0
"""In square points: where a field does not say which page it is on."""
_HIDDEN: Final = 2
"""Annotation flag (ISO 32000-2 §12.5.3)."""
_MAX_DEPTH: Final = 64


def covers_much(reader: PdfFileReader, revision: int) -> bool:
    """Return whether signatures that came after ``revision`` take more than a quarter of some page together.

    What is too odd to tell is told as if it did.
    """
    try:
        taken: defaultdict[Any, float] = defaultdict(float)
        areas: dict[Any, float] = {}
        for reference, widget in _later(reader, revision):
            page = _page(reference, widget)
            place = page.container_ref if page is not None else None
            areas[place] = _page_area(page)
            taken[place] += _area(widget["/Rect"])
        return any(taken[place] > _PART * areas[place] for place in areas)
    except MemoryError:  # says nothing of the signature
        raise
    except Exception:  # noqa: BLE001 - boundary: strangers' structures
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


def _page(reference: Any, widget: Any) -> Any:
    """Return the page that a widget says it is on, if that has it; else ``None``."""
    page = _at(widget, "/P")
    listed = _at(page, "/Annots") if page is not None else None
    own = [listed.raw_get(number) for number in range(len(listed))] if listed is not None else []
    return page if any(getattr(each, "reference", None) == reference for each in own) else None


def _page_area(page: Any) -> float:
    for _ in range(_MAX_DEPTH):  # a box is inherited (ISO 32000-2 §7.7.3.4), and a tree may go round
        if page is None:
            break
        if "/MediaBox" in page:
            return _area(page["/MediaBox"])
        page = _at(page, "/Parent")
    return _A4


def _at(dictionary: Any, key: str) -> Any:
    """Return what a key leads to, through references; ``None`` when it is not there."""
    return dictionary[key] if key in dictionary else None  # noqa: SIM401 - the library's get leaves references


def _area(box: Any) -> float:
    left, bottom, right, top = (float(each) for each in box)
    return abs(right - left) * abs(top - bottom)
