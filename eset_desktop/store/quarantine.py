# SPDX-License-Identifier: EUPL-1.2
"""Unsent work on what its author may not read any more: kept with its values and its reason, sent if the right comes back.

What was set aside here before the service answered has the state ``attention``, this module's problem and no status. Its id
stays the same, so that what had arrived in spite of it counts once. What the service refused first, because it was sent before
this computer knew, has the status ``rejected``: the service keeps that answer for its id, so it goes again under a new one.
Everything here runs inside the caller's write transaction.
"""

from functools import partial
from hashlib import sha256
from itertools import count
from typing import Final
from uuid import UUID

import msgspec

from eset_desktop.store import live, meta, outbox, sweep
from eset_desktop.store.engine import Connection
from eset_desktop.store.refusals import ChangeRefused

NOT_VISIBLE: Final = "stream.not_visible"
"""The problem's code; the service refuses such work under the same one."""

DOSSIER: Final = "out_of_sight."
"""Beginning of the fact that keeps the number of a dossier out of sight: who asks for the right must be able to say for which."""

_UNANSWERED: Final = ""
_REFUSED: Final = "rejected"


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


def note_dossier(connection: Connection, dossier_id: str, label: str) -> None:
    """Keep the number or provisional label of a dossier that goes out of sight, if work on it waits for the right."""
    waits = connection.execute(
        "SELECT 1 FROM outbox WHERE dossier = ? AND state = 'attention' LIMIT 1", (dossier_id,)
    ).fetchone()
    if waits and label:
        meta.put(connection, f"{DOSSIER}{dossier_id}", label)


def end(connection: Connection, accepted: list[tuple[str, str]]) -> None:
    """End the wait of accepted mutations (id and object) whose effect this computer will not see."""
    connection.executemany("UPDATE outbox SET state = 'done' WHERE id = ?", [(each,) for each, _ in accepted])
    for object_id in dict.fromkeys(each for _, each in accepted):
        live.refold(connection, object_id)
    for mutation_id, _ in accepted:
        bytes_of = connection.execute(
            "SELECT body ->> '$.fields.sha256' FROM outbox WHERE id = ? AND kind = 'version'", (mutation_id,)
        ).fetchone()
        if bytes_of is not None and bytes_of[0] is not None:
            sweep.let_go(connection, bytes_of[0])


def release(connection: Connection, object_id: str) -> bool:
    """Let the work on an object that is in sight again be sent, what hangs from it too; tell whether there was any."""
    connection.execute("DELETE FROM meta WHERE key = ?", (f"{DOSSIER}{object_id}",))
    held = _release_held(connection, object_id)
    return _send_refused_again(connection, object_id) or held


def _release_held(connection: Connection, object_id: str) -> bool:
    """As ``sent``: it may have left this computer before, so it is never edited again."""
    held = _aside(connection, object_id, _UNANSWERED)
    for mutation_id in held:
        connection.execute(
            "UPDATE outbox SET state = 'sent', problem = '', blocked_by = NULL WHERE id = ?1 OR"
            " (state = 'blocked' AND blocked_by = ?1)",
            (mutation_id,),
        )
    return bool(held)


def _send_refused_again(connection: Connection, object_id: str) -> bool:
    """What the object does not take as it stands now stays refused, and its author decides."""
    refused = _aside(connection, object_id, _REFUSED)
    for mutation_id in refused:
        mutation = outbox.read(connection, mutation_id)
        if mutation is None or not _stands(connection, mutation_id, _REFUSED):
            continue
        again = msgspec.structs.replace(mutation, id=next_id(mutation_id), after=())
        others = map(partial(next_id, mutation_id), count(1))
        connection.execute("SAVEPOINT again")
        try:
            outbox.resend(connection, mutation, again, others.__next__)
        except ChangeRefused:
            connection.execute("ROLLBACK TO again")
        connection.execute("RELEASE again")
    return bool(refused)


def _aside(connection: Connection, object_id: str, status: str) -> list[str]:
    """Return the work set aside on an object itself, and on what only this computer has and the object holds as a dossier."""
    found = connection.execute(
        "SELECT x.id FROM outbox AS x WHERE x.state = 'attention' AND x.problem = ?2 AND x.status = ?3 AND (x.object = ?1"
        " OR (x.dossier = ?1 AND EXISTS (SELECT 1 FROM object AS o WHERE o.id = x.object AND o.rev = 0))) ORDER BY x.n",
        (object_id, NOT_VISIBLE, status),
    )
    return [str(mutation_id) for (mutation_id,) in found.fetchall()]


def is_held(connection: Connection, mutation_id: str) -> bool:
    """Tell whether a mutation waits here for its author's right, unanswered."""
    return _stands(connection, mutation_id, _UNANSWERED)


def _stands(connection: Connection, mutation_id: str, status: str) -> bool:
    found = connection.execute(
        "SELECT 1 FROM outbox WHERE id = ? AND state = 'attention' AND problem = ? AND status = ?",
        (mutation_id, NOT_VISIBLE, status),
    ).fetchone()
    return found is not None


def next_id(mutation_id: str, place: int = 0) -> str:
    """Return the id under which a mutation goes again: always the same one, so that doing it twice is doing it once.

    Args:
        mutation_id: Its id until now.
        place: From 1 on: which of those that go with it. Each life of a mutation has ids of its own.
    """
    old = UUID(mutation_id).int
    tail = int.from_bytes(sha256(f"{mutation_id}/{place}".encode()).digest()[:8], "big") & (1 << 62) - 1
    return str(UUID(int=old >> 62 << 62 | tail))
