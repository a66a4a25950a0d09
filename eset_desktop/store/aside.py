# SPDX-License-Identifier: EUPL-1.2
"""Objects that left their stream: out of sight at once, forgotten when no other stream brought them.

A change of stream is a mark in the old stream and a row in the new one, in one transaction of the service. They arrive here in
either order. What is set aside is forgotten when, after that, the device's streams were asked for again and each of them
reached its head: then the object is where its person may not read. A counter of such moments (``tick``) tells "after".
Everything here runs inside the caller's write transaction. Why so: ``docs/decisions/0016``.
"""

from typing import Final

import msgspec

from eset_desktop.domain.kinds import BODY, SIGNER_STREAMS, is_signer_stream
from eset_desktop.domain.mutations import ObjectState
from eset_desktop.store import first_rights, live, meta, quarantine, sweep, tally, tidying
from eset_desktop.store.engine import Connection
from eset_desktop.store.live import Stored

_TICK: Final = "aside.tick"
_RIGHTS: Final = "aside.rights"
_WORDS: Final = "aside.words"
_OVER: Final = (
    "state IN ('done', 'discarded') AND NOT EXISTS (SELECT 1 FROM object AS o WHERE o.id = outbox.object)"
    " AND NOT EXISTS (SELECT 1 FROM aside AS a WHERE a.id = outbox.object)"
    " AND NOT EXISTS (SELECT 1 FROM object AS o WHERE o.id = outbox.body ->> '$.args.version' AND o.fields ->> '$.present' IS NULL)"
    " AND NOT EXISTS (SELECT 1 FROM aside AS a WHERE a.id = outbox.body ->> '$.args.version')"
)
"""Acts on what is not here any more. While the signature that they name waits or has not been forgotten, a service that was set
back gets both again."""
_ONLY_HERE: Final = (
    "SELECT b.id FROM base AS b JOIN object AS o ON o.id = b.id WHERE o.rev = 0 AND o.hash IS NULL AND o.stream GLOB ?"
    " AND NOT EXISTS (SELECT 1 FROM outbox AS m WHERE m.object = b.id) LIMIT ?"
)
_NEVER_SHOWN: Final = (
    "SELECT o.id, o.object FROM outbox AS o JOIN stream AS s ON s.id = o.stream AND s.epoch = o.epoch AND s.seq >= o.seq"
    " JOIN object AS x ON x.id = o.object WHERE o.state = 'answered' AND s.id = ? AND x.rev = 0"
)
_ARRIVED: Final = (
    "UPDATE blob SET confirmed = 1, url = '', sent = size, parts = '', problem = '' WHERE here AND NOT confirmed AND sha256 ="
    " (SELECT body ->> '$.fields.sha256' FROM outbox WHERE object = :version AND kind = 'version' AND body ->> '$.op' = 'create'"
    " AND state IN ('sent', 'answered', 'done') AND status != 'rejected')"
)
_GIVEN_UP: Final = "iif(kind = 'version' AND state = 'discarded', body ->> '$.fields.sha256', NULL)"
STALE: Final = "rights.stale"
"""Fact that says that the device's streams may have changed and must be asked for again."""


def arrived(connection: Connection, stream: str, object_id: str) -> None:
    """Note that the service has the bytes of a signature made here, which left the mirror: it stays there until they came.

    The answer that said so may have been lost.
    """
    if is_signer_stream(stream):
        connection.execute(_ARRIVED, {"version": object_id})


def leave(connection: Connection, stream: str, object_id: str) -> None:
    """Set an object aside that left a stream; one that another stream has brought already stays."""
    stored = live.load(connection, object_id)
    if stored is not None and stored.stream == stream:
        put(connection, stored)


def put(connection: Connection, stored: Stored) -> None:
    """Take an accepted object out of sight; its unsent work stays in the outbox and is laid on it again if it returns."""
    accepted = live.base(connection, stored) or _never_brought(connection, stored)
    if accepted is None:
        return
    connection.execute(
        "INSERT OR REPLACE INTO aside (id, kind, fields, deleted, tick) VALUES (?, ?, ?, ?, ?)",
        (
            accepted.id, accepted.kind, msgspec.json.encode(accepted.fields).decode(), accepted.deleted,
            meta.take_next(connection, _TICK),
        ),
    )  # fmt: skip
    if stored.hash is not None:
        tally.leave(connection, stored.stream, stored.hash)
    live.remove(connection, stored)
    meta.put(connection, STALE, "1")


def _never_brought(connection: Connection, stored: Stored) -> ObjectState | None:
    """Return an object whose creation the service has accepted, and that left its stream before a page brought it."""
    accepted = connection.execute(
        "SELECT 1 FROM outbox WHERE object = ? AND state = 'answered' AND body ->> '$.op' = 'create'"
        " AND status != 'rejected'",
        (stored.state.id,),
    ).fetchone()
    return stored.state if accepted else None


def take_back(connection: Connection, object_id: str) -> ObjectState | None:
    """Return the last accepted state of an object that was set aside, and no longer keep it so."""
    found = connection.execute(
        "DELETE FROM aside WHERE id = ? RETURNING kind, fields, deleted", (object_id,)
    ).fetchone()
    if found is None:
        return None
    return ObjectState(found[0], object_id, msgspec.json.decode(found[1]), deleted=bool(found[2]))


def is_any(connection: Connection) -> bool:
    """Tell whether anything is set aside."""
    return connection.execute("SELECT 1 FROM aside LIMIT 1").fetchone() is not None


def is_unread(connection: Connection, stream: str) -> bool:
    """Tell whether the first reading of a stream has not reached its head."""
    return (
        connection.execute("SELECT 1 FROM stream WHERE id = ? AND headed = 0", (stream,)).fetchone()
        is not None
    )


def at_head(connection: Connection, stream: str) -> None:
    """Note that nothing lies beyond the stream's cursor now."""
    if stream.startswith(BODY) and is_unread(connection, stream) and first_rights.differ(connection):
        meta.put(connection, STALE, "1")
    connection.execute(
        "UPDATE stream SET headed = ?1 WHERE id = ?2 AND (headed = 0 OR EXISTS (SELECT 1 FROM aside))",
        (meta.take_next(connection, _TICK) if is_any(connection) else 1, stream),
    )
    unseen = never_shown(connection, stream)
    for _, object_id in unseen:
        arrived(connection, stream, object_id)
    quarantine.end(connection, unseen)


def leaves_something(connection: Connection, stream: str) -> bool:
    """Tell whether at the head of a stream something is to be noted or to be forgotten."""
    return (
        is_any(connection)
        or is_unread(connection, stream)
        or keeps_words(connection)
        or bool(never_shown(connection, stream))
    )


def never_shown(connection: Connection, stream: str) -> list[tuple[str, str]]:
    """Return what a signing-only computer made, the service has accepted, and its mirror does not hold up to the cursor.

    Nobody asks for what it is about any more. At the mirror's head it will not come, and is waited for no longer.
    """
    if not is_signer_stream(stream):
        return []
    rows = connection.execute(_NEVER_SHOWN, (stream,)).fetchall()
    return [(str(key), str(object_id)) for key, object_id in rows]


def rights_known(connection: Connection) -> None:
    """Note that the service has said which streams this device may read."""
    meta.put(connection, STALE, "")
    if is_any(connection):
        meta.put(connection, _RIGHTS, str(meta.take_next(connection, _TICK)))


def due(connection: Connection, limit: int) -> list[str]:
    """Return objects that no stream of this device will bring again. Texts wait for the text streams too.

    On a signing-only computer those with unsent work wait for it: what was signed is sent though nobody asks for it any more.
    """
    rows = connection.execute(
        "SELECT id FROM aside WHERE tick < ?1 AND tick < (SELECT min(headed) FROM stream WHERE id NOT GLOB 'text:*')"
        " AND (kind != 'text' OR tick < (SELECT min(headed) FROM stream))"
        " AND NOT (?3 AND EXISTS (SELECT 1 FROM outbox AS o WHERE o.state IN ('queued', 'sent')"
        " AND (o.object = aside.id OR o.dossier = aside.id))) ORDER BY tick LIMIT ?2",
        (int(meta.get(connection, _RIGHTS, "0")), limit, meta.is_signing_only(connection)),
    )
    return [each for (each,) in rows.fetchall()]


def forget(connection: Connection, object_id: str) -> None:
    """Forget an object that is set aside: its history too, and its bytes unless another version has the same or they were never sent.

    Unsent work on it is set aside with its reason (:mod:`eset_desktop.store.quarantine`). Bytes are only marked here;
    :func:`eset_desktop.store.sweep.purge` removes them.
    """
    state = take_back(connection, object_id)
    if state is None:
        return
    connection.execute("DELETE FROM history WHERE object = ? OR dossier = ?", (object_id, object_id))
    quarantine.hold(connection, object_id)
    if state.kind == "dossier":
        quarantine.note_dossier(connection, object_id, state.text("number") or state.text("label"))
    if state.kind == "version":
        sweep.let_go_with_version(connection, state.text("sha256"))


def only_here(connection: Connection, limit: int) -> list[str]:
    """Return objects of a signing-only computer that the service does not have any more and nobody made or changed here.

    Elsewhere such are kept as what is only there (:mod:`eset_desktop.store.reread`); here they are somebody else's to keep.
    """
    if not meta.is_signing_only(connection):
        return []
    rows = connection.execute(_ONLY_HERE, (f"{SIGNER_STREAMS}*", limit)).fetchall()
    return [each for (each,) in rows]


def note_words(connection: Connection) -> None:
    """Note that a signing-only computer forgot something whose words still lie in its indexes."""
    if meta.is_signing_only(connection):
        meta.put(connection, _WORDS, "1")


def keeps_words(connection: Connection) -> bool:
    """Tell whether words of what was forgotten are still to be taken out of the indexes."""
    return bool(meta.get(connection, _WORDS))


def forget_words(connection: Connection) -> None:
    """Take the words of what was forgotten out of the indexes."""
    tidying.forget_words(connection)
    meta.put(connection, _WORDS, "")


def forget_acts(connection: Connection) -> None:
    """Forget what was done with objects that are not here any more and is over: a signing-only computer keeps no list of it."""
    over = connection.execute(f"DELETE FROM outbox WHERE {_OVER} RETURNING id, {_GIVEN_UP}").fetchall()  # noqa: S608 - constants
    connection.executemany(
        "DELETE FROM outbox_after WHERE id = ?1 OR needs = ?1", [(each,) for each, _ in over]
    )
    for sha256 in filter(None, (given_up for _, given_up in over)):
        sweep.let_go(connection, sha256, given_up=True)


def keeps_acts(connection: Connection) -> bool:
    """Tell whether a signing-only computer has a list of what is over and not here any more."""
    if not meta.is_signing_only(connection):
        return False
    return connection.execute(f"SELECT 1 FROM outbox WHERE {_OVER} LIMIT 1").fetchone() is not None  # noqa: S608 - constant
