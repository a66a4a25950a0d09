# SPDX-License-Identifier: EUPL-1.2
"""Boxes to tick and buttons to choose with an outline that is seen, in the dark too.

Fusion draws it a shade darker than the window; on a dark one nothing is left of it, and three to one is what people need
to see where a control is (WCAG 2.2, 1.4.11).
"""

from typing import Final

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QRadioButton, QStyle, QStyleOptionButton, QWidget

_STRENGTH: Final = 150
"""Of the text's colour, of 255: about five to one on either background."""

_ROUND: Final = 1.5
"""Pixels of a round outline, whose edge is smoothed."""


class CheckBox(QCheckBox):
    """A box to tick."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it, and its outline."""
        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        place = self.style().subElementRect(QStyle.SubElement.SE_CheckBoxIndicator, option, self)
        with QPainter(self) as painter:
            _outline(self, painter).drawRect(_inner(place))


class RadioButton(QRadioButton):
    """A button to choose one of several."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it, and its outline."""
        super().paintEvent(event)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        place = self.style().subElementRect(QStyle.SubElement.SE_RadioButtonIndicator, option, self)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            _outline(self, painter, _ROUND).drawEllipse(_inner(place))


def _outline(widget: QWidget, painter: QPainter, width: float = 1.0) -> QPainter:
    colour = widget.palette().color(QPalette.ColorRole.WindowText)  # paler by itself where it cannot be used
    colour.setAlpha(_STRENGTH)
    painter.setPen(QPen(colour, width))
    return painter


def _inner(place: QRect) -> QRect:
    """Return where the style's own outline is."""
    return place.adjusted(0, 0, -1, -1)
