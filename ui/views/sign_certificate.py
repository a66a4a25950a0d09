# SPDX-License-Identifier: EUPL-1.2
"""The part of the signing page that says with what: the certificates of this computer, and what is to be known of the chosen one."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from eset_desktop.operations.certificate_files import is_known
from eset_desktop.signing.identities.bodies import DocumentBody, warn_if_other_body
from eset_desktop.signing.identities.people import is_somebody_elses
from eset_desktop.signing.values import Identity
from eset_desktop.store.queries import plan
from ui.desk import Desk
from ui.errors import line_of
from ui.icons import icon, pixmap
from ui.keyring import Listed
from ui.signing_words import BODY_WARNING
from ui.theme import GAP, ICON, quiet
from ui.widgets.action_button import ActionButton
from ui.widgets.empty import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.identity_picker import IdentityPicker
from ui.widgets.label import PlainLabel
from ui.widgets.page_area import CurrentStack
from ui.wording import word


class CertificatePanel(QWidget):
    """The list, a line on the chosen certificate, and what to do when the right one is not there.

    Signals:
        chosen: Another certificate was chosen, or what is known of it changed.
    """

    chosen = Signal()

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        registry = desk.registry
        self._title = PlainLabel(self)
        self.picker = IdentityPicker(self, file_of=desk.files.name_of)
        self._empty = EmptyState("sign", self, registry.action("certificate.add"))
        self._stack = CurrentStack(self)
        self._stack.addWidget(self.picker)
        self._stack.addWidget(self._empty)
        self._warning_icon = PlainLabel(self)
        self._warning_icon.setPixmap(
            pixmap("warning", ICON, self.devicePixelRatioF(), QPalette.ColorRole.WindowText)
        )
        self._told = PlainLabel(self)
        self._told.setObjectName("sign_who")
        self._told.setWordWrap(True)
        self._looking = quiet(PlainLabel(self))
        self._buttons = {
            name: self._button(name) for name in ("certificate.add", "certificate.forget", "certificate.look")
        }
        self._lay_out()
        desk.keyring.changed.connect(self._show)
        self.picker.chosen.connect(self._tell)

    def _button(self, action_id: str) -> ActionButton:
        return ActionButton(
            self.desk.registry.action(action_id), self, hides=action_id == "certificate.forget"
        )

    def _lay_out(self) -> None:
        above = FlowLayout()
        above.addWidget(self._title)
        above.addWidget(self._looking)
        for button in self._buttons.values():
            above.addWidget(button)
        told = QHBoxLayout()
        told.setSpacing(GAP)
        told.addWidget(self._warning_icon, 0, Qt.AlignmentFlag.AlignTop)
        told.addWidget(self._told, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(above)
        column.addWidget(self._stack, 1)
        column.addLayout(told)

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        self._title.setText(self.tr("Certificate to sign with:"))
        self._looking.setText(self.tr("Looking for certificates…"))
        self._buttons["certificate.add"].setText(self.tr("Add a certificate file…"))
        self._buttons["certificate.forget"].setText(self.tr("Take it off the list"))
        self._buttons["certificate.look"].setText(self.tr("Look again"))
        self._buttons["certificate.look"].setIcon(icon("undo"))
        self._empty.say(
            self.tr("No certificate was found on this computer."),
            self.tr("Put your card in the reader, or add the .p12 or .pfx file of your certificate."),
        )
        self.picker.retranslate(self.desk.language.code)
        self._show()

    def listed(self) -> Listed | None:
        """Return the chosen certificate."""
        return self.picker.listed()

    def _show(self) -> None:
        places = self.desk.keyring.places()
        self.picker.show_places(places)
        self._looking.setVisible(self.desk.keyring.is_looking)
        self._stack.setCurrentWidget(self.picker if places or self.desk.keyring.is_looking else self._empty)

    def _tell(self) -> None:
        listed = self.listed()
        text = self._about(listed) if listed is not None else ""
        for widget in (self._told, self._warning_icon):
            widget.setVisible(bool(text))
        self._told.setText(text)
        self.desk.registry.update()
        self.chosen.emit()

    def _about(self, listed: Listed) -> str:
        """Return what is to be known before the PIN: why it may not sign, or that it is another person's or names another body."""
        if listed.problem is not None:
            return line_of(listed.problem, self.desk.language.code).text
        if not is_known(listed.identity):
            return ""
        warnings = (self._about_person(listed.identity), self._about_body(listed.identity))
        return "\n".join(each for each in warnings if each)

    def _about_person(self, identity: Identity) -> str:
        account = self.desk.session.account()
        person = plan.people(self.desk.connection).get(account.person, account.person_name)
        if not is_somebody_elses(identity, person):
            return ""
        text = self.tr("This certificate is of %1, and you work as %2. Go on only if it has to be so.")
        return text.replace("%1", identity.name).replace("%2", person)

    def _about_body(self, identity: Identity) -> str:
        body = plan.body(self.desk.connection)
        if body is None:
            return ""
        warning = warn_if_other_body(identity, DocumentBody(body.name, body.nif))
        text = word(BODY_WARNING, warning) if warning is not None else ""
        return text.replace("%1", identity.body).replace("%2", body.name)
