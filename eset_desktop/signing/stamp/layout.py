# SPDX-License-Identifier: EUPL-1.2
"""Fitting the texts of a visible signature into a box of any size. Pure but for measuring with the faces.

Texts shrink first; then lines go, the least important first; what is left shrinks further and is cut off at last. The
name is always there. The QR code stays as long as a printer of 300 dpi can draw it.
"""

from collections.abc import Iterator
from typing import Final, NamedTuple

from eset_desktop.signing.drawing.canvas import Canvas, Drawing
from eset_desktop.signing.drawing.fonts import Face, typeface
from eset_desktop.signing.drawing.qr import QUIET, QrCode, qr_code
from eset_desktop.signing.stamp.templates import Filled, Line

LEAST_MODULE: Final = 0.55
"""Points of the smallest module of a QR code: a bit over two dots at 300 dpi."""

_SIZES: Final = {"strong": 8.0, "plain": 6.5, "small": 5.25}
_LEADING: Final = 1.18
_ASCENT: Final = 0.93
_PADDING: Final = 3.5
_LEGIBLE: Final = 0.76
"""Lines go before texts are smaller than this part of their size (4 points for the smallest)."""
_SMALLEST: Final = 0.25
_STEP: Final = 0.04
_QR_SHARE: Final = 0.45
_GREY: Final = 0.3
_FRAME_GREY: Final = 0.45


class Row(NamedTuple):
    """A row of text as it is written."""

    text: str
    face: Face
    size: float


def draw(filled: Filled, width: float, height: float) -> Drawing:
    """Return the drawing of a visible signature in a box of this size, in points."""
    canvas = Canvas()
    canvas.frame(0.25, 0.25, width - 0.5, height - 0.5, line=0.5, grey=_FRAME_GREY)
    padding = min(_PADDING, width * 0.05, height * 0.1)
    left = padding + _draw_qr(canvas, filled.qr, width, height)
    rows = _rows(filled, width - left - padding, height - 2 * padding)
    baseline = height / 2 + _tall(rows) / 2
    for row in rows:
        grey = 0.0 if row.face is Face.STRONG else _GREY
        canvas.text(left, baseline - row.size * _ASCENT, row.text, face=row.face, size=row.size, grey=grey)
        baseline -= row.size * _LEADING
    return canvas.finish()


def _draw_qr(canvas: Canvas, text: str, width: float, height: float) -> float:
    """Draw the code at the left and return the room it took."""
    if not text:
        return 0.0
    code: QrCode = qr_code(text)
    whole = min(height, width * _QR_SHARE)
    module = whole / (code.modules + 2 * QUIET)
    if module < LEAST_MODULE:
        return 0.0
    side = module * code.modules
    canvas.qr(module * QUIET, (height - side) / 2, side, code)
    return whole - module * QUIET / 2


def _rows(filled: Filled, width: float, height: float) -> list[Row]:
    every = [(line, typeface(_face(line)).shown(text)) for line, text in filled.lines]
    for lines in _dropping(every):
        scale = 1.0
        while scale >= _LEGIBLE:
            rows = _broken(lines, width, scale)
            if rows is not None and _tall(rows) <= height:
                return rows
            scale -= _STEP
    return _squeezed([pair for pair in every if pair[0].drop == 0], width, height)


def _dropping(lines: list[tuple[Line, str]]) -> Iterator[list[tuple[Line, str]]]:
    yield lines
    while any(line.drop for line, _ in lines):
        least = max(line.drop for line, _ in lines)
        lines = [pair for pair in lines if pair[0].drop != least]
        yield lines


def _squeezed(lines: list[tuple[Line, str]], width: float, height: float) -> list[Row]:
    """Write the lines that always stay, one row each and cut off if need be; at last only the first of them."""
    natural = sum(_SIZES[line.role] * _LEADING for line, _ in lines)
    if height / natural < _SMALLEST and len(lines) > 1:
        return _squeezed(lines[:1], width, height)
    widest = max(typeface(_face(line)).width(text, _SIZES[line.role]) for line, text in lines)
    scale = min(1.0, height / natural, max(width / widest, _LEGIBLE) if widest else 1.0)
    return [
        Row(
            _cut(text, width, _face(line), _SIZES[line.role] * scale),
            _face(line),
            _SIZES[line.role] * scale,
        )
        for line, text in lines
    ]


def _broken(lines: list[tuple[Line, str]], width: float, scale: float) -> list[Row] | None:
    """Return all rows at one scale, or None when a line needs more of them than it may have."""
    rows: list[Row] = []
    for line, text in lines:
        face, size = _face(line), _SIZES[line.role] * scale
        parts = wrapped(text, width, face, size)
        if len(parts) > line.rows or any(typeface(face).width(part, size) > width for part in parts):
            return None
        rows.extend(Row(part, face, size) for part in parts)
    return rows


def wrapped(text: str, width: float, face: Face, size: float) -> list[str]:
    """Break a text between words into rows of this width; a word that is wider has a row of its own."""
    rows: list[str] = []
    for word in text.split():
        longer = f"{rows[-1]} {word}" if rows else word
        if rows and typeface(face).width(longer, size) <= width:
            rows[-1] = longer
        else:
            rows.append(word)
    return rows or [""]


def _cut(text: str, width: float, face: Face, size: float) -> str:
    if typeface(face).width(text, size) <= width:
        return text
    kept = text
    while kept and typeface(face).width(f"{kept}…", size) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…" if kept else text[:1]


def _face(line: Line) -> Face:
    return Face.STRONG if line.role == "strong" else Face.PLAIN


def _tall(rows: list[Row]) -> float:
    return sum(row.size * _LEADING for row in rows)
