# SPDX-License-Identifier: EUPL-1.2
"""State machines as tables: a dossier, a document, a conflict, a request for signatures and each of its signers.

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

RUNNING: Final = "running"
PAUSED: Final = "paused"
SIGNED: Final = "signed"
REFUSED: Final = "refused"
EXPIRED: Final = "expired"
CANCELLED: Final = "cancelled"
REQUEST_STATES: Final = (DRAFT, RUNNING, PAUSED, SIGNED, REFUSED, EXPIRED, CANCELLED)
"""Of a request for signatures: ESBORRANY, EN_CURS, PAUSADA, SIGNADA, REBUTJADA, CADUCADA, CANCEL·LADA; the last four are final."""

PENDING: Final = "pending"
AGAIN: Final = "again"
"""Signed over a version that somebody had signed meanwhile: kept, and to be signed once more over that one."""
DELEGATED: Final = "delegated"
REVIEWED: Final = "reviewed"
DROPPED: Final = "dropped"
"""Not needed any more: enough others of the block have answered."""

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
    Transition("signature_request", "pause", "state", (RUNNING,), PAUSED),
    Transition("signature_request", "resume", "state", (PAUSED,), RUNNING),
)
"""A closed dossier is read-only; only the secretary reopens it, with a reason (users.md §1.15)."""

_ASKING: Final = (RUNNING, PAUSED)
_ASKED: Final = (PENDING, AGAIN, DELEGATED)

REQUEST_TRANSITIONS: Final = (
    Transition("signature_request", "send", "state", (DRAFT,), RUNNING),
    Transition("signature_request", "sign", "state", _ASKING, SIGNED, ("signer", "version", "over")),
    Transition("signature_request", "review", "state", _ASKING, SIGNED, ("signer",)),
    Transition("signature_request", "refuse", "state", _ASKING, REFUSED, ("signer", "reason")),
    Transition("signature_request", "withdraw", "state", (DRAFT, *_ASKING), CANCELLED),
    Transition("signature_request", "void", "state", _ASKING, CANCELLED),
    Transition("signature_request", "expire", "state", _ASKING, EXPIRED),
)
"""Of a request, besides those above. ``sign`` and ``review`` reach their state with the last answer that is needed; ``void`` and
``expire`` are the central service's."""

SIGNER_TRANSITIONS: Final = (
    Transition("signer", "sign", "mark", _ASKED, SIGNED, ("version", "over")),
    Transition("signer", "sign over an older version", "mark", _ASKED, AGAIN, ("version", "over")),
    Transition("signer", "review", "mark", _ASKED, REVIEWED),
    Transition("signer", "refuse", "mark", _ASKED, REFUSED, ("reason",)),
    Transition("signer", "delegate", "mark", _ASKED, DELEGATED, ("to",)),
    Transition("signer", "enough others answered", "mark", _ASKED, DROPPED),
)
"""Of each place in the flow of a request (``domain.md`` §5.2.13); without a mark it is pending."""
