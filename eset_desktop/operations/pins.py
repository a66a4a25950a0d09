# SPDX-License-Identifier: EUPL-1.2
"""Keeping a dossier or a class here with its documents' bytes, for work without a line. Of this computer only: nothing is sent."""

from eset_desktop.operations.session import Session
from eset_desktop.store import pins
from eset_desktop.store.changes import Changes


def pin(session: Session, kind: str, scope: str) -> Changes:
    """Keep a ``dossier`` or ``class`` here: its documents are fetched now and as they come.

    Raises:
        NotFound: The cache has no such object.
    """
    with session.change() as work:
        work.fields(kind, scope)
        pins.pin(work.connection, kind, scope, work.now)
        work.note_local(kind, scope)
        return work.changes()


def unpin(session: Session, kind: str, scope: str) -> Changes:
    """Keep it no longer; what is here already stays until it is swept as any other."""
    with session.change() as work:
        pins.unpin(work.connection, scope)
        work.note_local(kind, scope)
        return work.changes()
