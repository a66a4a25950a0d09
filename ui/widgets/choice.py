# SPDX-License-Identifier: EUPL-1.2
"""A box to choose one of many: by arrows, or by typing any part of the text."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QCompleter, QSizePolicy, QWidget

from ui.text import folded


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

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Settle what was typed when the person goes on."""
        super().focusOutEvent(event)
        if self.isEditable() and event.reason() != Qt.FocusReason.PopupFocusReason:
            popup = _popup_of(self.completer())
            if popup is not None:
                popup.hide()
            self._settle()

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

    def _completed(self, text: object) -> None:
        position = self.findText(str(text))
        if position >= 0:
            self.setCurrentIndex(position)
            self.picked.emit(self.code())

    def _only_one_with(self, text: str) -> str:
        wanted = folded(text.strip())
        found = [
            str(self.itemData(position))
            for position in range(self.count())
            if wanted and self.itemData(position) and wanted in folded(self.itemText(position))
        ]
        return found[0] if len(found) == 1 else ""

    def _settle(self) -> None:
        """Choose the only one that has what was typed in it; put the chosen text back where there is no such one."""
        code = self.code() or self._only_one_with(self.currentText())
        if code != str(self.currentData() or ""):
            self.choose(code)
            self.picked.emit(code)
        elif not code and self.currentText():
            self.setEditText("")


def _popup_of(completer: QCompleter | None) -> QAbstractItemView | None:
    return completer.popup() if completer is not None else None
