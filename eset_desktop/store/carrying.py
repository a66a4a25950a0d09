# SPDX-License-Identifier: EUPL-1.2
"""What the sync engine may do with documents' bytes: what is due, how far it came. Durable when a method returns."""

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from eset_desktop.crashpoints import crashpoint
from eset_desktop.domain.stretches import Stretch, divided
from eset_desktop.store import sweep
from eset_desktop.store.engine import Connection
from eset_desktop.store.errors import PartOffset
from eset_desktop.store.pins import OPENED
from eset_desktop.store.replica_part import Part, remembered

SEGMENTS: Final = "segments"
WHOLE: Final = "whole"
"""How bytes are sent (column ``form``); empty while that is not decided."""


@dataclass(frozen=True, slots=True)
class Upload:
    """Bytes that only this computer has for certain.

    Attributes:
        url: Of the session that sends the whole, or joins the stretches; empty when there is none.
        offset: How far it is.
        since: When the bytes were added.
        form: :data:`SEGMENTS`, :data:`WHOLE` or empty.
        stretches: What is sent in sessions of their own; one that is not begun when the whole, or a recipe, goes in one.
    """

    sha256: str
    size: int
    url: str
    offset: int
    since: str = ""
    form: str = ""
    stretches: tuple[Stretch, ...] = ()


@dataclass(frozen=True, slots=True)
class Download:
    """Bytes that a person asked for.

    Attributes:
        stretches: How much of each is here.
        wanted: How much they are wanted, see :mod:`eset_desktop.store.pins`.
        since: When they were first heard of.
    """

    sha256: str
    size: int
    stretches: tuple[Stretch, ...]
    wanted: int = OPENED
    since: str = ""

    @property
    def offset(self) -> int:
        """Return how many bytes are here."""
        return sum(each.done for each in self.stretches)


class StillDue(NamedTuple):
    """What is still to be done: bytes by hash, mutations by id."""

    uploads: frozenset[str]
    downloads: frozenset[str]
    mutations: frozenset[str]


_TO_UPLOAD: Final = (
    "here AND NOT confirmed AND EXISTS (SELECT 1 FROM object AS v WHERE v.kind = 'version'"
    " AND v.fields ->> '$.sha256' = blob.sha256 AND (v.rev > 0 OR EXISTS (SELECT 1 FROM outbox AS o"
    " WHERE o.object = v.id AND o.state = 'answered' AND o.status IN ('applied', 'merged'))))"
)
_TO_DOWNLOAD: Final = "wanted > 0 AND NOT here AND confirmed"
_UPLOAD: Final = "sha256, size, url, sent, added_at, form, parts"
_DOWNLOAD: Final = "sha256, size, wanted, added_at"
_ANCESTORS: Final = """
WITH RECURSIVE chain (id, sha256, depth) AS (
    SELECT fields ->> '$.parent', '', 0 FROM object WHERE kind = 'version' AND fields ->> '$.sha256' = :sha256
    UNION
    SELECT v.fields ->> '$.parent', v.fields ->> '$.sha256', chain.depth + 1
    FROM chain JOIN object AS v ON v.id = chain.id WHERE v.kind = 'version' AND chain.depth < 8
)
SELECT blob.sha256, blob.size FROM chain JOIN blob ON blob.sha256 = chain.sha256
WHERE blob.here AND blob.sha256 != :sha256 AND (blob.confirmed OR NOT :confirmed)
GROUP BY blob.sha256 ORDER BY min(chain.depth) LIMIT 4"""


class Carrying(Part):
    """Documents' bytes, as the sync engine sees them."""

    def uploads_due(self, limit: int, *, without: Collection[str] = ()) -> tuple[Upload, ...]:
        """Return bytes to send: here, their version accepted, not yet confirmed by the service.

        Smallest first, and the oldest in any case; the hashes of ``without`` are left out.
        """
        rows = self._due(_UPLOAD, _TO_UPLOAD, "size", limit, tuple(without))
        return tuple(_upload(row) for row in rows)

    def upload(self, sha256: str) -> Upload | None:
        """Return some bytes to send as they stand now, None when they are no longer to be sent."""
        row = (
            self._database.reader()
            .execute(
                f"SELECT {_UPLOAD} FROM blob WHERE {_TO_UPLOAD} AND sha256 = ?",  # noqa: S608 - constants
                (sha256,),
            )
            .fetchone()
        )
        return _upload(row) if row else None

    @remembered
    def _due(
        self, columns: str, which: str, order: str, limit: int, without: tuple[str, ...]
    ) -> tuple[tuple[Any, ...], ...]:
        left_out = json.dumps(without)
        unless = "sha256 NOT IN (SELECT value FROM json_each(?))"
        narrowed = f"SELECT {columns} FROM blob WHERE {which} AND {unless} ORDER BY"  # noqa: S608 - constants of this module
        reader = self._database.reader()
        rows = reader.execute(f"{narrowed} {order}, sha256 LIMIT ?", (left_out, limit)).fetchall()
        if len(rows) == limit:
            oldest = reader.execute(f"{narrowed} added_at, sha256 LIMIT 1", (left_out,)).fetchall()
            rows += [row for row in oldest if row not in rows]
        return tuple(tuple(row) for row in rows)

    def read_bytes(self, sha256: str, offset: int, length: int) -> bytes:
        """Return a stretch of bytes that are here."""
        return self._blobs.read_range(sha256, offset, length)

    def note_upload(self, sha256: str, url: str, offset: int) -> None:
        """Remember how far a session came, so that a restart goes on from there."""
        with self._database.write() as connection:
            connection.execute("UPDATE blob SET url = ?, sent = ? WHERE sha256 = ?", (url, offset, sha256))
        crashpoint("sync.upload")

    def note_stretch(self, sha256: str, number: int, url: str, done: int) -> None:
        """Remember how far the session of a stretch came; other lanes note others of the same bytes."""
        with self._database.write() as connection:
            found = connection.execute("SELECT size, parts FROM blob WHERE sha256 = ?", (sha256,)).fetchone()
            stretches = [*_stretches(*found)]
            stretches[number] = stretches[number]._replace(url=url, done=done)
            parts, sent = json.dumps(stretches), sum(each.done for each in stretches)
            connection.execute("UPDATE blob SET parts = ?, sent = ? WHERE sha256 = ?", (parts, sent, sha256))
        crashpoint("sync.upload")

    def begin_upload(self, sha256: str, form: str, length: int = 0) -> None:
        """Decide how bytes are sent, and forget every session of them; ``length``: of the recipe, where it is one."""
        parts = json.dumps([Stretch(0, length)]) if length else ""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE blob SET form = ?, url = '', sent = 0, parts = ? WHERE sha256 = ?",
                (form, parts, sha256),
            )
        crashpoint("sync.upload")

    def upload_done(self, sha256: str) -> None:
        """Note that the service has the bytes, verified."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE blob SET confirmed = 1, url = '', sent = size, parts = '', problem = '' WHERE sha256 = ?",
                (sha256,),
            )
            self._touch_versions(connection, sha256)
            sweep.let_go(connection, sha256)  # their version may have gone out of sight meanwhile
        crashpoint("sync.uploaded")

    def downloads_due(self, limit: int, *, without: Collection[str] = ()) -> tuple[Download, ...]:
        """Return bytes that a person asked for and the service has, the most wanted first.

        The oldest is among them in any case; the hashes of ``without`` are left out.
        """
        rows = self._due(_DOWNLOAD, _TO_DOWNLOAD, "wanted DESC, size", limit, tuple(without))
        return tuple(self._download(*row) for row in rows)

    def download(self, sha256: str) -> Download | None:
        """Return some wanted bytes as they stand now, None when they are no longer to be fetched."""
        row = (
            self._database.reader()
            .execute(
                f"SELECT {_DOWNLOAD} FROM blob WHERE {_TO_DOWNLOAD} AND sha256 = ?",  # noqa: S608 - constants
                (sha256,),
            )
            .fetchone()
        )
        return self._download(*row) if row else None

    def _download(self, sha256: str, size: int, wanted: int, since: str) -> Download:
        stretches = tuple(
            each._replace(done=self._blobs.part_size(sha256, number))
            for number, each in enumerate(divided(size))
        )
        return Download(sha256, size, stretches, wanted, since)

    def download_lacks(self, sha256: str, problem: str) -> None:
        """Note that the service said that it does not have some wanted bytes; the feed tells when it has them again."""
        with self._database.write() as connection:
            noted = connection.execute(
                "UPDATE blob SET problem = ?1 WHERE sha256 = ?2 AND NOT here AND problem != ?1 RETURNING 1",
                (problem, sha256),
            ).fetchone()
            if noted:
                self._touch_versions(connection, sha256)

    def lacking(self, hashes: Collection[str]) -> frozenset[str]:
        """Return those of some wanted bytes that the service is known not to have."""
        return self._among("SELECT sha256 FROM blob WHERE NOT here AND problem != '' AND sha256", hashes)

    def ancestors(self, sha256: str, *, confirmed: bool = False) -> tuple[tuple[str, int], ...]:
        """Return hash and size of the bytes here that some bytes' versions were made from, the nearest first.

        Args:
            sha256: Of the descendant.
            confirmed: Only those that the service certainly holds.
        """
        rows = self._database.reader().execute(_ANCESTORS, {"sha256": sha256, "confirmed": confirmed})
        return tuple((sha, size) for sha, size in rows.fetchall())

    def still_due(
        self, *, uploads: Collection[str], downloads: Collection[str], mutations: Collection[str]
    ) -> StillDue:
        """Return those among some bytes (by hash) and mutations (by id) that are still to be sent or fetched."""
        return StillDue(
            self._among(f"SELECT sha256 FROM blob WHERE {_TO_UPLOAD} AND sha256", uploads),  # noqa: S608 - constant
            self._among(f"SELECT sha256 FROM blob WHERE {_TO_DOWNLOAD} AND sha256", downloads),  # noqa: S608 - constant
            self._among(
                "SELECT id FROM outbox WHERE (state IN ('queued', 'sent') OR epoch = 'again') AND id",
                mutations,
            ),
        )

    def _among(self, query: str, names: Collection[str]) -> frozenset[str]:
        return self._found(query, tuple(names))

    @remembered
    def _found(self, query: str, names: tuple[str, ...]) -> frozenset[str]:
        rows = self._database.reader().execute(
            f"{query} IN (SELECT value FROM json_each(?))",  # noqa: S608 - constants of this class
            (json.dumps(names),),
        )
        return frozenset(name for (name,) in rows.fetchall())

    def append_part(self, sha256: str, offset: int, data: bytes, stretch: int = 0) -> None:
        """Add to a stretch of an unfinished download what arrived of it; nothing where the whole came another way meanwhile."""
        try:
            self._blobs.append_part(sha256, offset, data, stretch)
        except PartOffset:
            if not self._blobs.has(sha256):
                raise

    def make_bytes(self, sha256: str, size: int, pieces: Iterable[bytes]) -> bool:
        """Keep fetched bytes that are put together from others here; False when they are not the right ones."""
        made = self._blobs.make(sha256, size, pieces)
        if made:
            self._arrived(sha256)
        return made

    def finish_part(self, sha256: str) -> bool:
        """Check a finished download by its whole hash and make it readable; False when the bytes were wrong."""
        found = (
            self._database.reader().execute("SELECT size FROM blob WHERE sha256 = ?", (sha256,)).fetchone()
        )
        if found is None or not self._blobs.finish_part(sha256, found[0], len(divided(found[0]))):
            return False
        self._arrived(sha256)
        return True

    def _arrived(self, sha256: str) -> None:
        self._blobs.discard(sha256)
        with self._database.write() as connection:
            connection.execute(
                "UPDATE blob SET here = 1, wanted = 0, problem = '' WHERE sha256 = ?", (sha256,)
            )
            self._touch_versions(connection, sha256)

    @staticmethod
    def _touch_versions(connection: Connection, sha256: str) -> None:
        connection.execute(
            "INSERT INTO change (kind, id) SELECT kind, id FROM object"
            " WHERE kind = 'version' AND fields ->> '$.sha256' = ?",
            (sha256,),
        )


def _upload(row: Sequence[Any]) -> Upload:
    sha256, size, url, offset, since, form, parts = row
    return Upload(sha256, size, url, offset, since, form, _stretches(size, parts))


def _stretches(size: int, parts: str) -> tuple[Stretch, ...]:
    return tuple(Stretch(*each) for each in json.loads(parts)) if parts else divided(size)
