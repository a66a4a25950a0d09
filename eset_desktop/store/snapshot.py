# SPDX-License-Identifier: EUPL-1.2
"""Beginning a stream by its snapshot, as the sync engine sees it. Durable when a method returns.

How far it came is written in the same transaction as the rows, so that a process that is killed anywhere goes on where it
was: from the beginning of the frame it was reading, past the rows that were taken. The stream's cursor stays empty until
the last row. Nothing of a snapshot lies on the disk but what is in the cache.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from eset_desktop.crashpoints import crashpoint
from eset_desktop.domain.identifiers import eni_specific
from eset_desktop.store import bulk, feed
from eset_desktop.store.engine import Connection
from eset_desktop.store.replica_part import Part
from eset_desktop.store.taking import SLICE_ROWS, SLICE_SECONDS
from sync.protocol import Row, SnapshotHeader, SnapshotRow

_ROWS: Final = 2 * SLICE_ROWS
"""Objects at the most that one transaction takes: rows that were made ready before cost it half as much."""
_STEP: Final = 25
"""Rows between two looks at the clock."""


class Progress(msgspec.Struct, frozen=True):
    """How far a snapshot was taken.

    Attributes:
        etag: Which one it is.
        header: Its first line.
        frame: Byte at which the frame begins that was being read.
        before: Rows in the frames before it.
        taken: Rows taken in all; kept in a column of its own.
    """

    etag: str
    header: SnapshotHeader
    frame: int = 0
    before: int = 0
    taken: int = 0


class SnapshotTaking(Part):
    """Snapshots, as the sync engine sees them."""

    def snapshot_progress(self, stream: str) -> Progress | None:
        """Return how far the snapshot of a stream was taken, None when none was begun."""
        return _progress(self._database.reader(), stream)

    def begin_snapshot(self, stream: str, etag: str, header: SnapshotHeader) -> Progress:
        """Begin with a snapshot, or begin again with another one; rows that were taken stay until they differ."""
        begun = Progress(etag, header)
        with self._database.write() as connection:
            _write(connection, stream, begun)
        crashpoint("sync.snapshot_begun")
        return begun

    def drop_snapshot(self, stream: str) -> None:
        """Forget how far a snapshot was taken: the stream is read as a feed."""
        with self._database.write() as connection:
            connection.execute("UPDATE stream SET snapshot = '', taken = 0 WHERE id = ?", (stream,))

    def holds(self, stream: str, header: SnapshotHeader) -> bool:
        """Tell whether a stream holds here what the service held at the moment of a snapshot."""
        found = (
            self._database.reader()
            .execute("SELECT count, sum FROM stream WHERE id = ?", (stream,))
            .fetchone()
        )
        return found is not None and (found[0], int(found[1])) == (header.count, header.sum)

    def take_snapshot(
        self, stream: str, progress: Progress, rows: Sequence[SnapshotRow]
    ) -> Iterator[Progress | None]:
        """Take rows in slices and yield the progress after each; with the last row the stream's cursor is set.

        Args:
            stream: The stream.
            progress: From this object; ``frame`` and ``before`` may have been moved on.
            rows: Those after ``progress.taken``.

        Yields:
            None when the cache no longer waits for this snapshot: nothing more is taken.
        """
        at, ready = 0, list[bulk.Ready]()
        while at < len(rows) or progress.taken == progress.header.rows:
            more = rows[at + len(ready) : at + _ROWS]
            ready += bulk.ready(_row(each, progress.header.seq) for each in more)
            after = self._take_some(stream, progress, ready)
            crashpoint("sync.snapshot_slice")
            yield after
            if after is None or after.taken == after.header.rows:
                return
            taken = after.taken - progress.taken
            at, ready, progress = at + taken, ready[taken:], after

    def _take_some(self, stream: str, progress: Progress, rows: Sequence[bulk.Ready]) -> Progress | None:
        with self._database.write() as connection:
            waiting = _progress(connection, stream)
            if waiting is None or (waiting.etag, waiting.taken) != (progress.etag, progress.taken):
                return None
            done = self._within_time(connection, stream, rows)
            after = msgspec.structs.replace(progress, taken=progress.taken + done)
            if after.taken == after.header.rows:
                _finish(connection, stream, after.header)
            else:
                _write(connection, stream, after)
        return after

    def _within_time(self, connection: Connection, stream: str, rows: Sequence[bulk.Ready]) -> int:
        """Take rows until the slice's time is over and return how many."""
        begun, done = self._clock.monotonic(), 0
        while done < len(rows) and self._clock.monotonic() - begun <= SLICE_SECONDS:
            some = rows[done : done + _STEP]
            bulk.take_rows(connection, stream, some)
            done += len(some)
        return done


def _row(row: SnapshotRow, seq: int) -> Row:
    """Return an object of a snapshot as a feed would bring it."""
    fields = row.fields
    if row.eni:
        fields = {**fields, "eni_id": f"{fields.get('eni_id')}{eni_specific(row.id)}"}
    return Row(
        seq=seq,
        kind=row.kind,
        id=row.id,
        rev=row.rev,
        fields=fields,
        deleted=row.deleted,
        by=row.by,
        at=row.at,
        created_by=row.by if row.created_by is None else row.created_by,
        created_at=row.at if row.created_at is None else row.created_at,
    )


def _progress(connection: Connection, stream: str) -> Progress | None:
    found = connection.execute(
        "SELECT snapshot, taken FROM stream WHERE id = ? AND epoch = '' AND snapshot != ''", (stream,)
    ).fetchone()
    if found is None:
        return None
    return msgspec.structs.replace(msgspec.json.decode(found[0], type=Progress), taken=found[1])


def _write(connection: Connection, stream: str, progress: Progress) -> None:
    connection.execute(
        "UPDATE stream SET snapshot = ?, taken = ? WHERE id = ? AND epoch = ''",
        (
            msgspec.json.encode(msgspec.structs.replace(progress, taken=0)).decode(),
            progress.taken,
            stream,
        ),
    )


def _finish(connection: Connection, stream: str, header: SnapshotHeader) -> None:
    connection.execute("UPDATE stream SET snapshot = '', taken = 0 WHERE id = ?", (stream,))
    feed.move_cursor(connection, stream, header.epoch, header.seq)
