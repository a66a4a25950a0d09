# SPDX-License-Identifier: EUPL-1.2
"""The words for what nobody sees in a PDF, and for what can be seen and stays when that is taken out."""

from collections.abc import Mapping, Sequence
from typing import Final

from eset_desktop.documents.values import Hidden
from ui.marks import QT_TRANSLATE_NOOP
from ui.wording import word

HIDDEN: Final[Mapping[str, str]] = {
    "author": QT_TRANSLATE_NOOP("Words", "Author"),
    "title": QT_TRANSLATE_NOOP("Words", "Title inside the file"),
    "subject": QT_TRANSLATE_NOOP("Words", "Subject"),
    "keywords": QT_TRANSLATE_NOOP("Words", "Keywords"),
    "program": QT_TRANSLATE_NOOP("Words", "Program it was made with"),
    "dates": QT_TRANSLATE_NOOP("Words", "Dates of making and change"),
    "custom": QT_TRANSLATE_NOOP("Words", "Other properties"),
    "xmp": QT_TRANSLATE_NOOP("Words", "Descriptive data (XMP)"),
    "private": QT_TRANSLATE_NOOP("Words", "Private data of programs"),
    "thumbnails": QT_TRANSLATE_NOOP("Words", "Thumbnails"),
    "revisions": QT_TRANSLATE_NOOP("Words", "Earlier states of the file"),
    "photographs": QT_TRANSLATE_NOOP("Words", "Place and camera inside photographs"),
    "scripts": QT_TRANSLATE_NOOP("Words", "Automatic actions"),
    "annotations": QT_TRANSLATE_NOOP("Words", "Hidden notes"),
    "comments": QT_TRANSLATE_NOOP("Words", "Comments"),
    "attachments": QT_TRANSLATE_NOOP("Words", "Attached files"),
    "layers": QT_TRANSLATE_NOOP("Words", "Layers"),
    "fields": QT_TRANSLATE_NOOP("Words", "Form fields"),
}
"""Kinds of what is found, see :data:`eset_desktop.documents.hidden.REMOVED`."""


def listed(found: Sequence[Hidden]) -> str:
    """Return what was found in one line: how much of what, with the first example."""
    return "; ".join(_line(each) for each in found)


def _line(found: Hidden) -> str:
    count = f" ({found.count})" if found.count > 1 else ""
    example = f": {found.examples[0]}" if found.examples else ""
    return f"{word(HIDDEN, found.kind)}{count}{example}"
