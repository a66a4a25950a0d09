# SPDX-License-Identifier: EUPL-1.2
"""The objects a batch is about, as they become while its mutations are decided.

Everything is loaded and locked before the first decision; nothing is written before the last one. What a mutation does
is taken as a whole or not at all, which is what a savepoint would give, without its cost (decision 0007).
"""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, bindparam, select

from central.store import objects, tables
from central.store.bulk_moves import BulkMove, Half
from central.store.changes import LEAVE, PUT, ObjectChange
from central.store.objects import Outline, Stored, outline_of
from central.store.streams import Appended
from eset_desktop.domain.kinds import parent_of

_AUDIT = tables.audit.c
_ENTRIES = select(_AUDIT.entry).where(
    _AUDIT.stream.in_(bindparam("streams", expanding=True)), _AUDIT.object == bindparam("object")
)


@dataclass(frozen=True, slots=True)
class Places:
    """Where objects of a body may be: its streams now, and those that ever held something."""

    now: Callable[[], Collection[str]]
    ever: Callable[[], Collection[str]]


@dataclass(slots=True)
class _Taken:
    """A change that was taken, and what it replaced."""

    stream: str
    change: ObjectChange
    former: Stored | None
    children: list[tuple[str, str]] = field(default_factory=list)


def _versions_in(change: Appended) -> Iterator[str]:
    """Yield the versions among what a stream is appended."""
    if isinstance(change, Half):
        yield from (each.id for each in change.move.outlines if each.kind == "version")
    elif change.after.kind == "version":
        yield change.after.id


class Working:
    """A body's objects with the batch's accepted changes on top.

    Args:
        connection: The batch's transaction.
        places: The body's streams.
        loaded: The objects that the batch is about.
        held: Sizes of the verified bytes that the body holds, by hash.
    """

    def __init__(
        self, connection: Connection, places: Places, loaded: Mapping[str, Stored], held: Mapping[str, int]
    ) -> None:
        self._connection = connection
        self._places = places
        self._held = held
        self._came_into: dict[str, dict[str, None]] = {}
        self._now: dict[str, Stored] = dict(loaded)
        self._carried: dict[str, Outline] = {}
        self._taken: list[_Taken | BulkMove] = []
        self._trails: dict[str, dict[str, tuple[str, str]]] = {}
        self.changes: dict[str, list[Appended]] = {}

    def get(self, object_id: str) -> Stored | None:
        """Return an object as it is after the changes taken so far."""
        return self._now.get(object_id)

    def taken_in(self, stream: str) -> int:
        """Return how many positions of a stream were taken so far."""
        return sum(each.count for each in self.changes.get(stream, ()))

    def left_streams(self) -> list[str]:
        """Return the streams that something leaves."""
        return [name for name, listed in self.changes.items() if any(each.verb == LEAVE for each in listed)]

    def versions_put(self) -> dict[str, frozenset[str]]:
        """Return the versions that come from other streams, by the one they come into."""
        found = {
            name: frozenset(key for each in listed if each.verb == PUT for key in _versions_in(each))
            for name, listed in self.changes.items()
        }
        return {name: ids for name, ids in found.items() if ids}

    def take(self, stream: str, changes: Iterable[ObjectChange]) -> None:
        """Take what one mutation does in a stream."""
        for change in changes:
            now = change.stored(stream, 0)
            key = now.state.id
            taken = _Taken(stream, change, self._now.get(key))
            self._taken.append(taken)
            self.changes.setdefault(stream, []).append(change)
            if now.left:
                continue
            self._now[key] = now
            parent = parent_of(now.state.kind, now.state.fields)
            if parent is not None and key not in self._came_into.setdefault(parent, {}):
                self._came_into[parent][key] = None
                taken.children.append((parent, key))

    def is_known(self, object_id: str) -> bool:
        """Tell whether more is known of an object than its outline as the database has it."""
        return object_id in self._now or object_id in self._carried

    def carry(self, move: BulkMove) -> None:
        """Take what a mutation does to objects that go to another stream as they are; none of them is known."""
        self._taken.append(move)
        self.changes.setdefault(move.source, []).append(Half(move, LEAVE))
        self.changes.setdefault(move.target, []).append(Half(move, PUT))
        self._carried.update(
            (each.id, each._replace(stream=move.target, rev=each.rev + 1)) for each in move.outlines
        )

    def checkpoint(self) -> int:
        """Return what :meth:`back_to` goes back to."""
        return len(self._taken)

    def back_to(self, checkpoint: int) -> None:
        """Forget the changes taken since a checkpoint."""
        while len(self._taken) > checkpoint:
            taken = self._taken.pop()
            if isinstance(taken, BulkMove):
                self._drop_last(taken.source)
                self._drop_last(taken.target)
                for each in taken.outlines:
                    del self._carried[each.id]
                continue
            self._drop_last(taken.stream)
            for parent, key in taken.children:
                del self._came_into[parent][key]
            if taken.former is None:
                self._now.pop(taken.change.after.id, None)
            else:
                self._now[taken.former.state.id] = taken.former

    def _drop_last(self, stream: str) -> None:
        listed = self.changes[stream]
        listed.pop()
        if not listed:
            del self.changes[stream]

    def below(self, holders: Collection[str]) -> dict[str, Stored]:
        """Return the objects that lie directly in one of the holders, by id."""
        found = objects.below(self._connection, self._places.now(), holders)
        keys = found.keys() | self._come_into(holders)
        present = {key: self._now.get(key) or self._as_carried(found[key]) for key in sorted(keys)}
        return {
            key: each
            for key, each in present.items()
            if parent_of(each.state.kind, each.state.fields) in holders
        }

    def outlines_below(self, holders: Collection[str], streams: Collection[str] = ()) -> dict[str, Outline]:
        """Return the outlines of the objects that lie directly in one of the holders, by id.

        Args:
            holders: Ids of objects.
            streams: Where to look; all streams of the body when empty.
        """
        found = objects.outlines_below(self._connection, streams or self._places.now(), holders)
        keys = found.keys() | self._come_into(holders)
        present = {key: self._outline(key) or found[key] for key in sorted(keys)}
        wanted = frozenset(holders)
        return {key: each for key, each in present.items() if each.parent in wanted}

    def these(self, ids: Collection[str]) -> list[Stored]:
        """Return objects that the body's streams hold, as they are after the changes taken so far, in the order asked."""
        unknown = [each for each in ids if each not in self._now]
        found = objects.these(self._connection, self._places.now(), unknown)
        return [self._now.get(each) or self._as_carried(found[each]) for each in ids]

    def _come_into(self, holders: Collection[str]) -> set[str]:
        return {key for each in holders for key in self._came_into.get(each, ())}

    def _outline(self, key: str) -> Outline | None:
        known = self._now.get(key)
        return outline_of(known) if known else self._carried.get(key)

    def _as_carried(self, stored: Stored) -> Stored:
        """Return an object where a bulk move that is not written yet brings it."""
        carried = self._carried.get(stored.state.id)
        return replace(stored, stream=carried.stream, rev=carried.rev) if carried else stored

    def children(self, parent: str, kind: str) -> tuple[Stored, ...]:
        """Return the objects of a kind that lie directly in another."""
        return tuple(each for each in self.below([parent]).values() if each.state.kind == kind)

    def holds_bytes(self, sha256: str, size: int) -> bool:
        """Tell whether the body's verified bytes include these."""
        return self._held.get(sha256) == size

    def last_change(self, stored: Stored, field_name: str) -> tuple[str, str]:
        """Return who gave a field its present value and when; empty texts for nobody in particular."""
        for taken in reversed(self._taken):
            if isinstance(taken, BulkMove):  # changes no field
                continue
            change = taken.change
            if change.after.id == stored.state.id and field_name in change.differences():
                return change.by, change.at
        told = self._told(stored.state.id).get(field_name)
        return told or (stored.created_by, stored.created_at)

    def _told(self, object_id: str) -> dict[str, tuple[str, str]]:
        """Return who gave each field of an object its value before this batch, and when; the trail is read once."""
        if object_id not in self._trails:
            found = self._connection.execute(
                _ENTRIES, {"streams": list(self._places.ever()), "object": object_id}
            )
            entries = (json.loads(text) for (text,) in found)
            # An object's revisions go on from stream to stream, positions do not.
            self._trails[object_id] = {
                name: (entry["by"], entry["at"])
                for entry in sorted(entries, key=lambda each: int(each["rev"]))
                for name in entry["changes"]
            }
        return self._trails[object_id]
