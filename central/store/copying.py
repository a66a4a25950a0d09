# SPDX-License-Identifier: EUPL-1.2
"""Copying a whole database into another one, of whatever kind: how a service on PostgreSQL gets into a backup and out of it."""

from typing import Final

from sqlalchemy import Connection, insert, select

from central.store.tables import metadata

_ROWS_AT_ONCE: Final = 1_000


def copy_all(source: Connection, target: Connection) -> None:
    """Copy every row.

    Args:
        source: A transaction that sees one moment of a database with this program's schema.
        target: A writing transaction of an empty one with the same schema.
    """
    for table in metadata.sorted_tables:
        found = source.execution_options(yield_per=_ROWS_AT_ONCE).execute(select(table))
        for rows in found.mappings().partitions():
            target.execute(insert(table), [dict(row) for row in rows])


def is_empty(connection: Connection) -> bool:
    """Tell whether a database with this program's schema holds nothing yet."""
    return all(connection.execute(select(table).limit(1)).first() is None for table in metadata.sorted_tables)
