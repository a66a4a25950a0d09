# SPDX-License-Identifier: EUPL-1.2
"""Complete uploads become verified bytes.

The order: read the chunks, checking the whole hash on the way into the object store; then one transaction that makes the
bytes the body's and settles the upload; then the chunks go. A process may die anywhere in it and any other do it again:
the bytes are written under the same name, the transaction finds the upload settled or not, the sweep finds what is left.
"""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

import structlog
from sqlalchemy import Connection

from central import accounts, recipes, upload_rows
from central.blobs import Blobs
from central.callers import Caller
from central.errors.devices import DeviceUnknown
from central.errors.requests import NotFound
from central.errors.stored import BlobLost
from central.errors.uploads import UploadChecksum
from central.jobs import Job, Jobs
from central.objects_store import CHUNKS, ObjectMissing
from central.present import publish
from central.store import holdings
from central.store.database import Database
from central.upload_rows import FAILED, PLAIN, SEGMENTS, Chunk, Upload
from eset_desktop.clock import Clock, iso
from eset_desktop.crashpoints import crashpoint
from eset_desktop.domain.segments import RecipeUnsound
from sync.protocol import COMPOSING, DONE

AT_ONCE: Final = 8 << 20
"""Bytes up to which a file is put together in the request that brings its end."""
JOB: Final = "compose"

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Composer:
    """Puts uploads together.

    Attributes:
        moved: Called with a stream's name after a commit that moved it.
    """

    database: Database
    blobs: Blobs
    clock: Clock
    jobs: Jobs
    moved: Callable[[str], None]

    def finish(self, caller: Caller, upload: Upload) -> Upload:
        """Make an upload whose bytes are all here the body's: at once, or by a job when it is large.

        Raises:
            UploadChecksum: The bytes are not what was announced; they were dropped.
        """
        if upload.form == SEGMENTS:
            settled = self._check_sources(caller, upload)
            if settled is not None:
                return settled
        if upload.form == PLAIN or upload.content_size <= AT_ONCE:
            return self.compose(upload)
        with self.database.write() as connection:
            taken = upload_rows.settle(connection, upload, COMPOSING, self._now())
            if taken:
                self.jobs.enqueue(connection, JOB, upload.id, {"upload": upload.id})
        self.jobs.wake()
        return replace(upload, state=COMPOSING) if taken else self._settled_by_others(upload)

    def run(self, job: Job) -> None:
        """Do a job."""
        with self.database.read() as connection:
            upload = upload_rows.by_id(connection, str(job.payload["upload"]))
        if upload is None or upload.state != COMPOSING:
            return
        try:
            self.compose(upload, job)
        except NotFound:
            _log.info("upload.terminated", upload=upload.id)
        except UploadChecksum as error:
            # Told to the client when it asks; trying again would read the same bytes.
            reason = type(error.__cause__).__name__
            _log.warning("upload.failed", upload=upload.id, size=upload.content_size, reason=reason)
        except DeviceUnknown:
            self._fail(upload, job)

    def compose(self, upload: Upload, job: Job | None = None) -> Upload:
        """Verify an upload's bytes and make them the body's; safe to repeat after a crash anywhere in it.

        Args:
            upload: All of its bytes are here.
            job: The job that this is done for.

        Raises:
            UploadChecksum: They are not what was announced; they were dropped.
            NotFound: The upload was terminated meanwhile.
            DeviceUnknown: The device was renewed meanwhile, or revoked.
            LeaseLost: Another process does the job.
        """
        with self.database.read() as connection:
            chunks = upload_rows.chunks(connection, upload.sources)
        listed = [each for source in upload.sources for each in chunks[source]]
        try:
            self.blobs.take(upload.sha256, self._content(upload, listed))
        except (BlobLost, RecipeUnsound, ObjectMissing) as error:
            return self._refused(upload, error, job)
        crashpoint("central.blob_stored")
        moved = self.database.attempt(lambda connection: self._publish(connection, upload, job))
        if moved is None:
            return self._settled_by_others(upload)
        for stream in moved:
            self.moved(stream)
        crashpoint("central.chunks_left")
        self.clear(upload.sources)
        return replace(upload, state=DONE)

    def clear(self, uploads: Iterable[str]) -> None:
        """Remove the chunks of uploads, those that no row names too."""
        store = self.blobs.store
        store.delete(name for each in uploads for name in list(store.names(f"{CHUNKS}{each}/")))

    def _publish(self, connection: Connection, upload: Upload, job: Job | None) -> tuple[str, ...] | None:
        """Settle an upload and return the streams that moved; None when somebody else has settled it."""
        sender = accounts.check_standing(connection, upload.device)
        if not upload_rows.settle(connection, upload, DONE, self._now()):
            return None
        sizes = {upload.sha256: upload.content_size}
        moved = publish(connection, upload.body, sizes, self._now(), sender)
        if job is not None:
            self.jobs.hold(connection, job)
        return moved

    def _refused(self, upload: Upload, error: Exception, job: Job | None = None) -> Upload:
        """Drop an upload that does not become what was announced, unless somebody else was faster and cleared its chunks.

        Raises:
            UploadChecksum: It was dropped.
        """
        if not self._fail(upload, job):
            return self._settled_by_others(upload)
        raise UploadChecksum from error

    def _settled_by_others(self, upload: Upload) -> Upload:
        with self.database.read() as connection:
            found = upload_rows.by_id(connection, upload.id)
        if found is None:
            raise NotFound
        if found.state == FAILED:
            raise UploadChecksum
        return found

    def _fail(self, upload: Upload, job: Job | None = None) -> bool:
        """Settle an upload as failed; False when somebody else has settled it."""
        with self.database.write() as connection:
            settled = upload_rows.settle(connection, upload, FAILED, self._now())
            if settled and job is not None:
                self.jobs.hold(connection, job)
        if settled:
            self.clear(upload.sources)
        return settled

    def _content(self, upload: Upload, chunks: list[Chunk]) -> Iterator[bytes]:
        pieces = self._pieces(chunks)
        if upload.form != SEGMENTS:
            return pieces
        return iter(
            recipes.composed(pieces, upload.content_size, self.blobs, lambda asked: self._held(upload, asked))
        )

    def _pieces(self, chunks: list[Chunk]) -> Iterator[bytes]:
        for each in chunks:
            yield from self.blobs.store.read(each.name, 0, each.size)

    def _held(self, upload: Upload, hashes: Collection[str]) -> Collection[str]:
        with self.database.read() as connection:
            return holdings.held(connection, upload.body, hashes)

    def _check_sources(self, caller: Caller, upload: Upload) -> Upload | None:
        """See that a recipe copies only from what its sender may read now; return it when another process settled it."""
        with self.database.read() as connection:
            chunks = upload_rows.chunks(connection, [upload.id])[upload.id]

        def allowed(hashes: set[str]) -> Collection[str]:
            with self.database.read() as connection:
                return recipes.readable(connection, caller, hashes)

        try:
            recipes.composed(self._pieces(chunks), upload.content_size, self.blobs, allowed)
        except (RecipeUnsound, ObjectMissing) as error:
            return self._refused(upload, error)
        return None

    def _now(self) -> str:
        return iso(self.clock.now())
