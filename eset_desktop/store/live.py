# SPDX-License-Identifier: EUPL-1.2
"""Live rows: the accepted state of each object with this machine's unsent work on top.

``live = fold(base, pending in order)``; a ``base`` row exists only while an accepted object has something pending.
Everything here runs inside the caller's write transaction.
"""

from collections.abc import Collection
from dataclasses import dataclass

import msgspec

from eset_desktop.domain.kinds import parent_of
from eset_desktop.domain.mutations import Mutation, ObjectState, fold
from eset_desktop.domain.values import Fields, canonical, normal_fields
from eset_desktop.store import projections
from eset_desktop.store.engine import Connection

FOLDED = ("queued", "sent", "answered")
"""Outbox states whose mutations are part of the live state."""

FOLDED_WHEN_ONLY_HERE = (*FOLDED, "attention", "blocked")
"""The same for an object that the central service does not have: refused work stays in sight."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An object as it lies in the cache; ``state`` is live, ``rev`` is of the accepted state (0: only here)."""

    row: int
    state: ObjectState
    stream: str
    rev: int
    hash: bytes | None
    pending: int


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who made and last changed an object, and when."""

    created_by: str = ""
    created_at: str = ""
    changed_by: str = ""
    changed_at: str = ""


def load(connection: Connection, object_id: str) -> Stored | None:
    """Return an object of the cache, or None."""
    found = connection.execute(
        "SELECT row, kind, fields, deleted, stream, rev, hash, pending FROM object WHERE id = ?", (object_id,)
    ).fetchone()
    if found is None:
        return None
    row, kind, fields, deleted, stream, rev, hash_, pending = found
    state = ObjectState(kind, object_id, msgspec.json.decode(fields), deleted=bool(deleted))
    return Stored(row, state, stream, rev, hash_, pending)


def holder_of(kind: str, fields: Fields) -> str | None:
    """Return what an object is found under by ``object.parent``; a dossier is found by its class in the list of dossiers.

    One more index in the order of classes would be half of what a first sync writes.
    """
    return None if kind == "dossier" else parent_of(kind, fields)


def insert(connection: Connection, state: ObjectState, stream: str, stamp: Stamp) -> int:
    """Add an object that the cache does not have and return its row number."""
    cursor = connection.execute(
        "INSERT INTO object (id, kind, stream, parent, deleted, fields, created_by, created_at, changed_by, changed_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            state.id, state.kind, stream, holder_of(state.kind, state.fields), state.deleted, _text(state),
            stamp.created_by, stamp.created_at, stamp.changed_by, stamp.changed_at,
        ),
    )  # fmt: skip
    row = int(cursor.lastrowid)
    projections.refresh(connection, row, state, stamp.changed_at)
    return row


def update(connection: Connection, stored: Stored, state: ObjectState, by: str, at: str) -> None:
    """Replace an object's live state."""
    connection.execute(
        "UPDATE object SET parent = ?, deleted = ?, fields = ?, changed_by = ?, changed_at = ? WHERE row = ?",
        (holder_of(state.kind, state.fields), state.deleted, _text(state), by, at, stored.row),
    )
    projections.refresh(connection, stored.row, state, at)


def remove(connection: Connection, stored: Stored) -> None:
    """Take an object out of the cache; its unsent work stays in the outbox."""
    drop_base(connection, stored.state.id)
    connection.execute("DELETE FROM object WHERE row = ?", (stored.row,))
    projections.forget(connection, stored.row, stored.state)


def keep_base(connection: Connection, stored: Stored) -> None:
    """Keep the accepted state aside before the first pending change is laid on top."""
    if stored.rev and not stored.pending:
        connection.execute(
            "INSERT INTO base (id, deleted, fields, changed_by, changed_at)"
            " SELECT id, deleted, fields, changed_by, changed_at FROM object WHERE row = ?",
            (stored.row,),
        )


def set_base(connection: Connection, state: ObjectState, by: str, at: str) -> None:
    """Replace the accepted state of an object that has something pending."""
    connection.execute(
        "INSERT INTO base (id, deleted, fields, changed_by, changed_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET deleted = excluded.deleted, fields = excluded.fields,"
        " changed_by = excluded.changed_by, changed_at = excluded.changed_at",
        (state.id, state.deleted, _text(state), by, at),
    )


def drop_base(connection: Connection, object_id: str) -> None:
    """Forget the accepted state kept aside: the live one is the accepted one again."""
    connection.execute("DELETE FROM base WHERE id = ?", (object_id,))


def base(connection: Connection, stored: Stored) -> ObjectState | None:
    """Return the last accepted state of an object, None when the service never had it."""
    found = connection.execute("SELECT fields, deleted FROM base WHERE id = ?", (stored.state.id,)).fetchone()
    if found is not None:
        return ObjectState(
            stored.state.kind, stored.state.id, msgspec.json.decode(found[0]), deleted=bool(found[1])
        )
    return stored.state if stored.rev else None


def pending(connection: Connection, object_id: str, *, only_here: bool) -> list[Mutation]:
    """Return the mutations that the live state of an object holds, in the person's order."""
    states = FOLDED_WHEN_ONLY_HERE if only_here else FOLDED
    marks = ", ".join("?" * len(states))
    rows = connection.execute(
        f"SELECT body FROM outbox WHERE object = ? AND state IN ({marks}) ORDER BY n",  # noqa: S608 - marks only
        (object_id, *states),
    )
    return [msgspec.json.decode(body, type=Mutation) for (body,) in rows.fetchall()]


def without(connection: Connection, object_id: str, mutations: Collection[str]) -> ObjectState | None:
    """Return an object as it would stand without some of its unsent mutations, None when it would not be there."""
    stored = load(connection, object_id)
    accepted = base(connection, stored) if stored else None
    waiting = pending(connection, object_id, only_here=accepted is None)
    return fold(accepted, [each for each in waiting if each.id not in mutations])


def refold(connection: Connection, object_id: str) -> None:
    """Make the live state of an object again from its accepted state and what is pending.

    An object that was never accepted and of which nothing is pending any more goes away. One that the service had and
    lost keeps its ``base`` row, so that it never does.
    """
    stored = load(connection, object_id)
    if stored is None:
        return
    accepted = base(connection, stored)
    waiting = pending(connection, object_id, only_here=accepted is None)
    live = fold(accepted, waiting)
    if live is None:
        remove(connection, stored)
        return
    by, at = _last_hand(connection, object_id, waiting)
    if waiting and accepted is not None:
        connection.execute(
            "INSERT INTO base (id, deleted, fields, changed_by, changed_at)"
            " SELECT id, deleted, fields, changed_by, changed_at FROM object WHERE row = ? ON CONFLICT (id) DO NOTHING",
            (stored.row,),
        )
    update(connection, stored, live, by, at)
    connection.execute("UPDATE object SET pending = ? WHERE row = ?", (len(waiting), stored.row))
    if not waiting and stored.rev:
        drop_base(connection, object_id)


def _last_hand(connection: Connection, object_id: str, waiting: list[Mutation]) -> tuple[str, str]:
    if waiting:
        return waiting[-1].by, waiting[-1].at
    found = connection.execute(
        "SELECT changed_by, changed_at FROM base WHERE id = ?"
        " UNION ALL SELECT changed_by, changed_at FROM object WHERE id = ? LIMIT 1",
        (object_id, object_id),
    ).fetchone()
    return str(found[0]), str(found[1])


def _text(state: ObjectState) -> str:
    return canonical(normal_fields(state.fields)).decode()
