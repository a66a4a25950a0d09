# SPDX-License-Identifier: EUPL-1.2
"""One thing after the other beside the main thread: how far it is stands above the page, with a button to stop."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Generic, TypeVar

from PySide6.QtCore import QCoreApplication, QLocale

from eset_desktop.errors import EsetError
from ui.background import Background
from ui.outcome import Outcome
from ui.widgets.notices import DONE, Notice, Notices

_KEY = "long_work"

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Step(Generic[T]):
    """One of the things to do: what a person calls it, and the work."""

    title: str
    work: Callable[[], T]


@dataclass(frozen=True, slots=True)
class Done(Generic[T]):
    """What became of it.

    Attributes:
        made: What each step that was done returned.
        failed: What each failed step is called, and why.
        stopped: The person stopped it before the end.
    """

    made: tuple[T, ...]
    failed: tuple[tuple[str, EsetError], ...]
    stopped: bool = False


class LongWork(Generic[T]):
    """Runs the steps of one piece of work; a failed one does not hold up the rest."""

    def __init__(self, background: Background, notices: Notices, text: str, steps: Sequence[Step[T]]) -> None:
        """``text`` says what is being done, with ``%1`` of ``%2``."""
        self._background = background
        self._notices = notices
        self._text = text
        self._steps = tuple(steps)
        self._made: list[T] = []
        self._failed: list[tuple[str, EsetError]] = []
        self._stopped = False
        self._outcome: Outcome[Done[T]] = Outcome()

    def begin(self) -> Outcome[Done[T]]:
        """Begin; the outcome comes with the last step, or after the one under way once it is stopped."""
        self._next(0)
        return self._outcome

    def stop(self) -> None:
        """Begin no further step."""
        self._stopped = True

    def _next(self, number: int) -> None:
        if self._stopped or number == len(self._steps):
            self._notices.clear(_KEY)
            self._outcome.settle(Done(tuple(self._made), tuple(self._failed), number < len(self._steps)))
            return
        self._tell(number)
        step = self._steps[number]
        done = self._background.read(step.work)
        done.when(partial(self._did, number), partial(self._could_not, number))

    def _did(self, number: int, made: T) -> None:
        self._made.append(made)
        self._next(number + 1)

    def _could_not(self, number: int, error: EsetError) -> None:
        self._failed.append((self._steps[number].title, error))
        self._next(number + 1)

    def _tell(self, number: int) -> None:
        if len(self._steps) > 1:
            local = QLocale()
            text = self._text.replace("%1", local.toString(number + 1))
            text = text.replace("%2", local.toString(len(self._steps)))
            stop = QCoreApplication.translate("Handlers", "Stop")
            self._notices.show_notice(Notice(DONE, text, stop, self.stop, key=_KEY))
