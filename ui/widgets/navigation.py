# SPDX-License-Identifier: EUPL-1.2
"""The column at the left: whose town this is, in its colour, and the places of the window."""

from collections.abc import Collection

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from eset_desktop.store.queries.plan import BodyRow
from ui.action_table import ACTIONS
from ui.actions import Registry, plain_label
from ui.icons import icon
from ui.theme import GAP, ICON, quiet, readable_on, scaled
from ui.widgets.label import PlainLabel

PLACES = ("go.plan", "go.dossiers", "go.signatures", "go.outbox", "go.conflicts", "go.devices")
SECRETARYS = frozenset({"go.devices"})
"""Shown only to those who may go there."""
_WIDTH = 27
"""Characters."""


class Navigation(QFrame):
    """The body's card and a button a place."""

    def __init__(self, registry: Registry, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._registry = registry
        self.setObjectName("navigation")
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH + 2 * GAP)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        self.body = PlainLabel(self)
        self.body.setObjectName("body")
        self.body.setWordWrap(True)
        self.body.setAutoFillBackground(True)
        self.body.setBackgroundRole(QPalette.ColorRole.Window)
        self.body.setForegroundRole(QPalette.ColorRole.WindowText)
        self.body.setMargin(GAP)
        self.body.setFont(scaled(self.font(), 1.1, bold=True))
        self._buttons = {name: self._button(name) for name in PLACES}
        self._numbers = dict.fromkeys(PLACES, 0)
        self._person = quiet(PlainLabel(self))
        self._person.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.setSpacing(GAP // 2)
        column.addWidget(self.body)
        column.addSpacing(GAP)
        for button in self._buttons.values():
            column.addWidget(button)
        column.addStretch(1)
        column.addWidget(self._person)
        self.retranslate()

    def show_body(self, body: BodyRow | None, fallback: str, person: str) -> None:
        """Show the body's name in its colour; both are always on screen."""
        self.body.setText(body.name if body and body.name else fallback)
        self._person.setText(person)
        colour = QColor(body.colour) if body else QColor()
        palette = QPalette(self.palette())
        if colour.isValid():
            palette.setColor(QPalette.ColorRole.Window, colour)
            palette.setColor(QPalette.ColorRole.WindowText, readable_on(colour))
        self.body.setPalette(palette)

    def show_place(self, name: str) -> None:
        """Mark the place where the person is; a page that belongs to none leaves the mark where it is."""
        if name in self._buttons:
            for place, button in self._buttons.items():
                button.setChecked(place == name)

    def leave_out(self, places: Collection[str]) -> None:
        """Show no buttons for some of the places."""
        for name in self._buttons.keys() & set(places):
            self._buttons[name].hide()

    def hide_places(self) -> None:
        """Leave nothing but the body and the person."""
        for button in self._buttons.values():
            button.hide()

    def show_numbers(self, pending: int, conflicts: int) -> None:
        """Say beside the places how much is there."""
        self._numbers["go.outbox"] = pending
        self._numbers["go.conflicts"] = conflicts
        self.retranslate()

    def show_waiting(self, to_sign: int) -> None:
        """Say how much waits for this person's signature."""
        if self._numbers["go.signatures"] != to_sign:
            self._numbers["go.signatures"] = to_sign
            self.retranslate()

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        self.setAccessibleName(self.tr("Places"))
        for name, button in self._buttons.items():
            number = self._numbers[name]
            text = plain_label(ACTIONS[name])
            button.setText(f"{text} ({number})" if number else text)
            button.setAccessibleName(button.text())
            button.setToolTip(self._registry.action(name).toolTip())

    def _button(self, name: str) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName(f"nav_{name}")
        button.setCheckable(True)
        button.setAutoRaise(True)
        button.setIcon(icon(ACTIONS[name].icon))
        button.setIconSize(button.iconSize().scaled(ICON, ICON, Qt.AspectRatioMode.KeepAspectRatio))
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setMinimumHeight(round(self.fontMetrics().height() * 2.1))
        button.clicked.connect(lambda: self._registry.invoke(name))
        if name in SECRETARYS:
            button.hide()
            self._registry.action(name).enabledChanged.connect(button.setVisible)
        return button
