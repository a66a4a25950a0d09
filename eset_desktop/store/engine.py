# SPDX-License-Identifier: EUPL-1.2
"""Connections to the local cache and its one way to write.

Every writer takes the turnstile first (SQLite's own busy handler is not fair: a save would wait a second for a feed),
then ``BEGIN IMMEDIATE``, and checks the schema version inside the transaction: another program may have migrated the
file since it was opened. Readers never wait (WAL).
"""

import contextlib
import threading
from collections.abc import Callable, Hashable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final, TypeAlias, TypeVar

import sqlcipher3.dbapi2

from eset_desktop.crashpoints import crashpoint
from eset_desktop.store.errors import NewerSchema
from eset_desktop.store.failures import explained
from eset_desktop.store.turnstile import Turnstile

Connection: TypeAlias = Any
"""A DB-API connection of sqlcipher3, or of the standard library's sqlite3 in the simulator."""

_T = TypeVar("_T")

PRAGMAS: Final = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "temp_store": 2,
    "wal_autocheckpoint": 0,
}
"""What every connection reads back: WAL, synchronous FULL, foreign keys on, no plain-text temporary files, and no
checkpoint in the middle of a save (the agent makes them)."""

_BUSY_MILLISECONDS: Final = 10_000


class Database:
    """The local cache's database file.

    Args:
        path: The file, or a ``file:…?mode=memory&cache=shared`` address for the simulator.
        key: The 32-byte database key; None for an unencrypted one (simulator only).
        turnstile: Taken before each write transaction.
        schema_version: The version that this program writes; None skips the check (migrations).
        module: ``sqlcipher3.dbapi2`` or ``sqlite3``.
    """

    def __init__(
        self,
        path: Path | str,
        key: bytes | None,
        turnstile: Turnstile,
        *,
        schema_version: int | None,
        module: ModuleType = sqlcipher3.dbapi2,
    ) -> None:
        self.path = path
        self._key = key
        self._turnstile = turnstile
        self._schema_version = schema_version
        self._module = module
        self._local = threading.local()
        self._opened: list[Connection] = []
        self._guard = threading.Lock()
        self._writer_lock = threading.RLock()
        self._writer: Connection | None = None
        self._mover: Connection | None = None

    def __repr__(self) -> str:
        return f"Database({str(self.path)!r})"

    def connect(self) -> Connection:
        """Return a new connection with the key and every PRAGMA set.

        Raises:
            WrongKey: The key does not open the file.
            NotADatabase: The file is empty of pages or foreign.
        """
        text = str(self.path)
        connection = self._module.connect(
            text, isolation_level=None, check_same_thread=False, uri=text.startswith("file:")
        )
        try:
            self._prepare(connection)
        except self._module.DatabaseError as error:
            connection.close()
            raise self.explain(error) from None
        with self._guard:
            self._opened.append(connection)
        return connection

    def _prepare(self, connection: Connection) -> None:
        if self._key is not None:
            connection.execute("PRAGMA cipher_log_level = NONE")
            connection.execute(f"PRAGMA key = \"x'{self._key.hex()}'\"")
        connection.execute(f"PRAGMA busy_timeout = {_BUSY_MILLISECONDS}")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        for name, value in PRAGMAS.items():
            connection.execute(f"PRAGMA {name} = {value}").fetchall()

    def explain(self, error: Exception) -> Exception:
        """Return the store's own error for one of the database module's, or the error itself."""
        return explained(error, Path(self.path), encrypted=self._key is not None)

    def reader(self) -> Connection:
        """Return this thread's reading connection; it can't write."""
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = self.connect()
            connection.execute("PRAGMA query_only = ON")
            self._local.connection = connection
        return connection

    def stamp(self) -> int | None:
        """Return a number that this thread's reading connection sees change with every commit, whoever made it.

        None where it can't tell: what is read then must not be remembered.
        """
        return int(self.reader().execute("PRAGMA data_version").fetchone()[0])

    def remembered(self, key: Hashable, ask: Callable[[], _T]) -> _T:
        """Return what ``ask`` read before, in this thread and under this key; it is asked again once anything was committed.

        Args:
            key: Stands for the question with all its values.
            ask: Reads through :meth:`reader`; what it returns is never changed by anybody.
        """
        stamp = self.stamp()
        if stamp is None:
            return ask()
        local = self._local
        if getattr(local, "stamp", None) != stamp:
            local.stamp, local.answers = stamp, {}
        answers: dict[Hashable, _T] = local.answers
        if key not in answers:
            answers[key] = ask()
        return answers[key]

    @contextlib.contextmanager
    def write(self) -> Iterator[Connection]:
        """Run a block as one transaction: committed at its end, rolled back by any exception.

        Raises:
            NewerSchema: Another program migrated the file; this one must be restarted.
            DiskFull: The disk took no more; nothing was changed.
        """
        with self._writer_lock, self._turnstile:
            if self._writer is None:
                self._writer = self.connect()
            connection = self._writer
            try:
                connection.execute("BEGIN IMMEDIATE")
                crashpoint("writer.begun")
                self._check_version(connection)
                yield connection
                crashpoint("writer.committing")
                connection.execute("COMMIT")
            except BaseException as error:
                self._roll_back(connection)
                if isinstance(error, self._module.Error):
                    raise self.explain(error) from error
                raise
            crashpoint("writer.committed")

    def _roll_back(self, connection: Connection) -> None:
        if connection.in_transaction:
            with contextlib.suppress(self._module.Error):
                connection.execute("ROLLBACK")

    def _check_version(self, connection: Connection) -> None:
        if self._schema_version is None:
            return
        found = connection.execute("PRAGMA user_version").fetchone()[0]
        if found != self._schema_version:
            raise NewerSchema(found=found, known=self._schema_version)

    def checkpoint(self) -> None:
        """Move the write-ahead log into the file as far as readers allow; only the agent calls this, from one thread.

        Nearly all of it is moved beside writers. Only what they added meanwhile is moved while they wait, so that the next one
        begins the log anew and it does not grow for as long as somebody writes.
        """
        if self._mover is None:
            self._mover = self.connect()
        self._mover.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        with self._writer_lock, self._turnstile:
            self._mover.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()

    def close(self) -> None:
        """Close every connection; the object can't be used afterwards."""
        with self._guard:
            for connection in self._opened:
                with contextlib.suppress(self._module.Error):
                    connection.close()
            self._opened.clear()
        self._writer = self._mover = None
