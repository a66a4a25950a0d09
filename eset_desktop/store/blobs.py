# SPDX-License-Identifier: EUPL-1.2
"""The bytes of documents: files beside the database, encrypted, found by the SHA-256 of their content.

A file's name is an HMAC of that hash under a key of the profile, so that a disk tells nobody which documents are there.
Write → fsync → rename → fsync of the folder comes before the row that refers to a blob: a crash leaves at worst a blob
without a row, which the sweep removes after 30 days.
"""

import hashlib
import hmac
import io
import secrets
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from eset_desktop.blob_stream import CHUNK, StreamReader, content_size, derived_key, file_key, sealed
from eset_desktop.clock import RandomBytes
from eset_desktop.crashpoints import crashpoint
from eset_desktop.errors import BlobDamaged
from eset_desktop.store.blob_parts import Parts
from eset_desktop.store.errors import BlobMissing, SourceChanged
from eset_desktop.store.files import Files, RealFiles, typed_failures

_INCOMING: Final = "incoming"
_PARTS: Final = "parts"
_LOCK: Final = "lock"


class BlobRef(NamedTuple):
    """A content: its SHA-256 in hexadecimal and its size in bytes."""

    sha256: str
    size: int


class BlobStore:
    """Contents in a folder; safe to use from several threads and processes, but one process adds to a part.

    Args:
        folder: Where they lie; made when absent.
        key: The profile's 32-byte key of blobs.
        files: The disk.
        random: Source of salts, nonces and temporary names.

    Raises:
        DiskFull: Any method that writes: nothing half-written is left.
        ReadOnlyFolder: Any method that writes.
    """

    def __init__(
        self,
        folder: Path,
        key: bytes,
        *,
        files: Files | None = None,
        random: RandomBytes = secrets.token_bytes,
    ) -> None:
        self._folder = folder
        self._key = derived_key(key, b"", b"eset/blob-content/1")
        self._name_key = derived_key(key, b"", b"eset/blob-names/1")
        self._files = files or RealFiles()
        self._random = random
        with typed_failures():
            for place in (_INCOMING, _PARTS):
                self._files.make(folder / place)
        self._parts = Parts(folder / _PARTS, self._key, random, self._files)

    def __repr__(self) -> str:
        return f"BlobStore({str(self._folder)!r})"

    def put(self, source: BinaryIO | bytes) -> BlobRef:
        """Store a content and return what it is called; a content that is here already is not written again.

        Raises:
            SourceChanged: The source changed while it was read; nothing was stored.
        """
        content = io.BytesIO(source) if isinstance(source, bytes) else source
        if not content.seekable():
            content = io.BytesIO(content.read())
        start = content.tell()
        reference = _measured(_pieces(content))
        with typed_failures():
            if not self._kept(reference):
                content.seek(start)
                self._write(_pieces(content), reference)
        return reference

    def make(self, sha256: str, size: int, pieces: Iterable[bytes]) -> bool:
        """Store a content that is put together from others; False, and nothing stored, when it is not the one it should be."""
        try:
            with typed_failures():
                self._write(pieces, BlobRef(sha256, size))
        except SourceChanged:
            return False
        return True

    def has(self, sha256: str) -> bool:
        """Tell whether a content is here."""
        try:
            self._files.size(self._path(sha256))
        except FileNotFoundError:
            return False
        return True

    def size(self, sha256: str) -> int:
        """Return a content's size in bytes; raises BlobMissing, BlobDamaged."""
        try:
            return content_size(self._files.size(self._path(sha256)))
        except FileNotFoundError as error:
            raise BlobMissing from error

    def read(self, sha256: str) -> bytes:
        """Return a whole content; raises BlobMissing, BlobDamaged."""
        with self._reader(sha256) as reader:
            return reader.stretch(0, reader.size)

    def read_range(self, sha256: str, offset: int, length: int) -> bytes:
        """Return up to ``length`` bytes from ``offset``; raises BlobMissing, BlobDamaged."""
        with self._reader(sha256) as reader:
            return reader.stretch(offset, length)

    def open(self, sha256: str) -> BinaryIO:
        """Return a content as a file to read and seek in; raises BlobMissing, BlobDamaged (at any read too)."""
        return io.BufferedReader(self._reader(sha256), buffer_size=CHUNK)

    def pieces(self, sha256: str) -> Iterator[bytes]:
        """Yield a whole content in pieces; raises BlobMissing, BlobDamaged at the first or any later one."""
        with self._reader(sha256) as reader:
            yield from reader.pieces()

    def sealed_file(self, sha256: str) -> tuple[Path, bytes]:
        """Return where a content's encrypted form lies and the key that opens it and nothing else; raises BlobMissing, BlobDamaged.

        For another process that has to read one content and must not have the key of all.
        """
        path = self._path(sha256)
        try:
            with self._files.read(path) as file:
                return path, file_key(file, self._key)
        except FileNotFoundError as error:
            raise BlobMissing from error

    def verify(self, sha256: str) -> bool:
        """Read a whole content and tell whether it is the right one; raises BlobMissing."""
        try:
            with self._reader(sha256) as reader:
                return _measured(reader.pieces()).sha256 == sha256
        except BlobDamaged:
            return False

    def part_size(self, sha256: str, stretch: int = 0) -> int:
        """Return how many bytes of a stretch of an unfinished download are here."""
        with typed_failures():
            return self._parts.size(self._part(sha256, stretch))

    def append_part(self, sha256: str, offset: int, data: bytes, stretch: int = 0) -> None:
        """Add what arrived of a stretch; raises PartOffset when it does not continue it."""
        with typed_failures():
            self._parts.append(self._part(sha256, stretch), _identity(sha256, stretch), offset, data)
        crashpoint("part.appended")

    def finish_part(self, sha256: str, size: int, stretches: int = 1) -> bool:
        """Make a blob of a complete download; False, and the parts discarded, when the bytes are not the right ones."""
        reference = BlobRef(sha256, size)
        if not self._part_is(reference, stretches):
            self.discard(sha256)
            return self.has(sha256) and self.verify(sha256)
        crashpoint("part.checked")
        with typed_failures():
            self._write(self._joined(sha256, stretches), reference)
        crashpoint("part.stored")
        self.discard(sha256)
        return True

    def discard(self, sha256: str) -> None:
        """Forget what is here of an unfinished download."""
        for path in self._files.inside(self._folder / _PARTS, f"{self._name(sha256)}*"):
            self._parts.discard(path.name)

    def sweep(self, referenced: Iterable[str], older_than: datetime) -> int:
        """Remove contents that nothing refers to, and remains of crashes; return how many contents went.

        Args:
            referenced: Every SHA-256 to keep: those of all rows, and of every local original that the central service
                has not confirmed.
            older_than: Only what was stored, or stored again, before this moment goes.
        """
        keep = {self._name(sha256) for sha256 in referenced}
        limit = older_than.timestamp()
        for place in (_INCOMING, _PARTS):
            for path in self._files.inside(self._folder / place, "*"):
                if not (place == _PARTS and _whole(path) in keep) and self._files.stored_at(path) < limit:
                    self._files.remove(path)
        return sum(self._swept(path, limit) for path in self._stored() if path.name not in keep)

    def remove(self, sha256: str, stored_before: datetime) -> bool:
        """Remove a content, and what is here of its download; False when it was stored, or stored again, since."""
        self.discard(sha256)
        try:
            return self._swept(self._path(sha256), stored_before.timestamp())
        except FileNotFoundError:
            return True

    def _stored(self) -> Iterable[Path]:
        return self._files.inside(self._folder, "[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")

    def _swept(self, path: Path, limit: float) -> bool:
        with self._alone():
            if self._files.stored_at(path) >= limit:
                return False
            self._files.remove(path)
        crashpoint("blob.discarded")
        return True

    def _kept(self, reference: BlobRef) -> bool:
        """Tell whether a content is here whole, and keep the sweep from it as if it were new.

        Whoever stored it may have been killed before its name was on the disk.
        """
        path = self._path(reference.sha256)
        with self._alone():
            try:
                self._files.touch(path)
            except FileNotFoundError:
                return False
        self._files.settle(path.parent)
        return self.verify(reference.sha256)

    def _alone(self) -> AbstractContextManager[object]:
        """Return a lock, taken, that the sweep and a put of the same content never hold together."""
        return self._files.alone(self._folder / _LOCK)

    def _part_is(self, reference: BlobRef, stretches: int) -> bool:
        with typed_failures():
            try:
                return _measured(self._joined(reference.sha256, stretches)) == reference
            except BlobDamaged:
                return False

    def _joined(self, sha256: str, stretches: int) -> Iterator[bytes]:
        for stretch in range(stretches):
            yield from self._parts.pieces(self._part(sha256, stretch), _identity(sha256, stretch))

    def _part(self, sha256: str, stretch: int) -> str:
        return f"{self._name(sha256)}.{stretch}" if stretch else self._name(sha256)

    def _write(self, pieces: Iterable[bytes], reference: BlobRef) -> None:
        identity = bytes.fromhex(reference.sha256)
        target = self._path(reference.sha256)
        temporary = self._folder / _INCOMING / f"{target.name}.{self._random(8).hex()}"
        tally = _Tally()
        try:
            with self._files.create(temporary) as file:
                for block in sealed(tally.over(pieces), self._key, identity, self._random):
                    file.write(block)
                crashpoint("blob.written")
                self._files.sync(file)
            crashpoint("blob.synced")
            if tally.reference() != reference:
                raise SourceChanged
            self._files.move(temporary, target)
        except BaseException:
            self._files.remove(temporary)
            raise
        crashpoint("blob.renamed")
        self._files.settle(target.parent)
        crashpoint("blob.stored")

    def _reader(self, sha256: str) -> StreamReader:
        try:
            file = self._files.read(self._path(sha256))
        except FileNotFoundError as error:
            raise BlobMissing from error
        try:
            return StreamReader(file, file_key(file, self._key), bytes.fromhex(sha256))
        except BaseException:
            file.close()
            raise

    def _name(self, sha256: str) -> str:
        identity = bytes.fromhex(sha256)
        if len(identity) != hashlib.sha256().digest_size:
            msg = "no SHA-256"
            raise ValueError(msg)
        return hmac.digest(self._name_key, identity, "sha256").hex()

    def _path(self, sha256: str) -> Path:
        name = self._name(sha256)
        return self._folder / name[:2] / name[2:4] / name


def _whole(part: Path) -> str:
    """Return the name of the content that a part is of."""
    return part.name.partition(".")[0]


def _identity(sha256: str, stretch: int) -> bytes:
    """Return what the records of a stretch are bound to."""
    return bytes.fromhex(sha256) + (stretch.to_bytes(2, "big") if stretch else b"")


class _Tally:
    """Hash and size of what passes by."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()
        self._size = 0

    def over(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self._hash.update(piece)
            self._size += len(piece)
            yield piece

    def reference(self) -> BlobRef:
        return BlobRef(self._hash.hexdigest(), self._size)


def _measured(pieces: Iterable[bytes]) -> BlobRef:
    tally = _Tally()
    for _ in tally.over(pieces):
        pass
    return tally.reference()


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: content.read(CHUNK), b"")
