# SPDX-License-Identifier: EUPL-1.2
"""Opening a profile whose key the system's keyring does not give: by its passphrase. And what cannot be opened at all."""

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout

from eset_desktop.errors import EsetError
from ui.errors import line_of
from ui.theme import GAP, heading
from ui.widgets.label import PlainLabel

T = TypeVar("T")

_WIDTH: Final = 60
"""Characters."""


class UnlockDialog(QDialog, Generic[T]):
    """Asks for the passphrase until it opens; ``opened`` is what it opened, None when the person gave up.

    Args:
        reason: Why it is asked.
        language: The window's.
        attempt: Opens with a passphrase; raises an :class:`EsetError` when it does not.
    """

    def __init__(self, reason: EsetError | None, language: str, attempt: Callable[[str], T]) -> None:
        super().__init__()
        self._language = language
        self._attempt = attempt
        self.opened: T | None = None
        self.setObjectName("unlock_dialog")
        self.setWindowTitle("e-SET Desktop")
        label = PlainLabel(self, self.tr("&Passphrase of this computer's profile"))
        self.box = QLineEdit(self)
        self.box.setObjectName("unlock_box")
        self.box.setEchoMode(QLineEdit.EchoMode.Password)
        label.setBuddy(self.box)
        self.told = PlainLabel(self, line_of(reason, language).text if reason else "")
        self.told.setWordWrap(True)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        buttons.accepted.connect(self._try)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setSpacing(GAP)
        for widget in (heading(self.tr("The profile is locked"), self), self.told, label, self.box, buttons):
            column.addWidget(widget)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH)

    def showEvent(self, event: QShowEvent) -> None:
        """Take the room that the texts want in the person's font."""
        super().showEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Make room for the whole text: a layout does not ask again how high wrapped lines are."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.setMinimumHeight(layout.totalHeightForWidth(self.width()))

    def _try(self) -> None:
        passphrase = self.box.text()
        self.box.clear()
        try:
            self.opened = self._attempt(passphrase)
        except EsetError as error:
            self.told.setText(line_of(error, self._language).text)
            self._fit()
        else:
            self.accept()


class ProblemDialog(QDialog):
    """Says why the program cannot start and what to do about it."""

    def __init__(self, error: EsetError, language: str) -> None:
        super().__init__()
        self.setObjectName("problem_dialog")
        self.setWindowTitle("e-SET Desktop")
        line = line_of(error, language)
        advice = PlainLabel(self, line.advice)
        advice.setWordWrap(True)
        advice.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, parent=self)
        buttons.rejected.connect(self.reject)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH)
        column = QVBoxLayout(self)
        column.setSpacing(GAP)
        for widget in (heading(line.title, self), advice, buttons):
            column.addWidget(widget)
