# SPDX-License-Identifier: EUPL-1.2
"""Objects that go from one stream to another as they are, many with each statement.

A class of thousands of dossiers is restricted inside the body's gate, where everybody else waits: nothing of an object is
read that does not change. :func:`central.store.changes.move` is the same for one object of which more is known.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Connection,
    LargeBinary,
    String,
    Text,
    and_,
    delete,
    insert,
    literal,
    null,
    select,
    text,
    update,
)  # fmt: skip

from central.store import dialect, tables
from central.store.changes import LEAVE
from central.store.objects import Outline
from eset_desktop.domain.values import Json, canonical, hash_of_text

_AT_ONCE: Final = 2_000
"""Objects that one statement moves: what it is given is then some hundred kilobytes."""
_NO_FIELDS: Final = canonical({})

_OBJECTS = tables.objects.c
_BYTES = tables.version_bytes.c
_KEPT: Final = tuple(each.name for each in _OBJECTS if each.name not in {"stream", "rev", "seq", "left"})


@dataclass(frozen=True, slots=True, eq=False)
class BulkMove:
    """Objects that a mutation takes to another stream.

    Attributes:
        source: The stream that they leave.
        target: The stream that they come into.
        outlines: The objects as they are before it.
        by: The mutation's author.
        at: Its time, as told to people.
        device: Its device.
        mutation: Its id.
    """

    source: str
    target: str
    outlines: tuple[Outline, ...]
    by: str
    at: str
    device: str
    mutation: str


@dataclass(frozen=True, slots=True, eq=False)
class Half:
    """What one of both streams is appended: ``leave`` an empty mark for each object, ``put`` the objects."""

    move: BulkMove
    verb: str

    @property
    def count(self) -> int:
        """Return how many positions of its stream it takes."""
        return len(self.move.outlines)

    @property
    def other(self) -> str:
        """Return the stream at the other end."""
        return self.move.target if self.verb == LEAVE else self.move.source

    def hash_of(self, outline: Outline) -> bytes:
        """Return the content hash of what stands in the stream after it."""
        if self.verb != LEAVE:
            return outline.hash
        return hash_of_text(outline.kind, outline.id, _NO_FIELDS, deleted=False)

    def told(self, received_at: str) -> dict[str, Json]:
        """Return what the audit trail's entries of all its objects have in common."""
        move = self.move
        return {
            "verb": self.verb,
            "by": move.by,
            "at": move.at,
            "received_at": received_at,
            "device": move.device,
            "mutation": move.mutation,
            "changes": {},
            "stream": self.other,
        }

    def told_of(self, outline: Outline) -> dict[str, Json]:
        """Return what the audit trail says of one of its objects, but for its position."""
        return {
            "kind": outline.kind,
            "object": outline.id,
            "rev": outline.rev + 1,
            "deleted": self.verb != LEAVE and outline.deleted,
            "hash": self.hash_of(outline).hex(),
        }


Entry = tuple[int, str, str, str]
"""An entry of the audit trail: position, object, text and hash."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Half of a move in its stream, from a position on."""

    half: Half
    start: int
    entries: Sequence[Entry]


def write(connection: Connection, placed: Iterable[Placed]) -> None:
    """Write moves of which both halves are given; before anything else is written of the same objects."""
    starts = {(each.half.move, each.half.verb): each.start for each in placed}
    for each in placed:
        if each.half.verb == LEAVE:
            continue
        move = each.half.move
        _make_room(connection, move)
        for first in range(0, each.half.count, _AT_ONCE):
            part = move.outlines[first : first + _AT_ONCE]
            _put(connection, move, part, each.start + first)
            _leave(connection, move, part, starts[move, LEAVE] + first)
    for each in placed:
        stream = each.half.move.source if each.half.verb == LEAVE else each.half.move.target
        for first in range(0, each.half.count, _AT_ONCE):
            _note(connection, stream, each.entries[first : first + _AT_ONCE])


def _make_room(connection: Connection, move: BulkMove) -> None:
    """Remove the marks of objects that were in the target before; the references to bytes go where the versions go."""
    item = _items(connection, move.source, id=String(36))
    were_here = delete(tables.objects).where(
        _OBJECTS.stream == move.target, _OBJECTS.left.is_(True), _OBJECTS.id.in_(select(item.c.id))
    )
    connection.execute(were_here, {"items": _json([each.id] for each in move.outlines)})
    versions = [[each.id] for each in move.outlines if each.kind == "version"]
    if versions:
        referred = update(tables.version_bytes).where(
            _BYTES.stream == move.source, _BYTES.version.in_(select(item.c.id))
        )
        connection.execute(referred.values(stream=move.target), {"items": _json(versions)})


def _put(connection: Connection, move: BulkMove, part: Sequence[Outline], start: int) -> None:
    item = _items(connection, move.source, id=String(36), place=BigInteger())
    items = {"items": _json([each.id, start + step] for step, each in enumerate(part))}
    fresh = select(
        literal(move.target), _OBJECTS.rev + 1, item.c.place, literal(False), *(_OBJECTS[each] for each in _KEPT)
    ).join_from(item, tables.objects, _is_object(item))  # fmt: skip
    connection.execute(
        insert(tables.objects).from_select(["stream", "rev", "seq", "left", *_KEPT], fresh), items
    )


def _leave(connection: Connection, move: BulkMove, part: Sequence[Outline], start: int) -> None:
    item = _items(connection, move.source, id=String(36), place=BigInteger(), hash=LargeBinary())
    half = Half(move, LEAVE)
    marks = (
        update(tables.objects)
        .where(_is_object(item))
        .values(
            rev=_OBJECTS.rev + 1,
            seq=item.c.place,
            deleted=False,
            left=True,
            fields=_NO_FIELDS.decode(),
            hash=item.c.hash,
            parent=null(),
        )
    )
    rows = ([each.id, start + step, half.hash_of(each).hex()] for step, each in enumerate(part))
    connection.execute(marks, {"items": _json(rows)})


def _note(connection: Connection, stream: str, entries: Sequence[Entry]) -> None:
    item = _items(connection, stream, seq=BigInteger(), object=String(36), entry=Text(), hash=String(64))
    names = ["stream", "seq", "object", "entry", "hash"]
    rows = select(*(item.c[each] for each in names))
    connection.execute(insert(tables.audit).from_select(names, rows), {"items": _json(entries)})


def _is_object(item: CTE) -> ColumnElement[bool]:
    return and_(_OBJECTS.stream == item.c.stream, _OBJECTS.id == item.c.id)


def _items(connection: Connection, stream: str, **columns: Any) -> CTE:
    """Return the parameter ``items``, a JSON array of arrays, as a table with these columns and one for a stream.

    Materialised and with the stream in it, so that SQLite begins with it: it would go through the stream's objects, and
    for each of them through the array.
    """
    listed = text(dialect.listed(connection, {**columns})).bindparams(items_stream=stream)
    return listed.columns(**columns, stream=String(64)).cte("item").prefix_with("MATERIALIZED")


def _json(rows: Iterable[object]) -> str:
    return msgspec.json.encode(list(rows)).decode()
