# SPDX-License-Identifier: EUPL-1.2
"""An upload's bytes on their way in: chunks in the object store, each before the row that says that it is there.

The row moves the upload's position by compare-and-set: of two requests that bring the same bytes, in one process or in two, one
moves it and the other is told where the upload stands.
"""

from dataclasses import dataclass, replace
from typing import Final

from central import upload_rows
from central.errors.requests import NotFound, RequestMalformed
from central.errors.uploads import UploadOffset
from central.objects_store import CHUNKS, ObjectMissing, ObjectStore
from central.store.database import Database
from central.upload_rows import Chunk, Upload
from eset_desktop.clock import Clock, Ids, iso
from eset_desktop.crashpoints import crashpoint

CHECKPOINT: Final = 4 << 20
"""Bytes after which a running request stores what it has."""
_CRUMB: Final = 64 << 10
"""Bytes below which a chunk is joined to the one before."""


@dataclass(frozen=True, slots=True)
class Chunks:
    """Where chunks are kept."""

    database: Database
    objects: ObjectStore
    clock: Clock
    ids: Ids

    def add(self, upload: Upload, data: bytes) -> Upload:
        """Add bytes at an upload's position, durably.

        Raises:
            UploadOffset: It does not stand there any more; NotFound when it is gone.
        """
        last, before = self._to_join(upload, data)
        start, data = upload.position - len(before), before + data
        # Every try has a name of its own: one that is late cannot change what another has recorded.
        name = f"{CHUNKS}{upload.id}/{start:012d}-{self.ids.random(6).hex()}"
        self.objects.put(name, data)
        crashpoint("central.chunk_stored")
        chunk, now = Chunk(upload.id, start, len(data), name), iso(self.clock.now())
        with self.database.write() as connection:
            taken = upload_rows.advance(connection, upload.id, chunk, now, last)
            stands = None if taken else upload_rows.by_id(connection, upload.id)
        if taken:
            if last:
                self.objects.delete([last.name])
            return replace(upload, position=start + len(data), touched_at=now)
        self.objects.delete([name])
        if stands is None:
            raise NotFound
        raise UploadOffset(offset=stands.position)

    def _to_join(self, upload: Upload, data: bytes) -> tuple[Chunk | None, bytes]:
        """Return the chunk before and its bytes, when both are so small that they are kept as one: the store gets no crumbs."""
        if not upload.position or len(data) >= _CRUMB:
            return None, b""
        with self.database.read() as connection:
            last = upload_rows.last_chunk(connection, upload.id)
        if last is None or last.start + last.size != upload.position or last.size >= _CRUMB:
            return None, b""
        try:
            return last, b"".join(self.objects.read(last.name))
        except ObjectMissing:  # another request has just joined it to its own
            return None, b""


class Receiving:
    """A request's bytes on their way into an upload. One thread at a time."""

    def __init__(self, chunks: Chunks, upload: Upload) -> None:
        self._chunks = chunks
        self._upload = upload
        self._waiting = bytearray()

    @property
    def waiting(self) -> bytearray:
        """Return the bytes that wait in memory."""
        return self._waiting

    def add(self, data: bytes) -> bool:
        """Take bytes into memory; tell whether there are enough for :meth:`flush`.

        Raises:
            RequestMalformed: More bytes come than were announced; those that fit are kept.
        """
        room = self._upload.size - self._upload.position - len(self._waiting)
        self._waiting += data[:room]
        if len(data) > room:
            raise RequestMalformed(reason="more bytes than announced")
        return len(self._waiting) >= CHECKPOINT

    def flush(self) -> Upload:
        """Store what waits and return the upload as it is then.

        Raises:
            UploadOffset: A newer request has taken the upload over; NotFound when it is gone.
        """
        if self._waiting:
            data, self._waiting = bytes(self._waiting), bytearray()
            self._upload = self._chunks.add(self._upload, data)
        return self._upload

    def discard(self) -> None:
        """Forget what waits."""
        self._waiting.clear()
