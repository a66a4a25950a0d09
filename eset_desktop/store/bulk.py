# SPDX-License-Identifier: EUPL-1.2
"""Taking many rows that the cache does not know yet: the same effect as one by one, in a fraction of the time.

Everything here runs inside the caller's write transaction.
"""

import json
from collections.abc import Sequence
from typing import Final

from eset_desktop.domain.kinds import parent_of
from eset_desktop.domain.values import (
    Fields,
    canonical,
    hash_of_text,
    normal_fields,
)
from eset_desktop.store import feed, projections, tally
from eset_desktop.store.engine import Connection
from sync.protocol import Row

PLAIN: Final = frozenset(
    {"body", "unit", "class", "procedure", "document_type", "dossier", "party", "document"}
)
"""Kinds of which nothing is kept but the object, its place in lists and its words; the others go one by one."""


def take_rows(connection: Connection, stream: str, rows: Sequence[Row]) -> None:
    """Take accepted states as :func:`eset_desktop.store.feed.take_row` does; no two rows are of one object."""
    known = _known(connection, [each.id for each in rows])
    plain = not _is_any_out_of_sight(connection)
    fresh = [each for each in rows if plain and not each.left and each.id not in known and each.kind in PLAIN]
    if fresh:
        _insert(connection, stream, fresh)
    taken = {each.id for each in fresh}
    for each in rows:
        if each.id not in taken:
            feed.take_row(connection, stream, each)


def _is_any_out_of_sight(connection: Connection) -> bool:
    """Tell whether an object that comes may be one that was here before, with work of its own."""
    found = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM aside) OR EXISTS (SELECT 1 FROM outbox WHERE state = 'attention')"
    ).fetchone()
    return bool(found[0])


def _known(connection: Connection, ids: Sequence[str]) -> frozenset[str]:
    found = connection.execute(
        "SELECT object.id FROM json_each(?) AS wanted CROSS JOIN object ON object.id = wanted.value",
        (json.dumps(ids),),
    )
    return frozenset(key for (key,) in found.fetchall())


def _insert(connection: Connection, stream: str, rows: Sequence[Row]) -> None:
    (first,) = connection.execute("SELECT coalesce(max(row), 0) + 1 FROM object").fetchone()
    objects, dossiers, hashes = [], [], []
    in_text: dict[str, None] = {}
    for number, each in enumerate(rows, first):
        fields = normal_fields(each.fields)
        text = canonical(fields)
        hash_ = hash_of_text(each.kind, each.id, text, deleted=each.deleted)
        hashes.append(hash_)
        objects.append((
            number, each.id, each.kind, stream, parent_of(each.kind, fields), each.deleted, text.decode(), each.rev,
            each.seq, hash_, each.created_by, each.created_at, each.by, each.at,
        ))  # fmt: skip
        if each.kind == "dossier":
            dossiers.append((number, _text(fields, "class"), _text(fields, "situation"), each.at))
        if each.kind in projections.IN_TEXT:
            in_text[each.id if each.kind == "dossier" else _text(fields, "dossier")] = None
    connection.executemany(
        "INSERT INTO object (row, id, kind, stream, parent, deleted, fields, rev, seq, hash, created_by, created_at,"
        " changed_by, changed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        objects,
    )
    connection.executemany(
        "INSERT INTO dossier (row, class, situation, recency) VALUES (?, ?, ?, ?)", dossiers
    )
    connection.executemany(
        "INSERT INTO change (kind, id) VALUES (?, ?)", [(each.kind, each.id) for each in rows]
    )
    if in_text:
        projections.index_all(connection, in_text)
    tally.enter_all(connection, stream, hashes)


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value if isinstance(value, str) else ""
