# SPDX-License-Identifier: EUPL-1.2
"""What the parts of :class:`eset_desktop.store.replica.Replica` share."""

from eset_desktop.clock import Clock
from eset_desktop.store.blobs import BlobStore
from eset_desktop.store.engine import Database


class Part:
    """A side of the local cache as the sync engine sees it."""

    def __init__(self, database: Database, blobs: BlobStore, clock: Clock) -> None:
        self._database = database
        self._blobs = blobs
        self._clock = clock
