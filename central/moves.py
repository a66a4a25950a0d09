# SPDX-License-Identifier: EUPL-1.2
"""What other processes wrote: the commands of ``eset-central`` run beside the service and tell it nothing."""

from sqlalchemy import func, select

from central.store import tables
from central.store.database import Database

_HEADS = select(tables.stream.c.name, tables.stream.c.epoch, tables.stream.c.seq)
_ENDED = select(func.count(tables.device.c.revoked_at))


class Moves:
    """Compares the database with how it was at the last look; two small queries."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._heads, self._ended = self._read()

    def since_last(self) -> frozenset[str]:
        """Return the streams that moved since the last look; all of them when a device was revoked."""
        heads, ended = self._read()
        before, ended_before = self._heads, self._ended
        self._heads, self._ended = heads, ended
        if ended != ended_before:
            return frozenset(heads)
        return frozenset(name for name, head in heads.items() if before.get(name) != head)

    def _read(self) -> tuple[dict[str, tuple[str, int]], int]:
        with self._database.read() as connection:
            heads = {row.name: (row.epoch, row.seq) for row in connection.execute(_HEADS)}
            return heads, connection.execute(_ENDED).scalar_one()
