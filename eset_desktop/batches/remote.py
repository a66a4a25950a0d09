# SPDX-License-Identifier: EUPL-1.2
"""Batches in a process of their own, as the window has them: the same door as in this process, and the key stays here.

A process that dies takes nothing with it: what is signed stands in the cache, and the rest waits for a person who goes on.
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Final

from eset_desktop.batches.account import Account
from eset_desktop.batches.channel import Channel
from eset_desktop.batches.errors import SigningStopped
from eset_desktop.batches.exchange import Exchange
from eset_desktop.batches.messages import Begin, Cancel, Check, Over, Run, Told, rest_of, result_of
from eset_desktop.batches.port import Order, Secrets
from eset_desktop.errors import Cancelled, EsetError
from eset_desktop.signing.batch.errors import NothingChecked, OtherCertificate
from eset_desktop.signing.batch.states import BATCH_ENDS, BatchState, ItemState
from eset_desktop.signing.batch.values import BatchReport, FrozenList, Listener, Written
from eset_desktop.signing.keys.port import OpenKey
from eset_desktop.signing.values import Identity
from eset_desktop.workers.messages import error_of

Found = Callable[[Order, str], Mapping[str, Sequence[Written]]]
"""Returns what the cache has of an order that was signed under a confirmation, by the item's id."""

STOP_SECONDS: Final = 60.0
"""From the person's *stop* until a process that does not is killed; a large document takes its time to be written."""


class RemoteBatches:
    """Makes batches that run in a process of their own, see :class:`eset_desktop.batches.port.Batches`.

    Args:
        start: Starts the process.
        found: Looks into the cache, before a list is signed and after a process died.
        stop_seconds: How long a process that was told to stop is waited for.
    """

    def __init__(
        self, start: Callable[[], Channel], found: Found, *, stop_seconds: float = STOP_SECONDS
    ) -> None:
        self.stop_seconds = stop_seconds
        self._start = start
        self._found = found
        self._lock = threading.Lock()
        self._channel: Channel | None = None
        self._number = 0
        self._closed = False

    def batch(self, order: Order, listener: Listener) -> "RemoteBatch":
        """Return the batch of a list."""
        return RemoteBatch(self, order, listener, self._found)

    def warm_up(self) -> None:
        """Start the process, without waiting for it."""
        threading.Thread(target=self._try_to_start, name="signing process", daemon=True).start()

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._closed = True
            channel, self._channel = self._channel, None
        if channel is not None:
            channel.close()

    def begin(self) -> tuple[Channel, int]:
        """Return the process, another one when it is gone, and a number that no batch had before; raises SigningStopped."""
        with self._lock:
            if self._closed:
                raise SigningStopped
            if self._channel is None or not self._channel.is_alive:
                self._channel = self._start()
            self._number += 1
            return self._channel, self._number

    def _try_to_start(self) -> None:
        try:
            self.begin()
        except EsetError:  # whoever needs it tries again and is told
            return


class RemoteBatch:
    """A list that another process signs; see :class:`eset_desktop.signing.batch.running.Batch`."""

    def __init__(self, owner: RemoteBatches, order: Order, listener: Listener, found: Found) -> None:
        self._owner = owner
        self._order = order
        self._found = found
        self._account = Account(order.frozen, listener)
        self._lock = threading.Lock()
        self._exchange: Exchange | None = None
        self._is_going = self._is_asked = self._is_cancelled = False
        self._before: frozenset[str] = frozenset()
        self._last: threading.Timer | None = None
        self._seconds_before = 0.0
        self._identity: Identity | None = None

    @property
    def confirmed(self) -> FrozenList:
        """What the person confirms: the documents found fit, frozen; fixed once signing has begun."""
        return self._account.confirmed

    def report(self) -> BatchReport:
        """Return what became of each document so far."""
        return self._account.report()

    def check(self) -> BatchReport:
        """Look at every document; a process that dies at it is started anew once.

        Raises:
            SigningStopped: It died again, or cannot be started.
            StoreError: It could not open the cache.
        """
        with self._going():
            try:
                self._look()
            except SigningStopped:
                self._look()
        return self.report()

    def run(self, key: OpenKey, secrets: Secrets | None = None) -> BatchReport:
        """Sign what waits. The batch pauses when the process dies, and goes on in another one.

        Raises:
            NothingChecked, OtherCertificate, Cancelled: As :meth:`eset_desktop.signing.batch.running.Batch.run` does.
        """
        with self._going():
            self._admit(key)
            try:
                self._sign(key, secrets)
            except EsetError as error:
                self._exchange = None  # what waits is looked at again before it goes on
                if not (self._is_cancelled and isinstance(error, Cancelled)):  # told to stop before it began
                    self._stop_by(error, key.identity)
        return self.report()

    def cancel(self) -> None:
        """Stop: what is signed stays, the rest is not touched."""
        with self._lock:
            self._is_cancelled = True
            if self._exchange is not None and self._is_asked:
                self._tell_to_stop(self._exchange)
            elif not self._is_going:
                self._cancel_rest()

    @contextmanager
    def _going(self) -> Iterator[None]:
        """Alone move the account: who cancels meanwhile only says so, or what was signed and not yet told would be lost to it."""
        with self._lock:
            self._is_going = True
        try:
            yield
        finally:
            with self._lock:
                self._is_going = False
                if self._is_cancelled:
                    self._cancel_rest()

    def _cancel_rest(self) -> None:
        if not self._account.ended:
            self._account.cancel_rest()

    def _tell_to_stop(self, exchange: Exchange) -> None:
        exchange.channel.say_soon(Cancel(exchange.number))
        if self._last is None:
            self._last = threading.Timer(self._owner.stop_seconds, exchange.channel.kill)
            self._last.daemon = True
            self._last.start()

    def _stop_by(self, error: EsetError, identity: Identity) -> None:
        try:
            self._account.stop_by(error, self._signed(identity))
        except EsetError as unknown:  # what is signed is told apart when it goes on: another version stands
            self._account.stop_by(unknown, {})

    def _signed(self, identity: Identity) -> dict[str, Written]:
        """Return what the cache has of this batch and had not before it began."""
        found = self._found(self._order, self.confirmed.seal)
        mine = {
            item: [
                each for each in written
                if each.place not in self._before and each.evidence.certificate_sha256 == identity.fingerprint
            ]
            for item, written in found.items()
        }  # fmt: skip
        return {item: written[0] for item, written in mine.items() if written}

    def _admit(self, key: OpenKey) -> None:
        if self._account.waiting(ItemState.QUEUED, ItemState.CHECKING):
            raise NothingChecked
        if self._identity and self._identity.fingerprint != key.identity.fingerprint:
            raise OtherCertificate(name=self._identity.name)
        if self._account.ended:
            raise Cancelled
        if not self._account.is_confirmed:
            found = self._found(self._order, self.confirmed.seal)
            self._before = frozenset(each.place for written in found.values() for each in written)
            self._account.confirm()  # last: a list whose look failed looks again
        self._identity = key.identity
        self._account.move(BatchState.RUNNING)

    def _look(self) -> Exchange:
        """Begin in the present process with what has not ended, and let it look at that."""
        channel, number = self._owner.begin()
        places = self._account.unended()
        confirmed = self.confirmed if self._account.is_confirmed else None

        def told(what: Told) -> None:
            moved = {places[each.index]: each for each in what.moved}
            results = {n: result_of(self._account.at(n), each) for n, each in moved.items()}
            self._account.take(results, what.rate)

        exchange = Exchange(channel, number, told, lambda index: self._order.frozen.items[places[index]])
        self._seconds_before = self._account.seconds
        order = rest_of(self._order, places)
        over = self._asked(exchange, lambda: exchange.ask(Begin(number, order, confirmed), Check(number)))
        if over.state in BATCH_ENDS and not self._account.ended:
            self._account.move(over.state)
        return exchange

    def _sign(self, key: OpenKey, secrets: Secrets | None) -> None:
        exchange = self._exchange
        if exchange is None or not exchange.channel.is_alive:
            exchange = self._look()
        if self._account.ended:
            return
        run = Run(exchange.number, key.identity, secrets is not None)
        over = self._asked(exchange, lambda: exchange.ask(run, key=key, secrets=secrets))
        self._account.seconds = self._seconds_before + over.seconds
        self._account.move(over.state, error_of(over.cause, EsetError) if over.cause else None)

    def _asked(self, exchange: Exchange, work: Callable[[], Over]) -> Over:
        """Return what came of asking the process; meanwhile it may be told to stop."""
        with self._lock:
            self._exchange, self._is_asked = exchange, True
            if self._is_cancelled:
                self._tell_to_stop(exchange)
        try:
            return work()
        except SigningStopped:
            self._exchange = None
            raise
        finally:
            with self._lock:
                self._is_asked = False
                if self._last is not None:
                    self._last.cancel()
                    self._last = None
