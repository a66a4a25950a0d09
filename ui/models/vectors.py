# SPDX-License-Identifier: EUPL-1.2
"""Reading the vector of a list beside the main thread, and what became of the one on screen."""

from array import array
from dataclasses import dataclass
from typing import Final

from eset_desktop.store.engine import Connection
from eset_desktop.store.queries.dossiers import DossierFilter, ids

_STEP: Final = 4096


@dataclass(frozen=True, slots=True)
class Fresh:
    """A vector just read.

    Attributes:
        wanted: What was asked for.
        vector: Row numbers in their order.
        same: They are those on screen, in the same order.
        new: How many were not on screen.
    """

    wanted: DossierFilter
    vector: "array[int]"
    same: bool
    new: int


def read(connection: Connection, wanted: DossierFilter, shown: "array[int]", *, count: bool) -> Fresh:
    """Return the vector of a filter compared with the one on screen; for any thread. ``count``: say how many are new."""
    vector = ids(connection, wanted)
    same = vector.tobytes() == shown.tobytes()
    return Fresh(wanted, vector, same, _new(vector, shown) if count and not same else 0)


def _new(vector: "array[int]", shown: "array[int]") -> int:
    """Count what was not shown, in steps between which another thread may have the interpreter's lock."""
    known: set[int] = set()
    for start in range(0, len(shown), _STEP):
        known.update(shown[start : start + _STEP])
    return sum(len(set(vector[start : start + _STEP]) - known) for start in range(0, len(vector), _STEP))
