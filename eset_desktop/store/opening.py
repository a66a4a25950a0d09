# SPDX-License-Identifier: EUPL-1.2
"""Opening a profile with its key: every way in which that can go wrong is told apart, and none loses anything."""

import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from eset_desktop.clock import Clock
from eset_desktop.crashpoints import crashpoint
from eset_desktop.store import backup, keys, migrations
from eset_desktop.store.blobs import BlobStore
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.engine import Database
from eset_desktop.store.errors import DatabaseMissing, EmptyDatabase, NotADatabase, WrongKey
from eset_desktop.store.files import typed_failures
from eset_desktop.store.migrations import PRESENT, Schema
from eset_desktop.store.profile import Profile
from eset_desktop.store.profile_locks import Seat

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OpenStore:
    """A profile's database and blobs, in use by this process until closed."""

    profile: Profile
    database: Database
    blobs: BlobStore
    seat: Seat

    def close(self) -> None:
        """Close the database and let others have the profile alone."""
        self.database.close()
        self.seat.leave()

    def __enter__(self) -> Self:
        """Give the store for a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()


def open_store(
    profile: Profile,
    key: DataKey,
    clock: Clock,
    *,
    schema: Schema = PRESENT,
) -> OpenStore:
    """Open a profile, migrating its database first when an older release wrote it.

    Args:
        profile: Which one.
        key: Its data key.
        clock: For the name of the backup before a migration.
        schema: The version that this program works with, and how to come to it.

    Raises:
        WrongKey: The key is not this profile's.
        DatabaseMissing, EmptyDatabase, NotADatabase: The key is right, the file is not.
        NewerSchema, SchemaTooOld, MigrationFailed, BackupFailed: The database is as it was.
        StoreInUse: It must be migrated, or is being migrated, and is open elsewhere.
        DiskFull, ReadOnlyFolder: It cannot be worked with now.
    """
    keys.checked(profile.keys_path, key)
    _check_file(profile.database_path)
    seat = profile.seat()
    try:
        seat.take()
        _brought_up(profile, key, clock, seat, schema)
        database = Database(
            profile.database_path, key.database(), profile.turnstile(), schema_version=schema.version
        )
        try:
            database.reader()
            return OpenStore(profile, database, BlobStore(profile.blobs_path, key.blobs()), seat)
        except BaseException:
            database.close()
            raise
    except WrongKey:
        seat.leave()
        raise NotADatabase from None  # the key was found to be right: it is the first page that is spoilt
    except BaseException:
        seat.leave()
        raise


def _check_file(path: Path) -> None:
    with typed_failures():
        if not path.exists():
            raise DatabaseMissing
        if path.stat().st_size == 0:
            raise EmptyDatabase


def _brought_up(
    profile: Profile,
    key: DataKey,
    clock: Clock,
    seat: Seat,
    schema: Schema,
) -> None:
    with backup.opened(profile.database_path, key) as connection:
        found = migrations.version_of(connection)
        bare = not connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]
    if bare:
        raise EmptyDatabase
    if not migrations.way(found, schema):
        return
    with seat.alone():
        copy = backup.make(profile, key, clock, f"schema-{found}")
        _log.info("schema %d is brought to %d; copy kept: %s", found, schema.version, copy.name)
        crashpoint("migration.backup")
        database = Database(profile.database_path, key.database(), profile.turnstile(), schema_version=None)
        try:
            migrations.migrate(database, schema)
        finally:
            database.close()
