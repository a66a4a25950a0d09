# SPDX-License-Identifier: EUPL-1.2
"""*Pendent d'enviar*: what waits, why, and for what needs attention: send again, corrected or not, or discard."""

from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from eset_desktop.domain.sending import ATTENTION, BLOCKED, State
from eset_desktop.store import meta
from eset_desktop.store.changes import Changes
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import waiting
from eset_desktop.store.queries.waiting import PendingRow, UploadRow
from ui.desk import Desk
from ui.errors import line_of_code
from ui.i18n import moment, size
from ui.icons import icon
from ui.looking import Looking
from ui.models.rows import TableColumn
from ui.names import Names
from ui.outcome import Outcome
from ui.states import badge_of, state_of_change, state_of_upload, state_text
from ui.theme import heading, quiet
from ui.views.activity import ActivityPanel
from ui.views.page import Page
from ui.widgets.empty import EmptyState
from ui.widgets.label import PlainLabel
from ui.widgets.table import Table
from ui.wording import ACT, FIELD, word

_EDITABLE: Final = frozenset(
    {"title", "name", "identifier", "email", "phone", "address", "notes", "date", "reason"}
)
"""Values that a person can correct as text; the others are chosen where they are made."""


def _look(connection: Connection) -> tuple[list[PendingRow], tuple[UploadRow, ...]]:
    """Return the changes that wait, those that need a person first, and the files."""
    rows = sorted(waiting.pending(connection), key=lambda row: (row.state not in (ATTENTION, BLOCKED), row.n))
    return rows, waiting.uploads(connection)


class OutboxPage(Page):
    """Changes and files on their way; what needs the person stands out."""

    name = "outbox"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._names = Names(desk.connection, desk.language.code)
        self._edits: dict[str, QLineEdit] = {}
        self._shown = ""
        self._why = quiet(PlainLabel(self))
        self._why.setWordWrap(True)
        self._line_is_up = False
        self._looking = Looking(desk.registry, lambda: desk.look(_look), self._take)
        self._line = PlainLabel(self)
        self._line.setObjectName("outbox_line")
        self._line.setWordWrap(True)
        self._send = QPushButton(icon("outbox"), "", self)
        self._send.clicked.connect(lambda: desk.registry.invoke("app.send"))
        self.activity = ActivityPanel(desk, self)
        self.list: Table[PendingRow] = Table(
            "outbox", (
                TableColumn(
                    lambda: self.tr("State"), lambda row: state_text(self._state(row)),
                    lambda row: badge_of(self._state(row)),
                ),
                TableColumn(lambda: self.tr("Dossier"), lambda row: " ".join((row.label, row.dossier_title)).strip()),
                TableColumn(lambda: self.tr("Change"), lambda row: word(ACT, row.what)),
                TableColumn(lambda: self.tr("Values"), self._values),
                TableColumn(lambda: self.tr("Made on"), lambda row: moment(row.at)),
            ), (29, 40, 30, 0, 21), self,
        )  # fmt: skip
        self._files_title = heading("", self, 1.1)
        self.files: Table[UploadRow] = Table(
            "uploads", (
                TableColumn(lambda: self.tr("Document"), lambda row: row.document_title or row.filename),
                TableColumn(lambda: self.tr("Size"), lambda row: size(row.size)),
                TableColumn(
                    lambda: self.tr("State"), lambda row: state_text(self._file_state(row)),
                    lambda row: badge_of(self._file_state(row)),
                ),
                TableColumn(lambda: self.tr("Problem"), self._upload_problem),
            ), (0, 12, 34, 45), self,
        )  # fmt: skip
        self.files.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.details = QGroupBox(self)
        self._reason = PlainLabel(self)
        self._reason.setObjectName("outbox_reason")
        self._reason.setWordWrap(True)
        self._form = QFormLayout()
        self._retry = QPushButton(icon("outbox"), "", self)
        self._retry.setObjectName("outbox_retry")
        self._discard = QPushButton(icon("remove"), "", self)
        self._discard.setObjectName("outbox_discard")
        self._open = QPushButton(icon("dossier"), "", self)
        self._empty = EmptyState("check", self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self.list.chosen.connect(self._tell)
        self.list.activated.connect(lambda _: self._open_dossier())
        self._retry.clicked.connect(self._send_again)
        self._discard.clicked.connect(self._give_up)
        self._open.clicked.connect(self._open_dossier)
        self.retranslate()

    def _values(self, row: PendingRow) -> str:
        """Return what was entered; of a version first what its document is called."""
        told = self._names.summary(row.details)
        return f"{row.document_title} · {told}" if row.document_title and told else row.document_title or told

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.addWidget(self._why, 1)
        above.addWidget(self._send)
        buttons = QHBoxLayout()
        buttons.addWidget(self._open)
        buttons.addStretch(1)
        buttons.addWidget(self._discard)
        buttons.addWidget(self._retry)
        inside = QVBoxLayout(self.details)
        inside.addWidget(self._reason)
        inside.addLayout(self._form)
        inside.addLayout(buttons)
        full = QWidget(self)
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.list, 3)
        column.addWidget(self.details)
        column.addWidget(self._files_title)
        column.addWidget(self.files, 1)
        self._stack.addWidget(full)
        self._stack.addWidget(self._empty)
        self.column.addLayout(above)
        self.column.addWidget(self.activity)
        self.column.addWidget(self._line)
        self.column.addWidget(self._stack, 1)

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed stays."""
        self.title.setText(self.tr("Waiting to be sent"))
        self._why.setText(
            self.tr("All this is safe on this computer and is sent by itself when there is connection.")
        )
        self._send.setText(self.tr("Send now"))
        self._files_title.setText(self.tr("Files on their way"))
        self.list.setAccessibleName(self.tr("Changes waiting to be sent"))
        self.files.setAccessibleName(self.tr("Files on their way"))
        self._retry.setText(self.tr("Send again"))
        self._discard.setText(self.tr("Discard the change"))
        self._open.setText(self.tr("Open the dossier"))
        self._empty.say(
            self.tr("Nothing waits to be sent."),
            self.tr("Everything you saved is also at the central service."),
        )
        self._shown = ""
        if self.entered:
            self._tell_line()  # what it says stays on screen until the next look has ended
            self._tell()
            self._read()

    def enter(self, where: Any) -> None:  # noqa: ARG002 - it has no places inside
        """Come on screen."""
        self._read()

    def refresh(self, changes: Changes) -> None:  # noqa: ARG002 - states move without any object changing
        """Show what changed."""
        self._read()

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of this page."""
        return {
            "rows": [
                {"id": row.mutation_id, "what": row.what, "state": row.state, "problem": row.problem,
                 "dossier": row.dossier_title, "label": row.label}
                for row in self.list.rows.rows
            ],
            "files": [{"name": row.filename, "size": row.size, "sent": row.sent} for row in self.files.rows.rows],
            "activity": self.activity.facts(),
        }  # fmt: skip

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        (self.list if self.list.rows.rows else self._send).setFocus(Qt.FocusReason.OtherFocusReason)

    def ready(self) -> Outcome[object]:
        """Return the outcome of the last look at the cache."""
        return self._looking.looked.then(lambda _: self.activity.looked)

    def _read(self) -> None:
        self._looking.look()
        self.activity.look()

    def _take(self, found: tuple[list[PendingRow], tuple[UploadRow, ...]]) -> None:
        rows, files = found
        self._names = Names(self.desk.connection, self.desk.language.code)
        self._line_is_up = meta.get(self.desk.connection, "line") == "up"
        self.list.show_rows(rows)
        self.files.show_rows(files)
        self._files_title.setVisible(bool(files))
        self.files.setVisible(bool(files))
        self.list.setVisible(bool(rows))
        self._stack.setCurrentIndex(0 if rows or files else 1)
        self._tell_line()
        self._tell()

    def _tell_line(self) -> None:
        """Say what keeps everything from being sent, where a person looks for it."""
        problem = meta.get(self.desk.connection, "line.problem")
        self._line.setVisible(bool(problem))
        self._line.setText(line_of_code(problem, self.desk.language.code).text if problem else "")

    def _tell(self) -> None:
        row = self.list.row()
        self.details.setVisible(row is not None)
        if row is None:
            return
        self.details.setTitle(word(ACT, row.what))
        self._reason.setText(self._reason_of(row))
        refused = row.state == ATTENTION
        self._retry.setVisible(refused)
        self._discard.setVisible(refused)
        self._open.setEnabled(row.dossier_id is not None)
        key = f"{row.mutation_id} {row.state}"
        if key != self._shown:
            self._shown = key
            self._fill_form(row if refused else None)

    def _reason_of(self, row: PendingRow) -> str:
        if row.state == BLOCKED:
            return self.tr("It waits for another change that needs attention; it is sent with it.")
        if row.state != ATTENTION:
            return self._names.summary(row.details, most=8)
        line = line_of_code(row.problem or "operation.refused", self.desk.language.code)
        under = sum(1 for each in self.list.rows.rows if each.blocked_by == row.mutation_id)
        told = self.tr("%n change(s) wait for this one.", "", under) if under else ""
        return " ".join(part for part in (line.text, told) if part)

    def _fill_form(self, row: PendingRow | None) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self._edits = {}
        for name, value in row.details.items() if row else ():
            if name in _EDITABLE and name in FIELD and isinstance(value, str):
                edit = QLineEdit(value, self)
                edit.setObjectName(f"outbox_{name}")
                self._form.addRow(word(FIELD, name), edit)
                self._edits[name] = edit

    def _send_again(self) -> None:
        row = self.list.row()
        if row is not None:
            fields = {name: edit.text().strip() for name, edit in self._edits.items()}
            self.desk.registry.invoke("outbox.retry", {"mutation": row.mutation_id, "fields": fields})

    def _give_up(self) -> None:
        row = self.list.row()
        if row is not None:
            self.desk.registry.invoke("outbox.discard", {"mutation": row.mutation_id})

    def _open_dossier(self) -> None:
        row = self.list.row()
        if row is not None and row.dossier_id is not None:
            self.desk.registry.invoke("dossier.open", {"id": row.dossier_id})

    def _state(self, row: PendingRow) -> State:
        return state_of_change(row, line_up=self._line_is_up)

    def _file_state(self, row: UploadRow) -> State:
        return state_of_upload(row, line_up=self._line_is_up)

    def _upload_problem(self, row: UploadRow) -> str:
        return line_of_code(row.problem, self.desk.language.code).text if row.problem else ""
