# SPDX-License-Identifier: EUPL-1.2
"""The list of dossiers: an id vector by one raw query, rows by pages of ids; search whose hits are that same vector."""

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import access, conflicts


@dataclass(frozen=True, slots=True)
class DossierFilter:
    """What a list shows.

    Attributes:
        class_id: Only this class and those under it.
        situation: ``open``, ``closed`` or None for both.
        text: Words of title, numbers, parties, titles of documents or the documents themselves; the last may be unfinished.
        pending_only: Only dossiers in which something waits to be sent.
    """

    class_id: str | None = None
    situation: str | None = "open"
    text: str = ""
    pending_only: bool = False


@dataclass(frozen=True, slots=True)
class DossierRow:
    """A dossier in a list; ``pending``, ``attention`` and ``conflicts`` count its own and what it holds.

    ``restricted``: only some people of the body may read it.
    """

    row: int
    id: str
    number: str
    label: str
    title: str
    class_code: str
    unit: str
    situation: str
    phase: str
    changed_at: str
    pending: int
    attention: int
    conflicts: int
    restricted: bool


_UNDER = (
    "WITH RECURSIVE under (id) AS (SELECT ?1 UNION SELECT o.id FROM object AS o JOIN under AS u ON o.parent = u.id"
    " WHERE o.kind = 'class')"
)


def ids(connection: Connection, wanted: DossierFilter) -> "array[int]":
    """Return the row numbers of the dossiers to show, the newest first."""
    conditions: list[str] = []
    values: list[str] = []
    if wanted.situation:
        conditions.append("d.situation = ?")
        values.append(wanted.situation)
    if wanted.pending_only:
        conditions.append(
            "d.row IN (SELECT o.row FROM outbox AS x JOIN object AS o ON o.id = x.dossier"
            " WHERE x.state IN ('queued', 'sent', 'answered', 'attention', 'blocked'))"
        )
    found = _found(connection, wanted.text)
    if wanted.text.strip() and not found:
        return array("q")
    conditions += [condition for condition, _ in found]
    values += [value for _, used in found for value in used]
    head = ""
    if wanted.class_id:
        head = _UNDER.replace("?1", "?")
        conditions.append("d.class IN (SELECT id FROM under)")
        values.insert(0, wanted.class_id)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    # one value for all rows: SQLite works without the interpreter's lock, and a window's main thread goes on painting;
    # the limit keeps the order of the inner query from being optimised away
    query = (
        f"{head} SELECT json_group_array(row) FROM (SELECT d.row FROM dossier AS d{where}"  # noqa: S608 - marks only
        " ORDER BY d.recency DESC, d.row DESC LIMIT -1)"
    )
    (text,) = connection.execute(query, values).fetchone()
    return array("q", msgspec.json.decode(text, type=list[int]))


_IN_DATA = "d.row IN (SELECT rowid FROM dossier_text WHERE dossier_text MATCH ?)"
_ANYWHERE = (
    "d.row IN (SELECT rowid FROM dossier_text WHERE dossier_text MATCH ? UNION ALL SELECT o.row FROM document_text"
    " CROSS JOIN object AS t ON t.row = document_text.rowid JOIN object AS v ON v.id = t.parent"
    " JOIN object AS m ON m.id = v.parent JOIN object AS o ON o.id = m.parent WHERE document_text MATCH ?)"
)


def _found(connection: Connection, text: str) -> list[tuple[str, tuple[str, ...]]]:
    """Return the conditions, each with its values, on a dossier that is looked for by words.

    Each word may stand in its data or inside one of its documents.
    """
    words = re.findall(r"\w+", text)
    if not words:
        return []
    if connection.execute("SELECT 1 FROM document_text LIMIT 1").fetchone() is None:
        return [(_IN_DATA, (match_expression(text),))]
    return [(_ANYWHERE, (f'"{word}"*', f'"{word}"*')) for word in words]


def match_expression(text: str) -> str:
    """Return the full-text query for what a person typed: every word, each as a prefix, quoted against operators."""
    words = re.findall(r"\w+", text)
    return " ".join(f'"{word}"*' for word in words)


def rows(connection: Connection, wanted: Sequence[int]) -> dict[int, DossierRow]:
    """Return the rows of one page of the id vector."""
    marks = ", ".join("?" * len(wanted))
    found = connection.execute(
        f"""SELECT d.row, d.id, d.fields ->> '$.number', d.fields ->> '$.label', d.fields ->> '$.title',
            c.fields ->> '$.code', u.fields ->> '$.name', d.fields ->> '$.situation', d.fields ->> '$.phase', d.changed_at,
            (SELECT count(*) FROM outbox AS x WHERE x.dossier = d.id AND x.state IN ('queued', 'sent', 'answered')),
            (SELECT count(*) FROM outbox AS x WHERE x.dossier = d.id AND x.state IN ('attention', 'blocked')),
            d.fields ->> '$.class'
        FROM object AS d LEFT JOIN object AS c ON c.id = d.fields ->> '$.class'
        LEFT JOIN object AS u ON u.id = d.fields ->> '$.unit' WHERE d.row IN ({marks})""",  # noqa: S608 - marks only
        tuple(wanted),
    )
    open_conflicts = conflicts.by_dossier(connection)
    covered = access.covered(connection)
    return {
        row[0]: _row(
            (
                *row[:-1],
                open_conflicts.get(row[1], 0),
                bool(covered) and not covered.isdisjoint((row[1], row[-1])),
            )
        )
        for row in found.fetchall()
    }


def _row(values: Sequence[Any]) -> DossierRow:
    known: list[Any] = ["" if each is None else each for each in values]
    return DossierRow(*known)
