# SPDX-License-Identifier: EUPL-1.2
"""Moving a batch: the next document is prepared while the key signs this one and the one before is written.

Three things work at once: the PDF worker (prepares ahead, finishes first), the key (one signature at a time, in the
list's order) and the writing (:mod:`~eset_desktop.signing.batch.writing`). An error of a document concerns that
document; an error of the key pauses the batch, and what has no value yet waits to be prepared anew.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from typing import Any, Final, TypeVar

from eset_desktop.errors import Cancelled, EsetError
from eset_desktop.signing.batch.errors import NothingChecked, OtherCertificate, OutputExists
from eset_desktop.signing.batch.ledger import Ledger
from eset_desktop.signing.batch.pace import Pace
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.batch.values import (
    BatchItem,
    BatchMoved,
    BatchReport,
    FrozenList,
    ItemMoved,
    Listener,
    SigningDoor,
    Value,
    Writer,
    Written,
)
from eset_desktop.signing.batch.writing import Writing
from eset_desktop.signing.errors import DocumentChanged, DocumentRefused, NotChecked, OwnCheckFailed
from eset_desktop.signing.keys.port import OpenKey, Secret
from eset_desktop.signing.values import Checked, Identity, Prepared

AHEAD: Final = 2
"""Documents that are prepared before their turn."""
_CHECKED_AHEAD: Final = 8
_IN_A_ROW: Final = 3
"""Documents that fail one after the other before the batch pauses: then it is not about them."""
_OF_ONE: Final = (OutputExists, DocumentChanged)
"""What somebody else did meanwhile to one document or its place: it says nothing about the next one."""

Secrets = Callable[[BatchItem], Secret | None]
"""Asks for the PIN of one signature, where each wants its own."""
Still = Callable[[BatchItem], object]
"""Returns while a document is to be signed, by one cheap look; raises the :class:`EsetError` that says why it is not any more."""

T = TypeVar("T")


class Batch:
    """A list of documents on its way to be signed.

    :meth:`check` and :meth:`run` block and are called from one thread after the other; everything else may be called
    from any thread.

    Args:
        frozen: The documents; an item without hash is measured by the check, and frozen with what was found.
        door: Makes the signatures.
        writer: Where signed documents go.
        listener: Told of every move.
        still: Looks again at a document right before the key signs it; what it says no to is refused and the rest goes on.
        confirmed: What the person confirmed, when ``frozen`` is the rest of it; else what the check finds fit.
        monotonic: Seconds of a clock that never goes back.
    """

    def __init__(
        self,
        frozen: FrozenList,
        door: SigningDoor,
        writer: Writer,
        *,
        listener: Listener | None = None,
        still: Still = lambda _: None,
        confirmed: FrozenList | None = None,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._ledger = Ledger(frozen.items)
        self._door = door
        self._writer = writer
        self._listener = listener
        self._still = still
        self._monotonic = monotonic
        self._pace = Pace()
        self._lock = threading.RLock()
        self._stop: Future[None] = Future()
        self._confirmed = confirmed
        self._identity: Identity | None = None
        self._failed_in_a_row: list[EsetError] = []
        self._wrong: OwnCheckFailed | None = None

    @property
    def confirmed(self) -> FrozenList:
        """What the person confirms: the documents found fit, frozen; fixed once signing has begun."""
        with self._lock:
            return self._confirmed or self._ledger.fit()

    def report(self) -> BatchReport:
        """Return what became of each document so far."""
        with self._lock:
            ledger, seconds = self._ledger, self._pace.seconds(self._monotonic())
            return BatchReport(ledger.state, self.confirmed.seal, ledger.results, ledger.cause, seconds)

    def check(self) -> BatchReport:
        """Look at every document before any secret is asked for; one that cannot be signed is refused here."""
        queued = deque(self._waiting(ItemState.QUEUED))
        asked: deque[tuple[int, Future[Checked]]] = deque()
        while (queued or asked) and not self._stop.done():
            while queued and len(asked) < _CHECKED_AHEAD:
                index = queued.popleft()
                item = self._step(index, "check")
                asked.append((index, self._door.begin_check(item)))
            self._checked(*asked.popleft())
        self._abandon(future for _, future in asked)
        self._cancel_if_asked()
        return self.report()

    def run(self, key: OpenKey, secrets: Secrets | None = None) -> BatchReport:
        """Sign what waits, in the list's order, until done, cancelled or paused; after a pause, again with a key opened anew.

        Args:
            key: Of the certificate that the person chose; not closed here.
            secrets: Asks for the secret of each signature, where the key wants that.

        Raises:
            NothingChecked: Some document was not looked at yet; :meth:`check` comes first.
            OtherCertificate: This is not the key that the batch was begun with.
        """
        self._begin(key)
        cause: EsetError | None = None
        try:
            with Writing(self._door, self._writer, self._ended) as writing:
                cause = self._sign_waiting(key, secrets, writing)
        finally:
            self._settle(cause)
        return self.report()

    def cancel(self) -> None:
        """Stop: what is signed stays, what is being written is finished, the rest is not touched."""
        with self._lock:
            if not self._stop.done():
                self._stop.set_result(None)
            if self._ledger.state in (BatchState.OPEN, BatchState.PAUSED):
                self._cancel_if_asked()

    def _begin(self, key: OpenKey) -> None:
        with self._lock:
            if self._ledger.waiting(ItemState.QUEUED):
                raise NothingChecked
            if self._identity and self._identity.fingerprint != key.identity.fingerprint:
                raise OtherCertificate(name=self._identity.name)
            if self._ledger.ended:
                raise Cancelled
            self._identity = key.identity
            self._confirmed = self.confirmed
            self._failed_in_a_row.clear()
            self._wrong = None
            self._pace.begin(self._monotonic())
            self._move("begin")

    def _settle(self, cause: EsetError | None) -> None:
        """Leave the batch in a state that says why it does not go on; run after the last write."""
        with self._lock:
            self._pace.rest(self._monotonic())
            if self._stop.done():
                self._cancel_if_asked()
                return
            for index in self._ledger.put_back():
                self._tell(index)
            if self._ledger.waiting(ItemState.READY):
                self._move("pause", cause)
            else:
                self._move("end")

    def _sign_waiting(self, key: OpenKey, secrets: Secrets | None, writing: Writing) -> EsetError | None:
        """Sign until nothing waits; return why it stopped before."""
        ready = deque(self._waiting(ItemState.READY))
        ahead: deque[tuple[int, Future[Prepared]]] = deque()
        seal = self.confirmed.seal
        try:
            while ready or ahead:
                while ready and len(ahead) < AHEAD:
                    ahead.append(self._begin_preparing(ready.popleft(), key.identity))
                index, future = ahead.popleft()
                prepared = self._prepared(index, future)
                if prepared is None:
                    continue
                item = self._item(index)
                # before the key is asked: a value that nobody can write would be made for nothing
                writing.wait_for_room()
                value = self._value(index, prepared, key, secrets)
                if value is None:
                    writing.give_room_back()
                    continue
                if ready and len(ahead) < AHEAD:
                    ahead.append(self._begin_preparing(ready.popleft(), key.identity))
                writing.take(index, Value(item, prepared, value, key.identity, seal))
                self._raise_if_hopeless()
        except EsetError as cause:
            return cause
        finally:
            self._abandon(future for _, future in ahead)
        return None

    def _value(self, index: int, prepared: Prepared, key: OpenKey, secrets: Secrets | None) -> bytes | None:
        """Return what the key gives for a document, None when it is not to be signed any more."""
        item = self._item(index)
        if not self._is_still(index, item):
            return None
        secret = secrets(item) if secrets else None
        if secret is not None and not self._is_still(index, item):  # a person takes a while to type
            secret.wipe()
            return None
        value = self._awaited(key.sign(prepared.attested, secret))
        self._step(index, "value")
        return value

    def _is_still(self, index: int, item: BatchItem) -> bool:
        try:
            self._still(item)
        except EsetError as error:
            self._step(index, "refuse", error=error)
            return False
        return True

    def _begin_preparing(self, index: int, identity: Identity) -> tuple[int, "Future[Prepared]"]:
        item = self._step(index, "prepare")
        return index, self._door.begin_prepare(item, identity)

    def _prepared(self, index: int, future: "Future[Prepared]") -> Prepared | None:
        try:
            prepared = self._awaited(future)
        except Cancelled:
            raise
        except EsetError as error:
            self._step(index, _kind(error), error=error)
            return None
        self._step(index, "prepared")
        return prepared

    def _checked(self, index: int, future: "Future[Checked]") -> None:
        try:
            found = self._awaited(future)
            self._writer.check(self._item(index))
        except Cancelled:
            return
        except EsetError as error:
            self._step(index, _kind(error), error=error)
        else:
            self._step(index, "fit", checked=found)

    def _ended(self, index: int, end: Written | EsetError) -> None:
        """Note what became of a document that had its value; from the writing's thread."""
        with self._lock:
            if isinstance(end, EsetError):
                if not isinstance(end, _OF_ONE):
                    self._failed_in_a_row.append(end)
                self._wrong = end if isinstance(end, OwnCheckFailed) else self._wrong
                self._step(index, "fail", error=end)
            else:
                self._failed_in_a_row.clear()
                self._pace.signed(self._monotonic())
                self._step(index, "written", written=end)

    def _raise_if_hopeless(self) -> None:
        """Stop where failures are not about single documents: a full disk, a key that gives wrong values."""
        with self._lock:
            if self._wrong is not None:
                raise self._wrong
            if len(self._failed_in_a_row) >= _IN_A_ROW:
                raise self._failed_in_a_row[-1]

    def _awaited(self, future: "Future[T]") -> T:
        """Wait for a future or for the person to cancel."""
        either: tuple[Future[Any], ...] = (future, self._stop)
        wait(either, return_when=FIRST_COMPLETED)
        if self._stop.done():
            raise Cancelled
        return future.result()

    def _abandon(self, futures: "Iterable[Future[T]]") -> None:
        for future in futures:
            future.cancel()

    def _cancel_if_asked(self) -> None:
        with self._lock:
            if self._stop.done() and not self._ledger.ended:
                for index in self._ledger.cancel_rest():
                    self._tell(index)
                self._move("cancel")

    def _waiting(self, state: ItemState) -> Sequence[int]:
        with self._lock:
            return self._ledger.waiting(state)

    def _item(self, index: int) -> BatchItem:
        with self._lock:
            return self._ledger.at(index).item

    def _step(
        self,
        index: int,
        event: str,
        *,
        checked: Checked | None = None,
        error: EsetError | None = None,
        written: Written | None = None,
    ) -> BatchItem:
        with self._lock:
            item = self._ledger.step(index, event, checked=checked, error=error, written=written).item
            self._tell(index)
            return item

    def _move(self, event: str, cause: EsetError | None = None) -> None:
        state = self._ledger.move(event, cause)
        if self._listener:
            self._listener(BatchMoved(state, self._ledger.progress(self._pace.rate()), cause))

    def _tell(self, index: int) -> None:
        if self._listener:
            self._listener(ItemMoved(self._ledger.at(index), self._ledger.progress(self._pace.rate())))


def _kind(error: EsetError) -> str:
    """Return whether the document is to blame."""
    return "refuse" if isinstance(error, DocumentRefused | NotChecked) else "fail"
