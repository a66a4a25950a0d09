# SPDX-License-Identifier: EUPL-1.2
"""A page as a person sees it and as a PDF counts it: rotation, boxes with odd origins, units of their own. Pure.

*Seen* coordinates are points from the lower left corner of what is visible, after ``/Rotate``; *page* coordinates are
those of default user space (ISO 32000-1 §8.3.2.3), in which annotations stand.
"""

from typing import Final

import msgspec

from eset_desktop.signing.stamp.values import Box

Matrix = tuple[float, float, float, float, float, float]

QUARTER: Final = 90


class PageFacts(msgspec.Struct, frozen=True):
    """What placing needs to know of a page.

    Attributes:
        index: From 0.
        box: What is visible of it, in page coordinates: its crop box inside its media box.
        rotate: Degrees clockwise when shown: 0, 90, 180 or 270.
        user_unit: Points that one unit of page coordinates stands for (ISO 32000-1 table 30).
        taken: Where signatures and other annotations stand, in page coordinates.
        said: Where the page itself says or shows something; kept clear where there is other room.
    """

    index: int
    box: Box
    rotate: int = 0
    user_unit: float = 1.0
    taken: tuple[Box, ...] = ()
    said: tuple[Box, ...] = ()

    @property
    def seen(self) -> Box:
        """The visible page in seen coordinates."""
        width, height = self.box.width * self.user_unit, self.box.height * self.user_unit
        return Box(0, 0, height, width) if self.rotate % (2 * QUARTER) else Box(0, 0, width, height)

    def to_page(self, box: Box) -> Box:
        """Return where a seen box stands in page coordinates."""
        corners = (self._point(box.left, box.bottom), self._point(box.right, box.top))
        return _around(corners)

    def to_seen(self, box: Box) -> Box:
        """Return where a box of page coordinates is seen."""
        corners = (self._seen_point(box.left, box.bottom), self._seen_point(box.right, box.top))
        return _around(corners)

    def _point(self, x: float, y: float) -> tuple[float, float]:
        right, up = x / self.user_unit, y / self.user_unit
        match self.rotate:
            case 90:
                right, up = self.box.width - up, right
            case 180:
                right, up = self.box.width - right, self.box.height - up
            case 270:
                right, up = up, self.box.height - right
        return self.box.left + right, self.box.bottom + up

    def _seen_point(self, x: float, y: float) -> tuple[float, float]:
        right, up = x - self.box.left, y - self.box.bottom
        match self.rotate:
            case 90:
                right, up = up, self.box.width - right
            case 180:
                right, up = self.box.width - right, self.box.height - up
            case 270:
                right, up = self.box.height - up, right
        return right * self.user_unit, up * self.user_unit


def turned(width: float, height: float, degrees: int) -> Matrix:
    """Return the matrix that turns a form counter-clockwise by quarters and puts its corner back to the origin.

    Args:
        width: Of the form before.
        height: As above.
        degrees: A multiple of 90.
    """
    match degrees % 360:
        case 90:
            return 0, 1, -1, 0, height, 0
        case 180:
            return -1, 0, 0, -1, width, height
        case 270:
            return 0, -1, 1, 0, 0, width
        case _:
            return 1, 0, 0, 1, 0, 0


def _around(corners: tuple[tuple[float, float], tuple[float, float]]) -> Box:
    (x1, y1), (x2, y2) = corners
    return Box(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))
