# SPDX-License-Identifier: EUPL-1.2
"""What must not hold up the window: one thread that writes, two that read; answers come to the main thread."""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from eset_desktop.errors import Cancelled, EsetError
from ui.errors import UnexpectedError
from ui.outcome import Outcome

T = TypeVar("T")

_LOG = logging.getLogger(__name__)


class Background(QObject):
    """Runs operations one after the other on a thread of their own.

    Signals:
        became_idle: Nothing is under way any more.
    """

    became_idle = Signal()
    _arrived = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="writer")
        self._reader = ThreadPoolExecutor(1, thread_name_prefix="reader")
        self._looker = ThreadPoolExecutor(1, thread_name_prefix="looker")
        self._unattended = ThreadPoolExecutor(1, thread_name_prefix="unattended")
        self._under_way = 0
        self._closed = False
        # Queued also from the main thread, where a future may be done already: whoever asked has said by then what follows.
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is under way."""
        return self._under_way == 0

    def write(self, operation: Callable[[], T]) -> Outcome[T]:
        """Run an operation on the writer thread, after those asked for before."""
        return self.follow(self._writer.submit(operation))

    def read(self, work: Callable[[], T]) -> Outcome[T]:
        """Run slow reading (bytes of a document, a file of the person's) beside the writer."""
        return self.follow(self._reader.submit(work))

    def look(self, query: Callable[[], T]) -> Outcome[T]:
        """Ask the cache something long; never waits for :meth:`read`, whose files may be slow."""
        return self.follow(self._looker.submit(query))

    def follow(self, future: "Future[T]") -> Outcome[T]:
        """Return the outcome of a future that some thread will complete."""
        outcome: Outcome[T] = Outcome()
        self._under_way += 1
        future.add_done_callback(lambda done: self._arrived.emit((outcome, done)))
        return outcome

    def unattended(self, work: Callable[[], object]) -> None:
        """Do something nobody waits for, such as waking the agent; it counts for nothing and its failure is logged."""
        self._unattended.submit(work).add_done_callback(_log_failure)

    def close(self) -> None:
        """Wait for what was asked for: a save that a person made is never thrown away. Nobody is told any more."""
        self._closed = True
        self._writer.shutdown(wait=True)
        self._reader.shutdown(wait=True, cancel_futures=True)
        self._looker.shutdown(wait=True, cancel_futures=True)
        self._unattended.shutdown(wait=True, cancel_futures=True)

    def _deliver(self, arrived: "tuple[Outcome[T], Future[T]]") -> None:
        if self._closed:
            return
        outcome, future = arrived
        self._under_way -= 1
        error = Cancelled() if future.cancelled() else future.exception()
        try:
            if error is None:
                outcome.settle(future.result())
            else:
                outcome.fail(_as_known(error))
        finally:
            if self.is_idle:
                self.became_idle.emit()


def _as_known(error: BaseException) -> EsetError:
    """Return the error as one that a person can be told; this is a boundary: whatever is unknown is logged here."""
    if isinstance(error, EsetError):
        return error
    _LOG.error("unexpected failure in the background", exc_info=error)
    return UnexpectedError()


def _log_failure(done: "Future[object]") -> None:
    error = None if done.cancelled() else done.exception()
    if error is not None:
        _LOG.error("failure of what nobody waits for", exc_info=error)
