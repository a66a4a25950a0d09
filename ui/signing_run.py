# SPDX-License-Identifier: EUPL-1.2
"""A batch as the signing page follows it: it works on a thread of its own, and what it tells arrives bundled, some times a second."""

import threading
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from eset_desktop.batches.port import Batch
from eset_desktop.errors import EsetError
from eset_desktop.signing.batch.states import BATCH_ENDS, ITEM_ENDS, BatchState, ItemState
from eset_desktop.signing.batch.values import (
    BatchMoved,
    BatchReport,
    Event,
    FrozenList,
    ItemResult,
    Listener,
    Progress,
)
from eset_desktop.signing.keys.port import OpenKey
from ui.background import Background
from ui.errors import OpeningLeft
from ui.outcome import Outcome
from ui.pin_each import Ask

_BUNDLE: Final = 100
"""Milliseconds: what is told meanwhile is shown at once; a list that moves at each event would hold up the window."""


Maker = Callable[[FrozenList, Mapping[str, str], Listener], Batch]
"""Makes a batch of a list, the document of each item by the item's id, and who is told."""


@dataclass(frozen=True, slots=True)
class RunRow:
    """One document of the list on screen.

    Attributes:
        id: Its item in the batch: the version.
        document: The document's id.
        title: As the person sees it.
        dossier: Number or provisional label, empty when there is none.
        size: Bytes.
        state: How far it is.
        error: Why it was not signed.
        place: Where its signature is, once it has one: the version, or the document where it is beside.
        sha256: Of the bytes that are confirmed, hexadecimal; empty where they are not here.
    """

    id: str
    document: str
    title: str
    dossier: str
    size: int
    state: ItemState = ItemState.QUEUED
    error: EsetError | None = None
    place: str = ""
    sha256: str = ""


class SigningRun(QObject):
    """One confirmed list from the first look to its results.

    Signals:
        moved: Rows, state or figures are other than they were.
    """

    moved = Signal()
    _arrived = Signal()

    def __init__(self, background: Background, make: Maker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._make = make
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="batch")
        self._batch: Batch | None = None
        self._turn = 0
        self._events: deque[tuple[int, Event]] = deque()
        self._told = threading.Event()
        self._positions: dict[str, int] = {}
        self._ready = 0
        self.rows: list[RunRow] = []
        self.state = BatchState.OPEN
        self.progress = Progress(0, 0, 0)
        self.cause: EsetError | None = None
        self.checked = False
        self._arrived.connect(lambda: QTimer.singleShot(_BUNDLE, self, self._drain))

    def take(
        self, rows: Sequence[RunRow], frozen: FrozenList, documents: Mapping[str, str]
    ) -> Outcome[BatchReport]:
        """Begin with a list: every document is looked at; nothing is signed."""
        self.drop()
        self.rows = list(rows)
        self._ready = sum(row.state not in ITEM_ENDS for row in rows)
        self._positions = {row.id: position for position, row in enumerate(rows)}
        self.progress = Progress(0, 0, len(rows))
        self._batch = batch = self._make(frozen, documents, partial(self._hear, self._turn))
        looked = self._background.follow(self._thread.submit(batch.check)).map(
            partial(self._looked, self._turn)
        )
        self.moved.emit()
        return looked

    @property
    def turn(self) -> int:
        """Which list this is: every one that is taken or let go of has another number."""
        return self._turn

    def begin(self, key: OpenKey, turn: int, secrets: Ask | None = None) -> Outcome[BatchReport]:
        """Sign, from the first document that is not signed, until all is done, it was stopped, or it waits.

        Args:
            key: Closed when it is not used any more, also where nothing is begun.
            turn: The list that the person confirmed; no other is signed: it fails with ``OpeningLeft``.
            secrets: Asks for the PIN of each signature, where each has its own.
        """
        batch = self._batch
        if batch is None or turn != self._turn:
            key.close()
            return Outcome.failed(OpeningLeft())
        self.state, self.cause = BatchState.RUNNING, None
        self.moved.emit()
        done = self._background.follow(self._thread.submit(_run, batch, key, secrets)).map(
            partial(self._show, turn)
        )
        done.when(lambda _: None, lambda _: self._show(turn, batch.report()))
        return done

    def stop(self) -> None:
        """Stop after the document under way; what is signed stays."""
        if self._batch is not None:
            self._batch.cancel()
            if self.state is BatchState.PAUSED:
                self._show(self._turn, self._batch.report())

    def drop(self) -> None:
        """Let go of the list; a batch under way is stopped."""
        if self._batch is not None and self.state not in BATCH_ENDS:
            self._batch.cancel()
        self._batch = None
        self._turn += 1
        self._events.clear()
        self.rows, self._positions, self._ready = [], {}, 0
        self.state, self.progress, self.cause = BatchState.OPEN, Progress(0, 0, 0), None
        self.checked = False

    def close(self) -> None:
        """Stop and wait until nothing is under way."""
        self.drop()
        self._thread.shutdown(wait=True, cancel_futures=True)

    @property
    def is_going(self) -> bool:
        """Whether documents are being signed now."""
        return self.state is BatchState.RUNNING

    @property
    def ready(self) -> int:
        """How many documents wait to be signed."""
        return self._ready

    def row(self, item_id: str) -> RunRow | None:
        """Return the row of an item."""
        position = self._positions.get(item_id)
        return self.rows[position] if position is not None else None

    def _hear(self, turn: int, event: Event) -> None:
        """Take an event, from any thread; the window is woken once for all that come until it looks."""
        self._events.append((turn, event))
        if not self._told.is_set():
            self._told.set()
            self._arrived.emit()

    def _drain(self) -> None:
        self._told.clear()
        while self._events:
            turn, event = self._events.popleft()
            if turn == self._turn:
                self._take_event(event)
        self.moved.emit()

    def _take_event(self, event: Event) -> None:
        self.progress = event.progress
        if isinstance(event, BatchMoved):
            self.state, self.cause = event.state, event.cause
            return
        self._put(event.result)

    def _put(self, result: ItemResult) -> None:
        """Show how a document stands; a row that says so already stays the same object."""
        position = self._positions.get(result.item.id)
        row = self.rows[position] if position is not None else None
        if position is None or row is None or (row.state is result.state and row.error is result.error):
            return
        self._ready += (result.state not in ITEM_ENDS) - (row.state not in ITEM_ENDS)
        place = result.written.place if result.written else ""
        self.rows[position] = replace(row, state=result.state, error=result.error, place=place)

    def _looked(self, turn: int, report: BatchReport) -> BatchReport:
        self.checked = self.checked or turn == self._turn
        return self._show(turn, report)

    def _show(self, turn: int, report: BatchReport) -> BatchReport:
        """Show a report: it is the truth, whatever events are still on their way."""
        if turn != self._turn:
            return report
        self._events.clear()
        self.state, self.cause = report.state, report.cause
        for result in report.results:
            self._put(result)
        states = [row.state for row in self.rows]
        self.progress = Progress(
            sum(state in ITEM_ENDS for state in states), states.count(ItemState.SIGNED), len(states)
        )
        self.moved.emit()
        return report


def _run(batch: Batch, key: OpenKey, secrets: Ask | None) -> BatchReport:
    try:
        return batch.run(key, secrets)
    finally:
        key.close()
