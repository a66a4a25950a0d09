# SPDX-License-Identifier: EUPL-1.2
"""What the blob store asks of a disk, so that tests can fill it up, let it fail, or cut its power."""

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import BinaryIO, Protocol

from eset_desktop import platform
from eset_desktop.store.errors import BlobMissing, DiskFailing, DiskFull, ReadOnlyFolder


class Files(Protocol):
    """The few things done to files of blobs; every path is absolute."""

    def create(self, path: Path) -> BinaryIO:
        """Open a new file for writing, empty even if there was one."""
        ...

    def read(self, path: Path) -> BinaryIO:
        """Open a file for reading; raises FileNotFoundError."""
        ...

    def extend(self, path: Path, size: int) -> BinaryIO:
        """Open a file for writing at ``size``, cut off there; made when absent."""
        ...

    def sync(self, file: BinaryIO) -> None:
        """Bring a file's bytes to the disk itself."""
        ...

    def move(self, source: Path, target: Path) -> None:
        """Give a file its final name in one step; its folder is made if needed."""
        ...

    def settle(self, folder: Path) -> None:
        """Bring the names in a folder to the disk itself."""
        ...

    def make(self, folder: Path) -> None:
        """Make a folder and those above it, durably."""
        ...

    def size(self, path: Path) -> int:
        """Return a file's size in bytes; raises FileNotFoundError."""
        ...

    def stored_at(self, path: Path) -> float:
        """Return when a file was written or touched, in seconds of the epoch; raises FileNotFoundError."""
        ...

    def touch(self, path: Path) -> None:
        """Make a file as young as a new one; raises FileNotFoundError."""
        ...

    def remove(self, path: Path) -> None:
        """Remove a file; harmless when there is none."""
        ...

    def inside(self, folder: Path, pattern: str) -> Iterable[Path]:
        """Return the files below a folder whose path in it matches a pattern."""
        ...

    def alone(self, path: Path) -> AbstractContextManager[object]:
        """Hold the lock that a file stands for; waits for whoever holds it."""
        ...


class RealFiles:
    """The machine's disk."""

    def create(self, path: Path) -> BinaryIO:
        """Open a new file for writing, empty even if there was one."""
        return path.open("wb")

    def read(self, path: Path) -> BinaryIO:
        """Open a file for reading; raises FileNotFoundError."""
        return path.open("rb")

    def extend(self, path: Path, size: int) -> BinaryIO:
        """Open a file for writing at ``size``, cut off there; made when absent."""
        path.touch(mode=0o600)
        file = path.open("r+b")
        file.truncate(size)
        file.seek(size)
        return file

    def sync(self, file: BinaryIO) -> None:
        """Bring a file's bytes to the disk itself."""
        file.flush()
        platform.fsync_file(file.fileno())

    def move(self, source: Path, target: Path) -> None:
        """Give a file its final name in one step; its folder is made if needed."""
        make_durable_folder(target.parent)
        platform.replace(source, target)

    def settle(self, folder: Path) -> None:
        """Bring the names in a folder to the disk itself."""
        platform.fsync_folder(folder)

    def make(self, folder: Path) -> None:
        """Make a folder and those above it, durably."""
        make_durable_folder(folder)

    def size(self, path: Path) -> int:
        """Return a file's size in bytes; raises FileNotFoundError."""
        return path.stat().st_size

    def stored_at(self, path: Path) -> float:
        """Return when a file was written or touched, in seconds of the epoch; raises FileNotFoundError."""
        return path.stat().st_mtime

    def touch(self, path: Path) -> None:
        """Make a file as young as a new one; raises FileNotFoundError."""
        os.utime(path)

    def remove(self, path: Path) -> None:
        """Remove a file; harmless when there is none."""
        path.unlink(missing_ok=True)

    def inside(self, folder: Path, pattern: str) -> Iterable[Path]:
        """Return the files below a folder whose path in it matches a pattern."""
        return folder.glob(pattern)

    def alone(self, path: Path) -> AbstractContextManager[object]:
        """Hold the lock that a file stands for; waits for whoever holds it."""
        lock = platform.FileLock(path)
        lock.acquire(wait=True)
        return lock


def make_durable_folder(folder: Path) -> None:
    """Make a folder and those above it, each on the disk before the next is made inside.

    One that is empty may have been made by a process that was killed before its name was on the disk.
    """
    if folder.is_dir():
        if next(folder.iterdir(), None) is None:
            platform.fsync_folder(folder.parent)
        return
    make_durable_folder(folder.parent)
    folder.mkdir(mode=0o700, exist_ok=True)
    platform.fsync_folder(folder.parent)


@contextlib.contextmanager
def typed_failures() -> Iterator[None]:
    """Turn what a disk says into the store's own errors.

    Raises:
        DiskFull: The disk or the user's share of it is full.
        ReadOnlyFolder: Writing is not allowed there.
        DiskFailing: The disk reports an error of its own.
        BlobMissing: A file is not there.
        OSError: Anything else, as it was.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise BlobMissing from error
    except OSError as error:
        if platform.is_disk_full(error):
            raise DiskFull from error
        if isinstance(error, PermissionError) or error.errno == errno.EROFS:
            raise ReadOnlyFolder from error
        if error.errno == errno.EIO:
            raise DiskFailing from error
        raise
