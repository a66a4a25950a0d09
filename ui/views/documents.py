# SPDX-License-Identifier: EUPL-1.2
"""The documents of a dossier: the list, what the chosen one is, its versions, and its pages."""

from typing import Any

from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from eset_desktop.domain.proofs import Proof
from eset_desktop.domain.sending import State
from eset_desktop.domain.states import DRAFT
from eset_desktop.domain.versions import AUGMENTATION, SIGNATURE
from eset_desktop.operations import documents
from eset_desktop.store import meta
from eset_desktop.store.queries.dossier import DocumentRow, DossierPage, VersionRow
from ui.badges import badge_word
from ui.desk import Desk
from ui.i18n import day
from ui.models.rows import TableColumn
from ui.states import badge_of, state_of_document, state_text
from ui.theme import GAP
from ui.views.document_panel import DocumentPanel
from ui.widgets.action_button import ActionButton
from ui.widgets.empty import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.preview import Preview
from ui.widgets.side_by_side import SideBySide
from ui.widgets.table import Table
from ui.wording import SHOWN_STATE, word

_LEFT, _RIGHT = 620, 420
"""Room of list and preview to begin with, logical pixels."""


def shown_state(row: DocumentRow) -> str:
    """Return the code of the state that a person is shown: a draft whose standing version is signed is signed."""
    head = row.head
    if (
        head is None
        or head.relation not in (SIGNATURE, AUGMENTATION)
        or row.state != DRAFT
        or row.needs_choice
    ):
        return row.state
    return "signed" if head.proof is Proof.PROVED else "signed_pending"


class DocumentsTab(QWidget):
    """Left the list and the description, right the pages."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._shown: DossierPage | None = None
        self.table: Table[DocumentRow] = Table(
            "documents", (
                TableColumn(lambda: self.tr("Title"), lambda row: row.title),
                TableColumn(lambda: self.tr("Date"), lambda row: day(row.date)),
                TableColumn(lambda: self.tr("State"), lambda row: word(SHOWN_STATE, shown_state(row))),
                TableColumn(lambda: self.tr("Sending"), self._place, self._badge),
            ), (0, 14, 23, 23), self, many=True,
        )  # fmt: skip
        self.panel = DocumentPanel(desk, self)
        self.preview = Preview(desk.registry, desk.background, desk.render, desk.language, self)
        self._add = self._button("document.add")
        self._sign = self._button("document.sign")
        self._send = self._button("request.new")
        self._fetch = self._button("document.want")
        self._empty = EmptyState("document", self, desk.registry.action("document.add"))
        self._stack = QStackedWidget(self)
        self.splitter = SideBySide(self)
        self._lay_out()
        self.table.chosen.connect(self._chosen)
        self.panel.versions.chosen.connect(self._show_version)
        self.retranslate()

    def _button(self, action_id: str) -> ActionButton:
        return ActionButton(self.desk.registry.action(action_id), self)

    def _lay_out(self) -> None:
        buttons = FlowLayout()
        for button in (self._add, self._sign, self._send, self._fetch):
            buttons.addWidget(button)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, GAP, 0)
        column.addLayout(buttons)
        column.addWidget(self.table, 2)
        column.addWidget(self.panel, 3)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.preview)
        self.splitter.setStretchFactor(0, 11)
        self.splitter.setStretchFactor(1, 9)
        self.splitter.setSizes([_LEFT, _RIGHT])
        self._stack.addWidget(self.splitter)
        self._stack.addWidget(self._empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(GAP, GAP, GAP, GAP)
        outer.addWidget(self._stack)

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        self.table.setAccessibleName(self.tr("Documents"))
        self._add.setText(self.tr("Add a document"))
        self._sign.setText(self.tr("Sign"))
        self._send.setText(self.tr("Send to be signed"))
        self._fetch.setText(self.tr("Fetch"))
        self._empty.say(
            self.tr("There is no document yet."), self.tr("Drop a PDF here, or add it from a folder.")
        )
        self.panel.retranslate()
        self.preview.retranslate()

    def forget(self) -> None:
        """Another dossier comes: nothing of this one stays."""
        self._shown = None
        self.preview.clear()

    def show_page(self, page: DossierPage) -> None:
        """Show a dossier's documents."""
        chosen = self.selected()
        self._shown = page
        self.table.show_rows(page.documents)
        now = self.selected()
        if chosen is not None and (now is None or now.id != chosen.id):
            self._find(chosen.id)
        self._stack.setCurrentIndex(0 if page.documents else 1)
        self._chosen()

    def selected(self) -> DocumentRow | None:
        """Return the chosen document."""
        return self.table.row()

    def selected_all(self) -> tuple[DocumentRow, ...]:
        """Return every chosen document, in the list's order."""
        return self.table.chosen_rows()

    def choose(self, document: str) -> None:
        """Choose a document by its id or title."""
        self._find(document)
        self._chosen()

    def preview_facts(self) -> dict[str, Any]:
        """Return what the driver may ask of the preview."""
        return {"page": self.preview.page, "pages": self.preview.pages, "drawn": self.preview.is_drawn}

    def _find(self, document: str) -> None:
        for position, row in enumerate(self.table.rows.rows):
            if document in (row.id, row.title):
                self.table.choose(position)

    def _chosen(self) -> None:
        row = self.selected()
        if self._shown is not None:
            self.panel.show_document(row, is_open=self._shown.situation == "open")
        self._show_version()
        self.desk.registry.update()

    def _show_version(self) -> None:
        version = self.panel.version()
        if version is None:
            self.preview.clear()
        elif not version.here:
            self.preview.clear(self._absent(version))
        else:
            session, identity = self.desk.session, version.id
            self.preview.show_document(version.sha256, lambda: documents.read(session, identity))

    def _badge(self, row: DocumentRow) -> str | None:
        return "conflict" if row.needs_choice else badge_of(self._state(row))

    def _place(self, row: DocumentRow) -> str:
        return badge_word("conflict") if row.needs_choice else state_text(self._state(row))

    def _state(self, row: DocumentRow) -> State:
        return state_of_document(row, line_up=meta.get(self.desk.connection, "line") == "up")

    def _absent(self, version: VersionRow) -> str:
        if version.wanted and version.present:
            return self.tr("The file is on its way; it opens when it arrives.")
        if version.wanted:
            return self.tr("The central service does not have the file yet. It comes by itself when it does.")
        if version.present:
            return self.tr("The file is not on this computer: fetch it to see it.")
        return self.tr("The file is still on the computer of who added it.")
