# SPDX-License-Identifier: EUPL-1.2
"""Verified bytes in the object store, named by their SHA-256; a row may refer to them only afterwards (design §5)."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from central.errors.stored import BlobLost
from central.objects_folder import FolderObjects
from central.objects_settings import S3Settings
from central.objects_store import BLOBS, ObjectMissing, ObjectStore, Pieces, blob_name


class Blobs:
    """Bytes by their hash; what two bodies both hold is stored once.

    Args:
        store: Where they lie.
    """

    def __init__(self, store: ObjectStore) -> None:
        self.store = store

    def size(self, sha256: str) -> int | None:
        """Return the number of bytes, or None when they are not here."""
        return self.store.size(blob_name(sha256))

    def read(self, sha256: str, start: int = 0, end: int | None = None) -> Pieces:
        """Return bytes in pieces; ``end`` is exclusive, None for all.

        Raises:
            BlobLost: They were confirmed and are not here; told by this call.
        """
        try:
            return self.store.read(blob_name(sha256), start, end)
        except ObjectMissing as error:
            raise BlobLost(sha256=sha256) from error

    def put(self, data: bytes) -> str:
        """Store bytes and return their SHA-256."""
        (sha256,) = self.put_all([data])
        return sha256

    def put_all(self, contents: Iterable[bytes]) -> list[str]:
        """Store several small contents and return their SHA-256s.

        What is here already is written again: a process may have died before it was durable, or a disk may have spoilt it.
        """
        named = {hashlib.sha256(data).hexdigest(): data for data in contents}
        self.store.put_all((blob_name(sha256), data) for sha256, data in named.items())
        return list(named)

    def take(self, sha256: str, pieces: Iterable[bytes]) -> None:
        """Store bytes that come in pieces; there is nothing before all have come and were found right.

        Raises:
            BlobLost: They are not what their name says; nothing was stored.
        """
        self.store.write(blob_name(sha256), _right(sha256, pieces))

    def is_sound(self, sha256: str) -> bool:
        """Tell whether the bytes are here and are what their name says."""
        try:
            return _hash_of_pieces(self._readable(sha256)) == sha256
        except BlobLost:
            return False

    def copy_to(self, sha256: str, other: "Blobs") -> None:
        """Copy bytes to another place durably, checked on the way.

        Raises:
            BlobLost: They are not here, or are not what their name says.
        """
        if other.size(sha256) == self.size(sha256) is not None and other.is_sound(sha256):
            other.store.settle(blob_name(sha256))
            return
        with closing(self._readable(sha256)) as pieces:
            other.take(sha256, pieces)

    def _readable(self, sha256: str) -> Pieces:
        """Yield bytes in pieces; what a failing disk does not give is lost like what is not there."""
        try:
            yield from self.read(sha256)
        except OSError as error:
            raise BlobLost(sha256=sha256) from error

    def names(self) -> Iterator[str]:
        """Yield the SHA-256 of everything stored."""
        return (name.rpartition("/")[2] for name in self.store.names(BLOBS))

    def address(self, sha256: str, lifetime: timedelta) -> str | None:
        """Return an address where anyone may read the bytes for a while, when the store gives such."""
        return self.store.address(blob_name(sha256), lifetime)


class BlobFolder(Blobs):
    """Verified bytes of an embedded service: files below its data folder.

    Args:
        root: The data folder.
        durable: As for :class:`central.objects_folder.FolderObjects`.
    """

    def __init__(self, root: Path, *, durable: bool = True) -> None:
        self._folder = FolderObjects(root, durable=durable)
        super().__init__(self._folder)

    def path(self, sha256: str) -> Path:
        """Return where bytes lie or would lie."""
        return self._folder.path(blob_name(sha256))


def blobs_of(root: Path, s3: S3Settings | None, *, durable: bool = True) -> Blobs:
    """Return the verified bytes of a service: in the bucket that its settings name, or in its data folder."""
    if s3 is None:
        return BlobFolder(root, durable=durable)
    from central.objects_s3 import S3Objects  # noqa: PLC0415 - loads its library, which most commands do without

    return Blobs(S3Objects(s3))


def hash_of(path: Path) -> str:
    """Return the SHA-256 of a file as hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _hash_of_pieces(pieces: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
    return digest.hexdigest()


def _right(sha256: str, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield pieces; raise at their end when they are not what was announced."""
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(piece)
        yield piece
    if digest.hexdigest() != sha256:
        raise BlobLost(sha256=sha256)
