# SPDX-License-Identifier: EUPL-1.2
"""A new dossier: series, procedure, title, unit, interested person; everything else is defaulted."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eset_desktop.operations import dossiers
from eset_desktop.operations.dossiers import NewDossier
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries import plan
from eset_desktop.store.queries.plan import ProcedureRow
from ui.desk import Desk
from ui.errors import InputMissing, InputWrong
from ui.icons import icon
from ui.models.plan_tree import titled
from ui.outcome import Outcome
from ui.theme import GAP, quiet
from ui.views.page import Page
from ui.widgets.choice import Choice
from ui.widgets.label import PlainLabel
from ui.widgets.party_form import PartyForm

_WIDTH = 110
"""Characters: longer lines of a form are hard to follow."""


class NewDossierPage(Page):
    """The form; Ctrl+Enter or the button opens the dossier. What was typed stays until it is opened or cancelled."""

    name = "new_dossier"
    place = "dossiers"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._procedures: dict[str, ProcedureRow] = {}
        self.series = Choice(self, search=True)
        self.series.setObjectName("new_series")
        self.procedure = Choice(self)
        self.procedure.setObjectName("new_procedure")
        self.subject = QLineEdit(self)
        self.subject.setObjectName("new_title")
        self.subject.setMaxLength(500)
        self.unit = Choice(self)
        self.unit.setObjectName("new_unit")
        self.party = PartyForm(self)
        self._what = quiet(PlainLabel(self))
        self._what.setWordWrap(True)
        self._labels = [PlainLabel(self) for _ in range(4)]
        self._box = QGroupBox(self)
        self._create = QPushButton(icon("check"), "", self)
        self._create.setObjectName("new_create")
        self.submit_with(self._create)
        self._create.setDefault(True)
        self._cancel = QPushButton(self)
        self._create.clicked.connect(lambda: desk.registry.follow(self.submit()))
        self._cancel.clicked.connect(self._leave)
        self.series.picked.connect(self._series_picked)
        self.procedure.picked.connect(self._procedure_picked)
        self._lay_out()
        self.retranslate()
        self._clear()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields = (self.series, self.procedure, self.subject, self.unit)
        for label, field in zip(self._labels, fields, strict=True):
            label.setBuddy(field)
            form.addRow(label, field)
            if field is self.procedure:
                form.addRow("", self._what)
        inside = QVBoxLayout(self._box)
        inside.addWidget(self.party)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._create)
        frame = QWidget(self)
        frame.setMaximumWidth(self.fontMetrics().averageCharWidth() * _WIDTH)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(2 * GAP)
        inner.addLayout(form)
        inner.addWidget(self._box)
        inner.addLayout(buttons)
        self.column.addWidget(frame)
        self.column.addStretch(1)

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed stays."""
        self.title.setText(self.tr("New dossier"))
        texts = (self.tr("&Series"), self.tr("&Procedure"), self.tr("&Title"), self.tr("&Unit"))
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(text)
        self._box.setTitle(self.tr("Interested person (may be left empty)"))
        self._create.setText(self.tr("Open the dossier"))
        self._cancel.setText(self.tr("Cancel"))
        self.party.retranslate()
        if self.entered:
            self._offer()

    def enter(self, where: Mapping[str, Any]) -> None:
        """Begin or go on, with what is known: ``class``, ``procedure``, ``title``, ``unit``, ``party``.

        What was typed before stays, unless the form is filled and sent in one go (no ``submit: false``).
        """
        if where and where.get("submit") is not False:
            self._clear()
        self._offer()
        self.set_values(where)

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Fill the form; ids or codes of class, procedure and unit.

        Raises:
            InputWrong: There is no such class, procedure or unit.
        """
        if values.get("class"):
            before = self.series.code()
            self._pick(self.series, "class", str(values["class"]), self._class_codes())
            if self.series.code() != before:
                self.procedure.choose("")
            self._series_picked(self.series.code())
        if values.get("procedure"):
            codes = {row.code: row.id for row in self._procedures.values()}
            wanted = codes.get(str(values["procedure"]), str(values["procedure"]))
            if not self.series.code() and wanted in self._procedures:
                self.series.choose(self._procedures[wanted].class_id)
                self._series_picked(self.series.code())
            self._pick(self.procedure, "procedure", wanted, {})
            self._procedure_picked(wanted)
        if values.get("unit"):
            codes = {row.code: row.id for row in plan.units(self.desk.connection)}
            self._pick(self.unit, "unit", str(values["unit"]), codes)
        if values.get("title"):
            self.subject.setText(str(values["title"]))
        if isinstance(values.get("party"), Mapping):
            self.party.set_values(values["party"])

    def submit(self) -> Outcome[Changes]:
        """Open the dossier and show it."""
        try:
            new = self._value()
        except (InputMissing, InputWrong) as error:
            return Outcome.failed(error)
        return self.desk.perform(lambda session: dossiers.create(session, new)).map(self._opened)

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        (self.subject if self.series.code() else self.series).setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self) -> None:
        self._clear()
        self.desk.registry.invoke("go.back")

    def _opened(self, changes: Changes) -> Changes:
        self._clear()
        self.desk.registry.invoke("dossier.open", {"id": changes.created, "instead": True})
        return changes

    def _value(self) -> NewDossier:
        title, series = self.subject.text().strip(), self.series.code()
        if not series:
            self.series.setFocus()
            raise InputMissing(field="class")
        if not title:
            self.subject.setFocus()
            raise InputMissing(field="title")
        party = None if self.party.is_empty() else self.party.value()
        return NewDossier(title, series, self.procedure.code() or None, self.unit.code() or None, party)

    def _pick(self, choice: Choice, field: str, wanted: str, codes: Mapping[str, str]) -> None:
        if not choice.choose(codes.get(wanted, wanted)):
            raise InputWrong(field=field)

    def _class_codes(self) -> dict[str, str]:
        return {row.code: row.id for row in plan.classes(self.desk.connection)}

    def _offer(self) -> None:
        language = self.desk.language.code
        rows = plan.classes(self.desk.connection)
        above = {row.parent for row in rows}
        leaves = [row for row in rows if row.level == "series" or row.id not in above]
        self.series.offer([(row.id, f"{row.code}  {titled(row, language)}") for row in leaves], none="")
        self._procedures = {row.id: row for row in plan.procedures(self.desk.connection)}
        units = [(row.id, row.name) for row in plan.units(self.desk.connection)]
        self.unit.offer(units, none=self.tr("No unit"))
        self._offer_procedures(self.series.code())
        self._explain()

    def _offer_procedures(self, class_id: str) -> list[ProcedureRow]:
        """Offer the procedures of the series first, then the others: a person may start from either."""
        language = self.desk.language.code
        own = [row for row in self._procedures.values() if row.class_id == class_id]
        others = [row for row in self._procedures.values() if row.class_id != class_id]
        pairs = [(row.id, _title(row, language)) for row in (*own, *others)]
        self.procedure.offer(pairs, none=self.tr("No procedure"))
        return own

    def _series_picked(self, class_id: str) -> None:
        own = self._offer_procedures(class_id)
        if not self.procedure.code() and len(own) == 1:
            self.procedure.choose(own[0].id)
        self._explain()

    def _procedure_picked(self, procedure_id: str) -> None:
        row = self._procedures.get(procedure_id)
        if row is not None and not self.series.code():
            self.series.choose(row.class_id)
        self._explain()

    def _explain(self) -> None:
        row = self._procedures.get(self.procedure.code())
        self._what.setText(_what(row, self.desk.language.code) if row else "")
        self._what.setVisible(bool(self._what.text()))

    def _clear(self) -> None:
        for choice in (self.series, self.procedure, self.unit):
            choice.choose("")
        self.subject.clear()
        self.party.set_values({})
        self._explain()


def _title(row: ProcedureRow, language: str) -> str:
    return row.title_es if language == "es" and row.title_es else row.title_ca


def _what(row: ProcedureRow, language: str) -> str:
    """Return the procedure's own explanation, when it has one in words."""
    for key in (f"note_{language}", "note_ca"):
        text = row.definition.get(key)
        if isinstance(text, str):
            return text
    return ""
