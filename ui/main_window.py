# SPDX-License-Identifier: EUPL-1.2
"""The window: places at the left, notices and a page in the middle, the status strip below."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QMainWindow, QMenu, QPushButton, QVBoxLayout, QWidget

from eset_desktop.errors import EsetError
from eset_desktop.signing.batch.states import BatchState
from eset_desktop.store import meta
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries import dossiers as list_queries
from eset_desktop.store.queries import plan, waiting
from eset_desktop.store.queries.dossiers import DossierFilter
from ui.action_table import MENUS
from ui.desk import Desk
from ui.errors import line_of
from ui.handlers.access import AccessActions
from ui.handlers.cleaning import CleaningActions
from ui.handlers.demo import DemoActions
from ui.handlers.devices import DeviceActions
from ui.handlers.documents import DocumentActions
from ui.handlers.dossiers import DossierActions
from ui.handlers.flows import FlowActions
from ui.handlers.requests import RequestActions
from ui.handlers.results import ResultActions
from ui.handlers.saving import SavingActions
from ui.handlers.signing import SigningActions
from ui.handlers.stick import StickActions
from ui.handlers.waiting import WaitingActions
from ui.handlers.window import WindowActions
from ui.icons import icon
from ui.looking import Looking
from ui.palette import CommandPalette, Hit
from ui.placing import place
from ui.signature_count import SignatureCount
from ui.signing_only import FIRST, keep_to_signing
from ui.theme import GAP
from ui.views.access import AccessPage
from ui.views.add_document import AddDocumentPage
from ui.views.conflicts import ConflictsPage
from ui.views.devices import DevicesPage
from ui.views.dossier import DossierPageView
from ui.views.dossiers import DossiersPage
from ui.views.flows import FlowsPage
from ui.views.help import HelpPage
from ui.views.locked import LockedPage
from ui.views.new_dossier import NewDossierPage
from ui.views.outbox import OutboxPage
from ui.views.page import Page
from ui.views.plan import PlanPage
from ui.views.send_to_sign import SendToSignPage
from ui.views.sign import SignPage
from ui.views.signatures import SignaturesPage
from ui.views.stick import StickPage
from ui.views.substitutions import SubstitutionsPage
from ui.views.verify import VerifyPage
from ui.widgets.navigation import Navigation
from ui.widgets.notices import DONE, WARNING, Notice, Notices
from ui.widgets.page_area import PageArea
from ui.widgets.status_strip import StatusStrip

SIZE: Final = QSize(1280, 800)
"""Of the inside, logical pixels, where the screen has room for it."""
ERROR: Final = "error"
"""Key of the notice of a failure: the next action takes it away."""

_SIGNING: Final = "signing"
"""Key of the notice of what is being signed beside the page on screen."""
_PALETTE_HITS: Final = 8
_BACK_STEPS: Final = 50

WHEN_LOCKED: Final = frozenset({"app.quit", "language.ca", "language.es", "language.en"})
"""What is left to do in a window whose computer's access was withdrawn."""


class MainWindow(QMainWindow):
    """Composes pages and actions; holds no rule and no query of its own but the palette's.

    Signals:
        shown_anew: Every page on screen is up to date again.
        language_chosen: Carries the language the person chose.
        left: The window was closed.
    """

    shown_anew = Signal()
    language_chosen = Signal(str)
    left = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setObjectName("main_window")
        self.setWindowIcon(icon("app"))
        place(self, SIZE)
        self._trail: list[tuple[str, Mapping[str, Any]]] = []
        self._where: tuple[str, Mapping[str, Any]] = ("", {})
        self._locked = False
        self.navigation = Navigation(desk.registry, self)
        self.notices = Notices(self)
        self.strip = StatusStrip(self)
        self.area = PageArea(self)
        self.pages = self.area.pages
        self._make_pages()
        self._bind()
        self.palette_box = CommandPalette(self, desk.registry, self._dossier_hits)
        self._status = Looking(desk.registry, lambda: desk.look(waiting.status), self._show_status)
        self._signatures = SignatureCount(desk, self)
        self._signatures.counted.connect(self.navigation.show_waiting)
        self._menus = {name: self._made_menu(name) for name in MENUS}
        self._lay_out()
        self.sign.turned.connect(self._tell_signing)
        self.strip.asked.connect(desk.registry.invoke)
        desk.registry.began.connect(lambda _: self.notices.clear(ERROR))
        desk.registry.failed.connect(self._tell_error)
        desk.refresher.changed.connect(self._refresh)
        self._retranslate()
        self._read_body()
        self._show_status(waiting.status(self.desk.connection))
        self._lock_if_revoked()
        self._signatures.look()
        signing_only = meta.is_signing_only(desk.connection)
        self._first = FIRST if signing_only else "dossiers"
        self.go(self._first)
        if signing_only:
            keep_to_signing(desk.registry, self.navigation, self.strip)
            for menu in self._menus.values():
                menu.menuAction().setVisible(not menu.isEmpty())

    def _make_pages(self) -> None:
        desk = self.desk
        self.plan = PlanPage(desk, self)
        self.dossiers = DossiersPage(desk, self)
        self.dossier = DossierPageView(desk, self)
        self.new_dossier = NewDossierPage(desk, self)
        self.add_document = AddDocumentPage(desk, self)
        self.sign = SignPage(desk, self)
        self.verify = VerifyPage(desk, self)
        self.signatures = SignaturesPage(desk, self)
        self.send_to_sign = SendToSignPage(desk, self)
        self.substitutions = SubstitutionsPage(desk, self)
        self.flows = FlowsPage(desk, self)
        self.outbox = OutboxPage(desk, self)
        self.conflicts = ConflictsPage(desk, self)
        self.access = AccessPage(desk, self)
        self.devices = DevicesPage(desk, self)
        self.stick = StickPage(desk, self)
        self.help = HelpPage(desk, self)
        self.locked = LockedPage(desk, self)
        self._left_by_escape = (
            self.new_dossier, self.add_document, self.sign, self.verify, self.send_to_sign, self.substitutions,
            self.flows, self.help,
        )  # fmt: skip
        self._by_name: dict[str, Page] = {}
        self._told: Page = self.dossiers
        for page in (
            self.plan, self.dossiers, self.dossier, self.new_dossier, self.add_document, self.sign, self.verify,
            self.signatures, self.send_to_sign, self.substitutions, self.flows, self.outbox, self.conflicts, self.access, self.devices, self.stick, self.help, self.locked,
        ):  # fmt: skip
            self._by_name[page.name] = page
            self.pages.addWidget(page)

    def _bind(self) -> None:
        WindowActions(self.desk, self)
        DossierActions(self.desk, self)
        AccessActions(self.desk, self)
        DeviceActions(self.desk, self)
        DocumentActions(self.desk, self)
        SigningActions(self.desk, self)
        RequestActions(self.desk, self)
        FlowActions(self.desk, self)
        SavingActions(self.desk, self)
        ResultActions(self.desk, self)
        CleaningActions(self.desk, self)
        StickActions(self.desk, self)
        WaitingActions(self.desk)
        DemoActions(self.desk)
        if self.desk.demo is not None:
            for name in ("demo.cut_line", "demo.mend_line"):
                self.strip.offer(self.desk.registry.action(name))

    def _made_menu(self, name: str) -> QMenu:
        menu = self.menuBar().addMenu("")
        for spec in self.desk.registry.specs():
            if spec.menu == name:
                menu.addAction(self.desk.registry.action(spec.id))
        menu.menuAction().setVisible(not menu.isEmpty())
        return menu

    def _lay_out(self) -> None:
        middle = QWidget(self)
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        notices = QVBoxLayout()
        notices.setContentsMargins(2 * GAP, GAP, 2 * GAP, 0)
        notices.addWidget(self.notices)
        column.addLayout(notices)
        column.addWidget(self.area, 1)
        centre = QWidget(self)
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.navigation)
        row.addWidget(middle, 1)
        outer = QWidget(self)
        whole = QVBoxLayout(outer)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(centre, 1)
        whole.addWidget(self.strip)
        self.setCentralWidget(outer)
        leave = QShortcut(QKeySequence("Escape"), self)
        leave.activated.connect(self._escape)

    @property
    def current(self) -> Page:
        """The page on screen."""
        return self._by_name[self._where[0]]

    @property
    def page_name(self) -> str:
        """The stable name of the page on screen."""
        return self._where[0]

    def go(self, name: str, where: Mapping[str, Any] | None = None, *, instead: bool = False) -> None:
        """Show a page; ``instead``: the page left is not come back to."""
        if self._locked:
            name, where = self.locked.name, None
        previous = self._where
        page = self._by_name[name]
        if previous[0] in (self.sign.name, self.help.name) and page is not self.sign:
            self.sign.leave(for_help=page is self.help)
        page.entered = True
        self._told = page  # what it asks for as it comes may be there before it is on screen
        page.enter(where or {})
        if previous[0] and not instead and previous[0] != name:
            self._trail = [*self._trail, self._place_of(previous)][-_BACK_STEPS:]
        self._where = (name, dict(where or {}))
        self.pages.setCurrentWidget(page)
        self.navigation.show_place(f"go.{page.place or name}")
        self.desk.registry.update()
        if self.sign.name in (previous[0], name):
            self._tell_signing()
        if previous[0] != name:
            page.focus_first()

    def _tell_signing(self) -> None:
        """Say how it is with what is being signed while another page is on screen, and lead back; there, say nothing more."""
        if self.page_name == self.sign.name or not self.sign.run.rows:
            self.notices.clear(_SIGNING)
            return
        going = self.sign.run.is_going
        if self.sign.run.state is not BatchState.OPEN:
            text = self.tr("The documents go on being signed.") if going else self.sign.progress.told
            icon_name = WARNING if self.sign.is_under_way and not going else DONE
            self.notices.show_notice(
                Notice(icon_name, text, self.tr("Show"), lambda: self.go("sign"), key=_SIGNING)
            )

    def _place_of(self, place: tuple[str, Mapping[str, Any]]) -> tuple[str, Mapping[str, Any]]:
        """Return a place to come back to: a dossier by its id, a list as it stands."""
        return (
            (place[0], {"id": self.dossier.dossier_id}) if place[0] == self.dossier.name else (place[0], {})
        )

    def back(self) -> None:
        """Show the page before."""
        name, where = self._trail.pop() if self._trail else (self._first, {})
        held = self._by_name[name].focusWidget()
        self.go(name, where, instead=True)
        if _takes_focus(held):
            held.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_palette(self) -> None:
        """Show the command palette."""
        self.palette_box.open()

    def switch_language(self, code: str) -> None:
        """Show everything in another language; Qt tells every page."""
        self.desk.language.switch(code)
        self.language_chosen.emit(code)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a switch of the language."""
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()
        super().changeEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Press the button that has the focus with Enter too, as people know it from dialogs; Qt's own key is the space bar."""
        button = self.focusWidget()
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and isinstance(button, QPushButton):
            if not event.isAutoRepeat():  # a key that is held down presses once
                button.click()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Save what was being typed and stop watching."""
        focused = self.focusWidget()
        if focused is not None:
            focused.clearFocus()  # what was typed in a field is saved
        self.stick.work.close()
        self.sign.each.close()
        self.sign.run.close()
        self.desk.refresher.stop()
        self.left.emit()
        super().closeEvent(event)

    def _retranslate(self) -> None:
        self.setWindowTitle(self._title())
        self.desk.registry.retranslate()
        for name, menu in self._menus.items():
            menu.setTitle(QCoreApplication.translate("Actions", MENUS[name]))
        self.navigation.retranslate()
        self.strip.retranslate()
        self.palette_box.retranslate()

    def _title(self) -> str:
        body = plan.body(self.desk.connection)
        return f"{body.name} — e-SET Desktop" if body else "e-SET Desktop"

    def _refresh(self, changes: Changes) -> None:
        if changes.touches("body", "person"):
            self._read_body()
        self._lock_if_revoked()
        self._told.refresh(changes)
        self._signatures.take(changes)
        self._status.look()
        self.desk.registry.update()
        self.shown_anew.emit()

    def _show_status(self, status: waiting.SyncStatus) -> None:
        self.strip.show_status(status, self.dossiers.model.rowCount())
        self.navigation.show_numbers(status.pending.total, status.conflicts)

    def _lock_if_revoked(self) -> None:
        if not self._locked and meta.get(self.desk.connection, "line") == waiting.REVOKED:
            self._lock()

    def _lock(self) -> None:
        """Show nothing more: the administrator withdrew this computer's access (design §6 law 11)."""
        self._locked = True
        self._trail = []
        self.notices.clear()
        self.palette_box.hide()
        self.navigation.hide_places()
        for dialog in self.findChildren(QDialog):
            dialog.reject()
        self.desk.registry.restrict(WHEN_LOCKED)
        self.go(self.locked.name)

    def _read_body(self) -> None:
        connection = self.desk.connection
        fallback = meta.get(connection, "account.body_name", "e-SET Desktop")
        self.navigation.show_body(
            plan.body(connection), fallback, meta.get(connection, "account.person_name")
        )
        self.setWindowTitle(self._title())

    def _tell_error(self, error: EsetError) -> None:
        def told() -> str:
            return line_of(error, self.desk.language.code).text

        self.notices.show_notice(Notice(WARNING, told(), key=ERROR, retold=told))

    def _escape(self) -> None:
        question = next(
            (
                each
                for each in (
                    self.dossier.question,
                    self.dossier.confirmation,
                    self.devices.question,
                    self.signatures.question,
                )
                if each.isVisible()
            ),
            None,
        )
        if question is not None:
            question.dismiss()
        elif self.notices.lines:
            self.notices.clear()
        elif self.current in self._left_by_escape:
            self.back()

    def _dossier_hits(self, text: str) -> Iterable[Hit]:
        connection = self.desk.connection
        found = list_queries.ids(connection, DossierFilter(situation=None, text=text))[:_PALETTE_HITS]
        rows = list_queries.rows(connection, found) if found else {}
        for row in (rows[each] for each in found if each in rows):
            yield Hit("dossier", f"{row.number or row.label}  {row.title}", self._opener(row.id))

    def _opener(self, dossier_id: str) -> Callable[[], object]:
        return lambda: self.desk.registry.invoke("dossier.open", {"id": dossier_id})


def _takes_focus(widget: QWidget | None) -> bool:
    return widget is not None and widget.isVisible() and widget.isEnabled()
