# SPDX-License-Identifier: EUPL-1.2
"""What a correction does to the changes that were made on top of the refused one.

They were made by the same person, who knew of the value that was refused: sent as they stand, they would contradict the
corrected one, and the person would be in conflict with nobody else.
"""

from collections.abc import Mapping

import msgspec

from eset_desktop.domain.commands import REMOVE, fingerprint
from eset_desktop.domain.mutations import COMMAND, CREATE, SET, Change, Mutation, ObjectState, Skip, apply
from eset_desktop.domain.values import Json, same


class Rebase:
    """Carries a correction through what depended on the refused mutation, in the person's order.

    Args:
        refused: As it was sent.
        corrected: What goes in its place.
        states: Each object touched, as it stands without any of these mutations.
    """

    def __init__(
        self, refused: Mutation, corrected: Mutation, states: Mapping[str, ObjectState | None]
    ) -> None:
        self._object = refused.object
        self._states = dict(states)
        old, new = _wanted(refused), _wanted(corrected)
        self._moved = {
            name: (old.get(name), new.get(name))
            for name in {*old, *new}
            if not same(old.get(name), new.get(name))
        }

    def first(self, corrected: Mutation) -> Mutation | Skip:
        """Return the corrected mutation as it is to be sent, or why its object does not take it."""
        seen = self._seen_now(corrected)
        taken = apply(self._states.get(seen.object), seen)
        if isinstance(taken, Skip):
            return taken
        self._states[seen.object] = taken
        return seen

    def then(self, dependant: Mutation) -> Mutation:
        """Return a dependant as it is to be sent: it knows the corrected values."""
        moved = self._seen_now(self._on_corrected(dependant))
        taken = apply(self._states.get(moved.object), moved)
        if not isinstance(taken, Skip):
            self._states[moved.object] = taken
        return moved

    def _on_corrected(self, mutation: Mutation) -> Mutation:
        if mutation.op != SET or mutation.object != self._object:
            return mutation
        changes = {name: self._change(name, change) for name, change in mutation.changes.items()}
        return msgspec.structs.replace(mutation, changes=changes)

    def _change(self, name: str, change: Change) -> Change:
        """Return a change of a field; only the first one stood on the corrected value, later ones on each other."""
        old, new = self._moved.pop(name, (None, None))
        return Change(before=new, to=change.to) if not same(old, new) and same(change.before, old) else change

    def _seen_now(self, mutation: Mutation) -> Mutation:
        """Return a removal with the fingerprint of what its author sees now; anything else as it is."""
        state = self._states.get(mutation.object)
        if mutation.op != COMMAND or mutation.command != REMOVE or state is None:
            return mutation
        return msgspec.structs.replace(mutation, args={**mutation.args, "seen": fingerprint(state.fields)})


def _wanted(mutation: Mutation) -> Mapping[str, Json]:
    if mutation.op == CREATE:
        return mutation.fields
    return {name: change.to for name, change in mutation.changes.items()}
