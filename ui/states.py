# SPDX-License-Identifier: EUPL-1.2
"""Where what a person saved is, in words and with a badge: rows of the cache become facts, facts a state, a state its text."""

from collections.abc import Mapping
from typing import Final

from eset_desktop.domain.sending import (
    ANSWERED,
    ATTENTION,
    BLOCKED,
    DONE,
    ONLY_HERE,
    QUEUED,
    SENDING,
    SENT,
    Facts,
    State,
    state_of,
)
from eset_desktop.store.queries.dossier import DocumentRow, DossierPage, VersionRow
from eset_desktop.store.queries.waiting import PendingRow, UploadRow
from ui.wording import STATE, STATE_WITH_PERCENT, word

_BADGE: Final[Mapping[str, str]] = {
    ATTENTION: "attention",
    BLOCKED: "attention",
    SENDING: "pending",
    ONLY_HERE: "pending",
    QUEUED: "pending",
    SENT: "pending",
    ANSWERED: "pending",
}
"""What is not yet everywhere, what is told first of a document's parts first."""
_URGENCY: Final = tuple(_BADGE)


def state_of_change(row: PendingRow, *, line_up: bool) -> State:
    """Return where a change is; without a line nobody answers, and what was sent is sent once more."""
    refused = row.state == ATTENTION
    return state_of(
        Facts(
            line_up,
            waiting=True,
            sent=row.state == SENT,
            answered=row.state == ANSWERED,
            problem=(row.problem or "operation.refused") if refused else "",
            blocked=row.state == BLOCKED,
        )
    )


def state_of_upload(row: UploadRow, *, line_up: bool) -> State:
    """Return where the bytes of a version are that the service does not have."""
    return state_of(
        Facts(
            line_up,
            held=False,
            waiting=True,
            problem=row.problem,
            blocked=row.stopped,
            bytes_sent=row.sent,
            bytes_total=row.total,
        )
    )


def state_of_version(row: VersionRow, *, line_up: bool) -> State:
    """Return where a version and its bytes are."""
    due = row.here and not row.present
    return state_of(
        Facts(
            line_up,
            held=row.present or not row.here,
            waiting=row.pending or (due and row.accepted),
            problem=row.refused,
            blocked=row.blocked,
            bytes_sent=row.bytes_sent if due else 0,
            bytes_total=row.bytes_total if due else 0,
            here=row.here,
            wanted=row.wanted,
            present=row.present,
        )
    )


def state_of_document(row: DocumentRow, *, line_up: bool) -> State:
    """Return where a document is: where that of it is which is furthest from being everywhere."""
    own = state_of(Facts(line_up, waiting=row.pending))
    found = [state_of_version(each, line_up=line_up) for each in row.versions]
    return min((each for each in (*found, own) if each.kind in _URGENCY), key=_urgency, default=State(DONE))


def state_of_dossier(row: DossierPage, *, line_up: bool) -> State:
    """Return where a dossier is with all it holds."""
    return state_of(
        Facts(
            line_up,
            held=row.accepted,
            waiting=row.pending
            or any(each.pending for each in row.parties)
            or any(each.pending for each in row.documents),
            problem="operation.refused" if row.attention else "",
        )
    )


def _urgency(state: State) -> int:
    return _URGENCY.index(state.kind)


def state_text(state: State) -> str:
    """Return a state in the window's language; nothing where all is said and done."""
    if state.percent is None:
        return word(STATE, state.kind)
    return word(STATE_WITH_PERCENT, state.kind).replace("%1", f"{state.percent} %")


def badge_of(state: State) -> str | None:
    """Return the name of a state's badge."""
    return _BADGE.get(state.kind)
