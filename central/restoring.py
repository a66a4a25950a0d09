# SPDX-License-Identifier: EUPL-1.2
"""A service made of a backup: the bytes first, then the database as one, so that there is a service or there is none."""

import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import delete
from sqlalchemy.engine import URL

from central import lives
from central.backup import Manifest, copy_bytes, manifest_of, remove_database, settle
from central.blobs import BlobFolder, blobs_of, hash_of
from central.custody import withdraw_all
from central.errors.keeping import BackupUnsound, DatabaseNotEmpty, FolderNotEmpty
from central.folder import DataFolder
from central.revocations import Noted, noted
from central.store import copying, schema, tables
from central.store.database import Database
from eset_desktop.clock import Clock, RandomBytes, SystemClock
from eset_desktop.platform import fsync_folder, private_folder, replace, write_atomically

UNFINISHED: Final = "restore.unfinished"
"""File in a folder whose restore has not ended: it may go on there."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of a backup.

    Attributes:
        lacking: Hashes of bytes that neither the backup nor the new service has whole.
        revoked: Revocations noted since the backup.
        again: How many devices they revoked again.
    """

    manifest: Manifest
    lacking: tuple[str, ...]
    revoked: Noted
    again: int


def restore(source: Path, folder: DataFolder, random: RandomBytes, clock: Clock | None = None) -> Restored:
    """Make a service of a backup: every stream begins a new life, devices and people are kept.

    Open enrolment codes are not kept. Devices are revoked again that a file of :mod:`central.revocations` names; it may lie
    in the new folder beforehand. A restore that broke off goes on in the same folder. Bytes that the backup lost end nothing:
    clients that have them send them again.

    Raises:
        BackupUnsound: The backup is unfinished or was changed.
        FolderNotEmpty: The folder holds something besides settings.
        DatabaseNotEmpty: The database on PostgreSQL that the settings name holds something.
    """
    manifest = manifest_of(source)
    if not (source / manifest.database).is_file():
        raise BackupUnsound(folder=str(source))
    place = folder.place()
    _begin(folder, place)
    fresh = folder.database.with_suffix(".new")
    remove_database(fresh)
    shutil.copyfile(source / manifest.database, fresh)
    if hash_of(fresh) != manifest.database_sha256:
        fresh.unlink()
        raise BackupUnsound(folder=str(source))
    _, _, lacking = copy_bytes(fresh, BlobFolder(source), blobs_of(folder.root, folder.s3))
    revoked = noted(folder.revocations)
    again = _begin_new_lives(fresh, revoked, lacking, (clock or SystemClock()).now(), random)
    settle(fresh)
    if isinstance(place, Path):
        replace(fresh, place)
        fsync_folder(folder.root)
    else:
        _import(fresh, place)
        fresh.unlink()
    (folder.root / UNFINISHED).unlink(missing_ok=True)
    return Restored(manifest, lacking, revoked, again)


def _begin(folder: DataFolder, place: Path | URL) -> None:
    """See that nothing is written over, and mark the folder.

    Raises:
        FolderNotEmpty: The folder holds something besides settings, or a service already.
        DatabaseNotEmpty: The database on PostgreSQL holds something.
    """
    theirs = {folder.revocations, folder.settings}
    begun = (folder.root / UNFINISHED).is_file() and not folder.database.is_file()
    if not begun and folder.root.exists() and any(each not in theirs for each in folder.root.iterdir()):
        raise FolderNotEmpty(folder=str(folder.root))
    if not isinstance(place, Path):
        _check_empty(place)
    private_folder(folder.root)
    write_atomically(folder.root / UNFINISHED, b"")
    folder.prepare()


def _check_empty(place: URL) -> None:
    """Bring an empty database on PostgreSQL up to date.

    Raises:
        DatabaseNotEmpty: It holds something.
    """
    database = Database.open(place, patient=True)
    try:
        schema.upgrade(database)
        with database.read() as connection:
            if not copying.is_empty(connection):
                raise DatabaseNotEmpty
    finally:
        database.close()


def _import(source: Path, place: URL) -> None:
    """Put a database's file into an empty database on PostgreSQL, as one.

    Raises:
        DatabaseNotEmpty: It holds something.
    """
    target, copy = Database.open(place, patient=True), Database.open(source)
    try:
        with copy.read() as reading, target.write() as writing:
            if not copying.is_empty(writing):
                raise DatabaseNotEmpty
            copying.copy_all(reading, writing)
    finally:
        target.close()
        copy.close()
        settle(source)


def _begin_new_lives(
    path: Path, revoked: Noted, lacking: tuple[str, ...], now: datetime, random: RandomBytes
) -> int:
    database = Database.open(path)
    try:
        schema.upgrade(database)
        with database.write() as connection:
            connection.execute(delete(tables.object_store))  # the backup's bytes lie in another place now
            withdraw_all(connection, lacking, now)
            return lives.begin(connection, revoked.devices, now, random)
    finally:
        database.close()
