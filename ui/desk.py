# SPDX-License-Identifier: EUPL-1.2
"""What every page is given: the cache to read, the thread that writes, the processes that draw and sign."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

from eset_desktop.batches.port import Batches
from eset_desktop.documents.render_client import RenderClient
from eset_desktop.operations.certificate_files import CertificateFiles
from eset_desktop.operations.session import Session
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.validation.client import ValidationClient
from eset_desktop.store.changes import Changes
from eset_desktop.store.engine import Connection
from eset_desktop.store.totals import Totals
from ui.actions import Registry
from ui.background import Background
from ui.i18n import Language
from ui.keyring import Keyring
from ui.outcome import Outcome
from ui.refresher import Refresher
from ui.undo import UndoStack

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Desk:
    """The window's collaborators, made once in the composition root.

    Attributes:
        connection: The main thread's reading connection.
        session: What operations take; used on the writer thread only.
        registry: Every action.
        background: The threads.
        refresher: Tells what changed.
        language: The window's language.
        render: Draws pages.
        signing: Reads what signatures say of themselves; holds no key.
        batches: Signs lists.
        keyring: The certificates of this computer.
        files: The certificate files among them.
        validation: Checks signatures.
        hint: Wakes the agent; a lost hint is harmless.
        undo: The person's reversible changes.
        totals: Returns what the agent sent and received; a small file is read for it.
        demo: Asks the demonstration's process for something; None everywhere else.
    """

    connection: Connection
    session: Session
    registry: Registry
    background: Background
    refresher: Refresher
    language: Language
    render: RenderClient
    signing: SigningClient
    batches: Batches
    keyring: Keyring
    files: CertificateFiles
    validation: ValidationClient
    hint: Callable[[], None]
    undo: UndoStack = field(default_factory=UndoStack)
    totals: Callable[[], Totals] = Totals
    demo: Callable[[str], object] | None = None

    def perform(self, operation: Callable[[Session], Changes]) -> Outcome[Changes]:
        """Run an operation on the writer thread; pages are refreshed before the outcome is settled."""
        return self.background.write(lambda: operation(self.session)).map(self._shown)

    def look(self, query: Callable[[Connection], T]) -> Outcome[T]:
        """Ask the cache something that may take longer than a frame, on a thread and a connection of its own."""
        return self.background.look(lambda: query(self.session.database.reader()))

    def _shown(self, changes: Changes) -> Changes:
        self.hint()
        self.refresher.look()
        return changes
