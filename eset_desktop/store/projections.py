# SPDX-License-Identifier: EUPL-1.2
"""What is derived from live rows for lists and search: the dossier table, the full-text index, the list of changes.

All of it can be made again from the live rows.
"""

import json
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from eset_desktop.domain.mutations import ObjectState
from eset_desktop.store.engine import Connection

IN_TEXT: Final = ("dossier", "party", "document")
TEXT: Final = "text"
"""The kind whose objects hold the words of a document's version."""


def refresh(connection: Connection, row: int, state: ObjectState, at: str) -> None:
    """Bring lists, search and the list of changes up to date after an object's live state changed."""
    connection.execute("INSERT INTO change (kind, id) VALUES (?, ?)", (state.kind, state.id))
    if state.kind == "dossier":
        connection.execute(
            "INSERT INTO dossier (row, class, situation, recency) VALUES (?, ?, ?, ?) ON CONFLICT (row) DO UPDATE"
            " SET class = excluded.class, situation = excluded.situation, recency = excluded.recency",
            (row, state.text("class"), state.text("situation"), at),
        )
    if state.kind in IN_TEXT:
        dossier = state.id if state.kind == "dossier" else state.text("dossier")
        index(connection, dossier)
    elif state.kind == TEXT and not _is_worded(connection, row):
        connection.execute(
            "INSERT INTO document_text (rowid, words) VALUES (?, ?)", (row, state.text("text"))
        )


def _is_worded(connection: Connection, row: int) -> bool:
    found = connection.execute("SELECT 1 FROM document_text WHERE rowid = ?", (row,)).fetchone()
    return found is not None


def forget(connection: Connection, row: int, state: ObjectState) -> None:
    """Take an object out of lists and search after its row went away."""
    connection.execute("INSERT INTO change (kind, id) VALUES (?, ?)", (state.kind, state.id))
    if state.kind == "dossier":
        connection.execute("DELETE FROM dossier WHERE row = ?", (row,))
        connection.execute("DELETE FROM dossier_text WHERE rowid = ?", (row,))
    elif state.kind in IN_TEXT:
        index(connection, state.text("dossier"))
    elif state.kind == TEXT and _is_worded(connection, row):
        # an index without content is told what it forgets; the words of a text never change
        connection.execute(
            "INSERT INTO document_text (document_text, rowid, words) VALUES ('delete', ?, ?)",
            (row, state.text("text")),
        )


def index(connection: Connection, dossier_id: str) -> None:
    """Write a dossier's full-text row: title, numbers (former ones too), parties and titles of its documents."""
    index_all(connection, (dossier_id,))


def index_all(connection: Connection, dossier_ids: Iterable[str]) -> None:
    """Write the full-text rows of several dossiers."""
    # CROSS JOIN keeps SQLite from going through all objects of a kind instead of the few that are wanted.
    wanted = json.dumps(list(dossier_ids))
    found = connection.execute(
        "SELECT row, object.id, fields ->> '$.title', fields ->> '$.number', fields ->> '$.label',"
        " fields ->> '$.eni_id' FROM json_each(?) AS wanted CROSS JOIN object"
        " ON object.id = wanted.value AND kind = 'dossier'",
        (wanted,),
    ).fetchall()
    parties = _by_dossier(
        connection,
        "SELECT object.parent, fields ->> '$.name', fields ->> '$.identifier' FROM json_each(?) AS wanted"
        " CROSS JOIN object ON object.kind = 'party' AND object.parent = wanted.value AND NOT deleted",
        wanted,
    )
    documents = _by_dossier(
        connection,
        "SELECT object.parent, fields ->> '$.title' FROM json_each(?) AS wanted"
        " CROSS JOIN object ON object.kind = 'document' AND object.parent = wanted.value",
        wanted,
    )
    former = _by_dossier(
        connection,
        "SELECT dossier, details ->> '$.number[0]' FROM json_each(?) AS wanted"
        " CROSS JOIN history ON dossier = wanted.value AND history.kind = 'dossier'",
        wanted,
    )
    connection.executemany(
        "INSERT OR REPLACE INTO dossier_text (rowid, title, numbers, parties, documents) VALUES (?, ?, ?, ?, ?)",
        [
            (row, title, _joined((*numbers, *former[key])), _joined(parties[key]), _joined(documents[key]))
            for row, key, title, *numbers in found
        ],
    )


def _by_dossier(connection: Connection, query: str, wanted: str) -> defaultdict[str, list[str | None]]:
    """Return all texts that a query finds, by the dossier in its first column."""
    found: defaultdict[str, list[str | None]] = defaultdict(list)
    for dossier, *texts in connection.execute(query, (wanted,)).fetchall():
        found[dossier] += texts
    return found


def _joined(texts: Iterable[str | None]) -> str:
    return " ".join(text for text in texts if text)
