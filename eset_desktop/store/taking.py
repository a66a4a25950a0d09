# SPDX-License-Identifier: EUPL-1.2
"""What the sync engine may do with streams: their cursors, rows and digests. Durable when a method returns."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from eset_desktop.clock import Clock
from eset_desktop.crashpoints import crashpoint
from eset_desktop.store import aside, feed, live, meta, reread
from eset_desktop.store.engine import Connection
from eset_desktop.store.replica_part import Part, remembered
from eset_desktop.store.sweep import purge
from sync.protocol import FeedPage, Row

SLICE_ROWS: Final = 50
"""Objects at the most that one transaction takes, takes out of sight or forgets."""
SLICE_SECONDS: Final = 0.008
"""How long a slice may keep a save waiting, on slow machines too; then it ends before its :data:`SLICE_ROWS`."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a stream was taken, and the digest of what was taken."""

    stream: str
    epoch: str
    seq: int
    count: int
    sum: int


def add_streams(connection: Connection, streams: Sequence[str]) -> None:
    """Begin streams that the cache does not know; inside the caller's write transaction."""
    connection.executemany(
        "INSERT INTO stream (id) VALUES (?) ON CONFLICT (id) DO NOTHING",
        [(stream,) for stream in streams],
    )


def note_difference(connection: Connection, page: FeedPage) -> None:
    """Note whether the stream differs now, with the last rows of the page: only a page tells, and none comes while nothing changes."""
    if page.digest is not None:
        mine = connection.execute("SELECT count, sum FROM stream WHERE id = ?", (page.stream,)).fetchone()
        differs = mine is not None and (mine[0], int(mine[1])) != (page.digest.count, page.digest.sum)
        connection.execute("UPDATE stream SET differs = ? WHERE id = ?", (differs, page.stream))


def stands_at(connection: Connection, cursor: Cursor) -> bool:
    """Tell whether a stream is still where it was when something was asked about it; inside the caller's write transaction."""
    found = connection.execute("SELECT epoch, seq FROM stream WHERE id = ?", (cursor.stream,)).fetchone()
    return bool(found == (cursor.epoch, cursor.seq))


def place_in(connection: Connection, page: FeedPage, begun: int) -> int | None:
    """Return the position after which a page is to be taken, None when it is not to be taken any more.

    While it was on its way, or between two slices, another lane may have taken some of it or have begun the stream again. What
    was not seen since then would count as lost if the cursor moved past it.
    """
    found = connection.execute("SELECT epoch, seq FROM stream WHERE id = ?", (page.stream,)).fetchone()
    if found is None or found[0] not in {"", page.epoch} or not begun <= found[1] <= page.end:
        return None
    return int(found[1])


def take_slice(connection: Connection, stream: str, rows: Sequence[Row], clock: Clock) -> int:
    """Take rows until the slice's time is over, at least one where there is any; return how many."""
    begun = clock.monotonic()
    for taken, row in enumerate(rows, 1):
        feed.take_row(connection, stream, row)
        if clock.monotonic() - begun > SLICE_SECONDS:
            return taken
    return len(rows)


class Taking(Part):
    """Streams, as the sync engine sees them."""

    def set_streams(self, streams: Sequence[str]) -> None:
        """Take the service's word on the streams that this device may read: begin new ones, leave those that are not named.

        What lies in a stream that is left goes out of sight at once and is forgotten unless another stream brings it
        (:mod:`eset_desktop.store.aside`). It may be ended at any point and done again.
        """
        known = {cursor.stream for cursor in self.cursors()}
        for stream in sorted(known.difference(streams)):
            self._leave_stream(stream)
        if self.rights_stale() or not known.issuperset(streams):
            with self._database.write() as connection:
                add_streams(connection, streams)
                aside.rights_known(connection)
        self._forget()

    @remembered
    def rights_stale(self) -> bool:
        """Tell whether something came that may have changed which streams this device may read."""
        return bool(meta.get(self._database.reader(), aside.STALE))

    def _leave_stream(self, stream: str) -> None:
        while self._leave_some(stream):
            crashpoint("sync.leaving")
        with self._database.write() as connection:
            connection.execute("DELETE FROM stream WHERE id = ?", (stream,))
            feed.settle(connection, stream)
            reread.leave(connection, stream)
            meta.put(connection, aside.STALE, "1")

    def _leave_some(self, stream: str) -> bool:
        with self._database.write() as connection:
            found = connection.execute(
                "SELECT id FROM object WHERE stream = ? AND (rev > 0 OR id IN (SELECT id FROM base)) LIMIT ?",
                (stream, SLICE_ROWS),
            ).fetchall()
            for (object_id,) in found:
                aside.leave(connection, stream, object_id)
        return bool(found)

    def reached_head(self, stream: str, asked: Cursor | None = None) -> None:
        """Note that nothing lies beyond a stream's cursor, when no page said so.

        Args:
            stream: The stream.
            asked: Where its cursor was when that was asked: nothing is noted if it is elsewhere now.
        """
        reader = self._database.reader()
        if aside.leaves_something(reader, stream) or stream in reread.under_way(reader):
            with self._database.write() as connection:
                if asked is not None and not stands_at(connection, asked):
                    return
                reread.finish(connection, stream)
                aside.at_head(connection, stream)
            self._forget()

    def _forget(self) -> None:
        """Forget what left its stream and was brought by no other, and on a signing-only computer what was done with it."""
        while lost := aside.only_here(self._database.reader(), SLICE_ROWS):
            with self._database.write() as connection:
                for stored in filter(None, (live.load(connection, each) for each in lost)):
                    aside.put(connection, stored)
        forgotten = 0
        while aside.is_any(self._database.reader()):
            with self._database.write() as connection:
                due = aside.due(connection, SLICE_ROWS)
                for object_id in due:
                    aside.forget(connection, object_id)
                if due:
                    aside.note_words(connection)
            crashpoint("sync.forgotten")
            forgotten += len(due)
            if len(due) < SLICE_ROWS:
                break
        if aside.keeps_acts(self._database.reader()):
            with self._database.write() as connection:
                aside.forget_acts(connection)
        if aside.keeps_words(self._database.reader()):
            with self._database.write() as connection:
                aside.forget_words(connection)
        if forgotten:
            purge(self._database, self._blobs, self._clock)

    @remembered
    def cursors(self) -> tuple[Cursor, ...]:
        """Return the cursor of each stream: the catalogue first, so that a new cache is readable early, texts last."""
        rows = self._database.reader().execute(
            "SELECT id, epoch, seq, count, sum FROM stream ORDER BY id GLOB 'text:*', id != 'catalogue', id"
        )
        return tuple(Cursor(each[0], each[1], each[2], each[3], int(each[4])) for each in rows.fetchall())

    def take_page(self, page: FeedPage, *, slice_rows: int = SLICE_ROWS) -> Iterator[int]:
        """Take a page in slices, each with its own cursor, and yield the number of rows taken so far.

        It may be dropped at any point and the page asked for again. It ends early when the stream is read from elsewhere
        meanwhile (:func:`place_in`).
        """
        done, begun = 0, page.start
        while True:
            with self._database.write() as connection:
                at = place_in(connection, page, begun)
                if at is None:
                    return
                if at > begun:
                    done, begun = bisect_right(page.rows, at, key=lambda row: row.seq), at
                some = page.rows[done : done + slice_rows]
                done += take_slice(connection, page.stream, some, self._clock)
                last = done >= len(page.rows)
                end = page.end if last else page.rows[done - 1].seq
                told = [each for each in page.results if begun < each.seq <= end]
                feed.take_results(connection, told)
                for result in told:
                    reread.confirm(connection, result)
                feed.move_cursor(connection, page.stream, page.epoch, end)
                if end == page.head:
                    reread.finish(connection, page.stream)
                    aside.at_head(connection, page.stream)
                    note_difference(connection, page)
            crashpoint("sync.slice")
            begun = end
            if last:
                self._forget()
            yield done
            if last:
                return

    def digest_matches(self, page: FeedPage) -> bool:
        """Tell whether the cache holds what the service holds at the page's end; True where the page cannot tell."""
        mine = next((cursor for cursor in self.cursors() if cursor.stream == page.stream), None)
        if page.digest is None or mine is None or (mine.epoch, mine.seq) != (page.epoch, page.end):
            return True
        return (mine.count, mine.sum) == (page.digest.count, page.digest.sum)

    def restart_stream(self, stream: str, epoch: str) -> None:
        """Begin a stream again, see :mod:`eset_desktop.store.reread`."""
        with self._database.write() as connection:
            reread.begin(connection, stream, epoch)
        crashpoint("sync.restarted")

    @remembered
    def rereading(self) -> frozenset[str]:
        """Return the streams that are being read again and whose head was not reached yet."""
        return reread.under_way(self._database.reader())
