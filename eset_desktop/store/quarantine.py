# SPDX-License-Identifier: EUPL-1.2
"""Unsent work on what its author may not read any more: kept with its values and its reason, sent if the right comes back.

It is no answer of the service: such a row has the state ``attention``, this module's problem and no status. Its id stays
the same, so that what had arrived in spite of it counts once. Everything here runs inside the caller's write transaction.
"""

from typing import Final

from eset_desktop.store import live, outbox
from eset_desktop.store.engine import Connection

NOT_VISIBLE: Final = "stream.not_visible"
"""The problem's code; the service refuses such work under the same one."""

HELD: Final = f"state = 'attention' AND status = '' AND problem = '{NOT_VISIBLE}'"
"""Condition on a row of the outbox: it waits here for its author's right, unanswered."""


def hold(connection: Connection, object_id: str) -> None:
    """Set aside the unsent work on an object that goes out of sight, and on what it holds as a dossier.

    What the service has accepted is no longer waited for: its effect will never come.
    """
    waiting = connection.execute(
        "SELECT id FROM outbox WHERE state IN ('queued', 'sent') AND (object = ?1 OR dossier = ?1) ORDER BY n",
        (object_id,),
    ).fetchall()
    for (mutation_id,) in waiting:
        taken = connection.execute(
            "UPDATE outbox SET problem = ? WHERE id = ? AND state IN ('queued', 'sent')",
            (NOT_VISIBLE, mutation_id),
        )
        if taken.rowcount:
            outbox.refuse(connection, mutation_id)
    accepted = connection.execute(
        "SELECT id, object FROM outbox WHERE state = 'answered' AND (object = ?1 OR dossier = ?1)",
        (object_id,),
    ).fetchall()
    end(connection, accepted)


def end(connection: Connection, accepted: list[tuple[str, str]]) -> None:
    """End the wait of accepted mutations (id and object) whose effect this computer will not see."""
    connection.executemany("UPDATE outbox SET state = 'done' WHERE id = ?", [(each,) for each, _ in accepted])
    for object_id in dict.fromkeys(each for _, each in accepted):
        live.refold(connection, object_id)


def release(connection: Connection, object_id: str) -> bool:
    """Let the work on an object that is in sight again be sent, what hangs from it too; tell whether there was any.

    As ``sent``: it may have left this computer before, so it is never edited again.
    """
    held = connection.execute(
        f"SELECT x.id FROM outbox AS x WHERE {HELD} AND (x.object = ?1 OR (x.dossier = ?1"  # noqa: S608 - constant
        " AND EXISTS (SELECT 1 FROM object AS o WHERE o.id = x.object AND o.rev = 0)))",
        (object_id,),
    ).fetchall()
    for (mutation_id,) in held:
        connection.execute(
            "UPDATE outbox SET state = 'sent', problem = '', blocked_by = NULL WHERE id = ?1 OR"
            " (state = 'blocked' AND blocked_by = ?1)",
            (mutation_id,),
        )
    return bool(held)
