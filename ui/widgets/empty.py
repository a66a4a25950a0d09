# SPDX-License-Identifier: EUPL-1.2
"""What stands in a list's place while it is empty: why, and what to do first."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QPalette
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ui.icons import pixmap
from ui.theme import GAP, heading, quiet
from ui.widgets.label import PlainLabel

_ICON = 48
_WIDTH = 60
"""Characters."""


class EmptyState(QWidget):
    """An icon, a sentence and a button."""

    def __init__(self, icon_name: str, parent: QWidget | None = None, action: QAction | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(GAP)
        sign = PlainLabel(self)
        sign.setAlignment(Qt.AlignmentFlag.AlignCenter)
        sign.setPixmap(pixmap(icon_name, _ICON, self.devicePixelRatioF(), QPalette.ColorRole.PlaceholderText))
        self._title = heading("", self, 1.15)
        self._advice = quiet(PlainLabel(self))
        for label in (self._title, self._advice):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            label.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH)
        column.addWidget(sign)
        column.addWidget(self._title)
        column.addWidget(self._advice)
        self._button: QPushButton | None = None
        if action is not None:
            self._button = QPushButton(self)
            self._button.clicked.connect(action.trigger)
            self._button.setVisible(action.isEnabled())
            action.enabledChanged.connect(self._button.setVisible)  # what one may not do is not offered
            self._action = action
            column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignCenter)

    def say(self, title: str, advice: str) -> None:
        """Say why the list is empty and what to do."""
        self._title.setText(title)
        self._advice.setText(advice)
        if self._button is not None:
            self._button.setText(self._action.text().replace("…", ""))
            self._button.setIcon(self._action.icon())
