# SPDX-License-Identifier: EUPL-1.2
"""The objects a batch is about, as they become while its mutations are decided.

Everything is loaded and locked before the first decision; nothing is written before the last one. What a mutation does
is taken as a whole or not at all, which is what a savepoint would give, without its cost (decision 0007).
"""

import json
from collections.abc import Mapping

from sqlalchemy import Connection, bindparam, select

from central.store import objects, tables
from central.store.objects import Stored
from central.store.streams import ObjectChange, differences
from eset_desktop.domain.kinds import parent_of

_AUDIT = tables.audit.c
_ENTRIES = (
    select(_AUDIT.entry)
    .where(_AUDIT.stream == bindparam("stream"), _AUDIT.object == bindparam("object"))
    .order_by(_AUDIT.seq.desc())
)


class Working:
    """A stream's objects with the batch's accepted changes on top.

    Args:
        connection: The batch's transaction.
        stream: The stream's name.
        loaded: The objects that the batch is about.
        held: Sizes of the verified bytes that the body holds, by hash.
    """

    def __init__(
        self, connection: Connection, stream: str, loaded: Mapping[str, Stored], held: Mapping[str, int]
    ) -> None:
        self._connection = connection
        self._stream = stream
        self._held = held
        self._changed_in: dict[str, dict[str, None]] = {}
        self._now: dict[str, Stored] = dict(loaded)
        self.changes: list[ObjectChange] = []

    def get(self, object_id: str) -> Stored | None:
        """Return an object as it is after the changes taken so far."""
        return self._now.get(object_id)

    def take(self, changes: tuple[ObjectChange, ...]) -> None:
        """Take what one mutation does."""
        for change in changes:
            state = change.after
            self._now[state.id] = change.stored(0)
            self.changes.append(change)
            parent = parent_of(state.kind, state.fields)
            if parent is not None:
                self._changed_in.setdefault(parent, {})[state.id] = None

    def children(self, parent: str, kind: str) -> tuple[Stored, ...]:
        """Return the objects of a kind that lie directly in another; a kind whose objects never move only."""
        found = objects.children(self._connection, self._stream, parent, kind)
        for key in self._changed_in.get(parent, ()):
            if self._now[key].state.kind == kind:
                found[key] = self._now[key]
        return tuple(found[key] for key in sorted(found))

    def holds_bytes(self, sha256: str, size: int) -> bool:
        """Tell whether the body's verified bytes include these."""
        return self._held.get(sha256) == size

    def last_change(self, stored: Stored, field: str) -> tuple[str, str]:
        """Return who gave a field its present value and when; empty texts for nobody in particular."""
        for change in reversed(self.changes):
            before = change.before.state if change.before else None
            if change.after.id == stored.state.id and field in differences(before, change.after):
                return change.by, change.at
        found = self._connection.execute(_ENTRIES, {"stream": self._stream, "object": stored.state.id})
        for (text,) in found:
            entry = json.loads(text)
            if field in entry["changes"]:
                return entry["by"], entry["at"]
        return stored.created_by, stored.created_at
