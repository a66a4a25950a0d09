# SPDX-License-Identifier: EUPL-1.2
"""Which verified bytes a body holds, and which versions refer to them."""

from collections.abc import Collection, Mapping
from typing import Final

import msgspec
from sqlalchemy import Connection, bindparam, insert, select

from central.store import tables

_AT_ONCE: Final = 500
_BLOB = tables.blob.c
_HELD = select(_BLOB.sha256, _BLOB.size).where(
    _BLOB.body == bindparam("body"), _BLOB.sha256.in_(bindparam("hashes", expanding=True))
)

_VERSION = tables.version_bytes.c
_OBJECT = tables.objects.c
_REFERRED = (
    select(_VERSION.version)
    .where(
        _VERSION.stream.in_(bindparam("streams", expanding=True)),
        _VERSION.sha256 == bindparam("sha256"),
        _VERSION.size == bindparam("size"),
    )
    .limit(1)
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
_REFERRING = (
    select(_VERSION.stream, _VERSION.version)
    .join(tables.stream, tables.stream.c.name == _VERSION.stream)
    .where(
        tables.stream.c.body == bindparam("body"),
        _VERSION.sha256 == bindparam("sha256"),
        _VERSION.size == bindparam("size"),
    )
)


def is_referred(connection: Connection, streams: Collection[str], sha256: str, size: int) -> bool:
    """Tell whether a version in one of these streams has these bytes; who reads none of them may neither send nor get them."""
    asked = {"streams": list(streams), "sha256": sha256, "size": size}
    return connection.execute(_REFERRED, asked).first() is not None


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


def referring(connection: Connection, body: str, sha256: str, size: int) -> dict[str, list[str]]:
    """Return the versions of a body that have these bytes, by stream; inside the body's gate, or they may move meanwhile."""
    found: dict[str, list[str]] = {}
    for row in connection.execute(_REFERRING, {"body": body, "sha256": sha256, "size": size}):
        found.setdefault(row.stream, []).append(row.version)
    return found


def held(connection: Connection, body: str, hashes: Collection[str]) -> dict[str, int]:
    """Return those of these bytes that the body holds, with their sizes."""
    ordered = sorted(hashes)
    found: dict[str, int] = {}
    for start in range(0, len(ordered), _AT_ONCE):
        part = ordered[start : start + _AT_ONCE]
        found.update(
            (row.sha256, row.size) for row in connection.execute(_HELD, {"body": body, "hashes": part})
        )
    return found


def record(connection: Connection, body: str, sizes: Mapping[str, int], at: str) -> None:
    """Note that a body holds verified bytes, given by hash and size."""
    known = held(connection, body, sizes)
    rows = [
        {"body": body, "sha256": sha256, "size": size, "stored_at": at}
        for sha256, size in sizes.items()
        if sha256 not in known
    ]
    if rows:
        connection.execute(insert(tables.blob), rows)
