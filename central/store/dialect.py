# SPDX-License-Identifier: EUPL-1.2
"""All that differs between databases: how a connection is set up, how a transaction begins, what is tried again.

SQLAlchemy's own SQLite transactions begin late and lose updates (a SELECT runs outside them, and reading before
writing after a plain BEGIN fails at once as "database is locked"), so ours begin by an event.
"""

import hashlib
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Connection,
    Engine,
    LargeBinary,
    Table,
    Update,
    create_engine,
    event,
    func,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL
from sqlalchemy.exc import DBAPIError, IntegrityError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as NoConnectionLeft

BUSY_SECONDS: Final = 30
WRITE_OPTION: Final = "eset_write"
LOOK_OPTION: Final = "eset_look"
STREAMS_CHANNEL: Final = "eset"
"""PostgreSQL's channel on which the name of a stream that moved is told."""
JOBS_CHANNEL: Final = "eset_jobs"
"""The channel on which a new job is told."""

PRAGMAS: Final = (
    ("journal_mode", "wal"),
    ("synchronous", 2),
    ("foreign_keys", 1),
    ("busy_timeout", BUSY_SECONDS * 1000),
    ("trusted_schema", 0),
)
"""Set on every connection; ``synchronous`` 2 is FULL: a commit survives a power cut."""

SETTINGS: Final = {
    "statement_timeout": "30s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "60s",
    "timezone": "UTC",
}
"""Set on every connection to PostgreSQL: nothing waits for ever, and a process that hangs holds no lock for long."""

HINTS_NAME: Final = "eset-central hints"
"""What the connection of a serving process is called that listens, by which a keeper's command finds it."""
SCHEMA_LOCK: Final = 0x65_73_65_74
"""Held while a schema is brought up to date, so that two commands do not do it at once."""

POOL: Final = 12
"""Connections that a process keeps to PostgreSQL at most (eight writers, readers, the jobs)."""

RECYCLE_SECONDS: Final = 1_800
"""Age at which a connection is made anew. Whether one still holds is not asked before each use, which would cost a round
trip: after a restart of PostgreSQL the first requests are answered 503, and that closes every old connection."""

_CLASHES: Final = frozenset({"40001", "40P01", "55P03"})
"""SQLSTATE of a serialization failure, a deadlock and a lock that was waited for too long."""
_AWAY: Final = ("08", "533", "57")
"""How the SQLSTATE begins of a broken connection, too many connections, and an operator's intervention (a restart)."""
_IDLE: Final = "25P03"
"""SQLSTATE of a session that PostgreSQL ended because its transaction stood still for too long."""
DISK_FULL: Final = "53100"


def sqlite_engine(path: Path, *, durable: bool = True) -> Engine:
    """Return an engine on an SQLite file.

    Args:
        path: The file.
        durable: Whether a commit survives a power cut; a bulk load makes everything durable at its end.
    """
    engine = create_engine(
        f"sqlite:///{path}",
        connect_args={"timeout": BUSY_SECONDS},
        pool_size=8,
        max_overflow=16,
        hide_parameters=True,  # an error's text goes to the log, and what people wrote stands in them
    )
    event.listen(engine, "connect", _prepare)
    if not durable:
        event.listen(engine, "connect", _relax)
    event.listen(engine, "begin", _begin)
    return engine


def postgres_engine(url: URL, *, durable: bool = True, patient: bool = False, pool: int = POOL) -> Engine:
    """Return an engine on a PostgreSQL database.

    Args:
        url: ``postgresql://…``; its password is never shown.
        durable: Whether a commit waits for the disk.
        patient: Whether statements and pauses in transactions may take as long as they like.
        pool: Connections at most.
    """
    settings = {"timezone": "UTC"} if patient else dict(SETTINGS)
    if not durable:
        settings["synchronous_commit"] = "off"
    options = " ".join(f"-c {name}={value}" for name, value in settings.items())
    return create_engine(
        url.set(drivername="postgresql+psycopg"),
        connect_args={"options": options, "application_name": "eset-central", "connect_timeout": 10},
        pool_size=pool,
        max_overflow=0,
        pool_timeout=20,
        pool_recycle=RECYCLE_SECONDS,
        pool_use_lifo=True,
        hide_parameters=True,
    )


def is_sqlite(engine: Engine) -> bool:
    """Tell whether only one writer at a time is possible."""
    return engine.dialect.name == "sqlite"


def state_of(error: Exception) -> str:
    """Return PostgreSQL's SQLSTATE of a failure, or the failure's name when there is none."""
    cause = getattr(error, "orig", None) or error
    return getattr(cause, "sqlstate", None) or type(cause).__name__


def is_clash(error: DBAPIError) -> bool:
    """Tell whether a transaction failed only because of another one, so that it may do as it is when tried again."""
    return isinstance(error, IntegrityError) or state_of(error) in _CLASHES


def is_passing(error: SQLAlchemyError) -> bool:
    """Tell whether a request that failed so may do in a moment: others were in its way, or PostgreSQL was not within reach.

    What was being committed when it went away is done or not: the sender asks again, and a repeat changes nothing.
    """
    if isinstance(error, NoConnectionLeft):  # every connection was taken
        return True
    if not isinstance(error, DBAPIError) or isinstance(error.orig, sqlite3.Error):
        return False
    state = getattr(error.orig, "sqlstate", "") or ""
    lost = error.connection_invalidated or isinstance(error, OperationalError)
    return is_clash(error) or state == _IDLE or (lost and (not state or state.startswith(_AWAY)))


def insert(connection: Connection, table: Table) -> Any:
    """Return an INSERT into a table that may say what to do ``on_conflict``."""
    return (sqlite if is_sqlite(connection.engine) else postgresql).insert(table)


_LOCK = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")
_FIT = text("SELECT current_setting('server_encoding') = 'UTF8' AND 'B' < 'a'")
_NOTIFY = text("SELECT pg_notify(:channel, :payload)")


def telling(statement: Update, channel: str, payload: Any) -> Update:
    """Return an UPDATE that also tells something when its transaction commits, in one round trip; for PostgreSQL."""
    return statement.returning(func.pg_notify(channel, payload))


def notify(connection: Connection, channel: str, payload: str = "") -> None:
    """Tell other processes something when the transaction commits; a hint only, and nothing on SQLite."""
    if not is_sqlite(connection.engine):
        connection.execute(_NOTIFY, {"channel": channel, "payload": payload})


def listed(connection: Connection, columns: Mapping[str, Any]) -> str:
    """Return a query of the JSON array in the parameter ``items``, whose elements are arrays with a member for each column.

    A last column is what the parameter ``items_stream`` says.

    Args:
        connection: Of which database.
        columns: Types by name; bytes stand in the array in hexadecimal.
    """
    sqlite_ = is_sqlite(connection.engine)
    source = "json_each(:items)" if sqlite_ else "json_array_elements(CAST(:items AS json))"
    unhex = "unhex({})" if sqlite_ else "decode({}, 'hex')"
    members = []
    for place, (name, kind) in enumerate(columns.items()):
        member = f"item.value ->> {place}"
        if isinstance(kind, BigInteger):
            member = f"CAST({member} AS BIGINT)"
        elif isinstance(kind, LargeBinary):
            member = unhex.format(f"({member})")
        members.append(f'{member} AS "{name}"')
    members.append("CAST(:items_stream AS VARCHAR(64)) AS stream")
    return f"SELECT {', '.join(members)} FROM {source} AS item"  # noqa: S608 - of names and types only


@contextmanager
def sent_together(connection: Connection) -> Iterator[None]:
    """Send the statements of the block one after the other without waiting for each one's answer.

    None of them may be asked for rows or counts; what fails is raised by the end of the block. On PostgreSQL it saves a
    round trip a statement (libpq's pipeline mode); on SQLite nothing is different.
    """
    if is_sqlite(connection.engine):
        yield
        return
    raw: Any = connection.connection.driver_connection
    failure = connection.dialect.loaded_dbapi.Error
    met: DBAPIError | None = None
    try:
        with raw.pipeline():
            # Raised after the pipeline is closed, which only says that it was broken off.
            try:
                yield
            except DBAPIError as error:
                met = error
    except failure as error:
        if raw.closed:
            connection.invalidate(error)
        if met is None:
            raise DBAPIError.instance(
                None, None, error, failure, hide_parameters=True, connection_invalidated=raw.closed, dialect=connection.dialect
            ) from error  # fmt: skip
    if met is not None:
        raise met


def lock(connection: Connection, *keys: int) -> None:
    """Hold locks of PostgreSQL that belong to no row until the transaction ends, taken in the order of their keys.

    On SQLite there is one writer, who needs none.
    """
    if keys and not is_sqlite(connection.engine):
        connection.execute(_LOCK, {"keys": sorted(keys)})


def lock_key(*parts: str) -> int:
    """Return the key of a lock for something that has a name."""
    digest = hashlib.sha256("\n".join(parts).encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)


def is_fit(connection: Connection) -> bool:
    """Tell whether a PostgreSQL database keeps any text and sorts it by code point, as SQLite and Python do."""
    return bool(connection.execute(_FIT).scalar_one())


def _prepare(raw: Any, _record: object) -> None:
    raw.isolation_level = None
    for name, value in PRAGMAS:
        raw.execute(f"PRAGMA {name}={value}")
    raw.create_function("unhex", 1, bytes.fromhex, deterministic=True)  # SQLite has it itself from 3.41 on


def _relax(raw: Any, _record: object) -> None:
    raw.execute("PRAGMA synchronous=0")


def checkpoint(engine: Engine) -> None:
    """Make everything committed durable in the database file itself."""
    if is_sqlite(engine):
        with engine.connect() as connection:
            raw = connection.connection.dbapi_connection
            if raw is not None:
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _begin(connection: Connection) -> None:
    options = connection.get_execution_options()
    if not options.get(LOOK_OPTION, False):
        connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get(WRITE_OPTION, False) else "BEGIN")
