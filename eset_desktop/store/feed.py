# SPDX-License-Identifier: EUPL-1.2
"""Taking what the central service decided: rows of the feed, results of mutations, the cursor.

Everything here runs inside the caller's write transaction; a slice's rows, results and cursor are one transaction, so
that the cursor never passes what was durably taken.
"""

from collections.abc import Sequence
from typing import Final

import msgspec

from eset_desktop.domain.merge import FINAL_STATUSES
from eset_desktop.domain.mutations import ObjectState
from eset_desktop.domain.values import Json, normal_fields, same
from eset_desktop.store import aside, late, live, meta, outbox, pins, quarantine, tally
from eset_desktop.store.engine import Connection
from sync.protocol import Result, Row

GROUP_REJECTED: Final = "mutation.group_rejected"
"""Why a mutation is refused that has no fault itself: another one of its group has."""
_NO_HISTORY: Final = frozenset({"conflict", "person", "body", "unit", "class", "procedure", "document_type"})
_RIGHTS: Final = frozenset({"restriction", "grant", "person"})
"""Kinds whose rows decide which streams a person may read."""


def take_row(connection: Connection, stream: str, row: Row) -> None:
    """Take one object's accepted state; unsent work stays on top of it. Taking the same row twice changes nothing.

    A row of an object that another stream has brought in a later revision is an old one of a stream it has left: passed over.
    """
    if row.left:
        aside.arrived(connection, stream, row.id)
        aside.leave(connection, stream, row.id)
        return
    stored = live.load(connection, row.id)
    if stored is not None and _is_behind(connection, stored, stream, row):
        return
    state = ObjectState(row.kind, row.id, normal_fields(row.fields), deleted=row.deleted)
    hash_ = state.hash()
    _note_rights(connection, stream, row)
    if stored is None:
        live.insert(connection, state, stream, live.Stamp(row.created_by, row.created_at, row.by, row.at))
    elif stored.rev != row.rev or stored.hash != hash_ or stored.stream != stream:
        _replace(connection, stored, state, row)
    connection.execute(
        "UPDATE object SET rev = ?, seq = ?, hash = ?, stream = ?, created_by = ?, created_at = ? WHERE id = ?",
        (row.rev, row.seq, hash_, stream, row.created_by, row.created_at, row.id),
    )
    _count(connection, stored, stream, hash_)
    if row.kind == "version":
        _note_version(connection, state, is_new=stored is None or stored.hash is None)
    pins.note(connection, state)
    if stored is None:
        _take_back(connection, state, row)


def _is_behind(connection: Connection, stored: live.Stored, stream: str, row: Row) -> bool:
    """Tell whether a row is older than what another stream has brought; a service that was set back is believed."""
    if stored.stream == stream or row.rev > stored.rev:
        return False
    (seq,) = connection.execute("SELECT seq FROM object WHERE row = ?", (stored.row,)).fetchone()
    return bool(seq and stored.hash is not None)


def _take_back(connection: Connection, state: ObjectState, row: Row) -> None:
    """Lay the unsent work of an object that was out of sight on it again, and tell its history what changed meanwhile."""
    before = aside.take_back(connection, row.id)
    if before is not None and row.kind not in _NO_HISTORY:
        _remember(connection, before, state, row)
    if quarantine.release(connection, row.id) or before is not None:
        live.refold(connection, row.id)


def _note_rights(connection: Connection, stream: str, row: Row) -> None:
    """Note that this device's streams may have changed; at the first reading of a stream they were asked for just before."""
    if row.kind not in _RIGHTS or (row.kind == "person" and row.id != meta.get(connection, "account.person")):
        return
    if connection.execute("SELECT headed FROM stream WHERE id = ?", (stream,)).fetchone() != (0,):
        meta.put(connection, aside.STALE, "1")


def _replace(connection: Connection, stored: live.Stored, state: ObjectState, row: Row) -> None:
    accepted = live.base(connection, stored)
    if accepted is not None and row.kind not in _NO_HISTORY:
        _remember(connection, accepted, state, row)
    if stored.pending:
        live.set_base(connection, state, row.by, row.at)
        live.refold(connection, row.id)
    else:
        live.drop_base(connection, row.id)
        live.update(connection, stored, state, row.by, row.at)


def _remember(connection: Connection, before: ObjectState, after: ObjectState, row: Row) -> None:
    names = sorted({*before.fields, *after.fields})
    changed: dict[str, list[Json]] = {
        name: [before.get(name), after.get(name)]
        for name in names
        if not same(before.get(name), after.get(name))
    }
    dossier = (
        row.id if row.kind == "dossier" else outbox.dossier_of_fields(connection, row.kind, after.fields)
    )
    if (changed or before.deleted != after.deleted) and dossier:
        what = "removed" if after.deleted and not before.deleted else "changed"
        connection.execute(
            "INSERT INTO history (dossier, object, kind, at, by, what, details) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (dossier, row.id, row.kind, row.at, row.by, what, msgspec.json.encode(changed).decode()),
        )


def _count(connection: Connection, stored: live.Stored | None, stream: str, hash_: bytes) -> None:
    old = stored.hash if stored else None
    if stored is not None and old is not None and stored.stream == stream:
        tally.replace(connection, stream, old, hash_)
        return
    if stored is not None and old is not None:
        tally.leave(connection, stored.stream, old)
    tally.enter(connection, stream, hash_)


def _note_version(connection: Connection, state: ObjectState, *, is_new: bool) -> None:
    """Keep book of a version's bytes: known here by hash; confirmed when the service says that it has them.

    Not any more when it says that it lost them (``present`` is false): who has them sends them again. That it has them
    ends what it said before: that it lacks them.
    Words were read for the versions that were known then: a new one with the same bytes has none yet.
    """
    connection.execute(
        "INSERT INTO blob (sha256, size, origin, confirmed, added_at) VALUES (?, ?, 'service', ?, ?)"
        " ON CONFLICT (sha256) DO UPDATE SET confirmed = iif(?, EXISTS (SELECT 1 FROM object WHERE kind = 'version'"
        " AND fields ->> '$.sha256' = blob.sha256 AND fields ->> '$.present'),"
        " max(confirmed AND origin != 'gone', excluded.confirmed)),"
        " origin = iif(origin = 'gone', 'service', origin), worded = worded AND NOT ?,"
        " problem = iif(excluded.confirmed, '', problem)",
        (
            state.text("sha256"), state.get("size") or 0, bool(state.get("present")), state.text("created_at"),
            state.get("present") is False, is_new,
        ),
    )  # fmt: skip


def take_results(connection: Connection, results: Sequence[Result]) -> None:
    """Keep several answers; of a refused group the one at fault comes first, so that the others are found under it."""
    for result in sorted(results, key=lambda each: each.problem == GROUP_REJECTED):
        take_result(connection, result)


def take_result(connection: Connection, result: Result) -> None:
    """Keep the final answer to one of this device's mutations; one that is no longer awaited changes nothing.

    Work that waits for a right, and unanswered work under it, may have been sent and taken before that.
    """
    if result.status not in FINAL_STATUSES:
        return
    taken = connection.execute(
        "UPDATE outbox SET state = 'answered', status = ?, problem = ?, stream = ?, epoch = ?, seq = ?,"
        " rev = ?, conflicts = ?, blocked_by = NULL WHERE id = ? AND (state IN ('queued', 'sent')"
        " OR (state = 'attention' AND status = '' AND problem = ?)"
        " OR (state = 'blocked' AND status = '' AND ?)) RETURNING object",
        (
            result.status, result.problem, result.stream, result.epoch, result.seq, result.rev,
            msgspec.json.encode(result.conflicts).decode(), result.id, quarantine.NOT_VISIBLE,
            result.status != "rejected",
        ),
    ).fetchone()  # fmt: skip
    refused = connection.execute(
        "SELECT 1 FROM outbox WHERE id = ? AND state = 'answered' AND status = 'rejected'", (result.id,)
    ).fetchone()
    if taken:
        late.note(connection, result)
    if refused:
        outbox.refuse(connection, result.id)
    elif taken and not _is_coming(connection, result, taken[0]):
        quarantine.end(connection, [(result.id, taken[0])])


def _is_coming(connection: Connection, result: Result, object_id: str) -> bool:
    """Tell whether the effect of an accepted mutation will be seen here: its stream is read, or soon may be.

    Position 0 says that it went out of this person's sight: only an object that came before it did may still change here.
    """
    stream, came, is_aside = connection.execute(
        "SELECT EXISTS (SELECT 1 FROM stream WHERE id = ?1), EXISTS (SELECT 1 FROM object WHERE id = ?2 AND (rev > 0 OR ?3)),"
        " EXISTS (SELECT 1 FROM aside WHERE id = ?2)",
        (result.stream, object_id, bool(result.seq)),
    ).fetchone()
    return bool((stream and result.seq) or came or is_aside)


def move_cursor(connection: Connection, stream: str, epoch: str, seq: int) -> None:
    """Move a stream's cursor and settle the mutations whose effect the cache now holds."""
    connection.execute("UPDATE stream SET epoch = ?, seq = ? WHERE id = ?", (epoch, seq, stream))
    settle(connection, stream)


def settle(connection: Connection, stream: str) -> None:
    """End the wait of every answered mutation whose position and revision the cache has reached.

    Its object may have come by another stream than the one that has its position: it moved there since.
    """
    rows = connection.execute(
        "SELECT o.id, o.object FROM outbox AS o LEFT JOIN stream AS s ON s.id = o.stream"
        " LEFT JOIN object AS x ON x.id = o.object WHERE o.state = 'answered' AND ?1 IN (o.stream, x.stream)"
        " AND (s.id IS NULL OR (o.epoch = s.epoch AND o.seq <= s.seq)) AND coalesce(x.rev, o.rev) >= o.rev",
        (stream,),
    ).fetchall()
    connection.executemany("UPDATE outbox SET state = 'done' WHERE id = ?", [(each,) for each, _ in rows])
    for object_id in dict.fromkeys(each for _, each in rows):
        live.refold(connection, object_id)
