# SPDX-License-Identifier: EUPL-1.2
"""What happened in a dossier, as far as this computer saw it, and what of it is not sent yet."""

from dataclasses import dataclass
from typing import Any

import msgspec

from eset_desktop.domain.signature_acts import REQUEST
from eset_desktop.store.changes import Changes
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import plan, waiting
from eset_desktop.store.queries.request_history import act_of, told

_CREATED = (
    "WITH inside (id) AS (SELECT ?1 UNION SELECT id FROM object WHERE kind IN ('party', 'document') AND parent = ?1"
    " UNION SELECT v.id FROM object AS v JOIN object AS d ON v.parent = d.id AND v.kind IN ('version', 'signature_request')"
    " WHERE d.kind = 'document' AND d.parent = ?1)"
    " SELECT o.created_at, o.created_by, o.kind, o.id,"
    " coalesce(o.fields ->> '$.title', o.fields ->> '$.name', o.fields ->> '$.filename', o.fields ->> '$.subject'),"
    " o.fields ->> '$.relation' FROM object AS o JOIN inside AS i ON i.id = o.id WHERE o.rev > 0"
)


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One act in a dossier.

    Attributes:
        what: Code, for example ``document.create``, ``dossier.changed`` or ``version.signature``.
        title: Title of the object it touched.
        details: Fields with ``[before, after]``, or the values entered when it is not sent yet.
        pending: Whether it still waits to be sent.
    """

    at: str
    by: str
    what: str
    object_id: str
    title: str
    details: dict[str, Any]
    pending: bool


def history(connection: Connection, dossier_id: str) -> tuple[HistoryRow, ...]:
    """Return a dossier's history, the newest first; what waits stands on top."""
    names = plan.people(connection)
    found = [*_created(connection, dossier_id, names), *_changed(connection, dossier_id, names)]
    found.sort(key=lambda row: row.at, reverse=True)
    me = names.get(
        connection.execute("SELECT value FROM meta WHERE key = 'account.person'").fetchone()[0], ""
    )
    waits = [
        HistoryRow(
            row.at, me, row.what, row.object_id, str(row.details.get("title", "")), row.details, pending=True
        )
        for row in waiting.pending(connection)
        if row.dossier_id == dossier_id
    ]
    return (*reversed(waits), *found)


def _created(connection: Connection, dossier_id: str, names: dict[str, str]) -> list[HistoryRow]:
    rows = connection.execute(_CREATED, (dossier_id,))
    return [
        HistoryRow(
            at, names.get(by, ""), f"{kind}.{relation or 'create'}", each, title or "", {}, pending=False
        )
        for at, by, kind, each, title, relation in rows.fetchall()
    ]


def _changed(connection: Connection, dossier_id: str, names: dict[str, str]) -> list[HistoryRow]:
    rows = connection.execute(
        "SELECT h.at, h.by, h.kind, h.what, h.object, coalesce(o.fields ->> '$.title', o.fields ->> '$.name', o.fields ->> '$.subject'), h.details"
        " FROM history AS h LEFT JOIN object AS o ON o.id = h.object WHERE h.dossier = ? ORDER BY h.row",
        (dossier_id,),
    )
    found = [(*row[:-1], msgspec.json.decode(row[-1])) for row in rows.fetchall()]
    return [
        HistoryRow(
            at,
            names.get(by, ""),
            f"{kind}.{act_of(details)}",
            each,
            title or "",
            told(details),
            pending=False,
        )
        if kind == REQUEST
        else HistoryRow(at, names.get(by, ""), f"{kind}.{what}", each, title or "", details, pending=False)
        for at, by, kind, what, each, title, details in found
    ]


def changes_since(connection: Connection, seq: int, *, most: int = 2_000) -> tuple[int, Changes]:
    """Return what changed after a position of the local list of changes, and the new position."""
    rows = connection.execute(
        "SELECT seq, kind, id FROM change WHERE seq > ? ORDER BY seq LIMIT ?", (seq, most + 1)
    ).fetchall()
    if not rows:
        return seq, Changes()
    if len(rows) > most:
        last = connection.execute("SELECT max(seq) FROM change").fetchone()[0]
        return last, Changes(everything=True)
    return rows[-1][0], Changes(frozenset((kind, each) for _, kind, each in rows))
