# SPDX-License-Identifier: EUPL-1.2
"""Signing: the list is frozen and looked at, the person chooses with what, types once, and sees what became of each."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from eset_desktop.batches.port import Batch
from eset_desktop.domain.signature_rules import DELEGATE, SUBSTITUTE
from eset_desktop.errors import Cancelled
from eset_desktop.operations import certificates
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.batch.values import BatchReport, FrozenList, Listener
from eset_desktop.signing.container.offer import Offer
from eset_desktop.signing.keys.port import Secret
from eset_desktop.store.changes import Changes
from ui.desk import Desk
from ui.errors import ListChanged
from ui.icons import icon
from ui.outcome import Outcome
from ui.signing_run import SigningRun
from ui.signing_turns import SigningTurns
from ui.theme import quiet
from ui.views import sign_words as words
from ui.views.page import Page
from ui.views.sign_begin import SignBegin
from ui.views.sign_certificate import CertificatePanel
from ui.views.sign_list import SignList
from ui.views.sign_order import SignOrder
from ui.views.sign_other_ways import OtherWays
from ui.views.sign_progress import ProgressPanel
from ui.widgets.label import PlainLabel
from ui.widgets.page_area import CurrentStack
from ui.widgets.tick import CheckBox

_IN_PLACE: Final = (DELEGATE, SUBSTITUTE)
_SHARE: Final = (3, 2)
"""Of the height, to the list and to the certificates."""


class SignPage(Page):
    """What will be signed, with what, and one button; then how far it is, and one list of results."""

    name = "sign"
    turned = Signal()
    """What is being signed waits, or has ended; also while another page is on screen."""
    signed = Signal(object)
    """A list ended or waits before the person's eyes; carries its report."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._dossier = ""
        self._is_kept = self._focus_is_due = self._go_had_focus = False
        self._was = BatchState.OPEN
        self._known: tuple[object, ...] = ()
        self.run = SigningRun(desk.background, self._made_batch, self)
        self.turns = SigningTurns(desk, self._show_run)
        self.order = SignOrder(desk, self.run, self.turns, self)
        self.list = SignList(desk, self.order, self)
        self.certificates = CertificatePanel(desk, self)
        self.progress = ProgressPanel(desk, self)
        self.other = OtherWays(self)
        self._begin = SignBegin(self, self.order, self.certificates)
        self.opening, self.each = self._begin.opening, self._begin.each
        self.preview = self.list.preview
        self._below = CurrentStack(self)
        self._promise = quiet(PlainLabel(self))
        self._promise.setWordWrap(True)
        self._visible = CheckBox(self)
        self._visible.setObjectName("sign_visible")
        self._is_wished = False
        self._go = QPushButton(icon("sign"), "", self)
        self._go.setObjectName("sign_sign")
        self._leave = QPushButton(self)
        self._leave.setObjectName("sign_leave")
        self.submit_with(self._go)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self._begin.changed.connect(self._update)
        self._begin.ended.connect(self._ended)
        self.run.moved.connect(self._show_run)
        self.order.looked.connect(self.list.choose_problem)
        self.list.table.chosen.connect(self._update)
        self.list.table.activated.connect(self._activated)
        self.certificates.chosen.connect(self._update)
        self.certificates.picker.activated.connect(lambda _: self._go.setFocus())
        self.other.chosen.connect(lambda way: self.sign_otherwise(way, self.other.documents))
        self._visible.toggled.connect(self._wish)
        self._go.clicked.connect(self._pressed)
        self._leave.clicked.connect(self._leave_or_stop)

    def _activated(self) -> None:
        if self.desk.registry.is_available("results.open"):
            self.desk.registry.invoke("results.open")

    def _pressed(self) -> None:
        self.desk.registry.began.emit("document.sign")  # what was told of the time before is over
        self.desk.registry.follow(self.submit())

    def _lay_out(self) -> None:
        self._below.addWidget(self.certificates)
        self._below.addWidget(self.progress)
        buttons = QHBoxLayout()
        buttons.addWidget(self._promise, 1)
        buttons.addStretch()
        buttons.addWidget(self._leave)
        buttons.addWidget(self._go)
        self.column.addWidget(self.list, _SHARE[0])
        self.column.addWidget(self.other)
        self.column.addWidget(self._below, _SHARE[1])
        self.column.addWidget(self._visible)
        self.column.addLayout(buttons)

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        self._visible.setText(self.tr("Show the signature on the page"))
        self._visible.setToolTip(
            self.tr("Along the margin: who signs, as what, when, and the code to check the document by.")
        )
        self.certificates.retranslate()
        self.progress.retranslate()
        self.list.retranslate()
        self.other.retranslate()
        self._show_run()

    @property
    def way(self) -> Offer | None:
        """Beside the documents or in containers; None: inside."""
        return self.order.way

    @property
    def documents(self) -> list[str]:
        """The documents that the list was made of, or what is left to be signed of them."""
        return self.order.wanted

    @property
    def is_under_way(self) -> bool:
        """Whether a list is being signed, or waits for its card."""
        return self._begin.is_under_way

    def enter(self, where: Mapping[str, Any]) -> None:
        """Freeze the list: the standing versions of ``documents`` (ids), from one ``dossier`` or many; ``requests``: rows; ``way``: not inside."""
        wanted = [str(each) for each in where.get("documents", ())]
        self.desk.keyring.show(shown=True)
        if self.run.state is BatchState.PAUSED:
            self.desk.keyring.look()  # its card may have come or gone while nobody looked
        if self.is_fixed or (not wanted and self.run.rows):
            return  # come back to: the list stands as it was
        self._let_go()
        self._dossier = str(where.get("dossier", ""))
        self.place = "dossiers" if self._dossier else "signatures"
        self.desk.batches.warm_up()
        self.certificates.picker.choose(certificates.last_used(self.desk.connection))
        self.desk.keyring.look()
        requests = where.get("requests", ())
        with QSignalBlocker(
            self._visible
        ):  # in another's place the page says so, unless the person takes it off
            self._visible.setChecked(self._is_wished or any(row.way in _IN_PLACE for row in requests))
        self.order.visible = self._visible.isChecked()
        self.order.take(wanted, requests, where.get("way"))
        self._show_run()

    def sign_otherwise(self, way: Offer, documents: Sequence[str]) -> Outcome[Any]:
        """Look at documents of the list anew, to be signed beside or in a container; nothing is signed yet."""
        if self.is_fixed or not documents:
            return Outcome.failed(Cancelled())
        self.run.drop()
        self.desk.keyring.look()
        self.order.take(documents, self.order.asked, way)
        self._show_run()
        return self.order.ready

    @property
    def is_fixed(self) -> bool:
        """Whether the list on screen cannot become another one now."""
        return self._begin.busy or self.is_under_way

    def _wish(self, visible: bool) -> None:
        self._is_wished = visible
        self._freeze()

    def _freeze(self) -> None:
        """Look at the list anew, because it is to be signed in another manner."""
        self.order.visible = self._visible.isChecked()
        if not self.is_fixed:
            self.order.freeze()

    def refresh(self, changes: Changes) -> None:
        """Show what the service answered about turns, and leave out what is not asked for any more."""
        if changes.everything or changes.touches("errand"):
            self.turns.read()
        if changes.everything or changes.touches("signature_request", "substitution"):
            self.order.look_at_requests(self._leave_out)

    def _leave_out(self) -> None:
        """Look at the list anew without what is not asked for; a PIN typed for the former one is not used."""
        self.opening.close(ListChanged())
        self._freeze()

    def ready(self) -> Outcome[object]:
        """Return what is to be waited for: every document was looked at."""
        return self.order.ready

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of this page."""
        listed = self.certificates.listed()
        return {
            "documents": [{"title": row.title, "state": str(row.state)} for row in self.run.rows],
            "identity": listed.identity.name if listed else None,
            "state": str(self.run.state), "signed": self.run.progress.signed, "ready": self.run.ready,
            "problems": [row.error.code for row in self.run.rows if row.error is not None],
        }  # fmt: skip

    def focus_first(self) -> None:
        """Give the focus to where a person begins, or goes on."""
        first = {BatchState.OPEN: self.certificates.picker, BatchState.PAUSED: self._go}
        first.get(self.run.state, self.list.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self, secret: Secret | None = None) -> Outcome[BatchReport]:
        """Sign what is ready, or go on where it waited; asks for the PIN unless a ``secret`` was typed elsewhere."""
        return self._begin.submit(secret)

    def _made_batch(self, frozen: FrozenList, of_item: Mapping[str, str], listener: Listener) -> Batch:
        return self.order.batch(frozen, dict(of_item), listener)

    def leave(self, *, for_help: bool = False) -> None:
        """Let go of the list: signing again begins with another look at it. What is being signed goes on.

        Args:
            for_help: The help is read, and the list come back to: it stays.
        """
        self.desk.keyring.show(shown=False)
        self.opening.close()
        is_kept, self._is_kept = for_help or self._is_kept, False
        if not self.is_under_way and not is_kept:
            self._let_go()

    def _let_go(self) -> None:
        signed = {row.document for row in self.run.rows if row.state is ItemState.SIGNED}
        self.turns.give_back(signed)
        self.order.forget()

    def _ended(self, report: BatchReport) -> None:
        self.desk.hint()
        self.desk.refresher.look_soon()
        was_seen = self.isVisible()
        if report.state is BatchState.PAUSED:
            self.desk.keyring.look()
        elif was_seen and len(report.results) == 1 and report.results[0].state is ItemState.SIGNED:
            self._go_back()
        else:
            self.list.choose_problem()
        if was_seen:
            self.signed.emit(report)

    def _leave_or_stop(self) -> None:
        if self.is_under_way:
            self._begin.stop()
        else:
            self._go_back()

    def _go_back(self) -> None:
        rows = self.run.rows
        if self._dossier and rows:
            shown = {"tab": "documents", "document": self.list.result_of(rows[-1]) or rows[-1].document}
            self.desk.registry.invoke("dossier.open", {"id": self._dossier, **shown, "instead": True})
        else:
            self.desk.registry.invoke("go.back")

    def result(self) -> str:
        """Return the document that the chosen row's signature is in, empty while it has none or signing goes on."""
        row = self.list.table.row()
        return self.list.result_of(row) if row is not None and not self.run.is_going else ""

    def keep(self) -> None:
        """Let the list stand when the page is left now: it is come back to."""
        self._is_kept = True

    def _show_run(self) -> None:
        run = self.run
        self.title.setText(words.title(self.way))
        self.list.show_moved()
        going = run.state is not BatchState.OPEN
        self._below.setCurrentWidget(self.progress if going else self.certificates)
        self.column.setStretchFactor(self._below, 0 if going else _SHARE[1])
        self.progress.show_state(run.state, run.progress, run.cause)
        self._update()
        if run.state is not self._was:
            self._was, self._focus_is_due = run.state, True
            self._put_focus()
            self.turned.emit()

    def _update(self) -> None:
        run, begin = self.run, self._begin
        left, is_open = len(begin.unsigned), run.state is BatchState.OPEN
        self._go.setText(self._going(left))
        self._go.setVisible(is_open or run.state is BatchState.PAUSED or left > 0)
        self._enable_go((self._may_sign or left > 0) and not begin.busy)
        self._promise.setVisible(is_open or self.opening.is_trying)
        self._promise.setText(self._promised())
        self._visible.setVisible(is_open and self.way is None)
        self._visible.setEnabled(not begin.busy)
        self._leave.setText(words.leaving(run.state))
        self.progress.show_card(is_back=begin.is_card_back)
        may_otherwise = self.desk.registry.is_available("document.sign_beside")
        self.other.show_offer(self.otherwise if may_otherwise else ())
        now = (run.state, bool(run.rows), self.other.documents, self.result())
        if now != self._known:  # not at each move of a batch: every action would be asked ten times a second
            self._known = now
            self.desk.registry.update_soon()
        self._put_focus()

    def _enable_go(self, enabled: bool) -> None:
        """Enable the button or not, without handing its focus to the one beside it, which would stop or leave."""
        if not enabled and self.window().focusWidget() is self._go:
            self._go_had_focus = True
            self.list.table.setFocus(Qt.FocusReason.OtherFocusReason)
        self._go.setEnabled(enabled)
        if enabled and self._go_had_focus:
            self._go_had_focus = False
            self._go.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_focus(self) -> None:
        """Give the focus to what the next key is for, once that can be pressed: what had it is out of sight, or would stop."""
        run = self.run
        if self._focus_is_due and self.isVisible() and (run.is_going or not self._begin.busy):
            self._focus_is_due = False
            self.focus_first()

    @property
    def _may_sign(self) -> bool:
        listed = self.certificates.listed()
        fits = listed is not None and listed.problem is None
        return (fits or self.run.state is BatchState.PAUSED) and self.run.checked and self.run.ready > 0

    @property
    def otherwise(self) -> tuple[str, ...]:
        """Return what may be signed in another way now."""
        return () if self._begin.busy else self.order.otherwise

    def _going(self, left: int) -> str:
        if left:
            return self.tr("Try again with %n…", "", left)
        if self.run.state is BatchState.PAUSED:
            return self.tr("Go on…")
        return self.tr("Sign %n document(s)…", "", self.run.ready)

    def _promised(self) -> str:
        if self.opening.is_trying:
            return self.tr("The certificate is being opened…")
        return words.promised(self.way, asked=bool(self.order.asked))
