# SPDX-License-Identifier: EUPL-1.2
"""The one box that stops the person: for a PIN or passphrase. It says what will be signed with what, before it is typed."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from eset_desktop.signing.keys.port import Secret, TokenState
from eset_desktop.signing.values import SecretKind
from ui.icons import icon, pixmap
from ui.signing_words import TOKEN_WARNING
from ui.theme import GAP, ICON, heading, quiet
from ui.widgets.label import PlainLabel
from ui.wording import word

_WIDTH: Final = 62
"""Characters."""


@dataclass(frozen=True, slots=True)
class SecretAsked:
    """What the box says.

    Attributes:
        count: How many documents are signed with one entry; 0: nothing is signed yet.
        holder: The certificate's.
        place: Its file, or card and reader.
        kind: What is typed, if anything is.
        state: How the card's PIN stands, read without a try.
        told: What went wrong before, in the person's language; empty the first time.
        document: The one document that this entry is for, where each has its own.
    """

    count: int
    holder: str
    place: str
    kind: SecretKind
    state: TokenState = TokenState.OK
    told: str = ""
    document: str = ""

    @property
    def is_shut(self) -> bool:
        """Whether no PIN can help now."""
        return self.state in (TokenState.LOCKED, TokenState.NOT_INITIALISED)


class SecretDialog(QDialog):
    """Asks for a PIN or passphrase and keeps it nowhere.

    Signals:
        given: Carries the :class:`Secret`, or None where the reader or the driver asks.
    """

    given = Signal(object)

    def __init__(self, asked: SecretAsked, parent: QWidget) -> None:
        super().__init__(parent)
        self.asked = asked
        self.setObjectName("secret_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Sign"))
        self.box = self._made_box()
        self.buttons = self._made_buttons()
        column = QVBoxLayout(self)
        column.setSpacing(GAP)
        column.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        column.addWidget(heading(self._title(), self, 1.15))
        column.addWidget(self._line(self._with_what(), stands_back=True))
        for text in (asked.told, word(TOKEN_WARNING, asked.state)):
            if text:
                column.addLayout(self._warned(text))
        self._ask(column)
        column.addSpacing(GAP)
        column.addWidget(self.buttons)
        self.setMinimumWidth(self.fontMetrics().averageCharWidth() * _WIDTH)

    def _ask(self, column: QVBoxLayout) -> None:
        if self.asked.is_shut:
            self.box.hide()
            return
        if self.asked.kind is SecretKind.NONE:
            self.box.hide()
            column.addWidget(
                self._line(
                    self.tr(
                        "The PIN is typed on the reader's own keys, or in the window of the card's driver."
                    )
                )
            )
            return
        label = PlainLabel(self, self._label())
        label.setBuddy(self.box)
        column.addWidget(label)
        column.addWidget(self.box)
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _made_box(self) -> QLineEdit:
        box = QLineEdit(self)
        box.setObjectName("secret_box")
        box.setEchoMode(QLineEdit.EchoMode.Password)
        box.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        box.textChanged.connect(lambda _: self._update())
        return box

    def _made_buttons(self) -> QDialogButtonBox:
        buttons = QDialogButtonBox(self)
        if self.asked.is_shut:
            buttons.addButton(QDialogButtonBox.StandardButton.Close)
        else:
            go = buttons.addButton(QDialogButtonBox.StandardButton.Ok)
            go.setText(self.tr("Sign") if self.asked.count else self.tr("Open"))
            go.setIcon(icon("sign"))
            go.setEnabled(self.asked.kind is not SecretKind.PIN)
            buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self._give)
        buttons.rejected.connect(self.reject)
        return buttons

    def _title(self) -> str:
        if self.asked.is_shut:
            return self.tr("It cannot be signed with this card now")
        if not self.asked.count:
            return self.tr("Open the certificate")
        if self.asked.document:
            return self.tr("“%1” will be signed").replace("%1", self.asked.document)
        return self.tr("%n document(s) will be signed", "", self.asked.count)

    def _with_what(self) -> str:
        """Name the holder where it is known: a certificate file says it only once it is open."""
        if not self.asked.holder:
            return self.asked.place
        text = self.tr("With the certificate of %1 (%2).")
        return text.replace("%1", self.asked.holder).replace("%2", self.asked.place)

    def _label(self) -> str:
        if self.asked.kind is SecretKind.PIN:
            return self.tr("Enter the &PIN of the card")
        return self.tr("Enter the &passphrase of the certificate")

    def _line(self, text: str, *, stands_back: bool = False) -> PlainLabel:
        line = PlainLabel(self, text)
        line.setWordWrap(True)
        if stands_back:
            quiet(line)
        return line

    def _warned(self, text: str) -> QHBoxLayout:
        sign = PlainLabel(self)
        sign.setPixmap(pixmap("warning", ICON, self.devicePixelRatioF(), QPalette.ColorRole.WindowText))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(sign, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._line(text), 1)
        return row

    def _update(self) -> None:
        go = self.buttons.button(QDialogButtonBox.StandardButton.Ok)
        go.setEnabled(bool(self.box.text()) or self.asked.kind is not SecretKind.PIN)

    def _give(self) -> None:
        asks = self.asked.kind is not SecretKind.NONE
        secret = Secret.from_text(self.box.text()) if asks else None
        self.box.clear()
        self.accept()
        self.given.emit(secret)

    def reject(self) -> None:
        """Forget what was typed."""
        self.box.clear()
        super().reject()
