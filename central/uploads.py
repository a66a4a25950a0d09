# SPDX-License-Identifier: EUPL-1.2
"""Uploads by tus 1.0 semantics: the position is in the database, the bytes in a file that is never behind it.

A killed process goes on from the recorded position; whatever the file holds beyond it is written again. Bytes become a
blob only when all have come and their SHA-256 is the one announced.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, BinaryIO, Final

from sqlalchemy import Connection, Row, delete, insert, select, update

from central import accounts
from central.blobs import BlobFolder, hash_of
from central.callers import Caller
from central.errors import (
    NotFound,
    RequestMalformed,
    RequestTooLarge,
    UploadChecksum,
    UploadOffset,
    UploadUnreferenced,
)
from central.store import holdings, objects, streams, tables
from central.store.database import Database
from central.store.streams import ObjectChange
from eset_desktop.clock import Clock, Ids, iso
from eset_desktop.platform import fsync_file
from sync.protocol import Limits

KEPT_DAYS: Final = 30
_DAY_SECONDS: Final = 86_400
_CHECKPOINT: Final = 4 << 20
"""Bytes after which a running request records its position."""

_UPLOAD = tables.upload.c
_VERSION = tables.version_bytes.c


@dataclass(frozen=True, slots=True)
class Session:
    """An upload: how much of it is here.

    Attributes:
        id: Part of its address; empty when the body holds the bytes already.
        position: Bytes that are here for certain.
        size: Bytes that were announced.
    """

    id: str
    position: int
    size: int

    @property
    def complete(self) -> bool:
        """Tell whether all bytes are here."""
        return self.position == self.size


class Uploads:
    """The unfinished uploads of a service.

    Args:
        moved: Called with a stream's name after a commit that moved it.
    """

    def __init__(
        self,
        database: Database,
        *,
        blobs: BlobFolder,
        folder: Path,
        clock: Clock,
        ids: Ids,
        moved: Callable[[str], None],
    ) -> None:
        self._database = database
        self._blobs = blobs
        self._folder = folder
        self._clock = clock
        self._ids = ids
        self._moved = moved
        self._expired = clock.monotonic()
        self._open: dict[str, Receiving] = {}
        self._lock = threading.Lock()

    def begin(self, caller: Caller, sha256: str, size: int) -> Session:
        """Return the upload of these bytes by this device: a new one or the unfinished one.

        Raises:
            RequestTooLarge: More bytes than the service takes.
            UploadUnreferenced: No version of the caller's body has this hash and size.
        """
        if size > Limits().blob_bytes:
            raise RequestTooLarge(size=size)
        if self._clock.monotonic() - self._expired >= _DAY_SECONDS:
            self.expire()
        with self._database.write() as connection:
            if not _is_referenced(connection, caller.stream, sha256, size):
                raise UploadUnreferenced
            if holdings.held(connection, caller.body, [sha256]):
                return Session("", size, size)
            row = connection.execute(
                select(tables.upload).where(_UPLOAD.device == caller.device, _UPLOAD.sha256 == sha256)
            ).one_or_none()
            found = _session(row) if row is not None else self._new(connection, caller, sha256, size)
        return self._finished(caller, found) if found.complete else found

    def _new(self, connection: Connection, caller: Caller, sha256: str, size: int) -> Session:
        session = Session(self._ids.uuid7(), 0, size)
        now = iso(self._clock.now())
        connection.execute(
            insert(tables.upload).values(
                id=session.id, body=caller.body, device=caller.device, sha256=sha256, size=size, position=0,
                created_at=now, touched_at=now,
            )
        )  # fmt: skip
        self._part(session.id).touch(mode=0o600)
        return session

    def state(self, caller: Caller, upload_id: str) -> Session:
        """Return how far an upload is; one that is complete is finished first.

        Raises:
            NotFound: There is none of that id for this device.
            UploadChecksum: It was complete and its bytes are wrong.
        """
        session = _session(self._row(caller, upload_id))
        return self._finished(caller, session) if session.complete else session

    def receive(self, caller: Caller, upload_id: str, position: int) -> "Receiving":
        """Open an upload for writing at a position; an older request that still writes is cut off.

        Raises:
            NotFound: There is none of that id for this device.
            UploadOffset: The position is not where it stands.
        """
        with self._lock:
            older = self._open.pop(upload_id, None)
            if older is not None:
                older.close()
            row = self._row(caller, upload_id)
            if row.position != position:
                raise UploadOffset(offset=row.position)
            receiving = Receiving(self._part(upload_id), _session(row), self._record)
            self._open[upload_id] = receiving
            return receiving

    def finish(self, caller: Caller, receiving: "Receiving") -> Session:
        """Close what :meth:`receive` opened; when all bytes are here, verify and store them.

        Raises:
            UploadChecksum: They are not what was announced; they were dropped and the session with them.
        """
        position = receiving.close()
        with self._lock:
            if self._open.get(receiving.session.id) is receiving:
                del self._open[receiving.session.id]
        session = Session(receiving.session.id, position, receiving.session.size)
        return self._finished(caller, session) if session.complete else session

    def expire(self) -> int:
        """Drop uploads that nobody touched for :data:`KEPT_DAYS` days, and files that no upload has; return how many.

        A process that was killed between an upload's row and its file leaves such a file behind.
        """
        self._expired = self._clock.monotonic()
        limit = iso(self._clock.now() - timedelta(days=KEPT_DAYS))
        # Listed before the rows are read: the file of an upload that begins meanwhile is not among them.
        files = {each.stem for each in self._folder.glob("*.part")}
        with self._database.write() as connection:
            old = connection.execute(
                delete(tables.upload).where(_UPLOAD.touched_at < limit).returning(_UPLOAD.id)
            ).scalars().all()  # fmt: skip
            alive = set(connection.execute(select(_UPLOAD.id)).scalars())
        gone = files - alive
        for upload_id in gone:
            self._part(upload_id).unlink(missing_ok=True)
        return len(gone | set(old))

    def _part(self, upload_id: str) -> Path:
        return self._folder / f"{upload_id}.part"

    def _row(self, caller: Caller, upload_id: str) -> Row[Any]:
        with self._database.read() as connection:
            row = connection.execute(
                select(tables.upload).where(_UPLOAD.id == upload_id, _UPLOAD.device == caller.device)
            ).one_or_none()
        if row is None:
            raise NotFound
        return row

    def _record(self, session: Session, position: int) -> None:
        with self._database.write() as connection:
            connection.execute(
                update(tables.upload)
                .where(_UPLOAD.id == session.id)
                .values(position=position, touched_at=iso(self._clock.now()))
            )

    def _finished(self, caller: Caller, session: Session) -> Session:
        """Verify a complete upload and make its bytes the body's; safe to repeat after a crash anywhere in it."""
        row = self._row(caller, session.id)
        part = self._part(session.id)
        if part.exists():
            if hash_of(part) != row.sha256:
                self._drop(session.id)
                raise UploadChecksum
            self._blobs.adopt(part, row.sha256)
        elif self._blobs.size(row.sha256) != row.size:
            self._drop(session.id)
            raise UploadChecksum
        with self._database.write() as connection:
            accounts.check_standing(connection, caller.device)
            holdings.record(connection, caller.body, {row.sha256: row.size}, iso(self._clock.now()))
            moved = mark_present(connection, caller.stream, row.sha256, row.size, iso(self._clock.now()))
            connection.execute(delete(tables.upload).where(_UPLOAD.id == session.id))
        if moved:
            self._moved(caller.stream)
        return session

    def _drop(self, upload_id: str) -> None:
        with self._database.write() as connection:
            connection.execute(delete(tables.upload).where(_UPLOAD.id == upload_id))
        self._part(upload_id).unlink(missing_ok=True)


class Receiving:
    """A request's bytes on their way into an upload's file."""

    def __init__(self, part: Path, session: Session, record: Callable[[Session, int], None]) -> None:
        self.session = session
        self._record = record
        self._position = session.position
        self._recorded = session.position
        self._lock = threading.Lock()
        self._file: BinaryIO | None = part.open("rb+" if part.exists() else "wb")
        self._file.truncate(session.position)
        self._file.seek(session.position)

    def write(self, data: bytes) -> None:
        """Append bytes.

        Raises:
            RequestMalformed: More bytes come than were announced; those that fit are kept.
            UploadOffset: A newer request has taken the upload over.
        """
        with self._lock:
            if self._file is None:
                raise UploadOffset(offset=self._recorded)
            fitting = data[: self.session.size - self._position]
            self._file.write(fitting)
            self._position += len(fitting)
            if self._position - self._recorded >= _CHECKPOINT:
                self._checkpoint(self._file)
            if len(fitting) < len(data):
                raise RequestMalformed(reason="more bytes than announced")

    def close(self) -> int:
        """Make what came durable and return the position; may be called again."""
        with self._lock:
            if self._file is not None:
                try:
                    self._checkpoint(self._file)
                finally:
                    self._file.close()
                    self._file = None
            return self._recorded

    def _checkpoint(self, file: BinaryIO) -> None:
        if self._position != self._recorded:
            file.flush()
            fsync_file(file.fileno())
            self._record(self.session, self._position)
            self._recorded = self._position


def _session(row: Row[Any]) -> Session:
    return Session(row.id, row.position, row.size)


def _is_referenced(connection: Connection, stream: str, sha256: str, size: int) -> bool:
    found = connection.execute(
        select(_VERSION.version)
        .where(_VERSION.stream == stream, _VERSION.sha256 == sha256, _VERSION.size == size)
        .limit(1)
    )
    return found.one_or_none() is not None


def readable_size(connection: Connection, caller: Caller, sha256: str) -> int:
    """Return the size of bytes that a version in the caller's body refers to and that are here.

    Raises:
        NotFound: There are none; whether another body holds them is not told.
    """
    size = holdings.held(connection, caller.body, [sha256]).get(sha256)
    if size is None or not _is_referenced(connection, caller.stream, sha256, size):
        raise NotFound
    return size


def mark_present(connection: Connection, stream: str, sha256: str, size: int, at: str) -> bool:
    """Set ``present`` on every version of these bytes and tell whether any changed."""
    versions = connection.execute(
        select(_VERSION.version).where(_VERSION.stream == stream, _VERSION.sha256 == sha256, _VERSION.size == size)
    ).scalars().all()  # fmt: skip
    locked = objects.lock(connection, stream, versions)
    changes = [
        ObjectChange(
            before=locked[key],
            after=locked[key].state.with_fields({"present": True}),
            verb="present",
            by="",
            at=at,
        )
        for key in sorted(versions)
        if key in locked and not locked[key].state.get("present")
    ]
    streams.append(connection, stream, changes, at)
    return bool(changes)
