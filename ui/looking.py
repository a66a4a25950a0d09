# SPDX-License-Identifier: EUPL-1.2
"""Looking at the cache beside the main thread, one look at a time: whoever asks meanwhile is served by one more look."""

from collections.abc import Callable
from typing import Generic, TypeVar

from eset_desktop.store.engine import Connection
from ui.desk import Desk
from ui.outcome import Outcome

T = TypeVar("T")


class Looking(Generic[T]):
    """What a view wants to know, asked for as often as anybody likes.

    Args:
        desk: Has the threads.
        query: Reads; on another thread and a connection of its own.
        take: Shows what was read; on the main thread.
    """

    def __init__(self, desk: Desk, query: Callable[[Connection], T], take: Callable[[T], None]) -> None:
        self._desk = desk
        self._query = query
        self._take = take
        self._again = False
        self._looked: Outcome[object] = Outcome.of(None)

    @property
    def looked(self) -> Outcome[object]:
        """The last look; settled when what it found, and what was asked for meanwhile, is shown, or was told to have failed."""
        return self._looked

    def look(self) -> None:
        """Look, now or right after the look under way."""
        if not self._looked.is_settled:
            self._again = True
            return
        self._looked = Outcome()
        self._begin()

    def _begin(self) -> None:
        shown = self._desk.registry.follow(self._desk.look(self._query).map(self._take))
        shown.when(lambda _: self._ended(), lambda _: self._ended())

    def _ended(self) -> None:
        if self._again:
            self._again = False
            self._begin()
        else:
            self._looked.settle(None)
