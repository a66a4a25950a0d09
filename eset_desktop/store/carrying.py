# SPDX-License-Identifier: EUPL-1.2
"""What the sync engine may do with documents' bytes: what is due, how far it came. Durable when a method returns."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from eset_desktop.store.crashpoints import crashpoint
from eset_desktop.store.engine import Connection
from eset_desktop.store.replica_part import Part


@dataclass(frozen=True, slots=True)
class Upload:
    """Bytes that only this computer has for certain; ``url`` and ``offset`` of an unfinished session, if any."""

    sha256: str
    size: int
    url: str
    offset: int
    since: str = ""


@dataclass(frozen=True, slots=True)
class Download:
    """Bytes that a person asked for; ``offset`` of them are already here."""

    sha256: str
    size: int
    offset: int
    since: str = ""


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


class Carrying(Part):
    """Documents' bytes, as the sync engine sees them."""

    def uploads_due(self, limit: int, *, without: Collection[str] = ()) -> tuple[Upload, ...]:
        """Return bytes to send: here, their version accepted, not yet confirmed by the service.

        Smallest first, and the oldest in any case; the hashes of ``without`` are left out.
        """
        rows = self._due("sha256, size, url, sent, added_at", _TO_UPLOAD, "size", limit, without)
        return tuple(Upload(*row) for row in rows)

    def upload(self, sha256: str) -> Upload | None:
        """Return some bytes to send as they stand now, None when they are no longer to be sent."""
        row = (
            self._database.reader()
            .execute(
                f"SELECT sha256, size, url, sent, added_at FROM blob WHERE {_TO_UPLOAD} AND sha256 = ?",  # noqa: S608 - constant
                (sha256,),
            )
            .fetchone()
        )
        return Upload(*row) if row else None

    def _due(
        self, columns: str, which: str, order: str, limit: int, without: Collection[str]
    ) -> list[tuple[Any, ...]]:
        left_out = json.dumps(list(without))
        unless = "sha256 NOT IN (SELECT value FROM json_each(?))"
        narrowed = f"SELECT {columns} FROM blob WHERE {which} AND {unless} ORDER BY"  # noqa: S608 - constants of this module
        reader = self._database.reader()
        rows = reader.execute(f"{narrowed} {order}, sha256 LIMIT ?", (left_out, limit)).fetchall()
        if len(rows) == limit:
            oldest = reader.execute(f"{narrowed} added_at, sha256 LIMIT 1", (left_out,)).fetchall()
            rows += [row for row in oldest if row not in rows]
        return [tuple(row) for row in rows]

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

    def downloads_due(self, limit: int, *, without: Collection[str] = ()) -> tuple[Download, ...]:
        """Return bytes that a person asked for and the service has, the most wanted first.

        The oldest is among them in any case; the hashes of ``without`` are left out.
        """
        rows = self._due("sha256, size, added_at", _TO_DOWNLOAD, "wanted DESC, size", limit, without)
        return tuple(self._download(*row) for row in rows)

    def download(self, sha256: str) -> Download | None:
        """Return some wanted bytes as they stand now, None when they are no longer to be fetched."""
        row = (
            self._database.reader()
            .execute(
                f"SELECT sha256, size, added_at FROM blob WHERE {_TO_DOWNLOAD} AND sha256 = ?",  # noqa: S608 - constant
                (sha256,),
            )
            .fetchone()
        )
        return self._download(*row) if row else None

    def _download(self, sha256: str, size: int, since: str) -> Download:
        return Download(sha256, size, self._blobs.part_size(sha256), since)

    def still_due(
        self, *, uploads: Collection[str], downloads: Collection[str], mutations: Collection[str]
    ) -> StillDue:
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
