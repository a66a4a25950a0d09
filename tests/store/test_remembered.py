# SPDX-License-Identifier: EUPL-1.2
"""What was read from the cache is remembered until anybody writes to it, and no longer."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from eset_desktop.store import meta
from eset_desktop.store.engine import Database
from eset_desktop.store.turnstile import NoTurnstile

KEY = bytes(range(32))


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Callable[[], Database]]:
    """Opens the same encrypted file as another process would."""
    databases: list[Database] = []

    def open_() -> Database:
        databases.append(Database(tmp_path / "cache.db", KEY, NoTurnstile(), schema_version=None))
        return databases[-1]

    with open_().write() as connection:
        connection.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL)")
    yield open_
    for each in databases:
        each.close()


class Reading:
    """Asks the same question again and again, and counts how often the database was read for it."""

    def __init__(self, database: Database) -> None:
        self.reads = 0
        self._database = database

    def __call__(self, key: str = "a") -> str:
        return self._database.remembered(("fact", key), lambda: self._read(key))

    def _read(self, key: str) -> str:
        self.reads += 1
        return meta.get(self._database.reader(), key)


def _put(database: Database, key: str, value: str) -> None:
    with database.write() as connection:
        meta.put(connection, key, value)


def test_nothing_is_read_twice_while_nobody_writes(opened: Callable[[], Database]) -> None:
    fact = Reading(opened())
    assert [fact(), fact(), fact("b"), fact("b")] == [""] * 4
    assert fact.reads == 2


@pytest.mark.parametrize("elsewhere", [False, True], ids=["this program", "another program"])
def test_a_commit_is_seen_at_once(opened: Callable[[], Database], *, elsewhere: bool) -> None:
    database = opened()
    writer, fact = opened() if elsewhere else database, Reading(database)
    seen = []
    for value in ("one", "two", "three"):
        _put(writer, "a", value)
        seen += [fact(), fact()]
    assert seen == ["one", "one", "two", "two", "three", "three"]
    assert fact.reads == 3


def test_what_was_rolled_back_was_never_there(opened: Callable[[], Database]) -> None:
    database = opened()
    fact = Reading(database)
    with database.write() as connection:
        meta.put(connection, "a", "wrong")
        assert fact() == ""
        connection.execute("ROLLBACK")
        connection.execute("BEGIN")
    assert fact() == ""


def test_each_thread_remembers_for_itself(opened: Callable[[], Database]) -> None:
    """The number of commits that a connection saw means nothing to another connection."""
    database = opened()
    fact, seen = Reading(database), []
    _put(database, "a", "one")
    assert fact() == "one"
    _put(database, "a", "two")
    other = threading.Thread(target=lambda: seen.append(fact()))
    other.start()
    other.join()
    assert [*seen, fact()] == ["two", "two"]
