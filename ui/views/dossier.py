# SPDX-License-Identifier: EUPL-1.2
"""One dossier: its data, documents and history in three tabs; PDFs may be dropped anywhere on it."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QStackedWidget,
    QTabWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from eset_desktop.store import meta
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries import dossier as dossier_queries
from eset_desktop.store.queries.dossier import DocumentRow, DossierPage
from ui.badges import BADGES
from ui.desk import Desk
from ui.icons import icon, pixmap
from ui.states import badge_of, state_of_dossier, state_text
from ui.theme import ICON, quiet
from ui.views.documents import DocumentsTab
from ui.views.dossier_data import DossierDataTab
from ui.views.history import HistoryTab
from ui.views.page import Page
from ui.widgets.confirmation import Confirmation
from ui.widgets.empty import EmptyState
from ui.widgets.flow import FlowLayout
from ui.widgets.label import PlainLabel, plain_tip
from ui.widgets.question import Question
from ui.wording import PHASE, SITUATION, word

DATA: Final = "data"
DOCUMENTS: Final = "documents"
HISTORY: Final = "history"
TABS: Final = (DATA, DOCUMENTS, HISTORY)


class DossierPageView(Page):
    """The page of one dossier."""

    name = "dossier"
    place = "dossiers"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setAcceptDrops(True)
        self._id = ""
        self.shown: DossierPage | None = None
        self._numbers = quiet(PlainLabel(self))
        self._numbers.setObjectName("dossier_numbers")
        self._state = PlainLabel(self)
        self._state.setObjectName("dossier_state")
        self._waits = PlainLabel(self)
        self._waits_icon = PlainLabel(self)
        self._restricted, self._kept = PlainLabel(self), PlainLabel(self)
        self._restricted.setObjectName("dossier_restricted")
        self._kept.setObjectName("dossier_kept")
        self._restricted_icon, self._kept_icon = PlainLabel(self), PlainLabel(self)
        self._restricted_icon.setPixmap(pixmap("restricted", ICON, self.devicePixelRatioF()))
        self._kept_icon.setPixmap(pixmap("pin", ICON, self.devicePixelRatioF()))
        self._conflicts = QToolButton(self)
        self._conflicts.setIcon(icon("conflict"))
        self._conflicts.setDefaultAction(desk.registry.action("go.conflicts"))
        self.data = DossierDataTab(desk, self)
        self.documents = DocumentsTab(desk, self)
        self.history = HistoryTab(desk, self)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("dossier_tabs")
        for tab, name in ((self.data, "dossier"), (self.documents, "document"), (self.history, "history")):
            self.tabs.addTab(tab, icon(name), "")
        self.tabs.currentChanged.connect(lambda _: self._read())
        self._gone = EmptyState("dossier", self, desk.registry.action("go.dossiers"))
        self.question = Question(self)
        self.confirmation = Confirmation(self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        line = FlowLayout()
        for widget in (
            self._numbers, self._conflicts, self._waits_icon, self._waits, self._kept_icon, self._kept, self._restricted_icon,
            self._restricted, self._state,
        ):  # fmt: skip
            line.addWidget(widget)
        inner = QWidget(self)
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(line)
        column.addWidget(self.question)
        column.addWidget(self.confirmation)
        column.addWidget(self.tabs, 1)
        self._stack.addWidget(inner)
        self._stack.addWidget(self._gone)
        self.column.addWidget(self._stack, 1)

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed stays."""
        for position, text in enumerate((self.tr("D&ata"), self.tr("Doc&uments"), self.tr("Histor&y"))):
            self.tabs.setTabText(position, text)
        self._gone.say(
            self.tr("This dossier is not on this computer."),
            self.tr("Here is what waits for your signature; the rest is at the town hall.")
            if meta.is_signing_only(self.desk.connection)
            else self.tr("Look for it in the list of dossiers."),
        )
        self._restricted.setText(self.tr("Restricted access"))
        self._kept.setText(self.tr("Kept here"))
        for part in (self.data, self.documents, self.history, self.question):
            part.retranslate()
        self._read()

    def enter(self, where: Mapping[str, Any]) -> None:
        """Show a dossier: ``id``, and perhaps a ``tab`` and a ``document``."""
        wanted = str(where.get("id") or self._id)
        if wanted != self._id:
            self._id = wanted
            self.question.dismiss()
            self.confirmation.dismiss()
            self.documents.forget()
            self.tabs.setCurrentIndex(0)
        if where.get("tab") in TABS:
            self.tabs.setCurrentIndex(TABS.index(where["tab"]))
        self._read()
        if where.get("document"):
            self.tabs.setCurrentIndex(TABS.index(DOCUMENTS))
            self.documents.choose(str(where["document"]))

    def refresh(self, changes: Changes) -> None:  # noqa: ARG002 - what it holds may move without an object of its own
        """Show what changed."""
        self._read()

    @property
    def dossier_id(self) -> str:
        """The dossier on screen, empty when there is none."""
        return self.shown.id if self.shown else ""

    def document(self) -> DocumentRow | None:
        """Return the document that is chosen, when the documents are on screen."""
        on_screen = self.shown is not None and self.tabs.currentWidget() is self.documents
        return self.documents.selected() if on_screen else None

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of this page."""
        if self.shown is None:
            return {"id": None}
        shown = self.shown
        return {
            "id": shown.id, "title": shown.title, "number": shown.number, "label": shown.label, "eni_id": shown.eni_id,
            "unit": shown.unit_name, "situation": shown.situation, "phase": shown.phase, "pending": shown.pending,
            "conflicts": shown.conflicts, "restricted": shown.restriction is not None, "kept": shown.pinned, "tab": TABS[self.tabs.currentIndex()],
            "parties": [{"id": each.id, "name": each.name, "identifier": each.identifier} for each in shown.parties],
            "documents": [_document_facts(each) for each in shown.documents],
            "preview": self.documents.preview_facts(),
        }  # fmt: skip

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        self.tabs.tabBar().setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files."""
        if self.shown is not None and _files(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Begin to add the files."""
        files = _files(event)
        if files:
            event.acceptProposedAction()
            self.desk.registry.invoke("document.add", {"files": files, "submit": False})

    def _read(self) -> None:
        self.shown = dossier_queries.page(self.desk.connection, self._id) if self._id else None
        self._stack.setCurrentIndex(0 if self.shown else 1)
        if self.shown is None:
            self.title.setText(self.tr("Dossier"))
            return
        shown = self.shown
        self.title.setText(shown.title)
        self._numbers.setText(
            " · ".join(part for part in (shown.number, shown.label, shown.class_code) if part)
        )
        state = word(SITUATION, shown.situation), word(PHASE, shown.phase)
        self._state.setText(" · ".join(part for part in state if part))
        self._tell_place(shown)
        for widget in (self._restricted, self._restricted_icon):
            widget.setVisible(shown.restriction is not None)
            widget.setToolTip(plain_tip(shown.restriction.reason) if shown.restriction else "")
        for widget in (self._kept, self._kept_icon):
            widget.setVisible(shown.pinned)
        self._conflicts.setVisible(shown.conflicts > 0)
        current = self.tabs.currentWidget()
        if current is self.data:
            self.data.show_page(shown)
        elif current is self.documents:
            self.documents.show_page(shown)
        else:
            self.history.show_dossier(shown.id)
        self.desk.registry.update()

    def _tell_place(self, shown: DossierPage) -> None:
        state = state_of_dossier(shown, line_up=meta.get(self.desk.connection, "line") == "up")
        badge = badge_of(state)
        for widget in (self._waits, self._waits_icon):
            widget.setVisible(badge is not None)
        if badge is not None:
            self._waits.setText(state_text(state))
            self._waits_icon.setPixmap(pixmap(BADGES[badge].icon, ICON, self.devicePixelRatioF()))


def _document_facts(row: DocumentRow) -> dict[str, Any]:
    head = row.head
    return {
        "id": row.id, "title": row.title, "type": row.type, "date": row.date, "state": row.state,
        "pending": row.pending, "needs_choice": row.needs_choice, "versions": len(row.versions),
        "head": head.id if head else None, "sha256": head.sha256 if head else None,
        "relation": head.relation if head else None, "signer": head.signer if head else None,
        "here": head.here if head else False, "present": head.present if head else False,
    }  # fmt: skip


def _files(event: QDropEvent) -> list[str]:
    return [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
