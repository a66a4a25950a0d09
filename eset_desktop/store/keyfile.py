# SPDX-License-Identifier: EUPL-1.2
"""``keys.json``: the profile's data key, wrapped in each way in which it can be opened. Nothing in it is secret."""

import contextlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import msgspec

from eset_desktop import platform
from eset_desktop.crashpoints import crashpoint
from eset_desktop.store.errors import KeysDamaged, KeysMissing, LastWrapping, NewerProfile
from eset_desktop.store.files import typed_failures

FORMAT: Final = 1

KEYRING: Final = "keyring"
PASSPHRASE: Final = "passphrase"  # noqa: S105 - the name of a way
RECOVERY: Final = "recovery"


class KeyringWrapping(msgspec.Struct, frozen=True, tag=KEYRING, tag_field="way"):
    """Under a random key that the operating system's keyring keeps for ``account``."""

    account: str
    sealed: bytes


class PassphraseWrapping(msgspec.Struct, frozen=True, tag=PASSPHRASE, tag_field="way"):
    """Under a passphrase; ``sealed`` says at what cost."""

    sealed: bytes


class RecoveryWrapping(msgspec.Struct, frozen=True, tag=RECOVERY, tag_field="way"):
    """For the body's recovery key, named by its fingerprint."""

    recipient: str
    sealed: bytes


Wrapping = KeyringWrapping | PassphraseWrapping | RecoveryWrapping


class KeyFile(msgspec.Struct, frozen=True):
    """What stands in ``keys.json``.

    Attributes:
        profile: Identifier of the profile, bound to each wrapping.
        check: Derived from the data key; tells a wrong key before anything is opened with it.
        wrappings: At most one of each way.
    """

    format: int
    profile: str
    check: bytes
    wrappings: tuple[Wrapping, ...]

    def find(self, way: str) -> Wrapping | None:
        """Return the wrapping of a way."""
        return next((each for each in self.wrappings if way_of(each) == way), None)

    def having(self, wrapping: Wrapping) -> "KeyFile":
        """Return this with a wrapping in the place of the one of the same way."""
        others = tuple(each for each in self.wrappings if way_of(each) != way_of(wrapping))
        return msgspec.structs.replace(self, wrappings=(*others, wrapping))

    def without(self, way: str) -> "KeyFile":
        """Return this without a way; raises LastWrapping when no other is left that the person can use alone."""
        others = tuple(each for each in self.wrappings if way_of(each) != way)
        if not any(way_of(each) != RECOVERY for each in others):
            raise LastWrapping
        return msgspec.structs.replace(self, wrappings=others)


class _Header(msgspec.Struct, frozen=True):
    format: int


def way_of(wrapping: Wrapping) -> str:
    """Return the name of a wrapping's way."""
    return str(wrapping.__struct_config__.tag)


def load(path: Path) -> KeyFile:
    """Return the key file.

    Raises:
        KeysMissing: There is none.
        KeysDamaged: It cannot be read.
        NewerProfile: A later release wrote it.
    """
    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        raise KeysMissing from None
    try:
        if msgspec.json.decode(raw, type=_Header).format > FORMAT:
            raise NewerProfile
        keyfile = msgspec.json.decode(raw, type=KeyFile)
    except msgspec.MsgspecError:
        raise KeysDamaged from None
    if not keyfile.wrappings:
        raise KeysDamaged
    return keyfile


def save(path: Path, keyfile: KeyFile) -> None:
    """Write the key file: after any crash it is the old one or the new one.

    Raises:
        DiskFull, ReadOnlyFolder: The old one stands.
    """
    raw = msgspec.json.format(msgspec.json.encode(keyfile), indent=2)
    with typed_failures():
        platform.write_atomically(path, raw + b"\n")
    crashpoint("keys.written")


@contextlib.contextmanager
def editing(path: Path) -> Iterator[KeyFile]:
    """Give the key file to change, while no other process does."""
    with typed_failures():
        lock = platform.FileLock(path.with_name(f"{path.name}.lock"))
        lock.acquire(wait=True)
    with lock:
        yield load(path)
