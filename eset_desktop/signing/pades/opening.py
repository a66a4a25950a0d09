# SPDX-License-Identifier: EUPL-1.2
"""Documents as seekable streams, and the SHA-256 of each read once.

The digest of a signature's ByteRange begins with the whole document before it, so the state of that one hash serves
three times: what the person confirmed, what is signed, what the signed document's hash is.
"""

import hashlib
import io
import os
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, Self

from eset_desktop.blob_stream import StreamReader
from eset_desktop.errors import BlobDamaged
from eset_desktop.signing.errors import DocumentChanged, DocumentUnreadable
from eset_desktop.signing.plain_files import shown
from eset_desktop.signing.sources import CHUNK, HeldBytes, PlainFile, SealedFile, Source

if TYPE_CHECKING:
    from hashlib import _Hash

_WHOLE: Final = 1 << 20
"""Bytes up to which a document is read into memory: looking here and there is then free."""
_BUFFER: Final = 1 << 16
_KEPT: Final = 2_000
"""Hash states that are remembered: a large batch; each takes about 200 bytes."""


@dataclass(frozen=True, slots=True)
class Document:
    """A document that is open.

    Attributes:
        stream: Seekable.
        size: In bytes.
        seen: What names exactly these bytes while they are not written to; ``None`` when nothing does.
    """

    stream: BinaryIO
    size: int
    seen: tuple[str | int, ...] | None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stream.close()


def open_document(source: Source) -> Document:
    """Open a document for reading.

    Raises:
        DocumentUnreadable: It is not there or may not be read. Details: ``file``, ``reason``.
        BlobDamaged: The sealed file is not what was stored.
    """
    match source:
        case HeldBytes():
            return Document(io.BytesIO(source.data), len(source.data), None)
        case PlainFile():
            return _plain(source)
        case SealedFile():
            return _sealed(source)


def _plain(source: PlainFile) -> Document:
    try:
        file = source.path.open("rb", buffering=_BUFFER)
        size = os.fstat(file.fileno()).st_size
        seen = _seen(os.fstat(file.fileno()))
        if size > _WHOLE:
            return Document(file, size, seen)
        with file:
            data = file.read()
        return Document(io.BytesIO(data), len(data), seen)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise DocumentUnreadable(file=shown(source.path.name), reason=reason) from error


def _seen(found: os.stat_result) -> tuple[str | int, ...]:
    return ("file", found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)


def _sealed(source: SealedFile) -> Document:
    try:
        file = Path(source.path).open("rb", buffering=_BUFFER)  # noqa: SIM115 - the reader closes it
        reader = StreamReader(file, source.key, bytes.fromhex(source.sha256))
    except OSError as error:
        raise DocumentUnreadable(file="", reason=error.strerror or type(error).__name__) from error
    seen = _sealed_as(source)
    if reader.size > _WHOLE:
        return Document(io.BufferedReader(reader, CHUNK), reader.size, seen)
    with reader:
        return Document(io.BytesIO(reader.stretch(0, reader.size)), reader.size, seen)


def _sealed_as(source: SealedFile) -> tuple[str | int, ...]:
    return ("sealed", source.sha256)


class Measures:
    """Hash states of documents, each over the whole document."""

    def __init__(self) -> None:
        self._states: OrderedDict[tuple[str | int, ...], _Hash] = OrderedDict()

    def remembered(self, source: Source) -> "_Hash | None":
        """Return the state of a document that was read before and is as it was, without opening it; a copy."""
        if isinstance(source, HeldBytes):
            return None
        try:
            key = _sealed_as(source) if isinstance(source, SealedFile) else _seen(Path(source.path).stat())
        except OSError:
            return None
        state = self._states.get(key)
        return state.copy() if state is not None else None

    def of(self, source: Source, document: Document) -> "_Hash":
        """Return the SHA-256 state after the whole document; a copy, to go on from.

        Raises:
            DocumentChanged: It was written to while it was read.
            BlobDamaged: A sealed content is not the one that it should be.
        """
        key = document.seen
        if key is not None and key in self._states:
            self._states.move_to_end(key)
            return self._states[key].copy()
        state = _hashed(document)
        if isinstance(source, SealedFile) and state.hexdigest() != source.sha256:
            raise BlobDamaged
        if key is not None:
            self._states[key] = state
            while len(self._states) > _KEPT:
                self._states.popitem(last=False)
        return state.copy()


def _hashed(document: Document) -> "_Hash":
    stream = document.stream
    state = hashlib.sha256()
    if isinstance(stream, io.BytesIO):
        state.update(stream.getbuffer())
        return state
    read = 0
    for piece in _pieces(stream):
        state.update(piece)
        read += len(piece)
    if read != document.size:
        raise DocumentChanged
    if document.seen and document.seen[0] == "file" and _seen(os.fstat(stream.fileno())) != document.seen:
        raise DocumentChanged
    return state


def _pieces(stream: BinaryIO) -> Iterator[bytes | memoryview]:
    """Yield a large document from its beginning; nothing of it is copied twice."""
    raw = getattr(stream, "raw", stream)
    if isinstance(raw, StreamReader):
        yield from raw.pieces()
        return
    stream.seek(0)
    buffer = bytearray(CHUNK)
    view = memoryview(buffer)
    while count := stream.readinto(buffer):  # type: ignore[attr-defined]  # a buffered file has it
        yield view[:count]
