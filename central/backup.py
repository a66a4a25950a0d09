# SPDX-License-Identifier: EUPL-1.2
"""Backups of a service, taken while it serves; of the same form whether its database is embedded or on PostgreSQL.

The database's snapshot comes first and the bytes it refers to after it: bytes are never removed, so everything that
the snapshot refers to is still there. A manifest, written last, makes the backup one: it names the database by its hash,
so that an earlier backup in the same folder stays good until that moment.
"""

import re
import shutil
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy.engine import URL

from central import lives
from central.blobs import BlobFolder, Blobs, blobs_of, hash_of
from central.errors import BackupUnsound, DatabaseNotEmpty, DataMissing, FolderNotEmpty
from central.folder import DataFolder
from central.revocations import noted
from central.store import copying, schema
from central.store.database import Database
from eset_desktop.clock import Clock, RandomBytes, SystemClock, iso
from eset_desktop.platform import fsync_file, fsync_folder, replace, write_atomically

MANIFEST: Final = "manifest.json"
_FORMAT: Final = 2
_FIRST_FORMAT: Final = 1
"""Its database was always ``central.db``."""
_SHA256: Final = re.compile(r"[0-9a-f]{64}")


class Manifest(msgspec.Struct, frozen=True):
    """What a backup holds."""

    format: int
    created_at: str
    database_sha256: str
    blobs: int

    @property
    def database(self) -> str:
        """Return the name of the database's file in the backup."""
        return "central.db" if self.format == _FIRST_FORMAT else f"{self.database_sha256}.db"


def back_up(folder: DataFolder, target: Path, clock: Clock) -> Manifest:
    """Write a backup; into a folder that holds an earlier one only what is new is copied.

    Raises:
        DataMissing: The folder holds no service, or its database on PostgreSQL is not brought up to date.
        FolderNotEmpty: The target holds something that is no backup.
        BlobLost: Bytes are missing or damaged: run ``eset-central verify``. An earlier backup stays as it was.
    """
    place = folder.place()
    if isinstance(place, Path) and not place.is_file():
        raise DataMissing(folder=str(folder.root))
    if target.exists() and any(target.iterdir()) and not (target / MANIFEST).is_file():
        raise FolderNotEmpty(folder=str(target))
    copy = DataFolder(target)
    copy.prepare()
    snapshot = copy.database.with_suffix(".new")
    snapshot.unlink(missing_ok=True)
    if isinstance(place, Path):
        _snapshot(place, snapshot)
    else:
        _export(place, snapshot)
    _settle(snapshot)
    count = _copy_blobs(snapshot, blobs_of(folder.root, folder.s3), BlobFolder(copy.root))
    manifest = Manifest(_FORMAT, iso(clock.now()), hash_of(snapshot), count)
    replace(snapshot, target / manifest.database)
    fsync_folder(target)
    write_atomically(target / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
    for other in target.glob("*.db"):
        if other.name != manifest.database:
            other.unlink()
    return manifest


def restore(source: Path, folder: DataFolder, random: RandomBytes, clock: Clock | None = None) -> Manifest:
    """Make a service of a backup: every stream begins a new life, devices and people are kept.

    Open enrolment codes are not kept. Devices are revoked again that a file of :mod:`central.revocations` names; it may lie
    in the new folder beforehand.

    Raises:
        BackupUnsound: The backup is unfinished or was changed.
        FolderNotEmpty: The folder holds something besides settings.
        DatabaseNotEmpty: The database on PostgreSQL that the settings name holds something.
    """
    manifest = _manifest(source)
    if not (source / manifest.database).is_file():
        raise BackupUnsound(folder=str(source))
    place = folder.place()
    theirs = {folder.revocations, folder.settings}
    if folder.root.exists() and any(each not in theirs for each in folder.root.iterdir()):
        raise FolderNotEmpty(folder=str(folder.root))
    if not isinstance(place, Path):
        _check_empty(place)
    folder.prepare()
    copy = DataFolder(source)
    fresh = folder.database.with_suffix(".new")
    shutil.copyfile(source / manifest.database, fresh)
    if hash_of(fresh) != manifest.database_sha256:
        fresh.unlink()
        raise BackupUnsound(folder=str(source))
    _copy_blobs(fresh, BlobFolder(copy.root), blobs_of(folder.root, folder.s3))
    _begin_new_lives(fresh, noted(folder.revocations), (clock or SystemClock()).now(), random)
    _settle(fresh)
    if isinstance(place, Path):
        replace(fresh, place)
        fsync_folder(folder.root)
    else:
        _import(fresh, place)
        fresh.unlink()
    return manifest


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
        _settle(source)


def _export(place: URL, target: Path) -> None:
    """Copy a database on PostgreSQL, as it is at one moment, into a file.

    Raises:
        DataMissing: It has not this program's schema.
    """
    source, copy = Database.open(place, patient=True), Database.open(target)
    try:
        schema.upgrade(copy)
        with source.read() as reading, copy.write() as writing:
            if schema.version(reading) != schema.newest():
                raise DataMissing(folder=str(target.parent))
            copying.copy_all(reading, writing)
    finally:
        source.close()
        copy.close()


def _snapshot(database: Path, target: Path) -> None:
    """Copy an embedded database as it is at one moment, with what its log still holds."""
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)


def _settle(path: Path) -> None:
    """Make a database's file durable and whole by itself: a file that is only ever copied needs no log beside it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    with path.open("rb+") as file:
        fsync_file(file.fileno())


def _copy_blobs(database: Path, source: Blobs, target: Blobs) -> int:
    with closing(sqlite3.connect(database)) as connection:
        names = [row[0] for row in connection.execute("SELECT DISTINCT sha256 FROM blob ORDER BY sha256")]
    for sha256 in names:
        source.copy_to(sha256, target)
    return len(names)


def _manifest(source: Path) -> Manifest:
    try:
        manifest = msgspec.json.decode((source / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise BackupUnsound(folder=str(source)) from error
    known = manifest.format in {_FIRST_FORMAT, _FORMAT}
    if not known or not _SHA256.fullmatch(manifest.database_sha256):
        raise BackupUnsound(folder=str(source))
    return manifest


def _begin_new_lives(
    path: Path, revoked: Iterable[tuple[str, datetime]], now: datetime, random: RandomBytes
) -> None:
    database = Database.open(path)
    try:
        schema.upgrade(database)
        with database.write() as connection:
            lives.begin(connection, revoked, now, random)
    finally:
        database.close()
