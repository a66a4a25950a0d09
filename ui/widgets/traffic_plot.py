# SPDX-License-Identifier: EUPL-1.2
"""A small plot of what went over the line in the last minutes: sent upwards, received downwards."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QSizePolicy, QWidget

from eset_desktop.domain.traffic import KEPT, STEP, Sample, Series, received_series, sent_series

_BARS: Final = KEPT // STEP
_LEAST: Final = 10_000
"""Bytes of a bar that fills its half, at least: a question without news must not look like work."""


class TrafficPlot(QWidget):
    """Bars of :data:`STEP` seconds over a line; colours are the palette's, and up and down need none to be told apart.

    What it says in figures belongs into its accessible name; its owner writes it.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._samples: tuple[Sample, ...] = ()
        self._end = 0
        self.setObjectName("traffic_plot")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_samples(self, samples: Sequence[Sample], now: float) -> None:
        """Show the last minutes until ``now`` (seconds of the epoch)."""
        self._end = int(now) // STEP * STEP
        self._samples = tuple(each for each in samples if self._end - KEPT < each.at <= self._end)
        self.update()

    def sizeHint(self) -> QSize:
        """Return a size of some lines of text."""
        return QSize(_BARS * 2, self.fontMetrics().height() * 4)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw it."""
        painter = QPainter(self)
        palette = self.palette()
        painter.fillRect(self.rect(), palette.color(QPalette.ColorRole.Base))
        middle = self.height() / 2
        top = max((_LEAST, *(max(each.up, each.down) for each in self._samples)))
        scale = (middle - 2) / top
        self._bars(painter, sent_series(self._samples), middle, -scale, QPalette.ColorRole.Highlight)
        self._bars(painter, received_series(self._samples), middle, scale, QPalette.ColorRole.PlaceholderText)
        painter.fillRect(QRectF(0, middle - 0.5, self.width(), 1), palette.color(QPalette.ColorRole.Mid))
        painter.end()

    def _bars(
        self, painter: QPainter, series: Series, base: float, scale: float, role: QPalette.ColorRole
    ) -> None:
        colour, width = self.palette().color(role), self.width() / _BARS
        for at, size in series:
            if size:
                left = self.width() - width * ((self._end - at) // STEP + 1)
                height = max(1.0, abs(size * scale))
                rect = QRectF(left, base - height if scale < 0 else base, max(1.0, width - 1), height)
                painter.fillRect(rect, colour)
