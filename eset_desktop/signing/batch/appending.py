# SPDX-License-Identifier: EUPL-1.2
"""Appending to a large file so that a crash in between can be undone.

A note beside the file says how long it was. It is on the disk before the first byte is appended and goes away after
the last one is; whoever finds one cuts the file back to what it was (:func:`undo`). A signature is an incremental
update, so the file before is its own beginning.
"""

import os
from pathlib import Path
from typing import Final

import msgspec

from eset_desktop.crashpoints import crashpoint
from eset_desktop.platform import fsync_file, fsync_folder, write_atomically
from eset_desktop.signing.errors import DocumentChanged, OwnCheckFailed

_NOTE: Final = ".eset-signing"


class _Note(msgspec.Struct, frozen=True):
    size: int


def append(path: Path, size: int, tail: bytes) -> None:
    """Append ``tail`` to a file of ``size`` bytes, durably, and read it back.

    Raises:
        DocumentChanged: The file has another size.
        OwnCheckFailed: What the disk gives back is something else; the file is as it was.
        OSError: The file is as it was.
    """
    note = _note_of(path)
    write_atomically(note, msgspec.json.encode(_Note(size)), mode=0o644)
    crashpoint("append.noted")
    try:
        _append(path, size, tail)
    except BaseException:
        undo(path)
        raise
    crashpoint("append.appended")
    note.unlink()
    fsync_folder(path.parent)


def undo(path: Path) -> bool:
    """Cut a file back to what it was before an append that did not end; tell whether there was one.

    Raises:
        OSError: The file could not be changed; the note stays.
    """
    note = _note_of(path)
    try:
        size = msgspec.json.decode(note.read_bytes(), type=_Note).size
    except FileNotFoundError:
        return False
    except msgspec.DecodeError:
        return False
    with path.open("r+b") as file:
        if os.fstat(file.fileno()).st_size > size:
            file.truncate(size)
            fsync_file(file.fileno())
    note.unlink()
    fsync_folder(path.parent)
    return True


def _append(path: Path, size: int, tail: bytes) -> None:
    with path.open("r+b", buffering=0) as file:
        if os.fstat(file.fileno()).st_size != size:
            raise DocumentChanged
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
