# SPDX-License-Identifier: EUPL-1.2
"""Unfinished downloads: encrypted like everything else, and good after a crash at any byte.

A part is ``format byte | salt (32)`` and records, one for each stretch that arrived: ``length (4) | nonce (12) |
ciphertext and tag``. A record that was cut off is dropped when the part is next added to; a nonce is never used twice,
because it is random under a key of this part alone. The blob's SHA-256 and the record's offset are bound to it.
"""

import contextlib
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from eset_desktop.blob_stream import CHUNK, SALT, TAG, derived_key
from eset_desktop.clock import RandomBytes
from eset_desktop.errors import BlobDamaged
from eset_desktop.store.errors import PartOffset
from eset_desktop.store.files import Files

FORMAT: Final = 1
_HEADER: Final = 1 + SALT
_LENGTH: Final = struct.Struct(">I")
_NONCE: Final = 12


class _Extent(NamedTuple):
    """How far a part goes: bytes of content, and where its last whole record ends in the file."""

    size: int
    end: int


class Parts:
    """The unfinished downloads in a folder.

    Args:
        folder: Where they lie; exists.
        key: The 32-byte key of all blobs.
        random: Source of salts and nonces.
        files: The disk.
    """

    def __init__(self, folder: Path, key: bytes, random: RandomBytes, files: Files) -> None:
        self._folder = folder
        self._key = key
        self._random = random
        self._files = files
        self._known: dict[str, _Extent] = {}

    def size(self, name: str) -> int:
        """Return how many bytes of the download are here, 0 when there is no part."""
        return self._extent(name).size

    def append(self, name: str, identity: bytes, offset: int, data: bytes) -> None:
        """Add what arrived.

        Raises:
            PartOffset: It does not continue where the part ends; nothing was added.
            OSError: The disk refused; the part is as it was.
        """
        extent = self._extent(name)
        if offset != extent.size:
            raise PartOffset(expected=extent.size)
        salt = self._salt(name) if extent.end else self._random(SALT)
        cipher = AESGCM(derived_key(self._key, salt, b"eset/part/1"))
        with self._files.extend(self._folder / name, extent.end) as file:
            try:
                written = 0 if extent.end else file.write(bytes([FORMAT]) + salt)
                for start in range(0, len(data), CHUNK):
                    piece = data[start : start + CHUNK]
                    written += file.write(self._record(cipher, identity, offset + start, piece))
                file.flush()
            except OSError:
                self._cut(file, extent.end)
                raise
        self._known[name] = _Extent(offset + len(data), extent.end + written)

    def _cut(self, file: BinaryIO, end: int) -> None:
        # the bytes that did not fit are in the file's buffer still: closing would try them again
        with contextlib.suppress(OSError):
            file.truncate(end)
        with contextlib.suppress(OSError):
            file.close()
        with contextlib.suppress(OSError):
            self._files.extend(Path(file.name), end).close()

    def _record(self, cipher: AESGCM, identity: bytes, offset: int, piece: bytes) -> bytes:
        nonce = self._random(_NONCE)
        return _LENGTH.pack(len(piece)) + nonce + cipher.encrypt(nonce, piece, _bound(identity, offset))

    def pieces(self, name: str, identity: bytes) -> Iterator[bytes]:
        """Yield what is here, in order.

        Raises:
            BlobDamaged: A record is not what was written.
        """
        extent = self._extent(name)
        if not extent.end:
            return
        cipher = AESGCM(derived_key(self._key, self._salt(name), b"eset/part/1"))
        offset = 0
        with self._files.read(self._folder / name) as file:
            file.seek(_HEADER)
            while offset < extent.size:
                length = _LENGTH.unpack(file.read(_LENGTH.size))[0]
                nonce = file.read(_NONCE)
                try:
                    piece = cipher.decrypt(nonce, file.read(length + TAG), _bound(identity, offset))
                except InvalidTag:
                    raise BlobDamaged from None
                yield piece
                offset += length

    def discard(self, name: str) -> None:
        """Forget a part; harmless when there is none."""
        self._known.pop(name, None)
        self._files.remove(self._folder / name)

    def _salt(self, name: str) -> bytes:
        with self._files.read(self._folder / name) as file:
            return file.read(_HEADER)[1:]

    def _extent(self, name: str) -> _Extent:
        """Return how far a part goes, from memory while the file is as this object left it.

        Whoever looks what there is to fetch looks at parts that another thread adds to, finishes or discards meanwhile.
        """
        try:
            file_size = self._files.size(self._folder / name)
            known = self._known.get(name)
            if known is None or known.end != file_size:
                known = self._known[name] = self._scanned(name, file_size)
        except FileNotFoundError:
            self._known.pop(name, None)
            return _Extent(0, 0)
        return known

    def _scanned(self, name: str, file_size: int) -> _Extent:
        """Return how far the whole records of a file go that was so long when it was looked at; it may be shorter now."""
        if file_size < _HEADER:
            return _Extent(0, 0)
        size, end = 0, _HEADER
        with self._files.read(self._folder / name) as file:
            if file.read(1) != bytes([FORMAT]):
                return _Extent(0, 0)
            while end + _LENGTH.size <= file_size:
                file.seek(end)
                told = file.read(_LENGTH.size)
                length = _LENGTH.unpack(told)[0] if len(told) == _LENGTH.size else 0
                after = end + _LENGTH.size + _NONCE + length + TAG
                if not 0 < length <= CHUNK or after > file_size:
                    break
                size, end = size + length, after
        return _Extent(size, end)


def _bound(identity: bytes, offset: int) -> bytes:
    return bytes([FORMAT]) + identity + offset.to_bytes(8, "big")
