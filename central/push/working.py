# SPDX-License-Identifier: EUPL-1.2
"""The objects a batch is about, as they become while its mutations are decided.

Everything is loaded and locked before the first decision; nothing is written before the last one. What a mutation does
is taken as a whole or not at all, which is what a savepoint would give, without its cost (decision 0020).
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
_PRESENT = select(tables.blob.c.size).where(
    tables.blob.c.body == bindparam("body"), tables.blob.c.sha256 == bindparam("sha256")
)


class Working:
    """A stream's objects with the batch's accepted changes on top."""

    def __init__(self, connection: Connection, stream: str, body: str, loaded: Mapping[str, Stored]) -> None:
        self._connection = connection
        self._stream = stream
        self._body = body
        self._now: dict[str, Stored] = dict(loaded)
        self.changes: list[ObjectChange] = []

    def get(self, object_id: str) -> Stored | None:
        """Return an object as it is after the changes taken so far."""
        return self._now.get(object_id)

    def take(self, changes: tuple[ObjectChange, ...]) -> None:
        """Take what one mutation does."""
        for change in changes:
            self._now[change.after.id] = change.stored(0)
            self.changes.append(change)

    def children(self, parent: str, kind: str) -> tuple[Stored, ...]:
        """Return the objects of a kind that lie directly in another."""
        found = objects.children(self._connection, self._stream, parent, kind)
        for change in self.changes:
            if change.after.kind == kind and change.after.id in self._now:
                found.pop(change.after.id, None)
                if parent_of(kind, change.after.fields) == parent:
                    found[change.after.id] = self._now[change.after.id]
        return tuple(found[key] for key in sorted(found))

    def holds_bytes(self, sha256: str, size: int) -> bool:
        """Tell whether the body's verified bytes include these."""
        found = self._connection.execute(
            _PRESENT, {"body": self._body, "sha256": sha256}
        ).scalar_one_or_none()
        return found == size

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
