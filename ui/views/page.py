# SPDX-License-Identifier: EUPL-1.2
"""What every page of the window is."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractButton, QLabel, QVBoxLayout, QWidget

from eset_desktop.store.changes import Changes
from ui.desk import Desk
from ui.outcome import Outcome
from ui.theme import GAP, heading


class Page(QWidget):
    """A place in the window.

    A page that is not on screen is not refreshed; :meth:`enter` brings it up to date when it comes back. Before it is
    first entered it reads nothing, so that the window's first paint waits for one page only.

    Attributes:
        entered: Whether it was ever on screen.
    """

    name = ""
    """Its stable name, for the driver, the pictures and the tests."""
    place = ""
    """Name of the page in the navigation that it belongs to; empty: its own, else wherever the person came from."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.entered = False
        self.setObjectName(f"page_{self.name}")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, GAP)
        self.column.setSpacing(GAP)
        self.title: QLabel = heading("", self)
        self.column.addWidget(self.title)

    def submit_with(self, button: QAbstractButton) -> None:
        """Let Ctrl+Enter press a button from anywhere in the page; its tooltip says so."""
        button.setToolTip(QKeySequence("Ctrl+Return").toString(QKeySequence.SequenceFormat.NativeText))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)

    def enter(self, where: Mapping[str, Any]) -> None:
        """Come on screen, at a place inside the page when one is given."""

    def refresh(self, changes: Changes) -> None:
        """Show what changed."""

    def ready(self) -> Outcome[object]:
        """Return what is to be waited for until the page shows what it was told to."""
        return Outcome.of(None)

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed stays."""

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of this page, beside the texts on screen."""
        return {}

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        self.focusNextChild()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a switch of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
