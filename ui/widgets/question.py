# SPDX-License-Identifier: EUPL-1.2
"""One question with one answer, as a line in the page that it is about: nothing is covered and nothing waits for it."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QWidget

from ui.theme import GAP
from ui.widgets.choice import Choice
from ui.widgets.label import PlainLabel

Answer = Callable[[str], object]
Pairs = Callable[[], Sequence[tuple[str, str]]]
"""Codes with their texts in the window's language."""
_LONGEST: Final = 500
"""Characters that a change of state takes (docs/states.md)."""


class Question(QFrame):
    """Asks for a line of text or for one of some codes; Enter answers, the window's Escape takes the question back."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("question")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self._answer: Answer | None = None
        self._text: Callable[[], str] = str
        self._pairs: Pairs = tuple
        self._none: str | None = None
        self._label = PlainLabel(self)
        self.line = QLineEdit(self)
        self.line.setObjectName("question_line")
        self.line.setMaxLength(_LONGEST)
        self.line.returnPressed.connect(self.accept)
        self.choice = Choice(self)
        self.choice.setObjectName("question_choice")
        self._done, self._leave = QPushButton(self), QPushButton(self)
        self._done.setObjectName("question_done")
        self._done.clicked.connect(self.accept)
        self._leave.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP, GAP // 2, GAP, GAP // 2)
        row.addWidget(self._label)
        for box in (self.line, self.choice):
            row.addWidget(box, 1)
        row.addWidget(self._done)
        row.addWidget(self._leave)
        self.line.textChanged.connect(lambda _: self._update())
        self.choice.currentIndexChanged.connect(lambda _: self._update())
        self.retranslate()
        self.hide()

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed or chose stays."""
        self._done.setText(self.tr("Done"))
        self._leave.setText(self.tr("Cancel"))
        if self.is_open:
            self._write(self.choice if self.line.isHidden() else self.line)

    @property
    def is_open(self) -> bool:
        """Whether it waits for its answer."""
        return self._answer is not None

    def ask_text(self, question: Callable[[], str], answer: Answer) -> None:
        """Ask for a line of text; an empty one cannot be given."""
        self.line.clear()
        self._ask(question, self.line, self.choice, answer)

    def ask_choice(
        self, question: Callable[[], str], pairs: Pairs, answer: Answer, *, chosen: bool = True
    ) -> None:
        """Ask for one of some codes; without one ``chosen`` beforehand where Enter by mistake would do harm."""
        self._pairs, self._none = pairs, None if chosen else ""
        self._ask(question, self.choice, self.line, answer)
        if not chosen:
            self.choice.choose("")

    def accept(self) -> None:
        """Give what stands in the box, unless it is nothing."""
        given = self._given()
        answer = self._answer
        if given and answer is not None:
            self.dismiss()
            answer(given)

    def dismiss(self) -> None:
        """Take the question back."""
        self._answer = None
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer with Enter, wherever in the line the focus is but on the other button; Escape is the window's."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not self._leave.hasFocus():
            self.accept()
        else:
            super().keyPressEvent(event)

    def _ask(
        self, question: Callable[[], str], box: QLineEdit | Choice, other: QWidget, answer: Answer
    ) -> None:
        self._answer, self._text = answer, question
        self._write(box)
        self._label.setBuddy(box)
        other.hide()
        box.show()
        self.show()
        self._update()
        box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self, box: QLineEdit | Choice) -> None:
        self._label.setText(self._text())
        box.setAccessibleName(self._text())
        if box is self.choice:
            self.choice.offer(self._pairs(), none=self._none)

    def _given(self) -> str:
        return self.choice.code() if self.line.isHidden() else self.line.text().strip()

    def _update(self) -> None:
        self._done.setEnabled(bool(self._given()))
