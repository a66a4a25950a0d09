# SPDX-License-Identifier: EUPL-1.2
"""New lives: what a service must forget and rename after it was set back to an earlier moment.

Clients that have seen more than the service now knows compare everything and send again what it lost, because every
stream has a new epoch. What pointed to bytes of that time that may be gone is dropped: it is made or asked for again.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, delete, select, text, update

from central import accounts, objects_identity
from central.blobs import blobs_of
from central.custody import missing, withdraw_all
from central.errors.keeping import DataInUse
from central.folder import DataFolder
from central.revocations import Noted, noted
from central.store import dialect, streams, tables
from central.store.database import Database
from eset_desktop.clock import RandomBytes, iso
from eset_desktop.platform import FileLock, LockHeld

_DROPPED: Final = (
    tables.upload_chunk,
    tables.upload,
    tables.push_part,
    tables.snapshot,
    tables.former_snapshot,
    tables.job,
)
"""Unfinished and derived: clients ask for their uploads again, snapshots and jobs are made again."""
_SERVING: Final = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND application_name = :name"
)


def begin(
    connection: Connection, revoked: Iterable[tuple[str, datetime]], now: datetime, random: RandomBytes
) -> int:
    """Give every stream a new epoch, and take back what the earlier moment would give out again.

    Returns how many devices were revoked again.

    Args:
        connection: A writing transaction.
        revoked: Devices that were revoked since, and when.
        now: From now on what was lost may come again.
        random: Where epochs come from.
    """
    for name in (
        connection.execute(select(tables.stream.c.name).order_by(tables.stream.c.name)).scalars().all()
    ):
        life = {"epoch": streams.new_epoch(random), "set_back_at": iso(now)}
        connection.execute(update(tables.stream).where(tables.stream.c.name == name).values(life))
    for table in _DROPPED:
        connection.execute(delete(table))
    return accounts.after_restore(connection, revoked, random)


def begin_here(folder: DataFolder, now: datetime, random: RandomBytes) -> tuple[Noted, int]:
    """Begin new lives of a service whose database was set back by other means than :mod:`central.backup`.

    Bytes that the database promises and the store has not are withdrawn: clients that have them send them again.

    Returns what was noted of revocations since, and how many devices were revoked again.

    Raises:
        DataInUse: It is being served.
        StoreForeign: The settings name another store of bytes than the database's.
        StoreAway: It does not answer.
    """
    database, blobs = Database.open(folder.place(), patient=True), blobs_of(folder.root, folder.s3)
    try:
        objects_identity.check(database, blobs.store)
        with FileLock(folder.lock), database.write() as connection:
            if not dialect.is_sqlite(database.engine) and _is_served(connection):
                raise DataInUse(folder=str(folder.root))
            withdraw_all(connection, missing(connection, blobs), now)
            revoked = noted(folder.revocations)
            return revoked, begin(connection, revoked.devices, now, random)
    except LockHeld as error:
        raise DataInUse(folder=str(folder.root)) from error
    finally:
        database.close()


def _is_served(connection: Connection) -> bool:
    return bool(connection.execute(_SERVING, {"name": dialect.HINTS_NAME}).scalar_one())
