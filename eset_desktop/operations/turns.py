# SPDX-License-Identifier: EUPL-1.2
"""Turns to sign: a PDF is signed in turn, and the central service says whose it is (design §6, law 8).

A turn is taken while the line is up, also beforehand for a batch that is signed without one. It is asked for by an errand: the
answer comes within a minute or not at all. Nobody needs a turn to sign: without one a person is told what may come of it.
"""

from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final

import msgspec

from eset_desktop.clock import iso
from eset_desktop.operations.session import Session
from eset_desktop.store import errands
from eset_desktop.store.changes import Changes
from eset_desktop.store.errands import TURNS, Errand
from eset_desktop.store.queries import turns
from sync.protocol.turns import TurnsRequest

FOR_A_WHILE: Final = timedelta(minutes=30)
"""For what is signed now."""
FOR_A_BATCH: Final = timedelta(hours=24)
"""For what is signed later without a line."""
_AT_ONCE: Final = 500
_KEPT: Final = timedelta(days=3)
"""How long an answer is worth keeping: no turn lasts longer."""


def take(session: Session, documents: Sequence[str], length: timedelta = FOR_A_WHILE) -> Changes:
    """Ask for the turns to sign some documents; to renew is to take again."""
    return _ask(session, "take", documents, minutes=max(1, int(length / timedelta(minutes=1))))


def give_back(session: Session, documents: Sequence[str]) -> Changes:
    """Give turns back that are not used; what was signed gives them back by itself."""
    return _ask(session, "return", documents)


def look(session: Session, documents: Sequence[str]) -> Changes:
    """Ask who has the turns."""
    return _ask(session, "ask", documents)


def _ask(session: Session, act: str, documents: Collection[str], minutes: int = 0) -> Changes:
    wanted = sorted(set(documents))
    with session.change() as work:
        turns.forget(work.connection, iso(session.clock.now() - _KEPT))
        for start in range(0, len(wanted), _AT_ONCE):
            request = TurnsRequest(act, tuple(wanted[start : start + _AT_ONCE]), minutes)
            errands.ask(work.connection, Errand(TURNS, msgspec.json.encode(request).decode()), work.now)
        work.note_local("errand", TURNS)
        return work.changes()
