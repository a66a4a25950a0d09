# SPDX-License-Identifier: EUPL-1.2
"""What is kept here with its bytes: a pinned dossier, or all dossiers of a pinned class.

The bytes of its documents are wanted as soon as the service has them, after those that a person opened. Of each document the
versions are wanted that no other came from. Everything here runs inside the caller's write transaction.
"""

from typing import Final

from eset_desktop.domain.mutations import ObjectState
from eset_desktop.store.engine import Connection

OPENED: Final = 10
"""``blob.wanted`` of bytes that a person asked for."""
ASKED: Final = 5
"""``blob.wanted`` of bytes that this person is asked to sign."""
PINNED: Final = 1
"""``blob.wanted`` of bytes of what is pinned."""

_PINNED_DOSSIERS: Final = (
    "WITH RECURSIVE under (id) AS (SELECT scope FROM pin UNION SELECT o.id FROM under AS u JOIN object AS o"
    " ON o.kind = 'class' AND o.parent = u.id), kept (id) AS (SELECT scope FROM pin WHERE kind = 'dossier'"
    " UNION SELECT o.id FROM dossier AS x JOIN object AS o ON o.row = x.row WHERE x.class IN (SELECT id FROM under))"
)
_WANT: Final = (
    "UPDATE blob SET wanted = max(wanted, ?) WHERE NOT here AND sha256 IN (SELECT v.fields ->> '$.sha256'"
    " FROM object AS d JOIN object AS v ON v.kind = 'version' AND v.parent = d.id WHERE d.kind = 'document' AND {which}"
    " AND NOT EXISTS (SELECT 1 FROM object AS n WHERE n.kind = 'version' AND n.parent = d.id"
    " AND n.fields ->> '$.parent' = v.id))"
)

_WANT_ALL: Final = f"{_PINNED_DOSSIERS} {_WANT.format(which='d.parent IN (SELECT id FROM kept)')}"  # noqa: S608 - constants
_WANT_OF_DOSSIER: Final = _WANT.format(which="d.parent = ?")
_WANT_OF_DOCUMENT: Final = _WANT.format(which="d.id = ?")


def pin(connection: Connection, kind: str, scope: str, at: str) -> None:
    """Keep a dossier or class here."""
    connection.execute(
        "INSERT INTO pin (scope, kind, at) VALUES (?, ?, ?) ON CONFLICT (scope) DO NOTHING", (scope, kind, at)
    )
    want_all(connection)


def unpin(connection: Connection, scope: str) -> None:
    """Keep it no longer; what is here stays, what was not fetched yet is not."""
    connection.execute("DELETE FROM pin WHERE scope = ?", (scope,))
    connection.execute("UPDATE blob SET wanted = 0 WHERE wanted = ?", (PINNED,))
    want_all(connection)


def want_all(connection: Connection) -> None:
    """Ask for the bytes of everything that is pinned."""
    if is_any(connection):
        connection.execute(_WANT_ALL, (PINNED,))


def is_any(connection: Connection) -> bool:
    """Tell whether anything is pinned."""
    return connection.execute("SELECT 1 FROM pin LIMIT 1").fetchone() is not None


def note(connection: Connection, state: ObjectState) -> None:
    """Ask for the bytes that an object of the feed brings to what is pinned."""
    if state.kind not in {"version", "document", "dossier"} or not is_any(connection):
        return
    if state.kind == "dossier":
        if is_pinned(connection, state.id):
            connection.execute(_WANT_OF_DOSSIER, (PINNED, state.id))
        return
    document = state.text("document") if state.kind == "version" else state.id
    holder = connection.execute("SELECT parent FROM object WHERE id = ?", (document,)).fetchone()
    if holder is not None and is_pinned(connection, holder[0]):
        connection.execute(_WANT_OF_DOCUMENT, (PINNED, document))


def is_pinned(connection: Connection, scope: str) -> bool:
    """Tell whether a dossier or class is kept here, by itself or by a class above it."""
    found = connection.execute(
        "WITH RECURSIVE above (id) AS (SELECT ? UNION SELECT coalesce(o.parent, x.class) FROM above AS a"
        " JOIN object AS o ON o.id = a.id LEFT JOIN dossier AS x ON x.row = o.row"
        " WHERE o.kind IN ('dossier', 'class') AND coalesce(o.parent, x.class) IS NOT NULL)"
        " SELECT 1 FROM pin WHERE scope IN (SELECT id FROM above)",
        (scope,),
    ).fetchone()
    return found is not None
