# SPDX-License-Identifier: EUPL-1.2
"""Reading a stream again from its start, after its service was set back to a backup or a digest differed.

Nothing is wiped. What the service still has shows itself while the stream is read: its rows, and this device's results. What
has not shown itself when the head is reached, the service has lost: mutations wait to be sent again under their old
ids (so a repeat is harmless), objects stay and are only here. A position can't tell it: a service that was set back may
have gone on beyond it before this device comes. Everything here runs inside the caller's write transaction.
"""

from eset_desktop.domain.kinds import SIGNER_STREAMS
from eset_desktop.store import live, meta
from eset_desktop.store.engine import Connection
from eset_desktop.store.tally import recount
from sync.protocol import Result

_FLAG = "reread."
_UNHEADED = "UPDATE stream SET headed = 0 WHERE id GLOB ?"
_UNDER_WAY = "SELECT key FROM meta WHERE key GLOB 'reread.*' AND value != ''"
"""With the pattern in the text, so that SQLite reads the key's index; asked before each step of the engine."""


def begin(connection: Connection, stream: str, epoch: str) -> None:
    """Set the cursor to the start and mark everything as not seen again yet."""
    old = connection.execute("SELECT epoch FROM stream WHERE id = ?", (stream,)).fetchone()[0]
    if old and old != epoch:
        connection.execute("UPDATE blob SET confirmed = 0, url = '', sent = 0 WHERE here")
        # objects change streams: after a service was set back, an older row of any stream may be the right one
        connection.execute("UPDATE object SET seq = 0 WHERE stream != 'catalogue'")
        # what left a mirror in the former life is not forgotten before this one's head says what is there of it
        connection.execute(_UNHEADED, (f"{SIGNER_STREAMS}*",))
    connection.execute("UPDATE object SET seq = 0 WHERE stream = ?", (stream,))
    connection.execute(
        "UPDATE outbox SET epoch = '' WHERE stream = ? AND state IN ('answered', 'done') AND status != 'rejected'",
        (stream,),
    )
    connection.execute("UPDATE stream SET epoch = ?, seq = 0 WHERE id = ?", (epoch, stream))
    meta.put(connection, _FLAG + stream, "1")


def leave(connection: Connection, stream: str) -> None:
    """End the reading of a stream that this device may not read any more."""
    meta.put(connection, _FLAG + stream, "")


def under_way(connection: Connection) -> frozenset[str]:
    """Return the streams whose reading again has not reached the head."""
    found = connection.execute(_UNDER_WAY)
    return frozenset(key.removeprefix(_FLAG) for (key,) in found.fetchall())


def confirm(connection: Connection, result: Result) -> None:
    """Note that the service still has one of this device's mutations."""
    connection.execute(
        "UPDATE outbox SET epoch = ?, seq = ?, rev = ? WHERE id = ? AND state IN ('answered', 'done') AND epoch = ''",
        (result.epoch, result.seq, result.rev, result.id),
    )


def finish(connection: Connection, stream: str) -> None:
    """At the stream's head: queue again what the service has lost. Nothing to do when no reading again was begun."""
    if not meta.get(connection, _FLAG + stream):
        return
    lost = connection.execute(
        "SELECT id, object FROM outbox WHERE stream = ? AND state IN ('answered', 'done') AND status != 'rejected'"
        " AND epoch = ''",
        (stream,),
    ).fetchall()
    _lose(connection, stream)
    connection.executemany(
        "UPDATE outbox SET state = iif(kind = 'conflict', 'discarded', 'sent'), status = '', seq = 0, rev = 0 WHERE id = ?",
        [(each,) for each, _ in lost],
    )
    recount(connection, stream)
    for object_id in dict.fromkeys(each for _, each in lost):
        live.refold(connection, object_id)
    meta.put(connection, _FLAG + stream, "")


def _lose(connection: Connection, stream: str) -> None:
    """Take the accepted revision from objects that the service no longer has; their content stays as ``base``.

    A conflict is the service's own record: it is opened anew when what caused it is sent again, and how the old one was
    settled is not sent any more. So is a request that it made about a second signature, but what was done about that one is
    sent again: it comes back under the same id.
    """
    unseen = connection.execute(
        "SELECT id FROM object WHERE stream = ? AND seq = 0 AND hash IS NOT NULL", (stream,)
    ).fetchall()
    for (object_id,) in unseen:
        stored = live.load(connection, object_id)
        if stored is not None:
            lose(connection, stored)


def lose(connection: Connection, stored: live.Stored) -> None:
    """Take the accepted revision from one object; it stays in sight, what the service made excepted. The stream's count is the caller's."""
    live.keep_base(connection, stored)
    kind = stored.state.kind
    of_service = kind == "conflict" or (kind == "signature_request" and bool(stored.state.get("second")))
    connection.execute(
        "UPDATE object SET rev = 0, hash = NULL, deleted = max(deleted, ?) WHERE row = ?",
        (of_service, stored.row),
    )
    connection.execute("INSERT INTO change (kind, id) VALUES (?, ?)", (kind, stored.state.id))
