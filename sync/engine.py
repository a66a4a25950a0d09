# SPDX-License-Identifier: EUPL-1.2
"""The sync engine: looks, plans, does one thing, and looks again. Sans-I/O and crash-safe at every yield.

It has a control lane (:meth:`Engine.run`) and any number of carriers for bytes (:meth:`Engine.carry`), each a generator that may run
in a thread of its own. Everything that must survive is in the cache (:class:`eset_desktop.store.replica.Replica`) before a request
leaves or right after its answer came; what is kept in memory only saves time.
"""

from collections import Counter
from collections.abc import Callable, Generator, Mapping
from typing import Final, TypeAlias

from eset_desktop.clock import Clock
from eset_desktop.errors import EsetError
from eset_desktop.store.errors import NewerSchema
from eset_desktop.store.replica import Replica
from sync import epochs, errands, jobs, planner, snapshots
from sync.backoff import Backoffs, Uniform
from sync.context import CARRIERS, CONTROL, Context
from sync.device import check
from sync.exchange import Counters, Exchange
from sync.feeding import feed
from sync.messages import Answer, Asked, Connect, Hint, Steps, Wait
from sync.patience import Patience
from sync.planner import Action, Carry, CheckDevice, Feed, PlanState, Push, RunErrand, Sleep, StreamState
from sync.problems import DeviceRevoked, ProgramTooOld, SyncProblem
from sync.pushing import is_due, push
from sync.standing import Standing
from sync.targets import settled

IDLE_CARRIER: Final = 60.0
"""Seconds after which a carrier without work looks again, should nobody have told it of any."""

Lane: TypeAlias = Generator[Asked, Answer, None]
"""What a lane needs from outside; it is sent the answers."""


class Engine:
    """Keeps one cache in step with its central service.

    Args:
        replica: The cache.
        clock: For durations, back-off and ``Retry-After``.
        uniform: Returns a number in [0, 1), for the jitter.

    Attributes:
        counters: Requests and bytes of this run.
    """

    def __init__(self, replica: Replica, clock: Clock, uniform: Uniform) -> None:
        self.counters = Counters()
        self._replica = replica
        self._clock = clock
        exchange = Exchange(clock, lambda: replica.account().token, self.counters)
        self._context = Context(replica, clock, exchange, Backoffs(uniform))
        self._standing = Standing(self._context)
        self._checked = False
        self._passed_over: Counter[str] = Counter()
        self._control_idle = False
        self._ends_when_idle = False

    @property
    def problems(self) -> dict[str, str]:
        """Return the code of what fails now, by target (:func:`sync.planner.target_of`)."""
        return dict(self._standing.problems)

    def on_nudge(self, nudge: Callable[[str], None]) -> None:
        """Say who passes it on when one lane has something for others.

        Args:
            nudge: Called with :data:`sync.context.CONTROL` or :data:`sync.context.CARRIERS`, in the thread of the lane that
                found something: those lanes, where they wait or listen, are to be answered with ``Hint(outside=False)``.
        """
        self._context.nudge = nudge

    def run(self, *, stop_when_idle: bool = False, patience: float = 0.0) -> Lane:
        """Yield what the control lane needs from outside, for ever or until nothing more can be done now.

        With ``patience`` it waits so many seconds in all, at the most, for what failed or was put off; without, that is left.
        It also ends when the device was revoked. Send a :class:`sync.messages.Hint` as the answer to a wait or a
        long-poll when there may be new work or the network changed. While nobody carries, it carries the bytes too.

        Raises:
            NewerSchema: A newer program migrated the cache; this one must be restarted.
        """
        lane = self._run(Patience(self._context, patience), stop_when_idle=stop_when_idle)
        answer: Answer = None
        try:
            while True:
                asked = lane.send(answer)
                answer = yield asked
                if isinstance(answer, Hint) and answer.outside:
                    self._context.backoffs.hint(self._clock.monotonic())
                    self._offer_jobs()
        except StopIteration:
            return
        finally:
            lane.close()

    def carry(self) -> Lane:
        """Yield what a carrier needs from outside, until the device is revoked; it begins work after the control lane's check.

        Raises:
            NewerSchema: A newer program migrated the cache; this one must be restarted.
        """
        context = self._context
        context.count_carriers(1)
        try:
            while not self._replica.is_revoked():
                action = self._claim()
                if isinstance(action, Sleep):
                    yield from self._rest(min(IDLE_CARRIER, action.seconds))
                else:
                    yield from self._carried(action)
        finally:
            context.count_carriers(-1)

    def _rest(self, seconds: float) -> Steps[None]:
        self._context.count_resting(1)
        try:
            yield Wait(seconds)
        finally:
            self._context.count_resting(-1)

    def _run(self, patience: Patience, *, stop_when_idle: bool) -> Lane:
        self._ends_when_idle = stop_when_idle
        if count := jobs.connections(self._context):
            yield Connect(count)
        while not self._replica.is_revoked():
            action = self._next()
            if isinstance(action, Carry):
                yield from self._carried(action)
            elif not (stop_when_idle and self._control_idle):
                yield from self._step(action)
            elif self._carriers_work():
                yield Wait(IDLE_CARRIER)
            elif patience.covers(action):
                yield from patience.spent_on(self._step(action))
            else:
                return

    def _next(self) -> Action:
        """Choose the control lane's next action; a carrier that looks now must know whether it pushes."""
        with self._context.lock:
            state = self._look()
            action = planner.plan(state)
            self._passed_over = _passed_over(self._passed_over, planner.ready(state), action)
            if isinstance(action, Carry):
                self._context.claims.add(action.claim)
            self._control_idle = isinstance(action, Sleep) or (isinstance(action, Feed) and action.wait > 0)
            if self._control_idle:
                self._note_complete(state)
            return action

    def _look(self) -> PlanState:
        context, now = self._context, self._clock.monotonic()
        self._drop_settled()
        alone, begun = context.carriers == 0, snapshots.due(context)
        return PlanState(
            now=now,
            checked=self._is_checked(),
            errand=self._replica.has_errand(),
            sendable=is_due(context),
            streams=tuple(
                StreamState(each.stream, each.stream in context.level, context.looked_at.get(each.stream))
                for each in self._replica.cursors()
                if each.stream not in begun and not context.push_only
            ),
            quiet=snapshots.is_first(begun) or context.push_only,
            jobs=jobs.jobs(context) if alone else (),
            retry_at={
                target: at
                for target, at in context.retries().items()
                if alone or not target.startswith(jobs.TARGETS)
            },
            passed_over=self._passed_over,
        )

    def _is_checked(self) -> bool:
        asked_again = self._context.recheck or self._replica.rights_stale() or epochs.is_due(self._context)
        return self._checked and not asked_again

    def _claim(self) -> Carry | Sleep:
        """Choose a carrier's next job and keep every other lane from it."""
        context = self._context
        with context.lock:
            self._drop_settled()
            state = self._carriers_look()
            action = planner.plan_carrier(state)
            if isinstance(action, Carry):
                context.passed_over = _passed_over(context.passed_over, planner.ready_to_carry(state), action)
                context.claims.add(action.claim)
                if context.resting and len(state.jobs) > 1:
                    context.nudge(CARRIERS)
                return action
            if self._control_idle and not context.claims:
                self._note_complete(self._look())
                if self._ends_when_idle:
                    context.nudge(CONTROL)
            return action

    def _carriers_look(self) -> PlanState:
        context = self._context
        return PlanState(
            now=self._clock.monotonic(),
            checked=self._checked,
            jobs=jobs.jobs(context) if self._checked else (),
            retry_at=context.retries(),
            line_failures=context.backoffs.attempts(planner.LINE),
            passed_over=context.passed_over,
        )

    def _carriers_work(self) -> bool:
        """Tell whether carriers are at something, or can be now."""
        context = self._context
        with context.lock:
            return context.carriers > 0 and bool(
                context.claims or planner.ready_to_carry(self._carriers_look())
            )

    def _drop_settled(self) -> None:
        """Forget the failures of what needs nothing any more: a colleague sent the bytes, a change was given up."""
        for target in settled(self._context):
            self._standing.forget(target)

    def _carried(self, job: Carry) -> Steps[None]:
        try:
            yield from self._step(job)
        finally:
            with self._context.lock:
                self._context.release(job.claim)

    def _step(self, action: Action) -> Steps[None]:
        """Do one action; what fails is noted and put off, and nothing else is touched by it."""
        target, began = planner.target_of(action), self._clock.monotonic()
        line_was_down = planner.LINE in self._context.backoffs.failing
        try:
            yield from self._do(action)
        except DeviceRevoked:
            self._replica.revoked()
            self._tell_all()
        except NewerSchema:
            raise
        except EsetError as problem:
            found_down = self._standing.failed(
                target, problem, began=began, carrier=isinstance(action, Carry)
            )
            if found_down:
                self._context.nudge(CONTROL)
            self._drop_errands(action, problem)
        else:
            if not isinstance(action, Sleep):
                self._standing.worked(target)
            if line_was_down or not isinstance(action, Carry | Sleep):
                self._offer_jobs()

    def _offer_jobs(self) -> None:
        """Tell the carriers when there is something for them; most of what is heard or done brings none."""
        with self._context.lock:
            wanted = self._context.carriers > 0 and bool(jobs.jobs(self._context))
        if wanted:
            self._context.nudge(CARRIERS)

    def _drop_errands(self, action: Action, problem: EsetError) -> None:
        """Tell a person who waits for an answer when none can be had now."""
        of_line = isinstance(problem, SyncProblem) and problem.line and not isinstance(action, Carry)
        if of_line or isinstance(action, CheckDevice):
            self._replica.drop_errands(problem.code)

    def _do(self, action: Action) -> Steps[None]:
        match action:
            case CheckDevice():
                server_time = yield from check(self._context)
                self._checked = True
                self._replica.note_contact(ok=True, server_time=server_time)
                if self._context.push_only:
                    self._standing.failed(
                        planner.PROGRAM, ProgramTooOld(), began=self._clock.monotonic(), carrier=False
                    )
            case RunErrand():
                yield from errands.run(self._context)
            case Push():
                yield from push(self._context)
            case Feed(stream=stream, wait=wait):
                yield from self._feed(stream, wait)
            case Carry():
                yield from jobs.carry(self._context, action)
            case Sleep(seconds=seconds):
                yield Wait(seconds)

    def _feed(self, stream: str, wait: int) -> Steps[None]:
        # on a broken line a long-poll would leave the person in doubt for a minute
        broken = planner.LINE in self._standing.problems
        yield from feed(self._context, stream, 0 if broken else wait)

    def _tell_all(self) -> None:
        for lanes in (CONTROL, CARRIERS):
            self._context.nudge(lanes)

    def _note_complete(self, state: PlanState) -> None:
        """Remember the moment when everything was sent, confirmed and received."""
        context = self._context
        busy = state.sendable or state.quiet or state.jobs or context.claims or context.retries()
        done = not busy and self._checked and all(each.level for each in state.streams)
        self._standing.complete(done=done and not (context.carriers and jobs.jobs(context)))


def _passed_over(before: Counter[str], ready: Mapping[str, Action], chosen: Action) -> Counter[str]:
    """Count once more every kind that was ready and not chosen."""
    return Counter({kind: before[kind] + 1 for kind, action in ready.items() if action != chosen})
