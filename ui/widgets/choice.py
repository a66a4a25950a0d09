# SPDX-License-Identifier: EUPL-1.2
"""A box to choose one of many: by arrows, or by typing any part of the text."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QSizePolicy, QWidget


class Choice(QComboBox):
    """Chooses a code by its text.

    Signals:
        picked: The person chose; carries the code, empty for none.
    """

    picked = Signal(str)

    def __init__(self, parent: QWidget | None = None, *, search: bool = False) -> None:
        super().__init__(parent)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if search:
            self._make_searchable()
        self.activated.connect(lambda _: self.picked.emit(self.code()))

    def offer(self, pairs: Sequence[tuple[str, str]], *, none: str | None = None) -> None:
        """Offer pairs of code and text, keeping the choice; ``none`` is the text of the empty one."""
        chosen = self.code()
        self.blockSignals(True)
        self.clear()
        if none is not None:
            self.addItem(none, "")
        for code, text in pairs:
            self.addItem(text, code)
        self.blockSignals(False)
        self.choose(chosen)

    def choose(self, code: str) -> bool:
        """Choose a code; tell whether it was offered."""
        position = self.findData(code)
        self.setCurrentIndex(position if position >= 0 or self.isEditable() else 0)
        line = self.lineEdit()
        if line is not None:
            line.setCursorPosition(0)
        return position >= 0

    def code(self) -> str:
        """Return the chosen code, empty for none; a text that was typed counts when it is one of those offered."""
        if self.isEditable() and self.currentText() != self.itemText(self.currentIndex()):
            position = self.findText(self.currentText(), Qt.MatchFlag.MatchFixedString)
            return str(self.itemData(position) or "") if position >= 0 else ""
        return str(self.currentData() or "")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that mean something here."""
        if event.type() == QEvent.Type.FocusOut and watched is self.lineEdit():
            self._settle()
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: a choice must not change while a person scrolls past."""
        event.ignore()

    def _make_searchable(self) -> None:
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.activated.connect(self._completed)
        self.setCompleter(completer)
        line = self.lineEdit()
        if line is not None:
            line.installEventFilter(self)

    def _completed(self, text: object) -> None:
        position = self.findText(str(text))
        if position >= 0:
            self.setCurrentIndex(position)
            self.picked.emit(self.code())

    def _settle(self) -> None:
        """Put the chosen text back where what was typed is none of those offered."""
        code = self.code()
        if code != str(self.currentData() or ""):
            self.choose(code)
            self.picked.emit(code)
        elif not code and self.currentText():
            self.setEditText("")
