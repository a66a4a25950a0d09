# SPDX-License-Identifier: EUPL-1.2
"""Telling the service what only this device holds: rarely, and never in the way of anything."""

from datetime import timedelta
from typing import Final

from eset_desktop.clock import iso
from eset_desktop.store.replica import Replica
from sync.context import Context
from sync.messages import Steps
from sync.protocol import REPORT_PATH, DeviceReport

OFTEN: Final = timedelta(hours=1)
"""While something is unsent it is told no more often."""


def tell(context: Context) -> Steps[None]:
    """Tell what changed much since it was last told: work that is unsent, or no longer; another program.

    Raises:
        SyncProblem: The line failed; told another time. Whatever the service answers ends the matter.
    """
    report = context.replica.report()
    now = context.clock.now()
    if not _is_due(context.replica, report, iso(now - OFTEN), iso(now)):
        return
    yield from context.exchange.ask("POST", REPORT_PATH, message=report)
    context.replica.note_told(report, iso(now))


def _is_due(replica: Replica, report: DeviceReport, before: str, now: str) -> bool:
    at, client, unsent = replica.told()
    if not at and not report.unsent:
        return False  # it has just been enrolled, which told the program
    if bool(report.unsent) != bool(unsent) or (at and client != report.client):
        return True
    return bool(report.unsent) and not before < at <= now
