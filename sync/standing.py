# SPDX-License-Identifier: EUPL-1.2
"""What fails, what works, and what the person is told of it."""

from collections.abc import Mapping
from contextlib import suppress
from itertools import chain
from types import MappingProxyType
from typing import Final

from eset_desktop.errors import EsetError
from eset_desktop.store.errors import DiskFull
from sync.backoff import BROKEN_OFF, OF_BYTES, OF_ROOM, Lack
from sync.context import Context
from sync.planner import FEED, LINE
from sync.problems import DownloadMissing, SyncProblem, is_one_connections

NOTE_EVERY: Final = 60.0
"""Seconds after which an unchanged state of the line is written again, for "last contact"."""
MOMENTARY: Final = 1
"""A carrier's connection that broke off once is not worth a word: the others go on."""


class Standing:
    """The failures of one engine, of all its lanes.

    Attributes:
        problems: Code of what fails now, by target; replaced as a whole, never changed in place.
    """

    def __init__(self, context: Context) -> None:
        self.problems: Mapping[str, str] = MappingProxyType({})
        self._context = context
        self._noted: tuple[bool, str, float] | None = None
        self._completed_at: float | None = None
        context.recall(context.replica.sizes())

    def failed(self, target: str, problem: EsetError, *, began: float, carrier: bool) -> bool:
        """Put a target off, and everything when it is the line that fails; tell whether a carrier found the line down.

        ``began`` is when the try began, monotonic seconds.
        """
        now = self._context.clock.monotonic()
        asked = problem.asked if isinstance(problem, SyncProblem) else 0.0
        of_line = isinstance(problem, SyncProblem) and problem.line
        with self._context.lock:
            if isinstance(problem, SyncProblem) and not of_line:
                self.forget(LINE)  # it came as an answer of the service: the way to it is open
            if carrier and is_one_connections(problem):
                self._context.backoffs.fail(target, now, began=began, first=BROKEN_OFF)
                if self._context.backoffs.attempts(target) > MOMENTARY:
                    self._put(target, problem.code)
                return False
            lack = _lack(problem)
            for each in self._concerned(target, of_line=of_line, full=lack is OF_ROOM):
                self._context.backoffs.fail(each, now, asked=asked, began=began, lack=lack)
                self._put(each, problem.code)
            self._note(ok=not of_line or (isinstance(problem, SyncProblem) and problem.answered))
        return carrier and of_line

    def _concerned(self, target: str, *, of_line: bool, full: bool) -> tuple[str, ...]:
        """Return what is put off with a target: all where it is the line; all news where there is no room for those of one stream."""
        if of_line:
            return tuple(dict.fromkeys((target, LINE)))
        if full and target.startswith(f"{FEED}:"):
            return tuple(f"{FEED}:{each.stream}" for each in self._context.replica.cursors())
        return (target,)

    def worked(self, target: str) -> None:
        """Forget a target's failures and the line's; and for news, that there was no room for any."""
        failing = self._context.backoffs.failing
        news = target.startswith(f"{FEED}:")
        roomy = (
            each
            for each, how in failing.items()
            if news and how.lack is OF_ROOM and each.startswith(f"{FEED}:")
        )
        with self._context.lock:
            for each in (target, LINE, *roomy):
                self.forget(each)
            self._note(ok=True)

    def forget(self, target: str) -> None:
        """Forget a target's failures."""
        self._context.backoffs.succeed(target)
        if target in self.problems:
            self.problems = MappingProxyType(
                {key: code for key, code in self.problems.items() if key != target}
            )

    def complete(self, *, done: bool) -> None:
        """Remember the moment when everything was sent, confirmed and received, if it is one."""
        now = self._context.clock.monotonic()
        if not done:
            self._completed_at = None
        elif self._completed_at is None or now - self._completed_at >= NOTE_EVERY:
            with suppress(DiskFull):  # told later, when there is room
                self._context.replica.note_complete()
                self._completed_at = now

    def _put(self, target: str, code: str) -> None:
        self.problems = MappingProxyType({**self.problems, target: code})

    def _note(self, *, ok: bool) -> None:
        """Write the state of the line where it changed, and now and then for the time of the last contact."""
        now = self._context.clock.monotonic()
        problem = next(chain(filter(None, [self.problems.get(LINE)]), self.problems.values()), "")
        if self._noted and self._noted[:2] == (ok, problem) and now - self._noted[2] < NOTE_EVERY:
            return
        with suppress(DiskFull):  # told later, when there is room; a person hears it from each save
            self._context.replica.note_contact(ok=ok, problem=problem, sizes=self._context.sizes())
            self._noted = (ok, problem, now)


def _lack(problem: EsetError) -> Lack | None:
    """Return what is lacking where a problem says that something is, which no hint brings."""
    if isinstance(problem, DiskFull):
        return OF_ROOM
    return OF_BYTES if isinstance(problem, DownloadMissing) else None
