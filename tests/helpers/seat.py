# SPDX-License-Identifier: EUPL-1.2
"""A new computer of a clerk: the real engine and cache, the real service; only the line between them is a function."""

import random
import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from helpers.simulation import asking
from helpers.simulation.feeds import Held
from helpers.simulation.server import Central
from helpers.town import NOW, Town

from eset_desktop.clock import Ids, ManualClock
from eset_desktop.operations.session import Session
from eset_desktop.store import schema
from eset_desktop.store.blobs import BlobStore
from eset_desktop.store.engine import Database
from eset_desktop.store.meta import Account
from eset_desktop.store.replica import Replica
from eset_desktop.store.turnstile import NoTurnstile
from sync.engine import Engine
from sync.messages import (
    Answer,
    Asked,
    Connect,
    LineError,
    More,
    Part,
    Request,
    Response,
    Together,
    Wait,
)

Voice = Callable[[Request], Response | LineError | None]


def silent(_: Request) -> None:
    return None


@dataclass(slots=True)
class Seat:
    """A new computer of a clerk, and the line between it and the service.

    Attributes:
        piece: Bytes of a streamed answer that come at once.
        breaks: After how many pieces each streamed answer breaks off, one number an answer; then none does.
    """

    town: Town
    folder: Path
    piece: int = 700
    breaks: list[int] = field(default_factory=list)
    asked: list[Request] = field(default_factory=list)
    clock: ManualClock = field(default_factory=lambda: ManualClock(NOW))
    database: Database = field(init=False)
    replica: Replica = field(init=False)
    engine: Engine = field(init=False)
    _left: Iterator[Part | Response] = field(default_factory=lambda: iter(()))

    def __post_init__(self) -> None:
        fresh = self._database(None)
        with fresh.write() as connection:
            schema.create(connection)
        fresh.close()
        self.live()
        answer = self.town.enrolled(self.town.clerk.answer.person).answer
        account = Account(
            "http://127.0.0.1:9", answer.token, answer.device, answer.device_code, answer.person, "Clerk",
            answer.body, "Ajuntament",
        )  # fmt: skip
        self.replica.join(account, answer.streams)

    def _database(self, version: int | None) -> Database:
        return Database(self.folder / "cache.db", None, NoTurnstile(), schema_version=version, module=sqlite3)

    def live(self) -> None:
        """Begin a life of the program."""
        self.database = self._database(schema.SCHEMA_VERSION)
        self.replica = Replica(self.database, BlobStore(self.folder / "blobs", bytes(32)), self.clock)
        self.engine = Engine(self.replica, self.clock, lambda: 0.5)

    @property
    def session(self) -> Session:
        return Session(
            self.database, BlobStore(self.folder / "blobs", bytes(32)), self.clock, Ids(self.clock)
        )

    def sync(self, voice: Voice = silent, *, rounds: int = 3000) -> None:
        """Run until nothing more can be done now."""
        lane, answer = self.engine.run(stop_when_idle=True), None
        for _ in range(rounds):
            try:
                asked: Asked = lane.send(answer)
            except StopIteration:
                return
            answer = self._answer(asked, voice)
        pytest.fail("the engine goes on and on")

    def _answer(self, asked: Asked, voice: Voice) -> Answer:  # noqa: PLR0911 - one way out for each question
        self.clock.seconds += 0.1
        match asked:
            case Connect():
                return None
            case Wait(seconds=seconds):
                self.clock.seconds += seconds
                return None
            case Together():
                return asking.one_by_one(asked, lambda each: self._said(each, voice))
            case More(stop=True):
                self._left = iter(())
                return None
            case More():
                return next(self._left)
            case Request(streamed=True):
                said = self._said(asked, voice)
                if not isinstance(said, Response) or said.status >= 300:
                    return said
                self._left = self._pieces(said)
                return next(self._left)
        return self._said(asked, voice)

    def _pieces(self, said: Response) -> Iterator[Part | Response]:
        broken = self.breaks.pop(0) if self.breaks else None
        for number, start in enumerate(range(0, len(said.body), self.piece)):
            if number == broken:
                yield Response(said.status, said.headers, complete=False)
                return
            yield Part(said.status, said.headers, said.body[start : start + self.piece])
        yield Response(said.status, said.headers)

    def said(self, request: Request) -> Response:
        """Return what the service says to a request."""
        central = Central(self.folder, self.clock, random.Random(0), self.town.service, set())
        found = central.handle(request)
        return Response(204, {"eset-head": "1"}) if isinstance(found, Held) else found

    def _said(self, request: Request, voice: Voice) -> Response | LineError:
        self.asked.append(request)
        said = voice(request)
        if said is not None:
            return said
        return self.said(request)

    def check(self, dossiers: int) -> None:
        """Assert that the cache holds what the service holds, lists and words too."""
        for cursor in self.replica.cursors():
            page = self.town.clerk.page(cursor.stream)
            assert page is not None
            assert page.digest is not None
            assert (cursor.epoch, cursor.seq) == (page.epoch, page.head), cursor.stream
            assert (cursor.count, cursor.sum) == (page.digest.count, page.digest.sum), cursor.stream
        read = self.database.reader()
        count = "SELECT count(*) FROM"
        assert read.execute(f"{count} dossier").fetchone() == (dossiers,)
        assert read.execute(f"{count} dossier_text WHERE dossier_text MATCH 'gual'").fetchone() == (dossiers,)
        assert (
            read.execute("SELECT snapshot, taken FROM stream WHERE snapshot != '' OR taken").fetchall() == []
        )
