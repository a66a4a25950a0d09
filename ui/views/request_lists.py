# SPDX-License-Identifier: EUPL-1.2
"""The three lists of the signature folder, and the marks on what waits to be signed."""

from collections.abc import Mapping, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QTabWidget, QWidget

from eset_desktop.domain.signature_flow import REVIEW
from eset_desktop.domain.states import EXPIRED, REFUSED
from eset_desktop.store.queries.signature_rows import RequestRow
from ui.badges import badge_word
from ui.i18n import day, moment
from ui.models.rows import TableColumn
from ui.request_words import asked_in_list, flow_name, state_of_request
from ui.widgets.empty import EmptyState
from ui.widgets.table import Table

TO_SIGN: Final = "to_sign"
SENT: Final = "sent"
DONE: Final = "done"
TABS: Final = (TO_SIGN, SENT, DONE)


class RequestLists(QTabWidget):
    """What waits for this person, what they sent, what they answered.

    Args:
        parent: The page.
        signing_only: Nothing is sent from this computer, and what is answered leaves it.

    Signals:
        turned: Another list is on screen.
        chosen: Another request was chosen.
        ticks_changed: Other requests are marked.
    """

    turned = Signal()
    chosen = Signal()
    ticks_changed = Signal()

    def __init__(self, parent: QWidget | None = None, *, signing_only: bool = False) -> None:
        super().__init__(parent)
        self.setObjectName("signature_tabs")
        self._signing_only = signing_only
        self._ticked: set[str] = set()
        self._flows: Mapping[str, str] = {}
        self.lists: dict[str, Table[RequestRow]] = {
            TO_SIGN: self._made_waiting(), SENT: self._made_sent(), DONE: self._made_done()
        }  # fmt: skip
        self._empty = {name: EmptyState("folder-sign", self) for name in TABS}
        self._stacks: dict[str, QStackedWidget] = {}
        for name in TABS:
            stack = self._stacks[name] = QStackedWidget(self)
            stack.addWidget(self.lists[name])
            stack.addWidget(self._empty[name])
            self.addTab(stack, "")
            self.lists[name].chosen.connect(self.chosen)
        self.setTabVisible(TABS.index(SENT), not signing_only)
        self.currentChanged.connect(lambda _: self.turned.emit())
        self.lists[TO_SIGN].installEventFilter(self)
        self.lists[TO_SIGN].clicked.connect(self._clicked)

    def _made_waiting(self) -> Table[RequestRow]:
        return Table(
            "requests_to_sign", (
                TableColumn(lambda: "", lambda _: "", self._tick_badge, lambda row: badge_word(self._tick_badge(row))),
                TableColumn(lambda: self.tr("Document"), lambda row: row.subject),
                TableColumn(lambda: self.tr("Dossier"), lambda row: row.dossier_number),
                TableColumn(lambda: self.tr("Asked of you"), asked_in_list),
                TableColumn(lambda: self.tr("Last day"), lambda row: day(row.expires_on), lambda row: "urgent" if row.urgent else None),
            ), (5, 0, 24, 20, 18), self,
        )  # fmt: skip

    def _made_sent(self) -> Table[RequestRow]:
        return Table(
            "requests_sent", (
                TableColumn(lambda: self.tr("Document"), lambda row: row.subject),
                TableColumn(lambda: self.tr("Dossier"), lambda row: row.dossier_number),
                TableColumn(lambda: self.tr("Who signs"), lambda row: flow_name(row.flow_code, self._flows)),
                TableColumn(lambda: self.tr("State"), state_of_request, _needs_attention),
            ), (0, 24, 22, 22), self,
        )  # fmt: skip

    def _made_done(self) -> Table[RequestRow]:
        return Table(
            "requests_done", (
                TableColumn(lambda: self.tr("Document"), lambda row: row.subject),
                TableColumn(lambda: self.tr("Dossier"), lambda row: row.dossier_number),
                TableColumn(lambda: self.tr("State"), state_of_request, _needs_attention),
                TableColumn(lambda: self.tr("Ended"), lambda row: moment(row.ended_at)),
            ), (0, 24, 22, 20), self,
        )  # fmt: skip

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        names = (self.tr("To be signed"), self.tr("Sent"), self.tr("Done"))
        for name, text in zip(TABS, names, strict=True):
            self.lists[name].setAccessibleName(text)
        self._empty[TO_SIGN].say(
            self.tr("Nothing waits for your signature."),
            self.tr("What is sent to you appears here by itself."),
        )
        self._empty[SENT].say(
            self.tr("You have not sent anything to be signed."),
            self.tr("Choose documents in a dossier and send them to be signed."),
        )
        if self._signing_only:
            title = self.tr("What you signed is at the town hall.")
            advice = self.tr(
                "This computer keeps what waits for your signature and nothing else. What you signed, reviewed or refused is under Done in the signature folder of a computer of the town hall."
            )
        else:
            title = self.tr("Nothing is done yet.")
            advice = self.tr("What you sign, review or refuse stays here.")
        self._empty[DONE].say(title, advice)
        self._tell()

    @property
    def tab(self) -> str:
        """The list on screen."""
        return TABS[self.currentIndex()]

    def row(self) -> RequestRow | None:
        """Return the chosen request of the list on screen."""
        return self.lists[self.tab].row()

    def show_rows(self, tab: str, rows: Sequence[RequestRow], chosen: str, flows: Mapping[str, str]) -> None:
        """Show other rows in a list, with the names of ``flows`` by code, and choose one by its id; nobody is told of a choice."""
        self._flows = flows
        if tab == TO_SIGN:
            self._ticked &= {row.id for row in rows}
        table = self.lists[tab]
        table.blockSignals(True)
        table.show_rows(rows)
        for position, row in enumerate(rows):
            if row.id == chosen and table.currentIndex().row() != position:
                table.choose(position)
        table.blockSignals(False)
        self._stacks[tab].setCurrentIndex(0 if rows else 1)
        self._tell()

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
        """Mark everything that can be signed and waits for nobody else; where all is marked, nothing any more."""
        self._ticked = set() if self.is_all_ticked else self._every()
        self._tell()

    @property
    def is_all_ticked(self) -> bool:
        """Whether there is something to be marked, and nothing is missing."""
        every = self._every()
        return bool(every) and every <= self._ticked

    @property
    def can_tick(self) -> bool:
        """Whether there is something that can be signed with others; reviews are answered one by one."""
        return bool(self._every())

    def _every(self) -> set[str]:
        rows = self.lists[TO_SIGN].rows.rows
        return {row.id for row in rows if row.role != REVIEW and not row.passed_on}

    def marks(self) -> frozenset[str]:
        """Return the ids of the marked requests."""
        return frozenset(self._ticked)

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

    def _tell(self) -> None:
        waiting = sum(not row.passed_on for row in self.lists[TO_SIGN].rows.rows)
        for position, name in enumerate((self.tr("To be signed"), self.tr("Sent"), self.tr("Done"))):
            self.setTabText(position, f"{name} ({waiting})" if position == 0 and waiting else name)
        self.lists[TO_SIGN].viewport().update()
        self.ticks_changed.emit()


def _needs_attention(row: RequestRow) -> str | None:
    if row.refused or row.late or row.state in (REFUSED, EXPIRED):
        return "attention"
    return "pending" if row.pending else None
