# SPDX-License-Identifier: EUPL-1.2
"""Taking in a file that a person gives: read once, hashed on the way, refused while another program writes it.

What is refused: nothing inside, no PDF, the end missing, damaged beyond reading, a password to open it, too large,
still growing. What is accepted though it cannot be signed: restricted and slightly faulty PDFs, which citizens send
every day; :class:`~eset_desktop.documents.values.PdfFacts` says so, and signing refuses them with its own words.
"""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from eset_desktop.clock import Clock
from eset_desktop.documents.errors import EmptyFile, FileTooLarge, GrowingFile, UnreadableFile
from eset_desktop.documents.values import PdfFacts

MAX_BYTES = 128 * 1024 * 1024
"""Above this a document is refused; the register's largest real attachments are plans of some 80 MB."""

QUIET_SECONDS = 1.0
"""A file changed less than this ago is looked at again after the pause: scanners and browsers write in bursts."""

_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class FileState:
    """What the system says of a file: two equal states mean that nobody wrote between them."""

    size: int
    modified_ns: int


class Source(Protocol):
    """A file to take in."""

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        ...

    def state(self) -> FileState:
        """Return its present state; raises OSError."""
        ...

    def open(self) -> BinaryIO:
        """Open it for reading from the beginning; raises OSError."""
        ...


@dataclass(frozen=True, slots=True)
class PathSource:
    """A file on this computer."""

    path: Path

    @property
    def name(self) -> str:
        """The file's name without its folder."""
        return self.path.name

    def state(self) -> FileState:
        """Return size and time of change; raises OSError."""
        found = os.stat(self.path)  # noqa: PTH116 - follows links on purpose, as open does
        return FileState(found.st_size, found.st_mtime_ns)

    def open(self) -> BinaryIO:
        """Open it for reading; raises OSError."""
        return self.path.open("rb")


@dataclass(frozen=True, slots=True)
class TakenIn:
    """A document that was taken in.

    Attributes:
        data: Its bytes.
        sha256: Of them, hexadecimal.
        file_name: The file's name without its folder.
        facts: What the PDF says of itself.
    """

    data: bytes
    sha256: str
    file_name: str
    facts: PdfFacts


def take_in(
    source: Source,
    describe: Callable[[bytes], PdfFacts],
    *,
    clock: Clock,
    pause: Callable[[float], None],
    limit: int = MAX_BYTES,
) -> TakenIn:
    """Read a file that is whole and at rest.

    Args:
        source: The file.
        describe: Looks inside, in a process of its own
            (:meth:`eset_desktop.documents.render_client.RenderClient.describe`).
        clock: Tells how long ago the file was changed.
        pause: Waits so many seconds when that was a moment ago; ``time.sleep`` outside tests.
        limit: Bytes.

    Raises:
        EmptyFile: Zero bytes.
        GrowingFile: It changed while it was read.
        UnreadableFile: The system does not give it.
        FileTooLarge: More than ``limit`` bytes.
        DocumentError: One of the subclasses that ``describe`` raises.
    """
    try:
        data, digest = _read_at_rest(source, clock, pause, limit)
    except OSError as error:
        raise UnreadableFile(reason=error.strerror or type(error).__name__) from error
    return TakenIn(data, digest, source.name, describe(data))


def _read_at_rest(
    source: Source, clock: Clock, pause: Callable[[float], None], limit: int
) -> tuple[bytes, str]:
    before = source.state()
    age = clock.now().timestamp() - before.modified_ns / 1e9
    if age < QUIET_SECONDS:
        # A time of change in the future (a camera's clock, a share) must not make anybody wait longer.
        pause(min(QUIET_SECONDS, QUIET_SECONDS - age))
        if source.state() != before:
            raise GrowingFile
    _check_size(before.size, limit)
    data, digest = _copy(source, before.size)
    if _hash(source) != digest or source.state() != before:
        raise GrowingFile
    return data, digest


def _check_size(size: int, limit: int) -> None:
    if size == 0:
        raise EmptyFile
    if size > limit:
        raise FileTooLarge(megabytes=size // (1024 * 1024), limit=limit // (1024 * 1024))


def _copy(source: Source, size: int) -> tuple[bytes, str]:
    """Read exactly ``size`` bytes, hashing them on the way."""
    digest = hashlib.sha256()
    chunks: list[bytes] = []
    left = size
    with source.open() as stream:
        while left and (chunk := stream.read(min(_CHUNK, left))):
            digest.update(chunk)
            chunks.append(chunk)
            left -= len(chunk)
        if left or stream.read(1):
            raise GrowingFile
    return b"".join(chunks), digest.hexdigest()


def _hash(source: Source) -> str:
    with source.open() as stream:
        digest = hashlib.sha256()
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
