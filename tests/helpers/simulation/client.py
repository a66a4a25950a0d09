# SPDX-License-Identifier: EUPL-1.2
"""A computer: a cache on a disk, a person's operations, a sync engine with its lanes; and its deaths."""

import random
import sqlite3
from collections import Counter, deque
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from helpers.simulation.clocks import WallClock
from helpers.simulation.disk import MemoryDisk
from helpers.simulation.machines import FolderMachine, Machine, MemoryMachine, Standing

from eset_desktop.clock import Ids
from eset_desktop.crashpoints import armed
from eset_desktop.operations.session import Session
from eset_desktop.store import schema
from eset_desktop.store.blobs import BlobStore
from eset_desktop.store.engine import Database
from eset_desktop.store.meta import Account
from eset_desktop.store.replica import Replica
from eset_desktop.store.turnstile import NoTurnstile
from sync.engine import Engine
from sync.messages import Answer, Asked, LineError, Part, Request, Response, Wait
from sync.protocol import EnrolAnswer

CENTRAL_URL: Final = "https://central.example"
KILL: Final = "kill"
POWER_CUT: Final = "power"


class Died(BaseException):
    """The computer is dead from here on."""


@dataclass(slots=True, eq=False)
class Lane:
    """One thread of an engine's work.

    Attributes:
        asked: What it waits for, None when it has ended.
        turn: Counts its questions, so that a late answer is known as such.
        parts: What is left of a streamed answer.
    """

    name: str
    run: Generator[Asked, Answer, None]
    asked: Asked | None = None
    turn: int = 0
    parts: deque[Part | Response | LineError] = field(default_factory=deque)

    @property
    def busy(self) -> bool:
        """Tell whether it has something under way."""
        return self.asked is not None and not self.listens

    @property
    def listens(self) -> bool:
        """Tell whether a hint would be heard now."""
        return isinstance(self.asked, Wait) or (isinstance(self.asked, Request) and self.asked.listening)


@dataclass(frozen=True, slots=True)
class Copy:
    """A backup of a computer."""

    image: bytes
    disk: MemoryDisk
    saved: dict[str, str]


@dataclass(slots=True)
class Life:
    """What lives in memory between a start and a death."""

    standing: Standing
    database: Database
    blobs: BlobStore
    replica: Replica
    session: Session
    engine: Engine
    lanes: list[Lane]
    folder: Path | None = None


@dataclass(slots=True)
class Computer:
    """A person's computer.

    Attributes:
        root: Its folder; None for one that lives in memory.
        dies_at: Tells at each crash point whether and how the computer dies there: :data:`KILL`, :data:`POWER_CUT`
            or nothing.
        saved: Every mutation whose save was acknowledged, as it stood then.
        deaths: Crash points at which it died.
        broken_off: Exchanges that its deaths broke off beside the first one: each lane may lose its stretch.
        memory: What its lives stand on when it has no folder.
        carriers: Lanes for bytes beside the control lane.
        let_go: Hears of each saved mutation that a signing-only computer forgot, with its id and how it was; all others keep them.
    """

    name: str
    root: Path | None
    clock: WallClock
    chance: random.Random
    dies_at: Callable[[str], str | bool]
    memory: MemoryMachine | None = None
    carriers: int = 2
    let_go: "Callable[[Computer, str, str], None] | None" = None
    life: Life | None = None
    lives: int = 0
    saved: dict[str, str] = field(default_factory=dict)
    deaths: Counter[str] = field(default_factory=Counter)
    broken_off: int = 0
    _unsure: bool = False

    _ground: Machine = field(init=False)

    def __post_init__(self) -> None:
        if self.root is not None:
            self._ground = FolderMachine(self.root)
        elif self.memory is not None:
            self._ground = self.memory

    def start(self) -> None:
        """Begin a life on the disk as the last one left it, and see that nothing saved is missing."""
        standing = self._ground.begin(self.chance)
        database, blobs = standing
        replica = Replica(database, blobs, self.clock)
        session = Session(database, blobs, self.clock, Ids(self.clock, self.chance.randbytes))
        engine = Engine(replica, self.clock, self.chance.random)
        self.life = Life(standing, database, blobs, replica, session, engine, self._lanes(engine))
        if isinstance(self._ground, FolderMachine):
            self.life.folder = self._ground.folder
        self.lives += 1
        if self.lives == 1:
            self.saved.update(self.outbox())
        self._forgive_unacknowledged()
        self.check_saved()
        if self.let_go is not None:
            self.saved.update(
                self.outbox()
            )  # what was not acknowledged and is here may be let go as all else

    def _lanes(self, engine: Engine) -> list[Lane]:
        carriers = [Lane(f"carrier{number}", engine.carry()) for number in range(self.carriers)]
        return [Lane("control", engine.run()), *carriers]

    @property
    def alive(self) -> Life:
        assert self.life is not None
        return self.life

    def go_on(self, lane: Lane, answer: Answer) -> bool:
        """Give a lane an answer; False when the computer died of it."""
        lane.asked = None
        lane.turn += 1
        return self._mortal(lambda: _next(lane, answer))

    def act(self, operation: Callable[[Session], Any]) -> bool:
        """Let the person do something; False when the computer died meanwhile, and nothing was acknowledged."""
        session = self.alive.session
        survived = self._mortal(lambda: operation(session))
        if survived:
            self.saved.update(self.outbox())
        else:
            self._unsure = True
        return survived

    def _forgive_unacknowledged(self) -> None:
        """A save that was not acknowledged may or may not have joined an acknowledged, unsent one."""
        if self._unsure:
            self._unsure = False
            for key, body in self.outbox().items():
                if key in self.saved:
                    self.saved[key] = body

    def _mortal(self, deed: Callable[[], object]) -> bool:
        try:
            with armed(self._pass):
                deed()
        except Died:
            self.bury()
            return False
        return True

    def _pass(self, point: str) -> None:
        how = self.dies_at(point)
        if how:
            self.deaths[point] += 1
            self.die(power_cut=how == POWER_CUT)
            raise Died

    def die(self, *, power_cut: bool) -> None:
        """Keep for the next life what is there at this very instant."""
        if self.life is not None:
            self.broken_off += max(0, sum(not lane.listens for lane in self.life.lanes) - 1)
        self._ground.die(self.chance, power_cut=power_cut)

    def bury(self) -> None:
        """Put the life away that has ended."""
        old, self.life = self.alive, None
        self._ground.bury(old.standing)

    def copy(self) -> "Copy":
        """Make a backup of the computer, as it is at rest or in the middle of anything."""
        assert self.memory is not None
        image, disk = self.memory.copy()
        return Copy(image, disk, dict(self.saved))

    def restore(self, copy: "Copy") -> None:
        """Let the next life begin from a backup; what was only here since is lost by the person's own doing."""
        assert self.memory is not None
        self.life = None
        self.memory.restore(copy.image, copy.disk)
        self.saved = dict(copy.saved)
        self._unsure = False

    def outbox(self) -> dict[str, str]:
        """Return every mutation this computer ever made, by id."""
        return dict(self.alive.database.reader().execute("SELECT id, body FROM outbox ORDER BY n").fetchall())

    def check_saved(self) -> None:
        """Assert that every acknowledged save is on the disk, word by word."""
        found = self.outbox()
        for key, body in list(self.saved.items()):
            if key not in found and self.let_go is not None:
                self.let_go(self, key, self.saved.pop(key))
                continue
            assert key in found, f"{self.name} lost the saved mutation {key}"
            assert found[key] == body, f"{self.name} changed the saved mutation {key}"

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Read from the cache."""
        return [tuple(row) for row in self.alive.database.reader().execute(query, values).fetchall()]

    def stop(self) -> None:
        """Switch the computer off."""
        if self.life is not None:
            for lane in self.life.lanes:
                lane.run.close()
        self._ground.stop()


def _next(lane: Lane, answer: Answer) -> None:
    try:
        lane.asked = lane.run.send(answer)
    except StopIteration:
        lane.asked = None


def install(folder: Path, clock: WallClock, chance: random.Random, answer: EnrolAnswer) -> None:
    """Make a computer's cache in a folder and enrol it."""
    first = folder / "0"
    first.mkdir(parents=True)
    database = Database(first / "cache.db", None, NoTurnstile(), schema_version=None, module=sqlite3)
    with database.write() as connection:
        schema.create(connection)
    blobs = BlobStore(first / "blobs", b"k" * 32, random=chance.randbytes)
    Replica(database, blobs, clock).join(account_of(answer), answer.streams)
    database.close()


def account_of(answer: EnrolAnswer) -> Account:
    """Return what an enrolment tells a computer of itself."""
    return Account(
        CENTRAL_URL, answer.token, answer.device, answer.device_code, answer.person, answer.person_name,
        answer.body, answer.body_name, answer.signing_only,
    )  # fmt: skip
