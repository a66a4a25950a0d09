# SPDX-License-Identifier: EUPL-1.2
"""Reading and locking objects."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, bindparam, select

from central.store import tables
from eset_desktop.domain.kinds import parent_of
from eset_desktop.domain.mutations import ObjectState
from eset_desktop.domain.values import Json, canonical

_IDS_AT_ONCE: Final = 500
_DEPTH: Final = 3
"""A version lies in a document, a document in a dossier; a conflict lies in any of them."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An object as a stream holds it.

    Attributes:
        by: Who changed it last; empty for the service itself.
        at: The time of that change as told to people.
        device: The device it came from, or empty.
        hash: Content hash of ``state``.
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

    def __post_init__(self) -> None:
        if not self.hash:
            object.__setattr__(self, "hash", self.state.hash())


def values_of(stream: str, stored: Stored) -> dict[str, Any]:
    """Return the columns of an object's row."""
    state = stored.state
    return {
        "stream": stream,
        "id": state.id,
        "kind": state.kind,
        "rev": stored.rev,
        "seq": stored.seq,
        "deleted": state.deleted,
        "fields": canonical(state.fields).decode(),
        "hash": stored.hash,
        "parent": parent_of(state.kind, state.fields),
        "by": stored.by,
        "at": stored.at,
        "device": stored.device,
        "mutation": stored.mutation,
        "created_by": stored.created_by,
        "created_at": stored.created_at,
    }


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
    )


_OBJECTS = tables.objects.c
_IN = _OBJECTS.id.in_(bindparam("ids", expanding=True))
_PARENTS = select(_OBJECTS.id, _OBJECTS.parent).where(_OBJECTS.stream == bindparam("stream"), _IN)
_BY_ID = (
    select(tables.objects)
    .where(_OBJECTS.stream == bindparam("stream"), _IN)
    .order_by(_OBJECTS.id)
    .with_for_update()
)
_CHILDREN = select(tables.objects).where(
    _OBJECTS.stream == bindparam("stream"),
    _OBJECTS.parent == bindparam("parent"),
    _OBJECTS.kind == bindparam("kind"),
)
_ALL = select(tables.objects).where(_OBJECTS.stream == bindparam("stream")).order_by(_OBJECTS.seq)


def lock(connection: Connection, stream: str, ids: Collection[str]) -> dict[str, Stored]:
    """Return the objects with these ids and all that they lie in, locked in the order of their ids."""
    wanted = set(ids)
    frontier = wanted
    for _ in range(_DEPTH):
        parents = {row.parent for row in _rows(connection, _PARENTS, stream, frontier) if row.parent}
        frontier = parents - wanted
        if not frontier:
            break
        wanted |= frontier
    return {row.id: stored_of(row) for row in _rows(connection, _BY_ID, stream, wanted)}


def exist(connection: Connection, stream: str, ids: Collection[str]) -> set[str]:
    """Return which of these ids the stream holds."""
    return {row.id for row in _rows(connection, _PARENTS, stream, ids)}


def children(connection: Connection, stream: str, parent: str, kind: str) -> dict[str, Stored]:
    """Return the objects of one kind that lie directly in another."""
    found = connection.execute(_CHILDREN, {"stream": stream, "parent": parent, "kind": kind})
    return {row.id: stored_of(row) for row in found}


def all_of(connection: Connection, stream: str) -> Iterator[Stored]:
    """Yield every object of a stream in the order of its positions."""
    for row in connection.execute(_ALL, {"stream": stream}):
        yield stored_of(row)


def _rows(connection: Connection, statement: Any, stream: str, ids: Collection[str]) -> Iterator[Row[Any]]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _IDS_AT_ONCE):
        part = ordered[start : start + _IDS_AT_ONCE]
        yield from connection.execute(statement, {"stream": stream, "ids": part})
