# SPDX-License-Identifier: EUPL-1.2
"""What a document is (type, title, date: the rest is defaulted) and its versions with their signatures."""

from PySide6.QtCore import QDate, QSignalBlocker, Qt
from PySide6.QtWidgets import QDateEdit, QFormLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from eset_desktop.domain.sending import State
from eset_desktop.domain.states import DRAFT
from eset_desktop.operations.dossiers import today
from eset_desktop.operations.signature_files import is_signature_file
from eset_desktop.store import meta
from eset_desktop.store.queries import plan, signature_requests
from eset_desktop.store.queries.dossier import DocumentRow, VersionRow
from ui.desk import Desk
from ui.errors import line_of_code
from ui.i18n import DAY, moment, size
from ui.icons import icon
from ui.models.rows import TableColumn
from ui.request_words import state_of_request
from ui.states import badge_of, state_of_version, state_text
from ui.theme import quiet
from ui.widgets.choice import Choice
from ui.widgets.fields import SavingLine
from ui.widgets.label import PlainLabel
from ui.widgets.signature_line import SignatureLine, is_signed
from ui.widgets.table import Table
from ui.wording import RELATION, word


class DocumentPanel(QWidget):
    """Fields that save themselves, and the versions, the newest chosen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._row: DocumentRow | None = None
        self._is_open = False
        self._line_is_up = False
        self.subject = SavingLine(self)
        self.subject.setObjectName("document_title")
        self.subject.setMaxLength(500)
        self.type = Choice(self)
        self.type.setObjectName("document_type")
        self.date = QDateEdit(self)
        self.date.setObjectName("document_date")
        self.date.setCalendarPopup(True)
        self.date.setDisplayFormat(DAY)
        self._labels = [PlainLabel(self) for _ in range(3)]
        self.versions: Table[VersionRow] = Table(
            "versions", (
                TableColumn(lambda: self.tr("Version"), self._relation),
                TableColumn(lambda: self.tr("When"), lambda row: moment(row.created_at)),
                TableColumn(lambda: self.tr("Size"), lambda row: size(row.size)),
                TableColumn(lambda: self.tr("Sending"), self._place, lambda row: badge_of(self._state(row))),
            ), (0, 21, 12, 29), self,
        )  # fmt: skip
        self._signature = SignatureLine(desk, self)
        self._details = QPushButton(icon("signed"), "", self)
        self._details.setObjectName("signature_details")
        self._details.clicked.connect(lambda: desk.registry.invoke("document.verify"))
        self._request = PlainLabel(self)
        self._request.setObjectName("request_line")
        self._request.setWordWrap(True)
        self._choose = QPushButton(icon("check"), "", self)
        self._more = quiet(PlainLabel(self))
        self._more.setWordWrap(True)
        self._lay_out()
        self.subject.saved.connect(lambda text: self._describe("title", text))
        self.type.picked.connect(lambda code: self._describe("type", code))
        self.date.editingFinished.connect(self._date_edited)
        self.versions.chosen.connect(self._tell)
        self._choose.clicked.connect(self._choose_version)
        self.retranslate()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, field in zip(self._labels, (self.subject, self.type, self.date), strict=True):
            label.setBuddy(field)
            form.addRow(label, field)
        line = QHBoxLayout()
        line.addWidget(self._signature, 1)
        line.addWidget(self._details)
        line.addWidget(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(form)
        column.addWidget(self.versions, 1)
        column.addLayout(line)
        column.addWidget(self._request)
        column.addWidget(self._more)

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        for label, text in zip(
            self._labels, (self.tr("T&itle"), self.tr("T&ype"), self.tr("Dat&e")), strict=True
        ):
            label.setText(text)
        self.versions.setAccessibleName(self.tr("Versions"))
        self._choose.setText(self.tr("Keep this version"))
        self._details.setText(self.tr("Details"))
        if self._row is not None:
            self.show_document(self._row, is_open=self._is_open)

    def show_document(self, row: DocumentRow | None, *, is_open: bool) -> None:
        """Show a document, or nothing; what the person is typing stays."""
        other = row is None or self._row is None or row.id != self._row.id
        grown = (
            not other
            and row is not None
            and self._row is not None
            and len(row.versions) != len(self._row.versions)
        )
        self._row, self._is_open = row, is_open
        self._line_is_up = meta.get(self.desk.connection, "line") == "up"
        self.setEnabled(row is not None)
        if row is None:
            self.versions.show_rows(())
            self._tell()
            return
        self.subject.show_value(row.title)
        spanish = self.desk.language.code == "es"
        types = plan.document_types(self.desk.connection)
        self.type.offer([(each.code, (spanish and each.title_es) or each.title_ca) for each in types])
        self.type.choose(row.type)
        if not self.date.hasFocus():
            with QSignalBlocker(self.date):
                self.date.setDate(QDate.fromString(row.date, Qt.DateFormat.ISODate))
        editable = is_open and row.state == DRAFT and self.desk.registry.is_available("document.describe")
        for field in (self.type, self.date):
            field.setEnabled(editable)
        self.subject.setReadOnly(not editable)
        self.versions.show_rows(row.versions)
        if other or grown:
            self._choose_head(row)
        self._tell_request(row)
        self._more.setText(self.tr("ENI identifier %1").replace("%1", row.eni_id))
        self._tell()

    def version(self) -> VersionRow | None:
        """Return the chosen version."""
        return self.versions.row() if self._row is not None else None

    def _choose_head(self, row: DocumentRow) -> None:
        for position, version in enumerate(row.versions):
            if row.head is not None and version.id == row.head.id:
                self.versions.choose(position)

    def _tell(self) -> None:
        version, row = self.version(), self._row
        choosing = row is not None and row.needs_choice
        self._choose.setVisible(choosing and self.desk.registry.action("document.choose").isVisible())
        signed = version is not None and is_signed(version) and version.here
        self._details.setVisible(bool(signed))
        if choosing:
            self._signature.say(self.tr("Two versions stand side by side: choose which one stays."))
        else:
            self._signature.show_version(version)

    def _tell_request(self, row: DocumentRow) -> None:
        """Say what was asked for the document's signature last, and how far it is."""
        session = self.desk.session
        person, on = meta.get(self.desk.connection, "account.person"), today(session)
        requests = signature_requests.of_document(self.desk.connection, row.id, person, on)
        self._request.setVisible(bool(requests))
        if requests:
            text = self.tr("Sent to be signed by %1. %2.").replace("%1", requests[0].sender_name or "—")
            self._request.setText(text.replace("%2", state_of_request(requests[0])))

    def _relation(self, version: VersionRow) -> str:
        text = self.tr("Signature file") if is_signature_file(version) else word(RELATION, version.relation)
        return " · ".join(part for part in (text, version.signer, version.acting) if part)

    def _state(self, version: VersionRow) -> State:
        return state_of_version(version, line_up=self._line_is_up)

    def _place(self, version: VersionRow) -> str:
        state = self._state(version)
        reason = line_of_code(state.problem, self.desk.language.code).title if state.problem else ""
        return ": ".join(part for part in (state_text(state), reason) if part)

    def _describe(self, field: str, value: str) -> None:
        if self._row is not None:
            self.desk.registry.invoke("document.describe", {"id": self._row.id, "fields": {field: value}})

    def _date_edited(self) -> None:
        wanted = self.date.date().toString(Qt.DateFormat.ISODate)
        if self._row is not None and wanted != self._row.date:
            self._describe("date", wanted)

    def _choose_version(self) -> None:
        version = self.version()
        if self._row is not None and version is not None:
            self.desk.registry.invoke("document.choose", {"id": self._row.id, "version": version.id})
