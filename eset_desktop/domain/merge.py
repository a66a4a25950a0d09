# SPDX-License-Identifier: EUPL-1.2
"""What the central service decides about a mutation: taken, merged, in conflict or rejected.

Conflict of a field: the current value is neither what the author saw nor what the author wants (after
:func:`eset_desktop.domain.values.normal`). The other fields of the same mutation are taken all the same; nothing blocks.
"""

from dataclasses import dataclass
from typing import Final

from eset_desktop.domain.mutations import COMMAND, CREATE, SET, Mutation, ObjectState, Skip, apply
from eset_desktop.domain.values import Json, same

APPLIED = "applied"
MERGED = "merged"
CONFLICT = "conflict"
REJECTED = "rejected"
FINAL_STATUSES: Final = frozenset({APPLIED, MERGED, CONFLICT, REJECTED})
"""Answers that stay as they are; the others are asked for again."""


@dataclass(frozen=True, slots=True)
class FieldConflict:
    """One field in which two people wanted different things; ``kept`` stands until a person settles it."""

    field: str
    before: Json
    kept: Json
    other: Json


@dataclass(frozen=True, slots=True)
class Outcome:
    """The answer to a mutation.

    Attributes:
        status: ``applied``, ``merged`` (others changed the object meanwhile, in other fields), ``conflict``
            (at least one field is in conflict, the others were taken) or ``rejected``.
        state: The object's state after it; for ``rejected`` the state as it was.
        conflicts: For ``conflict``.
        problem: For ``rejected``: the code of the reason.
    """

    status: str
    state: ObjectState | None
    conflicts: tuple[FieldConflict, ...] = ()
    problem: str = ""


def merge(current: ObjectState | None, mutation: Mutation, *, changed_since: bool = False) -> Outcome:
    """Decide about one mutation against the current state. Pure and total.

    Args:
        current: The accepted state, None when the object does not exist.
        mutation: What an author wants.
        changed_since: Whether others changed the object after the revision the author saw; it only tells ``merged``
            from ``applied``.
    """
    if mutation.op == SET and current is not None:
        return _merge_set(current, mutation, changed_since=changed_since)
    if mutation.op not in (CREATE, SET, COMMAND):
        return Outcome(REJECTED, current, problem="mutation.unknown_op")
    taken = apply(current, mutation)
    if isinstance(taken, Skip):
        return Outcome(REJECTED, current, problem=_problem(taken.reason))
    return Outcome(APPLIED, taken)


def _merge_set(current: ObjectState, mutation: Mutation, *, changed_since: bool) -> Outcome:
    wanted: dict[str, Json] = {}
    conflicts: list[FieldConflict] = []
    for name, change in sorted(mutation.changes.items()):
        now = current.get(name)
        if same(now, change.before) or same(now, change.to):
            wanted[name] = change.to
        else:
            conflicts.append(FieldConflict(name, change.before, now, change.to))
    changed = current.with_fields(wanted)
    state = ObjectState(changed.kind, changed.id, changed.fields, deleted=False)
    if conflicts:
        return Outcome(CONFLICT, state, tuple(conflicts))
    return Outcome(MERGED if changed_since else APPLIED, state)


def _problem(reason: str) -> str:
    return (
        reason
        if "." in reason
        else {"exists": "object.exists", "missing": "object.missing"}.get(reason, "mutation.unknown_command")
    )
