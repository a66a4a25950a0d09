# SPDX-License-Identifier: EUPL-1.2
"""*Ordinadors*: the computers of the body, how each is, what only it holds; withdrawing the access of one.

The window asks through the agent (:mod:`eset_desktop.operations.errands`); what was told last stays on screen meanwhile.
"""

from datetime import datetime
from typing import Any, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QGroupBox,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from eset_desktop.operations import errands
from eset_desktop.store import meta
from eset_desktop.store.changes import Changes
from eset_desktop.store.errands import LIFETIME
from eset_desktop.store.queries import devices
from eset_desktop.store.queries.devices import DeviceFacts, DeviceList, OnlyThere, Told
from ui.desk import Desk
from ui.device_texts import RENEWED, REVOKED, SILENT, DeviceTexts, state_of
from ui.errors import line_of_code
from ui.i18n import moment
from ui.icons import icon
from ui.models.rows import TableColumn
from ui.outcome import Outcome
from ui.theme import GAP, quiet
from ui.views.page import Page
from ui.widgets.confirmation import Confirmation
from ui.widgets.empty import EmptyState
from ui.widgets.label import PlainLabel
from ui.widgets.table import Table

_MARGIN: Final = 1_000
"""Milliseconds after an errand's minute when the page looks whether it has to be given up."""
_HELD_LINES: Final = 7


class DevicesPage(Page):
    """A row a computer; below it what only the chosen one holds, and the withdrawal with its confirmation in place."""

    name = "devices"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._texts = DeviceTexts(self)
        self._told: Told[DeviceList] = Told()
        self._own = ""
        self._why = quiet(PlainLabel(self))
        self._why.setWordWrap(True)
        self._line = PlainLabel(self)
        self._line.setObjectName("devices_line")
        self._line.setWordWrap(True)
        self._again = QPushButton(icon("line-up"), "", self)
        self._again.setObjectName("devices_ask")
        self.list: Table[DeviceFacts] = Table(
            "devices", (
                TableColumn(lambda: self.tr("State"), lambda row: self._texts.state_text(row, self._now), self._badge),
                TableColumn(lambda: self.tr("Person"), lambda row: row.person_name),
                TableColumn(lambda: self.tr("Computer"), self._name),
                TableColumn(lambda: self.tr("Version"), lambda row: row.client.rpartition("/")[2]),
                TableColumn(lambda: self.tr("Last contact"), lambda row: moment(row.last_contact) or "—"),
                TableColumn(lambda: self.tr("Unsent"), self._texts.unsent_text),
                TableColumn(lambda: self.tr("Oldest unsent"), lambda row: self._texts.age(row.oldest_at, self._now) or "—"),
            ), (26, 30, 0, 12, 21, 14, 18), self,
        )  # fmt: skip
        self.details = QGroupBox(self)
        self.held = QPlainTextEdit(self)
        self.held.setObjectName("devices_held")
        self.held.setReadOnly(True)
        self.held.setTabChangesFocus(True)
        self.held.setFixedHeight(self.fontMetrics().lineSpacing() * _HELD_LINES + 2 * GAP)
        self._state = PlainLabel(self)
        self._state.setObjectName("devices_state")
        self._state.setWordWrap(True)
        self._copy, self._revoke = QPushButton(self), QPushButton(icon("remove"), "", self)
        self._copy.setObjectName("devices_copy")
        self._revoke.setObjectName("devices_revoke")
        self.question = Confirmation(self)
        self._empty = EmptyState("computer", self)
        self._stack = QStackedWidget(self)
        self._clock = QTimer(self, singleShot=True, interval=int(LIFETIME.total_seconds() * 1000) + _MARGIN)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self._why, 1)
        above.addWidget(self._again)
        buttons = QHBoxLayout()
        buttons.addWidget(self._copy)
        buttons.addStretch(1)
        buttons.addWidget(self._revoke)
        inside = QVBoxLayout(self.details)
        inside.addWidget(self._state)
        inside.addWidget(self.held)
        inside.addWidget(self.question)
        inside.addLayout(buttons)
        full = QWidget(self)
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 1)
        column.addWidget(self.details)
        self._stack.addWidget(full)
        self._stack.addWidget(self._empty)
        self.column.addLayout(above)
        self.column.addWidget(self._line)
        self.column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        registry = self.desk.registry
        self._again.clicked.connect(lambda: registry.invoke("devices.ask"))
        self._copy.clicked.connect(lambda: registry.invoke("devices.copy", {"text": self.as_text()}))
        self._revoke.clicked.connect(self.offer_withdrawal)
        self.question.confirmed.connect(self._withdraw)
        self.question.dismissed.connect(self._revoke.show)
        self.list.chosen.connect(self._tell)
        self._clock.timeout.connect(lambda: registry.follow(self.desk.perform(errands.give_up)))

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        self.title.setText(self.tr("Computers"))
        self._why.setText(self.tr("What each computer of the town hall last told the central service."))
        self._again.setText(self.tr("Ask again"))
        self.list.setAccessibleName(self.tr("Computers of the town hall"))
        self.held.setAccessibleName(self.tr("What only this computer holds"))
        self._copy.setText(self.tr("Copy as text"))
        self.question.name(self.tr("Withdraw the access"), self.tr("Cancel"))
        if self.entered:
            self._read()

    def enter(self, where: Any) -> None:  # noqa: ARG002 - it has no places inside
        """Come on screen and ask."""
        self.question.dismiss()
        self._read()
        self.desk.registry.follow(self.ask())

    def ask(self) -> Outcome[Changes]:
        """Ask which computers there are."""
        return self.expect(self.desk.perform(errands.ask_devices))

    def refresh(self, changes: Changes) -> None:
        """Show an answer that came."""
        if changes.touches("errand", "line"):
            self._read()

    def expect(self, asked: Outcome[Changes]) -> Outcome[Changes]:
        """Wait for the answer to what was asked, but no longer than an errand lives."""
        self._clock.start()
        return asked

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of this page."""
        return {
            "devices": [
                {"id": row.id, "name": row.name, "person": row.person_name, "unsent": row.unsent,
                 "state": state_of(row, self._now)}
                for row in self.list.rows.rows
            ],
            "asked": self._told.is_asked, "problem": self._told.problem, "confirming": self.question.isVisible(),
            "held": self.held.toPlainText(),
        }  # fmt: skip

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        (self.list if self.list.rows.rows else self._again).setFocus(Qt.FocusReason.OtherFocusReason)

    def as_text(self) -> str:
        """Return the chosen computer and what only it holds, for a letter or a note."""
        row = self.list.row()
        return f"{_title(row)}\n{self.held.toPlainText()}\n" if row else ""

    @property
    def _now(self) -> datetime:
        return self.desk.session.clock.now()

    def _read(self) -> None:
        connection = self.desk.connection
        self._own = meta.get(connection, "account.device")
        self._told = devices.devices(connection)
        known = self._told.answer
        rows = [each for each in (known.devices if known else ()) if each.state != RENEWED]
        self._show_rows(sorted(rows, key=lambda row: row.state == REVOKED))
        self._again.setEnabled(not self._told.is_asked)
        self._stack.setCurrentIndex(0 if rows else 1)
        self._tell_line(has_list=bool(rows))
        self._tell()

    def _show_rows(self, rows: list[DeviceFacts]) -> None:
        """Show other rows and follow the chosen computer where the list moved it."""
        chosen, ids = self.list.row(), [each.id for each in rows]
        self.list.blockSignals(True)
        self.list.show_rows(rows)
        if chosen is not None and chosen.id in ids:
            self.list.choose(ids.index(chosen.id))
        self.list.blockSignals(False)

    def _tell_line(self, *, has_list: bool) -> None:
        problem = self._told.problem and line_of_code(self._told.problem, self.desk.language.code)
        as_of = self.tr("As it was on %1.").replace("%1", moment(self._told.answered_at)) if has_list else ""
        if self._told.is_asked:
            title, advice = (
                self.tr("Asking the central service…"),
                self.tr("It takes up to a minute on a slow line."),
            )
        elif problem:
            title, advice = problem.title, self.tr("The list needs connection. Ask again when there is.")
        else:
            title, advice = self.tr("No computers yet."), self.tr("Each one appears here once it has joined.")
        self._empty.say(title, advice)
        self._line.setText(" ".join(filter(None, (title if self._told.is_asked or problem else "", as_of))))
        self._line.setVisible(has_list)

    def _tell(self) -> None:
        row = self.list.row()
        self.details.setVisible(row is not None)
        if row is None:
            return
        told = devices.only_there(self.desk.connection, row.id)
        own, withdrawn = row.id == self._own, self._is_withdrawn(row, told)
        held = told.answer if withdrawn else None
        lines = (
            self._texts.held_now(row) if held is None else self._texts.held_then(held, self.desk.connection)
        )
        self.details.setTitle(_title(row))
        self.held.setPlainText("\n".join(lines))
        self._tell_errand(told, withdrawn=withdrawn)
        self._revoke.setText(
            self.tr("See what only it held") if withdrawn else self.tr("Withdraw the access…")
        )
        self._revoke.setIcon(icon("search" if withdrawn else "remove"))
        self._revoke.setEnabled(not own and not told.is_asked and held is None)
        self._revoke.setToolTip(self.tr("It is the one you are using.") if own else "")
        if self.question.about != row.id:
            self.question.dismiss()

    def _is_withdrawn(self, row: DeviceFacts, told: Told[OnlyThere]) -> bool:
        """Tell whether the list says so, or an answer that is newer than the list."""
        fresh = told.answer is not None and told.answered_at > self._told.answered_at
        return row.state == REVOKED or fresh

    def _tell_errand(self, told: Told[OnlyThere], *, withdrawn: bool) -> None:
        why = line_of_code(told.problem, self.desk.language.code).title if told.problem else ""
        if told.is_asked:
            said = self.tr("Asking the central service…")
        elif why and not withdrawn:
            unknown = self.tr("It is not known whether the access was withdrawn: ask again.")
            said = f"{why} {unknown}"
        elif told.answer is not None and withdrawn:
            said = self.tr("The access is withdrawn. This was only there:")
        else:
            said = why
        self._state.setText(said)
        self._state.setVisible(bool(said))

    def offer_withdrawal(self) -> None:
        """Ask whether to withdraw the chosen one's access; for one that is withdrawn, ask what it held."""
        row = self.list.row()
        if row is None:
            return
        if row.state == REVOKED:
            self._withdraw(row.id)
            return
        self._revoke.hide()
        asked = self.tr(
            "Withdraw the access of «%1»? It cannot be undone. Nobody reads anything on it any more; what is named"
            " above is only there and has to be done again, or recovered from it with the recovery key."
        )
        self.question.ask(row.id, asked.replace("%1", row.name))

    def _withdraw(self, device: str) -> None:
        self.desk.registry.invoke("devices.revoke", {"device": device})

    def _name(self, row: DeviceFacts) -> str:
        return self.tr("%1 (this one)").replace("%1", row.name) if row.id == self._own else row.name

    def _badge(self, row: DeviceFacts) -> str | None:
        if row.state != REVOKED and state_of(row, self._now) == SILENT:
            return "attention"
        return "pending" if row.state != REVOKED and row.unsent else None


def _title(row: DeviceFacts) -> str:
    return f"{row.name} · {row.person_name}"
