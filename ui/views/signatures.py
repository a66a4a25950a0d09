# SPDX-License-Identifier: EUPL-1.2
"""The signature folder (*portasignatures*): what waits to be signed, what was sent, what is done; see first, then sign or refuse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eset_desktop.operations import documents
from eset_desktop.operations.dossiers import today
from eset_desktop.operations.errors import NoLongerAsked
from eset_desktop.operations.still_asked import no_longer
from eset_desktop.store import late, meta
from eset_desktop.store.changes import Changes
from eset_desktop.store.engine import Connection
from eset_desktop.store.late import LateSignature
from eset_desktop.store.queries import plan
from eset_desktop.store.queries import signature_requests as queries
from eset_desktop.store.queries.signature_rows import FlowRow, RequestPage, RequestRow
from ui.desk import Desk
from ui.flows import names_of
from ui.looking import Looking
from ui.outcome import Outcome
from ui.theme import GAP
from ui.views.page import Page
from ui.views.request_lists import DONE, SENT, TABS, TO_SIGN, RequestLists
from ui.views.request_panel import RequestPanel
from ui.widgets.action_button import ActionButton
from ui.widgets.flow import FlowLayout
from ui.widgets.late_line import LateLine
from ui.widgets.preview import Preview
from ui.widgets.question import Question
from ui.widgets.side_by_side import SideBySide

_BUTTONS: Final[Mapping[str, tuple[str, ...]]] = {
    TO_SIGN: ("request.sign", "request.review", "request.refuse", "request.delegate"),
    SENT: ("request.send", "request.pause", "request.resume", "request.withdraw"),
    DONE: (),
}
_LEFT, _RIGHT = 600, 440
_READ: Final = {TO_SIGN: queries.to_sign, SENT: queries.sent, DONE: queries.done}


@dataclass(frozen=True, slots=True)
class Found:
    """What a look at the cache brought for a list: its rows, a request, flows and people by id, what the person is to be told.

    Attributes:
        wanted: The request that was to be chosen when the look began; empty: the one that was.
        chosen: The request that would be chosen then, empty for none.
        shown: Its facts.
        gone: Why the request that was chosen then asks for no signature any more, where it does not.
    """

    tab: str
    wanted: str
    rows: Sequence[RequestRow]
    chosen: str
    shown: RequestPage | None
    gone: NoLongerAsked | None
    flows: Sequence[FlowRow]
    people: Mapping[str, str]
    late: Sequence[LateSignature]


class SignaturesPage(Page):
    """Three lists; the chosen request with its facts below and its document beside."""

    name = "signatures"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._wanted = ""
        self._report = ""
        self._looking: Looking[Found] = Looking(desk.registry, self._ask, self._take)
        signing_only = meta.is_signing_only(desk.connection)
        self.tabs, self.late = (
            RequestLists(self, signing_only=signing_only),
            LateLine(self, signing_only=signing_only),
        )
        self._mark_all = QPushButton(self)
        self._mark_all.setObjectName("mark_all")
        self._buttons = {each: self._button(each) for names in _BUTTONS.values() for each in names}
        self.question = Question(self)
        self.panel = RequestPanel(desk, self)
        self.preview = Preview(desk.registry, desk.background, desk.render, desk.language, self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _button(self, action_id: str) -> ActionButton:
        return ActionButton(self.desk.registry.action(action_id), self)

    def _lay_out(self) -> None:
        buttons = FlowLayout()
        for button in (*self._buttons.values(), self._mark_all):
            buttons.addWidget(button)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        column.addWidget(self.tabs, 3)
        column.addLayout(buttons)
        column.addWidget(self.question)
        column.addWidget(self.panel, 3)
        split = SideBySide(self)
        split.addWidget(left)
        split.addWidget(self.preview)
        split.setStretchFactor(0, 11)
        split.setStretchFactor(1, 9)
        split.setSizes([_LEFT, _RIGHT])
        self.column.addWidget(self.late)
        self.column.addWidget(split, 1)

    def _connect(self) -> None:
        self.tabs.turned.connect(self._turned)
        self.tabs.chosen.connect(self._chosen)
        self.tabs.ticks_changed.connect(self._tell)
        self._mark_all.clicked.connect(self.tabs.tick_all)
        self.late.read.connect(lambda: self.desk.registry.invoke("request.read_late"))
        self.panel.wants_version.connect(self._show_report)
        self.panel.said.connect(
            lambda text: self.desk.registry.invoke("request.comment", {"id": self.chosen_id, "text": text})
        )

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        self.title.setText(self.tr("Signature folder"))
        self._buttons["request.review"].setText(self.tr("Reviewed"))
        self._buttons["request.refuse"].setText(self.tr("Refuse…"))
        self._buttons["request.delegate"].setText(self.tr("Delegate…"))
        self._buttons["request.send"].setText(self.tr("Send"))
        self._buttons["request.pause"].setText(self.tr("Pause"))
        self._buttons["request.resume"].setText(self.tr("Go on asking"))
        self._buttons["request.withdraw"].setText(self.tr("Withdraw…"))
        for part in (self.tabs, self.late, self.question, self.panel, self.preview):
            part.retranslate()
        self._tell()

    def enter(self, where: Mapping[str, Any]) -> None:
        """Show a ``tab`` and perhaps a ``request`` (id) in it."""
        if where.get("tab") in TABS and self.tabs.isTabVisible(TABS.index(where["tab"])):
            self.tabs.setCurrentIndex(TABS.index(where["tab"]))
        self._wanted = str(where.get("request", ""))
        self._looking.look()

    def refresh(self, changes: Changes) -> None:
        """Show what changed."""
        if changes.everything or changes.touches(
            "signature_request", "signature_comment", "signature_flow", "substitution", "document", "version", "person",
            late.KIND,
        ):  # fmt: skip
            self._looking.look()

    def ready(self) -> Outcome[object]:
        """Return the outcome of the last look at the cache."""
        return self._looking.looked

    @property
    def tab(self) -> str:
        """The list on screen."""
        return self.tabs.tab

    def row(self) -> RequestRow | None:
        """Return the chosen request."""
        return self.tabs.row()

    @property
    def chosen_id(self) -> str:
        """The id of the chosen request, empty for none."""
        row = self.row()
        return row.id if row is not None else ""

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of this page."""
        rows = self.tabs.lists[self.tab].rows.rows
        return {
            "tab": self.tab,
            "rows": [{"id": row.id, "subject": row.subject, "state": row.state, "role": row.role} for row in rows],
            "ticked": sorted(self.tabs.marks()),
            "chosen": self.chosen_id,
            "late": self.late.text,
        }  # fmt: skip

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        self.tabs.lists[self.tab].setFocus(Qt.FocusReason.OtherFocusReason)

    def _turned(self) -> None:
        self.question.dismiss()
        self._looking.look()

    def _ask(self) -> Outcome[Found]:
        tab, wanted, before, place = self.tab, self._wanted, self.row(), self._place()
        on = today(self.desk.session)

        def read(connection: Connection) -> Found:
            person = self.desk.session.account().person
            rows = _READ[tab](connection, person, on)
            chosen = _to_choose(rows, wanted, before, place)
            shown = queries.page(connection, chosen, person, on) if chosen else None
            left = tab == TO_SIGN and before is not None and all(row.id != before.id for row in rows)
            gone = no_longer(connection, before.id, person, on) if left and before is not None else None
            flows, people = queries.flows(connection), plan.people(connection)
            return Found(tab, wanted, rows, chosen, shown, gone, flows, people, late.known(connection))

        return self.desk.look(read)

    def _take(self, found: Found) -> None:
        self.late.show_late(found.late)
        if found.tab != self.tab:
            return
        # what is chosen now counts: the person went on through the list while it was read
        chosen = _to_choose(found.rows, self._wanted, self.row(), self._place())
        if self._wanted == found.wanted:
            self._wanted = ""
        if found.gone is not None and (self.question.is_open or self.panel.is_writing):
            self.desk.registry.failed.emit(found.gone)
        self.tabs.show_rows(found.tab, found.rows, chosen, names_of(found.flows, found.people))
        if chosen == found.chosen:
            self._show(found.shown)
        else:
            self._looking.look()

    def _place(self) -> int:
        return self.tabs.lists[self.tab].currentIndex().row()

    def _chosen(self) -> None:
        """Read the facts of another request; the list itself stands."""
        shown = self.panel.shown
        if shown is None or shown.row.id != self.chosen_id:
            self.question.dismiss()
            self._looking.look()

    def _show(self, shown: RequestPage | None) -> None:
        former = self.panel.shown
        if former is not None and (shown is None or shown.row.id != former.row.id):
            self._report = ""  # what is seen belongs to the request beside it, whoever chose that
            self.question.dismiss()
        self.panel.show_request(shown)
        self.panel.setVisible(shown is not None)
        if not self._report:
            self._show_document(shown.row if shown is not None else None)
        self._tell()

    def _show_document(self, row: RequestRow | None) -> None:
        if row is None:
            self.preview.clear(self.tr("Choose a document to see it here."))
        elif row.here:
            session, version = self.desk.session, row.standing
            self.preview.show_document(version, lambda: documents.read(session, version))
        else:
            self.preview.clear(
                self.tr("The file is not on this computer: open its dossier and fetch it to see and sign it.")
                if self.tab == TO_SIGN
                else self.tr("The file is not on this computer: open its dossier and fetch it to see it.")
            )

    def _show_report(self, version: str) -> None:
        row = self.row()
        self._report = version if row is None or version != row.standing else ""
        session = self.desk.session
        self.preview.show_document(version, lambda: documents.read(session, version))

    def _tell(self) -> None:
        for name, buttons in _BUTTONS.items():
            for each in buttons:
                self._buttons[each].setVisible(name == self.tab)
        count = len(self.tabs.ticked())
        self._buttons["request.sign"].setText(self.tr("Sign %n document(s)…", "", max(count, 1)))
        self._mark_all.setVisible(self.tab == TO_SIGN and self.tabs.can_tick)
        self._mark_all.setText(self.tr("Unmark all") if self.tabs.is_all_ticked else self.tr("Mark all"))
        self.desk.registry.update()


def _to_choose(rows: Sequence[RequestRow], wanted: str, before: RequestRow | None, place: int) -> str:
    """Return the request to be chosen: the wanted one, else that of before, or the next in its place when that was answered or passed on."""
    wanted = wanted or (before.id if before is not None else "")
    found = next((row for row in rows if row.id == wanted), None)
    left = found is None or (
        before is not None and before.id == wanted and found.passed_on and not before.passed_on
    )
    if found is not None and not left:
        return found.id
    return rows[min(max(place, 0), len(rows) - 1)].id if rows else ""
