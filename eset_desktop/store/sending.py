# SPDX-License-Identifier: EUPL-1.2
"""What the sync engine may do with unsent work: take it, mark it, keep the answers. Durable when a method returns."""

from collections.abc import Sequence
from typing import Final, NamedTuple

import msgspec

from eset_desktop.crashpoints import crashpoint
from eset_desktop.domain.mutations import Mutation
from eset_desktop.store import feed, meta, sending_again
from eset_desktop.store.engine import Connection
from eset_desktop.store.replica_part import Part, remembered
from sync.protocol import Result


class Marked(NamedTuple):
    """Mutations that are about to leave, and the ids of those that leave for the first time."""

    mutations: tuple[Mutation, ...]
    first: tuple[str, ...]


def _whole_groups(connection: Connection, chosen: list[Mutation]) -> tuple[Mutation, ...]:
    """Return the mutations without a group that was cut at the end; the first one is taken whole, however large."""
    group = chosen[-1].group if chosen else ""
    inside = [each for each in chosen if each.group == group]
    if not group or len(inside) == inside[0].group_size:
        return tuple(chosen)
    if len(inside) < len(chosen):
        return tuple(each for each in chosen if each.group != group)
    rows = connection.execute(
        "SELECT body FROM outbox WHERE group_id = ? AND (state IN ('queued', 'sent') OR epoch = 'again') ORDER BY n",
        (group,),
    )
    return tuple(msgspec.json.decode(body, type=Mutation) for (body,) in rows.fetchall())


_ACTS: Final = (
    "SELECT body FROM outbox WHERE state IN ('queued', 'sent') AND kind != 'text' ORDER BY n LIMIT ?"
)
_WORDS: Final = (
    "SELECT body FROM outbox WHERE state IN ('queued', 'sent') AND kind = 'text' ORDER BY n LIMIT ?"
)


class Sending(Part):
    """Unsent work, as the sync engine sees it."""

    @remembered
    def sendable(self, *, max_bytes: int, max_count: int) -> tuple[Mutation, ...]:
        """Return the mutations to send next, in the person's order; at least one where any waits, never a part of a group.

        Words of documents go when nothing else waits: nobody waits for them.
        """
        reader = self._database.reader()
        again = sending_again.under_way(reader)
        acts = self._next(reader, sending_again.DUE if again else _ACTS, max_bytes, max_count)
        return _whole_groups(reader, acts or self._next(reader, _WORDS, max_bytes, max_count))

    @staticmethod
    def _next(reader: Connection, query: str, max_bytes: int, max_count: int) -> list[Mutation]:
        rows = reader.execute(query, (max_count,))
        chosen: list[Mutation] = []
        room = max_bytes
        for (body,) in rows:
            room -= len(body)
            if chosen and room < 0:
                rows.close()
                break
            chosen.append(msgspec.json.decode(body, type=Mutation))
        return chosen

    def mark_sent(self, mutations: Sequence[Mutation]) -> Marked:
        """Forbid any further edit of these mutations and return them as they now stand.

        To be called before the request leaves: one of them may have taken in a later change meanwhile.
        """
        marked, first = [], []
        with self._database.write() as connection:
            for mutation in mutations:
                found = connection.execute(
                    "SELECT body, state FROM outbox WHERE id = ? AND (state IN ('queued', 'sent') OR epoch = 'again')",
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

    def never_left(self, marked: Marked) -> None:
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
            if sending_again.under_way(connection):
                sending_again.take_results(connection, results)
            feed.take_results(connection, results)
            for stream in {result.stream for result in results if result.stream}:
                feed.settle(connection, stream)
        crashpoint("sync.results")

    def send_accepted_again(self) -> None:
        """Begin to send accepted work again, see :mod:`eset_desktop.store.sending_again`."""
        with self._database.write() as connection:
            sending_again.begin(connection)
        crashpoint("sync.restarted")

    def sends_accepted_again(self) -> bool:
        """Tell whether accepted work is sent again."""
        return sending_again.under_way(self._database.reader())

    def no_more_again(self) -> None:
        """Send no accepted work again: this program reads what the service has."""
        if self.sends_accepted_again():
            with self._database.write() as connection:
                sending_again.end(connection)

    @remembered
    def next_n(self) -> int:
        """Return the number that the next mutation of this device will have."""
        return int(meta.get(self._database.reader(), "next_n", "1"))

    @remembered
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
