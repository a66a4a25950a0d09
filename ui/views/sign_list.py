# SPDX-License-Identifier: EUPL-1.2
"""The part of the signing page that says what: each document, how far it is, why it cannot be signed, and its pages beside."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from eset_desktop.operations import documents
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.store.queries import dossier
from ui.desk import Desk
from ui.errors import line_of
from ui.i18n import size
from ui.models.rows import TableColumn
from ui.signing_run import RunRow
from ui.signing_words import ITEM
from ui.theme import GAP, row_height
from ui.views.sign_order import SignOrder
from ui.widgets.label import PlainLabel
from ui.widgets.preview import Preview
from ui.widgets.side_by_side import SideBySide
from ui.widgets.table import Table
from ui.wording import word

_LEFT, _RIGHT = 620, 420
"""Room of list and preview to begin with, logical pixels."""
_DOSSIER: Final = 1
"""The column that says nothing where all documents are of one dossier, whose titles then need the room."""
_ROWS: Final = 5
"""Lines of the list that are always seen, its heading among them."""
_BADGE: Final[Mapping[ItemState, str]] = {
    ItemState.SIGNED: "signed",
    ItemState.REFUSED: "attention",
    ItemState.FAILED: "attention",
}


class SignList(SideBySide):
    """The list that is confirmed and becomes the list of results; the chosen document beside it."""

    def __init__(self, desk: Desk, order: SignOrder, parent: QWidget) -> None:
        super().__init__(parent)
        self.desk = desk
        self._order = order
        self._run = order.run
        self._turns = order.turns
        self.what = PlainLabel(self)
        self.what.setWordWrap(True)
        self.table: Table[RunRow] = Table(
            "sign_list", (
                TableColumn(lambda: self.tr("Document"), lambda row: row.title),
                TableColumn(lambda: self.tr("Dossier"), lambda row: row.dossier),
                TableColumn(lambda: self.tr("Size"), lambda row: size(row.size)),
                TableColumn(lambda: self.tr("State"), self._state_of, lambda row: _BADGE.get(row.state)),
            ), (0, 25, 14, 27), self,
        )  # fmt: skip
        self.why = PlainLabel(self)
        self.why.setObjectName("sign_why")
        self.why.setWordWrap(True)
        self.preview = Preview(desk.registry, desk.background, desk.render, desk.language, self)
        self._lay_out()
        self.table.setMinimumHeight(_ROWS * row_height(self.table))
        self.table.chosen.connect(self._show_document)

    def _lay_out(self) -> None:
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        for widget in (self.what, self.table, self.why):
            column.addWidget(widget, 1 if widget is self.table else 0)
        self.addWidget(left)
        self.addWidget(self.preview)
        self.setStretchFactor(0, 3)
        self.setStretchFactor(1, 2)
        self.setSizes([_LEFT, _RIGHT])

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        self.table.setAccessibleName(self.tr("Documents to be signed"))
        self.preview.retranslate()
        self.show_run()

    def show_run(self) -> None:
        """Show the list, every row anew."""
        self.table.show_rows(self._run.rows)
        self.table.show_column(_DOSSIER, shown=len({row.dossier for row in self._run.rows}) != 1)
        self.what.setText(self._heading())

    def show_moved(self) -> None:
        """Show how far each document is; what stands is not painted again."""
        if [row.id for row in self._run.rows] != [row.id for row in self.table.rows.rows]:
            self.show_run()
            return
        self.table.rows.show_moved(self._run.rows)
        self.what.setText(self._heading())
        self._show_why()

    def choose_problem(self) -> None:
        """Show the first document that is not signed, and why, unless the person is looking at another one."""
        if self.table.currentIndex().row() > 0:
            return
        for place, row in enumerate(self._run.rows):
            if row.error is not None:
                self.table.choose(place)
                return

    def cells(self) -> list[list[str]]:
        """Return the list as a table of texts: headings, then each document with its state and why."""
        headings = [
            self.tr("Document"),
            self.tr("Dossier"),
            self.tr("Size"),
            self.tr("State"),
            self.tr("Why"),
            "SHA-256",
        ]
        rows = [
            [row.title, row.dossier, size(row.size), word(ITEM, row.state), self._why_of(row), row.sha256]
            for row in self._run.rows
        ]
        return [headings, *rows]

    def result_of(self, row: RunRow) -> str:
        """Return the document that a row's signature is in, empty while it has none."""
        if row.state is not ItemState.SIGNED:
            return ""
        return row.place if self._order.way is not None else row.document

    def _where(self, row: RunRow) -> str:
        """Say where a signature went that is not inside its document."""
        made = dossier.document(self.desk.connection, row.place)
        if made is None or made.head is None:
            return ""
        text = self.tr("The signature is a document of the same dossier: %1 (%2).")
        return text.replace("%2", made.head.filename).replace("%1", made.title)

    def _heading(self) -> str:
        run = self._run
        if run.state is not BatchState.OPEN:
            return self.tr("What became of each document:")
        if not run.checked and run.rows:
            return self.tr("The documents are being looked at…")
        refused = len(run.rows) - run.ready
        if refused:
            return self.tr("%n document(s) cannot be signed; the list says why. The others can.", "", refused)
        risky = self._turns.risky
        if risky:
            return self.tr(
                "%n document(s) may be signed by somebody else now; the list says by whom.", "", risky
            )
        return self.tr("Exactly this will be signed, and nothing else:")

    def _state_of(self, row: RunRow) -> str:
        state = word(ITEM, row.state)
        if row.error is not None and row.state in _BADGE:
            return f"{state}: {line_of(row.error, self.desk.language.code).title}"
        if row.state is ItemState.READY and self._turns.told_of(row.document):
            return self.tr("%1, but not your turn").replace("%1", state)
        return state

    def _show_why(self) -> None:
        row = self.table.row()
        why = self._why_of(row) if row is not None else ""
        if why != self.why.text() or bool(why) != self.why.isVisibleTo(self):
            self.why.setVisible(bool(why))
            self.why.setText(why)
            self.updateGeometry()

    def _show_document(self) -> None:
        row = self.table.row()
        self._show_why()
        if row is None:
            self.preview.clear()
            return
        session, version = self.desk.session, row.id
        self.preview.show_document(version, lambda: documents.read(session, version))

    def _why_of(self, row: RunRow) -> str:
        if row.error is not None:
            return line_of(row.error, self.desk.language.code).text
        if row.state is ItemState.SIGNED and self._order.way is not None:
            return self._where(row)
        return self._turns.told_of(row.document) if row.state is ItemState.READY else ""
