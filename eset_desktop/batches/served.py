# SPDX-License-Identifier: EUPL-1.2
"""The side of the process that signs lists: one batch after the other, as the window says.

One thread hears what the window says, another works; a third tells what moved, some times a second.
"""

import itertools
import os
import queue
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import BinaryIO, Final

import msgspec

from eset_desktop.batches.making import BatchesHere
from eset_desktop.batches.messages import (
    Answer,
    AskSecret,
    AskValue,
    Begin,
    Cancel,
    Check,
    Given,
    Moved,
    NotGiven,
    Over,
    Request,
    Run,
    Told,
    moved_of,
)
from eset_desktop.errors import Cancelled, EsetError
from eset_desktop.signing.batch.running import Batch
from eset_desktop.signing.batch.states import BatchState
from eset_desktop.signing.batch.values import BatchItem, BatchReport, Event, ItemMoved
from eset_desktop.signing.errors import SigningError
from eset_desktop.signing.keys.port import Secret
from eset_desktop.signing.values import Identity
from eset_desktop.workers.frames import FrameError, read_frame, write_frame
from eset_desktop.workers.messages import error_of, failure_of

Question = Callable[[int], Answer]
Work = Callable[[Batch], BatchReport]

_LAST: Final = 30.0
"""Seconds for what is being written when the window is gone; whatever hangs then ends with the process."""
_TELL_EVERY: Final = 0.1
"""Seconds: the window shows what moved some times a second, and each word to it takes its time."""


class Line:
    """Frames to and from the window; said from any thread."""

    def __init__(self, inbound: BinaryIO, outbound: BinaryIO) -> None:
        self._inbound = inbound
        self._outbound = outbound
        self._lock = threading.Lock()
        self._encoder = msgspec.msgpack.Encoder()

    def say(self, answer: Answer) -> None:
        """Send a message; a window that is gone hears nothing any more, which ends this process by itself."""
        with self._lock:
            try:
                write_frame(self._outbound, self._encoder.encode(answer))
            except OSError:
                return

    def hear(self) -> Request | None:
        """Return the next message, None when the window is gone."""
        try:
            frame = read_frame(self._inbound)
        except (FrameError, OSError):
            return None
        return msgspec.msgpack.decode(frame, type=Request) if frame is not None else None


class _Teller:
    """Tells what moved in one batch, bundled."""

    def __init__(self, line: Line, begin: Begin) -> None:
        self._line = line
        self._number = begin.number
        self._places = {item.id: index for index, item in enumerate(begin.order.frozen.items)}
        self._lock = threading.Lock()
        self._moved: dict[int, Moved] = {}
        self._rate = 0.0
        self._timer: threading.Timer | None = None

    def place_of(self, item: BatchItem) -> int:
        """Return where in the order an item stands."""
        return self._places[item.id]

    def hear(self, event: Event) -> None:
        """Take what the batch tells, from its threads."""
        with self._lock:
            self._rate = event.progress.rate
            if not isinstance(event, ItemMoved):
                return
            index = self.place_of(event.result.item)
            self._moved[index] = moved_of(index, event.result)
            if self._timer is None:
                self._timer = threading.Timer(_TELL_EVERY, self.tell)
                self._timer.daemon = True
                self._timer.start()

    def tell(self) -> None:
        """Tell what is not told yet."""
        with self._lock:
            timer, self._timer = self._timer, None
            moved, self._moved = tuple(self._moved.values()), {}
            if timer is not None:
                timer.cancel()
            if moved:
                self._line.say(Told(self._number, moved, self._rate))


class _KeyThere:
    """The key that the window holds open; see :class:`eset_desktop.signing.keys.port.OpenKey`."""

    def __init__(self, served: "Served", number: int, identity: Identity) -> None:
        self._served = served
        self._number = number
        self.identity = identity

    def sign(self, attested: bytes, secret: Secret | None = None) -> "Future[bytes]":
        """Return the bare signature value, made where the key is."""
        return self._served.ask(lambda ask: AskValue(self._number, ask, attested, typed=secret is not None))

    def close(self) -> "Future[None]":
        """Do nothing: the window closes what it opened."""
        done: Future[None] = Future()
        done.set_result(None)
        return done


class Served:
    """Serves one window until it is gone.

    Args:
        line: To the window.
        batches: Makes the batches.
        step_back: Called before a list is signed, on the thread that signs.
    """

    def __init__(self, line: Line, batches: BatchesHere, step_back: Callable[[], None]) -> None:
        self._line = line
        self._batches = batches
        self._step_back = step_back
        self._work: queue.SimpleQueue[Begin | Check | Run | None] = queue.SimpleQueue()
        self._lock = threading.Lock()
        self._asked: dict[int, Future[bytes]] = {}
        self._asks = itertools.count(1)
        self._batch: Batch | None = None
        self._teller: _Teller | None = None
        self._number = 0
        self._cancelled = 0
        """The latest batch that was cancelled; all before it are."""

    def serve(self) -> None:
        """Do what the window says, one thing after the other, and return when it is gone and what was begun is finished."""
        threading.Thread(target=self._listen, name="window", daemon=True).start()
        while (order := self._work.get()) is not None:
            match order:
                case Begin():
                    self._begin(order)
                case Check():
                    self._do(order.number, lambda batch: batch.check())
                case Run():
                    self._do(order.number, partial(self._run, order))

    def ask(self, question: Question) -> "Future[bytes]":
        """Ask the window for something."""
        future: Future[bytes] = Future()
        with self._lock:
            number = next(self._asks)
            self._asked[number] = future
        self._line.say(question(number))
        return future

    def _listen(self) -> None:
        while (said := self._line.hear()) is not None:
            match said:
                case Begin() | Check() | Run():
                    self._work.put(said)
                case Cancel():
                    self._cancel(said.number)
                case Given():
                    self._taken(said.ask).set_result(said.value)
                case NotGiven():
                    self._taken(said.ask).set_exception(error_of(said.failure, EsetError))
        self._gone()

    def _gone(self) -> None:
        """Begin nothing more without a window; what has its value is still written."""
        last = threading.Timer(_LAST, os._exit, (1,))
        last.daemon = True
        last.start()
        self._cancel(self._number)
        with self._lock:
            waiting, self._asked = list(self._asked.values()), {}
        for each in waiting:
            each.set_exception(Cancelled())
        self._work.put(None)

    def _taken(self, ask: int) -> "Future[bytes]":
        with self._lock:
            return self._asked.pop(ask, Future())

    def _cancel(self, number: int) -> None:
        with self._lock:
            self._cancelled = max(self._cancelled, number)
            batch = self._batch if self._number <= number else None
        if batch is not None:
            batch.cancel()

    def _begin(self, begin: Begin) -> None:
        teller = _Teller(self._line, begin)
        batch: Batch | None = None
        try:
            batch = self._batches.batch(begin.order, teller.hear, begin.confirmed)
        except Exception as error:  # noqa: BLE001 - boundary: the window is told, whatever it is
            self._line.say(_failed(begin.number, BatchState.OPEN, error))
        with self._lock:
            self._batch, self._teller, self._number = batch, teller, begin.number
            is_cancelled = self._cancelled >= begin.number
        if batch is not None and is_cancelled:
            batch.cancel()

    def _do(self, number: int, work: Work) -> None:
        batch, teller = self._batch, self._teller
        if batch is None or teller is None or number != self._number:
            return
        try:
            report = work(batch)
        except Exception as error:  # noqa: BLE001 - boundary: the window is told, whatever it is
            teller.tell()
            self._line.say(_failed(number, batch.report().state, error))
            return
        teller.tell()
        cause = failure_of(report.cause) if report.cause else None
        self._line.say(Over(number, report.state, report.seconds, cause))

    def _run(self, order: Run, batch: Batch) -> BatchReport:
        self._step_back()
        key = _KeyThere(self, order.number, order.identity)
        return batch.run(key, self._secret if order.each else None)

    def _secret(self, item: BatchItem) -> Secret:
        """Wait until a person typed; what they typed stays with the window and is used there."""
        teller = self._teller
        if teller is None:
            raise Cancelled
        teller.tell()
        index, number = teller.place_of(item), self._number
        self.ask(lambda ask: AskSecret(number, ask, index)).result()
        return Secret(bytearray())


def _failed(number: int, state: BatchState, error: Exception) -> Over:
    if isinstance(error, EsetError):
        return Over(number, state, failure=failure_of(error))
    places = "".join(traceback.format_tb(error.__traceback__))
    return Over(number, state, failure=failure_of(SigningError()), trace=f"{type(error).__name__}\n{places}")
