# SPDX-License-Identifier: EUPL-1.2
"""Writing to a stick what another computer of the body may read.

First the objects, stream by stream, each package from one moment of the cache; then the bytes of documents, newest first, as many
as fit. Each package is on the disk before the list names it, and an export that was ended anywhere goes on when it is repeated:
streams that moved on meanwhile are written anew, documents that lie there already are not.
"""

import base64
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

import msgspec

from eset_desktop.clock import RandomBytes
from eset_desktop.domain.kinds import body_stream, text_stream
from eset_desktop.errors import BlobDamaged
from eset_desktop.interop import stick_format as form
from eset_desktop.interop import stick_rows
from eset_desktop.interop.stick_errors import (
    NoRequest,
    NothingComplete,
    OtherBody,
    UnknownPerson,
    WrongCode,
)
from eset_desktop.interop.stick_format import Blob, Entry
from eset_desktop.interop.stick_seal import Ends
from eset_desktop.operations.session import Session
from eset_desktop.operations.stick import Written, requests_in, rows_of, stick
from eset_desktop.operations.stick_folder import NoRoom, SenderFolder
from eset_desktop.store.errors import BlobMissing, DiskFull
from eset_desktop.store.stick import Document, StickRows

MARGIN: Final = 16 << 20
"""Bytes of a stick that stay free: file systems work badly when they are full."""
_ROWS_AT_ONCE: Final = 8 << 20
"""Bytes of JSON in a package of rows; what a break costs."""
_READ: Final = 1 << 20
_MOST_BLOBS: Final = 5_000
"""Documents in a package."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How large packages get and how much of the stick stays free, in bytes."""

    package: int = form.PACKAGE_BYTES
    rows: int = _ROWS_AT_ONCE
    margin: int = MARGIN


def export(
    session: Session,
    folder: Path,
    code: str,
    *,
    restricted: bool = False,
    limits: Limits | None = None,
    random: RandomBytes = secrets.token_bytes,
) -> Iterator[Written]:
    """Write packages for the computer whose request lies in a folder, and yield how far it is; the last word is the outcome.

    It may be ended at any point; repeated, it goes on.

    Args:
        session: Of the profile that has the data.
        folder: The folder that was given to :func:`eset_desktop.operations.stick.request`.
        code: As the other computer shows it.
        restricted: Also what not everybody of the body may read, where the request's person may.
        limits: Of packages and stick.
        random: Source of salts and of this computer's key.

    Raises:
        NoRequest, WrongCode, OtherBody, UnknownPerson, NewerFormat: The request.
        NothingComplete: This computer has no stream as a whole.
        StickUnusable: The folder can't be written.
    """
    place, request, secret = _chosen(folder, code)
    if request.body != session.account().body:
        raise OtherBody
    rows = rows_of(session)
    if not rows.knows_person(request.person):
        raise UnknownPerson
    streams = [
        each for each in request.streams if rows.cursor(each) and _may_go(rows, request, each, restricted)
    ]
    if body_stream(request.body) not in streams:
        raise NothingComplete
    key = rows.sender_key(request.id, random(32))
    ends = Ends(key, base64.b64decode(request.public_key), secret, request.id)
    own = place / session.account().device_code
    limits = limits or Limits()
    target = SenderFolder(own, ends, request.body, limits.margin, random)
    yield from _Export(session, target, streams, limits).run()


def _may_go(rows: StickRows, request: form.Request, stream: str, restricted: bool) -> bool:
    return is_open(stream, request.body) or (restricted and rows.may_read(request.person, stream))


def is_open(stream: str, body: str) -> bool:
    """Tell whether everybody of a body may read a stream."""
    home = body_stream(body)
    return stream in {"catalogue", home, text_stream(home)}


def _chosen(folder: Path, code: str) -> tuple[Path, form.Request, bytes]:
    found = requests_in(folder)
    if not found:
        raise NoRequest
    secret = form.code_bytes(code)
    for place, each in found:
        if form.is_signed(each, secret):
            return place, each, secret
    raise WrongCode


class _Unreadable(Exception):
    """This computer's own copy of a document can't be read."""

    def __init__(self, sha256: str) -> None:
        super().__init__()
        self.sha256 = sha256


@dataclass(slots=True)
class _Export:
    """One run of an export."""

    session: Session
    target: SenderFolder
    streams: list[str]
    limits: Limits
    so_far: Written = field(default_factory=Written)
    unreadable: set[str] = field(default_factory=set)

    def run(self) -> Iterator[Written]:
        with stick():
            self.target.tidy()
        rows = rows_of(self.session)
        documents = rows.documents(self.streams)
        self._count(documents)
        yield self.so_far
        try:
            for stream in self.streams:
                yield from self._write_stream(stream)
            yield from self._write_documents(documents)
            self._count(documents)
            if not self.so_far.left_out:
                self.target.write_list(complete=True)
                self.so_far = replace(self.so_far, complete=True)
        except (NoRoom, DiskFull):
            self.so_far = replace(self.so_far, full=True)
        self._count(documents)
        yield self.so_far

    def _write_stream(self, stream: str) -> Iterator[Written]:
        """Write what is missing of a stream; packages from another moment than now are written anew."""
        with rows_of(self.session).accepted(stream) as (cursor, found):
            if cursor is None:
                return
            base = Entry(0, form.ROWS, stream, cursor.epoch, cursor.seq, cursor.count, cursor.sum)
            written = self.target.of_stream(stream)
            if any(_moment(each) != _moment(base) for each in written):
                self.target.drop(written)
                written = []
            if written and form.is_whole(written):
                return
            after = written[-1].after if written else 0
            for pack in stick_rows.packs(found(after), self.limits.rows):
                part = len(written) + pack.number
                entry = msgspec.structs.replace(
                    base,
                    part=part,
                    parts=part + 1 if pack.last else 0,
                    after=pack.after,
                    length=len(pack.data),
                )
                for _ in self.target.write(entry, [pack.data]):
                    yield self.so_far
                self.so_far = replace(self.so_far, objects=self.so_far.objects + pack.rows)
                yield self.so_far

    def _write_documents(self, documents: tuple[Document, ...]) -> Iterator[Written]:
        """Write what fits, the newest first; a large one that does not fit lets smaller ones pass."""
        while True:
            there = self.target.there() | self.unreadable
            waiting = [each for each in documents if each.sha256 not in there]
            if not waiting:
                return
            room = self.target.room()
            first = next((each for each in waiting if _cost(each) <= room), None)
            if first is None:
                raise NoRoom
            if _cost(first) > self.limits.package:
                yield from self._write_pieces(first)
            else:
                yield from self._write_batch(_batch(waiting, min(room, self.limits.package)))
            self._count(documents)
            yield self.so_far

    def _write_batch(self, batch: list[Document]) -> Iterator[Written]:
        blobs = tuple(Blob(*each) for each in batch)
        entry = Entry(0, form.BYTES, blobs=blobs, length=sum(each.size for each in batch))
        content = (piece for each in batch for piece in self._bytes(each, 0, each.size))
        yield from self._write(entry, content)

    def _write_pieces(self, document: Document) -> Iterator[Written]:
        length = self.limits.package - _cost(Document(document.sha256, 0)) - (self.limits.package >> 14)
        parts = -(-document.size // length)
        for part in sorted(set(range(parts)) - self.target.pieces_of(document.sha256, parts)):
            start = part * length
            size = min(length, document.size - start)
            blobs = (Blob(*document),)
            entry = Entry(0, form.PIECE, part=part, parts=parts, blobs=blobs, length=size)
            yield from self._write(entry, self._bytes(document, start, size))
            if document.sha256 in self.unreadable:
                return

    def _bytes(self, document: Document, start: int, size: int) -> Iterator[bytes]:
        """Yield a stretch of a document."""
        try:
            for offset in range(start, start + size, _READ):
                yield self.session.blobs.read_range(
                    document.sha256, offset, min(_READ, start + size - offset)
                )
        except (BlobMissing, BlobDamaged) as error:
            raise _Unreadable(document.sha256) from error

    def _write(self, entry: Entry, content: Iterable[bytes]) -> Iterator[Written]:
        """Write documents; one that this computer can't read itself is left out from then on."""
        try:
            for size in self.target.write(entry, content):
                self.so_far = replace(self.so_far, done=min(self.so_far.total, self.so_far.done + size))
                yield self.so_far
        except _Unreadable as error:
            self.unreadable.add(error.sha256)

    def _count(self, documents: tuple[Document, ...]) -> None:
        there = self.target.there()
        lying = [each for each in documents if each.sha256 in there]
        self.so_far = replace(
            self.so_far,
            documents=len(lying),
            left_out=len(documents) - len(lying),
            done=sum(each.size for each in lying),
            total=sum(each.size for each in documents),
        )


def _moment(entry: Entry) -> tuple[str, int, int, int]:
    return entry.epoch, entry.seq, entry.count, entry.sum


def _cost(document: Document) -> int:
    """Return at most how many bytes of a file a document takes, with its part of everything around it."""
    return document.size + (document.size >> 14) + 1024


def _batch(waiting: list[Document], room: int) -> list[Document]:
    """Return the newest documents that fit into one package."""
    batch: list[Document] = []
    for each in waiting:
        if _cost(each) <= room and len(batch) < _MOST_BLOBS:
            batch.append(each)
            room -= _cost(each)
    return batch
