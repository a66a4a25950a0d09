# SPDX-License-Identifier: EUPL-1.2
"""Who may read what: restrictions, whom they let read, and what they cover."""

from dataclasses import dataclass

import msgspec

from eset_desktop.domain import rights
from eset_desktop.store.engine import Connection


@dataclass(frozen=True, slots=True)
class RestrictionRow:
    """A restriction; ``scope`` is the id of a dossier or class, ``reason`` its legal ground."""

    id: str
    scope_kind: str
    scope: str
    reason: str
    pending: bool


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """A person whom a restriction lets read; ``grant_id`` is empty for the secretary, who always may."""

    grant_id: str
    person_id: str
    name: str


_RESTRICTIONS = (
    "SELECT id, fields ->> '$.scope_kind', fields ->> '$.scope', fields ->> '$.reason', pending > 0 FROM object"
    " WHERE kind = 'restriction' AND NOT deleted"
)


def restriction_on(connection: Connection, scope: str) -> RestrictionRow | None:
    """Return the restriction of just this dossier or class, None when it has none of its own."""
    found = connection.execute(f"{_RESTRICTIONS} AND fields ->> '$.scope' = ?", (scope,)).fetchone()
    if found is None:
        return None
    identity, scope_kind, of, reason, pending = found
    return RestrictionRow(identity, scope_kind, of, reason, bool(pending))


def restriction_of(connection: Connection, dossier_id: str) -> RestrictionRow | None:
    """Return what restricts a dossier: its own restriction, else that of the nearest class above it, None for neither."""
    rows = connection.execute(
        "WITH RECURSIVE above (id, step) AS (SELECT ?1, 0 UNION SELECT coalesce(o.parent, x.class), a.step + 1"
        " FROM above AS a JOIN object AS o ON o.id = a.id LEFT JOIN dossier AS x ON x.row = o.row"
        " WHERE o.kind IN ('dossier', 'class') AND coalesce(o.parent, x.class) IS NOT NULL AND a.step < 32)"
        " SELECT id FROM above ORDER BY step",
        (dossier_id,),
    )
    found = (restriction_on(connection, scope) for (scope,) in rows.fetchall())
    return next((each for each in found if each is not None), None)


def readers(connection: Connection, restriction_id: str) -> tuple[ReaderRow, ...]:
    """Return everybody who may read what a restriction covers, by name."""
    granted = connection.execute(
        "SELECT g.id, g.fields ->> '$.person', coalesce(p.fields ->> '$.name', '') FROM object AS g"
        " LEFT JOIN object AS p ON p.id = g.fields ->> '$.person'"
        " WHERE g.kind = 'grant' AND g.parent = ? AND NOT g.deleted",
        (restriction_id,),
    )
    found = {person: ReaderRow(grant, person, name) for grant, person, name in granted.fetchall()}
    for each in _people(connection, secretary=True):
        found[each.person_id] = each
    return tuple(sorted(found.values(), key=lambda each: each.name))


def grants(connection: Connection, restriction_id: str) -> tuple[tuple[str, str], ...]:
    """Return the ids of a restriction's grants with their person's: two for one whom two people gave it without a line."""
    rows = connection.execute(
        "SELECT id, fields ->> '$.person' FROM object WHERE kind = 'grant' AND parent = ? AND NOT deleted ORDER BY id",
        (restriction_id,),
    )
    return tuple((grant, person) for grant, person in rows.fetchall())


def people_to_grant(connection: Connection) -> tuple[ReaderRow, ...]:
    """Return the people of the body who need a grant to read what is restricted, by name."""
    return tuple(sorted(_people(connection, secretary=False), key=lambda each: each.name))


def is_person(connection: Connection, person: str) -> bool:
    """Tell whether this is the id of a person of the body."""
    found = connection.execute(
        "SELECT 1 FROM object WHERE id = ? AND kind = 'person' AND NOT deleted", (person,)
    ).fetchone()
    return found is not None


def covered(connection: Connection) -> frozenset[str]:
    """Return the ids of every restricted dossier and class, classes under a restricted one too."""
    rows = connection.execute(
        "WITH RECURSIVE under (id) AS (SELECT fields ->> '$.scope' FROM object WHERE kind = 'restriction'"
        " AND NOT deleted UNION SELECT o.id FROM under AS u JOIN object AS o ON o.kind = 'class' AND o.parent = u.id)"
        " SELECT id FROM under"
    )
    return frozenset(each for (each,) in rows.fetchall())


def _people(connection: Connection, *, secretary: bool) -> list[ReaderRow]:
    rows = connection.execute("SELECT id, fields FROM object WHERE kind = 'person' AND NOT deleted")
    people = [(person, msgspec.json.decode(fields)) for person, fields in rows.fetchall()]
    return [
        ReaderRow("", person, str(fields.get("name", "")))
        for person, fields in people
        if (rights.SECRETARIA in (fields.get("profiles") or ())) is secretary
    ]
