# SPDX-License-Identifier: EUPL-1.2
"""What a person asks of the central service at once: which computers the body has, and withdrawing the access of one.

It needs the line, so nothing is promised: the answer comes within a minute or the errand is given up, with its reason.
"""

from eset_desktop.operations.session import Session
from eset_desktop.store import errands
from eset_desktop.store.changes import Changes
from eset_desktop.store.errands import DEVICES, REVOKE, Errand


def ask_devices(session: Session) -> Changes:
    """Ask which computers the body has."""
    return _ask(session, Errand(DEVICES))


def revoke_device(session: Session, device: str) -> Changes:
    """Ask to withdraw a computer's access, what only it holds, and then for the list; for one that is withdrawn, for the last two."""
    return _ask(session, Errand(REVOKE, device), Errand(DEVICES))


def give_up(session: Session) -> Changes:
    """Give up what nobody could do in its time; it is not done later."""
    with session.database.write() as connection:
        errands.drop(connection, session.clock.now())
    return Changes(frozenset({("errand", "")}))


def _ask(session: Session, *asked: Errand) -> Changes:
    with session.change() as work:
        for errand in asked:
            errands.ask(work.connection, errand, work.now)
            work.note_local("errand", errand.what)
        return work.changes()
