# SPDX-License-Identifier: EUPL-1.2
"""Icons drawn in the palette's own colours, at any scale, light and dark."""

from functools import cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

import resources


@cache
def _source(name: str) -> str:
    return resources.text(f"icons/{name}.svg")


@cache
def _renderer(name: str, colour: str) -> QSvgRenderer:
    return QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))


class _Engine(QIconEngine):
    """Draws one of our line icons in the colour of the text that it stands beside."""

    def __init__(self, name: str, role: QPalette.ColorRole) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:  # noqa: ARG002 - Qt asks so
        """Draw it."""
        group, role = QPalette.ColorGroup.Active, self._role
        if mode == QIcon.Mode.Disabled:
            group = QPalette.ColorGroup.Disabled
        elif mode == QIcon.Mode.Selected:
            role = QPalette.ColorRole.HighlightedText
        colour = QApplication.palette().color(group, role).name()
        _renderer(self._name, colour).render(painter, QRectF(rect))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """Return it as a picture."""
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return pixmap

    def clone(self) -> QIconEngine:
        """Return another one like it."""
        return _Engine(self._name, self._role)


def icon(name: str, role: QPalette.ColorRole = QPalette.ColorRole.ButtonText) -> QIcon:
    """Return the icon of that name in ``resources/icons``; an empty name gives an empty icon."""
    return QIcon(_Engine(name, role)) if name else QIcon()


def pixmap(
    name: str, size: int, ratio: float, role: QPalette.ColorRole = QPalette.ColorRole.WindowText
) -> QPixmap:
    """Return an icon as a picture for a label.

    Args:
        name: As in :func:`icon`.
        size: Side in logical pixels.
        ratio: Device pixels a logical pixel.
        role: Whose colour it takes.
    """
    return icon(name, role).pixmap(QSize(size, size), ratio)
