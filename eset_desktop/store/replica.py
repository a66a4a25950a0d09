# SPDX-License-Identifier: EUPL-1.2
"""What the sync engine may do with the local cache. Each method is durable when it returns."""

import json
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import msgspec

from eset_desktop.clock import Clock, iso
from eset_desktop.domain.mutations import Mutation
from eset_desktop.store import feed, meta, reread
from eset_desktop.store.blobs import BlobStore
from eset_desktop.store.crashpoints import crashpoint
from eset_desktop.store.engine import Connection, Database
from eset_desktop.store.meta import Account
from sync.protocol import FeedPage, RenewAnswer, Result, Row

SLICE_SECONDS: Final = 0.008
"""How long a slice of the feed may keep a save waiting, on slow machines too; then it ends before its 50 rows."""


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a stream was taken, and the digest of what was taken."""

    stream: str
    epoch: str
    seq: int
    count: int
    sum: int


@dataclass(frozen=True, slots=True)
class Upload:
    """Bytes that only this computer has for certain; ``url`` and ``offset`` of an unfinished session, if any."""

    sha256: str
    size: int
    url: str
    offset: int


@dataclass(frozen=True, slots=True)
class Download:
    """Bytes that a person asked for; ``offset`` of them are already here."""

    sha256: str
    size: int
    offset: int


class Marked(NamedTuple):
    """Mutations that are about to leave, and the ids of those that leave for the first time."""

    mutations: tuple[Mutation, ...]
    first: tuple[str, ...]


class StillDue(NamedTuple):
    """What is still to be done: bytes by hash, mutations by id."""

    uploads: frozenset[str]
    downloads: frozenset[str]
    mutations: frozenset[str]


_TO_UPLOAD: Final = (
    "here AND NOT confirmed AND EXISTS (SELECT 1 FROM object AS v WHERE v.kind = 'version'"
    " AND v.fields ->> '$.sha256' = blob.sha256 AND v.rev > 0)"
)
_TO_DOWNLOAD: Final = "wanted > 0 AND NOT here AND confirmed"


class Replica:
    """The local cache as the sync engine sees it."""

    def __init__(self, database: Database, blobs: BlobStore, clock: Clock) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock

    def account(self) -> Account:
        """Return the profile's account, see :func:`eset_desktop.store.meta.account`."""
        return meta.account(self._database.reader())

    def join(self, account: Account, streams: Sequence[str]) -> None:
        """Write the account after enrolment, and the streams it may read."""
        with self._database.write() as connection:
            meta.put_account(connection, account)
            self._add_streams(connection, streams)

    def set_streams(self, streams: Sequence[str]) -> None:
        """Add the streams that the service says this device may read."""
        known = {cursor.stream for cursor in self.cursors()}
        if not known.issuperset(streams):
            with self._database.write() as connection:
                self._add_streams(connection, streams)

    @staticmethod
    def _add_streams(connection: Connection, streams: Sequence[str]) -> None:
        connection.executemany(
            "INSERT INTO stream (id) VALUES (?) ON CONFLICT (id) DO NOTHING",
            [(stream,) for stream in streams],
        )

    def cursors(self) -> tuple[Cursor, ...]:
        """Return the cursor of each stream; the catalogue first, so that a new cache is readable early."""
        rows = self._database.reader().execute(
            "SELECT id, epoch, seq, count, sum FROM stream ORDER BY id != 'catalogue', id"
        )
        return tuple(Cursor(each[0], each[1], each[2], each[3], int(each[4])) for each in rows.fetchall())

    def sendable(self, *, max_bytes: int, max_count: int) -> tuple[Mutation, ...]:
        """Return the mutations to send next, in the person's order; at least one where any waits."""
        rows = self._database.reader().execute(
            "SELECT body FROM outbox WHERE state IN ('queued', 'sent') ORDER BY n LIMIT ?", (max_count,)
        )
        chosen: list[Mutation] = []
        room = max_bytes
        for (body,) in rows.fetchall():
            room -= len(body)
            if chosen and room < 0:
                break
            chosen.append(msgspec.json.decode(body, type=Mutation))
        return tuple(chosen)

    def mark_sent(self, mutations: Sequence[Mutation]) -> "Marked":
        """Forbid any further edit of these mutations and return them as they now stand.

        To be called before the request leaves: one of them may have taken in a later change meanwhile.
        """
        marked, first = [], []
        with self._database.write() as connection:
            for mutation in mutations:
                found = connection.execute(
                    "SELECT body, state FROM outbox WHERE id = ? AND state IN ('queued', 'sent')",
                    (mutation.id,),
                ).fetchone()
                if found is None:
                    continue
                marked.append(msgspec.json.decode(found[0], type=Mutation))
                if found[1] == "queued":
                    first.append(mutation.id)
            connection.executemany(
                "UPDATE outbox SET state = 'sent' WHERE id = ?", [(each,) for each in first]
            )
        crashpoint("sync.marked")
        return Marked(tuple(marked), tuple(first))

    def never_left(self, marked: "Marked") -> None:
        """Let mutations be edited again whose first request certainly did not leave this computer.

        Those that were sent before stay as they are: an earlier request may have arrived.
        """
        with self._database.write() as connection:
            connection.executemany(
                "UPDATE outbox SET state = 'queued' WHERE id = ? AND state = 'sent'",
                [(each,) for each in marked.first],
            )

    def take_results(self, results: Sequence[Result]) -> None:
        """Keep the answers to a push; refused work is set aside with what depends on it."""
        with self._database.write() as connection:
            for result in results:
                feed.take_result(connection, result)
            for stream in {result.stream for result in results if result.stream}:
                feed.settle(connection, stream)
        crashpoint("sync.results")

    def take_page(self, page: FeedPage, *, slice_rows: int = 50) -> Iterator[int]:
        """Take a page in slices, each with its own cursor, and yield the number of rows taken so far.

        It may be dropped at any point and the page asked for again.
        """
        done, begun = 0, page.start
        while True:
            with self._database.write() as connection:
                done += self._take_slice(connection, page, page.rows[done : done + slice_rows])
                last = done >= len(page.rows)
                end = page.end if last else page.rows[done - 1].seq
                for result in page.results:
                    if begun < result.seq <= end:
                        feed.take_result(connection, result)
                        reread.confirm(connection, result)
                feed.move_cursor(connection, page.stream, page.epoch, end)
                if end == page.head:
                    reread.finish(connection, page.stream)
            crashpoint("sync.slice")
            begun = end
            yield done
            if last:
                return

    def _take_slice(self, connection: Connection, page: FeedPage, rows: Sequence[Row]) -> int:
        """Take rows until the slice's time is over, at least one where there is any; return how many."""
        begun = self._clock.monotonic()
        for taken, row in enumerate(rows, 1):
            feed.take_row(connection, page.stream, row)
            if self._clock.monotonic() - begun > SLICE_SECONDS:
                return taken
        return len(rows)

    def digest_matches(self, page: FeedPage) -> bool:
        """Tell whether the cache holds what the service holds at the page's end; True where the page cannot tell."""
        if page.digest is None:
            return True
        mine = next((cursor for cursor in self.cursors() if cursor.stream == page.stream), None)
        return mine is not None and (mine.count, mine.sum) == (page.digest.count, page.digest.sum)

    def restart_stream(self, stream: str, epoch: str) -> None:
        """Begin a stream again, see :mod:`eset_desktop.store.reread`."""
        with self._database.write() as connection:
            reread.begin(connection, stream, epoch)
        crashpoint("sync.restarted")

    def rereading(self) -> frozenset[str]:
        """Return the streams that are being read again and whose head was not reached yet."""
        return reread.under_way(self._database.reader())

    def uploads_due(self, limit: int) -> tuple[Upload, ...]:
        """Return bytes to send: here, their version accepted, not yet confirmed by the service; smallest first."""
        rows = self._database.reader().execute(
            f"SELECT sha256, size, url, sent FROM blob WHERE {_TO_UPLOAD} ORDER BY size, sha256 LIMIT ?",  # noqa: S608 - constant
            (limit,),
        )
        return tuple(Upload(*row) for row in rows.fetchall())

    def read_bytes(self, sha256: str, offset: int, length: int) -> bytes:
        """Return a stretch of bytes that are here."""
        return self._blobs.read_range(sha256, offset, length)

    def note_upload(self, sha256: str, url: str, offset: int) -> None:
        """Remember how far an upload came, so that a restart goes on from there."""
        with self._database.write() as connection:
            connection.execute("UPDATE blob SET url = ?, sent = ? WHERE sha256 = ?", (url, offset, sha256))
        crashpoint("sync.upload")

    def upload_done(self, sha256: str) -> None:
        """Note that the service has the bytes, verified."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE blob SET confirmed = 1, url = '', sent = size, problem = '' WHERE sha256 = ?",
                (sha256,),
            )
            self._touch_versions(connection, sha256)
        crashpoint("sync.uploaded")

    def downloads_due(self, limit: int) -> tuple[Download, ...]:
        """Return bytes that a person asked for and the service has, the most wanted first."""
        rows = self._database.reader().execute(
            f"SELECT sha256, size FROM blob WHERE {_TO_DOWNLOAD} ORDER BY wanted DESC, size, sha256 LIMIT ?",  # noqa: S608 - constant
            (limit,),
        )
        return tuple(Download(sha, size, self._blobs.part_size(sha)) for sha, size in rows.fetchall())

    def still_due(
        self, *, uploads: Collection[str], downloads: Collection[str], mutations: Collection[str]
    ) -> "StillDue":
        """Return those among some bytes (by hash) and mutations (by id) that are still to be sent or fetched."""
        return StillDue(
            self._among(f"SELECT sha256 FROM blob WHERE {_TO_UPLOAD} AND sha256", uploads),  # noqa: S608 - constant
            self._among(f"SELECT sha256 FROM blob WHERE {_TO_DOWNLOAD} AND sha256", downloads),  # noqa: S608 - constant
            self._among("SELECT id FROM outbox WHERE state IN ('queued', 'sent') AND id", mutations),
        )

    def _among(self, query: str, names: Collection[str]) -> frozenset[str]:
        rows = self._database.reader().execute(
            f"{query} IN (SELECT value FROM json_each(?))",  # noqa: S608 - constants of this class
            (json.dumps(list(names)),),
        )
        return frozenset(name for (name,) in rows.fetchall())

    def append_part(self, sha256: str, offset: int, data: bytes) -> None:
        """Add a stretch to an unfinished download."""
        self._blobs.append_part(sha256, offset, data)

    def finish_part(self, sha256: str) -> bool:
        """Check a finished download by its whole hash and make it readable; False when the bytes were wrong."""
        found = (
            self._database.reader().execute("SELECT size FROM blob WHERE sha256 = ?", (sha256,)).fetchone()
        )
        if found is None or not self._blobs.finish_part(sha256, found[0]):
            return False
        with self._database.write() as connection:
            connection.execute(
                "UPDATE blob SET here = 1, wanted = 0, problem = '' WHERE sha256 = ?", (sha256,)
            )
            self._touch_versions(connection, sha256)
        return True

    @staticmethod
    def _touch_versions(connection: Connection, sha256: str) -> None:
        connection.execute(
            "INSERT INTO change (kind, id) SELECT kind, id FROM object"
            " WHERE kind = 'version' AND fields ->> '$.sha256' = ?",
            (sha256,),
        )

    def note_contact(self, *, ok: bool, problem: str = "", server_time: str = "") -> None:
        """Remember the state of the line for the status strip; views hear of it only when it changed."""
        now = iso(self._clock.now())
        facts = {"line": "up" if ok else "down", "line.problem": problem}
        if ok:
            facts["line.contact"] = now
        if server_time:
            facts["line.server_time"] = json.dumps([server_time, now])
        with self._database.write() as connection:
            before = meta.get(connection, "line"), meta.get(connection, "line.problem")
            for key, value in facts.items():
                meta.put(connection, key, value)
            if before != (facts["line"], problem):
                connection.execute("INSERT INTO change (kind, id) VALUES ('line', 'line')")

    def note_complete(self) -> None:
        """Remember that everything was sent and everything was received."""
        with self._database.write() as connection:
            meta.put(connection, "line.complete", iso(self._clock.now()))

    def next_n(self) -> int:
        """Return the number that the next mutation of this device will have."""
        return int(meta.get(self._database.reader(), "next_n", "1"))

    def sent_n(self) -> int:
        """Return the highest number of a mutation that may have left this computer.

        A service that knows a higher one has seen a life of this cache that it does not remember: it was restored from
        a backup. The next number can't tell it, because the person may have gone on working since.
        """
        found = (
            self._database.reader()
            .execute(
                "SELECT coalesce(max(n) FILTER (WHERE state != 'queued'), 0), min(n) FILTER (WHERE state = 'queued')"
                " FROM outbox"
            )
            .fetchone()
        )
        return max(int(found[0]), int(found[1] or self.next_n()) - 1)

    def renew(self, answer: RenewAnswer) -> None:
        """Go on as a new device after this cache was restored from a backup; unsent work keeps its ids."""
        with self._database.write() as connection:
            meta.put(connection, "account.token", answer.token)
            meta.put(connection, "account.device", answer.device)
            meta.put(connection, "account.device_code", answer.device_code)
            meta.put(connection, "label_n", "1")

    def revoked(self) -> None:
        """Note that this device was revoked: nothing is shown or sent any more; unsent work stays for the recovery key."""
        with self._database.write() as connection:
            meta.put(connection, "line", "revoked")
            connection.execute("INSERT INTO change (kind, id) VALUES ('line', 'line')")

    def is_revoked(self) -> bool:
        """Tell whether this device was revoked."""
        return meta.get(self._database.reader(), "line") == "revoked"
