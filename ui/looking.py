# SPDX-License-Identifier: EUPL-1.2
"""Looking at the cache beside the main thread, one look at a time: whoever asks meanwhile is served by one more look."""

from collections.abc import Callable
from typing import Generic, TypeVar

from ui.actions import Registry
from ui.outcome import Outcome

T = TypeVar("T")


class Looking(Generic[T]):
    """What a view wants to know, asked for as often as anybody likes.

    Args:
        registry: Tells a person what fails.
        ask: Begins to read, on another thread, what is wanted at that moment.
        take: Shows what was read; on the main thread. It may ask for one more look.
    """

    def __init__(self, registry: Registry, ask: Callable[[], Outcome[T]], take: Callable[[T], None]) -> None:
        self._registry = registry
        self._ask = ask
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
        shown = self._registry.follow(self._ask().map(self._take))
        shown.when(lambda _: self._ended(), lambda _: self._ended())

    def _ended(self) -> None:
        if self._again:
            self._again = False
            self._begin()
        else:
            self._looked.settle(None)
