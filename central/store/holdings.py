# SPDX-License-Identifier: EUPL-1.2
"""Which verified bytes a body holds."""

from collections.abc import Collection, Mapping
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select

from central.store import tables

_AT_ONCE: Final = 500
_BLOB = tables.blob.c
_HELD = select(_BLOB.sha256, _BLOB.size).where(
    _BLOB.body == bindparam("body"), _BLOB.sha256.in_(bindparam("hashes", expanding=True))
)


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
