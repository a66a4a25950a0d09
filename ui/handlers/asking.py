# SPDX-License-Identifier: EUPL-1.2
"""One question with one answer, over the page it is about; the window goes on living behind it."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from ui.widgets.choice import Choice
from ui.widgets.label import PlainLabel

Answer = Callable[[str], object]


def ask_text(parent: QWidget, question: str, answer: Answer) -> None:
    """Ask for a line of text; an empty one cannot be given."""
    box = QLineEdit(parent)
    _ask(parent, question, box, lambda: box.text().strip(), answer)


def ask_choice(parent: QWidget, question: str, pairs: Sequence[tuple[str, str]], answer: Answer) -> None:
    """Ask for one of some codes."""
    box = Choice(parent)
    box.offer(pairs)
    _ask(parent, question, box, box.code, answer)


def _ask(parent: QWidget, question: str, box: QWidget, value: Callable[[], str], answer: Answer) -> None:
    dialog = QDialog(parent)
    dialog.setObjectName("question")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setWindowTitle(question)
    label = PlainLabel(dialog, question)
    label.setBuddy(box)
    box.setObjectName("question_box")
    box.setAccessibleName(question)
    buttons = QDialogButtonBox(
        QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=dialog
    )
    column = QVBoxLayout(dialog)
    for widget in (label, box, buttons):
        column.addWidget(widget)

    def accept() -> None:
        given = value()
        if given:
            dialog.accept()
            answer(given)

    buttons.accepted.connect(accept)
    buttons.rejected.connect(dialog.reject)
    dialog.open()
    box.setFocus()
