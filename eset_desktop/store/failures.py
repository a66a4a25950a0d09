# SPDX-License-Identifier: EUPL-1.2
"""What SQLite says, in the store's own errors."""

from pathlib import Path
from typing import Final

from eset_desktop import platform
from eset_desktop.store.errors import (
    DiskFailing,
    DiskFull,
    NotADatabase,
    ReadOnlyFolder,
    StoreBusy,
    StoreError,
    WrongKey,
)

_BY_CODE: Final[tuple[tuple[str, type[StoreError]], ...]] = (
    ("SQLITE_CORRUPT", NotADatabase),
    ("SQLITE_FULL", DiskFull),
    ("SQLITE_READONLY", ReadOnlyFolder),
    ("SQLITE_PERM", ReadOnlyFolder),
    ("SQLITE_BUSY", StoreBusy),
)
"""Beginnings of extended result codes (sqlite.org/rescode.html)."""

_NO_ROOM: Final = 256 * 1024


def explained(error: Exception, path: Path, *, encrypted: bool) -> Exception:
    """Return the store's own error for one of a database module's, or the error itself when it tells nothing more.

    Args:
        error: What the module raised.
        path: The database's file.
        encrypted: Whether a key was given: then a file that is no database may as well be another's.
    """
    name = str(getattr(error, "sqlite_errorname", "") or "")
    if name.startswith("SQLITE_NOTADB"):
        return WrongKey() if encrypted else NotADatabase()
    for beginning, kind in _BY_CODE:
        if name.startswith(beginning):
            return kind()
    if name.startswith(("SQLITE_IOERR", "SQLITE_CANTOPEN")):
        # on a full disk SQLite may say no more than that its log could not be made or mapped
        if _is_full(path):
            return DiskFull()
        return DiskFailing() if name.startswith("SQLITE_IOERR") else ReadOnlyFolder()
    return error


def _is_full(path: Path) -> bool:
    try:
        return platform.free_bytes(path.parent) < _NO_ROOM
    except OSError:
        return False
