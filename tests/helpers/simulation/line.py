# SPDX-License-Identifier: EUPL-1.2
"""The way to the service: delays, faults that were planned, long-polls, and the deaths of the service behind it."""

import random
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from helpers.simulation import network
from helpers.simulation.client import Died
from helpers.simulation.clocks import TrueClock
from helpers.simulation.feeds import Held
from helpers.simulation.server import Central
from helpers.simulation.work import Work

from eset_desktop.crashpoints import armed
from sync import messages
from sync.driver import brings
from sync.messages import LineError, Request, Response

Answered = Callable[[Response | LineError], None]
_ABOUT_BYTES = 0.35


@dataclass(slots=True)
class _Poll:
    request: Request
    until: float
    answered: Answered
    work: Work
    left: Callable[[], bool]


@dataclass(slots=True)
class Line:
    """Everybody's line.

    Attributes:
        later: Makes something happen after some seconds.
        say: Writes to the trace: who, what.
        offline_until: When each computer has a line again.
        service_dies: For each planned death of the service, at how many crash points from now.
    """

    central: Central
    clock: TrueClock
    chance: random.Random
    later: Callable[[float, Callable[[], None]], None]
    say: Callable[[str, str], None]
    delay: float = 0.4
    offline_until: dict[str, float] = field(default_factory=dict)
    service_dies: deque[int] = field(default_factory=deque)
    work: dict[str, Work] = field(default_factory=dict)
    happened: Counter[str] = field(default_factory=Counter)
    _faults: dict[str, deque[tuple[str, random.Random]]] = field(default_factory=dict)
    _polls: list[_Poll] = field(default_factory=list)
    _hung_up: dict[str, Request] = field(default_factory=dict)

    def arm(self, who: str, fault: str, chance: random.Random) -> None:
        """Let a fault meet a computer's next request; one in three waits for the next one about bytes."""
        lane = f"{who} bytes" if chance.random() < _ABOUT_BYTES else who
        self._faults.setdefault(lane, deque()).append((fault, chance))

    def work_of(self, who: str) -> Work:
        """Return what a computer carried so far."""
        return self.work.setdefault(who, Work())

    def ask(
        self, who: str, request: Request, answered: Answered, left: Callable[[], bool] = lambda: False
    ) -> None:
        """Carry a request to the service and tell its answer; ``left`` tells whether a long-poll was hung up."""
        if request.listening:
            request = self._in_flight(who, request)
        self.say(who, f"{request.method} {request.path} {len(request.body)}")
        work = self.work_of(who)
        if self.offline_until.get(who, 0.0) > self.clock.seconds:
            work.drops += 1
            refused = LineError(self.chance.choice(("dns", "refused", "timeout")))
            self.later(0.05, partial(answered, refused))
            return
        fault, chance = self._next_fault(who, request)
        if fault:
            self.say(who, f"fault {fault}")
            self.happened[fault] += 1
            work.drops += 1
        instead = network.instead(fault)
        if request.listening:
            answered = partial(self._said, who, answered)
        if instead:
            self.later(instead[0], partial(answered, instead[1]))
        else:
            arrive = partial(self._arrive, work, request, answered, left, (fault, chance))
            self.later(self.chance.uniform(0.01, self.delay), arrive)
        if fault in network.LATE:
            self.later(chance.uniform(*network.LATE[fault]), partial(self._late, request))

    def _in_flight(self, who: str, request: Request) -> Request:
        """Return the long-poll that a computer hung up when a hint came, where it brings what this one asks for.

        The real line leaves it in flight; an answer to a push may have moved the cursors since.
        """
        former = self._hung_up.get(who)
        self._hung_up[who] = former if former is not None and brings(former, request) else request
        return self._hung_up[who]

    def _said(self, who: str, answered: Answered, answer: Response | LineError) -> None:
        """End a long-poll with its answer."""
        self._hung_up.pop(who, None)
        answered(answer)

    def _next_fault(self, who: str, request: Request) -> tuple[str, random.Random]:
        is_about_bytes = request.path.startswith(("/v1/uploads", "/v1/blobs")) or request.streamed
        for lane in (f"{who} bytes", who) if is_about_bytes else (who,):
            if self._faults.get(lane):
                return self._faults[lane].popleft()
        return "", self.chance

    def _arrive(
        self,
        work: Work,
        request: Request,
        answered: Answered,
        left: Callable[[], bool],
        fault: tuple[str, random.Random],
    ) -> None:
        kind, chance = fault
        arrived, cut = network.spoil_request(kind, request, chance)
        answer = self.serve(arrived, cut)
        if kind == "duplicate":
            answer = self.serve(arrived, cut)
        if isinstance(answer, Held):
            wait = float(dict(request.query)["wait"])
            poll = _Poll(request, self.clock.seconds + wait, answered, work, left)
            self._polls.append(poll)
            self.later(wait, partial(self._end_poll, poll))
            return
        if isinstance(answer, Response):
            work.note(request, answer)
            late, spoiled = network.spoil_answer(kind, answer, chance)
        else:
            late, spoiled = 0.0, answer
        self.later(late + self.chance.uniform(0.01, self.delay), partial(answered, spoiled))

    def serve(self, request: Request, cut: int | None = None) -> Response | Held | LineError:
        """Let the service answer; it may die of it."""
        try:
            with armed(self._pass):
                return self.central.handle(request, cut)
        except Died:
            self.say("central", "dies")
            self.happened["service death"] += 1
            self.central.begin_again()
            return LineError(self.chance.choice((messages.RESET, messages.TIMEOUT)))

    def _pass(self, point: str) -> None:
        if self.service_dies and point.startswith("central."):
            self.service_dies[0] -= 1
            if self.service_dies[0] <= 0:
                self.service_dies.popleft()
                raise Died

    def _late(self, request: Request) -> None:
        """Let a request arrive whose sender waits no more."""
        if not request.listening:
            self.say("line", f"late {request.method} {request.path}")
            self.serve(request)

    def _end_poll(self, poll: _Poll) -> None:
        if poll not in self._polls:
            return
        self._polls.remove(poll)
        if poll.left():
            return
        timely = self.clock.seconds < poll.until
        answer = self.serve(poll.request) if timely else None
        if answer is None or isinstance(answer, Held):
            answer = Response(204, {"eset-head": "unchanged"})
        elif isinstance(answer, Response):
            poll.work.note(poll.request, answer)
        poll.answered(answer)

    def wake_polls(self) -> None:
        """Answer the long-polls of streams that moved."""
        moved = sorted(stream for stream in self.central.moved if stream)
        self.central.moved.clear()
        for poll in self._polls:
            if any(stream in moved for stream, _, _ in poll.request.after):
                self.later(self.chance.uniform(0.01, self.delay), partial(self._end_poll, poll))
