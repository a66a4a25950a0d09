# SPDX-License-Identifier: EUPL-1.2
"""A computer: a cache on a disk, a person's operations, a sync engine; and its deaths.

A death is a copy of the disk at that very instant; the next life begins from the copy. What a process still does while a
simulated death unwinds it happens on a disk that nobody looks at again.
"""

import random
import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from helpers.simulation.clocks import WallClock

from eset_desktop.clock import Ids
from eset_desktop.operations.session import Session
from eset_desktop.store import schema
from eset_desktop.store.blobs import BlobStore
from eset_desktop.store.crashpoints import armed
from eset_desktop.store.engine import Database
from eset_desktop.store.meta import Account
from eset_desktop.store.replica import Replica
from eset_desktop.store.turnstile import NoTurnstile
from sync.engine import Engine
from sync.messages import Answer, Hint, Request, Wait
from sync.protocol import EnrolAnswer

CENTRAL_URL = "https://central.example"


class Died(BaseException):
    """The computer is dead from here on."""


@dataclass(slots=True)
class Life:
    """What lives in memory between a start and a death."""

    folder: Path
    database: Database
    blobs: BlobStore
    replica: Replica
    session: Session
    engine: Engine
    run: Generator[Request | Wait, Answer, None]


@dataclass(slots=True)
class Computer:
    """A person's computer.

    Attributes:
        dies_at: Tells at each crash point whether the computer dies there.
        asked: What its engine waits for, None while it is dead or has ended.
        turn: Counts questions, so that a late answer is known as such.
        saved: Every mutation whose save was acknowledged, as it stood then.
        deaths: Crash points at which it died.
    """

    name: str
    root: Path
    clock: WallClock
    chance: random.Random
    dies_at: Callable[[str], bool]
    life: Life | None = None
    asked: Request | Wait | None = None
    turn: int = 0
    lives: int = 0
    saved: dict[str, str] = field(default_factory=dict)
    deaths: Counter[str] = field(default_factory=Counter)
    _copy: Path | None = None

    def install(self, answer: EnrolAnswer) -> None:
        """Make the cache and enrol."""
        folder = self.root / "0"
        folder.mkdir(parents=True)
        database = _database(folder, version=None)
        with database.write() as connection:
            schema.create(connection)
        database.close()
        account = Account(
            CENTRAL_URL, answer.token, answer.device, answer.device_code, answer.person, answer.person_name,
            answer.body, answer.body_name,
        )  # fmt: skip
        life = self._open(folder)
        life.replica.join(account, answer.streams)
        life.database.close()

    def start(self) -> None:
        """Begin a life on the disk as the last one left it, and see that nothing saved is missing."""
        self.life = self._open(self._copy or self.root / "0")
        self.lives += 1
        self.check_saved()

    def _open(self, folder: Path) -> Life:
        database = _database(folder, version=schema.SCHEMA_VERSION)
        blobs = BlobStore(folder / "blobs", b"k" * 32, random=self.chance.randbytes)
        replica = Replica(database, blobs, self.clock)
        session = Session(database, blobs, self.clock, Ids(self.clock, self.chance.randbytes))
        engine = Engine(replica, self.clock, self.chance.random)
        return Life(folder, database, blobs, replica, session, engine, engine.run())

    @property
    def alive(self) -> Life:
        assert self.life is not None
        return self.life

    def go_on(self, answer: Answer) -> bool:
        """Give the engine an answer; False when the computer died of it."""
        run = self.alive.run
        self.asked = None
        self.turn += 1
        return self._mortal(lambda: self._next(run, answer))

    def _next(self, run: Generator[Request | Wait, Answer, None], answer: Answer) -> None:
        try:
            self.asked = run.send(answer)
        except StopIteration:
            self.asked = None

    def waits_for_a_hint(self) -> bool:
        """Tell whether a hint would be heard now."""
        return isinstance(self.asked, Wait) or (isinstance(self.asked, Request) and self.asked.listening)

    def hint(self) -> bool:
        """Ring the bell; False when the computer died of it."""
        return self.go_on(Hint()) if self.waits_for_a_hint() else True

    def act(self, operation: Callable[[Session], Any]) -> bool:
        """Let the person do something; False when the computer died meanwhile, and nothing was acknowledged."""
        session = self.alive.session
        survived = self._mortal(lambda: operation(session))
        if survived:
            self.saved.update(self.outbox())
        else:
            self._forgive_unacknowledged()
        return survived

    def _forgive_unacknowledged(self) -> None:
        """A save that was not acknowledged may or may not have joined an acknowledged, unsent one."""
        assert self._copy is not None
        for key, body in _outbox(_database(self._copy, version=None)).items():
            if key in self.saved:
                self.saved[key] = body

    def _mortal(self, deed: Callable[[], object]) -> bool:
        try:
            with armed(self._pass):
                deed()
        except Died:
            old = self.alive
            old.database.close()
            shutil.rmtree(old.folder)
            self.life = self.asked = None
            return False
        return True

    def _pass(self, point: str) -> None:
        if self.dies_at(point):
            self.deaths[point] += 1
            self._copy = self.root / str(self.lives)
            shutil.copytree(self.alive.folder, self._copy, ignore=shutil.ignore_patterns("*-shm"))
            raise Died

    def outbox(self) -> dict[str, str]:
        """Return every mutation this computer ever made, by id."""
        return _outbox(self.alive.database)

    def check_saved(self) -> None:
        """Assert that every acknowledged save is on the disk, word by word."""
        found = self.outbox()
        for key, body in self.saved.items():
            assert key in found, f"{self.name} lost the saved mutation {key}"
            assert found[key] == body, f"{self.name} changed the saved mutation {key}"

    def rows(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        """Read from the cache."""
        return [tuple(row) for row in self.alive.database.reader().execute(query, values).fetchall()]

    def stop(self) -> None:
        """Switch the computer off."""
        if self.life is not None:
            self.life.run.close()
            self.life.database.close()


def _database(folder: Path, version: int | None) -> Database:
    return Database(folder / "cache.db", None, NoTurnstile(), schema_version=version, module=sqlite3)


def _outbox(database: Database) -> dict[str, str]:
    return dict(database.reader().execute("SELECT id, body FROM outbox ORDER BY n").fetchall())
