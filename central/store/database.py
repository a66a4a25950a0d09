# SPDX-License-Identifier: EUPL-1.2
"""Transactions: any number of readers, each seeing one moment; on SQLite one writer at a time."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Self

from sqlalchemy import Connection, Engine

from central.store import dialect


class Database:
    """The service's database.

    Args:
        engine: From :mod:`central.store.dialect`.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = threading.Lock() if dialect.is_sqlite(engine) else nullcontext()
        if dialect.is_sqlite(engine):
            self._writers = engine.execution_options(**{dialect.WRITE_OPTION: True})
        else:
            self._writers = engine.execution_options(isolation_level="READ COMMITTED")

    @classmethod
    def open(cls, path: Path) -> Self:
        """Return the database in an SQLite file."""
        return cls(dialect.sqlite_engine(path))

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield a connection that sees one moment of the database."""
        with self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield a connection whose work is committed as one, durably, or not at all."""
        with self._writer, self._writers.begin() as connection:
            yield connection

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
