# SPDX-License-Identifier: EUPL-1.2
"""Writing a content stream (ISO 32000-1 §7.8): text, lines, rectangles and QR codes in black and greys.

The greys are calibrated (CalGray), so that they mean the same in a document with any output intent or with none, as
ISO 19005-2 §6.2.4 asks; nothing is transparent.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from eset_desktop.signing.drawing.fonts import Face, FontSubset, typeface
from eset_desktop.signing.drawing.qr import QrCode

GREY_SPACE: Final = "CSgrey"
"""Resource name of the colour space; its array is :data:`CALIBRATED`."""

CALIBRATED: Final = b"[/CalGray << /WhitePoint [0.9505 1 1.089] /Gamma 2.2 >>]"
"""Grey under daylight (D65), in the syntax of PDF."""

_FONT_NAMES: Final = {Face.PLAIN: "FP", Face.STRONG: "FS"}


@dataclass(frozen=True, slots=True)
class Drawing:
    """A content stream with what it needs.

    Attributes:
        content: The operators.
        fonts: By resource name.
    """

    content: bytes
    fonts: dict[str, FontSubset]


class Canvas:
    """Collects what is drawn; texts are encoded at the end, when all their characters are known."""

    def __init__(self) -> None:
        self._parts: list[bytes | tuple[Face, str]] = []
        self._used: dict[Face, set[str]] = {}

    def text(self, x: float, y: float, text: str, *, face: Face, size: float, grey: float = 0.0) -> None:
        """Write a text whose baseline begins at a point."""
        shown = typeface(face).shown(text)
        if not shown:
            return
        self._used.setdefault(face, set()).update(shown)
        self._parts.append(
            b"/%s cs %s sc BT /%s %s Tf 1 0 0 1 %s %s Tm "
            % (GREY_SPACE.encode(), _n(grey), _FONT_NAMES[face].encode(), _n(size), _n(x), _n(y))
        )
        self._parts.append((face, shown))
        self._parts.append(b" Tj ET\n")

    def line(self, x1: float, y1: float, x2: float, y2: float, *, width: float, grey: float = 0.0) -> None:
        """Draw a straight line."""
        points = tuple(_n(each) for each in (x1, y1, x2, y2))
        self._stroke(b"%s %s m %s %s l S\n" % points, width, grey)

    def frame(
        self, x: float, y: float, width: float, height: float, *, line: float, grey: float = 0.0
    ) -> None:
        """Draw the outline of a rectangle."""
        box = tuple(_n(each) for each in (x, y, width, height))
        self._stroke(b"%s %s %s %s re S\n" % box, line, grey)

    def fill(self, x: float, y: float, width: float, height: float, *, grey: float) -> None:
        """Fill a rectangle."""
        box = tuple(_n(each) for each in (x, y, width, height))
        self._parts.append(b"/%s cs %s sc " % (GREY_SPACE.encode(), _n(grey)) + b"%s %s %s %s re f\n" % box)

    def qr(self, x: float, y: float, side: float, code: QrCode) -> None:
        """Draw a code as one path, so that no seams show between its rows; ``side`` is without the quiet zone."""
        module = side / code.modules
        self._parts.append(b"q /%s cs 0 sc %s 0 0 %s %s %s cm " % (
            GREY_SPACE.encode(), _n(module, 6), _n(-module, 6), _n(x), _n(y + side),
        ))  # fmt: skip
        self._parts.append(b" ".join(b"%d %d %d 1 re" % bar for bar in code.bars) + b" f Q\n")

    def begin_tag(self, tag: str, number: int) -> None:
        """Begin a part of the page's content that the document's structure refers to (ISO 32000-1 §14.7.4)."""
        self._parts.append(b"/%s << /MCID %d >> BDC\n" % (tag.encode(), number))

    def begin_artifact(self) -> None:
        """Begin what is on the page for the eye only: lines, footers (ISO 32000-1 §14.8.2.2)."""
        self._parts.append(b"/Artifact BMC\n")

    def end_tag(self) -> None:
        """End such a part."""
        self._parts.append(b"EMC\n")

    @property
    def used(self) -> Mapping[Face, frozenset[str]]:
        """The characters written so far."""
        return {face: frozenset(used) for face, used in self._used.items()}

    def finish(self, *pages: Mapping[Face, frozenset[str]]) -> Drawing:
        """Return all that was drawn.

        Args:
            pages: Characters of all pages of the document, so that they share their fonts.
        """
        subsets = {
            face: typeface(face).subset(frozenset(used).union(*(page.get(face, ()) for page in pages)))
            for face, used in self._used.items()
        }
        parts = (
            part if isinstance(part, bytes) else subsets[part[0]].encode(part[1]) for part in self._parts
        )
        fonts = {_FONT_NAMES[face]: subset for face, subset in subsets.items()}
        return Drawing(b"".join(parts), fonts)

    def _stroke(self, path: bytes, width: float, grey: float) -> None:
        self._parts.append(b"/%s CS %s SC %s w " % (GREY_SPACE.encode(), _n(grey), _n(width)) + path)


def _n(number: float, places: int = 3) -> bytes:
    """Write a number as PDF does: never with an exponent."""
    return (f"{number:.{places}f}".rstrip("0").rstrip(".") or "0").encode()
