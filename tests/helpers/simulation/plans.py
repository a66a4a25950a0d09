# SPDX-License-Identifier: EUPL-1.2
"""What happens in a history, as an explicit list: drawn from a seed, and made smaller when it fails.

Each event carries its own seed, so that taking one away changes nothing about the others.
"""

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, Protocol

from helpers.simulation import network

DAWN: Final = 20.0
"""Virtual seconds of fair weather at the beginning."""

BURST: Final = (1, 1, 2, 4, 7)
"""How many things a person does in one go, each with the same chance."""

FEWEST: Final = 3
"""Computers of an ordinary history."""
SHARE_OF_FRESH: Final = 0.15

DELAYS: Final = (0.4, 5.0, 12.0)
"""From a good line to one on which much happens while a message is under way."""

DEED: Final = "deed"
LINE: Final = "line:"
"""Before a fault of :mod:`helpers.simulation.network`: it meets the computer's next request."""
OFFLINE: Final = "offline"
KILL: Final = "kill"
POWER_CUT: Final = "power"
SERVICE_KILL: Final = "service_kill"
NIGHT: Final = "night"
DISK_FULL: Final = "disk_full"
CLOCK: Final = "clock"
CLIENT_BACKUP: Final = "client_backup"
CLIENT_RESTORED: Final = "client_restored"
SERVICE_BACKUP: Final = "service_backup"
SERVICE_RESTORED: Final = "service_restored"
REVOKED: Final = "revoked"
DEMOTED: Final = "demoted"
MIN_CLIENT: Final = "min_client"
RIGHTS: Final = "rights"
NEWCOMER: Final = "newcomer"
STICK: Final = "stick"
DAMAGE: Final = "damage"
HOME: Final = "home"
"""Somebody joins a computer at home that is only for signing."""
AT_HOME: Final = -1
"""The number of the computer that joined last."""


class Event(NamedTuple):
    """Something that happens.

    Attributes:
        at: Virtual seconds.
        what: One of the names above.
        who: Number of the computer.
        seed: For whatever chance it takes.
    """

    at: float
    what: str
    who: int
    seed: int


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole history.

    Attributes:
        dies_at: The only crash point at which deaths happen; any when empty.
        span: Virtual seconds until the weather clears.
        delay: Most seconds that a message is under way in one direction.
        fresh: It begins with computers that have received nothing yet; else after a common morning.
        signing: How many times more than usual people are at the signature folder.
    """

    seed: int
    computers: int = 3
    span: float = 180.0
    dies_at: str = ""
    delay: float = 0.4
    fresh: bool = True
    signing: int = 1
    events: tuple[Event, ...] = field(default=(), repr=True)

    def has(self, what: str) -> bool:
        """Tell whether something of a kind happens."""
        return any(event.what == what for event in self.events)


@dataclass(frozen=True, slots=True)
class Mix:
    """How much of what a drawn history holds; with the defaults 3 computers, at least 40 events, 2 crashes, 10 faults.

    Attributes:
        troubles: Troubles of nodes, drawn from :data:`TROUBLES`.
        only: Those troubles instead of drawn ones.
        line: Faults of the line that are drawn.
        signing: As in :class:`Plan`.
        at_home: Things that are done on a computer at home; there is one if any.
    """

    computers: int = 3
    deeds: int = 25
    faults: int = 10
    deaths: int = 2
    offline: int = 2
    troubles: int = 2
    minutes: float = 3.0
    dies_at: str = ""
    only: tuple[str, ...] = ()
    line: tuple[str, ...] = network.FAULTS
    signing: int = 1
    at_home: int = 0


ORDINARY: Final = Mix()

TROUBLES: Final[dict[str, int]] = {
    SERVICE_KILL: 4, NIGHT: 2, DISK_FULL: 3, CLOCK: 3, CLIENT_RESTORED: 3, SERVICE_RESTORED: 2, REVOKED: 1, DEMOTED: 2,
    RIGHTS: 5, NEWCOMER: 3, STICK: 2, DAMAGE: 2, MIN_CLIENT: 2,
}  # fmt: skip
"""Troubles and how often each is drawn."""


_LOSES_WITH_A_SERVICE: Final = frozenset({REVOKED, CLIENT_RESTORED, DAMAGE, RIGHTS})
CHANGES_OF_RIGHTS: Final = 4


class _Draw(Protocol):
    def __call__(
        self, what: str, *, since: float = DAWN, until: float = ..., who: int | None = None
    ) -> Event: ...


def drawn(seed: int, mix: Mix = ORDINARY) -> Plan:
    """Return the history of a seed."""
    chance = random.Random(seed)
    span = mix.minutes * 60

    def event(what: str, *, since: float = DAWN, until: float = span, who: int | None = None) -> Event:
        number = chance.randrange(mix.computers) if who is None else who
        return Event(round(chance.uniform(since, until), 3), what, number, chance.getrandbits(32))

    events: list[Event] = []
    while len(events) < mix.deeds:
        first = event(DEED)
        size = min(chance.choice(BURST), mix.deeds - len(events))
        events += [Event(first.at, DEED, first.who, chance.getrandbits(32)) for _ in range(size)]
    events += [event(LINE + chance.choice(mix.line)) for _ in range(mix.faults)]
    events += [event(chance.choice((KILL, POWER_CUT))) for _ in range(mix.deaths)]
    events += [event(OFFLINE) for _ in range(mix.offline)]
    names = mix.only or _compatible(chance.sample(tuple(TROUBLES), counts=TROUBLES.values(), k=mix.troubles))
    for what in names:
        events += _trouble(what, event, span)
    if NIGHT not in names and any(each.what == LINE + network.DAYS_LATE for each in events):
        events.append(Event(span, NIGHT, 0, chance.getrandbits(32)))
    if mix.at_home:
        events += _home(mix, event, span)
    fresh = mix.computers != FEWEST or chance.random() < SHARE_OF_FRESH
    delay = chance.choice(DELAYS)
    return Plan(seed, mix.computers, span, mix.dies_at, delay, fresh, mix.signing, tuple(sorted(events)))


def _home(mix: Mix, event: "_Draw", span: float) -> Iterable[Event]:
    joined = event(HOME, until=DAWN + span / 4)
    yield joined
    for what, times in ((DEED, mix.at_home), (KILL, 1), (POWER_CUT, 1), (OFFLINE, 2)):
        for _ in range(times):
            yield event(what, since=joined.at, who=AT_HOME)


def _compatible(names: Sequence[str]) -> Sequence[str]:
    """Return troubles that together still leave one place where each saved thing is: two backups lose for good."""
    names = list(dict.fromkeys(names))
    if SERVICE_RESTORED not in names:
        return names
    return [OFFLINE if each in _LOSES_WITH_A_SERVICE else each for each in names]


def _trouble(what: str, event: "_Draw", span: float) -> Iterable[Event]:
    if what == NIGHT:
        return [event(NIGHT, since=span, until=span)]
    if what == RIGHTS:
        return [event(RIGHTS) for _ in range(CHANGES_OF_RIGHTS)]
    befores = {CLIENT_RESTORED: CLIENT_BACKUP, SERVICE_RESTORED: SERVICE_BACKUP}
    if what in befores:
        copied = event(befores[what], until=span * 0.7)
        return [copied, event(what, since=copied.at, who=copied.who)]
    return [event(what)]
