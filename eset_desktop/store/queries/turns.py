# SPDX-License-Identifier: EUPL-1.2
"""Whose turn it is to sign documents, as the central service last told this computer, and where one is missing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

import msgspec

from eset_desktop.clock import parse_iso
from eset_desktop.domain.signature_marks import Progress
from eset_desktop.store.engine import Connection
from eset_desktop.store.errands import ASKED, TURNS
from eset_desktop.store.queries import signing_rules
from sync.protocol.turns import TurnsAnswer, TurnsRequest, TurnToSign

MINE: Final = "mine"
THEIRS: Final = "theirs"
FREE: Final = "free"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class TurnRow:
    """The turn to sign a document.

    Attributes:
        state: :data:`MINE`, :data:`THEIRS`, :data:`FREE` (nobody had it when the service was asked) or :data:`UNKNOWN`.
        holder: Name of whoever has it.
        since: When it was taken, by the service's clock.
        until: When it ends.
        here: Taken at this computer.
        told_at: When the service said so, by this computer's clock.
        is_asked: The service is being asked now.
        problem: Code of what kept the last question from an answer.
        shared: Others are asked to sign the same version now: without the turn one of the two has to sign again.
    """

    document: str
    state: str
    holder: str = ""
    since: str = ""
    until: str = ""
    here: bool = False
    told_at: str = ""
    is_asked: bool = False
    problem: str = ""
    shared: bool = False

    @property
    def is_risky(self) -> bool:
        """Tell whether a person should be warned before they sign."""
        return self.state == THEIRS or (self.shared and self.state != MINE)


@dataclass(frozen=True, slots=True)
class _Told:
    """What the service said, when by this computer's clock, and when by its own: the two may be far apart."""

    turn: TurnToSign
    at: str
    service_at: str

    def is_over(self, now: datetime) -> bool:
        """Tell whether a turn has ended at a moment of this computer's clock; so has one that was told in its future."""
        lasts = parse_iso(self.turn.until) - parse_iso(self.service_at)
        return not parse_iso(self.at) <= now < parse_iso(self.at) + lasts


def of(connection: Connection, documents: Collection[str], now: datetime) -> dict[str, TurnRow]:
    """Return the turns of some documents at a moment."""
    wanted = frozenset(documents)
    told: dict[str, _Told] = {}
    asked: set[str] = set()
    problems: dict[str, str] = {}
    rows = connection.execute(
        "SELECT argument, state, answer, answered_at, problem FROM errand WHERE what = ? ORDER BY answered_at, at",
        (TURNS,),
    )
    for argument, state, answer, answered_at, problem in rows.fetchall():
        about = wanted & set(msgspec.json.decode(argument, type=TurnsRequest).documents)
        asked |= about if state == ASKED else set()
        problems.update(dict.fromkeys(about, problem))
        if answer and about:
            found = msgspec.json.decode(answer, type=TurnsAnswer)
            told.update({each.document: _Told(each, answered_at, found.now) for each in found.turns})
    return {
        each: _row(connection, each, told.get(each), now, asked=each in asked, problem=problems.get(each, ""))
        for each in documents
    }


def _row(
    connection: Connection, document: str, told: _Told | None, now: datetime, *, asked: bool, problem: str
) -> TurnRow:
    shared = _is_shared(connection, document)
    if told is None:
        return TurnRow(document, UNKNOWN, is_asked=asked, problem=problem, shared=shared)
    turn = told.turn
    if not turn.person or told.is_over(now):
        state = UNKNOWN if turn.person else FREE
        return TurnRow(document, state, told_at=told.at, is_asked=asked, problem=problem, shared=shared)
    return TurnRow(
        document, MINE if turn.mine else THEIRS, turn.person_name, turn.since, turn.until, turn.here, told.at, asked,
        problem, shared,
    )  # fmt: skip


def _is_shared(connection: Connection, document: str) -> bool:
    """Tell whether more than one signer is asked for signatures of a document now."""
    for fields in signing_rules.requests_of(connection, document).values():
        progress = Progress.of(fields)
        if fields.get("state") == "running" and len(progress.in_turn()) > 1:
            return True
    return False


def forget(connection: Connection, before: str) -> None:
    """Forget answers that came before a moment; inside a write transaction."""
    connection.execute("DELETE FROM errand WHERE what = ? AND state != ? AND at < ?", (TURNS, ASKED, before))
