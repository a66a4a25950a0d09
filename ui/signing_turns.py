# SPDX-License-Identifier: EUPL-1.2
"""Turns to sign while a list is on the signing page: taken when it is shown, told before the PIN, given back when it is left."""

from collections.abc import Callable, Collection, Sequence

from PySide6.QtCore import QCoreApplication

from eset_desktop.operations import turns as operations
from eset_desktop.store.queries import turns
from eset_desktop.store.queries.turns import THEIRS, TurnRow
from ui.desk import Desk
from ui.i18n import moment


class SigningTurns:
    """The turns of one list of documents; without a line nothing is known, and nobody is kept from signing."""

    def __init__(self, desk: Desk, changed: Callable[[], None]) -> None:
        """``changed`` is called when more is known."""
        self._desk = desk
        self._changed = changed
        self._documents: tuple[str, ...] = ()
        self._rows: dict[str, TurnRow] = {}

    def take(self, documents: Sequence[str]) -> None:
        """Ask the central service for the turns of a list that comes on screen."""
        self._documents = tuple(documents)
        self._rows = {}
        if documents:
            self._desk.perform(lambda session: operations.take(session, documents))

    def give_back(self, signed: Collection[str]) -> None:
        """Give back what was not used; a signature gives its turn back by itself."""
        left = [each for each in self._documents if each not in signed]
        self._documents, self._rows = (), {}
        if left:
            self._desk.perform(lambda session: operations.give_back(session, left))

    def read(self) -> None:
        """Look at what the service answered, beside the main thread."""
        wanted, now = self._documents, self._desk.session.clock.now()
        if wanted:
            found = self._desk.look(lambda connection: turns.of(connection, wanted, now))
            self._desk.registry.follow(found.map(lambda rows: self._take(wanted, rows)))

    def _take(self, wanted: tuple[str, ...], rows: dict[str, TurnRow]) -> None:
        if wanted == self._documents:
            self._rows = rows
            self._changed()

    @property
    def risky(self) -> int:
        """How many documents somebody else may sign at the same time."""
        return sum(row.is_risky for row in self._rows.values())

    def told_of(self, document: str) -> str:
        """Return what a person should know before they sign a document, empty for nothing."""
        row = self._rows.get(document)
        if row is None or not row.is_risky:
            return ""
        if row.state == THEIRS:
            text = QCoreApplication.translate(
                "SignList",
                "%1 has the turn to sign this document until %2. If both sign, one of you will have to sign again.",
            )
            return text.replace("%1", row.holder or "—").replace("%2", moment(row.until))
        return QCoreApplication.translate(
            "SignList",
            "Others are asked to sign this document too, and without connection it is not known whose turn it is. If two"
            " sign at the same time, one will have to sign again.",
        )
