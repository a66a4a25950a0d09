# SPDX-License-Identifier: EUPL-1.2
"""Taking in from a stick what another computer of the body wrote for this one.

Each package is checked before it is used; one that is damaged or missing is named and the others are used. Objects go in by
the way of the feed, a stream's cursor moves with its last package only, and documents only when their hash is right: what the
stick told is proved by the digest at the head when there is a line again. It may be ended anywhere and repeated.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from eset_desktop.interop import stick_format as form
from eset_desktop.interop import stick_rows
from eset_desktop.interop.stick_errors import (
    NewerFormat,
    NothingHere,
    OtherBody,
    OtherReceiver,
    PackageDamaged,
    PackageMissing,
    StickError,
)
from eset_desktop.interop.stick_format import Blob, Entry
from eset_desktop.interop.stick_seal import Content, Ends
from eset_desktop.operations.session import Session
from eset_desktop.operations.stick import Taken, Trouble, requests_in, rows_of, stick
from eset_desktop.store.replica import Replica
from eset_desktop.store.stick import Asked, StickRows
from sync.protocol import Row


def take_in(session: Session, folder: Path) -> Iterator[Taken]:
    """Take in what lies in a folder for this computer, and yield how far it is; the last word is the outcome.

    Raises:
        NothingHere, OtherReceiver, OtherBody, NewerFormat: What lies there.
        StickUnusable: The folder can't be read.
        DiskFull: This computer's disk; what was taken stays.
    """
    rows = rows_of(session)
    place, asked = _own(rows, session, folder)
    ends = Ends(bytes.fromhex(asked.private), b"", bytes.fromhex(asked.code), asked.id)
    with stick():
        senders = sorted(each for each in place.iterdir() if each.is_dir())
    run = _Import(rows, Replica(session.database, session.blobs, session.clock), ends)
    packages = [_Packages.read(each, ends, run) for each in senders]
    if not any(each.entries for each in packages) and not run.so_far.troubles:
        raise NothingHere
    run.expect(packages)
    yield run.so_far
    for each in packages:
        for stream in rows.streams():
            yield from run.take_stream(each, stream)
    for each in packages:
        yield from run.take_documents(each)
    yield run.so_far


def _own(rows: StickRows, session: Session, folder: Path) -> tuple[Path, Asked]:
    """Return the folder that holds packages for this computer, and the request that they answer."""
    asked = {each.id: each for each in rows.asked()}
    with stick():
        places = [folder, *sorted(folder.glob("eset-*-*"))]
    for place in places:
        found = asked.get(place.name.rpartition("-")[2])
        if found is not None and place.is_dir():
            return place, found
    others = requests_in(folder)
    if others and all(each.body != session.account().body for _, each in others):
        raise OtherBody
    raise OtherReceiver if others else NothingHere


@dataclass(slots=True)
class _Packages:
    """What one computer wrote."""

    folder: Path
    ends: Ends
    entries: list[Entry]

    @classmethod
    def read(cls, folder: Path, ends: Ends, run: "_Import") -> "_Packages":
        """Read a list of packages; where it is damaged, each package says itself what it is."""
        made = cls(folder, ends, [])
        try:
            content = Content(made.chunks(form.LIST, form.LIST_NUMBER))
            made.entries = list(form.listing_from(content.rest()).entries)
        except NewerFormat:
            raise
        except StickError as error:
            files = sorted(folder.glob("[0-9]*.eset"))
            if files:
                run.trouble(folder, form.LIST, error.code)
            made.entries = [each for each in (made.entry_in(path, run) for path in files) if each is not None]
        return made

    def chunks(self, name: str, number: int) -> Iterator[bytes]:
        with stick(), (self.folder / name).open("rb") as file:
            yield from self.ends.opened(number, file)

    def entry_in(self, path: Path, run: "_Import") -> Entry | None:
        try:
            number = int(path.stem)
            found = form.unpacked(Content(self.chunks(path.name, number)))
        except (ValueError, StickError):
            run.trouble(self.folder, path.name, PackageDamaged.code)
            return None
        return found

    def content(self, entry: Entry) -> Content:
        """Return a package's content; raises PackageDamaged when it is another one than the list says."""
        content = Content(self.chunks(form.file_name(entry.number), entry.number))
        if form.unpacked(content) != entry:
            raise PackageDamaged
        return content

    def rows(self, stream: str) -> list[Entry]:
        found = [each for each in self.entries if each.kind == form.ROWS and each.stream == stream]
        return sorted(found, key=lambda each: each.part)


@dataclass(slots=True)
class _Import:
    """One run of an import."""

    rows: StickRows
    replica: Replica
    ends: Ends
    so_far: Taken = field(default_factory=Taken)

    def expect(self, packages: list[_Packages]) -> None:
        total = sum(entry.length for each in packages for entry in each.entries)
        self.so_far = replace(self.so_far, total=total)

    def trouble(self, folder: Path, file: str, code: str) -> None:
        told = Trouble(f"{folder.name}/{file}", code)
        self.so_far = replace(self.so_far, troubles=(*self.so_far.troubles, told))

    def take_stream(self, packages: _Packages, stream: str) -> Iterator[Taken]:
        """Take a stream's objects; its cursor moves when all of them came."""
        entries = packages.rows(stream)
        ids: set[str] = set()
        complete = bool(entries) and form.is_whole(entries)
        for entry in entries:
            if self.rows.is_behind(stream, entry.epoch, entry.seq):
                rows = self._rows_in(packages, entry)
                complete = complete and rows is not None
                yield from self._take(entry, rows or [])
                ids.update(each.id for each in rows or [])
                self.rows.settle()
            else:
                complete = False
            self.so_far = replace(self.so_far, done=self.so_far.done + entry.length)
            yield self.so_far
        if complete and self.rows.finish(stream, entries[0].epoch, entries[0].seq, ids):
            self.so_far = replace(self.so_far, streams=self.so_far.streams + 1)

    def _take(self, entry: Entry, rows: list[Row]) -> Iterator[Taken]:
        before = self.so_far.objects
        for done in self.rows.take(entry.stream, entry.epoch, entry.seq, rows):
            self.so_far = replace(self.so_far, objects=before + done)
            yield self.so_far

    def _rows_in(self, packages: _Packages, entry: Entry) -> list[Row] | None:
        """Return a package's objects, all of it authenticated; None, and a word about the reason, when it can't be used."""
        try:
            return stick_rows.rows_of(packages.content(entry).rest())
        except StickError as error:
            self._tell(packages, entry, error)
            return None

    def take_documents(self, packages: _Packages) -> Iterator[Taken]:
        """Take the bytes of documents that this computer knows and does not have."""
        for entry in packages.entries:
            if entry.kind == form.BYTES:
                begun = self.so_far.done
                yield from self._take_package(packages, entry)
                self.rows.settle()
                self.so_far = replace(self.so_far, done=begun + entry.length)
            elif entry.kind == form.PIECE and entry.part == 0:
                self._take_pieces(packages, entry)
                yield self.so_far
        yield self.so_far

    def _take_package(self, packages: _Packages, entry: Entry) -> Iterator[Taken]:
        wanting = {each for each in entry.blobs if self.rows.is_wanting(each.sha256, each.size)}
        if not wanting:
            return
        try:
            content = packages.content(entry)
            for blob in entry.blobs:
                self._keep(packages, entry, blob, content.pieces(blob.size), wanted=blob in wanting)
                self.so_far = replace(self.so_far, done=self.so_far.done + blob.size)
                yield self.so_far
        except StickError as error:
            self._tell(packages, entry, error)

    def _take_pieces(self, packages: _Packages, first: Entry) -> None:
        """Take a document that lies in several packages, when all of them are there."""
        blob = first.blobs[0]
        pieces = sorted(
            (each for each in packages.entries if each.kind == form.PIECE and each.blobs[0] == blob),
            key=lambda each: each.part,
        )
        if self.rows.is_wanting(blob.sha256, blob.size) and len(pieces) == first.parts:
            reading = _Pieces(packages, pieces)
            try:
                self._keep(packages, first, blob, iter(reading), wanted=True)
            except StickError as error:
                self._tell(packages, reading.at, error)
        self.so_far = replace(self.so_far, done=self.so_far.done + blob.size)

    def _keep(
        self, packages: _Packages, entry: Entry, blob: Blob, pieces: Iterator[bytes], *, wanted: bool
    ) -> None:
        if not wanted:
            for _ in pieces:
                pass
        elif self.replica.make_bytes(blob.sha256, blob.size, pieces):
            self.so_far = replace(self.so_far, documents=self.so_far.documents + 1)
        else:
            self.trouble(packages.folder, form.file_name(entry.number), PackageDamaged.code)

    def _tell(self, packages: _Packages, entry: Entry, error: StickError) -> None:
        name = form.file_name(entry.number)
        there = (packages.folder / name).exists()
        self.trouble(packages.folder, name, error.code if there else PackageMissing.code)


class _Pieces:
    """The bytes of a document that lies in several packages; ``at`` is the one being read."""

    def __init__(self, packages: _Packages, entries: list[Entry]) -> None:
        self._packages = packages
        self._entries = entries
        self.at = entries[0]

    def __iter__(self) -> Iterator[bytes]:
        for entry in self._entries:
            self.at = entry
            yield from self._packages.content(entry).pieces(entry.length)
