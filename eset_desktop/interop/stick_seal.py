# SPDX-License-Identifier: EUPL-1.2
"""The encrypted form of a package: X25519, HKDF-SHA256, and AES-256-GCM in the STREAM construction.

``magic (7) | format byte | sender's public key (32) | salt (32) | chunks``: each chunk 1 MiB of content, the last one shorter,
and its 16-byte tag. The key of a file is HKDF (RFC 5869) over the X25519 secret (RFC 7748) and the code that the receiver's
screen showed, with the file's salt. The code never lies in the folder: who only has the stick can neither read a
package nor make one. The nonce is a counter and a flag that is 1 for the last chunk only; each file has its own key. What a
file is for (request and number) is associated data of every chunk, so that one can't stand in for another.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final, Self

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from eset_desktop.clock import RandomBytes
from eset_desktop.interop.stick_errors import NewerFormat, PackageDamaged

MAGIC: Final = b"eSETstk"
FORMAT: Final = 1
CHUNK: Final = 1 << 20
TAG: Final = 16
KEY: Final = 32
HEADER: Final = len(MAGIC) + 1 + 2 * KEY
_INFO: Final = b"eset/stick/1"


def public_key(private: bytes) -> bytes:
    """Return the public half of a 32-byte X25519 key."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


@dataclass(frozen=True, slots=True)
class Ends:
    """The two ends of a stick, as one of them knows them.

    Attributes:
        private: This end's key.
        other: The other end's public key; empty where the receiver reads it from each file.
        code: The secret that both people know.
        request: Identifier of the request.
    """

    private: bytes
    other: bytes
    code: bytes
    request: str

    def __repr__(self) -> str:
        return f"Ends(request={self.request!r})"

    def _cipher(self, other: bytes, sender: bytes, receiver: bytes, salt: bytes) -> AESGCM:
        try:
            shared = X25519PrivateKey.from_private_bytes(self.private).exchange(
                X25519PublicKey.from_public_bytes(other)
            )
        except ValueError:  # a key of low order (RFC 7748 §6.1)
            raise PackageDamaged from None
        info = _INFO + self.request.encode() + sender + receiver
        return AESGCM(HKDF(algorithm=SHA256(), length=32, salt=salt, info=info).derive(shared + self.code))

    def sealed(self, number: int, pieces: Iterable[bytes], random: RandomBytes) -> Iterator[bytes]:
        """Yield a file of the sender, header first, never more than a chunk at once."""
        sender, salt = public_key(self.private), random(KEY)
        cipher, bound = self._cipher(self.other, sender, self.other, salt), self._bound(number)
        yield MAGIC + bytes([FORMAT]) + sender + salt
        waiting: bytes | None = None
        index = -1
        for index, chunk in enumerate(_chunks_of(pieces)):
            if waiting is not None:
                yield cipher.encrypt(_nonce(index - 1, last=False), waiting, bound)
            waiting = chunk
        yield cipher.encrypt(_nonce(index, last=True), waiting or b"", bound)

    def opened(self, number: int, file: BinaryIO) -> Iterator[bytes]:
        """Yield the content of a file chunk by chunk, each one authenticated.

        Raises:
            PackageDamaged: It was changed, cut, or made for somebody else.
            NewerFormat: A later release wrote it.
        """
        header = file.read(HEADER)
        if len(header) < HEADER or not header.startswith(MAGIC):
            raise PackageDamaged
        if header[len(MAGIC)] != FORMAT:
            raise NewerFormat
        sender, salt = header[-2 * KEY : -KEY], header[-KEY:]
        mine = public_key(self.private)
        # the sender reads its own list too: the receiver is then the other end
        other, receiver = (self.other, self.other) if sender == mine else (sender, mine)
        cipher, bound = self._cipher(other, sender, receiver, salt), self._bound(number)
        block, index = file.read(CHUNK + TAG), 0
        while True:
            following = file.read(CHUNK + TAG)
            try:
                yield cipher.decrypt(_nonce(index, last=not following), block, bound)
            except (InvalidTag, ValueError):
                raise PackageDamaged from None
            if not following:
                return
            block, index = following, index + 1

    def _bound(self, number: int) -> bytes:
        return MAGIC + bytes([FORMAT]) + self.request.encode() + number.to_bytes(4, "big")


class Content:
    """What an opened file holds, to be read from its beginning."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = b""

    def pieces(self, size: int) -> Iterator[bytes]:
        """Yield the next ``size`` bytes; raises PackageDamaged when there are fewer."""
        while size:
            if not self._held:
                self._held = next(self._chunks, b"")
                if not self._held:
                    raise PackageDamaged
            piece, self._held = self._held[:size], self._held[size:]
            size -= len(piece)
            yield piece

    def take(self, size: int) -> bytes:
        """Return the next ``size`` bytes."""
        return b"".join(self.pieces(size))

    def rest(self) -> bytes:
        """Return everything that is left."""
        held, self._held = self._held, b""
        return held + b"".join(self._chunks)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._held = b""


def _chunks_of(pieces: Iterable[bytes]) -> Iterator[bytes]:
    buffer = bytearray()
    for piece in pieces:
        buffer += piece
        while len(buffer) > CHUNK:
            yield bytes(buffer[:CHUNK])
            del buffer[:CHUNK]
    yield bytes(buffer)


def _nonce(index: int, *, last: bool) -> bytes:
    return bytes(7) + index.to_bytes(4, "big") + bytes([last])
