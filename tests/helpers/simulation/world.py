# SPDX-License-Identifier: EUPL-1.2
"""One history: computers, people, a service and a line, on one queue of events. The same plan makes the same history."""

import heapq
import random
import shutil
from collections import Counter, deque
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import cache, partial

from helpers.simulation import asking, plans, rest, steps, troubles
from helpers.simulation.client import Computer, Copy, Lane
from helpers.simulation.clocks import TrueClock, WallClock
from helpers.simulation.line import Line
from helpers.simulation.machines import MemoryMachine
from helpers.simulation.people import Deed, Person
from helpers.simulation.plans import DAWN, Event, Plan
from helpers.simulation.server import Central
from helpers.simulation.town import NAMES, Begin, Town, furnished, images, scratch

from central.push.batch import AWAITED
from eset_desktop.domain.office_day import office_day
from sync.context import CONTROL
from sync.messages import Answer, Connect, Hint, More, Request, Response, Together, Wait

__all__ = ["PATIENCE", "World", "furnished"]

PATIENCE = 2 * 3600.0
"""Virtual seconds of fair weather after which everything must have arrived."""
GOOD_LINE = 0.4
"""Most seconds that a message is under way on it."""
NIGHT_AT_MOST = 5 * 86_400.0
CARRIERS = (1, 1, 1, 2)
"""Lanes for bytes that a computer may have, beside its control lane."""
YEARS = (0, 0, -3650, 3650, 1)
"""Days that a computer's clock may be wrong from the beginning."""


class World:
    """A history in the making; ``trace`` says what happened."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.trace: list[str] = []
        self.clock = TrueClock()
        self.chance = random.Random(plan.seed)
        self.steps = 0
        self.root = scratch() / f"{id(self)}"
        town = images() if plan.fresh else settled()
        if town.folder is not None:
            shutil.copytree(town.folder, self.root)
        self.central = Central.remember(town.central, self.root, self.clock, self._seeded())
        self.line = Line(self.central, self.clock, self._seeded(), self.later, self.say, GOOD_LINE)
        self.computers = [
            self.computer(number, town.computers[number], self.chance) for number in range(plan.computers)
        ]
        self.dying: dict[str, deque[tuple[str, int]]] = {each.name: deque() for each in self.computers}
        self.watch = steps.Watch()
        self.backups: dict[str, Copy] = {}
        self.asleep_until = 0.0
        self.service_was_restored = False
        self.away = ""
        self.decided: set[str] = set()
        self.in_step_on = office_day(self.clock.now())
        self.service_backup: bytes | None = None
        self.lost_bytes: set[str] = set()
        self.gone_bytes: set[str] = set()
        self.lasting: set[str] = set()
        self.damaged: set[str] = set()
        self._events: list[tuple[float, int, Callable[[], None]]] = []
        self._made = 0
        self._nudges: set[tuple[str, int, str]] = set()

    def _seeded(self) -> random.Random:
        return random.Random(self.chance.getrandbits(64))

    def computer(self, number: int, begin: Begin, chance: random.Random) -> Computer:
        """Return a computer that was never switched on here."""
        clock = WallClock(self.clock, timedelta(days=chance.choice(YEARS)))
        name = NAMES[number]
        return Computer(
            name,
            None,
            clock,
            random.Random(chance.getrandbits(64)),
            self.deaths_of(name),
            MemoryMachine(begin.image, begin.disk.after(power_cut=False, chance=chance)),
            chance.choice(CARRIERS),
        )

    def run(self) -> None:
        """Let it all happen, then let the weather clear and everything arrive."""
        begin = 0.0 if self.plan.fresh else DAWN - 2
        for computer in self.computers:
            self.later(begin + self.chance.uniform(0, 2), partial(self.start, computer))
        if self.plan.fresh:
            self.later(5, self._morning)
        self.later(DAWN, partial(self._weather, self.plan.delay))
        for event in self.plan.events:
            self.later(event.at, partial(self._happen, event))
        self._happen_until(lambda: self.clock.seconds >= self.plan.span)
        self._calm()

    def settle(self) -> Town:
        """Live through a morning and return what the town is like after it."""
        for computer in self.computers:
            self.start(computer)
        self.later(5, self._morning)
        self._happen_until(lambda: self.clock.seconds > DAWN - 3)
        assert self.is_quiet()
        copies = [computer.copy() for computer in self.computers]
        return Town(
            self.central.memory.image(), tuple(Begin(each.image, each.disk) for each in copies), self.root
        )

    def _weather(self, delay: float) -> None:
        self.line.delay = delay

    def _morning(self) -> None:
        """Give people something in common before the weather turns."""
        first = self.computers[0]
        self.act(first, "morning", Person(first, random.Random(self.plan.seed)).morning())

    def _happen(self, event: Event) -> None:
        chance = random.Random(event.seed)
        computer = self.computers[event.who % len(self.computers)]
        if event.what == plans.DEED:
            self._somebody_acts(computer, chance)
        elif event.what.startswith(plans.LINE):
            self.line.arm(computer.name, event.what.removeprefix(plans.LINE), chance)
        else:
            troubles.ALL[event.what](self, computer, chance)

    def _calm(self) -> None:
        self.say("", "calm")
        troubles.end(self)
        self._weather(GOOD_LINE)
        limit = self.clock.seconds + PATIENCE + (NIGHT_AT_MOST if self.plan.has(plans.NIGHT) else 0.0)
        for computer in self.computers:
            self.hint(computer)
        if self.central.min_client > 1:
            self._happen_until(lambda: self._all_is_sent() or self.clock.seconds > limit)
            troubles.upgrade(self)
            limit += PATIENCE
        self._happen_until(lambda: self.is_quiet() or self.clock.seconds > limit)
        if self.plan.has(plans.SERVICE_RESTORED) and not self.is_quiet():
            self._let_the_awaited_go()

    def _let_the_awaited_go(self) -> None:
        """Let the days pass in which a service that was set back waits for what it lost: what nobody brought is refused."""
        self.clock.seconds += AWAITED.total_seconds()
        self.say("", "nobody brings the rest")
        limit = self.clock.seconds + PATIENCE
        self._happen_until(lambda: self.is_quiet() or self.clock.seconds > limit)

    def _all_is_sent(self) -> bool:
        return not any(troubles.trapped(each) is not None for each in self.staying)

    def is_quiet(self) -> bool:
        """Tell whether everybody lives, listens, and has nothing left to send or fetch."""
        return all(rest.rests(each, gone=each.name in self.lasting) for each in self.computers) and all(
            rest.is_done(self.central, each) for each in self.staying
        )

    @property
    def staying(self) -> list[Computer]:
        """Return the computers that were not revoked."""
        return [each for each in self.computers if each.name not in self.lasting]

    def statistics(self) -> Counter[str]:
        """Return how often the interesting things happened."""
        seen = Counter(status for (status,) in self.central.rows("SELECT status FROM mutation"))
        seen["faults"] = self.line.happened.total() - self.line.happened["service death"]
        seen["service deaths"] = self.line.happened["service death"]
        for computer in self.computers:
            seen["deaths"] += computer.deaths.total()
            seen["fetched"] += len(computer.rows("SELECT 1 FROM blob WHERE here AND origin = 'service'"))
        return seen

    def stop(self) -> None:
        """Put everything away."""
        for computer in self.computers:
            computer.stop()
        self.central.service.close()
        shutil.rmtree(self.root)

    # -- events

    def later(self, seconds: float, happen: Callable[[], None]) -> None:
        """Make something happen after some seconds."""
        self._made += 1
        heapq.heappush(self._events, (self.clock.seconds + seconds, self._made, happen))

    def _happen_until(self, over: Callable[[], bool]) -> None:
        while self._events and not over():
            at, _, happen = heapq.heappop(self._events)
            self.clock.seconds = max(self.clock.seconds, at)
            self.steps += 1
            happen()
            if self.central.moved:
                self.watch.look_at_service(self)
                self.line.wake_polls()

    def say(self, who: str, what: str) -> None:
        """Write to the trace."""
        self.trace.append(f"{self.clock.seconds:.3f} {who} {what}")

    # -- computers

    def deaths_of(self, name: str) -> Callable[[str], str]:
        """Return what tells at each crash point whether a computer dies there."""
        return partial(self._dies_at, name)

    def _dies_at(self, name: str, point: str) -> str:
        waiting = self.dying[name]
        if not waiting or (self.plan.dies_at and point != self.plan.dies_at) or self.clock.seconds < DAWN:
            return ""
        how, passes = waiting[0]
        if passes > 1:
            waiting[0] = how, passes - 1
            return ""
        waiting.popleft()
        self.say(name, f"{how} at {point}")
        return how

    def start(self, computer: Computer) -> None:
        """Begin a computer's next life."""
        if self.clock.seconds < self.asleep_until:
            self.again(computer, self.asleep_until - self.clock.seconds + self.chance.uniform(0, 60))
            return
        computer.start()
        self.say(computer.name, "starts")
        computer.alive.engine.on_nudge(partial(self._nudge_later, computer, computer.lives))
        for lane in computer.alive.lanes:
            if computer.life is None or not self._go_on(computer, lane, None):
                return

    def again(self, computer: Computer, seconds: float) -> None:
        """Begin a computer's next life after some seconds."""
        self.later(seconds, partial(self.start, computer))

    def _go_on(self, computer: Computer, lane: Lane, answer: Answer) -> bool:
        survived = computer.go_on(lane, answer)
        self._follow(computer, lane, survived=survived)
        return survived

    def _follow(self, computer: Computer, lane: Lane, *, survived: bool) -> None:
        """Take up what a lane asks for, or plan the computer's next life."""
        if not survived:
            self.again(computer, self.chance.choice((1.0, 20.0, 90.0)))
            return
        self.watch.look(self, computer)
        answer = partial(self._answer, computer, lane, lane.turn)
        match lane.asked:
            case Connect():
                self.later(0.0, partial(answer, None))
            case Wait(seconds=seconds):
                self.later(seconds, partial(answer, None))
            case Together() as asked:
                asking.together(partial(self.line.ask, computer.name), asked, answer)
            case Request(streamed=True) as request:
                self.line.ask(computer.name, request, partial(asking.pour, lane.parts, answer))
            case Request() as request:
                self.line.ask(computer.name, request, answer, partial(_has_left, lane, lane.turn, computer))
            case More(stop=stop):
                self.later(0.05, partial(answer, asking.next_part(lane.parts, stop=stop)))

    def _answer(self, computer: Computer, lane: Lane, turn: int, answer: Answer) -> None:
        if _has_left(lane, turn, computer):
            return
        what = (
            answer.status if isinstance(answer, Response) else getattr(answer, "kind", type(answer).__name__)
        )
        self.say(computer.name, f"{lane.name} gets {what}")
        self._go_on(computer, lane, answer)

    def hint(self, computer: Computer) -> None:
        """Ring the bell; the control lane passes it on."""
        if computer.life is not None and computer.life.lanes[0].listens:
            self._go_on(computer, computer.life.lanes[0], Hint())

    def _nudge_later(self, computer: Computer, life: int, whom: str) -> None:
        key = computer.name, life, whom
        if key not in self._nudges:
            self._nudges.add(key)
            self.later(0.0, partial(self._nudge, computer, life, whom))

    def _nudge(self, computer: Computer, life: int, whom: str) -> None:
        """Tell lanes that another lane has something for them."""
        self._nudges.discard((computer.name, life, whom))
        for lane in computer.life.lanes if computer.life and computer.lives == life else ():
            wanted = (lane is computer.alive.lanes[0]) == (whom == CONTROL)
            if wanted and lane.listens and not self._go_on(computer, lane, Hint(outside=False)):
                return

    def _somebody_acts(self, computer: Computer, chance: random.Random) -> None:
        living = [each for each in (computer, *self.computers) if each.life and each.name not in self.lasting]
        if living:
            signing = 1 if living[0].name == self.away else self.plan.signing
            self.act(living[0], *Person(living[0], chance, signing).next_deed())

    def act(self, computer: Computer, name: str, deed: Deed) -> None:
        """Let a person do something; the bell rings when something came of it."""
        before = computer.alive.database.reader().total_changes
        survived = computer.act(deed)
        self.say(computer.name, f"{name} {survived}")
        if survived:
            self.watch.look(self, computer)
            if computer.alive.database.reader().total_changes != before:
                if self.away:  # many deeds in a moment leave a page on its way each
                    self.line.work_of(computer.name).drops += 1
                self.hint(computer)
        else:
            self.again(computer, self.chance.choice((1.0, 20.0, 90.0)))


def _has_left(lane: Lane, turn: int, computer: Computer) -> bool:
    return lane.turn != turn or computer.life is None or lane not in computer.life.lanes


@cache
def settled() -> Town:
    """Return a town after a common morning, lived through once in each process."""
    world = World(Plan(0))
    town = world.settle()
    kept = scratch() / "settled"
    shutil.copytree(world.root, kept)
    world.stop()
    return replace(town, folder=kept)
