# SPDX-License-Identifier: EUPL-1.2
"""A sender's folder on a stick: its packages and the list that names them.

A package is on the disk before the list names it; what the list does not name is removed by the next run.
"""

import contextlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from eset_desktop import platform
from eset_desktop.clock import RandomBytes
from eset_desktop.crashpoints import crashpoint
from eset_desktop.interop import stick_format as form
from eset_desktop.interop.stick_errors import StickError
from eset_desktop.interop.stick_format import Entry, Listing
from eset_desktop.interop.stick_seal import Content, Ends
from eset_desktop.operations.stick import stick, write_now, write_whole
from eset_desktop.store.files import RealFiles


class NoRoom(Exception):
    """The next package does not fit."""


@dataclass(slots=True)
class SenderFolder:
    """The folder of one computer that helps.

    Attributes:
        margin: Bytes of the stick that stay free.
        entries: The packages that lie there, by number.
    """

    folder: Path
    ends: Ends
    body: str
    margin: int
    random: RandomBytes
    entries: dict[int, Entry] = field(default_factory=dict)

    def tidy(self) -> None:
        """Read what an earlier run wrote, and remove what its list does not name."""
        RealFiles().make(self.folder)
        with contextlib.suppress(OSError, StickError), (self.folder / form.LIST).open("rb") as file:
            content = Content(self.ends.opened(form.LIST_NUMBER, file))
            self.entries = {each.number: each for each in form.listing_from(content.rest()).entries}
        for number in list(self.entries):
            if self._size_of(number) != form.file_size(self.entries[number]):
                del self.entries[number]
        named = {form.file_name(each) for each in self.entries} | {form.LIST}
        for path in self.folder.iterdir():
            if path.name not in named and path.suffix in {".eset", ".part"}:
                path.unlink()

    def _size_of(self, number: int) -> int:
        try:
            return (self.folder / form.file_name(number)).stat().st_size
        except FileNotFoundError:
            return -1

    def of_stream(self, stream: str) -> list[Entry]:
        """Return the packages of a stream's rows, in their order."""
        found = [each for each in self.entries.values() if each.kind == form.ROWS and each.stream == stream]
        return sorted(found, key=lambda each: each.part)

    def pieces_of(self, sha256: str, parts: int) -> set[int]:
        """Return which of so many pieces of a large document are there."""
        pieces = (each for each in self.entries.values() if each.kind == form.PIECE and each.parts == parts)
        return {each.part for each in pieces if each.blobs[0].sha256 == sha256}

    def there(self) -> set[str]:
        """Return the documents that lie whole on the stick."""
        packages = [each for each in self.entries.values() if each.kind == form.BYTES]
        found = {blob.sha256 for each in packages for blob in each.blobs}
        pieces = Counter(
            (each.blobs[0].sha256, each.parts) for each in self.entries.values() if each.kind == form.PIECE
        )
        return found | {sha256 for (sha256, parts), count in pieces.items() if count == parts}

    def room(self) -> int:
        """Return how many bytes may still be written."""
        with stick():
            return platform.free_bytes(self.folder) - self.margin

    def write(self, entry: Entry, content: Iterable[bytes]) -> Iterator[int]:
        """Write a package, then the list that names it, and yield the bytes of each piece; raises NoRoom."""
        number = max(self.entries, default=form.LIST_NUMBER) + 1
        entry = msgspec.structs.replace(entry, number=number)
        if form.file_size(entry) > self.room():
            raise NoRoom
        target = self.folder / form.file_name(number)
        pieces = self.ends.sealed(number, form.packed(entry, content), self.random)
        with stick():
            yield from write_whole(target, pieces)
        crashpoint("stick.package")
        self.entries[number] = entry
        try:
            self.write_list()
        except BaseException:
            del self.entries[number]
            raise
        crashpoint("stick.listed")

    def drop(self, entries: Sequence[Entry]) -> None:
        """Take packages away."""
        for each in entries:
            del self.entries[each.number]
        self.write_list()
        with stick():
            for each in entries:
                RealFiles().remove(self.folder / form.file_name(each.number))

    def write_list(self, *, complete: bool = False) -> None:
        """Write the list of packages anew."""
        listing = Listing(form.FORMAT, self.body, tuple(self.entries.values()), complete)
        pieces = self.ends.sealed(form.LIST_NUMBER, [msgspec.json.encode(listing)], self.random)
        with stick():
            write_now(self.folder / form.LIST, pieces)
