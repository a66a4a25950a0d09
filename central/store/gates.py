# SPDX-License-Identifier: EUPL-1.2
"""A body's gate: who writes to its objects goes in beside the others, who moves them between streams goes in alone.

A move decides by what lies where; nobody may put anything there or change it meanwhile. The gate is the first lock of a
transaction, before any row. On PostgreSQL it is an advisory lock, which queues fairly: a row's share locks would let a
stream of small pushes keep a move waiting for ever. On SQLite there is one writer, who needs none.
"""

from typing import Final

from sqlalchemy import Connection, text

from central.store import dialect

_BESIDE: Final = text("SELECT pg_advisory_xact_lock_shared(:key)")
_ALONE: Final = text("SELECT pg_advisory_xact_lock(:key)")


def enter(connection: Connection, body: str, *, alone: bool = False) -> None:
    """Go through a body's gate until the transaction ends.

    Args:
        connection: A writing transaction that holds no row yet.
        body: The body's id.
        alone: Whether nobody else may be inside.
    """
    if not dialect.is_sqlite(connection.engine):
        connection.execute(_ALONE if alone else _BESIDE, {"key": dialect.lock_key("gate", body)})
