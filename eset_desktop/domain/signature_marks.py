# SPDX-License-Identifier: EUPL-1.2
"""What each signer of a request did: marks by place in the flow, whose turn it is, and when nothing is missing.

A place without a mark is *pending*. States: ``domain.states.SIGNER_TRANSITIONS``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from eset_desktop.domain.signature_flow import Block, Flow, flow_of, slot
from eset_desktop.domain.states import AGAIN, DELEGATED, DROPPED, PENDING, REFUSED, REVIEWED, SIGNED
from eset_desktop.domain.values import Fields, Json

MARK_STATES: Final = (PENDING, AGAIN, DELEGATED, SIGNED, REVIEWED, REFUSED, DROPPED)
STILL_ASKED: Final = frozenset({PENDING, AGAIN, DELEGATED})
ANSWERED: Final = frozenset({SIGNED, REVIEWED})


@dataclass(frozen=True, slots=True)
class Mark:
    """What one signer did.

    Attributes:
        state: One of :data:`MARK_STATES`.
        by: Who acted; a substitute or delegate acts for the one who was asked.
        at: When, as told to people.
        version: The version that carries the signature; whoever signed over an older one and then refused, or was not needed
            any more, has it still.
        over: For *again*: the version that had been signed meanwhile and has to be under the signature.
        to: For *delegated*: the person to whom; for *again* too, when that person signed.
        delegated_by: Who had passed the signature on to ``by``, or to ``to``; a mark of before has it in ``by`` only.
        substitution: The substitution by which ``by`` acted, or empty.
        reason: For *refused*.
    """

    state: str = PENDING
    by: str = ""
    at: str = ""
    version: str = ""
    over: str = ""
    to: str = ""
    substitution: str = ""
    reason: str = ""
    delegated_by: str = ""

    @property
    def delegator(self) -> str:
        """Who passed the signature on to ``to``, empty where nobody did."""
        return (self.delegated_by or self.by) if self.to else ""


_NONE: Final = Mark()


def mark_json(mark: Mark) -> dict[str, Json]:
    """Return a mark as it stands in a field: what is empty is left out."""
    return {name: value for name in Mark.__slots__ if (value := getattr(mark, name))}


def marks_of(fields: Fields) -> dict[str, Mark]:
    """Return the marks of a request by place; what is none is passed over."""
    told = fields.get("marks")
    if not isinstance(told, dict):
        return {}
    return {name: _mark(each) for name, each in told.items() if isinstance(each, dict)}


def _mark(value: Mapping[str, Json]) -> Mark:
    known = {name: each for name in Mark.__slots__ if isinstance(each := value.get(name), str)}
    return Mark(**known)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a request has come."""

    flow: Flow
    marks: Mapping[str, Mark]

    @classmethod
    def of(cls, fields: Fields) -> "Progress":
        """Return the progress of a request's fields; one that cannot be followed asks nobody."""
        return cls(flow_of(fields.get("flow")) or (), marks_of(fields))

    def mark(self, name: str) -> Mark:
        """Return the mark of a place."""
        return self.marks.get(name, _NONE)

    def block_in_turn(self) -> int | None:
        """Return the first block that misses answers, None when none does."""
        missing = (row for row, block in enumerate(self.flow) if self.missing(row, block) > 0)
        return next(missing, None)

    def missing(self, row: int, block: Block) -> int:
        """Return how many answers a block still needs."""
        places = range(len(block.signers))
        return block.minimum - sum(self.mark(slot(row, each)).state in ANSWERED for each in places)

    def in_turn(self) -> tuple[str, ...]:
        """Return the places that are asked now."""
        row = self.block_in_turn()
        if row is None:
            return ()
        names = (slot(row, each) for each in range(len(self.flow[row].signers)))
        return tuple(name for name in names if self.mark(name).state in STILL_ASKED)

    def with_mark(self, name: str, mark: Mark) -> "Progress":
        """Return the progress after somebody's act; who is not needed any more in that block is dropped."""
        after = Progress(self.flow, {**self.marks, name: mark})
        row = int(name.partition(".")[0])
        if after.missing(row, self.flow[row]) > 0:
            return after
        names = (slot(row, each) for each in range(len(self.flow[row].signers)))
        dropped = {
            each: Mark(DROPPED, version=after.mark(each).version)
            for each in names
            if after.mark(each).state in STILL_ASKED
        }
        return Progress(self.flow, {**after.marks, **dropped})

    def as_json(self) -> dict[str, Json]:
        """Return the marks as they stand in the field."""
        return {name: mark_json(each) for name, each in sorted(self.marks.items())}
