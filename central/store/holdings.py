# SPDX-License-Identifier: EUPL-1.2
"""Which verified bytes a body holds, and which versions refer to them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, update

from central.store import tables
from eset_desktop.domain.kinds import SIGNER_STREAMS

_AT_ONCE: Final = 500
_BLOB = tables.blob.c
_HELD = select(_BLOB.sha256, _BLOB.size).where(
    _BLOB.body == bindparam("body"), _BLOB.sha256.in_(bindparam("hashes", expanding=True))
)

_VERSION = tables.version_bytes.c
_OBJECT = tables.objects.c
_REFERRED = select(_VERSION.sha256, _VERSION.size).where(
    _VERSION.stream.in_(bindparam("streams", expanding=True)),
    _VERSION.sha256.in_(bindparam("hashes", expanding=True)),
)
_REFERRED_FIELDS = (
    select(_OBJECT.fields)
    .join(
        tables.version_bytes,
        (_VERSION.stream == _OBJECT.stream) & (_VERSION.version == _OBJECT.id),
    )
    .where(
        _VERSION.stream.in_(bindparam("streams", expanding=True)),
        _VERSION.sha256 == bindparam("sha256"),
        _VERSION.size == bindparam("size"),
    )
)
_OF_BODY = (
    select(
        _VERSION.stream,
        _VERSION.version,
        _VERSION.sha256,
        _VERSION.size,
        _OBJECT.created_by,
        _OBJECT.fields,
        _OBJECT.device,
    )
    .join(tables.stream, tables.stream.c.name == _VERSION.stream)
    .join(tables.objects, (_OBJECT.stream == _VERSION.stream) & (_OBJECT.id == _VERSION.version))
    .where(tables.stream.c.body == bindparam("body"), ~_VERSION.stream.startswith(SIGNER_STREAMS))
)
"""Of versions where they are at home: their copies follow."""
_REFERRING = _OF_BODY.where(_VERSION.sha256.in_(bindparam("hashes", expanding=True)))
_BYTES_OF = select(_VERSION.sha256).where(
    _VERSION.stream == bindparam("stream"), _VERSION.version.in_(bindparam("ids", expanding=True))
)
_BYTES_IN = select(_VERSION.sha256).where(_VERSION.stream == bindparam("stream")).distinct()
_WITHDRAWN = (
    select(tables.stream.c.body, _VERSION.sha256, _VERSION.size)
    .join(tables.stream, tables.stream.c.name == _VERSION.stream)
    .join(tables.objects, (_OBJECT.stream == _VERSION.stream) & (_OBJECT.id == _VERSION.version))
    .where(_OBJECT.fields.like('%"present":false%'))
)
_HOLDERS = select(_BLOB.body).where(_BLOB.sha256.in_(bindparam("hashes", expanding=True))).distinct()
_STORED = select(_BLOB.body, _BLOB.sha256, _BLOB.stored_at).where(
    _BLOB.sha256.in_(bindparam("hashes", expanding=True))
)
_CAME_AGAIN = (
    update(tables.blob)
    .where(_BLOB.body == bindparam("of"), _BLOB.sha256.in_(bindparam("hashes", expanding=True)))
    .values(stored_at=bindparam("now"))
)
_FORGET = delete(tables.blob).where(
    _BLOB.body == bindparam("of"), _BLOB.sha256.in_(bindparam("hashes", expanding=True))
)


@dataclass(frozen=True, slots=True)
class Reference:
    """A version that has these bytes.

    Attributes:
        author: The person who announced it.
        present: What it says of its bytes; None when they never came, False when the service lost them.
        device: The one that it came from, while nothing else was said of it.
    """

    stream: str
    version: str
    sha256: str
    size: int
    author: str
    present: bool | None
    device: str


def referred(connection: Connection, streams: Collection[str], sizes: Mapping[str, int]) -> frozenset[str]:
    """Return those of these bytes, by hash and size, that a version in one of these streams has.

    Who reads none of them may neither send nor get them.
    """
    return frozenset(
        row.sha256
        for part in _parts(sizes)
        for row in connection.execute(_REFERRED, {"streams": list(streams), "hashes": part})
        if sizes[row.sha256] == row.size
    )


def readable(
    connection: Connection, body: str, streams: Collection[str], hashes: Collection[str]
) -> dict[str, int]:
    """Return those of these bytes that the body holds and that a version in one of these streams *has*, with their sizes.

    To name bytes is not to have them: who knows the hash of what lies in a restricted dossier and announces a version of
    it must send the bytes like everybody else. Until then the version is not ``present`` and gives nothing to read.
    """
    return {
        sha256: size
        for sha256, size in held(connection, body, hashes).items()
        if _is_present(connection, streams, sha256, size)
    }


def _is_present(connection: Connection, streams: Collection[str], sha256: str, size: int) -> bool:
    asked = {"streams": list(streams), "sha256": sha256, "size": size}
    found = connection.execute(_REFERRED_FIELDS, asked).scalars()
    return any(msgspec.json.decode(fields).get("present") is True for fields in found)


def referring(connection: Connection, body: str, sizes: Mapping[str, int]) -> list[Reference]:
    """Return the versions of a body that have these bytes; inside the body's gate, or they may move meanwhile."""
    found = (
        _reference(row)
        for part in _parts(sizes)
        for row in connection.execute(_REFERRING, {"body": body, "hashes": part})
    )
    return [each for each in found if sizes[each.sha256] == each.size]


def told_by(
    connection: Connection, versions: Mapping[str, Collection[str]], streams: Collection[str]
) -> set[str]:
    """Return the hashes that some versions have, given by stream, and all those of some streams."""
    found: set[str] = set()
    for stream, ids in versions.items():
        for part in _parts(ids):
            found.update(connection.execute(_BYTES_OF, {"stream": stream, "ids": part}).scalars())
    for stream in streams:
        found.update(connection.execute(_BYTES_IN, {"stream": stream}).scalars())
    return found


def withdrawn(connection: Connection) -> dict[str, dict[str, int]]:
    """Return the bytes that versions lost and that did not come back, by body: hashes and sizes."""
    found: dict[str, dict[str, int]] = {}
    for row in connection.execute(_WITHDRAWN):
        found.setdefault(row.body, {})[row.sha256] = row.size
    return found


def holders(connection: Connection, hashes: Collection[str]) -> list[str]:
    """Return the bodies that hold any of these bytes, in the order of their ids."""
    return sorted(
        {body for part in _parts(hashes) for body in connection.execute(_HOLDERS, {"hashes": part}).scalars()}
    )


def forget(connection: Connection, body: str, hashes: Collection[str]) -> None:
    """Note that a body does not hold bytes any more."""
    for part in _parts(hashes):
        connection.execute(_FORGET, {"of": body, "hashes": part})


def _reference(row: Any) -> Reference:
    present = msgspec.json.decode(row.fields).get("present")
    return Reference(row.stream, row.version, row.sha256, row.size, row.created_by, present, row.device)


def _parts(hashes: Collection[str]) -> Iterator[list[str]]:
    ordered = sorted(hashes)
    return (ordered[start : start + _AT_ONCE] for start in range(0, len(ordered), _AT_ONCE))


def stored_at(connection: Connection, hashes: Collection[str]) -> dict[str, dict[str, str]]:
    """Return when each body that holds any of these bytes last got them, by body and hash."""
    found: dict[str, dict[str, str]] = {}
    for part in _parts(hashes):
        for row in connection.execute(_STORED, {"hashes": part}):
            found.setdefault(row.body, {})[row.sha256] = row.stored_at
    return found


def held(connection: Connection, body: str, hashes: Collection[str]) -> dict[str, int]:
    """Return those of these bytes that the body holds, with their sizes."""
    return {
        row.sha256: row.size
        for part in _parts(hashes)
        for row in connection.execute(_HELD, {"body": body, "hashes": part})
    }


def record(connection: Connection, body: str, sizes: Mapping[str, int], at: str) -> None:
    """Note that a body holds verified bytes, given by hash and size, and of those that it held that they came again."""
    known = held(connection, body, sizes)
    for part in _parts(known):
        connection.execute(_CAME_AGAIN, {"of": body, "hashes": part, "now": at})
    rows = [
        {"body": body, "sha256": sha256, "size": size, "stored_at": at}
        for sha256, size in sizes.items()
        if sha256 not in known
    ]
    if rows:
        connection.execute(insert(tables.blob), rows)
