# SPDX-License-Identifier: EUPL-1.2
"""Reading and locking objects."""

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Final, NamedTuple

import msgspec
from sqlalchemy import Connection, Row, bindparam, select

from central.store import tables
from eset_desktop.domain.kinds import parent_of
from eset_desktop.domain.mutations import ObjectState
from eset_desktop.domain.values import Json, canonical

DIGEST_KEY: Final = 16
"""Hexadecimal digits of :func:`digest_key`."""
_IDS_AT_ONCE: Final = 500
_DEPTH: Final = 4
"""A text lies in a version, a version in a document, a document in a dossier; a conflict lies in any of them."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An object as a stream holds it.

    Attributes:
        stream: Where it is.
        by: Who changed it last; empty for the service itself.
        at: The time of that change as told to people.
        device: The device it came from, or empty.
        hash: Content hash of ``state``.
        left: Whether it went to another stream; what is here is an empty mark that counts in no digest.
    """

    state: ObjectState
    rev: int
    seq: int
    by: str
    at: str
    device: str
    mutation: str
    created_by: str
    created_at: str
    hash: bytes = field(default=b"")
    stream: str = ""
    left: bool = False

    def __post_init__(self) -> None:
        if not self.hash:
            object.__setattr__(self, "hash", self.state.hash())


class Outline(NamedTuple):
    """What has to be known of an object to take it to another stream as it is."""

    id: str
    kind: str
    parent: str | None
    stream: str
    rev: int
    deleted: bool
    hash: bytes


def outline_of(stored: Stored) -> Outline:
    """Return the outline of an object."""
    state = stored.state
    parent = parent_of(state.kind, state.fields)
    return Outline(state.id, state.kind, parent, stored.stream, stored.rev, state.deleted, stored.hash)


def values_of(stored: Stored) -> dict[str, Any]:
    """Return the columns of an object's row."""
    state = stored.state
    return {
        "stream": stored.stream,
        "id": state.id,
        "kind": state.kind,
        "rev": stored.rev,
        "seq": stored.seq,
        "deleted": state.deleted,
        "left": stored.left,
        "fields": canonical(state.fields).decode(),
        "hash": stored.hash,
        "parent": parent_of(state.kind, state.fields),
        "by": stored.by,
        "at": stored.at,
        "device": stored.device,
        "mutation": stored.mutation,
        "created_by": stored.created_by,
        "created_at": stored.created_at,
        "digest_key": digest_key(state.id),
    }


def digest_key(object_id: str) -> str:
    """Return how the SHA-256 of an object's id begins: its place in the tree of its stream's digest."""
    return hashlib.sha256(object_id.encode()).hexdigest()[:DIGEST_KEY]


def stored_of(row: Row[Any]) -> Stored:
    """Return the object of a row of :data:`central.store.tables.objects`."""
    fields: dict[str, Json] = msgspec.json.decode(row.fields)
    return Stored(
        state=ObjectState(row.kind, row.id, fields, deleted=row.deleted),
        rev=row.rev,
        seq=row.seq,
        by=row.by,
        at=row.at,
        device=row.device,
        mutation=row.mutation,
        created_by=row.created_by,
        created_at=row.created_at,
        hash=row.hash,
        stream=row.stream,
        left=row.left,
    )


def _ancestors() -> Any:
    """Return the SELECT of what objects lie in, level by level, in one look."""
    levels = [tables.objects.alias(f"level{depth}") for depth in range(_DEPTH)]
    streams: Any = bindparam("streams", expanding=True)
    joined: Any = levels[0]
    for below, above in pairwise(levels):
        here = (above.c.id == below.c.parent) & above.c.stream.in_(streams) & above.c.left.is_(False)
        joined = joined.outerjoin(above, here)
    lowest = levels[0].c
    return (
        select(*(each.c.parent for each in levels))
        .select_from(joined)
        .where(
            lowest.stream.in_(streams),
            lowest.id.in_(bindparam("ids", expanding=True)),
            lowest.left.is_(False),
        )
    )


_OBJECTS = tables.objects.c
_STREAMS = _OBJECTS.stream.in_(bindparam("streams", expanding=True))
_HERE = _OBJECTS.left.is_(False)
_IN = _OBJECTS.id.in_(bindparam("ids", expanding=True))
_PARENTS = select(_OBJECTS.id, _OBJECTS.parent).where(_STREAMS, _IN, _HERE)
_BY_ID = select(tables.objects).where(_STREAMS, _IN, _HERE).order_by(_OBJECTS.id).with_for_update()
_BELOW = select(tables.objects).where(
    _STREAMS, _OBJECTS.parent.in_(bindparam("ids", expanding=True)), _HERE
)  # fmt: skip
_OUTLINES_BELOW = select(
    _OBJECTS.id,
    _OBJECTS.kind,
    _OBJECTS.parent,
    _OBJECTS.stream,
    _OBJECTS.rev,
    _OBJECTS.deleted,
    _OBJECTS.hash,
).where(_STREAMS, _OBJECTS.parent.in_(bindparam("ids", expanding=True)), _HERE)
_THESE = select(tables.objects).where(_STREAMS, _IN, _HERE)
_ABOVE = _ancestors()
_ALL = select(tables.objects).where(_OBJECTS.stream == bindparam("stream")).order_by(_OBJECTS.seq)


def lock(
    connection: Connection,
    streams: str | Collection[str],
    ids: Collection[str],
    tops: Collection[str] = (),
) -> dict[str, Stored]:
    """Return the objects of a stream or of several with these ids and all that they lie in, locked in the order of their ids.

    Args:
        connection: A writing transaction.
        streams: Where to look.
        ids: The objects.
        tops: Those of them of which it does not matter what they lie in.
    """
    names = [streams] if isinstance(streams, str) else list(streams)
    wanted = set(ids)
    for row in _rows(connection, _ABOVE, names, wanted.difference(tops)):
        wanted.update(filter(None, row))
    return {row.id: stored_of(row) for row in _rows(connection, _BY_ID, names, wanted)}


def parents(connection: Connection, streams: Collection[str], ids: Collection[str]) -> dict[str, str | None]:
    """Return what those of these objects that the streams hold lie in, by their ids."""
    return {row.id: row.parent for row in _rows(connection, _PARENTS, streams, ids)}


def below(connection: Connection, streams: Collection[str], holders: Collection[str]) -> dict[str, Stored]:
    """Return the objects of these streams that lie directly in one of the holders."""
    return {row.id: stored_of(row) for row in _rows(connection, _BELOW, streams, holders)}


def outlines_below(
    connection: Connection, streams: Collection[str], holders: Collection[str]
) -> dict[str, Outline]:
    """Return the outlines of the objects of these streams that lie directly in one of the holders."""
    return {row.id: Outline._make(row) for row in _rows(connection, _OUTLINES_BELOW, streams, holders)}


def these(connection: Connection, streams: Collection[str], ids: Collection[str]) -> dict[str, Stored]:
    """Return those of these objects that the streams hold."""
    return {row.id: stored_of(row) for row in _rows(connection, _THESE, streams, ids)}


def all_of(connection: Connection, stream: str) -> Iterator[Stored]:
    """Yield every object of a stream in the order of its positions, marks of those that left too."""
    for row in connection.execute(_ALL, {"stream": stream}):
        yield stored_of(row)


def _rows(
    connection: Connection, statement: Any, streams: Collection[str], ids: Collection[str]
) -> Iterator[Row[Any]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _IDS_AT_ONCE):
        part = ordered[start : start + _IDS_AT_ONCE]
        yield from connection.execute(statement, {"streams": list(streams), "ids": part})
