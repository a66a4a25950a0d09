# SPDX-License-Identifier: EUPL-1.2
"""Transactions: any number of readers, each seeing one moment; on SQLite one writer at a time.

On PostgreSQL writers work side by side: READ COMMITTED, with row locks in the order of design §6, law 2. What another
transaction makes impossible (a deadlock, the same new row) fails as a whole and is tried again by :meth:`Database.attempt`.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Final, Self, TypeVar

import structlog
from sqlalchemy import Connection, Engine
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError

from central.store import dialect
from eset_desktop.crashpoints import crashpoint

TRIES: Final = 5

_T = TypeVar("_T")

_log = structlog.get_logger()


class Database:
    """The service's database.

    Args:
        engine: From :mod:`central.store.dialect`.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = threading.RLock() if dialect.is_sqlite(engine) else None
        if dialect.is_sqlite(engine):
            self._writers = engine.execution_options(**{dialect.WRITE_OPTION: True})
            self._readers: Engine = engine
            self._lookers: Engine = engine.execution_options(**{dialect.LOOK_OPTION: True})
        else:
            self._writers = engine.execution_options(isolation_level="READ COMMITTED")
            self._readers = engine.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            self._lookers = engine.execution_options(isolation_level="AUTOCOMMIT")

    @classmethod
    def open(cls, place: Path | URL, *, durable: bool = True, patient: bool = False) -> Self:
        """Return the database in an SQLite file or at an address of PostgreSQL.

        Args:
            place: From :meth:`central.folder.DataFolder.place`.
            durable: Whether a commit survives a power cut.
            patient: Whether a statement may take as long as it likes: for a keeper's commands, not for serving.
        """
        if isinstance(place, Path):
            return cls(dialect.sqlite_engine(place, durable=durable))
        return cls(dialect.postgres_engine(place, durable=durable, patient=patient))

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Yield a connection that sees one moment of the database."""
        with self._readers.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """Yield a connection for SELECTs that each see one moment by themselves: no transaction is begun for them."""
        with self._lookers.connect() as connection:
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Yield a connection whose work is committed as one, durably, or not at all."""
        with self._writer or nullcontext(), self._writers.begin() as connection:
            yield connection
            crashpoint("central.committing")
        crashpoint("central.committed")

    def write_aside(self, work: Callable[[Connection], object]) -> None:
        """Do what can as well be left out, in a transaction of its own; nothing while another thread writes on SQLite.

        On PostgreSQL the work itself leaves locked rows alone.
        """
        writer = self._writer
        if writer is not None and not writer.acquire(blocking=False):
            return
        try:
            with self.write() as connection:
                work(connection)
        finally:
            if writer is not None:
                writer.release()

    def attempt(self, work: Callable[[Connection], _T]) -> _T:
        """Return what ``work`` returns, committed; done again from the start when another transaction was in its way.

        Raises:
            sqlalchemy.exc.DBAPIError: The database failed, or others were in the way five times.
        """
        for tries_left in reversed(range(TRIES)):
            try:
                with self.write() as connection:
                    return work(connection)
            except DBAPIError as error:
                if not tries_left or not dialect.is_clash(error):
                    raise
                _log.info("transaction.repeated", reason=getattr(error.orig, "sqlstate", ""))
        raise AssertionError

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()
