# SPDX-License-Identifier: EUPL-1.2
"""The signature folder (*portasignatures*): what waits to be signed, what was sent, what is done; see first, then sign or refuse."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from eset_desktop.domain.signature_flow import REVIEW
from eset_desktop.operations import documents
from eset_desktop.operations.dossiers import today
from eset_desktop.store.changes import Changes
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import signature_requests as queries
from eset_desktop.store.queries.signature_rows import FlowRow, RequestPage, RequestRow
from ui.badges import badge_word
from ui.desk import Desk
from ui.i18n import day, moment
from ui.looking import Looking
from ui.models.rows import TableColumn
from ui.outcome import Outcome
from ui.request_words import asked_of_me, flow_name, state_of_request
from ui.theme import GAP
from ui.views.page import Page
from ui.views.request_panel import RequestPanel
from ui.widgets.empty import EmptyState
from ui.widgets.preview import Preview
from ui.widgets.question import Question
from ui.widgets.table import Table

TO_SIGN: Final = "to_sign"
SENT: Final = "sent"
DONE: Final = "done"
TABS: Final = (TO_SIGN, SENT, DONE)
_BUTTONS: Final[Mapping[str, tuple[str, ...]]] = {
    TO_SIGN: ("request.sign", "request.review", "request.refuse", "request.delegate"),
    SENT: ("request.send", "request.pause", "request.resume", "request.withdraw"),
    DONE: (),
}
_LEFT, _RIGHT = 600, 440
_READ: Final = {TO_SIGN: queries.to_sign, SENT: queries.sent, DONE: queries.done}

Found = tuple[str, Sequence[RequestRow], RequestPage | None, Mapping[str, FlowRow]]


class SignaturesPage(Page):
    """Three lists; the chosen request with its facts below and its document beside."""

    name = "signatures"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._ticked: set[str] = set()
        self._flows: Mapping[str, FlowRow] = {}
        self._wanted = ""
        self._report = ""
        self._looking: Looking[Found] = Looking(desk.registry, self._ask, self._take)
        self.lists: dict[str, Table[RequestRow]] = {
            TO_SIGN: self._made_waiting(), SENT: self._made_sent(), DONE: self._made_done()
        }  # fmt: skip
        self._empty = {name: EmptyState("folder-sign", self) for name in TABS}
        self._stacks: dict[str, QStackedWidget] = {}
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("signature_tabs")
        for name in TABS:
            stack = self._stacks[name] = QStackedWidget(self)
            stack.addWidget(self.lists[name])
            stack.addWidget(self._empty[name])
            self.tabs.addTab(stack, "")
        self._mark_all = QPushButton(self)
        self._mark_all.setObjectName("mark_all")
        self._buttons = {each: self._button(each) for names in _BUTTONS.values() for each in names}
        self.question = Question(self)
        self.panel = RequestPanel(desk, self)
        self.preview = Preview(desk.registry, desk.background, desk.render, desk.language, self)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _made_waiting(self) -> Table[RequestRow]:
        return Table(
            "requests_to_sign", (
                TableColumn(lambda: "", lambda _: "", self._tick_badge, lambda row: badge_word(self._tick_badge(row))),
                TableColumn(lambda: self.tr("Document"), lambda row: row.subject),
                TableColumn(lambda: self.tr("Dossier"), lambda row: row.dossier_number),
                TableColumn(lambda: self.tr("Asked of you"), asked_of_me),
                TableColumn(lambda: self.tr("Last day"), lambda row: day(row.expires_on), lambda row: "urgent" if row.urgent else None),
            ), (5, 0, 16, 26, 15), self,
        )  # fmt: skip

    def _made_sent(self) -> Table[RequestRow]:
        return Table(
            "requests_sent", (
                TableColumn(lambda: self.tr("Document"), lambda row: row.subject),
                TableColumn(lambda: self.tr("Dossier"), lambda row: row.dossier_number),
                TableColumn(lambda: self.tr("Who signs"), lambda row: flow_name(row.flow_code, self._flows)),
                TableColumn(lambda: self.tr("State"), state_of_request, _needs_attention),
            ), (0, 16, 24, 27), self,
        )  # fmt: skip

    def _made_done(self) -> Table[RequestRow]:
        return Table(
            "requests_done", (
                TableColumn(lambda: self.tr("Document"), lambda row: row.subject),
                TableColumn(lambda: self.tr("Dossier"), lambda row: row.dossier_number),
                TableColumn(lambda: self.tr("State"), state_of_request, _needs_attention),
                TableColumn(lambda: self.tr("Ended"), lambda row: moment(row.ended_at)),
            ), (0, 16, 27, 19), self,
        )  # fmt: skip

    def _button(self, action_id: str) -> QPushButton:
        action = self.desk.registry.action(action_id)
        button = QPushButton(action.icon(), "", self)
        button.setObjectName(action_id)
        button.clicked.connect(action.trigger)
        action.enabledChanged.connect(button.setEnabled)
        button.setEnabled(action.isEnabled())
        return button

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        for button in (*self._buttons.values(), self._mark_all):
            buttons.addWidget(button)
        buttons.insertStretch(len(self._buttons))
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        column.addWidget(self.tabs, 3)
        column.addLayout(buttons)
        column.addWidget(self.question)
        column.addWidget(self.panel, 3)
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(left)
        split.addWidget(self.preview)
        split.setChildrenCollapsible(False)
        split.setStretchFactor(0, 11)
        split.setStretchFactor(1, 9)
        split.setSizes([_LEFT, _RIGHT])
        self.column.addWidget(split, 1)

    def _connect(self) -> None:
        self.tabs.currentChanged.connect(lambda _: self._turned())
        for table in self.lists.values():
            table.chosen.connect(self._chosen)
        waiting = self.lists[TO_SIGN]
        waiting.installEventFilter(self)
        waiting.clicked.connect(self._clicked)
        self._mark_all.clicked.connect(self.tick_all)
        self.panel.wants_version.connect(self._show_report)
        self.panel.said.connect(
            lambda text: self.desk.registry.invoke("request.comment", {"id": self.chosen_id, "text": text})
        )

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        self.title.setText(self.tr("Signature folder"))
        for name, text in zip(TABS, (self.tr("To be signed"), self.tr("Sent"), self.tr("Done")), strict=True):
            self.lists[name].setAccessibleName(text)
        self._buttons["request.review"].setText(self.tr("Reviewed"))
        self._buttons["request.refuse"].setText(self.tr("Refuse…"))
        self._buttons["request.delegate"].setText(self.tr("Delegate…"))
        self._buttons["request.send"].setText(self.tr("Send"))
        self._buttons["request.pause"].setText(self.tr("Pause"))
        self._buttons["request.resume"].setText(self.tr("Go on asking"))
        self._buttons["request.withdraw"].setText(self.tr("Withdraw…"))
        self._empty[TO_SIGN].say(
            self.tr("Nothing waits for your signature."),
            self.tr("What is sent to you appears here by itself."),
        )
        self._empty[SENT].say(
            self.tr("You have not sent anything to be signed."),
            self.tr("Choose documents in a dossier and send them to be signed."),
        )
        self._empty[DONE].say(
            self.tr("Nothing is done yet."), self.tr("What you sign, review or refuse stays here.")
        )
        for part in (self.question, self.panel, self.preview):
            part.retranslate()
        self._tell()

    def enter(self, where: Mapping[str, Any]) -> None:
        """Show a ``tab`` and perhaps a ``request`` (id) in it."""
        if where.get("tab") in TABS:
            self.tabs.setCurrentIndex(TABS.index(where["tab"]))
        self._wanted = str(where.get("request", ""))
        self._looking.look()

    def refresh(self, changes: Changes) -> None:
        """Show what changed."""
        if changes.everything or changes.touches(
            "signature_request", "signature_comment", "signature_flow", "substitution", "document", "version", "person"
        ):  # fmt: skip
            self._looking.look()

    def ready(self) -> Outcome[object]:
        """Return the outcome of the last look at the cache."""
        return self._looking.looked

    @property
    def tab(self) -> str:
        """The list on screen."""
        return TABS[self.tabs.currentIndex()]

    def row(self) -> RequestRow | None:
        """Return the chosen request."""
        return self.lists[self.tab].row()

    @property
    def chosen_id(self) -> str:
        """The id of the chosen request, empty for none."""
        row = self.row()
        return row.id if row is not None else ""

    def ticked(self) -> tuple[RequestRow, ...]:
        """Return the marked requests that can be signed, in the list's order; the chosen one where none is marked."""
        rows = [row for row in self.lists[TO_SIGN].rows.rows if row.id in self._ticked]
        chosen = self.row()
        if not rows and chosen is not None and self.tab == TO_SIGN:
            rows = [chosen]
        return tuple(row for row in rows if row.role != REVIEW)

    def tick(self, request_id: str) -> None:
        """Mark a request, or take its mark away."""
        self._ticked ^= {request_id}
        self._tell()

    def tick_all(self) -> None:
        """Mark everything that can be signed; where all is marked, nothing any more."""
        every = {row.id for row in self.lists[TO_SIGN].rows.rows if row.role != REVIEW}
        self._ticked = set() if every <= self._ticked else every
        self._tell()

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of this page."""
        rows = self.lists[self.tab].rows.rows
        return {
            "tab": self.tab,
            "rows": [{"id": row.id, "subject": row.subject, "state": row.state, "role": row.role} for row in rows],
            "ticked": sorted(self._ticked),
            "chosen": self.chosen_id,
        }  # fmt: skip

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        self.lists[self.tab].setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Mark with the space bar."""
        if (
            watched is self.lists[TO_SIGN]
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Space
        ):
            row = self.row()
            if row is not None:
                self.tick(row.id)
            return True
        return super().eventFilter(watched, event)

    def _clicked(self, index: QModelIndex) -> None:
        row = self.row()
        if index.column() == 0 and row is not None:
            self.tick(row.id)

    def _tick_badge(self, row: RequestRow) -> str:
        return "ticked" if row.id in self._ticked else "unticked"

    def _turned(self) -> None:
        self.question.dismiss()
        self._looking.look()

    def _ask(self) -> Outcome[Found]:
        tab, wanted = self.tab, self._wanted or self.chosen_id
        on = today(self.desk.session)

        def read(connection: Connection) -> Found:
            person = self.desk.session.account().person
            rows = _READ[tab](connection, person, on)
            flows = {each.id: each for each in queries.flows(connection)}
            chosen = next((row.id for row in rows if row.id == wanted), rows[0].id if rows else "")
            shown = queries.page(connection, chosen, person, on) if chosen else None
            return tab, rows, shown, flows

        return self.desk.look(read)

    def _take(self, found: Found) -> None:
        tab, rows, shown, self._flows = found
        if tab != self.tab:
            return
        self._wanted = ""
        self._ticked &= {row.id for row in rows} if tab == TO_SIGN else self._ticked
        table = self.lists[tab]
        table.blockSignals(True)
        table.show_rows(rows)
        for position, row in enumerate(rows):
            if shown is not None and row.id == shown.row.id and table.currentIndex().row() != position:
                table.choose(position)
        table.blockSignals(False)
        self._stacks[tab].setCurrentIndex(0 if rows else 1)
        self._show(shown)

    def _chosen(self) -> None:
        """Read the facts of another request; the list itself stands."""
        shown = self.panel.shown
        if shown is None or shown.row.id != self.chosen_id:
            self._report = ""
            self._looking.look()

    def _show(self, shown: RequestPage | None) -> None:
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
            )

    def _show_report(self, version: str) -> None:
        self._report = version
        session = self.desk.session
        self.preview.show_document(version, lambda: documents.read(session, version))

    def _tell(self) -> None:
        waiting = len(self.lists[TO_SIGN].rows.rows)
        for position, name in enumerate((self.tr("To be signed"), self.tr("Sent"), self.tr("Done"))):
            self.tabs.setTabText(position, f"{name} ({waiting})" if position == 0 and waiting else name)
        for name, buttons in _BUTTONS.items():
            for each in buttons:
                self._buttons[each].setVisible(name == self.tab)
        count = len(self.ticked())
        self._buttons["request.sign"].setText(self.tr("Sign %n document(s)…", "", max(count, 1)))
        self._mark_all.setVisible(self.tab == TO_SIGN and waiting > 0)
        self._mark_all.setText(self.tr("Mark all"))
        self.lists[TO_SIGN].viewport().update()
        self.desk.registry.update()


def _needs_attention(row: RequestRow) -> str | None:
    if row.refused or row.late:
        return "attention"
    return "pending" if row.pending else None
