# SPDX-License-Identifier: EUPL-1.2
"""Telling the service what only this device holds: rarely, and never in the way of anything."""

from datetime import timedelta
from typing import Final

from eset_desktop.clock import iso
from eset_desktop.store.replica import Replica
from eset_desktop.store.reporting import CLIENT
from sync.context import Context
from sync.messages import Steps
from sync.protocol import REPORT_PATH

OFTEN: Final = timedelta(hours=1)
"""While something is unsent it is told no more often."""


def tell(context: Context) -> Steps[None]:
    """Tell what changed much since it was last told: work that is unsent, or no longer; another program.

    Raises:
        SyncProblem: The line failed; told another time. Whatever the service answers ends the matter.
    """
    now = context.clock.now()
    if not _is_due(context.replica, iso(now - OFTEN), iso(now)):
        return
    report = context.replica.report()
    yield from context.exchange.ask("POST", REPORT_PATH, message=report)
    context.replica.note_told(report, iso(now))


def _is_due(replica: Replica, before: str, now: str) -> bool:
    (at, client, told), unsent = replica.told(), replica.unsent()
    if not at and not unsent:
        return False  # it has just been enrolled, which told the program
    if bool(unsent) != bool(told) or (at and client != CLIENT):
        return True
    return bool(unsent) and not before < at <= now
