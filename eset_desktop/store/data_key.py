# SPDX-License-Identifier: EUPL-1.2
"""The data key of a profile in memory, what is derived from it, and how a process hands it to another one."""

import contextlib
import hmac
import os
from typing import Final, NoReturn

from eset_desktop import platform
from eset_desktop.blob_stream import derived_key
from eset_desktop.store.errors import KeyNotGiven

KEY_BYTES: Final = 32


class DataKey:
    """A profile's data key. It shows itself to nobody: no text form, no pickle."""

    __slots__ = ("_secret",)

    def __init__(self, secret: bytes) -> None:
        if len(secret) != KEY_BYTES:
            raise KeyNotGiven
        self._secret = secret

    def __repr__(self) -> str:
        return "DataKey(…)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DataKey) and hmac.compare_digest(self._secret, other._secret)

    def __hash__(self) -> int:
        return hash(self.check())

    def __reduce__(self) -> NoReturn:
        msg = "a data key is not pickled"
        raise TypeError(msg)

    def secret(self) -> bytes:
        """Return the key itself, for :mod:`eset_desktop.store.keys` to wrap."""
        return self._secret

    def database(self) -> bytes:
        """Return the key of the database."""
        return derived_key(self._secret, b"", b"eset/database/1")

    def blobs(self) -> bytes:
        """Return the key of the blobs."""
        return derived_key(self._secret, b"", b"eset/blobs/1")

    def check(self) -> bytes:
        """Return what tells this key from others and says nothing of it."""
        return derived_key(self._secret, b"", b"eset/check/1")[:16]

    def hand_over(self, descriptor: int) -> None:
        """Write the key into a pipe that a process of ours inherits, and close it."""
        with os.fdopen(descriptor, "wb") as pipe:
            pipe.write(self._secret)


def from_descriptor(descriptor: int) -> DataKey:
    """Read a key that was handed over: 32 bytes, or 64 hexadecimal digits; the descriptor is closed.

    Args:
        descriptor: The inherited number, see :func:`eset_desktop.platform.inherited_number`.

    Raises:
        KeyNotGiven: There is no such descriptor or no key in it.
    """
    try:
        with os.fdopen(platform.open_inherited(descriptor), "rb") as pipe:
            given = pipe.read(2 * KEY_BYTES + 2)
    except OSError:
        raise KeyNotGiven from None
    if len(given) == KEY_BYTES:
        return DataKey(given)
    with contextlib.suppress(ValueError):
        return DataKey(bytes.fromhex(given.decode("ascii").strip()))
    raise KeyNotGiven
