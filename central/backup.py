# SPDX-License-Identifier: EUPL-1.2
"""Backups of a service, taken while it serves; of the same form whether its database is embedded or on PostgreSQL.

The database's snapshot comes first and the bytes it refers to after it: bytes are never removed, so everything that
the snapshot refers to is still there. A manifest, written last, makes the backup one: it names the database by its hash,
so that an earlier backup in the same folder stays good until that moment. Bytes that the service has lost end nothing:
all the others are copied, and the manifest names what lacks.
"""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import Final

import msgspec
from sqlalchemy import inspect
from sqlalchemy.engine import URL

from central import objects_identity
from central.blobs import BlobFolder, Blobs, blobs_of, hash_of
from central.errors.keeping import BackupUnsound, DataMissing, FolderNotEmpty
from central.errors.stored import BlobLost
from central.folder import DataFolder
from central.store import copying, schema, tables
from central.store.database import Database
from eset_desktop.clock import Clock, iso
from eset_desktop.domain.values import is_sha256
from eset_desktop.platform import fsync_file, fsync_folder, private_folder, replace, write_atomically

MANIFEST: Final = "manifest.json"
UNFINISHED: Final = "backup.unfinished"
"""File in a folder whose first backup has not ended: it may go on there."""
_FORMAT: Final = 2
_FIRST_FORMAT: Final = 1
"""Its database was always ``central.db``."""


class Manifest(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a backup holds.

    Attributes:
        blobs: How many documents' bytes.
        lost: Hashes of bytes that the service should have had and had not, or damaged, when it was taken.
        lacking: Those of them that the backup has not either: no earlier one in its folder had them.
    """

    format: int
    created_at: str
    database_sha256: str
    blobs: int
    lost: tuple[str, ...] = ()
    lacking: tuple[str, ...] = ()

    @property
    def database(self) -> str:
        """Return the name of the database's file in the backup."""
        return "central.db" if self.format == _FIRST_FORMAT else f"{self.database_sha256}.db"


def back_up(folder: DataFolder, target: Path, clock: Clock) -> Manifest:
    """Write a backup; into a folder that holds an earlier one, or one that broke off, only what is new is copied.

    Raises:
        DataMissing: The folder holds no service, or its database on PostgreSQL is not brought up to date.
        FolderNotEmpty: The target holds something that is no backup.
        StoreForeign: The settings name another object store than the database's: all bytes would be noted as lost.
        StoreAway: The object store cannot be reached. An earlier backup stays as it was.
    """
    place = folder.place()
    if isinstance(place, Path) and not place.is_file():
        raise DataMissing(folder=str(folder.root))
    blobs = blobs_of(folder.root, folder.s3)
    _check_store(place, blobs)
    begin(target, UNFINISHED, MANIFEST)
    copy = DataFolder(target)
    copy.prepare()
    snapshot = copy.database.with_suffix(".new")
    remove_database(snapshot)
    if isinstance(place, Path):
        _snapshot(place, snapshot)
    else:
        _export(place, snapshot)
    settle(snapshot)
    wanted, lost, lacking = copy_bytes(snapshot, blobs, BlobFolder(copy.root))
    held = wanted - len(lacking)
    manifest = Manifest(_FORMAT, iso(clock.now()), hash_of(snapshot), held, lost, lacking)
    replace(snapshot, target / manifest.database)
    fsync_folder(target)
    write_atomically(target / MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)) + b"\n")
    (target / UNFINISHED).unlink(missing_ok=True)
    for other in target.glob("*.db"):
        if other.name != manifest.database:
            other.unlink()
    return manifest


def _check_store(place: Path | URL, blobs: Blobs) -> None:
    """See that bytes would be copied from the database's store; an older program's database knows of none.

    Raises:
        StoreForeign: They would not.
    """
    database = Database.open(place, patient=True)
    try:
        if inspect(database.engine).has_table(tables.object_store.name):
            objects_identity.check(database, blobs.store)
    finally:
        database.close()


def begin(target: Path, mark: str, *known: str) -> None:
    """Begin work in a new or empty folder, marked so that it can go on after it broke off, or go on in a marked one.

    Args:
        target: The folder.
        mark: Name of the file that marks it.
        known: Names of files of which each says by itself that the folder is the right one.

    Raises:
        FolderNotEmpty: It holds something else; nothing was touched.
    """
    if target.exists() and any(target.iterdir()):
        if not any((target / each).is_file() for each in (mark, *known)):
            raise FolderNotEmpty(folder=str(target))
        return
    private_folder(target)
    write_atomically(target / mark, b"")


def remove_database(path: Path) -> None:
    """Remove a database's file that was not finished, with its log: the log would be played into the next one."""
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


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


def settle(path: Path) -> None:
    """Make a database's file durable and whole by itself: a file that is only ever copied needs no log beside it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.execute("PRAGMA journal_mode=DELETE")
    with path.open("rb+") as file:
        fsync_file(file.fileno())


def copy_bytes(database: Path, source: Blobs, target: Blobs) -> tuple[int, tuple[str, ...], tuple[str, ...]]:
    """Copy the bytes that a database refers to; each is checked on its way.

    Returns:
        How many there should be, the hashes of those that the source lost, and of those among them that the target has not either.
    """
    with closing(sqlite3.connect(database)) as connection:
        names = [row[0] for row in connection.execute("SELECT DISTINCT sha256 FROM blob ORDER BY sha256")]
    lost = tuple(sha256 for sha256 in names if not _copied(sha256, source, target))
    return len(names), lost, lacking_of(target, lost)


def lacking_of(blobs: Blobs, hashes: Iterable[str]) -> tuple[str, ...]:
    """Return the hashes whose bytes are not here whole."""
    return tuple(each for each in hashes if not blobs.is_sound(each))


def _copied(sha256: str, source: Blobs, target: Blobs) -> bool:
    try:
        source.copy_to(sha256, target)
    except BlobLost:
        return False
    return True


def manifest_of(source: Path) -> Manifest:
    """Return the manifest of a backup.

    Raises:
        BackupUnsound: It is unfinished or was changed.
    """
    try:
        manifest = msgspec.json.decode((source / MANIFEST).read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise BackupUnsound(folder=str(source)) from error
    known = manifest.format in {_FIRST_FORMAT, _FORMAT}
    if not known or not is_sha256(manifest.database_sha256):
        raise BackupUnsound(folder=str(source))
    return manifest
