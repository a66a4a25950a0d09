# SPDX-License-Identifier: EUPL-1.2
"""What a computer's lives stand on: a database and a disk, in memory or in a real folder.

A death is taken at its very instant; the next life begins from what it left. What a process still does while a simulated
death unwinds it happens on a copy that nobody looks at again.
"""

import random
import shutil
import sqlite3
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple, Protocol

from helpers.simulation.disk import MemoryDisk

from eset_desktop.store import schema
from eset_desktop.store.blobs import BlobStore
from eset_desktop.store.engine import Connection, Database
from eset_desktop.store.turnstile import NoTurnstile

_KEY: Final = b"k" * 32
_FULL: Final = 2
_PLENTY: Final = 0x7FFF_FFFE
_STATEMENTS: Final = 512
"""More than the program has: none is prepared twice in a life."""
_FORGOTTEN: Final = 3
"""Commits that a power cut takes back when they were not synced."""


class Standing(NamedTuple):
    """What one life stands on."""

    database: Database
    blobs: BlobStore


class Machine(Protocol):
    """A computer's memory beyond its deaths."""

    def begin(self, chance: random.Random) -> Standing:
        """Return what the next life finds."""
        ...

    def die(self, chance: random.Random, *, power_cut: bool) -> None:
        """Take what is there at this very instant for the next life."""
        ...

    def bury(self, old: Standing) -> None:
        """Put a life away that has ended."""
        ...

    def stop(self) -> None:
        """Close what is open."""
        ...


class FolderMachine:
    """A machine in a real folder; each death copies it."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "0"
        self._root = root
        self._deaths = 0
        self._left: Path | None = None
        self._database: Database | None = None

    def begin(self, chance: random.Random) -> Standing:
        """Return what the next life finds."""
        self.folder, self._left = self._left or self.folder, None
        path = self.folder / "cache.db"
        self._database = Database(
            path, None, NoTurnstile(), schema_version=schema.SCHEMA_VERSION, module=sqlite3
        )
        return Standing(self._database, _blobs(self.folder / "blobs", chance, None))

    def die(self, chance: random.Random, *, power_cut: bool) -> None:  # noqa: ARG002 - a real folder forgets nothing
        """Copy the folder."""
        self._deaths += 1
        self._left = self._root / str(self._deaths)
        shutil.copytree(self.folder, self._left, ignore=shutil.ignore_patterns("*-shm"))

    def bury(self, old: Standing) -> None:
        """Close the database and remove the old life's folder."""
        old.database.close()
        self._database = None
        if self._left is not None:
            shutil.rmtree(self.folder)

    def stop(self) -> None:
        """Close what is open."""
        if self._database is not None:
            self._database.close()


class MemoryMachine:
    """A machine whose database is an image and whose disk is :class:`MemoryDisk`.

    Args:
        image: The database as the first life finds it.
        disk: The files as it finds them.
    """

    def __init__(self, image: bytes, disk: MemoryDisk | None = None) -> None:
        self._left = Left(image)
        self.disk = disk or MemoryDisk()
        self._database: MemoryDatabase | None = None

    def begin(self, chance: random.Random) -> Standing:
        """Return what the next life finds."""
        self._database = MemoryDatabase(self._left)
        return Standing(self._database, _blobs(Path("/blobs"), chance, self.disk))

    def copy(self) -> tuple[bytes, MemoryDisk]:
        """Return database and disk as a backup of the machine holds them."""
        image = self._database.image() if self._database is not None else self._left.image()
        return image, self.disk.after(power_cut=False, chance=random.Random(0))

    def restore(self, image: bytes, disk: MemoryDisk) -> None:
        """Become what a backup holds; its life has ended."""
        self.stop()
        self._database, self._left, self.disk = None, Left(image), disk

    def die(self, chance: random.Random, *, power_cut: bool) -> None:
        """Take database and disk as they are now, or as a power cut leaves them."""
        assert self._database is not None
        self._left = self._database.die(power_cut=power_cut)
        self.disk = self.disk.after(power_cut=power_cut, chance=chance)

    def bury(self, old: Standing) -> None:
        """Put the database away; its connection goes on to the next life where that finds what it holds."""
        assert self._database is old.database
        if self._left.raw is None:
            old.database.close()
        else:
            self._left.settle()
        self._database = None

    def stop(self) -> None:
        """Close what is open."""
        if self._database is not None:
            self._database.close()
        if self._left.raw is not None:
            self._left.raw.close()

    def fill(self, *, full: bool) -> None:
        """Let the disk take no more, or take everything again."""
        self.disk.full = full
        if self._database is not None:
            self._database.fill(full=full)


class Left:
    """What a life leaves to the next: an image, or the connection itself, which holds what was committed.

    The connection is cheaper: what SQLite has prepared on it need not be prepared in each life.
    """

    def __init__(self, image: bytes, raw: Connection | None = None) -> None:
        self.raw = raw
        self._image = image
        self._changes = raw.total_changes if raw is not None else 0

    def settle(self) -> None:
        """End the transaction that was begun for whoever unwound; nobody wrote in it or after it."""
        assert self.raw is not None
        if self.raw.in_transaction:
            self.raw.execute("ROLLBACK")
        assert self.raw.total_changes == self._changes, "a dead computer went on writing"

    def image(self) -> bytes:
        """Return the database."""
        return self._image if self.raw is None else bytes(self.raw.serialize())


class MemoryDatabase(Database):
    """The cache's database over one connection in memory, for readers and the writer alike.

    A commit lasts when ``synchronous`` reads FULL on the connection; else a power cut takes the last ones back.
    """

    def __init__(self, left: Left) -> None:
        super().__init__(
            ":memory:", None, NoTurnstile(), schema_version=schema.SCHEMA_VERSION, module=sqlite3
        )
        if left.raw is None:
            self._raw = sqlite3.connect(
                ":memory:", isolation_level=None, check_same_thread=False, cached_statements=_STATEMENTS
            )
            self._raw.deserialize(left.image())
        else:
            self._raw = left.raw
            self.fill(full=False)
        self._prepare(self._raw)
        self._durable = self._raw.execute("PRAGMA synchronous").fetchone()[0] >= _FULL
        self._older = deque([] if self._durable else [left.image()], maxlen=_FORGOTTEN)
        self._writer = self._raw

    def connect(self) -> Connection:
        """Return the one connection."""
        return self._raw

    def reader(self) -> Connection:
        """Return the one connection."""
        return self._raw

    def stamp(self) -> int | None:
        """Return how many rows the one connection changed; None while it may still take them back."""
        return None if self._raw.in_transaction else int(self._raw.total_changes)

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Run a block as one transaction, and remember what it found when it will not be durable."""
        if not self._durable:
            self._older.append(self._raw.serialize())
        with super().write() as connection:
            yield connection

    def image(self) -> bytes:
        """Return what is committed; nothing is being written."""
        assert not self._raw.in_transaction
        return bytes(self._raw.serialize())

    def die(self, *, power_cut: bool) -> Left:
        """Return what the next life finds: what was committed, unless a power cut takes it back."""
        if power_cut and not self._durable:
            return Left(self._older[0])
        unwinds = self._raw.in_transaction
        if unwinds:
            self._raw.execute("ROLLBACK")
        left = Left(b"", self._raw)
        if unwinds:
            self._raw.execute("BEGIN")  # for whoever still does
        return left

    def fill(self, *, full: bool) -> None:
        """Let the database grow no more, or as much as it wants."""
        self._raw.execute(f"PRAGMA max_page_count = {1 if full else _PLENTY}")

    def close(self) -> None:
        """Close the connection."""
        self._raw.close()


def image_of(path: Path) -> bytes:
    """Return the image of a database file."""
    source, copy = sqlite3.connect(path), sqlite3.connect(":memory:")
    source.backup(copy)
    image = bytearray(copy.serialize())
    image[18:20] = b"\x01\x01"  # of the write-ahead log's format, which memory has not
    copy.close()
    source.close()
    return bytes(image)


def _blobs(folder: Path, chance: random.Random, disk: MemoryDisk | None) -> BlobStore:
    return BlobStore(folder, _KEY, files=disk, random=chance.randbytes)
