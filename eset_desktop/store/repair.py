# SPDX-License-Identifier: EUPL-1.2
"""What a stream holds here part by part, and mending what differs. Durable when a method returns."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence

from eset_desktop.crashpoints import crashpoint
from eset_desktop.domain.values import DIGEST_MODULUS, digest_part
from eset_desktop.store import feed, live, reread, tally
from eset_desktop.store.replica_part import Part, remembered
from eset_desktop.store.taking import SLICE_ROWS, Cursor, stands_at, take_slice
from sync.protocol import Row


class Repairing(Part):
    """The content of streams, as the sync engine sees it when a digest differs."""

    @remembered
    def differing(self) -> frozenset[str]:
        """Return the streams that are known to differ from what the service holds."""
        found = self._database.reader().execute("SELECT id FROM stream WHERE differs")
        return frozenset(stream for (stream,) in found.fetchall())

    def note_differing(self, stream: str, *, differs: bool) -> None:
        """Note whether a stream is known to differ."""
        with self._database.write() as connection:
            connection.execute("UPDATE stream SET differs = ? WHERE id = ?", (differs, stream))

    def recount(self, stream: str) -> None:
        """Make a stream's count and sum again from its objects; what differs then are objects."""
        with self._database.write() as connection:
            tally.recount(connection, stream)

    def digest_children(self, stream: str, prefix: str) -> Mapping[str, tuple[int, int]]:
        """Return count and sum of the objects below a prefix by the next two digits (:class:`sync.protocol.DigestNode`)."""
        found: dict[str, tuple[int, int]] = {}
        for key, _, part in self._below(stream, prefix):
            digits = key[len(prefix) : len(prefix) + 2]
            count, total = found.get(digits, (0, 0))
            found[digits] = count + 1, (total + part) % DIGEST_MODULUS
        return found

    def digest_leaves(self, stream: str, prefix: str) -> Mapping[str, int]:
        """Return the first part of the hash of each object below a prefix, by id."""
        return {object_id: part for _, object_id, part in self._below(stream, prefix)}

    def _below(self, stream: str, prefix: str) -> Iterator[tuple[str, str, int]]:
        rows = self._database.reader().execute(
            "SELECT id, hash FROM object WHERE stream = ? AND hash IS NOT NULL", (stream,)
        )
        for object_id, hash_ in rows.fetchall():
            key = hashlib.sha256(object_id.encode()).hexdigest()
            if key.startswith(prefix):
                yield key, object_id, digest_part(hash_)

    def mend(self, at: Cursor, rows: Sequence[Row]) -> bool:
        """Take objects as the service holds them at a position; unsent work stays on top.

        Returns:
            False when the stream is elsewhere now: nothing more is taken.
        """
        done = 0
        while done < len(rows):
            with self._database.write() as connection:
                if not stands_at(connection, at):
                    return False
                done += take_slice(connection, at.stream, rows[done : done + SLICE_ROWS], self._clock)
                feed.settle(connection, at.stream)
            crashpoint("sync.mended")
        return True

    def keep_strays(self, at: Cursor, ids: Sequence[str]) -> bool:
        """Keep objects that the service does not hold as ones that are only here: they stay in sight and count no more.

        Returns:
            False when the stream is elsewhere now: those that are left are not judged.
        """
        stream = at.stream
        for start in range(0, len(ids), SLICE_ROWS):
            with self._database.write() as connection:
                if not stands_at(connection, at):
                    return False
                for object_id in ids[start : start + SLICE_ROWS]:
                    stored = live.load(connection, object_id)
                    if stored is not None and stored.stream == stream and stored.hash is not None:
                        reread.lose(connection, stored)
                        tally.leave(connection, stream, stored.hash)
            crashpoint("sync.mended")
        return True
