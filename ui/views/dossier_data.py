# SPDX-License-Identifier: EUPL-1.2
"""The data of a dossier, each field saved by itself, and its interested persons; on a signing-only computer what names it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout, QWidget

from eset_desktop.domain.states import OPEN
from eset_desktop.store import meta
from eset_desktop.store.queries import plan
from eset_desktop.store.queries.dossier import DossierPage, PartyRow
from ui.badges import badge_word
from ui.desk import Desk
from ui.errors import InputMissing, InputWrong
from ui.i18n import day, moment
from ui.icons import icon
from ui.models.rows import TableColumn
from ui.theme import GAP, heading, quiet
from ui.widgets.choice import Choice
from ui.widgets.fields import SavingLine, SavingNotes, fact
from ui.widgets.label import PlainLabel
from ui.widgets.party_form import PartyForm
from ui.widgets.table import Table
from ui.wording import PHASE, ROLE, choices, word

_PARTY_ROWS = 5


class DossierDataTab(QScrollArea):
    """What can be changed is a field; what cannot is text to copy."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._shown: DossierPage | None = None
        self._signing_only = meta.is_signing_only(desk.connection)
        # Who may not do this may not change the rest either (domain.rights).
        self._changing = desk.registry.action("party.add")
        self._why = quiet(PlainLabel(self))
        self._why.setObjectName("dossier_why")
        self._why.setWordWrap(True)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.subject = SavingLine(self)
        self.subject.setObjectName("dossier_title")
        self.subject.setMaxLength(500)
        self.unit = Choice(self)
        self.unit.setObjectName("dossier_unit")
        self.phase = Choice(self)
        self.notes = SavingNotes(self)
        self.facts = [fact(self) for _ in range(5)]
        self._labels = [PlainLabel(self) for _ in range(9)]
        self._people = heading("", self, 1.1)
        self.parties: Table[PartyRow] = Table(
            "parties", (
                TableColumn(lambda: self.tr("Name"), lambda row: row.name),
                TableColumn(lambda: self.tr("NIF"), lambda row: row.identifier),
                TableColumn(lambda: self.tr("Role"), lambda row: word(ROLE, row.role)),
                TableColumn(lambda: self.tr("E-mail"), lambda row: row.email),
                TableColumn(lambda: self.tr("Sending"), _waiting_word, lambda row: "pending" if row.pending else None),
            ), (0, 16, 26, 26, 29), self,
        )  # fmt: skip
        self.form = PartyForm(self)
        self.form.hide()
        self._add = QPushButton(icon("add"), "", self)
        self._add.setObjectName("party_add")
        self._remove = QPushButton(icon("remove"), "", self)
        self._save = QPushButton(icon("check"), "", self)
        self._save.setObjectName("party_save")
        self._cancel = QPushButton(self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        inside = QWidget(self)
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields: tuple[QWidget, ...] = (self.subject, self.unit, self.phase, self.notes, *self.facts)
        for label, field in zip(self._labels, fields, strict=True):
            label.setBuddy(field)
            form.addRow(label, field)
        above = QHBoxLayout()
        above.addWidget(self._people, 1)
        above.addWidget(self._remove)
        above.addWidget(self._add)
        below = QHBoxLayout()
        below.addStretch(1)
        below.addWidget(self._cancel)
        below.addWidget(self._save)
        column = QVBoxLayout(inside)
        column.setSpacing(GAP)
        column.addWidget(self._why)
        column.addLayout(form)
        column.addSpacing(GAP)
        column.addLayout(above)
        column.addWidget(self.parties)
        column.addWidget(self.form)
        column.addLayout(below)
        column.addStretch(1)
        self.setWidget(inside)
        if self._signing_only:
            away = (*self._labels[1:], *fields[1:], self._people, self.parties, self._add, self._remove)
            for widget in away:
                widget.hide()

    def _connect(self) -> None:
        invoke = self.desk.registry.invoke
        self.subject.saved.connect(lambda text: self._edit("title", text))
        self.unit.picked.connect(lambda code: self._edit("unit", code or None))
        self.notes.saved.connect(lambda text: self._edit("notes", text or None))
        self.phase.picked.connect(lambda code: invoke("dossier.advance", {"phase": code}))
        self._add.clicked.connect(lambda: invoke("party.add"))
        self._remove.clicked.connect(self._remove_party)
        self._save.clicked.connect(self.save_party)
        self._cancel.clicked.connect(lambda: self.show_form(visible=False))
        self.parties.chosen.connect(self._update)
        self.form.email.returnPressed.connect(self.save_party)
        self._changing.enabledChanged.connect(self._update)

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        texts = (
            self.tr("&Title"), self.tr("&Unit"), self.tr("&Phase"), self.tr("&Notes"), self.tr("Series"),
            self.tr("Procedure"), self.tr("Opened on"), self.tr("ENI identifier"), self.tr("Last change"),
        )  # fmt: skip
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(text)
        self._people.setText(self.tr("Interested persons"))
        self.parties.setAccessibleName(self.tr("Interested persons"))
        self._add.setText(self.tr("Add a person"))
        self._remove.setText(self.tr("Remove the person"))
        self._save.setText(self.tr("Save the person"))
        self._cancel.setText(self.tr("Cancel"))
        self.form.retranslate()
        if self._shown is not None:
            self.show_page(self._shown)

    def show_page(self, page: DossierPage) -> None:
        """Show a dossier; what the person is typing stays."""
        if self._shown is None or self._shown.id != page.id:
            self.show_form(visible=False)
        self._shown = page
        self.subject.show_value(page.title)
        self.notes.show_value(page.notes)
        self.unit.offer(
            [(row.id, row.name) for row in plan.units(self.desk.connection)], none=self.tr("No unit")
        )
        self.unit.choose(page.unit_id)
        self.phase.offer(choices(PHASE))
        self.phase.choose(page.phase)
        spanish = self.desk.language.code == "es"
        texts = (
            f"{page.class_code}  {(spanish and page.class_title_es) or page.class_title_ca}",
            (spanish and page.procedure_title_es) or page.procedure_title_ca or "—",
            day(page.opened_on),
            page.eni_id,
            f"{moment(page.changed_at)} · {page.changed_by}",
        )
        for label, text in zip(self.facts, texts, strict=True):
            label.setText(text)
        self.parties.show_rows(page.parties)
        shown = min(max(len(page.parties), 1), _PARTY_ROWS)
        self.parties.setFixedHeight(
            self.parties.verticalHeader().defaultSectionSize() * shown
            + self.parties.horizontalHeader().sizeHint().height() + GAP
        )  # fmt: skip
        self._update()

    def show_form(self, *, visible: bool) -> None:
        """Open or put away the form of a new interested person."""
        self.form.setVisible(visible)
        self._save.setVisible(visible)
        self._cancel.setVisible(visible)
        if visible:
            self.form.set_values({})
            self.ensureWidgetVisible(self._save)
            self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def save_party(self) -> None:
        """Add the person in the form to the dossier."""
        try:
            party = self.form.value()
        except (InputMissing, InputWrong) as error:
            self.desk.registry.failed.emit(error)
            return
        args = {"name": party.name, "identifier": party.identifier, "role": party.role, "email": party.email}
        done = self.desk.registry.invoke("party.add", args)
        done.when(lambda _: self.show_form(visible=False), lambda _: None)

    def _edit(self, field: str, value: str | None) -> None:
        self.desk.registry.invoke("dossier.edit", {"fields": {field: value}})

    def _remove_party(self) -> None:
        row = self.parties.row()
        if row is not None:
            self.desk.registry.invoke("party.remove", {"id": row.id})

    def _update(self) -> None:
        may = self._changing.isEnabled()
        self.subject.setReadOnly(not may)
        self.notes.setReadOnly(not may)
        for widget in (self.unit, self.phase, self._add):
            widget.setEnabled(may)
        self._remove.setEnabled(may and self.parties.row() is not None)
        self._why.setText(self._why_not())
        self._why.setVisible(bool(self._why.text()))

    def _why_not(self) -> str:
        """Return why an open dossier cannot be changed here, empty where it can."""
        if self._signing_only:
            return self.tr(
                "On a computer only for signing there is what names the dossier, to be read. The rest is done on a computer of the town hall."
            )
        is_open = self._shown is not None and self._shown.situation == OPEN
        if not is_open or self._changing.isEnabled():
            return ""
        return self.tr("You may read this dossier and not change it.")


def _waiting_word(row: PartyRow) -> str:
    return badge_word("pending" if row.pending else None)
