# SPDX-License-Identifier: EUPL-1.2
"""Where the window opens: whole inside the screen, so that the status strip is never below a panel."""

from typing import Final

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

FRAME: Final = QSize(16, 40)
"""Room for the frame and the title bar, logical pixels: their true size is known only once the window is shown."""

_UNSEEN: Final = frozenset({"offscreen", "minimal"})
"""Qt platforms whose screen nobody looks at; pictures are taken there at the wished size."""


def placed(wished: QSize, screen: QRect) -> tuple[QSize, QPoint | None]:
    """Return the size of the inside and the corner of the frame; None where the window system may choose the corner.

    Args:
        wished: Size of the inside, logical pixels.
        screen: What the panels leave of the screen.
    """
    room = screen.size() - FRAME
    if wished.width() <= room.width() and wished.height() <= room.height():
        return wished, None
    return wished.boundedTo(room), screen.topLeft()


def place(window: QWidget, wished: QSize) -> None:
    """Give a window that is not shown yet its size, and its place where the screen is smaller than wished."""
    if QGuiApplication.platformName() in _UNSEEN:
        window.resize(wished)
        return
    size, corner = placed(wished, window.screen().availableGeometry())
    window.resize(size)
    if corner is not None:
        window.move(corner)
