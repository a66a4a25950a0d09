# SPDX-License-Identifier: EUPL-1.2
"""Levels, what is asked to reach them, and how the raised bytes come from the old ones; light to import."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

import msgspec

from eset_desktop.signing.levels.errors import DocumentChanged

if TYPE_CHECKING:
    from hashlib import _Hash

_PIECE: Final = 1 << 20


class Level(StrEnum):
    """Baseline levels of PAdES (ETSI EN 319 142-1 §6), lowest first."""

    B_B = "B-B"
    """A signature and its certificate."""
    B_T = "B-T"
    """A time-stamping service attests when it existed."""
    B_LT = "B-LT"
    """What is needed to check the certificates lies in the document."""
    B_LTA = "B-LTA"
    """A timestamp over all that; renewed before it grows weak."""

    def reaches(self, other: "Level") -> bool:
        """Tell whether it is at least another."""
        return _ORDER.index(self) >= _ORDER.index(other)


_ORDER: Final = tuple(Level)


class Tsa(msgspec.Struct, frozen=True):
    """A time-stamping service (RFC 3161 over HTTP).

    Attributes:
        url: Its address.
        user: Name for HTTP's basic authentication; empty for none.
        password: Goes with ``user``; never shown.
    """

    url: str
    user: str = ""
    password: str = ""

    def __repr__(self) -> str:
        return f"Tsa({self.url!r})"


class Services(msgspec.Struct, frozen=True):
    """Whom to ask and how long to wait.

    Attributes:
        tsas: Time-stamping services; the first that answers serves.
        cache: Folder where OCSP answers, CRLs and issuers' certificates are kept for all documents and processes.
        timeout: Seconds for one answer, from beginning to end.
        inside: Names, addresses and networks of our own at which certificates may have us ask, beside the public
            Internet; None: anywhere, as on a person's computer.
        rest: Seconds for which an address that did not answer is not asked again; 0: it is.
    """

    tsas: tuple[Tsa, ...]
    cache: str
    timeout: float = 10.0
    inside: tuple[str, ...] | None = None
    rest: float = 0.0


class Facts(msgspec.Struct, frozen=True):
    """What a document's signatures are worth; of :class:`Raised` only what was checked counts (levels/believing.py).

    Attributes:
        level: Of the signature that was made last: earlier ones may be of people whose authorities nobody here trusts.
        signatures: How many there are, document timestamps not counted.
        stamped_at: The oldest proof of time of the signature that was made last; None below B-T.
        renew_by: When the archive timestamp must have been renewed; None below B-LTA.
    """

    level: Level
    signatures: int
    stamped_at: datetime | None = None
    renew_by: datetime | None = None


class Overwrite(msgspec.Struct, frozen=True):
    """Bytes that take the place of as many others.

    Attributes:
        start: Offset in the old document.
        data: What stands there now.
    """

    start: int
    data: bytes


class Raised(msgspec.Struct, frozen=True):
    """How a raised document comes from the one it was raised from.

    Attributes:
        size: Bytes of the document before.
        sha256: Of the document before, hexadecimal.
        overwrites: Inside the old bytes: the gap of a signature that was kept free for its timestamp.
        tail: What follows the old bytes.
        before: What was known before.
        facts: What is known now.
    """

    size: int
    sha256: str
    overwrites: tuple[Overwrite, ...]
    tail: bytes
    before: Facts
    facts: Facts

    @property
    def changed(self) -> bool:
        """Whether there was anything to do."""
        return bool(self.overwrites or self.tail)

    def pieces(self, before: BinaryIO) -> Iterable[bytes]:
        """Yield the raised document; after the last piece the old one was read whole, once.

        Args:
            before: The document that it was raised from.

        Raises:
            DocumentChanged: It is not that document any more; what was yielded is to be thrown away.
        """
        at, seen = 0, hashlib.sha256()
        for each in sorted(self.overwrites, key=lambda found: found.start):
            yield from _stretch(before, at, each.start, seen)
            at = each.start + len(each.data)
            for _ in _stretch(before, each.start, at, seen):
                """Only measured: it is overwritten."""
            yield each.data
        yield from _stretch(before, at, self.size, seen)
        if seen.hexdigest() != self.sha256 or before.read(1):
            raise DocumentChanged
        yield self.tail

    def write(self, before: Path, after: BinaryIO) -> None:
        """Write the raised document to a stream; raises as :meth:`pieces`."""
        with before.open("rb") as source:
            after.writelines(self.pieces(source))


def _stretch(source: BinaryIO, start: int, end: int, seen: "_Hash") -> Iterable[bytes]:
    source.seek(start)
    while start < end:
        piece = source.read(min(_PIECE, end - start))
        if not piece:
            raise DocumentChanged
        seen.update(piece)
        start += len(piece)
        yield piece
