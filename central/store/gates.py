# SPDX-License-Identifier: EUPL-1.2
"""A body's gate: who writes to its objects goes in beside the others, who moves them between streams goes in alone.

A move decides by what lies where; nobody may put anything there or change it meanwhile. The gate is the first lock of a
transaction, before any row. On PostgreSQL it is an advisory lock, which queues fairly: a row's share locks would let a
stream of small pushes keep a move waiting for ever. On SQLite there is one writer, who needs none.
"""

from collections.abc import Callable
from typing import Final, TypeVar

from sqlalchemy import Connection, Update, bindparam, func, text

from central.store import dialect

_BESIDE: Final = text("SELECT pg_advisory_xact_lock_shared(:key)")
_ALONE: Final = text("SELECT pg_advisory_xact_lock(:key)")

_T = TypeVar("_T")


class AloneNeeded(Exception):
    """What is to be done can only be done alone.

    The transaction is given up and begun anew. Who is inside beside others, holds rows and then wants the others out waits
    for somebody who may be doing the same.
    """


def alone_if_needed(work: Callable[[bool], _T]) -> _T:
    """Return what ``work`` returns, which is done again, alone in the gate, when it finds that it must be.

    Args:
        work: A transaction of its own; told whether to go through the gate alone.
    """
    try:
        return work(False)
    except AloneNeeded:
        return work(True)


def entering(statement: Update, *, alone: bool) -> Update:
    """Return an UPDATE that also goes through the gate :func:`key`, after it has its rows; for PostgreSQL."""
    lock = func.pg_advisory_xact_lock if alone else func.pg_advisory_xact_lock_shared
    return statement.returning(lock(bindparam("gate")).label("entered"))


def key(body: str) -> int:
    """Return the key of a body's gate."""
    return dialect.lock_key("gate", body)


def enter(connection: Connection, body: str, *, alone: bool = False) -> None:
    """Go through a body's gate until the transaction ends.

    Args:
        connection: A writing transaction that holds no row yet.
        body: The body's id.
        alone: Whether nobody else may be inside.
    """
    if not dialect.is_sqlite(connection.engine):
        connection.execute(_ALONE if alone else _BESIDE, {"key": key(body)})
