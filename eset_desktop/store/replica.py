# SPDX-License-Identifier: EUPL-1.2
"""What the sync engine may do with the local cache. Each method is durable when it returns.

The one door; what lies behind it has a module a side: unsent work, streams, bytes, account and line.
"""

from eset_desktop.store.carrying import Carrying, Download, StillDue, Upload
from eset_desktop.store.errands import Errands
from eset_desktop.store.linestate import LineState
from eset_desktop.store.repair import Repairing
from eset_desktop.store.reporting import Reporting
from eset_desktop.store.sending import Marked, Sending
from eset_desktop.store.snapshot import SnapshotTaking
from eset_desktop.store.taking import Cursor, Taking

__all__ = ["Cursor", "Download", "Marked", "Replica", "StillDue", "Upload"]


class Replica(Sending, Taking, SnapshotTaking, Repairing, Reporting, Carrying, Errands, LineState):
    """The local cache as the sync engine sees it."""
