# SPDX-License-Identifier: EUPL-1.2
"""What a stream is appended: one change of one object, or half of its way from one stream to another."""

from dataclasses import dataclass, field, replace
from typing import Final

from central.store.objects import Stored
from eset_desktop.domain.mutations import ObjectState
from eset_desktop.domain.values import Json, same

LEAVE: Final = "leave"
"""Verb of the half of a move that the old stream sees: an empty mark stands where the object was."""
PUT: Final = "put"
"""Verb of the other half: the new stream has the object as it was."""


@dataclass(frozen=True, slots=True)
class ObjectChange:
    """One change of one object, which takes one position of its stream.

    Attributes:
        before: The object before it, None for a new one; its ``rev`` is counted on.
        after: The state from now on.
        verb: What was done, for the audit trail: ``create``, ``set``, a command's name or a server's effect.
        by: The author's person id; empty for the service itself.
        at: The time told to people.
        device: The author's device id, or empty.
        mutation: The mutation that caused it, or empty.
        other: For a move: the stream at its other end.
        hash: Content hash of ``after``.
    """

    before: Stored | None
    after: ObjectState
    verb: str
    by: str
    at: str
    device: str = ""
    mutation: str = ""
    other: str = ""
    hash: bytes = field(init=False)

    def __post_init__(self) -> None:
        same_state = self.before is not None and self.before.state is self.after
        object.__setattr__(
            self, "hash", self.before.hash if self.before and same_state else self.after.hash()
        )

    @property
    def count(self) -> int:
        """Return how many positions of its stream it takes."""
        return 1

    @property
    def is_move(self) -> bool:
        """Tell whether it is half of a move."""
        return bool(self.other)

    @property
    def counted_before(self) -> bool:
        """Tell whether the stream's digest holds the object as it was before."""
        return self.before is not None and not (self.is_move and self.verb == PUT)

    def stored(self, stream: str, seq: int) -> Stored:
        """Return the object as the stream holds it after this change; who moves it is not who changed it last."""
        first = self.before
        if first is not None and self.is_move:
            left = self.verb == LEAVE
            return replace(
                first, state=self.after, rev=first.rev + 1, seq=seq, hash=self.hash, stream=stream, left=left
            )
        return Stored(
            state=self.after,
            rev=first.rev + 1 if first else 1,
            seq=seq,
            by=self.by,
            at=self.at,
            device=self.device,
            mutation=self.mutation,
            created_by=first.created_by if first else self.by,
            created_at=first.created_at if first else self.at,
            hash=self.hash,
            stream=stream,
        )

    def differences(self) -> dict[str, Json]:
        """Return ``{field: [old, new]}`` for what it changes; a move changes nothing."""
        if self.is_move:
            return {}
        return differences(self.before.state if self.before else None, self.after)


def move(
    stored: Stored, target: str, *, by: str, at: str, device: str, mutation: str
) -> tuple[ObjectChange, ObjectChange]:
    """Return what takes an object from its stream to another: what the old one and what the new one is appended."""
    state = stored.state
    mark = ObjectState(state.kind, state.id)
    return (
        ObjectChange(stored, mark, LEAVE, by, at, device, mutation, other=target),
        ObjectChange(stored, state, PUT, by, at, device, mutation, other=stored.stream),
    )


def differences(before: ObjectState | None, after: ObjectState) -> dict[str, Json]:
    """Return ``{field: [old, new]}`` for the fields that differ."""
    if before is None:
        return {name: [None, value] for name, value in sorted(after.fields.items())}
    old = before.fields
    names = sorted(old.keys() | after.fields.keys())
    return {
        name: [old.get(name), after.fields.get(name)]
        for name in names
        if not same(old.get(name), after.fields.get(name))
    }
