# SPDX-License-Identifier: EUPL-1.2
"""Copies of the database: encrypted as it is, checked before they count, put back without losing what they replace."""

import contextlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import sqlcipher3.dbapi2

from eset_desktop import platform
from eset_desktop.clock import Clock
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.engine import Connection
from eset_desktop.store.errors import BackupFailed, NotADatabase, StoreError
from eset_desktop.store.failures import explained
from eset_desktop.store.files import typed_failures
from eset_desktop.store.profile import Profile


def make(profile: Profile, key: DataKey, clock: Clock, reason: str) -> Path:
    """Copy the database into the profile's backups and return the copy's path.

    Writers go on meanwhile; the copy is the state of one moment. It is written under a temporary name, checked page by
    page, and only then named.

    Args:
        profile: Whose database.
        key: Its data key, and the copy's.
        clock: For the name.
        reason: A word for the name, for example ``schema-1``.

    Raises:
        BackupFailed: The copy is not sound; none is left.
        DiskFull, ReadOnlyFolder: None is left.
    """
    with typed_failures():
        target = platform.private_folder(profile.backups_path) / _name(clock.now(), reason)
        temporary = target.with_name(f".{target.name}.tmp")
        temporary.unlink(missing_ok=True)
    try:
        with opened(profile.database_path, key) as connection:
            connection.execute("VACUUM INTO ?", (str(temporary),))
        if problems(temporary, key):
            raise BackupFailed
        with typed_failures():
            with temporary.open("rb+") as file:
                platform.fsync_file(file.fileno())
            temporary.chmod(0o600)
            platform.replace(temporary, target)
            platform.fsync_folder(target.parent)
    except BaseException:
        for remains in profile.backups_path.glob(f"{temporary.name}*"):
            remains.unlink(missing_ok=True)
        raise
    return target


def kept(profile: Profile) -> tuple[Path, ...]:
    """Return the backups there are, the latest first."""
    return tuple(sorted(profile.backups_path.glob("cache-*.db"), key=lambda path: path.name, reverse=True))


def restore(profile: Profile, key: DataKey, copy: Path, clock: Clock) -> Path:
    """Put a backup in the database's place; return where the database that was there is kept now.

    The central service sees by the counter of mutations that a backup came back, and gives a new device identity: nothing
    is sent twice and nothing unsent is dropped (sync/1, law 3).

    Raises:
        StoreInUse: Somebody has the database open.
        NotADatabase: The backup is not sound; nothing changed.
        DiskFull, ReadOnlyFolder: Nothing changed.
    """
    seat = profile.seat()
    try:
        with seat.alone():
            if problems(copy, key):
                raise NotADatabase
            # so that as little as possible is left in the log; a spoilt database goes aside as it is
            with contextlib.suppress(StoreError), opened(profile.database_path, key) as connection:
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
            return _put_back(profile, copy, clock)
    finally:
        seat.leave()


def problems(path: Path, key: DataKey) -> tuple[str, ...]:
    """Return what is wrong with a database file: spoilt pages, then broken structure; nothing when it is sound.

    Raises:
        WrongKey: The key does not open it, or its first page is spoilt.
        StoreError: It cannot be read at all.
    """
    with opened(path, key) as connection:
        spoilt = tuple(str(row[0]) for row in connection.execute("PRAGMA cipher_integrity_check").fetchall())
        if spoilt:
            return spoilt
        found = [str(row[0]) for row in connection.execute("PRAGMA quick_check").fetchall()]
    return tuple(line for line in found if line != "ok")


@contextlib.contextmanager
def opened(path: Path, key: DataKey) -> Iterator[Connection]:
    """Give a plain connection for a block: no schema version is asked for, nothing is set that stays in the file.

    Raises:
        StoreError: What SQLite said at opening or in the block, in the store's own terms.
    """
    connection = sqlcipher3.dbapi2.connect(str(path), isolation_level=None)
    try:
        connection.execute("PRAGMA cipher_log_level = NONE")
        connection.execute(f"PRAGMA key = \"x'{key.database().hex()}'\"")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        yield connection
    except sqlcipher3.dbapi2.Error as error:
        raise explained(error, path, encrypted=True) from error
    finally:
        connection.close()


def _put_back(profile: Profile, copy: Path, clock: Clock) -> Path:
    fresh = profile.folder / "cache.db.restored"
    aside = profile.backups_path / _name(clock.now(), "replaced")
    with typed_failures():
        try:
            _copy(copy, fresh)
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        # the log belongs to the file it was written for: both go aside, the log first, so that no crash joins it to the copy
        for suffix in ("-wal", "-shm", ""):
            with contextlib.suppress(FileNotFoundError):
                platform.replace(
                    profile.database_path.with_name(f"cache.db{suffix}"),
                    aside.with_name(f"{aside.name}{suffix}"),
                )
        platform.replace(fresh, profile.database_path)
        platform.fsync_folder(profile.folder)
    return aside


def _copy(source: Path, target: Path) -> None:
    with source.open("rb") as reader, target.open("wb") as writer:
        while block := reader.read(1 << 20):
            writer.write(block)
        writer.flush()
        platform.fsync_file(writer.fileno())
    target.chmod(0o600)


def _name(now: datetime, reason: str) -> str:
    return f"cache-{now:%Y%m%d-%H%M%S}-{now.microsecond // 1000:03d}-{reason}.db"
