# SPDX-License-Identifier: EUPL-1.2
"""Errands: what the window asks of the central service through the agent, for it never speaks to the service itself.

An errand is no durable promise: it is done within a minute or not at all, so that nobody's computer loses its access an
hour after somebody gave up waiting. The same errand asked twice is one. Its last answer stays until the next one comes.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from eset_desktop.clock import iso
from eset_desktop.store.engine import Connection
from eset_desktop.store.replica_part import Part, remembered

DEVICES: Final = "devices"
"""Which computers the body has; no argument."""
REVOKE: Final = "revoke"
"""Withdraw a computer's access and say what only it held; its argument is the device's id."""

TURNS: Final = "turns"
"""Turns to sign: taken, given back or looked at; its argument is the request as JSON (:class:`sync.protocol.turns.TurnsRequest`)."""

ASKED: Final = "asked"
DONE: Final = "done"
FAILED: Final = "failed"

LIFETIME: Final = timedelta(minutes=1)
NO_ANSWER: Final = "sync.line_down"
"""The problem of an errand that nobody could do in its time."""


@dataclass(frozen=True, slots=True)
class Errand:
    """Something to ask.

    Attributes:
        what: :data:`DEVICES`, :data:`REVOKE` or :data:`TURNS`.
        argument: What it is about, empty for nothing.
    """

    what: str
    argument: str = ""


def ask(connection: Connection, errand: Errand, at: str) -> None:
    """Write an errand down; inside a write transaction."""
    connection.execute(
        "INSERT INTO errand (what, argument, state, at) VALUES (?, ?, ?, ?)"
        " ON CONFLICT (what, argument) DO UPDATE SET state = excluded.state, at = excluded.at, problem = ''",
        (errand.what, errand.argument, ASKED, at),
    )


def drop(
    connection: Connection, now: datetime, *, all_of_them: bool = False, problem: str = NO_ANSWER
) -> None:
    """Give up the errands whose time is over, or all that are open; inside a write transaction."""
    # One of the future was written before the clock was set back: nobody knows its age.
    dropped = connection.execute(
        "UPDATE errand SET state = ?, problem = ? WHERE state = ? AND (? OR at <= ? OR at > ?) RETURNING what",
        (FAILED, problem, ASKED, all_of_them, iso(now - LIFETIME), iso(now)),
    ).fetchall()
    _tell(connection, {str(what) for (what,) in dropped})


def _tell(connection: Connection, whats: set[str]) -> None:
    connection.executemany(
        "INSERT INTO change (kind, id) VALUES ('errand', ?)", [(each,) for each in sorted(whats)]
    )


class Errands(Part):
    """Errands, as the sync engine does them."""

    def has_errand(self) -> bool:
        """Tell whether any is open."""
        return self._open() is not None

    def next_errand(self) -> Errand | None:
        """Return the oldest that is open, the list after what changes it; those whose time is over are given up."""
        if not self.has_errand():
            return None
        with self._database.write() as connection:
            drop(connection, self._clock.now())
        return self._open()

    def answer_errand(self, errand: Errand, answer: str) -> None:
        """Keep the answer (JSON) in place of the last one."""
        now = iso(self._clock.now())
        with self._database.write() as connection:
            connection.execute(
                "UPDATE errand SET state = ?, answer = ?, answered_at = ?, problem = '' WHERE what = ? AND argument = ?",
                (DONE, answer, now, errand.what, errand.argument),
            )
            _tell(connection, {errand.what})

    def fail_errand(self, errand: Errand, problem: str) -> None:
        """Note why an errand was not done; the last answer stays."""
        with self._database.write() as connection:
            connection.execute(
                "UPDATE errand SET state = ?, problem = ? WHERE what = ? AND argument = ?",
                (FAILED, problem, errand.what, errand.argument),
            )
            _tell(connection, {errand.what})

    def drop_errands(self, problem: str) -> None:
        """Give up all that are open, because nothing can be asked now."""
        if self.has_errand():
            with self._database.write() as connection:
                drop(connection, self._clock.now(), all_of_them=True, problem=problem)

    @remembered
    def _open(self) -> Errand | None:
        found = (
            self._database.reader()
            .execute(
                "SELECT what, argument FROM errand WHERE state = ? ORDER BY what = ?, at, argument LIMIT 1",
                (ASKED, DEVICES),
            )
            .fetchone()
        )
        return Errand(*found) if found else None
