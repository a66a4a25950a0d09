# SPDX-License-Identifier: EUPL-1.2
"""Snapshots: a stream's objects at one moment in an immutable file, for whoever begins to read it (decision 0017).

Made by a job, kept in the object store. What a person looks at first comes first: people and body, then the dossiers that
moved last, each with what lies in it. :class:`sync.protocol.SnapshotHeader` says what the file is.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import IO, Any, Final
from uuid import UUID

import msgspec
from sqlalchemy import Connection, bindparam, or_, select

from central.callers import Caller
from central.compression import Frames
from central.errors.requests import NotFound
from central.errors.streams import SnapshotNone
from central.jobs import Job, Jobs
from central.objects_store import SNAPSHOTS, ObjectStore
from central.store import snapshots, streams, tables
from central.store.database import Database
from eset_desktop.clock import Clock, Ids, iso
from eset_desktop.domain.identifiers import eni_specific
from eset_desktop.domain.kinds import SIGNER_STREAMS
from eset_desktop.domain.values import Json, canonical
from sync.protocol import SnapshotHeader

MANY: Final = 500
"""A stream with no more objects than this is read as a feed: it takes one request too."""
BEHIND: Final = 0.1
"""A new snapshot is made when the stream went on by more than this part of its objects."""
LOOK_EVERY: Final = timedelta(minutes=10)
KEPT: Final = timedelta(days=1)
"""How long a snapshot is kept after its successor came: somebody may be reading it."""
FIRST: Final = ("body", "unit", "person", "class", "procedure", "document_type", "restriction", "grant")
"""Kinds without which a list of dossiers cannot be shown."""

_AT_ONCE: Final = 500
_OBJECTS = tables.objects.c
_STREAM = tables.stream.c
_SNAPSHOT = tables.snapshot.c
_IDS = select(_OBJECTS.id, _OBJECTS.kind, _OBJECTS.parent, _OBJECTS.seq).where(
    _OBJECTS.stream == bindparam("stream"), _OBJECTS.left.is_(False)
)
_ROWS = select(
    _OBJECTS.id, _OBJECTS.kind, _OBJECTS.fields, _OBJECTS.rev, _OBJECTS.deleted, _OBJECTS.by, _OBJECTS.at,
    _OBJECTS.created_by, _OBJECTS.created_at,
).where(_OBJECTS.stream == bindparam("stream"), _OBJECTS.id.in_(bindparam("ids", expanding=True)))  # fmt: skip
_DUE = (
    select(_STREAM.name)
    .outerjoin(tables.snapshot, _SNAPSHOT.stream == _STREAM.name)
    .where(
        _STREAM.digest_count > bindparam("many"),
        ~_STREAM.name.startswith(SIGNER_STREAMS),
        or_(
            _SNAPSHOT.stream.is_(None),
            _SNAPSHOT.epoch != _STREAM.epoch,
            _STREAM.seq - _SNAPSHOT.seq > BEHIND * _STREAM.digest_count,
        ),
    )
    .order_by(_STREAM.name)
)
_CURRENT = (
    select(_SNAPSHOT.stream)
    .join(tables.stream, (_STREAM.name == _SNAPSHOT.stream) & (_STREAM.epoch == _SNAPSHOT.epoch))
    .where(_SNAPSHOT.stream.in_(bindparam("streams", expanding=True)))
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot of a stream; ``name`` is that of its object in the store."""

    epoch: str
    seq: int
    name: str
    size: int
    sha256: str


class _Line(msgspec.Struct, frozen=True, omit_defaults=True):
    """:class:`sync.protocol.SnapshotRow` with its fields as stored text."""

    kind: str
    id: str
    fields: msgspec.Raw
    rev: int = 1
    deleted: bool = False
    by: str = ""
    at: str = ""
    created_by: str | None = None
    created_at: str | None = None
    eni: bool = False


class Snapshots:
    """Makes and finds snapshots.

    Args:
        database: Of the service.
        objects: Where the files are kept.
        jobs: Does the work; the handlers are registered here.
        clock: For their age.
        ids: For their names.
    """

    def __init__(self, database: Database, objects: ObjectStore, jobs: Jobs, clock: Clock, ids: Ids) -> None:
        self._database = database
        self._objects = objects
        self._jobs = jobs
        self._clock = clock
        self._ids = ids
        jobs.register("snapshots", lambda _: self.look(), every=LOOK_EVERY)
        jobs.register("snapshot", self._make)

    def look(self) -> None:
        """Ask for the snapshots that are due and clear away those that nobody reads any more."""
        with self._database.read() as connection:
            due = connection.execute(_DUE, {"many": MANY}).scalars().all()
        if due:
            with self._database.write() as connection:
                for stream in due:
                    self._jobs.enqueue(connection, "snapshot", stream, {})
        self._clear()

    def _clear(self) -> None:
        limit = self._clock.now() - KEPT
        with self._database.read() as connection:
            is_any_old = snapshots.is_any_old(connection, iso(limit))
        if is_any_old:
            with self._database.write() as connection:
                snapshots.expire(connection, iso(limit))
        with self._database.read() as connection:
            current = snapshots.names(connection)
        # What no row names may be one that is just being made.
        old = [name for name in self._objects.names(SNAPSHOTS) if name not in current and _made(name) < limit]
        self._objects.delete(old)

    def _make(self, job: Job) -> None:
        name = f"{SNAPSHOTS}{self._ids.uuid7()}"
        with tempfile.TemporaryFile() as lines:
            with self._database.read() as connection:
                header = write_lines(connection, job.key, lines)
            if header is None:
                return
            lines.seek(0)
            digest, size = hashlib.sha256(), 0

            def pieces() -> Iterator[bytes]:
                nonlocal size
                for piece in Frames(lines, head=msgspec.json.encode(header) + b"\n"):
                    digest.update(piece)
                    size += len(piece)
                    yield piece

            self._objects.write(name, pieces())
        found = {
            "stream": job.key, "epoch": header.epoch, "seq": header.seq, "name": name, "size": size,
            "sha256": digest.hexdigest(), "created_at": iso(self._clock.now()),
        }  # fmt: skip
        if not self._database.attempt(lambda connection: self._recorded(connection, job, found)):
            self._objects.delete([name])

    def _recorded(self, connection: Connection, job: Job, found: dict[str, Any]) -> bool:
        recorded = snapshots.record(connection, found)
        self._jobs.hold(connection, job)
        return recorded

    def current(self, names: Sequence[str]) -> tuple[str, ...]:
        """Return those of some streams of whose present life there is a snapshot, in the same order."""
        with self._database.read() as connection:
            found = set(connection.execute(_CURRENT, {"streams": list(names)}).scalars())
        return tuple(each for each in names if each in found)

    def find(self, caller: Caller, stream: str, sha256: str = "") -> Snapshot:
        """Return a stream's snapshot: the latest, or an earlier one that is still kept.

        Args:
            caller: Who asks.
            stream: The stream.
            sha256: Of the one that the caller has begun to read.

        Raises:
            NotFound: The caller may not read the stream, or there is none.
            SnapshotNone: There is none of its present life.
        """
        with self._database.read() as connection:
            found = streams.read(connection, stream) if stream in caller.streams else None
            if found is None:
                raise NotFound
            row = snapshots.named(connection, stream, sha256)
        if row is None or row.epoch != found.epoch:
            raise SnapshotNone
        return Snapshot(row.epoch, row.seq, row.name, row.size, row.sha256)

    def read(self, snapshot: Snapshot, start: int, end: int) -> Iterator[bytes]:
        """Return a part of a snapshot's bytes in pieces; see :meth:`central.objects_store.ObjectStore.read`."""
        return self._objects.read(snapshot.name, start, end)


def _made(name: str) -> datetime:
    """Return when a snapshot was made; its name tells it (RFC 9562 §5.7)."""
    milliseconds = UUID(name.removeprefix(SNAPSHOTS)).int >> 80
    return datetime.fromisoformat("1970-01-01T00:00:00+00:00") + timedelta(milliseconds=milliseconds)


def write_lines(connection: Connection, stream: str, lines: IO[bytes]) -> SnapshotHeader | None:
    """Write a stream's objects as lines in the order of a snapshot; None when there is no such stream."""
    found = streams.read(connection, stream)
    if found is None:
        return None
    order = ordered(connection.execute(_IDS, {"stream": stream}).all())
    for start in range(0, len(order), _AT_ONCE):
        part = order[start : start + _AT_ONCE]
        rows = {row.id: row for row in connection.execute(_ROWS, {"stream": stream, "ids": part})}
        lines.writelines(line_of(rows[each]) for each in part)
    return SnapshotHeader(
        stream, found.epoch, found.seq, found.digest_count, found.digest_sum, rows=len(order)
    )


def ordered(objects: Iterable[Any]) -> list[str]:
    """Return the ids of objects (id, kind, parent, seq) in the order of a snapshot.

    First what every list needs, then the dossiers, those that changed last before the others, each followed by what
    lies in it; then the rest.
    """
    children: dict[str, list[Any]] = {}
    kinds: dict[str, list[Any]] = {}
    for each in sorted(objects, key=lambda each: -each.seq):
        kinds.setdefault(each.kind, []).append(each)
        if each.parent is not None and each.kind not in FIRST and each.kind != "dossier":
            children.setdefault(each.parent, []).append(each)
    taken: dict[str, None] = {}

    def take(each: Any) -> None:
        if each.id not in taken:
            taken[each.id] = None
            for child in children.get(each.id, ()):
                take(child)

    for kind in (*FIRST, "dossier", *kinds):
        for each in kinds.get(kind, ()):
            take(each)
    return list(taken)


def line_of(row: Any) -> bytes:
    """Return an object as a line of a snapshot."""
    fields, eni = _fields(row)
    line = _Line(
        kind=row.kind,
        id=row.id,
        fields=msgspec.Raw(fields),
        rev=row.rev,
        deleted=bool(row.deleted),
        by=row.by,
        at=row.at,
        created_by=None if row.created_by == row.by else row.created_by,
        created_at=None if row.created_at == row.at else row.created_at,
        eni=eni,
    )
    return msgspec.json.encode(line) + b"\n"


def _fields(row: Any) -> tuple[bytes, bool]:
    """Return the fields without what can be made again from the id, and whether something was left out."""
    text: str = row.fields
    try:
        tail = eni_specific(row.id)
    except ValueError:
        return text.encode(), False
    if tail not in text:
        return text.encode(), False
    fields: dict[str, Json] = msgspec.json.decode(text)
    eni = fields.get("eni_id")
    if not isinstance(eni, str) or not eni.endswith(tail):
        return text.encode(), False
    return canonical({**fields, "eni_id": eni.removesuffix(tail)}), True
