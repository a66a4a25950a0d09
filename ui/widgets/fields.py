# SPDX-License-Identifier: EUPL-1.2
"""Fields that save themselves: with Enter or when the focus leaves; Escape takes the typing back. Read-only they look like text."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPlainTextEdit, QWidget

from ui.widgets.label import PlainLabel

_NOTES_LINES = 4


class SavingLine(QLineEdit):
    """One line of text.

    Signals:
        saved: The person changed it; carries the trimmed text.
    """

    saved = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.editingFinished.connect(self._finished)

    def setReadOnly(self, read_only: bool) -> None:
        """Let nobody write, or let them; it shows."""
        super().setReadOnly(read_only)
        self.setFrame(not read_only)
        _show_base(self, shown=not read_only)

    def show_value(self, text: str) -> None:
        """Show what the cache holds, unless the person is typing in the field now."""
        typing = self.hasFocus() and self.text() != self._shown
        self._shown = text
        if not typing and self.text() != text:
            self.setText(text)
            self.setCursorPosition(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take the typing back with Escape."""
        if event.key() == Qt.Key.Key_Escape and self.text() != self._shown:
            self.setText(self._shown)
            return
        super().keyPressEvent(event)

    def _finished(self) -> None:
        wanted = self.text().strip()
        if wanted != self._shown:
            self._shown = wanted
            self.saved.emit(wanted)


class SavingNotes(QPlainTextEdit):
    """Several lines of text; Tab leaves the field.

    Signals:
        saved: The person changed it; carries the text.
    """

    saved = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = ""
        self.setTabChangesFocus(True)
        self.setFixedHeight(self.fontMetrics().lineSpacing() * _NOTES_LINES + 12)

    def setReadOnly(self, read_only: bool) -> None:
        """Let nobody write, or let them; it shows."""
        super().setReadOnly(read_only)
        self.setFrameShape(QFrame.Shape.NoFrame if read_only else QFrame.Shape.StyledPanel)
        _show_base(self, shown=not read_only)

    def show_value(self, text: str) -> None:
        """Show what the cache holds, unless the person is typing in the field now."""
        typing = self.hasFocus() and self.toPlainText() != self._shown
        self._shown = text
        if not typing and self.toPlainText() != text:
            self.setPlainText(text)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Save when the focus leaves."""
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.save()

    def save(self) -> None:
        """Save what was typed."""
        wanted = self.toPlainText().strip()
        if wanted != self._shown:
            self._shown = wanted
            self.saved.emit(wanted)


def _show_base(field: QWidget, *, shown: bool) -> None:
    """Paint a field as one to write in, or let what is under it be seen."""
    palette = QPalette()
    if not shown:
        palette.setBrush(QPalette.ColorRole.Base, Qt.BrushStyle.NoBrush)
    field.setPalette(palette)


def fact(parent: QWidget | None = None) -> QLabel:
    """Return a label for something that cannot be changed but copied."""
    label = PlainLabel(parent)
    label.setTextInteractionFlags(
        Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
    )
    label.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
    label.setWordWrap(True)
    return label
