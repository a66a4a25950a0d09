# SPDX-License-Identifier: EUPL-1.2
"""What is derived from live rows for lists and search: the dossier table, the full-text index, the list of changes.

All of it can be made again from the live rows; :func:`rebuild_text` does.
"""

from collections.abc import Iterable

from eset_desktop.domain.mutations import ObjectState
from eset_desktop.store.engine import Connection

_IN_TEXT = ("dossier", "party", "document")


def refresh(connection: Connection, row: int, state: ObjectState, at: str) -> None:
    """Bring lists, search and the list of changes up to date after an object's live state changed."""
    connection.execute("INSERT INTO change (kind, id) VALUES (?, ?)", (state.kind, state.id))
    if state.kind == "dossier":
        connection.execute(
            "INSERT INTO dossier (row, class, situation, recency) VALUES (?, ?, ?, ?) ON CONFLICT (row) DO UPDATE"
            " SET class = excluded.class, situation = excluded.situation, recency = excluded.recency",
            (row, state.text("class"), state.text("situation"), at),
        )
    if state.kind in _IN_TEXT:
        dossier = state.id if state.kind == "dossier" else state.text("dossier")
        index(connection, dossier)


def forget(connection: Connection, row: int, state: ObjectState) -> None:
    """Take an object out of lists and search after its row went away."""
    connection.execute("INSERT INTO change (kind, id) VALUES (?, ?)", (state.kind, state.id))
    if state.kind == "dossier":
        connection.execute("DELETE FROM dossier WHERE row = ?", (row,))
        connection.execute("DELETE FROM dossier_text WHERE rowid = ?", (row,))
    elif state.kind in _IN_TEXT:
        index(connection, state.text("dossier"))


def index(connection: Connection, dossier_id: str) -> None:
    """Write a dossier's full-text row: title, numbers (former ones too), parties and titles of its documents."""
    found = connection.execute(
        "SELECT row, fields ->> '$.title', fields ->> '$.number', fields ->> '$.label', fields ->> '$.eni_id'"
        " FROM object WHERE id = ? AND kind = 'dossier'",
        (dossier_id,),
    ).fetchone()
    if found is None:
        return
    row, title, *numbers = found
    parties = connection.execute(
        "SELECT fields ->> '$.name', fields ->> '$.identifier' FROM object"
        " WHERE kind = 'party' AND parent = ? AND NOT deleted",
        (dossier_id,),
    ).fetchall()
    documents = connection.execute(
        "SELECT fields ->> '$.title' FROM object WHERE kind = 'document' AND parent = ?", (dossier_id,)
    ).fetchall()
    former = connection.execute(
        "SELECT details ->> '$.number[0]' FROM history WHERE dossier = ? AND kind = 'dossier'", (dossier_id,)
    ).fetchall()
    numbers += [each for (each,) in former]
    connection.execute(
        "INSERT OR REPLACE INTO dossier_text (rowid, title, numbers, parties, documents) VALUES (?, ?, ?, ?, ?)",
        (
            row,
            title,
            _joined(numbers),
            _joined(x for pair in parties for x in pair),
            _joined(x for (x,) in documents),
        ),
    )


def rebuild_text(connection: Connection) -> None:
    """Make the full-text index again from the live rows."""
    connection.execute("DELETE FROM dossier_text")
    for (dossier,) in connection.execute("SELECT id FROM object WHERE kind = 'dossier'").fetchall():
        index(connection, dossier)


def _joined(texts: Iterable[str | None]) -> str:
    return " ".join(text for text in texts if text)
