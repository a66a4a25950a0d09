# SPDX-License-Identifier: EUPL-1.2
"""Taking what the central service decided: rows of the feed, results of mutations, the cursor.

Everything here runs inside the caller's write transaction; a slice's rows, results and cursor are one transaction, so
that the cursor never passes what was durably taken.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from eset_desktop.domain.mutations import ObjectState
from eset_desktop.domain.values import DIGEST_MODULUS, Json, digest_part, normal_fields, same
from eset_desktop.store import live, outbox
from eset_desktop.store.engine import Connection
from sync.protocol import Result, Row

_FINAL: Final = {"applied", "merged", "conflict", "rejected"}
_NO_HISTORY: Final = frozenset({"conflict", "person", "body", "unit", "class", "procedure", "document_type"})


def take_row(connection: Connection, stream: str, row: Row) -> None:
    """Take one object's accepted state; unsent work stays on top of it. Taking the same row twice changes nothing."""
    state = ObjectState(row.kind, row.id, normal_fields(row.fields), deleted=row.deleted)
    hash_ = state.hash()
    stored = live.load(connection, row.id)
    if stored is None:
        live.insert(connection, state, stream, live.Stamp(row.created_by, row.created_at, row.by, row.at))
    elif stored.rev != row.rev or stored.hash != hash_ or stored.stream != stream:
        _replace(connection, stored, state, row)
    connection.execute(
        "UPDATE object SET rev = ?, seq = ?, hash = ?, stream = ?, created_by = ?, created_at = ? WHERE id = ?",
        (row.rev, row.seq, hash_, stream, row.created_by, row.created_at, row.id),
    )
    _count(connection, stream, stored.hash if stored else None, hash_)
    if row.kind == "version":
        _note_version(connection, state)


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


def _count(connection: Connection, stream: str, old: bytes | None, new: bytes) -> None:
    if old == new:
        return
    count, text = connection.execute("SELECT count, sum FROM stream WHERE id = ?", (stream,)).fetchone()
    total = (int(text) + digest_part(new) - (digest_part(old) if old else 0)) % DIGEST_MODULUS
    connection.execute(
        "UPDATE stream SET count = ?, sum = ? WHERE id = ?", (count + (0 if old else 1), str(total), stream)
    )


def _note_version(connection: Connection, state: ObjectState) -> None:
    """Keep book of a version's bytes: known here by hash; confirmed when the service says that it has them."""
    connection.execute(
        "INSERT INTO blob (sha256, size, origin, confirmed, added_at) VALUES (?, ?, 'service', ?, ?)"
        " ON CONFLICT (sha256) DO UPDATE SET confirmed = max(confirmed, excluded.confirmed)",
        (state.text("sha256"), state.get("size") or 0, bool(state.get("present")), state.text("created_at")),
    )


def take_result(connection: Connection, result: Result) -> None:
    """Keep the final answer to one of this device's mutations; one that is no longer awaited changes nothing."""
    if result.status not in _FINAL:
        return
    connection.execute(
        "UPDATE outbox SET state = 'answered', status = ?, problem = ?, stream = ?, epoch = ?, seq = ?, rev = ?,"
        " conflicts = ? WHERE id = ? AND state IN ('queued', 'sent')",
        (
            result.status, result.problem, result.stream, result.epoch, result.seq, result.rev,
            msgspec.json.encode(result.conflicts).decode(), result.id,
        ),
    )  # fmt: skip
    refused = connection.execute(
        "SELECT 1 FROM outbox WHERE id = ? AND state = 'answered' AND status = 'rejected'", (result.id,)
    ).fetchone()
    if refused:
        outbox.refuse(connection, result.id)


def move_cursor(connection: Connection, stream: str, epoch: str, seq: int) -> None:
    """Move a stream's cursor and settle the mutations whose effect the cache now holds."""
    connection.execute("UPDATE stream SET epoch = ?, seq = ? WHERE id = ?", (epoch, seq, stream))
    settle(connection, stream)


def settle(connection: Connection, stream: str) -> None:
    """End the wait of every answered mutation whose position and revision the cache has reached."""
    rows = connection.execute(
        "SELECT o.id, o.object FROM outbox AS o JOIN stream AS s ON s.id = o.stream"
        " LEFT JOIN object AS x ON x.id = o.object WHERE o.state = 'answered' AND o.stream = ?"
        " AND o.epoch = s.epoch AND o.seq <= s.seq AND coalesce(x.rev, o.rev) >= o.rev",
        (stream,),
    ).fetchall()
    connection.executemany("UPDATE outbox SET state = 'done' WHERE id = ?", [(each,) for each, _ in rows])
    for object_id in dict.fromkeys(each for _, each in rows):
        live.refold(connection, object_id)


def recount(connection: Connection, stream: str) -> None:
    """Make a stream's count and sum again from its accepted objects."""
    hashes: Iterable[tuple[bytes]] = connection.execute(
        "SELECT hash FROM object WHERE stream = ? AND hash IS NOT NULL", (stream,)
    ).fetchall()
    parts = [digest_part(each) for (each,) in hashes]
    connection.execute(
        "UPDATE stream SET count = ?, sum = ? WHERE id = ?",
        (len(parts), str(sum(parts) % DIGEST_MODULUS), stream),
    )
