# SPDX-License-Identifier: EUPL-1.2
"""Open conflicts, counted by the dossier they belong to: its own and those of what it holds."""

from eset_desktop.store.engine import Connection

OPEN = "x.kind = 'conflict' AND NOT x.deleted AND x.fields ->> '$.state' = 'open'"
"""Condition on a row ``x`` of ``object``."""


def count(connection: Connection) -> int:
    """Return how many conflicts wait for a person."""
    found = connection.execute(f"SELECT count(*) FROM object AS x WHERE {OPEN}").fetchone()  # noqa: S608 - constant
    return int(found[0])


def by_dossier(connection: Connection) -> dict[str, int]:
    """Return the number of open conflicts of each dossier that has one."""
    rows = connection.execute(
        "SELECT iif(o.kind = 'dossier', o.id, o.fields ->> '$.dossier') AS dossier, count(*) FROM object AS x"  # noqa: S608 - constants
        f" JOIN object AS o ON o.id = x.parent WHERE {OPEN} GROUP BY dossier"
    )
    return {dossier: number for dossier, number in rows.fetchall() if dossier}
