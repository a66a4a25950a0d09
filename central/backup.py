# SPDX-License-Identifier: EUPL-1.2
"""Backups of an embedded service, taken while it serves.

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
from sqlalchemy import delete, select, update

from central import accounts
from central.blobs import BlobFolder, Blobs, blobs_of, hash_of
from central.errors import BackupUnsound, DataMissing, FolderNotEmpty
from central.folder import DataFolder
from central.revocations import noted
from central.store import streams, tables
from central.store.database import Database
from eset_desktop.clock import Clock, RandomBytes, iso
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
        DataMissing: The folder holds no service.
        FolderNotEmpty: The target holds something that is no backup.
        BlobLost: Bytes are missing or damaged: run ``eset-central verify``. An earlier backup stays as it was.
    """
    if not folder.database.is_file():
        raise DataMissing(folder=str(folder.root))
    if target.exists() and any(target.iterdir()) and not (target / MANIFEST).is_file():
        raise FolderNotEmpty(folder=str(target))
    copy = DataFolder(target)
    copy.prepare()
    snapshot = copy.database.with_suffix(".new")
    _snapshot(folder.database, snapshot)
    count = _copy_blobs(snapshot, blobs_of(folder.root, folder.s3), BlobFolder(copy.root))
    manifest = Manifest(_FORMAT, iso(clock.now()), hash_of(snapshot), count)
    replace(snapshot, target / manifest.database)
    fsync_folder(target)
    write_atomically(target / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
    for other in target.glob("*.db"):
        if other.name != manifest.database:
            other.unlink()
    return manifest


def restore(source: Path, folder: DataFolder, random: RandomBytes) -> Manifest:
    """Make a service of a backup: every stream begins a new life, devices and people are kept.

    Open enrolment codes are not kept. Devices are revoked again that a file of :mod:`central.revocations` names; it may lie
    in the new folder beforehand.

    Raises:
        BackupUnsound: The backup is unfinished or was changed.
        FolderNotEmpty: The folder holds something.
    """
    manifest = _manifest(source)
    if not (source / manifest.database).is_file():
        raise BackupUnsound(folder=str(source))
    if folder.root.exists() and any(each != folder.revocations for each in folder.root.iterdir()):
        raise FolderNotEmpty(folder=str(folder.root))
    folder.prepare()
    copy = DataFolder(source)
    fresh = folder.database.with_suffix(".new")
    shutil.copyfile(source / manifest.database, fresh)
    if hash_of(fresh) != manifest.database_sha256:
        fresh.unlink()
        raise BackupUnsound(folder=str(source))
    _copy_blobs(fresh, BlobFolder(copy.root), blobs_of(folder.root, folder.s3))
    _begin_new_lives(fresh, noted(folder.revocations), random)
    with fresh.open("rb+") as file:
        fsync_file(file.fileno())
    replace(fresh, folder.database)
    fsync_folder(folder.root)
    return manifest


def _snapshot(database: Path, target: Path) -> None:
    """Copy the database as it is at one moment, with what its log still holds."""
    target.unlink(missing_ok=True)
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        # A file that is only ever copied needs no log beside it.
        copy.execute("PRAGMA journal_mode=DELETE")
    with target.open("rb+") as file:
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


def _begin_new_lives(path: Path, revoked: Iterable[tuple[str, datetime]], random: RandomBytes) -> None:
    """Give every stream a new epoch, so that clients compare; unfinished uploads are asked for again."""
    database = Database.open(path)
    with database.write() as connection:
        names = connection.execute(select(tables.stream.c.name)).scalars().all()
        for name in names:
            connection.execute(
                update(tables.stream)
                .where(tables.stream.c.name == name)
                .values(epoch=streams.new_epoch(random))
            )
        connection.execute(delete(tables.upload))
        accounts.after_restore(connection, revoked, random)
    database.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
