# SPDX-License-Identifier: EUPL-1.2
"""How much waits for this person's signature: counted beside the main thread when something changed, for the badge."""

from datetime import date

from PySide6.QtCore import QObject, Signal

from eset_desktop.operations.dossiers import today
from eset_desktop.store.changes import Changes
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import signature_requests
from ui.desk import Desk
from ui.looking import Looking
from ui.outcome import Outcome


class SignatureCount(QObject):
    """Counts after each change that may matter.

    Signals:
        counted: Carries how many requests wait.
    """

    counted = Signal(int)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._on: date | None = None
        self._looking: Looking[int] = Looking(desk.registry, self._ask, self.counted.emit)

    def take(self, changes: Changes) -> None:
        """Count again where something changed that requests speak of, and when the day did: a substitution may have begun."""
        touched = changes.touches("signature_request", "substitution", "person", "document", "version")
        if changes.everything or touched or self._on != today(self._desk.session):
            self.look()

    def look(self) -> None:
        """Count."""
        self._looking.look()

    def _ask(self) -> Outcome[int]:
        self._on = on = today(self._desk.session)
        session = self._desk.session

        def count(connection: Connection) -> int:
            return signature_requests.counts(connection, session.account().person, on).to_sign

        return self._desk.look(count)
