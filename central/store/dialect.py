# SPDX-License-Identifier: EUPL-1.2
"""All that differs between databases: how a connection is set up and how a transaction begins.

SQLAlchemy's own SQLite transactions begin late and lose updates (a SELECT runs outside them, and reading before
writing after a plain BEGIN fails at once as "database is locked"), so ours begin by an event.
"""

from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, create_engine, event

BUSY_SECONDS: Final = 30
WRITE_OPTION: Final = "eset_write"

PRAGMAS: Final = (
    ("journal_mode", "wal"),
    ("synchronous", 2),
    ("foreign_keys", 1),
    ("busy_timeout", BUSY_SECONDS * 1000),
    ("trusted_schema", 0),
)
"""Set on every connection; ``synchronous`` 2 is FULL: a commit survives a power cut."""


def sqlite_engine(path: Path, *, durable: bool = True) -> Engine:
    """Return an engine on an SQLite file.

    Args:
        path: The file.
        durable: Whether a commit survives a power cut; a bulk load makes everything durable at its end.
    """
    engine = create_engine(
        f"sqlite:///{path}", connect_args={"timeout": BUSY_SECONDS}, pool_size=8, max_overflow=16
    )
    event.listen(engine, "connect", _prepare)
    if not durable:
        event.listen(engine, "connect", _relax)
    event.listen(engine, "begin", _begin)
    return engine


def is_sqlite(engine: Engine) -> bool:
    """Tell whether only one writer at a time is possible."""
    return engine.dialect.name == "sqlite"


def _prepare(raw: Any, _record: object) -> None:
    raw.isolation_level = None
    for name, value in PRAGMAS:
        raw.execute(f"PRAGMA {name}={value}")


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
    writes = connection.get_execution_options().get(WRITE_OPTION, False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
