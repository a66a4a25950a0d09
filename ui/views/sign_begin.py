# SPDX-License-Identifier: EUPL-1.2
"""From the button to the end of a list: its certificate, the key, the PIN, and going on where it waited."""

from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from eset_desktop.errors import Cancelled, EsetError
from eset_desktop.operations import certificates
from eset_desktop.operations.signing_settings import asks_each
from eset_desktop.signing.batch.states import BATCH_ENDS, BatchState, ItemState
from eset_desktop.signing.batch.values import BatchReport
from eset_desktop.signing.keys.port import BatchPolicy, OpenKey, Secret
from eset_desktop.signing.values import Identity
from ui.desk import Desk
from ui.errors import InputMissing, ListChanged, OpeningLeft, SignerMissing
from ui.key_opening import KeyOpening
from ui.keyring import Listed
from ui.outcome import Outcome
from ui.pin_each import PinEach
from ui.views.page import Page
from ui.views.sign_certificate import CertificatePanel
from ui.views.sign_order import SignOrder


class SignBegin(QObject):
    """Signs what stands on the page, and nothing else.

    Signals:
        changed: What may be pressed is other than it was.
        ended: Carries the report of a list that has ended or waits.

    Attributes:
        opening: Asks for what opens the key.
        each: Asks for what each signature wants.
        busy: Whether the key is being opened, or documents are being signed.
        is_card_back: Whether the list waits and the card of its certificate was found again meanwhile.
    """

    changed = Signal()
    ended = Signal(object)

    def __init__(self, page: Page, order: SignOrder, certificates: CertificatePanel) -> None:
        super().__init__(page)
        self._desk: Desk = page.desk
        self._order = order
        self._certificates = certificates
        self._signer: Identity | None = None
        self.opening = KeyOpening(page.desk, page, self.changed.emit)
        self.each = PinEach(page.desk, page)
        self.busy = self.is_card_back = False
        page.desk.keyring.changed.connect(self._look_for_card)

    @property
    def unsigned(self) -> list[str]:
        """The documents of an ended list that may be signed after all."""
        run = self._order.run
        if run.state not in BATCH_ENDS:
            return []
        return [row.document for row in run.rows if row.state in (ItemState.FAILED, ItemState.CANCELLED)]

    @property
    def is_under_way(self) -> bool:
        """Whether a list is being signed, or waits for its card."""
        return self._order.run.state in (BatchState.RUNNING, BatchState.PAUSED)

    def submit(self, secret: Secret | None = None) -> Outcome[BatchReport]:
        """Sign what is ready, or go on where it waited, or begin anew with what an ended list left unsigned."""
        if self.busy:
            return Outcome.failed(Cancelled())
        state = self._order.run.state
        if state in BATCH_ENDS:
            self._again()
            return self._order.ready
        if self._listed() is None and state is BatchState.PAUSED:
            return self._desk.keyring.look().then(lambda _: self._submit(secret))
        return self._submit(secret)

    def stop(self) -> None:
        """Stop after the document under way."""
        self.opening.close()
        self._order.run.stop()
        self.each.close()

    def _listed(self) -> Listed | None:
        """Return what is signed with: a list that waits goes on with the certificate it was begun with, and no other."""
        if self._order.run.state is BatchState.PAUSED and self._signer is not None:
            return self._desk.keyring.same(self._signer)
        return self._certificates.listed()

    def _again(self) -> None:
        unsigned = self.unsigned
        self._order.run.drop()
        self._order.run.moved.emit()
        self._desk.keyring.look()
        self._order.again(unsigned)

    def _submit(self, secret: Secret | None) -> Outcome[BatchReport]:
        listed = self._listed()
        if listed is None and self._order.run.state is BatchState.PAUSED and self._signer is not None:
            return Outcome.failed(SignerMissing(name=self._signer.name))
        if listed is None:
            return Outcome.failed(InputMissing(field="certificate"))
        if listed.problem is not None:
            return Outcome.failed(listed.problem)
        place = self._certificates.picker.place_of(listed.identity)
        where = self._certificates.picker.place_title(place) if place else ""
        self._set_busy(busy=True)
        ready = self._order.ready
        done = ready.then(lambda _: self._open(ready, listed.identity, where, secret))
        done.when(lambda _: self._set_busy(busy=False), self._not_begun)
        return done

    def _open(
        self, ready: Outcome[Any], identity: Identity, where: str, secret: Secret | None
    ) -> Outcome[BatchReport]:
        """Open the key for the list on screen now: what is typed signs this list or nothing."""
        run = self._order.run
        if ready is not self._order.ready:
            return Outcome.failed(OpeningLeft())
        each = asks_each(self._desk.connection)
        policy = BatchPolicy.EACH_SIGNATURE if each else BatchPolicy.ONE_ENTRY
        begin = partial(self._begin, run.turn, where if each else None)
        return self.opening.open(identity, where, run.ready, secret, policy=policy).then(begin)

    def _begin(self, turn: int, place: str | None, key: OpenKey) -> Outcome[BatchReport]:
        """Begin; the PIN is asked for at each signature where a ``place`` to tell is given."""
        secrets = None if place is None else self.each.asker(key.identity, place)
        self.is_card_back = False
        done = self._order.run.begin(key, turn, secrets)
        if done.is_settled:
            return done
        self._signer, used = key.identity, key.identity.id
        session = self._desk.session
        remembered = self._desk.background.write(lambda: certificates.remember_used(session, used))
        self._desk.registry.follow(remembered)  # nothing on screen tells of it
        if self._certificates.picker.listed_id != used:  # a file says whose it is once it is open
            self._certificates.picker.choose(used)
            self._desk.keyring.look()
        return done.map(self._tell)

    def _look_for_card(self) -> None:
        """Note whether the card is there again, once every store has answered: until then the list knows what it knew."""
        keyring, signer = self._desk.keyring, self._signer
        if self._order.run.state is not BatchState.PAUSED or keyring.is_looking or signer is None:
            return
        is_back = signer.token is not None and keyring.has_card_of(signer)
        if is_back is not self.is_card_back:
            self.is_card_back = is_back
            self.changed.emit()

    def _tell(self, report: BatchReport) -> BatchReport:
        self.ended.emit(report)
        return report

    def _not_begun(self, error: EsetError) -> None:
        self._set_busy(busy=False)
        if not isinstance(error, Cancelled | OpeningLeft | ListChanged):
            self._desk.keyring.look()

    def _set_busy(self, *, busy: bool) -> None:
        self.busy = busy
        self.changed.emit()
