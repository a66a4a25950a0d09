# SPDX-License-Identifier: EUPL-1.2
"""Laying out titled rows on A4 pages: what it is at the left, what it says at the right, broken where it must be."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from eset_desktop.signing.drawing.canvas import Canvas, Drawing
from eset_desktop.signing.drawing.fonts import Face, typeface
from eset_desktop.signing.evidence.sections import Row, Section

A4: Final = (595.0, 842.0)
_LEFT, _RIGHT, _TOP, _FOOT = 56.0, 539.0, 786.0, 62.0
_COLUMN: Final = 172.0
"""Width of the left column."""
_SMALL: Final = 7.0
_LEADING: Final = 1.32
_GREY, _LINE_GREY = 0.35, 0.75
_HEXADECIMAL: Final = 64


class Page(NamedTuple):
    """A page that is laid out.

    Attributes:
        size: In points.
        drawing: What is on it.
        tags: Structure type of each marked part, in order (ISO 32000-1 §14.8.4).
    """

    size: tuple[float, float]
    drawing: Drawing
    tags: tuple[str, ...]


@dataclass
class _Sheet:
    """A page being written, from the top."""

    canvas: Canvas = field(default_factory=Canvas)
    tags: list[str] = field(default_factory=list)
    y: float = _TOP

    def write(self, tag: str, rows: list[str], at: tuple[float, float], style: "_Style") -> float:
        """Write rows of text as one part of the document's structure and return where they end."""
        self.canvas.begin_tag(tag, len(self.tags))
        self.tags.append(tag)
        x, top = at
        for row in rows:
            self.canvas.text(x, top - style.size, row, face=style.face, size=style.size, grey=style.grey)
            top -= style.size * _LEADING
        self.canvas.end_tag()
        return top

    def rule(self, width: float, grey: float) -> None:
        """Draw a line across the page where it is written next."""
        self.canvas.begin_artifact()
        self.canvas.line(_LEFT, self.y, _RIGHT, self.y, width=width, grey=grey)
        self.canvas.end_tag()


class Head(NamedTuple):
    """What stands at the beginning: whose document it is (may be empty), its title and a paragraph about it."""

    body: str
    title: str
    intro: str


class _Style(NamedTuple):
    face: Face
    size: float
    grey: float = 0.0


_TITLE = _Style(Face.STRONG, 15.0)
_HEADING = _Style(Face.STRONG, 10.0)
_BODY = _Style(Face.PLAIN, 8.5)
_DIM = _Style(Face.PLAIN, 8.5, _GREY)


def laid_out(head: Head, sections: list[Section], foot: str, number: Callable[[int, int], str]) -> list[Page]:
    """Return the pages.

    Args:
        head: Its beginning.
        sections: What it says.
        foot: At the foot of each page.
        number: Says which page of how many a page is.
    """
    sheets = [_Sheet()]
    _head(sheets[0], head)
    for section in sections:
        for at, row in enumerate(section.rows):
            needed = _height(row) + (0 if at else _HEADING.size * _LEADING + 16)
            if sheets[-1].y - needed < _FOOT:
                sheets.append(_Sheet())
            if at == 0:
                _heading(sheets[-1], section.title)
            _row(sheets[-1], row)
    for at, sheet in enumerate(sheets, 1):
        _foot(sheet, foot, number(at, len(sheets)))
    used = [each.canvas.used for each in sheets]
    return [Page(A4, each.canvas.finish(*used), tuple(each.tags)) for each in sheets]


def _head(sheet: _Sheet, head: Head) -> None:
    if head.body:
        sheet.y = sheet.write("P", [head.body], (_LEFT, sheet.y), _DIM) - 4
    sheet.y = sheet.write("H1", [head.title], (_LEFT, sheet.y), _TITLE) - 4
    sheet.y = sheet.write("P", _broken(head.intro, _RIGHT - _LEFT), (_LEFT, sheet.y), _DIM)


def _heading(sheet: _Sheet, title: str) -> None:
    sheet.y = sheet.write("H2", [title], (_LEFT, sheet.y - 12), _HEADING)
    sheet.rule(0.6, _GREY)
    sheet.y -= 3


def _row(sheet: _Sheet, row: Row) -> None:
    what, says = row
    left, right = _columns(row)
    top = sheet.y - 1.5
    ends = [top]
    if what:
        ends.append(sheet.write("P", left, (_LEFT, top), _DIM))
    if says:
        ends.append(sheet.write("P", right, (_LEFT + (_COLUMN if what else 0), top), _BODY))
    sheet.y = min(ends) - 1.5
    sheet.rule(0.3, _LINE_GREY)


def _foot(sheet: _Sheet, foot: str, number: str) -> None:
    face = typeface(Face.PLAIN)
    number = face.shown(number)
    sheet.canvas.begin_artifact()
    for text, x, y in ((foot, _LEFT, _FOOT - 18), (number, _RIGHT - face.width(number, _SMALL), _FOOT - 30)):
        sheet.canvas.text(x, y, text, face=Face.PLAIN, size=_SMALL, grey=_GREY)
    sheet.canvas.end_tag()


def _height(row: Row) -> float:
    return max(len(column) for column in _columns(row)) * _BODY.size * _LEADING + 3


def _columns(row: Row) -> tuple[list[str], list[str]]:
    what, says = row
    room = _RIGHT - _LEFT - (_COLUMN if what else 0)
    if len(says) == _HEXADECIMAL and says.isalnum():
        return _broken(what, _COLUMN - 10), _grouped(says)
    return _broken(what, _COLUMN - 10), _broken(says, room)


def _grouped(fingerprint: str) -> list[str]:
    """Fingerprints are compared by eye in groups of eight, four in a row."""
    groups = [fingerprint[at : at + 8] for at in range(0, len(fingerprint), 8)]
    return [" ".join(groups[at : at + 4]) + " " for at in range(0, len(groups), 4)]


def _broken(text: str, width: float) -> list[str]:
    """Break a text between words, which keep their blank for readers, and a word that is too long between letters."""
    measure, size = typeface(_BODY.face), _BODY.size
    rows: list[str] = [""]
    for word in measure.shown(text).split():
        longer = f"{rows[-1]} {word}".strip()
        if measure.width(longer, size) <= width:
            rows[-1] = longer
            continue
        if rows[-1]:
            rows[-1] += " "
            rows.append("")
        for letter in word:
            if rows[-1] and measure.width(rows[-1] + letter, size) > width:
                rows.append("")
            rows[-1] += letter
    return rows
