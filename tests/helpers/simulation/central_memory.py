# SPDX-License-Identifier: EUPL-1.2
"""The central service's database in memory: the same statements over one connection, thousands of histories long.

SQLAlchemy keeps its compiled statements with the engine, so an engine is used again when its history is over. Its connection
is not: SQLite's own prepared statements on a table-valued function do not outlive a schema that is replaced under them.
"""

import random
import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Final, cast

from helpers.simulation.quick import Quick
from sqlalchemy import Connection, Engine, StaticPool, create_engine

from central.store import dialect
from central.store.database import Database
from eset_desktop.crashpoints import crashpoint

_FULL: Final = 2
_STATEMENTS: Final = 512
_FORGOTTEN: Final = 3
"""Commits that a power cut takes back when they were not synced."""

_idle: list["_Reused"] = []


class MemoryDatabase(Database):
    """A database that begins as an image.

    Attributes:
        loaded: How often it became what an image holds.
    """

    def __init__(self, image: bytes) -> None:
        self.loaded = 0
        self._reused = _idle.pop() if _idle else _Reused()
        super().__init__(self._reused.engine)
        self._connection: Connection | None = None
        self.load(image)

    def load(self, image: bytes) -> None:
        """Become what an image holds; the service's own code prepares the connection."""
        self._leave()
        self.raw = self._reused.renew()
        self._connection = self._reused.engine.connect()
        self._quick = Quick(self._connection, self.raw)
        self.raw.deserialize(image)
        dialect._prepare(self.raw, None)
        self.loaded += 1
        self._durable = self.raw.execute("PRAGMA synchronous").fetchone()[0] >= _FULL
        self._older = deque([image], maxlen=_FORGOTTEN)

    def _leave(self) -> None:
        if self._connection is not None:
            if self.raw.in_transaction:
                self.raw.execute("ROLLBACK")
            self._connection.close()

    def image(self) -> bytes:
        """Return what is committed."""
        assert not self.raw.in_transaction
        return bytes(self.raw.serialize())

    def die(self, chance: random.Random) -> None:
        """Be killed or lose power, and stand as the next process finds it."""
        if self.raw.in_transaction:
            self.raw.execute("ROLLBACK")
        if not self._durable and chance.random() < 0.5:
            self.load(self._older[0])

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield the connection inside a transaction that sees one moment."""
        self.raw.execute("BEGIN")
        try:
            yield cast("Connection", self._quick)
        finally:
            if self.raw.in_transaction:
                self.raw.execute("COMMIT")

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """Yield the connection outside of a transaction, for a single SELECT."""
        yield cast("Connection", self._quick)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield the connection inside a transaction that is committed as one, or not at all."""
        if not self._durable:
            self._older.append(self.image())
        self.raw.execute("BEGIN IMMEDIATE")
        try:
            yield cast("Connection", self._quick)
            crashpoint("central.committing")
            self.raw.execute("COMMIT")
        except BaseException:
            if self.raw.in_transaction:
                self.raw.execute("ROLLBACK")
            raise
        crashpoint("central.committed")

    def close(self) -> None:
        """Leave the engine to the next history."""
        self._leave()
        _idle.append(self._reused)


class _Reused:
    """An engine that takes whatever connection was made last."""

    def __init__(self) -> None:
        self._raw: Any = None
        self.engine: Engine = create_engine("sqlite://", creator=lambda: self._raw, poolclass=StaticPool)

    def renew(self) -> Any:
        """Make the connection that the engine gives next, and close the one before."""
        self.engine.dispose()
        self._raw = sqlite3.connect(
            ":memory:", isolation_level=None, check_same_thread=False, cached_statements=_STATEMENTS
        )
        return self._raw
