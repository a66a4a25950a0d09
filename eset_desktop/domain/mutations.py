# SPDX-License-Identifier: EUPL-1.2
"""Mutations: the only form in which a change travels, and how a state takes one.

``apply`` is what a client shows at once; ``fold`` is the live state of an object with unsent work; ``merge`` (in
:mod:`eset_desktop.domain.merge`) is what the central service decides. All three are pure and total.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TypeAlias

import msgspec

from eset_desktop.domain.acting import Acting, Refusal
from eset_desktop.domain.commands import COMMANDS
from eset_desktop.domain.values import Fields, Json, content_hash, normal, normal_fields

CREATE = "create"
SET = "set"
COMMAND = "command"


class Change(msgspec.Struct, frozen=True, rename={"before": "from"}):
    """One field's change: the value the person saw and the value the person wants.

    Attributes:
        before: Called ``from`` on the wire.
        to: The new value; null empties the field.
    """

    before: Json
    to: Json


class Mutation(msgspec.Struct, frozen=True, omit_defaults=True):
    """One change of one object, made by one person on one device.

    Attributes:
        id: UUID; the idempotency key, kept for ever.
        n: The device's own consecutive number, the person's order.
        op: ``create``, ``set`` or ``command``; an unknown one is kept and not applied.
        kind: The object's kind, see :mod:`eset_desktop.domain.kinds`.
        object: The object's UUID.
        by: The author's person id.
        at: The device's claimed time (ISO 8601, UTC); it never decides anything.
        fields: For ``create``.
        changes: For ``set``.
        command: For ``command``: its name.
        args: For ``command``: its arguments.
        after: Mutation ids that must be accepted before this one.
        rev: The object's accepted revision when the change was made; 0 when none was.
        group: Name of the mutations (UUID) that take effect together or not at all; empty for one by itself.
        group_size: How many they are; they are pushed in one batch.
    """

    id: str
    n: int
    op: str
    kind: str
    object: str
    by: str
    at: str
    fields: dict[str, Json] = {}
    changes: dict[str, Change] = {}
    command: str = ""
    args: dict[str, Json] = {}
    after: tuple[str, ...] = ()
    rev: int = 0
    group: str = ""
    group_size: int = 0


@dataclass(frozen=True, slots=True)
class ObjectState:
    """What an object is at one moment; ``fields`` are normalised and never changed in place."""

    kind: str
    id: str
    fields: Fields = field(default_factory=dict)
    deleted: bool = False

    def get(self, name: str) -> Json:
        """Return a field's value, null when it is absent."""
        return self.fields.get(name)

    def text(self, name: str) -> str:
        """Return a field as text, empty when it is absent or no text."""
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""

    def with_fields(self, changes: Fields) -> "ObjectState":
        """Return the state with some fields replaced; a null one goes away."""
        return replace(self, fields=normal_fields({**self.fields, **changes}))

    def hash(self) -> bytes:
        """Return the content hash, see :func:`eset_desktop.domain.values.content_hash`."""
        return content_hash(self.kind, self.id, self.fields, deleted=self.deleted)


@dataclass(frozen=True, slots=True)
class Skip:
    """Why a state did not take a mutation: ``exists``, ``missing``, ``unknown`` or a command's refusal."""

    reason: str


Applied: TypeAlias = ObjectState | Skip


def apply(state: ObjectState | None, mutation: Mutation) -> Applied:
    """Return the state after a mutation as its author sees it, or why it does not take.

    Total: no mutation that decodes makes it raise. A ``set`` on a removed object brings it back (edit beats delete).
    """
    if mutation.op == CREATE:
        if state is not None:
            return Skip("exists")
        return ObjectState(mutation.kind, mutation.object, normal_fields(mutation.fields))
    if state is None:
        return Skip("missing")
    if mutation.op == SET:
        taken = state.with_fields({name: change.to for name, change in mutation.changes.items()})
        return replace(taken, deleted=False)
    if mutation.op == COMMAND:
        return _apply_command(state, mutation)
    return Skip("unknown")


def _apply_command(state: ObjectState, mutation: Mutation) -> Applied:
    command = COMMANDS.get((state.kind, mutation.command))
    if command is None:
        return Skip("unknown")
    effect = command(state.fields, mutation.args, Acting(mutation.by, mutation.at))
    if isinstance(effect, Refusal):
        return Skip(effect.code)
    changed = state.with_fields(effect.fields)
    return changed if effect.deleted is None else replace(changed, deleted=effect.deleted)


def fold(base: ObjectState | None, pending: Iterable[Mutation]) -> ObjectState | None:
    """Return the live state: the last accepted one with the unsent mutations on top, in the person's order.

    A mutation that does not take is passed over: its author learns the reason from the central service's answer.
    """
    state = base
    for mutation in sorted(pending, key=lambda each: each.n):
        taken = apply(state, mutation)
        if not isinstance(taken, Skip):
            state = taken
    return state


def coalesce(unsent: Mutation, later: Mutation) -> Mutation | None:
    """Return one mutation for two unsent changes of the same object, or None where they must stay apart.

    The first ``from`` is kept, so that the conflict rule still compares with what the central service knew. A ``set``
    joins an unsent ``set`` or the ``create`` of its object.
    """
    if later.op != SET or unsent.object != later.object or unsent.by != later.by:
        return None
    if unsent.op == CREATE:
        wanted = {name: change.to for name, change in later.changes.items()}
        fields = normal_fields({**unsent.fields, **wanted})
        return msgspec.structs.replace(unsent, fields=fields, after=_joined(unsent, later))
    if unsent.op != SET:
        return None
    changes = dict(unsent.changes)
    for name, change in later.changes.items():
        first = changes.get(name, change)
        changes[name] = Change(before=first.before, to=normal(change.to))
    return msgspec.structs.replace(unsent, changes=changes, at=later.at, after=_joined(unsent, later))


def _joined(unsent: Mutation, later: Mutation) -> tuple[str, ...]:
    both = dict.fromkeys((*unsent.after, *later.after))
    both.pop(unsent.id, None)
    return tuple(both)
