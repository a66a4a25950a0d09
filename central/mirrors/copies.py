# SPDX-License-Identifier: EUPL-1.2
"""A copy that comes into a mirror, is renewed there or leaves it: one position of the mirror's stream."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from central.store.changes import LEAVE, ObjectChange
from central.store.objects import Stored
from eset_desktop.domain.mutations import ObjectState
from eset_desktop.domain.values import Json

SHOW: Final = "show"
"""Verb of the entry in a mirror's audit trail that says since when a person's signing-only computers were shown something."""
RENEW: Final = "renew"


@dataclass(frozen=True, slots=True)
class Copy(ObjectChange):
    """What becomes of one copy.

    The audit trail tells that it was shown, from where and with which hash; the values are told by the home's trail.

    Attributes:
        home: The object in its home, with the fields that are shown; None when the copy leaves.
    """

    home: Stored | None = None

    @property
    def is_move(self) -> bool:
        """Tell whether it came from another stream: copies all do, and may find the mark of a former one."""
        return True

    @property
    def counted_before(self) -> bool:
        """Tell whether the mirror's digest holds a copy already."""
        return self.before is not None

    def stored(self, stream: str, seq: int) -> Stored:
        """Return the copy as the mirror holds it: who made and changed it is what the home says."""
        if self.home is not None:
            return replace(self.home, stream=stream, seq=seq)
        return Stored(
            self.after, 0, seq, by="", at=self.at, device="", mutation="", created_by="", created_at="", hash=self.hash,
            stream=stream, left=True,
        )  # fmt: skip

    def differences(self) -> dict[str, Json]:
        """Return what the audit trail says of values: nothing, it is told where the object is at home."""
        return {}


def in_step(here: Mapping[str, Stored], wanted: Mapping[str, Stored], at: str) -> Iterator[Copy]:
    """Yield what brings the copies of a mirror in step.

    Args:
        here: The copies that stand, by id.
        wanted: The objects that should, as they are at home and with the fields that are shown.
        at: The moment.
    """
    for key, former in sorted(here.items()):
        if key not in wanted:
            yield Copy(former, ObjectState(former.state.kind, key), LEAVE, "", at)
    for key, home in sorted(wanted.items(), key=lambda each: (each[1].rev, each[0])):
        copy = here.get(key)
        if copy is None or not is_same(copy, home):
            verb = SHOW if copy is None else RENEW
            yield Copy(
                copy, home.state, verb, home.by, home.at, home.device, home.mutation, home.stream, home
            )


def is_same(copy: Stored, home: Stored) -> bool:
    """Tell whether a copy is as its object is at home, with the fields that are shown."""
    return (copy.hash, copy.rev, copy.by, copy.at) == (home.hash, home.rev, home.by, home.at)
