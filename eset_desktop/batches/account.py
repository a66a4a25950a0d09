# SPDX-License-Identifier: EUPL-1.2
"""How far a list is that another process signs, by what it told: the window's account of it, from any thread."""

import threading
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from eset_desktop.errors import EsetError
from eset_desktop.signing.batch.ledger import IllegalStep
from eset_desktop.signing.batch.states import BATCH_ENDS, BATCH_STEPS, ITEM_ENDS, BatchState, ItemState
from eset_desktop.signing.batch.values import (
    BatchItem,
    BatchMoved,
    BatchReport,
    FrozenList,
    ItemMoved,
    ItemResult,
    Listener,
    Progress,
    Written,
)

_WAYS: Final = frozenset((before, after) for (before, _), after in BATCH_STEPS.items())


class Account:
    """What became of each document so far.

    The other process moves by the tables of :mod:`eset_desktop.signing.batch.states`; what it tells is bundled, so that
    steps between are not seen here.
    """

    def __init__(self, frozen: FrozenList, listener: Listener) -> None:
        self._results = [ItemResult(item, ItemState.QUEUED) for item in frozen.items]
        self._listener = listener
        self._lock = threading.RLock()
        self._ended = self._signed = 0
        self._rate = 0.0
        self._confirmed: FrozenList | None = None
        self._cause: EsetError | None = None
        self.state = BatchState.OPEN
        self.seconds = 0.0
        """That it ran, without pauses."""

    @property
    def confirmed(self) -> FrozenList:
        """What the person confirms: the documents found fit, frozen; fixed by :meth:`confirm`."""
        with self._lock:
            return self._confirmed or FrozenList(tuple(self._items(ItemState.READY)))

    def confirm(self) -> None:
        """Fix what was confirmed: signing begins."""
        with self._lock:
            self._confirmed = self.confirmed

    @property
    def is_confirmed(self) -> bool:
        """Whether signing has begun."""
        return self._confirmed is not None

    @property
    def ended(self) -> bool:
        """Whether nothing more happens."""
        return self.state in BATCH_ENDS

    def at(self, index: int) -> ItemResult:
        """Return how far one document is."""
        return self._results[index]

    def waiting(self, *states: ItemState) -> tuple[int, ...]:
        """Return which documents are in one of some states."""
        with self._lock:
            return tuple(n for n, each in enumerate(self._results) if each.state in states)

    def unended(self) -> tuple[int, ...]:
        """Return which documents something may still happen to."""
        return self.waiting(*(state for state in ItemState if state not in ITEM_ENDS))

    def report(self) -> BatchReport:
        """Return what became of each document so far."""
        with self._lock:
            results = tuple(self._results)
            return BatchReport(self.state, self.confirmed.seal, results, self._cause, self.seconds)

    def take(self, results: Mapping[int, ItemResult], rate: float) -> None:
        """Note how documents stand now."""
        with self._lock:
            self._rate = rate
            for index, result in results.items():
                before, self._results[index] = self._results[index], result
                self._ended += (result.state in ITEM_ENDS) - (before.state in ITEM_ENDS)
                self._signed += (result.state is ItemState.SIGNED) - (before.state is ItemState.SIGNED)
            progress = self._progress()
            for result in results.values():
                self._listener(ItemMoved(result, progress))

    def move(self, state: BatchState, cause: EsetError | None = None) -> None:
        """Note how the batch stands now; raises IllegalStep where the table has no such way."""
        with self._lock:
            if (self.state, state) not in _WAYS:
                raise IllegalStep(f"{self.state} to {state}")
            self.state, self._cause = state, cause
            self._listener(BatchMoved(state, self._progress(), cause))

    def stop_by(self, cause: EsetError, signed: Mapping[str, Written]) -> None:
        """Note that the process is gone: what it signed is signed, the rest waits, and so does the batch while there is any.

        Every document was looked at before; one that was being looked at once more waits as the others do.

        Args:
            cause: Why it does not go on.
            signed: What the cache has, by the item's id.
        """
        with self._lock:
            self.take({index: self._after(index, signed) for index in self.unended()}, 0.0)
            waits = bool(self.unended())
            self.move(BatchState.PAUSED if waits else BatchState.DONE, cause if waits else None)

    def cancel_rest(self) -> None:
        """Note that nothing more happens."""
        with self._lock:
            rest = self.unended()
            self.take({n: replace(self._results[n], state=ItemState.CANCELLED) for n in rest}, 0.0)
            self.move(BatchState.CANCELLED)

    def _after(self, index: int, signed: Mapping[str, Written]) -> ItemResult:
        result = self._results[index]
        written = signed.get(result.item.id)
        if written is not None:
            return replace(result, state=ItemState.SIGNED, written=written)
        return replace(result, state=ItemState.READY)

    def _items(self, *states: ItemState) -> Iterable[BatchItem]:
        return (each.item for each in self._results if each.state in states)

    def _progress(self) -> Progress:
        total = len(self._results)
        left = (total - self._ended) / self._rate if self._rate else None
        return Progress(self._ended, self._signed, total, self._rate, left)
