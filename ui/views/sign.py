# SPDX-License-Identifier: EUPL-1.2
"""Signing: the list is frozen and looked at, the person chooses with what, types once, and sees what became of each."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QWidget

from eset_desktop.batches.port import Batch, Order
from eset_desktop.errors import Cancelled, EsetError
from eset_desktop.operations import certificates
from eset_desktop.operations.signing_settings import asks_each
from eset_desktop.signing.batch.states import BATCH_ENDS, BatchState, ItemState
from eset_desktop.signing.batch.values import BatchReport, FrozenList, Listener
from eset_desktop.signing.container.offer import Offer
from eset_desktop.signing.keys.port import BatchPolicy, OpenKey, Secret
from eset_desktop.signing.values import Identity
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries.signature_rows import RequestRow
from ui.desk import Desk
from ui.errors import InputMissing, ListChanged, OpeningLeft, SignerMissing
from ui.icons import icon
from ui.key_opening import KeyOpening
from ui.keyring import Listed
from ui.outcome import Outcome
from ui.pin_each import PinEach
from ui.signing_list import LookedAt, look_at, no_longer_asked
from ui.signing_run import SigningRun
from ui.signing_turns import SigningTurns
from ui.theme import quiet
from ui.views.page import Page
from ui.views.sign_certificate import CertificatePanel
from ui.views.sign_list import SignList
from ui.views.sign_other_ways import OtherWays, offered
from ui.views.sign_progress import ProgressPanel
from ui.widgets.label import PlainLabel
from ui.widgets.page_area import CurrentStack
from ui.widgets.preview import Preview

_SHARE: Final = (3, 2)
"""Of the height, to the list and to the certificates."""


class SignPage(Page):
    """What will be signed, with what, and one button; then how far it is, and one list of results."""

    name = "sign"
    turned = Signal()
    """What is being signed waits, or has ended; also while another page is on screen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._dossier = ""
        self._wanted: list[str] = []
        self._asked: tuple[RequestRow, ...] = ()
        self._gone: tuple[RequestRow, ...] = ()
        self._busy = False
        self._was = BatchState.OPEN
        self._known: tuple[object, ...] = ()
        self._signer: Identity | None = None
        self._ready: Outcome[Any] = Outcome.of(None)
        self.way: Offer | None = None
        self.run = SigningRun(desk.background, self._made_batch, self)
        self.opening = KeyOpening(desk, self, self._update)
        self.each = PinEach(desk, self)
        self.turns = SigningTurns(desk, self._show_run)
        self.list = SignList(desk, self.run, self.turns, self)
        self.certificates = CertificatePanel(desk, self)
        self.progress = ProgressPanel(desk, self)
        self.other = OtherWays(self)
        self._below = CurrentStack(self)
        self._promise = quiet(PlainLabel(self))
        self._promise.setWordWrap(True)
        self._visible = QCheckBox(self)
        self._visible.setObjectName("sign_visible")
        self._go = QPushButton(icon("sign"), "", self)
        self._go.setObjectName("sign_sign")
        self._leave = QPushButton(self)
        self._leave.setObjectName("sign_leave")
        self.submit_with(self._go)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.run.moved.connect(self._show_run)
        self.certificates.chosen.connect(self._update)
        self.certificates.picker.activated.connect(lambda _: self._go.setFocus())
        self.other.chosen.connect(lambda way: self.sign_otherwise(way, self.other.documents))
        self._visible.toggled.connect(lambda _: self._freeze())
        self._go.clicked.connect(self._pressed)
        self._leave.clicked.connect(self._leave_or_stop)

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
        self._name_way()
        self._visible.setText(self.tr("Show the signature on the page"))
        self._visible.setToolTip(
            self.tr("Along the margin: who signs, as what, when, and the code to check the document by.")
        )
        self.certificates.retranslate()
        self.progress.retranslate()
        self.list.retranslate()
        self.other.retranslate()
        self._show_run()

    def _name_way(self) -> None:
        names = {
            None: self.tr("Sign"),
            Offer.BESIDE: self.tr("Sign beside the document"),
            Offer.CONTAINER: self.tr("Sign in a container"),
        }
        self.title.setText(names[self.way])

    def enter(self, where: Mapping[str, Any]) -> None:
        """Freeze the list: the standing versions of ``documents`` (ids), from one ``dossier`` or many; ``requests``: rows; ``way``: not inside."""
        wanted = [str(each) for each in where.get("documents", ())]
        self.desk.keyring.show(shown=True)
        if self._busy or self.is_under_way or (not wanted and self.run.rows):
            return  # come back to: the list stands as it was
        self._dossier = str(where.get("dossier", ""))
        self.place = "dossiers" if self._dossier else "signatures"
        self.desk.batches.warm_up()
        self.certificates.picker.choose(certificates.last_used(self.desk.connection))
        self.desk.keyring.look()
        self._wanted, self._asked = wanted, tuple(where.get("requests", ()))
        self.way = where.get("way")
        self._name_way()
        self._freeze()

    def sign_otherwise(self, way: Offer, documents: Sequence[str]) -> Outcome[Any]:
        """Look at documents of the list anew, to be signed beside or in a container; nothing is signed yet."""
        if self._busy or self.is_under_way or not documents:
            return Outcome.failed(Cancelled())
        self.way, self._wanted = way, list(documents)
        self.run.drop()
        self._name_way()
        self._show_run()
        self.desk.keyring.look()
        self._freeze()
        return self._ready

    def _freeze(self) -> None:
        """Look at the list, signed as it will be; another wish looks at it anew."""
        if self._busy or self.is_under_way or not self._wanted:
            return
        session, wanted, visible = self.desk.session, self._wanted, self._visible.isChecked()
        asked, way = self._asked, self.way
        looked = self.desk.background.read(
            lambda: look_at(session, wanted, asked, visible=visible and way is None)
        )
        self._ready = looked.then(self._take)

    def refresh(self, changes: Changes) -> None:
        """Show what the service answered about turns, and leave out what is not asked for any more."""
        if changes.everything or changes.touches("errand"):
            self.turns.read()
        if changes.everything or changes.touches("signature_request", "substitution"):
            self._look_at_requests()

    def _look_at_requests(self) -> None:
        session, asked, turn = self.desk.session, self._asked, self.run.turn
        if asked and self.run.rows and self.run.state is BatchState.OPEN:
            found = self.desk.background.look(lambda: no_longer_asked(session, asked))
            self.desk.registry.follow(found.map(partial(self._leave_out, turn)))

    def _leave_out(self, turn: int, gone: tuple[RequestRow, ...]) -> None:
        """Look at the list anew without what is not asked for any more; a PIN typed for the former one is not used."""
        if turn != self.run.turn:  # another list came on screen meanwhile
            self._look_at_requests()
            return
        same = {row.id for row in gone} == {row.id for row in self._gone}
        if not same and self.run.state is BatchState.OPEN:
            self.opening.close(ListChanged())
            self._freeze()

    def ready(self) -> Outcome[object]:
        """Return what is to be waited for: every document was looked at."""
        return self._ready

    def _take(self, looked: LookedAt) -> Outcome[BatchReport]:
        self._gone = looked.gone
        if self.way is None:
            self.turns.take(tuple(looked.listed.documents.values()))
        else:
            self.turns.give_back(())  # beside there is room for everybody at once
        looked_at = self.run.take(looked.rows, looked.listed.frozen, looked.listed.documents)
        looked_at.when(lambda _: self.list.choose_problem(), lambda _: None)
        return looked_at

    @property
    def preview(self) -> Preview:
        """The pages of the chosen document."""
        return self.list.preview

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
        """Give the focus to where a person begins."""
        self.certificates.picker.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self, secret: Secret | None = None) -> Outcome[BatchReport]:
        """Sign what is ready, or go on where it waited; asks for the PIN unless a ``secret`` was typed elsewhere."""
        if self._busy:
            return Outcome.failed(Cancelled())
        if self.run.state in BATCH_ENDS:
            self._again()
            return self._ready
        if self._listed() is None and self.run.state is BatchState.PAUSED:
            return self.desk.keyring.look().then(lambda _: self._submit(secret))
        return self._submit(secret)

    def _listed(self) -> Listed | None:
        """Return what is signed with: a list that waits goes on with the certificate it was begun with, and no other."""
        if self.run.state is BatchState.PAUSED and self._signer is not None:
            return self.desk.keyring.same(self._signer)
        return self.certificates.listed()

    def _unsigned(self) -> list[str]:
        """Return the documents of an ended list that may be signed after all."""
        return [row.document for row in self.run.rows if row.state in (ItemState.FAILED, ItemState.CANCELLED)]

    def _again(self) -> None:
        """Begin anew with what an ended list left unsigned."""
        self._wanted = self._unsigned()
        self.run.drop()
        self._show_run()
        self.desk.keyring.look()
        self._freeze()

    def _submit(self, secret: Secret | None) -> Outcome[BatchReport]:
        listed = self._listed()
        if listed is None and self.run.state is BatchState.PAUSED and self._signer is not None:
            return Outcome.failed(SignerMissing(name=self._signer.name))
        if listed is None:
            return Outcome.failed(InputMissing(field="certificate"))
        if listed.problem is not None:
            return Outcome.failed(listed.problem)
        place = self.certificates.picker.place_of(listed.identity)
        where = self.certificates.picker.place_title(place) if place else ""
        self._set_busy(busy=True)
        ready = self._ready
        done = ready.then(lambda _: self._open(ready, listed.identity, where, secret))
        done.when(lambda _: self._set_busy(busy=False), self._not_begun)
        return done

    def _open(
        self, ready: Outcome[Any], identity: Identity, where: str, secret: Secret | None
    ) -> Outcome[BatchReport]:
        """Open the key for the list on screen now: what is typed signs this list or nothing."""
        if ready is not self._ready:
            return Outcome.failed(OpeningLeft())
        each = asks_each(self.desk.connection)
        policy = BatchPolicy.EACH_SIGNATURE if each else BatchPolicy.ONE_ENTRY
        begin = partial(self._begin, self.run.turn, where if each else None)
        return self.opening.open(identity, where, self.run.ready, secret, policy=policy).then(begin)

    def _made_batch(self, frozen: FrozenList, of_item: Mapping[str, str], listener: Listener) -> Batch:
        asked = {row.document_id: row.id for row in self._asked}
        return self.desk.batches.batch(Order(frozen, dict(of_item), asked, self.way), listener)

    def leave(self, *, for_help: bool = False) -> None:
        """Let go of the list: signing again begins with another look at it. What is being signed goes on.

        Args:
            for_help: The help is read, and the list come back to: it stays.
        """
        self.desk.keyring.show(shown=False)
        self.opening.close()
        if not self.is_under_way and not for_help:
            signed = {row.document for row in self.run.rows if row.state is ItemState.SIGNED}
            self.turns.give_back(signed)
            self.run.drop()
            self._wanted, self._asked, self._ready = [], (), Outcome.of(None)

    @property
    def is_under_way(self) -> bool:
        """Whether a list is being signed, or waits for its card."""
        return self.run.state in (BatchState.RUNNING, BatchState.PAUSED)

    def _begin(self, turn: int, place: str | None, key: OpenKey) -> Outcome[BatchReport]:
        """Begin; the PIN is asked for at each signature where a ``place`` to tell is given."""
        done = self.run.begin(key, turn, None if place is None else self.each.asker(key.identity, place))
        if done.is_settled:
            return done
        self._signer, used = key.identity, key.identity.id
        self.desk.perform(lambda session: certificates.remember_used(session, used))
        if self.certificates.picker.listed_id != used:  # a file says whose it is once it is open
            self.certificates.picker.choose(used)
            self.desk.keyring.look()
        return done.map(self._ended)

    def _ended(self, report: BatchReport) -> BatchReport:
        self.desk.hint()
        self.desk.refresher.look()
        if report.state is BatchState.PAUSED:
            self.desk.keyring.look()
        elif self.isVisible() and len(report.results) == 1 and report.results[0].state is ItemState.SIGNED:
            self._go_back()
        else:
            self.list.choose_problem()
        return report

    def _not_begun(self, error: EsetError) -> None:
        self._set_busy(busy=False)
        if not isinstance(error, Cancelled | OpeningLeft | ListChanged):
            self.desk.keyring.look()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._update()

    def _leave_or_stop(self) -> None:
        if self.is_under_way:
            self.opening.close()
            self.run.stop()
            self.each.close()
        else:
            self._go_back()

    def _go_back(self) -> None:
        rows = self.run.rows
        if self._dossier and rows:
            args = {"id": self._dossier, "tab": "documents", "instead": True}
            self.desk.registry.invoke("dossier.open", {**args, "document": rows[-1].document})
        else:
            self.desk.registry.invoke("go.back")

    def _show_run(self) -> None:
        run = self.run
        self.list.show_moved()
        going = run.state is not BatchState.OPEN
        self._below.setCurrentWidget(self.progress if going else self.certificates)
        self.column.setStretchFactor(self._below, 0 if going else _SHARE[1])
        self.progress.show_state(run.state, run.progress, run.cause)
        self._update()
        if run.state is not self._was:
            self._was = run.state
            self.turned.emit()

    def _update(self) -> None:
        run, listed = self.run, self.certificates.listed()
        may = listed is not None and listed.problem is None
        waiting = run.state is BatchState.PAUSED
        left = len(self._unsigned()) if run.state in BATCH_ENDS else 0
        self._go.setText(self._going(waiting=waiting, left=left))
        self._go.setVisible(run.state in (BatchState.OPEN, BatchState.PAUSED) or left > 0)
        ready = (may or waiting) and run.checked and run.ready > 0
        self._go.setEnabled((ready or left > 0) and not self._busy)
        self._promise.setVisible(run.state is BatchState.OPEN or self.opening.is_trying)
        self._promise.setText(self._promised())
        self._visible.setVisible(run.state is BatchState.OPEN and self.way is None)
        may_otherwise = self.desk.registry.is_available("document.sign_beside")
        self.other.show_offer(self.otherwise if may_otherwise else ())
        self._visible.setEnabled(not self._busy)
        self._leave.setText(self._leaving())
        now = (run.state, bool(run.rows), self.other.documents)
        if now != self._known:  # not at each move of a batch: every action would be asked ten times a second
            self._known = now
            self.desk.registry.update()

    @property
    def otherwise(self) -> tuple[str, ...]:
        """Return what may be signed in another way, once nothing is left to be signed in this one."""
        run = self.run
        is_over = run.state in BATCH_ENDS or (run.state is BatchState.OPEN and run.checked)
        if self.way is not None or self._busy or not is_over:
            return ()
        waiting = [row.document for row in run.rows if row.state is ItemState.READY]
        risky = tuple(each for each in waiting if self.turns.told_of(each))
        return () if len(risky) < len(waiting) else (*offered(run.rows), *risky)

    def _going(self, *, waiting: bool, left: int) -> str:
        if left:
            return self.tr("Try again with %n…", "", left)
        return self.tr("Go on…") if waiting else self.tr("Sign %n document(s)…", "", self.run.ready)

    def _promised(self) -> str:
        if self.opening.is_trying:
            return self.tr("The certificate is being opened…")
        if self.way is not None and self._asked:
            return self.tr(
                "The documents stay as they are; the signatures become documents of their dossiers. What was asked for in the"
                " signature folder stays open: tell whoever sent it."
            )
        if self.way is not None:
            return self.tr(
                "The documents stay as they are; the signatures become documents of their dossiers."
            )
        return self.tr(
            "The signed version stands beside the present one, which stays as it is. It works without connection."
        )

    def _leaving(self) -> str:
        return {
            BatchState.OPEN: self.tr("Cancel"),
            BatchState.RUNNING: self.tr("Stop"),
            BatchState.PAUSED: self.tr("Leave it here"),
        }.get(self.run.state, self.tr("Close"))
