# SPDX-License-Identifier: EUPL-1.2
"""The rows of uploads: how far each is and which objects hold its bytes.

States of an upload; ``position`` bytes of ``size`` are stored for certain:

=========  ======================================  ==========================================================
open       takes bytes while position < size       → composing or done, when all bytes are here
composing  a job puts it together                  → done; → failed, when the bytes are not what was announced
done       its bytes are the body's                the row stays so that a lost answer is given again
failed     its bytes were wrong and are dropped    a new upload begins anew
=========  ======================================  ==========================================================
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, delete, insert, select, update

from central.store import tables
from sync.protocol import COMPOSING, DONE, FINAL_UPLOAD

PLAIN: Final = "plain"
"""A file sent whole by a client that takes the last byte's answer for the confirmation."""
WHOLE: Final = "whole"
SEGMENTS: Final = "segments"
"""A recipe, see :mod:`eset_desktop.domain.segments`."""

OPEN: Final = "open"
FAILED: Final = "failed"

_UPLOAD = tables.upload.c
_CHUNK = tables.upload_chunk.c
_MINE = select(tables.upload).where(_UPLOAD.device == bindparam("device"))
_BY_ID = select(tables.upload).where(_UPLOAD.id == bindparam("key"))
_OF_DEVICE = _MINE.where(_UPLOAD.id == bindparam("key"))
_UNFINISHED = (
    _MINE.where(
        _UPLOAD.sha256 == bindparam("sha256"), _UPLOAD.form == bindparam("form"), _UPLOAD.state == OPEN
    )
    .order_by(_UPLOAD.position.desc(), _UPLOAD.id)
    .limit(1)
)
_SAME_BYTES = (
    select(_UPLOAD.id, _UPLOAD.state, _UPLOAD.joined)
    .where(_UPLOAD.device == bindparam("device"), _UPLOAD.sha256 == bindparam("sha256"))
    .order_by(_UPLOAD.touched_at.desc(), _UPLOAD.id.desc())
)
_JOINED = _MINE.where(
    _UPLOAD.form == FINAL_UPLOAD, _UPLOAD.joined == bindparam("joined"), _UPLOAD.state != FAILED
).order_by(_UPLOAD.id)
_ADVANCE = (
    update(tables.upload)
    .where(_UPLOAD.id == bindparam("key"), _UPLOAD.position == bindparam("before"), _UPLOAD.state == OPEN)
    .values(position=bindparam("after"), touched_at=bindparam("now"))
)
_LAST_CHUNK = (
    select(tables.upload_chunk)
    .where(_CHUNK.upload == bindparam("key"))
    .order_by(_CHUNK.start.desc())
    .limit(1)
)
_DROP_CHUNK = delete(tables.upload_chunk).where(
    _CHUNK.upload == bindparam("key"), _CHUNK.start == bindparam("begins")
)
_CHUNKS = (
    select(tables.upload_chunk)
    .where(_CHUNK.upload.in_(bindparam("uploads", expanding=True)))
    .order_by(_CHUNK.upload, _CHUNK.start)
)


@dataclass(frozen=True, slots=True)
class Upload:
    """An upload.

    Attributes:
        sha256: Of the version whose bytes these are, or a part of.
        size: Bytes to be sent.
        position: Bytes that are here.
        content_size: Bytes of the version.
        joined: The partial uploads that a final one is made of, in order.
    """

    id: str
    body: str
    device: str
    sha256: str
    size: int
    content_size: int
    form: str
    position: int = 0
    state: str = OPEN
    joined: tuple[str, ...] = ()
    touched_at: str = ""

    @property
    def complete(self) -> bool:
        """Tell whether all bytes are here."""
        return self.position == self.size

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the uploads whose chunks hold the bytes, in order."""
        return self.joined or (self.id,)


@dataclass(frozen=True, slots=True)
class Chunk:
    """An object in the store with bytes of an upload from ``start`` on."""

    upload: str
    start: int
    size: int
    name: str


def _upload(row: Row[Any]) -> Upload:
    return Upload(
        id=row.id,
        body=row.body,
        device=row.device,
        sha256=row.sha256,
        size=row.size,
        content_size=row.final_size,
        form=row.form,
        position=row.position,
        state=row.state,
        joined=tuple(row.joined.split()),
        touched_at=row.touched_at,
    )


def create(connection: Connection, upload: Upload, at: str) -> None:
    """Write a new upload."""
    connection.execute(
        insert(tables.upload).values(
            id=upload.id,
            body=upload.body,
            device=upload.device,
            sha256=upload.sha256,
            size=upload.size,
            final_size=upload.content_size,
            form=upload.form,
            position=upload.position,
            state=upload.state,
            joined=" ".join(upload.joined),
            created_at=at,
            touched_at=at,
        )
    )


def of_device(connection: Connection, device: str, upload_id: str) -> Upload | None:
    """Return an upload of a device; another device's does not exist to it."""
    row = connection.execute(_OF_DEVICE, {"device": device, "key": upload_id}).one_or_none()
    return _upload(row) if row is not None else None


def by_id(connection: Connection, upload_id: str) -> Upload | None:
    """Return an upload."""
    row = connection.execute(_BY_ID, {"key": upload_id}).one_or_none()
    return _upload(row) if row is not None else None


def unfinished(connection: Connection, device: str, sha256: str, form: str) -> Upload | None:
    """Return the upload of these bytes that a device has brought farthest."""
    asked = {"device": device, "sha256": sha256, "form": form}
    row = connection.execute(_UNFINISHED, asked).one_or_none()
    return _upload(row) if row is not None else None


def lock(connection: Connection, device: str, uploads: Collection[str]) -> None:
    """Hold uploads of a device until the transaction ends: of two requests to join them the second finds the first's."""
    mine = _MINE.where(_UPLOAD.id.in_(uploads)).order_by(_UPLOAD.id).with_for_update()
    connection.execute(mine, {"device": device})


def joining(connection: Connection, device: str, parts: tuple[str, ...]) -> Upload | None:
    """Return the upload that a device has made of these parts before."""
    row = connection.execute(_JOINED, {"device": device, "joined": " ".join(parts)}).first()
    return _upload(row) if row is not None else None


def beyond(connection: Connection, device: str, sha256: str, most: int) -> list[str]:
    """Return the uploads of these bytes by a device that are too many, the longest untouched ones.

    One that is being put together stays, and so does what it is made of.
    """
    found = connection.execute(_SAME_BYTES, {"device": device, "sha256": sha256}).all()
    under_way = [row for row in found if row.state == COMPOSING or (row.state == OPEN and row.joined)]
    used = {key for row in under_way for key in (row.id, *row.joined.split())}
    return [row.id for row in found[most:] if row.id not in used]


def last_chunk(connection: Connection, upload_id: str) -> Chunk | None:
    """Return the chunk that an upload's position lies behind."""
    row = connection.execute(_LAST_CHUNK, {"key": upload_id}).one_or_none()
    return Chunk(row.upload, row.start, row.size, row.name) if row is not None else None


def advance(
    connection: Connection, upload_id: str, chunk: Chunk, at: str, instead: Chunk | None = None
) -> bool:
    """Add a chunk that ends an upload, or takes the place of its last one; False when the upload stands elsewhere, and nothing is changed.

    Args:
        connection: A writing transaction.
        upload_id: The upload.
        chunk: Begins where the upload stands, or where ``instead`` begins.
        at: The moment.
        instead: The last chunk, whose bytes the new one begins with.
    """
    before, after = instead.start + instead.size if instead else chunk.start, chunk.start + chunk.size
    moved = connection.execute(_ADVANCE, {"key": upload_id, "before": before, "after": after, "now": at})
    if not moved.rowcount:
        return False
    if instead:
        connection.execute(_DROP_CHUNK, {"key": upload_id, "begins": instead.start})
    connection.execute(
        insert(tables.upload_chunk).values(
            upload=upload_id, start=chunk.start, size=chunk.size, name=chunk.name
        )
    )
    return True


def chunks(connection: Connection, uploads: Collection[str]) -> dict[str, list[Chunk]]:
    """Return the chunks of uploads, each in order."""
    found: dict[str, list[Chunk]] = {each: [] for each in uploads}
    for row in connection.execute(_CHUNKS, {"uploads": list(uploads)}):
        found[row.upload].append(Chunk(row.upload, row.start, row.size, row.name))
    return found


def settle(connection: Connection, upload: Upload, state: str, at: str) -> bool:
    """Bring an upload to another state; False when somebody else has settled or removed it meanwhile."""
    settled = connection.execute(
        update(tables.upload)
        .where(_UPLOAD.id == upload.id, _UPLOAD.state.in_((OPEN, COMPOSING)))
        .values(state=state, touched_at=at)
    )
    if settled.rowcount and state in {DONE, FAILED}:
        connection.execute(
            update(tables.upload).where(_UPLOAD.id.in_(upload.joined)).values(state=state, touched_at=at)
        )
        connection.execute(delete(tables.upload_chunk).where(_CHUNK.upload.in_(upload.sources)))
    return bool(settled.rowcount)


def remove(connection: Connection, uploads: Collection[str]) -> None:
    """Remove uploads."""
    connection.execute(delete(tables.upload_chunk).where(_CHUNK.upload.in_(uploads)))
    connection.execute(delete(tables.upload).where(_UPLOAD.id.in_(uploads)))


def forget_done(connection: Connection, body: str, hashes: Collection[str]) -> None:
    """Remove the uploads of a body that ended well, of bytes that were lost since: they are begun anew."""
    connection.execute(
        delete(tables.upload).where(
            _UPLOAD.body == body, _UPLOAD.state == DONE, _UPLOAD.sha256.in_(list(hashes))
        )
    )


def untouched_since(connection: Connection, moment: str) -> list[str]:
    """Return the uploads that nobody touched since."""
    found = connection.execute(select(_UPLOAD.id).where(_UPLOAD.touched_at < moment))
    return list(found.scalars())


def with_chunks(connection: Connection) -> set[str]:
    """Return the uploads whose chunks are needed."""
    return set(connection.execute(select(_UPLOAD.id).where(_UPLOAD.state.in_((OPEN, COMPOSING)))).scalars())
