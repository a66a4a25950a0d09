# SPDX-License-Identifier: EUPL-1.2
"""The object store's door: immutable bytes by name, in a folder or in an S3-compatible store (decision 0019).

Names are paths of lower-case words, hashes and ids: ``blobs/aa/bb/<sha256>`` (verified bytes), ``chunks/<upload>/<…>``
(what came of an upload), ``snapshots/…``. A name is written once, or again with the same bytes; so a reader never sees
two contents under one name, and whatever is written may be repeated after a crash.
"""

import re
from collections.abc import Generator, Iterable, Iterator
from datetime import datetime, timedelta
from typing import Final, Protocol

PIECE: Final = 1 << 18
"""Bytes that :meth:`ObjectStore.read` gives at once, about."""

BLOBS: Final = "blobs/"
CHUNKS: Final = "chunks/"
SNAPSHOTS: Final = "snapshots/"

_NAME: Final = re.compile(r"[a-z]+(/[A-Za-z0-9][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*)+", re.ASCII)
_PREFIX: Final = re.compile(r"[a-z]+/([A-Za-z0-9][A-Za-z0-9_-]*/)*", re.ASCII)


Pieces = Generator[bytes, None, None]
"""Bytes in pieces; whoever leaves before the end closes it."""


class ObjectMissing(Exception):
    """The store holds nothing of that name; its only argument."""


class ObjectStore(Protocol):
    """Bytes by name. Every method may be called from any thread and by several processes at once.

    Whatever is written is durable when the method returns. All but :meth:`address` raise
    :class:`central.errors.stored.StoreAway` when the store cannot be reached, after tries of its own.
    """

    def put(self, name: str, data: bytes) -> None:
        """Store bytes."""
        ...

    def put_all(self, items: Iterable[tuple[str, bytes]]) -> None:
        """Store several small objects, at less cost than one by one; after a failure some of them may be there."""
        ...

    def write(self, name: str, pieces: Iterable[bytes]) -> None:
        """Store what an iterable gives, without holding it in memory.

        Nothing is to be seen under the name before the iterable has ended; what it raises is raised and leaves nothing.
        """
        ...

    def settle(self, name: str) -> None:
        """Make an object durable that is here: who wrote it may have died before it was."""
        ...

    def size(self, name: str) -> int | None:
        """Return the number of bytes, or None when there is nothing of that name."""
        ...

    def read(self, name: str, start: int = 0, end: int | None = None) -> Pieces:
        """Return the bytes from ``start`` to ``end`` (exclusive; None for all).

        Raises:
            ObjectMissing: There is nothing of that name; told by this call, not by the first piece.
        """
        ...

    def delete(self, names: Iterable[str]) -> None:
        """Remove objects; those that are not there are no error."""
        ...

    def names(self, prefix: str) -> Iterator[str]:
        """Yield the names that begin with ``prefix``, which ends with a slash; in no particular order."""
        ...

    def clear_unfinished(self, before: datetime) -> None:
        """Remove what writers that died before that moment left behind."""
        ...

    def address(self, name: str, lifetime: timedelta) -> str | None:
        """Return an address where anyone may read an object for a while, or None when the store gives none."""
        ...


def blob_name(sha256: str) -> str:
    """Return the name of verified bytes."""
    return f"{BLOBS}{sha256[:2]}/{sha256[2:4]}/{sha256}"


def checked(name: str) -> str:
    """Return a name that keeps the rule; none leads out of the store's folder.

    Raises:
        ValueError: It does not.
    """
    if not _NAME.fullmatch(name):
        msg = f"no name of an object: {name!r}"
        raise ValueError(msg)
    return name


def checked_prefix(prefix: str) -> str:
    """Return a prefix that keeps the rule.

    Raises:
        ValueError: It does not.
    """
    if not _PREFIX.fullmatch(prefix):
        msg = f"no prefix of objects: {prefix!r}"
        raise ValueError(msg)
    return prefix
