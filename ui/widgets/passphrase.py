# SPDX-License-Identifier: EUPL-1.2
"""The one box that stops the person: for a secret."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from ui.widgets.label import PlainLabel


class PassphraseDialog(QDialog):
    """Asks for a passphrase and forgets it at once.

    Signals:
        given: Carries the passphrase.
    """

    given = Signal(str)

    def __init__(self, file_name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("passphrase_dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Passphrase of the certificate"))
        asked = self.tr("Enter the &passphrase of %1")
        label = PlainLabel(self, asked.replace("%1", file_name.replace("&", "&&")))
        self.box = QLineEdit(self)
        self.box.setObjectName("passphrase_box")
        self.box.setEchoMode(QLineEdit.EchoMode.Password)
        self.box.setInputMethodHints(
            Qt.InputMethodHint.ImhHiddenText
            | Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
        )
        label.setBuddy(self.box)
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, parent=self
        )
        buttons.accepted.connect(self._give)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        for widget in (label, self.box, buttons):
            column.addWidget(widget)

    def _give(self) -> None:
        passphrase = self.box.text()
        self.box.clear()
        self.accept()
        self.given.emit(passphrase)
