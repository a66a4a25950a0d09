# SPDX-License-Identifier: EUPL-1.2
"""The object store in a folder: write, fsync, rename, fsync the folder (decision 0008).

The object store library's own local store renames without an fsync; a power cut after the service confirmed bytes could
leave an empty file.
"""

import contextlib
import os
import secrets
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final

from central.objects_store import PIECE, ObjectMissing, Pieces, checked, checked_prefix
from eset_desktop.platform import fsync_file, fsync_folder, replace

INCOMING: Final = "uploads"
"""Folder of files that are being written."""
_KNOWN_AT_MOST: Final = 100_000
_AT_ONCE: Final = 8

Run = Callable[..., Iterable[Any]]
"""Applies a function to each of some things, as ``map`` does."""


class FolderObjects:
    """Objects as files below a folder.

    Args:
        root: The folder.
        durable: Whether each object is made durable by itself; a bulk load makes all of them so at its end.
    """

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self._root = root
        self._durable = durable
        self._settled: set[Path] = set()

    def path(self, name: str) -> Path:
        """Return where an object lies or would lie."""
        return self._root / checked(name)

    def put(self, name: str, data: bytes) -> None:
        """Store bytes."""
        self.write(name, [data])

    def put_all(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Store several objects, a few at a time: a disk makes what waits together durable together."""
        with _few_at_once() as run:
            touched = set().union(*run(lambda item: self._stored(item[0], [item[1]]), items))
            self._settle(touched, run)

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Store what an iterable gives."""
        self._settle(self._stored(name, pieces), map)

    def settle(self, name: str) -> None:
        """Make the name of an object durable; its bytes were before it had one."""
        folder = self.path(name).parent
        self._settle({folder, *self._made(folder)}, map)

    def size(self, name: str) -> int | None:
        """Return the number of bytes, or None when there is no such object."""
        try:
            return self.path(name).stat().st_size
        except FileNotFoundError:
            return None

    def read(self, name: str, start: int = 0, end: int | None = None) -> Pieces:
        """Return bytes in pieces.

        Raises:
            ObjectMissing: There is no such object.
        """
        try:
            file = self.path(name).open("rb")
        except FileNotFoundError as error:
            raise ObjectMissing(name) from error
        return _pieces(file, start, end)

    def delete(self, names: Iterable[str]) -> None:
        """Remove objects, and their folder when it is empty then."""
        for name in names:
            path = self.path(name)
            path.unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                path.parent.rmdir()
                self._settled.discard(path.parent)

    def names(self, prefix: str) -> Iterator[str]:
        """Yield the names below a prefix."""
        for folder, _, files in os.walk(self._root / checked_prefix(prefix)):
            place = Path(folder).relative_to(self._root).as_posix()
            yield from (f"{place}/{file}" for file in files if not file.startswith("."))

    def clear_unfinished(self, before: datetime) -> None:
        """Remove files that nobody has written to since."""
        limit = before.timestamp()
        with contextlib.suppress(FileNotFoundError):
            for path in (self._root / INCOMING).iterdir():
                with contextlib.suppress(FileNotFoundError):
                    if path.stat().st_mtime < limit:
                        path.unlink()

    def address(self, name: str, lifetime: timedelta) -> str | None:
        """Return None: files have no address."""
        del name, lifetime
        return None

    def _written(self, pieces: Iterable[bytes]) -> Path:
        """Return a new file with these bytes, on the disk."""
        incoming = self._root / INCOMING
        incoming.mkdir(mode=0o700, exist_ok=True)
        fresh = incoming / f"{secrets.token_hex(12)}.new"
        try:
            with fresh.open("xb") as file:
                for piece in pieces:
                    file.write(piece)
                file.flush()
                if self._durable:
                    fsync_file(file.fileno())
        except BaseException:
            fresh.unlink(missing_ok=True)
            raise
        return fresh

    def _stored(self, name: str, pieces: Iterable[bytes]) -> set[Path]:
        """Give new bytes their name and return the folders that are to be made durable for it."""
        target = self.path(name)
        fresh = self._written(pieces)
        try:
            touched = self._made(target.parent)
            replace(fresh, target)
        except FileNotFoundError:
            # Whoever removed the last object of a folder removed the folder after we had found it.
            self._settled.discard(target.parent)
            touched = self._made(target.parent)
            replace(fresh, target)
        return {target.parent, *touched}

    def _made(self, folder: Path) -> set[Path]:
        """Make a folder and return those above it whose durability nobody has seen to here.

        Also when another process has just made them: it may not have come to that yet.
        """
        if folder in self._settled:
            return set()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return {each for each in folder.parents if each == self._root or self._root in each.parents}

    def _settle(self, folders: set[Path], run: Run) -> None:
        if self._durable:
            for _ in run(fsync_folder, sorted(folders)):
                pass
        if len(self._settled) >= _KNOWN_AT_MOST:
            self._settled.clear()
        self._settled |= {each for each in folders if each.parent in folders}


@contextmanager
def _few_at_once() -> Iterator[Run]:
    with ThreadPoolExecutor(_AT_ONCE, "objects") as pool:
        yield pool.map


def _pieces(file: BinaryIO, start: int, end: int | None) -> Pieces:
    with file:
        file.seek(start)
        left = end - start if end is not None else None
        while left is None or left > 0:
            piece = file.read(PIECE if left is None else min(left, PIECE))
            if not piece:
                return
            if left is not None:
                left -= len(piece)
            yield piece
