# SPDX-License-Identifier: EUPL-1.2
"""Accepted objects out of a cache and into another one without a line. Durable when a method returns.

Out goes what the service accepted, never unsent work: where something is pending, the state kept aside as ``base``. In it
goes by the same way as a feed; the cursor moves with a stream's last package only.
"""

import contextlib
import json
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import partial
from typing import Final, NamedTuple

import msgspec

from eset_desktop.crashpoints import crashpoint
from eset_desktop.domain.rights import SECRETARIA
from eset_desktop.store import aside, bulk, feed, meta, reread
from eset_desktop.store.engine import Connection
from eset_desktop.store.replica_part import Part
from eset_desktop.store.taking import SLICE_ROWS, SLICE_SECONDS, Cursor
from sync.protocol import Row

_REQUESTS: Final = "stick.requests"
_SENDER: Final = "stick.sender."
_KEPT_REQUESTS: Final = 4
_READ_AT_ONCE: Final = 500
_STEP: Final = 10
"""Rows between two looks at the clock."""

_ACCEPTED: Final = """
SELECT o.row, o.kind, o.id, o.rev, coalesce(b.fields, o.fields), coalesce(b.deleted, o.deleted),
    coalesce(b.changed_by, o.changed_by), coalesce(b.changed_at, o.changed_at), o.created_by, o.created_at, o.seq
FROM object AS o LEFT JOIN base AS b ON b.id = o.id
WHERE +o.stream = ? AND o.hash IS NOT NULL AND o.row > ? ORDER BY o.row"""
_DOCUMENTS: Final = """
SELECT b.sha256, b.size FROM object AS v JOIN blob AS b ON b.sha256 = v.fields ->> '$.sha256'
WHERE v.kind = 'version' AND v.hash IS NOT NULL AND NOT v.deleted AND b.here AND b.confirmed
    AND v.stream IN (SELECT value FROM json_each(?))
GROUP BY b.sha256 ORDER BY max(v.fields ->> '$.created_at') DESC, b.sha256"""
_WANTING: Final = (
    "SELECT 1 FROM blob JOIN object AS v INDEXED BY version_bytes ON v.kind = 'version'"
    " AND v.fields ->> '$.sha256' = blob.sha256 WHERE blob.sha256 = ? AND blob.size = ? AND NOT blob.here LIMIT 1"
)
_MAY_READ: Final = """
SELECT 1 FROM object WHERE kind = 'grant' AND NOT deleted AND parent = :restriction AND fields ->> '$.person' = :person
UNION ALL SELECT 1 FROM object AS o, json_each(o.fields, '$.profiles') AS p
    WHERE o.id = :person AND o.kind = 'person' AND NOT o.deleted AND p.value = :secretary"""


class Asked(msgspec.Struct, frozen=True):
    """A request that this computer made: the private half of its key and its code, both hexadecimal."""

    id: str
    private: str
    code: str
    made_at: str


class Document(NamedTuple):
    """Bytes of a version."""

    sha256: str
    size: int


class StickRows(Part):
    """The local cache as a stick sees it."""

    def asked(self) -> tuple[Asked, ...]:
        """Return the requests that this computer made, the newest last."""
        return msgspec.json.decode(meta.get(self._database.reader(), _REQUESTS, "[]"), type=tuple[Asked, ...])

    def ask(self, asked: Asked) -> None:
        """Keep a request; the oldest ones are forgotten."""
        kept = (*self.asked(), asked)[-_KEPT_REQUESTS:]
        with self._database.write() as connection:
            meta.put(connection, _REQUESTS, msgspec.json.encode(kept).decode())

    def sender_key(self, request: str, fresh: bytes) -> bytes:
        """Return the key with which this computer writes packages for a request, ``fresh`` if it has none yet."""
        with self._database.write() as connection:
            found = meta.get(connection, _SENDER + request)
            if not found:
                meta.put(connection, _SENDER + request, fresh.hex())
        return bytes.fromhex(found) if found else fresh

    def streams(self) -> tuple[str, ...]:
        """Return the streams that this computer may read, texts last."""
        rows = self._database.reader().execute(
            "SELECT id FROM stream ORDER BY id GLOB 'text:*', id != 'catalogue', id"
        )
        return tuple(each for (each,) in rows.fetchall())

    def knows_person(self, person: str) -> bool:
        """Tell whether somebody is a person of the body."""
        found = self._database.reader().execute(
            "SELECT 1 FROM object WHERE id = ? AND kind = 'person' AND NOT deleted", (person,)
        )
        return found.fetchone() is not None

    def may_read(self, person: str, stream: str) -> bool:
        """Tell whether somebody may read a restricted stream, or its texts, by what this computer knows."""
        restriction = stream.removeprefix("text:").removeprefix("restricted:")
        found = self._database.reader().execute(
            _MAY_READ, {"person": person, "restriction": restriction, "secretary": SECRETARIA}
        )
        return found.fetchone() is not None

    @contextlib.contextmanager
    def accepted(
        self, stream: str
    ) -> Iterator[tuple[Cursor | None, Callable[[int], Iterator[tuple[int, Row]]]]]:
        """Read a stream at one moment: its cursor, and what yields its accepted objects after a place, with their places.

        The cursor is None when the stream is not here as a whole.
        """
        reader = self._database.reader()
        reader.execute("BEGIN")
        try:
            yield _whole(reader, stream), partial(_rows, reader, stream)
        finally:
            reader.execute("ROLLBACK")

    def cursor(self, stream: str) -> Cursor | None:
        """Return how far a stream is here, None when it is not here as a whole."""
        return _whole(self._database.reader(), stream)

    def documents(self, streams: Collection[str]) -> tuple[Document, ...]:
        """Return the documents' bytes that are here and that the service has, of the versions in some streams, newest first."""
        rows = self._database.reader().execute(_DOCUMENTS, (json.dumps(sorted(streams)),))
        return tuple(Document(*row) for row in rows.fetchall())

    def is_wanting(self, sha256: str, size: int) -> bool:
        """Tell whether a version here refers to these bytes and they are not here."""
        return self._database.reader().execute(_WANTING, (sha256, size)).fetchone() is not None

    def is_behind(self, stream: str, epoch: str, seq: int) -> bool:
        """Tell whether a stream is read here and stands before a position, and nothing speaks against going on from there."""
        return _is_behind(self._database.reader(), stream, epoch, seq)

    def take(self, stream: str, epoch: str, seq: int, rows: Sequence[Row]) -> Iterator[int]:
        """Take accepted states in slices and yield how many were passed; what is newer here stays, unsent work on top.

        It ends early when the stream has come so far by itself.
        """
        done = 0
        while done < len(rows):
            with self._database.write() as connection:
                if not _is_behind(connection, stream, epoch, seq):
                    return
                done += self._take_slice(connection, stream, rows[done : done + SLICE_ROWS])
            crashpoint("stick.slice")
            yield done

    def settle(self) -> None:
        """Move the write-ahead log into the database as far as readers allow: a new computer may have no agent yet."""
        self._database.checkpoint()

    def _take_slice(self, connection: Connection, stream: str, rows: Sequence[Row]) -> int:
        begun, done = self._clock.monotonic(), 0
        while done < len(rows) and self._clock.monotonic() - begun <= SLICE_SECONDS:
            some = rows[done : done + _STEP]
            known = _known(connection, [each.id for each in some])
            fresh = [each for each in some if not _is_held(known, stream, each)]
            bulk.take_rows(connection, stream, bulk.ready(fresh))
            done += len(some)
        return done

    def finish(self, stream: str, epoch: str, seq: int, ids: Collection[str]) -> bool:
        """Move a stream's cursor to the position of all the objects just taken; what is not among them left the stream.

        Returns:
            False when the stream has come so far by itself.
        """
        left = [each for each in self._before(stream, seq) if each not in ids]
        for start in range(0, len(left), SLICE_ROWS):
            with self._database.write() as connection:
                if not _is_behind(connection, stream, epoch, seq):
                    return False
                for object_id in left[start : start + SLICE_ROWS]:
                    aside.leave(connection, stream, object_id)
            crashpoint("stick.slice")
        with self._database.write() as connection:
            if not _is_behind(connection, stream, epoch, seq):
                return False
            connection.execute("UPDATE stream SET snapshot = '', taken = 0 WHERE id = ?", (stream,))
            feed.move_cursor(connection, stream, epoch, seq)
        crashpoint("stick.cursor")
        return True

    def _before(self, stream: str, seq: int) -> list[str]:
        rows = self._database.reader().execute(
            "SELECT id FROM object WHERE stream = ? AND hash IS NOT NULL AND seq <= ?", (stream, seq)
        )
        return [each for (each,) in rows.fetchall()]


def _whole(connection: Connection, stream: str) -> Cursor | None:
    found = connection.execute(
        "SELECT id, epoch, seq, count, sum FROM stream WHERE id = ? AND epoch != ''", (stream,)
    ).fetchone()
    if found is None or stream in reread.under_way(connection):
        return None
    return Cursor(found[0], found[1], found[2], found[3], int(found[4]))


def _rows(connection: Connection, stream: str, after: int) -> Iterator[tuple[int, Row]]:
    cursor = connection.execute(_ACCEPTED, (stream, after))
    while some := cursor.fetchmany(_READ_AT_ONCE):
        for place, kind, object_id, rev, fields, deleted, by, at, made_by, made_at, seq in some:
            yield place, Row(
                seq, kind, object_id, rev, msgspec.json.decode(fields), bool(deleted), by, at, made_by, made_at
            )  # fmt: skip


def _is_behind(connection: Connection, stream: str, epoch: str, seq: int) -> bool:
    found = connection.execute("SELECT epoch, seq FROM stream WHERE id = ?", (stream,)).fetchone()
    if found is None or stream in reread.under_way(connection):
        return False
    return bool(found[0] == "" or (found[0] == epoch and found[1] < seq))


def _is_held(known: Mapping[str, tuple[str, int]], stream: str, row: Row) -> bool:
    """Tell whether an object is here in this stream, as new or newer."""
    there, rev = known.get(row.id, ("", 0))
    return there == stream and rev >= row.rev


def _known(connection: Connection, ids: Sequence[str]) -> dict[str, tuple[str, int]]:
    """Return stream and revision of those objects that the cache has accepted."""
    found = connection.execute(
        "SELECT o.id, o.stream, o.rev FROM json_each(?) AS wanted CROSS JOIN object AS o ON o.id = wanted.value"
        " WHERE o.hash IS NOT NULL",
        (json.dumps(list(ids)),),
    )
    return {key: (stream, rev) for key, stream, rev in found.fetchall()}
