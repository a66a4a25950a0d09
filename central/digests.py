# SPDX-License-Identifier: EUPL-1.2
"""What a stream holds, part by part, for a client whose digest differs: it walks down to what differs and asks for that."""

import hashlib
from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

from central.callers import Caller
from central.errors.requests import NotFound, RequestMalformed
from central.feed import ROW, RawRow, raw_row
from central.store import streams, tables
from central.store.objects import DIGEST_KEY
from central.store.streams import StreamRow
from eset_desktop.domain.values import DIGEST_MODULUS, digest_part
from sync.protocol import MOST_LEAVES, DigestNode

MOST_IDS: Final = 1_000
"""Objects that are given in one answer at most."""
_HEX: Final = frozenset("0123456789abcdef")
_LONGEST: Final = 64

_OBJECTS = tables.objects.c
_ALL_HASHES = select(_OBJECTS.id, _OBJECTS.digest_key, _OBJECTS.hash).where(
    _OBJECTS.stream == bindparam("stream"), _OBJECTS.left.is_(False)
)
_HASHES = _ALL_HASHES.where(
    _OBJECTS.digest_key >= bindparam("first"), _OBJECTS.digest_key < bindparam("beyond")
)
"""A range of the index on stream and key: what lies elsewhere is not read."""
_BEYOND: Final = "g"
"""Sorts after every hexadecimal digit."""
_ROWS = (
    select(*ROW)
    .where(
        _OBJECTS.stream == bindparam("stream"),
        _OBJECTS.id.in_(bindparam("ids", expanding=True)),
    )
    .order_by(_OBJECTS.seq)
)


def node(connection: Connection, caller: Caller, name: str, prefix: str) -> DigestNode:
    """Return what a stream holds below a prefix of the SHA-256 of its objects' ids.

    Raises:
        NotFound: The caller may not read the stream, or there is none.
        RequestMalformed: The prefix is none.
    """
    stream = _visible(connection, caller, name)
    if len(prefix) > _LONGEST or len(prefix) % 2 or not _HEX.issuperset(prefix):
        raise RequestMalformed(reason="prefix")
    parts = {row.id: (row.digest_key, digest_part(row.hash)) for row in _below(connection, name, prefix)}
    if len(parts) <= MOST_LEAVES:
        leaves = {object_id: part for object_id, (_, part) in parts.items()}
        return DigestNode(stream.epoch, prefix, stream.seq, leaves=leaves)
    children: dict[str, tuple[int, int]] = {}
    for object_id, (key, part) in parts.items():
        digits = (key if len(prefix) < DIGEST_KEY else _whole_key(object_id))[len(prefix) : len(prefix) + 2]
        count, total = children.get(digits, (0, 0))
        children[digits] = count + 1, (total + part) % DIGEST_MODULUS
    return DigestNode(stream.epoch, prefix, stream.seq, children=children)


def _below(connection: Connection, name: str, prefix: str) -> Sequence[Any]:
    """Return id, key and hash of what a stream holds below a prefix."""
    if not prefix:
        return connection.execute(_ALL_HASHES, {"stream": name}).all()
    first = prefix[:DIGEST_KEY]
    found = connection.execute(_HASHES, {"stream": name, "first": first, "beyond": first + _BEYOND}).all()
    if len(prefix) <= DIGEST_KEY:
        return found
    return [row for row in found if _whole_key(row.id).startswith(prefix)]


def _whole_key(object_id: str) -> str:
    return hashlib.sha256(object_id.encode()).hexdigest()


def objects(
    connection: Connection, caller: Caller, name: str, ids: tuple[str, ...]
) -> tuple[StreamRow, tuple[RawRow, ...]]:
    """Return a stream and those of its objects that are asked for, as they are now; of those that left it the marks.

    Raises:
        NotFound: The caller may not read the stream, or there is none.
        RequestMalformed: Too many are asked for at once.
    """
    stream = _visible(connection, caller, name)
    if len(ids) > MOST_IDS:
        raise RequestMalformed(reason="ids")
    found: Any = connection.execute(_ROWS, {"stream": name, "ids": list(ids)})
    return stream, tuple(raw_row(row) for row in found)


def _visible(connection: Connection, caller: Caller, name: str) -> StreamRow:
    stream = streams.read(connection, name) if name in caller.streams else None
    if stream is None:
        raise NotFound
    return stream
