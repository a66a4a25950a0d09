# SPDX-License-Identifier: EUPL-1.2
"""A reader that polls by position misses nothing while many write and some fail; with a plain sequence it does.

The measurement of background/sync.md §3.3 as a test: sixteen writers, business work inside the transaction, one of twenty
rolled back, one reader that asks for what comes after the last position it has.
"""

import itertools
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from helpers.postgres import Server
from helpers.town import Desk, Town, build
from sqlalchemy import Connection, create_engine, text

from central.feed import Question
from central.push.batch import push
from central.store import dialect
from central.store.database import Database
from central.verify import verify
from eset_desktop.domain.mutations import Mutation

WRITERS = 16
SECONDS = 2.5


class RolledBackError(Exception):
    """A writer changed its mind."""


@pytest.fixture
def town(tmp_path: Path, postgres_server: Server) -> Iterator[Town]:
    built = build(tmp_path / "central", postgres_server)
    yield built
    built.service.close()
    postgres_server.give_back(str(built.service.database.engine.url.database))


@dataclass(slots=True)
class Race:
    """Writers against a reader for some seconds; then the reader looks once more."""

    write: Callable[[int, random.Random], None]
    read: Callable[[], None]
    over: threading.Event = field(default_factory=threading.Event)
    failures: list[BaseException] = field(default_factory=list)

    def run(self) -> None:
        threads = [threading.Thread(target=self._writing, args=(number,)) for number in range(WRITERS)]
        threads.append(threading.Thread(target=self._reading))
        for thread in threads:
            thread.start()
        self.over.wait(SECONDS)
        self.over.set()
        for thread in threads:
            thread.join()
        self.read()
        assert self.failures == []

    def _writing(self, number: int) -> None:
        chance = random.Random(number)
        try:
            while not self.over.is_set():
                self.write(number, chance)
        except BaseException as failure:  # noqa: BLE001 - boundary of a thread: told by the test
            self.failures.append(failure)

    def _reading(self) -> None:
        try:
            while not self.over.wait(0.002):
                self.read()
        except BaseException as failure:  # noqa: BLE001 - boundary of a thread: told by the test
            self.failures.append(failure)


@pytest.mark.slow
def test_a_reader_of_the_feed_misses_no_row(town: Town, tell: Callable[[str], None]) -> None:
    service, reader = town.service, town.secretary
    desks = [town.enrolled(town.clerk.answer.person) for _ in range(WRITERS)]
    callers = {desk.answer.device: desk.caller for desk in desks}
    database = Database(dialect.postgres_engine(service.database.engine.url, pool=WRITERS))
    committed: list[str] = []
    rolled_back = itertools.count()
    first = reader.page()
    assert first is not None
    seen: list[str] = []
    at = [first.head]

    def write(number: int, chance: random.Random) -> None:
        desk = desks[number]
        created, fails = desk.dossier(), chance.random() < 0.05
        try:
            database.attempt(lambda connection: work(connection, desk, created, chance, fails=fails))
        except RolledBackError:
            next(rolled_back)
        else:
            committed.append(created.object)

    def work(
        connection: Connection, desk: Desk, created: Mutation, chance: random.Random, *, fails: bool
    ) -> None:
        connection.execute(text("SELECT pg_sleep(:s)"), {"s": chance.random() * 0.02})
        push(
            connection,
            callers[desk.answer.device],
            [created],
            received=town.clock.now(),
            new_id=town.ids.uuid7,
        )
        if fails:
            raise RolledBackError

    def read() -> None:
        page = reader.page(question=Question(first.epoch, at[0]))
        if page is not None:
            assert [row.seq for row in page.rows] == list(range(at[0] + 1, page.end + 1)), "a gap"
            seen.extend(row.id for row in page.rows)
            at[0] = page.end

    with closing(database):
        Race(write, read).run()
    tell(
        f"{len(committed)} pushes by {WRITERS} writers in {SECONDS} s, {next(rolled_back)} rolled back, 0 missed"
    )
    assert sorted(seen) == sorted(committed)
    numbers = sorted(town.clerk.all().rows, key=lambda row: row.seq)
    serials = [row.fields["number"] for row in numbers if row.kind == "dossier"]
    assert serials == [f"2026/{serial:05d}" for serial in range(1, len(committed) + 1)]
    assert list(verify(service)) == []


@pytest.mark.slow
def test_with_a_plain_sequence_the_same_reader_misses_rows(town: Town, tell: Callable[[str], None]) -> None:
    """Proves that the test above can fail: a sequence is drawn in another order than transactions commit."""
    engine = create_engine(
        town.service.database.engine.url, pool_size=WRITERS + 1, isolation_level="READ COMMITTED"
    )
    committed: list[int] = []
    seen: list[int] = []
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE naive (pos bigserial PRIMARY KEY)"))

    def write(_: int, chance: random.Random) -> None:
        with engine.begin() as connection:
            pos = connection.execute(text("INSERT INTO naive DEFAULT VALUES RETURNING pos")).scalar_one()
            connection.execute(text("SELECT pg_sleep(:s)"), {"s": chance.random() * 0.02})
        committed.append(pos)

    def read() -> None:
        with engine.connect() as connection:
            found = connection.execute(
                text("SELECT pos FROM naive WHERE pos > :last ORDER BY pos"), {"last": max(seen, default=0)}
            )
            seen.extend(found.scalars())

    with closing(Database(engine)):
        Race(write, read).run()
    missed = set(committed) - set(seen)
    tell(f"{len(missed)} of {len(committed)} rows missed")
    assert missed
