# SPDX-License-Identifier: EUPL-1.2
"""The last question before what cannot be undone, in the page that it is about: nothing is covered and nothing waits for it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ui.icons import icon
from ui.theme import GAP
from ui.widgets.label import PlainLabel


class Confirmation(QFrame):
    """Says what will happen to one thing and asks; the focus begins at *no*.

    Signals:
        confirmed: Carries the id of what was asked about.
        dismissed: It was taken back.

    Attributes:
        about: The id of what is asked about, empty while nothing is.
    """

    confirmed = Signal(str)
    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.about = ""
        self.setObjectName("confirmation")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self._text = PlainLabel(self)
        self._text.setWordWrap(True)
        self.yes, self.no = QPushButton(icon("warning"), "", self), QPushButton(self)
        self.yes.setObjectName("confirmation_yes")
        self.no.setObjectName("confirmation_no")
        self.yes.clicked.connect(self._confirm)
        self.no.clicked.connect(self.dismiss)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP, GAP // 2, GAP, GAP // 2)
        row.addWidget(self._text, 1)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        self.hide()

    def name(self, yes: str, no: str) -> None:
        """Write the buttons in the window's language."""
        self.yes.setText(yes)
        self.no.setText(no)

    def ask(self, about: str, text: str) -> None:
        """Ask about something."""
        self.about = about
        self._text.setText(text)
        self.show()
        self.no.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Take the question back."""
        if self.about:
            self.about = ""
            self.hide()
            self.dismissed.emit()

    def _confirm(self) -> None:
        about = self.about
        self.dismiss()
        self.confirmed.emit(about)
