# SPDX-License-Identifier: EUPL-1.2
"""The encrypted form of a blob: AES-256-GCM in the STREAM construction, readable from any chunk.

``format byte | salt (32) | nonce prefix (7) | chunks``, each chunk 1 MiB of content, the last one shorter, and its
16-byte tag. The nonce is prefix, counter (4 bytes) and a flag that is 1 for the last chunk only, so that cutting,
swapping and joining chunks are found out (Hoang, Reyhanitabar, Rogaway, Vizár: "Online Authenticated-Encryption and its
Nonce-Reuse Misuse-Resistance", 2015). Each file has its own key (HKDF with the salt); the content's SHA-256 is bound to
every chunk as associated data, so that one blob cannot stand in for another.
"""

import io
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from eset_desktop.clock import RandomBytes
from eset_desktop.errors import BlobDamaged

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

FORMAT: Final = 1
CHUNK: Final = 1 << 20
TAG: Final = 16
SALT: Final = 32
_PREFIX: Final = 7
HEADER: Final = 1 + SALT + _PREFIX
_FILE_PURPOSE: Final = b"eset/blob/1"


def derived_key(key: bytes, salt: bytes, purpose: bytes) -> bytes:
    """Return a 32-byte key for one purpose (RFC 5869)."""
    return HKDF(algorithm=SHA256(), length=32, salt=salt, info=purpose).derive(key)


def chunks_of(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the pieces joined and cut into chunks; all are full but the last, which is never missing."""
    held = b""
    # pieces of a chunk's size pass by without a copy
    for part in (piece[at : at + CHUNK] for piece in pieces for at in range(0, len(piece), CHUNK)):
        if len(held) == CHUNK:
            yield held
            held = part
            continue
        held = held + part if held else part
        if len(held) > CHUNK:
            yield held[:CHUNK]
            held = held[CHUNK:]
    yield held


def sealed(pieces: Iterable[bytes], key: bytes, identity: bytes, random: RandomBytes) -> Iterator[bytes]:
    """Yield the encrypted form of a content, header first.

    Args:
        pieces: The content in pieces of any size.
        key: The 32-byte key of all blobs.
        identity: SHA-256 of the content.
        random: Source of the salt and of the nonce prefix.
    """
    salt, prefix = random(SALT), random(_PREFIX)
    yield bytes([FORMAT]) + salt + prefix
    cipher = AESGCM(derived_key(key, salt, _FILE_PURPOSE))
    waiting: bytes | None = None
    index = -1
    for index, chunk in enumerate(chunks_of(pieces)):
        if waiting is not None:
            yield cipher.encrypt(_nonce(prefix, index - 1, last=False), waiting, _bound(identity))
        waiting = chunk
    yield cipher.encrypt(_nonce(prefix, index, last=True), waiting or b"", _bound(identity))


def content_size(sealed_size: int) -> int:
    """Return the size of the content whose encrypted form has this size.

    Raises:
        BlobDamaged: No content has an encrypted form of this size.
    """
    full, rest = divmod(sealed_size - HEADER, CHUNK + TAG)
    if full < 0 or (rest < TAG and (rest or not full)):
        raise BlobDamaged
    return full * CHUNK + (rest - TAG if rest else 0)


def file_key(file: BinaryIO, key: bytes) -> bytes:
    """Return the key of one encrypted file: it opens nothing else, so another process may be given it.

    Raises:
        BlobDamaged: It does not begin as such a file.
    """
    file.seek(0)
    return derived_key(key, _header(file)[1 : 1 + SALT], _FILE_PURPOSE)


def _header(file: BinaryIO) -> bytes:
    header = file.read(HEADER)
    if len(header) < HEADER or header[0] != FORMAT:
        raise BlobDamaged
    return header


class StreamReader(io.RawIOBase):
    """The content behind an encrypted file, readable from any offset; closes the file with itself.

    The last chunk is checked at once: what is read is always a stretch of a complete content.

    Args:
        file: The encrypted form.
        file_key: From :func:`file_key`.
        identity: SHA-256 of the content.

    Raises:
        BlobDamaged: At opening or at any read: the bytes are not those that were stored.
    """

    def __init__(self, file: BinaryIO, file_key: bytes, identity: bytes) -> None:
        super().__init__()
        self._file = file
        self._bound = _bound(identity)
        self.size = content_size(file.seek(0, io.SEEK_END))
        self._last = max(0, (self.size - 1) // CHUNK)
        file.seek(0)
        self._prefix = _header(file)[1 + SALT :]
        self._cipher = AESGCM(file_key)
        self._position = 0
        self._held = (-1, b"")
        self._chunk(self._last)

    def _chunk(self, index: int) -> bytes:
        if self._held[0] != index:
            self._file.seek(HEADER + index * (CHUNK + TAG))
            nonce = _nonce(self._prefix, index, last=index == self._last)
            try:
                self._held = (index, self._cipher.decrypt(nonce, self._file.read(CHUNK + TAG), self._bound))
            except InvalidTag:
                raise BlobDamaged from None
        return self._held[1]

    def stretch(self, offset: int, length: int) -> bytes:
        """Return up to ``length`` bytes from ``offset``; fewer only at the end."""
        end = min(self.size, offset + max(0, length))
        found = []
        while offset < end:
            index, start = divmod(offset, CHUNK)
            found.append(self._chunk(index)[start : start + end - offset])
            offset += len(found[-1])
        return found[0] if len(found) == 1 else b"".join(found)

    def pieces(self) -> Iterator[bytes]:
        """Yield the whole content, a chunk at a time."""
        for offset in range(0, self.size, CHUNK):
            yield self._chunk(offset // CHUNK)

    def readinto(self, buffer: "WriteableBuffer") -> int:
        """Fill a buffer with what follows; 0 at the end."""
        view = memoryview(buffer).cast("B")
        room = min(len(view), CHUNK - self._position % CHUNK)
        piece = self.stretch(self._position, room)
        view[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)

    def readable(self) -> bool:
        """Tell that it can be read."""
        return True

    def seekable(self) -> bool:
        """Tell that it can be read from any offset."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to an offset and return it."""
        start = {io.SEEK_SET: 0, io.SEEK_CUR: self._position, io.SEEK_END: self.size}[whence]
        if start + offset < 0:
            msg = "before the beginning"
            raise ValueError(msg)
        self._position = start + offset
        return self._position

    def tell(self) -> int:
        """Return the offset."""
        return self._position

    def close(self) -> None:
        """Close the file too."""
        self._held = (-1, b"")
        self._file.close()
        super().close()


def _nonce(prefix: bytes, index: int, *, last: bool) -> bytes:
    return prefix + index.to_bytes(4, "big") + bytes([last])


def _bound(identity: bytes) -> bytes:
    return bytes([FORMAT]) + identity
