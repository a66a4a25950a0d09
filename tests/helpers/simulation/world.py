# SPDX-License-Identifier: EUPL-1.2
"""One history: computers, people, a service and a line, on one queue of events. The same seed makes the same history."""

import atexit
import heapq
import random
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from functools import cache, partial
from pathlib import Path

from helpers.simulation import network
from helpers.simulation.client import Computer
from helpers.simulation.clocks import TrueClock, WallClock
from helpers.simulation.network import Weather
from helpers.simulation.people import Deed, Person
from helpers.simulation.server import Central, Held
from helpers.temporary import folder_until_exit

from sync.messages import LineError, Request, Response, Wait

DAWN = 20.0
"""Virtual seconds of fair weather at the beginning."""
PATIENCE = 6 * 3600.0
"""Virtual seconds of fair weather after which everything must have arrived."""


NAMES = ("c1", "c2", "c3")


@cache
def furnished() -> Path:
    """Return a folder with a service and three enrolled computers, made once: every history begins with a copy."""
    root = folder_until_exit("eset-sim-", _memory())
    atexit.register(shutil.rmtree, root, ignore_errors=True)
    clock, chance = TrueClock(), random.Random(0)
    central = Central.create(root / "town" / "central", clock, chance)
    for name, answer in zip(NAMES, central.found_body(len(NAMES)), strict=True):
        Computer(name, root / "town" / name, WallClock(clock), chance, lambda _: False).install(answer)
    central.service.close()
    return root / "town"


def _memory() -> str | None:
    """Return a folder in memory where the system has one: a simulated death is a copy, no power cut."""
    return "/dev/shm" if Path("/dev/shm").is_dir() else None


@dataclass(frozen=True, slots=True)
class Plan:
    """What kind of history it is.

    Attributes:
        deeds: What all people do together.
        faults: Share of requests to which something happens.
        deaths: Most deaths by chance.
        dies_at: A crash point at whose ``nth`` passing (by any computer) somebody dies, and again at every later one
            of up to three.
        restored: The service is set back to a backup once.
    """

    seed: int
    computers: int = 2
    deeds: int = 16
    faults: float = 0.15
    deaths: int = 2
    dies_at: str = ""
    nth: int = 1
    restored: bool = False
    minutes: float = 3.0


@dataclass(order=True, slots=True)
class _Event:
    at: float
    order: int
    happen: Callable[[], None] = field(compare=False)


@dataclass(slots=True)
class _Poll:
    computer: Computer
    turn: int
    request: Request
    until: float


class World:
    """A history in the making; ``trace`` says what happened."""

    def __init__(self, plan: Plan) -> None:
        root = Path(tempfile.mkdtemp(prefix="eset-sim-", dir=_memory())) / "town"
        self.plan = plan
        self.trace: list[str] = []
        self.clock = TrueClock()
        self.chance = random.Random(plan.seed)
        self.weather = Weather(0.0)
        shutil.copytree(furnished(), root)
        self.central = Central.open(root / "central", self.clock, random.Random(self.chance.random()))
        self.computers: list[Computer] = []
        self._root = root
        self._events: list[_Event] = []
        self._made = 0
        self._polls: list[_Poll] = []
        self._passed: dict[str, int] = {}
        self._offline_until: dict[str, float] = {}
        self._deaths_left = 3 if plan.dies_at else plan.deaths
        for name in NAMES[: plan.computers]:
            clock = WallClock(self.clock, timedelta(days=self.chance.choice((0, 0, -3650, 3650, 1))))
            chance = random.Random(self.chance.random())
            self.computers.append(Computer(name, root / name, clock, chance, self._dies_at))

    def run(self) -> None:
        """Let it all happen, then let the weather clear and everything arrive."""
        for computer in self.computers:
            self._later(self.chance.uniform(0, 2), partial(self._start, computer))
        span = self.plan.minutes * 60
        self._later(5, self._morning)
        for _ in range(self.plan.deeds):
            self._later(self.chance.uniform(DAWN, span), self._somebody_acts)
        for computer in self.computers:
            for _ in range(2):
                self._later(self.chance.uniform(DAWN, span), partial(self._offline, computer))
        if self.plan.restored:
            copied = self.chance.uniform(60, span)
            self._later(copied, self._back_up)
            self._later(self.chance.uniform(copied, span), self._restore)
        self._happen_until(lambda: self.clock.seconds >= span)
        self._calm()

    def _morning(self) -> None:
        """Give people something in common before the weather turns."""
        self._act(self.computers[0], "morning", Person(self.computers[0], self.chance).morning())
        self._later(DAWN - 5, self._dawn)

    def _dawn(self) -> None:
        self.weather = Weather(self.plan.faults)

    def _calm(self) -> None:
        self.weather, self._deaths_left = Weather(0.0), 0
        self._offline_until.clear()
        self._say("", "calm")
        limit = self.clock.seconds + PATIENCE
        for computer in self.computers:
            self._hint(computer)
        self._happen_until(lambda: self.is_quiet() or self.clock.seconds > limit)

    def is_quiet(self) -> bool:
        """Tell whether everybody lives, listens, and has nothing left to send or fetch."""
        return all(computer.life is not None and self._is_done(computer) for computer in self.computers)

    def _is_done(self, computer: Computer) -> bool:
        if not (isinstance(computer.asked, Request) and computer.asked.listening):
            return False
        waiting = computer.rows("SELECT 1 FROM outbox WHERE state IN ('queued', 'sent', 'answered') LIMIT 1")
        replica = computer.alive.replica
        if waiting or replica.uploads_due(1) or replica.downloads_due(1):
            return False
        heads = self.central.heads()
        return all((each.epoch, each.seq) == heads[each.stream] for each in replica.cursors())

    def statistics(self) -> Counter[str]:
        """Return how often the interesting things happened."""
        seen = Counter(self.central.statuses())
        seen["faults"] = sum(" fault " in line for line in self.trace)
        for computer in self.computers:
            seen["deaths"] += computer.deaths.total()
            seen["fetched"] += len(computer.rows("SELECT 1 FROM blob WHERE here AND origin = 'service'"))
        return seen

    def stop(self) -> None:
        """Put everything away."""
        for computer in self.computers:
            computer.stop()
        self.central.service.close()
        shutil.rmtree(self._root.parent)

    # -- events

    def _later(self, seconds: float, happen: Callable[[], None]) -> None:
        self._made += 1
        heapq.heappush(self._events, _Event(self.clock.seconds + seconds, self._made, happen))

    def _happen_until(self, over: Callable[[], bool]) -> None:
        while self._events and not over():
            event = heapq.heappop(self._events)
            self.clock.seconds = max(self.clock.seconds, event.at)
            event.happen()
            self._wake_polls()

    def _say(self, who: str, what: str) -> None:
        self.trace.append(f"{self.clock.seconds:.3f} {who} {what}")

    # -- computers

    def _dies_at(self, point: str) -> bool:
        self._passed[point] = self._passed.get(point, 0) + 1
        if self._deaths_left == 0 or self.clock.seconds < DAWN:
            return False
        if self.plan.dies_at:
            dies = point == self.plan.dies_at and self._passed[point] >= self.plan.nth
        else:
            dies = self.chance.random() < 0.004
        if dies:
            self._deaths_left -= 1
            self._say("", f"death at {point}")
        return dies

    def _start(self, computer: Computer) -> None:
        computer.start()
        self._say(computer.name, "starts")
        self._follow(computer, survived=computer.go_on(None))

    def _follow(self, computer: Computer, *, survived: bool) -> None:
        """Take up what an engine asks for, or plan the computer's next life."""
        if not survived:
            self._later(self.chance.choice((1.0, 20.0, 90.0)), lambda: self._start(computer))
            return
        turn, asked = computer.turn, computer.asked
        if isinstance(asked, Wait):
            self._later(asked.seconds, lambda: self._answer(computer, turn, None))
        elif asked is not None:
            self._send(computer, turn, asked)

    def _answer(self, computer: Computer, turn: int, answer: Response | LineError | None) -> None:
        if computer.life is not None and computer.asked is not None and computer.turn == turn:
            what = answer.status if isinstance(answer, Response) else answer and answer.kind
            self._say(computer.name, f"gets {what}")
            self._follow(computer, survived=computer.go_on(answer))

    def _hint(self, computer: Computer) -> None:
        if computer.life is not None and computer.waits_for_a_hint():
            self._follow(computer, survived=computer.hint())

    def _somebody_acts(self) -> None:
        computer = self.chance.choice(self.computers)
        if computer.life is None:
            return
        self._act(computer, *Person(computer, self.chance).next_deed())

    def _act(self, computer: Computer, name: str, deed: Deed) -> None:
        survived = computer.act(deed)
        self._say(computer.name, f"{name} {survived}")
        if not survived:
            self._follow(computer, survived=False)
        else:
            self._hint(computer)

    def _offline(self, computer: Computer) -> None:
        self._offline_until[computer.name] = self.clock.seconds + self.chance.choice((20.0, 90.0, 300.0))

    # -- the line

    def _send(self, computer: Computer, turn: int, request: Request) -> None:
        self._say(computer.name, f"{request.method} {request.path} {len(request.body)}")
        if self._offline_until.get(computer.name, 0.0) > self.clock.seconds:
            refused = LineError(self.chance.choice(("dns", "refused", "timeout")))
            self._later(0.05, lambda: self._answer(computer, turn, refused))
            return
        fault = self.weather.fault(self.chance)
        if fault:
            self._say(computer.name, f"fault {fault}")
        instead = network.instead(fault)
        if instead:
            self._later(instead[0], lambda: self._answer(computer, turn, instead[1]))
        else:
            self._later(self.chance.uniform(0.01, 0.4), lambda: self._arrive(computer, turn, request, fault))

    def _arrive(self, computer: Computer, turn: int, request: Request, fault: str) -> None:
        arrived, cut = network.spoil_request(fault, request, self.chance)
        answer = self.central.handle(arrived, cut)
        if fault == "duplicate":
            answer = self.central.handle(arrived, cut)
        elif fault == "late_duplicate":
            self._later(self.chance.uniform(1, 400), lambda: self._repeat(arrived))
        if isinstance(answer, Held):
            wait = float(dict(request.query)["wait"])
            poll = _Poll(computer, turn, request, self.clock.seconds + wait)
            self._polls.append(poll)
            self._later(wait, lambda: self._end_poll(poll))
            return
        late, spoiled = network.spoil_answer(fault, answer, self.chance)
        seconds = late + self.chance.uniform(0.01, 0.4)
        self._later(seconds, lambda: self._answer(computer, turn, spoiled))

    def _repeat(self, request: Request) -> None:
        if not dict(request.query).get("wait"):
            self.central.handle(request)

    def _end_poll(self, poll: _Poll) -> None:
        if poll in self._polls:
            self._polls.remove(poll)
            timely = self.clock.seconds < poll.until
            answer = self.central.handle(poll.request) if timely else None
            if answer is None or isinstance(answer, Held):
                answer = Response(204, {"eset-head": "unchanged"})
            self._answer(poll.computer, poll.turn, answer)

    def _wake_polls(self) -> None:
        """Answer the long-polls of streams that moved."""
        moved = {stream for stream in self.central.moved if stream}
        self.central.moved.clear()
        for poll in [each for each in self._polls if any(stream in each.request.path for stream in moved)]:
            self._later(self.chance.uniform(0.01, 0.3), partial(self._end_poll, poll))

    # -- the service

    def _back_up(self) -> None:
        self.central.backup(self._root / "backup.db")
        self._say("central", "backup")

    def _restore(self) -> None:
        self.central.restore(self._root / "backup.db")
        self._say("central", "restored")
