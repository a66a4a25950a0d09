# SPDX-License-Identifier: EUPL-1.2
"""The account of a batch: which document is how far. Pure: no thread, no clock, no disk.

Every step goes by the tables of :mod:`eset_desktop.signing.batch.states`; what they do not allow raises, so that no
mistake elsewhere can sign a document twice.
"""

from collections.abc import Sequence
from dataclasses import replace

from eset_desktop.errors import EsetError
from eset_desktop.signing.batch.states import (
    BATCH_ENDS,
    BATCH_STEPS,
    ITEM_ENDS,
    ITEM_STEPS,
    BatchState,
    ItemState,
)
from eset_desktop.signing.batch.values import BatchItem, FrozenList, ItemResult, Progress, Written
from eset_desktop.signing.values import Checked


class IllegalStep(Exception):
    """A step that the tables do not know: a mistake in this program."""


class Ledger:
    """How far each document and the batch are."""

    def __init__(self, items: Sequence[BatchItem]) -> None:
        self._results = [ItemResult(item, ItemState.QUEUED) for item in items]
        self.state = BatchState.OPEN
        self.cause: EsetError | None = None
        self._ended = self._signed = 0

    @property
    def results(self) -> tuple[ItemResult, ...]:
        """Every document, in the order of the list."""
        return tuple(self._results)

    def at(self, index: int) -> ItemResult:
        """Return how far one document is."""
        return self._results[index]

    def waiting(self, state: ItemState) -> list[int]:
        """Return which documents are in a state, in the order of the list."""
        return [index for index, result in enumerate(self._results) if result.state is state]

    def step(
        self,
        index: int,
        event: str,
        *,
        checked: Checked | None = None,
        error: EsetError | None = None,
        written: Written | None = None,
    ) -> ItemResult:
        """Move one document and return how it stands.

        Args:
            index: Which.
            event: What happened, by the table.
            checked: What the check found; freezes hash and size where they were not known.
            error: Why it is refused or failed.
            written: The signed document.

        Raises:
            IllegalStep: The table has no such way.
        """
        before = self._results[index]
        try:
            state = ITEM_STEPS[before.state, event]
        except KeyError:
            raise IllegalStep(f"{before.state} {event}") from None
        item = before.item
        if checked is not None:
            item = replace(item, sha256=checked.sha256, size=checked.size)
        after = ItemResult(item, state, checked or before.checked, error, written)
        self._results[index] = after
        self._ended += state in ITEM_ENDS
        self._signed += state is ItemState.SIGNED
        return after

    def move(self, event: str, cause: EsetError | None = None) -> BatchState:
        """Move the batch; raises IllegalStep."""
        try:
            self.state = BATCH_STEPS[self.state, event]
        except KeyError:
            raise IllegalStep(f"{self.state} {event}") from None
        self.cause = cause
        return self.state

    def cancel_rest(self) -> list[int]:
        """Cancel whatever is not on its way to the disk and return which documents those were."""
        rest = [n for n, result in enumerate(self._results) if (result.state, "cancel") in ITEM_STEPS]
        for index in rest:
            self.step(index, "cancel")
        return rest

    def put_back(self) -> list[int]:
        """Send what was being prepared or signed back to wait, and return which documents those were."""
        back = [n for n, result in enumerate(self._results) if (result.state, "back") in ITEM_STEPS]
        for index in back:
            self.step(index, "back")
        return back

    @property
    def ended(self) -> bool:
        """Whether nothing more happens."""
        return self.state in BATCH_ENDS

    def fit(self) -> FrozenList:
        """Return the documents that wait to be signed, as frozen: what a person confirms before it begins."""
        return FrozenList(tuple(each.item for each in self._results if each.state is ItemState.READY))

    def progress(self, rate: float = 0.0) -> Progress:
        """Return how far the batch is.

        Args:
            rate: Documents in a second; 0.0 while unknown.
        """
        left = len(self._results) - self._ended
        return Progress(self._ended, self._signed, len(self._results), rate, left / rate if rate else None)
