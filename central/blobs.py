# SPDX-License-Identifier: EUPL-1.2
"""Verified bytes in a folder, named by their SHA-256.

Write, fsync, rename, fsync the folder, and only then a row may refer to them (design §5). The object store library's
local store renames without an fsync, so this one is ours (decision 0008).
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from central.errors import BlobLost
from eset_desktop.platform import fsync_file, fsync_folder, replace

_PIECE: Final = 1 << 20


class BlobFolder:
    """Bytes by their hash; what two bodies both hold is stored once.

    Args:
        root: The folder.
        durable: Whether each blob is made durable by itself; a bulk load makes all of them so at its end.
    """

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self._root = root
        self._durable = durable

    def path(self, sha256: str) -> Path:
        """Return where bytes lie or would lie."""
        return self._root / sha256[:2] / sha256[2:4] / sha256

    def size(self, sha256: str) -> int | None:
        """Return the number of bytes, or None when they are not here."""
        try:
            return self.path(sha256).stat().st_size
        except FileNotFoundError:
            return None

    def open(self, sha256: str) -> BinaryIO:
        """Open bytes for reading.

        Raises:
            BlobLost: They were confirmed and are not here.
        """
        try:
            return self.path(sha256).open("rb")
        except FileNotFoundError as error:
            raise BlobLost(sha256=sha256) from error

    def adopt(self, part: Path, sha256: str) -> None:
        """Take a verified file over; afterwards ``part`` is gone. The caller has checked the hash."""
        target = self._target(sha256)
        if self._durable:
            with part.open("rb+") as file:
                fsync_file(file.fileno())
        replace(part, target)
        self._settle(target)

    def put(self, data: bytes) -> str:
        """Store bytes and return their SHA-256."""
        sha256 = hashlib.sha256(data).hexdigest()
        target = self._target(sha256)
        if not target.exists():
            part = target.with_name(f".{sha256}.{os.getpid()}")
            with part.open("wb") as file:
                file.write(data)
            self.adopt(part, sha256)
        return sha256

    def copy_to(self, sha256: str, other: "BlobFolder") -> None:
        """Copy bytes to another folder durably, checked on the way.

        Raises:
            BlobLost: They are not here, or are not what their name says.
        """
        if other.size(sha256) == self.size(sha256) is not None and other.is_sound(sha256):
            return
        target = other._target(sha256)
        part = target.with_name(f".{sha256}.{os.getpid()}")
        with self.open(sha256) as source, part.open("wb") as file:
            shutil.copyfileobj(source, file, _PIECE)
        if hash_of(part) != sha256:
            part.unlink()
            raise BlobLost(sha256=sha256)
        other.adopt(part, sha256)

    def is_sound(self, sha256: str) -> bool:
        """Tell whether the bytes are here and are what their name says."""
        path = self.path(sha256)
        return path.is_file() and hash_of(path) == sha256

    def names(self) -> Iterator[str]:
        """Yield the name of everything stored."""
        for path in self._root.glob("??/??/*"):
            if not path.name.startswith("."):
                yield path.name

    def _target(self, sha256: str) -> Path:
        target = self.path(sha256)
        if not target.parent.is_dir():
            target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            if self._durable:
                fsync_folder(target.parent.parent)
                fsync_folder(self._root)
        return target

    def _settle(self, target: Path) -> None:
        if self._durable:
            fsync_folder(target.parent)


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
