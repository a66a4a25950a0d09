# SPDX-License-Identifier: EUPL-1.2
"""Where something that a person saved is: one answer for a change, a version, a document and a dossier.

:func:`state_of` is the only place that decides it; the window has the words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

DONE: Final = "done"
"""The central service has all of it, and so has this computer."""
QUEUED: Final = "queued"
SENDING: Final = "sending"
SENT: Final = "sent"
"""Handed over; the service has not answered yet."""
ANSWERED: Final = "answered"
"""Accepted; it comes back with everybody's changes."""
ATTENTION: Final = "attention"
"""The service refused it; a person decides."""
BLOCKED: Final = "blocked"
"""It follows from something that needs attention."""
ONLY_HERE: Final = "only_here"
"""Nobody else has anything of it, and nothing is on its way."""
AWAITED: Final = "awaited"
"""Its bytes are wanted here, and the service does not have them yet; they come when it does."""
FETCHING: Final = "fetching"
ELSEWHERE: Final = "elsewhere"
"""The service has it, its bytes are not on this computer."""

KINDS: Final = (
    DONE,
    QUEUED,
    SENDING,
    SENT,
    ANSWERED,
    ATTENTION,
    BLOCKED,
    ONLY_HERE,
    AWAITED,
    FETCHING,
    ELSEWHERE,
)
_WITH_PERCENT: Final = (SENDING, QUEUED)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the state of something follows from.

    Attributes:
        line_up: The service answers.
        held: The service has something of it; always so for a change of what it has.
        waiting: A change of it, or its bytes, are still to be sent.
        sent: A change of it was handed over and not answered.
        answered: All that waits of it is accepted changes.
        problem: Code of the reason for which the service refuses it.
        blocked: It follows from a refused change.
        bytes_sent: Of what travels: the bytes themselves, or the recipe they are made from.
        bytes_total: Of what travels; 0 when no bytes wait.
        here: Its bytes, if it has any, are on this computer.
        wanted: Its bytes are to be fetched.
        present: The service has its bytes, as far as is known.
    """

    line_up: bool
    held: bool = True
    waiting: bool = False
    sent: bool = False
    answered: bool = False
    problem: str = ""
    blocked: bool = False
    bytes_sent: int = 0
    bytes_total: int = 0
    here: bool = True
    wanted: bool = False
    present: bool = True

    @property
    def begun(self) -> bool:
        """Tell whether some of its bytes went, and some did not."""
        return 0 < self.bytes_sent < self.bytes_total

    @property
    def carried(self) -> bool:
        """Tell whether all its bytes went; they wait until they are put together and verified."""
        return 0 < self.bytes_total <= self.bytes_sent


@dataclass(frozen=True, slots=True)
class State:
    """Where something is.

    Attributes:
        kind: One of :data:`KINDS`.
        percent: How much of its bytes the service has, where they are being sent or were begun.
        problem: Code of the reason, where it needs attention.
    """

    kind: str
    percent: int | None = None
    problem: str = ""


_RULES: Final[tuple[tuple[str, Callable[[Facts], bool]], ...]] = (
    (ATTENTION, lambda its: bool(its.problem)),
    (BLOCKED, lambda its: its.blocked),
    (SENDING, lambda its: its.begun and its.line_up),
    (QUEUED, lambda its: its.begun),
    (SENT, lambda its: (its.sent or its.carried) and its.line_up),
    (ANSWERED, lambda its: its.answered),
    (ONLY_HERE, lambda its: not its.held and not (its.waiting and its.line_up)),
    (QUEUED, lambda its: its.waiting or its.sent),
    (DONE, lambda its: its.here),
    (AWAITED, lambda its: its.wanted and not its.present),
    (FETCHING, lambda its: its.wanted),
    (ELSEWHERE, lambda _: True),
)
"""The first one that holds: what a person must act upon comes first."""


def state_of(facts: Facts) -> State:
    """Return where something is."""
    kind = next(kind for kind, holds in _RULES if holds(facts))
    percent = 100 * facts.bytes_sent // facts.bytes_total if facts.begun and kind in _WITH_PERCENT else None
    return State(kind, percent, facts.problem)
