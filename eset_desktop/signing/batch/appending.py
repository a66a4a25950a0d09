# SPDX-License-Identifier: EUPL-1.2
"""Appending to a large file so that a crash in between can be undone.

A note beside the file says how long it was and what is to follow. It is on the disk before the first byte is appended
and goes away after the last one is; whoever finds one cuts the file back to what it was (:func:`undo`). A signature is
an incremental update, so the file before is its own beginning.
"""

import logging
import os
from pathlib import Path
from typing import Final

import msgspec

from eset_desktop.crashpoints import crashpoint
from eset_desktop.platform import fsync_file, fsync_folder, write_atomically
from eset_desktop.signing.errors import DocumentChanged, OwnCheckFailed

_log = logging.getLogger(__name__)

_NOTE: Final = ".eset-signing"


class _Note(msgspec.Struct, frozen=True):
    size: int
    tail: bytes


def append(path: Path, size: int, tail: bytes) -> None:
    """Append ``tail`` to a file of ``size`` bytes, durably, and read it back.

    Raises:
        DocumentChanged: The file has another size; nothing was touched.
        OwnCheckFailed: What the disk gives back is something else; the file is as it was.
        OSError: The file is as it was; also where the note could not be made void, for it would undo the append later.
    """
    if path.stat().st_size != size:
        raise DocumentChanged
    note = _note_of(path)
    write_atomically(note, msgspec.json.encode(_Note(size, tail)), mode=0o600)
    crashpoint("append.noted")
    try:
        _append(path, size, tail)
    except BaseException:
        undo(path)
        raise
    crashpoint("append.appended")
    try:
        _void(note)
    except OSError:
        _cut(path, size, tail)
        raise


def _void(note: Path) -> None:
    """Take a note away, or empty it where it cannot be taken away: an empty one undoes nothing."""
    try:
        note.unlink(missing_ok=True)
        fsync_folder(note.parent)
    except OSError as error:
        if not note.exists():
            _log.warning("the note of an append is gone, maybe not for good: %s", type(error).__name__)
            return
        os.truncate(note, 0)
        _log.warning("the note of an append could only be emptied: %s", type(error).__name__)


def undo(path: Path) -> bool:
    """Cut off what an append that did not end left of its tail; tell whether there was anything.

    A file that goes on with anything else was changed by somebody since, and is left alone.

    Raises:
        OSError: The file could not be changed; the note stays.
    """
    note = _note_of(path)
    try:
        wanted = msgspec.json.decode(note.read_bytes(), type=_Note)
    except (FileNotFoundError, msgspec.DecodeError):
        return False
    undone = _cut(path, wanted.size, wanted.tail)
    note.unlink()
    fsync_folder(path.parent)
    return undone


def _cut(path: Path, size: int, tail: bytes) -> bool:
    with path.open("r+b") as file:
        file.seek(size)
        found = file.read(len(tail) + 1)
        undone = bool(found) and tail.startswith(found)
        if undone:
            file.truncate(size)
            fsync_file(file.fileno())
    return undone


def _append(path: Path, size: int, tail: bytes) -> None:
    with path.open("r+b", buffering=0) as file:
        file.seek(size)
        written = 0
        while written < len(tail):
            written += file.write(tail[written:])
        fsync_file(file.fileno())
        file.seek(size)
        if file.read(len(tail) + 1) != tail:
            raise OwnCheckFailed(step="written")


def _note_of(path: Path) -> Path:
    return path.with_name(f".{path.name}{_NOTE}")
