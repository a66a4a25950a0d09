# SPDX-License-Identifier: EUPL-1.2
"""State machines as tables: the situation and phase of a dossier, the state of a document and of a conflict.

A transition is a row ``(command, from, to)``. Code, tests and ``docs/states.md`` read these same rows.
"""

from dataclasses import dataclass
from typing import Final

OPEN: Final = "open"
CLOSED: Final = "closed"
TRANSFERRED: Final = "transferred"
SITUATIONS: Final = (OPEN, CLOSED, TRANSFERRED)

PHASES: Final = ("opening", "instruction", "resolution")
"""Inici i ordenació, Instrucció, Finalització i resolució (the e-SET method's three phases)."""

DRAFT: Final = "draft"
FINAL: Final = "final"
DISCARDED: Final = "discarded"
DOCUMENT_STATES: Final = (DRAFT, FINAL, DISCARDED)

SETTLED: Final = "settled"

SETTLING_CHOICES: Final = ("kept", "other", "value")
"""As it stands, the other person's value, a third one."""

CLOSING_REASONS: Final = ("resolved", "withdrawal", "renunciation", "lapse", "accumulated", "other")


@dataclass(frozen=True, slots=True)
class Transition:
    """A row of a state machine.

    Attributes:
        kind: The kind of object.
        command: What a person does.
        field: The field that holds the state.
        origin: The states from which it can be done.
        target: The state after it.
        needs: Arguments that must be given.
        choices: The values that they may have; none for any text of a line (:data:`kinds.TITLE_LENGTH`).
    """

    kind: str
    command: str
    field: str
    origin: tuple[str, ...]
    target: str
    needs: tuple[str, ...] = ()
    choices: tuple[str, ...] = ()


TRANSITIONS: Final = (
    Transition("dossier", "close", "situation", (OPEN,), CLOSED, ("reason",), CLOSING_REASONS),
    Transition("dossier", "reopen", "situation", (CLOSED,), OPEN, ("reason",)),
    Transition("document", "finish", "state", (DRAFT,), FINAL),
    Transition("document", "discard", "state", (DRAFT, FINAL), DISCARDED, ("reason",)),
    Transition("document", "restore", "state", (DISCARDED,), DRAFT),
    Transition("conflict", "settle", "state", (OPEN,), SETTLED, ("choice",), SETTLING_CHOICES),
)
"""A closed dossier is read-only; only the secretary reopens it, with a reason (users.md §1.15)."""
