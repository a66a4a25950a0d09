# SPDX-License-Identifier: EUPL-1.2
"""Joining what the full-text indexes are made of, a little at a time.

Each transaction that writes words adds a segment to an index. Joining them inside a save, as FTS5 does by itself, makes some saves
many times as slow as others; here it is work of its own, between saves, in transactions of a bounded length.
"""

from typing import Final

from eset_desktop.store.engine import Connection, Database

PAGES: Final = 16
"""Pages that one transaction adds to an index (https://sqlite.org/fts5.html, "The 'merge' Command")."""
_JOIN: Final = (
    "INSERT INTO dossier_text (dossier_text, rank) VALUES ('merge', ?)",
    "INSERT INTO document_text (document_text, rank) VALUES ('merge', ?)",
)
_ANEW: Final = (
    "INSERT INTO dossier_text (dossier_text) VALUES ('optimize')",
    "INSERT INTO document_text (document_text) VALUES ('optimize')",
)
_NOTHING: Final = 2
"""Fewer changes than these mean that there was nothing to join (ibid.)."""


def last_change(connection: Connection) -> int:
    """Return the position of the latest entry in the list of changes."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM change").fetchone()[0])


def forget_words(connection: Connection) -> None:
    """Write the indexes anew without what was taken out of them: its words stay in earlier segments until these are joined.

    Its price is that of the whole index: for computers that hold little. Inside the caller's write transaction.
    """
    for whole in _ANEW:
        connection.execute(whole)


def join_words(database: Database) -> bool:
    """Join some segments of the full-text indexes; False when nothing is left to do.

    Raises:
        StoreError: See :meth:`eset_desktop.store.engine.Database.write`; nothing was changed.
    """
    with database.write() as connection:
        for join in _JOIN:
            before = connection.total_changes
            connection.execute(join, (PAGES,))
            if connection.total_changes - before >= _NOTHING:
                return True
    return False
