# SPDX-License-Identifier: EUPL-1.2
"""Uploads by tus 1.0 semantics on stateless processes: positions in the database, bytes as chunks in the object store.

A chunk is stored before its row moves the position, by compare-and-set: of two requests that bring the same bytes, in one
process or in two, one moves it and the other is told where the upload stands. Any process takes the next request. Bytes
become a blob only when all have come and their SHA-256 is the one announced (:mod:`central.composing`).
"""

from dataclasses import replace
from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from central import custody, upload_rows
from central.callers import Caller
from central.composing import Composer
from central.errors.requests import NotFound, RequestMalformed
from central.errors.uploads import UploadChecksum, UploadFinal, UploadOffset, UploadParts, UploadUnreferenced
from central.objects_store import CHUNKS, ObjectMissing
from central.store import holdings
from central.upload_rows import FAILED, OPEN, Chunk, Upload
from central.upload_sessions import KEPT_DAYS, Session, Wanted, check, session_of
from eset_desktop.clock import Ids, iso
from eset_desktop.crashpoints import crashpoint
from sync.protocol import DONE, FINAL, PARTIAL

CHECKPOINT: Final = 4 << 20
"""Bytes after which a running request stores what it has."""
_CRUMB: Final = 64 << 10
"""Bytes below which a chunk is joined to the one before."""
_WRITER_DAYS: Final = 1
_PARTS_AT_MOST: Final = 256
"""Uploads of the same bytes by one device; of more, those that were not touched for the longest time are dropped."""


class Uploads:
    """The uploads of a service.

    Args:
        composer: Puts together what is complete; its database and object store are these uploads' too.
        ids: Makes their ids.
    """

    def __init__(self, composer: Composer, ids: Ids) -> None:
        self._composer = composer
        self._database = composer.database
        self._store = composer.blobs.store
        self._clock = composer.clock
        self._ids = ids

    def begin(self, caller: Caller, wanted: Wanted, *, resume: bool = True) -> Session:
        """Return the upload of these bytes by this device.

        Args:
            caller: Who sends.
            wanted: What.
            resume: Whether an unfinished one goes on, and none is begun when the body holds the bytes; else a new one.

        Raises:
            RequestTooLarge: More bytes than the service takes.
            RequestMalformed: The lengths contradict each other.
            UploadUnreferenced: No version that the caller may read has this hash and size.
        """
        check(wanted)
        sizes = {wanted.sha256: wanted.size}
        goes_on = resume and wanted.form != PARTIAL
        if goes_on and custody.confirmed(self._composer, caller, sizes):
            return Session("", wanted.length, wanted.length, state=DONE)
        upload = self._database.attempt(
            lambda connection: self._begun(connection, caller, wanted, resume=goes_on)
        )
        return self._settled(caller, upload)

    def _begun(self, connection: Connection, caller: Caller, wanted: Wanted, *, resume: bool) -> Upload:
        if not holdings.referred(connection, caller.streams, {wanted.sha256: wanted.size}):
            raise UploadUnreferenced
        if resume:
            found = upload_rows.unfinished(connection, caller.device, wanted.sha256, wanted.form)
            if found is not None and found.size == wanted.length:
                return found
        return self._new(connection, caller, wanted)

    def _new(
        self, connection: Connection, caller: Caller, wanted: Wanted, joined: tuple[str, ...] = ()
    ) -> Upload:
        upload = Upload(
            id=self._ids.uuid7(),
            body=caller.body,
            device=caller.device,
            sha256=wanted.sha256,
            size=wanted.length,
            content_size=wanted.size,
            form=wanted.form,
            position=wanted.length if joined else 0,
            joined=joined,
            touched_at=self._now(),
        )
        upload_rows.create(connection, upload, self._now())
        # Their chunks go with the next sweep.
        upload_rows.remove(
            connection, upload_rows.beyond(connection, caller.device, wanted.sha256, _PARTS_AT_MOST)
        )
        return upload

    def join(self, caller: Caller, parts: tuple[str, ...]) -> Session:
        """Put partial uploads together to a file; asked again it is the same one (tus 1.0, concatenation).

        Raises:
            UploadParts: Some are missing, unfinished, of another file or do not add up.
            UploadChecksum: Their bytes are not what was announced; all were dropped.
        """
        upload = self._database.attempt(lambda connection: self._joined(connection, caller, parts))
        if self._is_lost(upload):
            raise UploadParts
        return self._settled(caller, upload)

    def _is_lost(self, upload: Upload) -> bool:
        """Tell whether an upload's bytes were lost after it ended; then it is forgotten."""
        sizes = {upload.sha256: upload.content_size}
        return upload.state == DONE and bool(custody.lose(self._composer, sizes))

    def _joined(self, connection: Connection, caller: Caller, parts: tuple[str, ...]) -> Upload:
        if len(parts) > _PARTS_AT_MOST:
            raise UploadParts
        upload_rows.lock(connection, caller.device, parts)
        before = upload_rows.joining(connection, caller.device, parts)
        if before is not None:
            return before
        found = [upload_rows.of_device(connection, caller.device, each) for each in parts]
        listed = [each for each in found if each is not None and each.form == PARTIAL and each.state == OPEN]
        if not parts or len(listed) < len(parts) or len(set(parts)) < len(parts):
            raise UploadParts
        sha256, size = listed[0].sha256, listed[0].content_size
        same = all(each.complete and each.sha256 == sha256 for each in listed)
        if not same or sum(each.size for each in listed) != size:
            raise UploadParts
        return self._new(connection, caller, Wanted(sha256, size, size, FINAL), parts)

    def state(self, caller: Caller, upload_id: str) -> Session:
        """Return how far an upload is; one that is complete is finished first.

        Raises:
            NotFound: There is none of that id for this device.
            UploadChecksum: Its bytes were wrong.
        """
        upload = self._found(caller, upload_id)
        if self._is_lost(upload):
            raise NotFound
        return self._settled(caller, upload)

    def receive(self, caller: Caller, upload_id: str, position: int) -> "Receiving":
        """Take bytes for an upload from a position on.

        Raises:
            NotFound: There is none of that id for this device.
            UploadFinal: It is made of others.
            UploadChecksum: Its bytes were wrong.
            UploadOffset: The position is not where it stands.
        """
        upload = self._found(caller, upload_id)
        if upload.form == FINAL:
            raise UploadFinal
        if upload.position != position:
            raise UploadOffset(offset=upload.position)
        return Receiving(self, upload)

    def finish(self, caller: Caller, receiving: "Receiving") -> Session:
        """Store the rest of what came; when all bytes are here, verify them and make them the body's.

        Raises:
            UploadChecksum: They are not what was announced; they were dropped.
            UploadOffset: Another request was faster.
        """
        return self._settled(caller, receiving.flush())

    def terminate(self, caller: Caller, upload_id: str) -> None:
        """Drop an upload (tus 1.0, termination).

        Raises:
            NotFound: There is none of that id for this device.
        """
        upload = self._found(caller, upload_id, failed=True)
        with self._database.write() as connection:
            upload_rows.remove(connection, [upload.id])
        self._composer.clear([upload.id])

    def expire(self) -> int:
        """Drop uploads that nobody touched for :data:`KEPT_DAYS` days and chunks that no upload has; return how many uploads.

        A process that was killed between a chunk and its row, or between a row's end and the chunk's, leaves such chunks.
        """
        now = self._clock.now()
        # Listed before the rows are read: the chunks of an upload that begins meanwhile are not among them.
        stored = {name.split("/")[1] for name in self._store.names(CHUNKS)}
        with self._database.write() as connection:
            old = upload_rows.untouched_since(connection, iso(now - timedelta(days=KEPT_DAYS)))
            upload_rows.remove(connection, old)
            needed = upload_rows.with_chunks(connection)
        self._composer.clear(sorted(stored - needed))
        self._store.clear_unfinished(now - timedelta(days=_WRITER_DAYS))
        return len(old)

    def _found(self, caller: Caller, upload_id: str, *, failed: bool = False) -> Upload:
        with self._database.read() as connection:
            upload = upload_rows.of_device(connection, caller.device, upload_id)
        if upload is None:
            raise NotFound
        if upload.state == FAILED and not failed:
            raise UploadChecksum
        return upload

    def _settled(self, caller: Caller, upload: Upload) -> Session:
        if upload.complete and upload.state == OPEN and upload.form != PARTIAL:
            upload = self._composer.finish(caller, upload)
        return session_of(upload)

    def store_chunk(self, upload: Upload, data: bytes) -> Upload:
        """Add bytes at an upload's position, durably.

        Raises:
            UploadOffset: It does not stand there any more; NotFound when it is gone.
        """
        last, before = self._to_join(upload, data)
        start, data = upload.position - len(before), before + data
        # Every try has a name of its own: one that is late cannot change what another has recorded.
        name = f"{CHUNKS}{upload.id}/{start:012d}-{self._ids.random(6).hex()}"
        self._store.put(name, data)
        crashpoint("central.chunk_stored")
        chunk, now = Chunk(upload.id, start, len(data), name), self._now()
        with self._database.write() as connection:
            taken = upload_rows.advance(connection, upload.id, chunk, now, last)
            stands = None if taken else upload_rows.by_id(connection, upload.id)
        if taken:
            if last:
                self._store.delete([last.name])
            return replace(upload, position=start + len(data), touched_at=now)
        self._store.delete([name])
        if stands is None:
            raise NotFound
        raise UploadOffset(offset=stands.position)

    def _to_join(self, upload: Upload, data: bytes) -> tuple[Chunk | None, bytes]:
        """Return the chunk before and its bytes, when both are so small that they are kept as one: the store gets no crumbs."""
        if not upload.position or len(data) >= _CRUMB:
            return None, b""
        with self._database.read() as connection:
            last = upload_rows.last_chunk(connection, upload.id)
        if last is None or last.start + last.size != upload.position or last.size >= _CRUMB:
            return None, b""
        try:
            return last, b"".join(self._store.read(last.name))
        except ObjectMissing:  # another request has just joined it to its own
            return None, b""

    def _now(self) -> str:
        return iso(self._clock.now())


class Receiving:
    """A request's bytes on their way into an upload. One thread at a time."""

    def __init__(self, uploads: Uploads, upload: Upload) -> None:
        self._uploads = uploads
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
            self._upload = self._uploads.store_chunk(self._upload, data)
        return self._upload

    def discard(self) -> None:
        """Forget what waits."""
        self._waiting.clear()
