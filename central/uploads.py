# SPDX-License-Identifier: EUPL-1.2
"""Uploads by tus 1.0 semantics on stateless processes: positions in the database, bytes as chunks in the object store.

Any process takes the next request of an upload; how its bytes come in is :mod:`central.receiving`'s. Bytes become a blob only
when all have come and their SHA-256 is the one announced (:mod:`central.composing`).
"""

from datetime import timedelta
from typing import Final

from sqlalchemy import Connection

from central import custody, upload_rows
from central.callers import Caller
from central.composing import Composer
from central.errors.requests import NotFound
from central.errors.uploads import UploadChecksum, UploadFinal, UploadOffset, UploadParts, UploadUnreferenced
from central.objects_store import CHUNKS
from central.receiving import Chunks, Receiving
from central.store import holdings
from central.upload_rows import FAILED, OPEN, Upload
from central.upload_sessions import KEPT_DAYS, Session, Wanted, check, session_of
from eset_desktop.clock import Ids, iso
from sync.protocol import DONE, FINAL_UPLOAD, PARTIAL

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
        self._chunks = Chunks(composer.database, self._store, composer.clock, ids)

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
        return self._new(connection, caller, Wanted(sha256, size, size, FINAL_UPLOAD), parts)

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

    def receive(self, caller: Caller, upload_id: str, position: int) -> Receiving:
        """Take bytes for an upload from a position on.

        Raises:
            NotFound: There is none of that id for this device.
            UploadFinal: It is made of others.
            UploadChecksum: Its bytes were wrong.
            UploadOffset: The position is not where it stands.
        """
        upload = self._found(caller, upload_id)
        if upload.form == FINAL_UPLOAD:
            raise UploadFinal
        if upload.position != position:
            raise UploadOffset(offset=upload.position)
        return Receiving(self._chunks, upload)

    def finish(self, caller: Caller, receiving: Receiving) -> Session:
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

    def _now(self) -> str:
        return iso(self._clock.now())
