# SPDX-License-Identifier: EUPL-1.2
"""Substitutions: who signs in whose place, from and until which day, by which decree; it comes back by itself."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import (
    QDateEdit,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eset_desktop.operations.dossiers import today
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries import office, plan
from eset_desktop.store.queries.office import SubstitutionRow
from ui.desk import Desk
from ui.i18n import DAY, day
from ui.icons import icon
from ui.models.rows import TableColumn
from ui.outcome import Outcome
from ui.request_words import GROUND, OFFICE
from ui.theme import GAP, quiet
from ui.views.page import Page
from ui.widgets.choice import Choice
from ui.widgets.empty import EmptyState
from ui.widgets.label import PlainLabel
from ui.widgets.table import Table
from ui.widgets.tick import CheckBox
from ui.wording import choices, word

_WIDTH: Final = 110


class SubstitutionsPage(Page):
    """The list and, for who may, a form below it."""

    name = "substitutions"
    place = "signatures"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._what = quiet(PlainLabel(self))
        self._what.setWordWrap(True)
        self.list: Table[SubstitutionRow] = Table(
            "substitutions", (
                TableColumn(lambda: self.tr("Substitute"), lambda row: row.substitute_name),
                TableColumn(lambda: self.tr("In the place of"), self._instead),
                TableColumn(lambda: self.tr("Days"), self._days),
                TableColumn(lambda: self.tr("Decree"), lambda row: row.decree),
                TableColumn(lambda: self.tr("State"), self._state, lambda row: "pending" if row.pending else None),
            ), (0, 34, 34, 20, 20), self,
        )  # fmt: skip
        self._end, self._call_off = QPushButton(icon("closed"), "", self), QPushButton(self)
        self._end.setObjectName("substitution_end")
        self._call_off.setObjectName("substitution_call_off")
        self._box = QGroupBox(self)
        self._labels = [PlainLabel(self) for _ in range(7)]
        self.absent, self.substitute = Choice(self), Choice(self)
        self.office, self.ground = Choice(self), Choice(self)
        self.first, self.last = QDateEdit(self), QDateEdit(self)
        self.open_end = CheckBox(self)
        self.decree = QLineEdit(self)
        for name in ("absent", "substitute", "office", "ground", "first", "last", "open_end", "decree"):
            getattr(self, name).setObjectName(f"substitution_{name}")
        self._go = QPushButton(icon("substitute"), "", self)
        self._go.setObjectName("substitution_go")
        self._empty = EmptyState("substitute", self)
        self.submit_with(self._go)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        for edit in (self.first, self.last):
            edit.setCalendarPopup(True)
            edit.setDisplayFormat(DAY)
        until = QWidget(self)
        days = QHBoxLayout(until)
        days.setContentsMargins(0, 0, 0, 0)
        days.addWidget(self.last)
        days.addWidget(self.open_end)
        days.addStretch(1)
        form = QFormLayout(self._box)
        form.setVerticalSpacing(GAP)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields: tuple[QWidget, ...] = (
            self.absent, self.substitute, self.office, self.ground, self.first, until, self.decree,
        )  # fmt: skip
        for label, field in zip(self._labels, fields, strict=True):
            label.setBuddy(self.last if field is until else field)
            form.addRow(label, field)
        go = QHBoxLayout()
        go.addStretch(1)
        go.addWidget(self._go)
        form.addRow(go)
        self._box.setMaximumWidth(self.fontMetrics().averageCharWidth() * _WIDTH)
        end = QHBoxLayout()
        end.addWidget(self._end)
        end.addWidget(self._call_off)
        end.addStretch(1)
        listed = QVBoxLayout()
        listed.addWidget(self.list, 1)
        listed.addWidget(self._empty, 1)
        listed.addLayout(end)
        self.column.addWidget(self._what)
        self.column.addLayout(listed, 1)
        self.column.addWidget(self._box)

    def _connect(self) -> None:
        self.list.chosen.connect(self._tell)
        self.open_end.toggled.connect(lambda on: self.last.setEnabled(not on))
        self._end.clicked.connect(lambda: self.desk.registry.invoke("substitution.end"))
        self._call_off.clicked.connect(self._call_chosen_off)
        self._go.clicked.connect(lambda: self.desk.registry.follow(self.submit()))

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed stays."""
        self.title.setText(self.tr("Substitutions"))
        self._what.setText(
            self.tr(
                "While a substitution lasts, what is sent to the absent person waits for the substitute too, and each"
                " signature says in whose place it is made. It ends by itself after its last day."
            )
        )
        self.list.setAccessibleName(self.tr("Substitutions"))
        self._end.setText(self.tr("End it today"))
        self._call_off.setText(self.tr("Call it off"))
        self._call_off.setToolTip(self.tr("As if it had never been entered: nothing was signed by it."))
        self._box.setTitle(self.tr("New substitution"))
        texts = (
            self.tr("&Absent person"), self.tr("&Substitute"), self.tr("&Office"), self.tr("&Ground"), self.tr("&From"),
            self.tr("&Until"), self.tr("D&ecree"),
        )  # fmt: skip
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(text)
        self.first.setAccessibleName(self.tr("First day"))
        self.last.setAccessibleName(self.tr("Last day"))
        self.open_end.setText(self.tr("Until further notice"))
        self.decree.setPlaceholderText(self.tr("For example: Decree 45/2026"))
        self._go.setText(self.tr("Enter the substitution"))
        self._empty.say(
            self.tr("There is no substitution."), self.tr("Enter one when its decree has been signed.")
        )
        self.ground.offer(choices(GROUND))
        self.office.offer(choices(OFFICE), none=self.tr("All that the person holds"))
        self._read()

    def enter(self, where: Mapping[str, Any]) -> None:
        """Show the list; the form stays as it was left."""
        del where
        people = sorted(plan.people(self.desk.connection).items(), key=lambda pair: pair[1])
        for choice in (self.absent, self.substitute):
            choice.offer(people, none="")
        if not self.decree.text():
            now = today(self.desk.session)
            self.first.setDate(QDate(now.year, now.month, now.day))
            self.last.setDate(QDate(now.year, now.month, now.day).addDays(14))
        self._read()

    def refresh(self, changes: Changes) -> None:
        """Show what changed."""
        if changes.everything or changes.touches("substitution", "person", "signature_request"):
            self._read()

    def row(self) -> SubstitutionRow | None:
        """Return the chosen substitution."""
        return self.list.row()

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of this page."""
        return {
            "rows": [
                {"id": row.id, "absent": row.absent_name, "substitute": row.substitute_name, "active": row.active}
                for row in self.list.rows.rows
            ]
        }  # fmt: skip

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        (self.list if self.list.rows.rows else self.absent).setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> Outcome[Any]:
        """Enter what the form says."""
        args = {
            "absent": self.absent.code(), "substitute": self.substitute.code(), "office": self.office.code(),
            "ground": self.ground.code(), "from": self.first.date().toString(Qt.DateFormat.ISODate),
            "until": "" if self.open_end.isChecked() else self.last.date().toString(Qt.DateFormat.ISODate),
            "decree": self.decree.text().strip(),
        }  # fmt: skip
        done = self.desk.registry.invoke("substitution.create", args)
        done.when(lambda _: self.decree.clear(), lambda _: None)
        return done

    def _read(self) -> None:
        if not self.entered:
            return
        rows = office.substitutions(self.desk.connection, self._today())
        self.list.show_rows(rows)
        self.list.setVisible(bool(rows))
        self._empty.setVisible(not rows)
        self._tell()

    def _tell(self) -> None:
        may = self.desk.registry.is_available("substitution.create")
        row = self.row()
        self._box.setVisible(may)
        for button in (self._end, self._call_off):
            button.setVisible(may and bool(self.list.rows.rows))
        self._end.setEnabled(row is not None and row.active)
        self._call_off.setEnabled(row is not None and not row.over and not row.acted)
        self.desk.registry.update()

    def _call_chosen_off(self) -> None:
        row = self.row()
        if row is not None:
            before = date.fromisoformat(row.from_on) - timedelta(days=1)
            self.desk.registry.invoke("substitution.end", {"id": row.id, "on": before.isoformat()})

    def _today(self) -> date:
        return today(self.desk.session)

    def _instead(self, row: SubstitutionRow) -> str:
        return f"{row.absent_name} · {word(OFFICE, row.office)}" if row.office else row.absent_name

    def _days(self, row: SubstitutionRow) -> str:
        ended = "" if row.called_off else row.ended_on
        last = min(filter(None, (row.until_on, ended)), default="")
        until = day(last) if last else self.tr("until further notice")
        return f"{day(row.from_on)} – {until}"

    def _state(self, row: SubstitutionRow) -> str:
        if row.called_off:
            return self.tr("Called off")
        if row.active:
            return self.tr("In force")
        return self.tr("Over") if row.over else self.tr("Still to come")
