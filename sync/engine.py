# SPDX-License-Identifier: EUPL-1.2
"""The sync engine: looks, plans, does one thing, and looks again. Sans-I/O and crash-safe at every yield.

Everything that must survive is in the cache (:class:`eset_desktop.store.replica.Replica`) before a request leaves or right after its
answer came; what is kept here in memory only saves time.
"""

from collections import Counter
from collections.abc import Generator, Mapping
from itertools import chain
from typing import Final

from eset_desktop.clock import Clock
from eset_desktop.errors import EsetError
from eset_desktop.store.errors import NewerSchema
from eset_desktop.store.replica import Download, Replica, Upload
from sync import planner
from sync.backoff import Backoffs, Uniform
from sync.context import Context
from sync.device import check
from sync.exchange import Counters, Exchange
from sync.feeding import feed
from sync.messages import Answer, Hint, Request, Steps, Wait
from sync.planner import Action, CheckDevice, Feed, PlanState, Push, Sleep, StreamState
from sync.problems import DeviceRevoked, SyncProblem
from sync.pushing import batch, is_held, push
from sync.targets import settled
from sync.transfers import download, upload

TRANSFERS_SEEN: Final = 20
"""Transfers offered to the planner; a failing one can't hide more than this many others."""
NOTE_EVERY: Final = 60.0
"""Seconds after which an unchanged state of the line is written again, for "last contact"."""


class Engine:
    """Keeps one cache in step with its central service.

    Args:
        replica: The cache.
        clock: For durations, back-off and ``Retry-After``.
        uniform: Returns a number in [0, 1), for the jitter.

    Attributes:
        counters: Requests and bytes of this run.
        problems: Code of what fails now, by target (:func:`sync.planner.target_of`).
    """

    def __init__(self, replica: Replica, clock: Clock, uniform: Uniform) -> None:
        self.counters = Counters()
        self.problems: dict[str, str] = {}
        self._replica = replica
        self._clock = clock
        exchange = Exchange(clock, lambda: replica.account().token, self.counters)
        self._context = Context(replica, clock, exchange, Backoffs(uniform))
        self._checked = False
        self._passed_over: Counter[str] = Counter()
        self._noted: tuple[bool, str, float] | None = None
        self._completed_at: float | None = None
        self._uploads: Mapping[str, Upload] = {}
        self._downloads: Mapping[str, Download] = {}

    def run(self, *, stop_when_idle: bool = False) -> Generator[Request | Wait, Answer, None]:
        """Yield what is needed from outside, for ever or until nothing more can be done now.

        It also ends when the device was revoked. Send a :class:`sync.messages.Hint` as the answer to a wait or a
        long-poll when there may be new work or the network changed.

        Raises:
            NewerSchema: A newer program migrated the cache; this one must be restarted.
        """
        while not self._replica.is_revoked():
            state = self._look()
            action = planner.plan(state)
            idle = isinstance(action, Sleep) or (isinstance(action, Feed) and action.wait > 0)
            if idle:
                self._note_complete(state)
            if idle and stop_when_idle:
                return
            self._count_passed_over(state, action)
            yield from self._step(action)

    def _look(self) -> PlanState:
        context, now = self._context, self._clock.monotonic()
        self._uploads = {each.sha256: each for each in self._replica.uploads_due(TRANSFERS_SEEN)}
        self._downloads = {each.sha256: each for each in self._replica.downloads_due(TRANSFERS_SEEN)}
        self._drop_settled()
        return PlanState(
            now=now,
            checked=self._checked,
            sendable=not is_held(context) and bool(batch(context, count=1)),
            streams=tuple(
                StreamState(each.stream, each.stream in context.level, context.looked_at.get(each.stream))
                for each in self._replica.cursors()
            ),
            uploads=tuple(self._uploads),
            wanted=tuple(self._downloads),
            retry_at={target: each.retry_at for target, each in context.backoffs.failing.items()},
            passed_over=self._passed_over,
        )

    def _drop_settled(self) -> None:
        """Forget the failures of what needs nothing any more: a colleague sent the bytes, a change was given up."""
        for target in settled(self._context):
            self._forget(target)

    def _count_passed_over(self, state: PlanState, action: Action) -> None:
        chosen = planner.lane_of(action)
        waiting = planner.ready(state).keys() - {chosen}
        self._passed_over = Counter({lane: self._passed_over[lane] + 1 for lane in waiting})

    def _step(self, action: Action) -> Steps[None]:
        """Do one action; what fails is noted and put off, and nothing else is touched by it."""
        target = planner.target_of(action)
        try:
            yield from self._do(action)
        except DeviceRevoked:
            self._replica.revoked()
        except NewerSchema:
            raise
        except EsetError as problem:
            self._failed(target, problem)
        else:
            if not isinstance(action, Sleep):
                self._worked(target)

    def _do(self, action: Action) -> Steps[None]:
        match action:
            case CheckDevice():
                server_time = yield from check(self._context)
                self._checked = True
                self._replica.note_contact(ok=True, server_time=server_time)
            case Push():
                yield from push(self._context)
            case Feed(stream=stream, wait=wait):
                yield from self._feed(stream, wait)
            case planner.Upload(sha256=sha256):
                yield from upload(self._context, self._uploads[sha256])
            case planner.Download(sha256=sha256):
                yield from download(self._context, self._downloads[sha256])
            case Sleep(seconds=seconds):
                self._hinted((yield Wait(seconds)))

    def _feed(self, stream: str, wait: int) -> Steps[None]:
        broken = (
            planner.LINE in self.problems
        )  # then a long-poll would leave the person in doubt for a minute
        hinted = yield from feed(self._context, stream, 0 if broken else wait)
        if hinted:
            self._hinted(Hint())

    def _hinted(self, answer: Answer) -> None:
        if isinstance(answer, Hint):
            self._context.backoffs.hint(self._clock.monotonic())

    def _failed(self, target: str, problem: EsetError) -> None:
        now = self._clock.monotonic()
        asked = problem.asked if isinstance(problem, SyncProblem) else 0.0
        of_line = isinstance(problem, SyncProblem) and problem.line
        if isinstance(problem, SyncProblem) and not of_line:
            self._forget(planner.LINE)  # it came as an answer of the service: the way to it is open
        for each in dict.fromkeys((target, planner.LINE)) if of_line else (target,):
            self._context.backoffs.fail(each, now, asked=asked)
            self.problems[each] = problem.code
        self._note(ok=not of_line or (isinstance(problem, SyncProblem) and problem.answered))

    def _worked(self, target: str) -> None:
        for each in (target, planner.LINE):
            self._forget(each)
        self._note(ok=True)

    def _forget(self, target: str) -> None:
        self._context.backoffs.succeed(target)
        self.problems.pop(target, None)

    def _note(self, *, ok: bool) -> None:
        """Write the state of the line where it changed, and now and then for the time of the last contact."""
        now = self._clock.monotonic()
        problem = next(chain(filter(None, [self.problems.get(planner.LINE)]), self.problems.values()), "")
        if self._noted and self._noted[:2] == (ok, problem) and now - self._noted[2] < NOTE_EVERY:
            return
        self._replica.note_contact(ok=ok, problem=problem)
        self._noted = (ok, problem, now)

    def _note_complete(self, state: PlanState) -> None:
        """Remember the moment when everything was sent, confirmed and received."""
        done = not (state.sendable or state.uploads or state.wanted or self._context.backoffs.failing)
        if not done or not self._checked or not all(each.level for each in state.streams):
            self._completed_at = None
        elif self._completed_at is None or state.now - self._completed_at >= NOTE_EVERY:
            self._replica.note_complete()
            self._completed_at = state.now
