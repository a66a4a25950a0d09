# SPDX-License-Identifier: EUPL-1.2
"""An opened profile: the database, the documents' bytes and what works on them. Made by the composition roots only."""

import contextlib
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from eset_desktop.clock import Clock, Ids, SystemClock
from eset_desktop.operations.session import Session
from eset_desktop.paths import Paths
from eset_desktop.store import profile
from eset_desktop.store.blobs import BlobStore
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.engine import Database
from eset_desktop.store.opening import open_store
from eset_desktop.store.profile import Profile
from eset_desktop.store.profile_locks import InstanceLock, Seat
from eset_desktop.store.replica import Replica


@dataclass(slots=True)
class Workplace:
    """A profile in use by this process; closing it lets the next one in."""

    profile: Profile
    key: DataKey
    database: Database
    blobs: BlobStore
    session: Session
    replica: Replica
    seat: Seat
    lock: InstanceLock | None

    @classmethod
    def open_for_window(cls, paths: Paths, key: DataKey) -> Self:
        """Open a profile as its only window.

        Raises:
            AlreadyOpen: Another window has it.
            StoreError: See :func:`eset_desktop.store.profile.open` and :func:`eset_desktop.store.opening.open_store`.
        """
        found = profile.open(paths.profile)
        return cls._open(found, key, found.window_lock())

    @classmethod
    def open_for_agent(cls, paths: Paths, key: DataKey) -> Self:
        """Open a profile as its only agent; raises as :meth:`open_for_window` does."""
        found = profile.open(paths.profile)
        return cls._open(found, key, found.agent_lock())

    @classmethod
    def open_for_tool(cls, paths: Paths, key: DataKey) -> Self:
        """Open a profile for a command, beside a window and an agent."""
        return cls._open(profile.open(paths.profile), key, None)

    @classmethod
    def _open(cls, found: Profile, key: DataKey, lock: InstanceLock | None) -> Self:
        with contextlib.ExitStack() as undo:
            if lock is not None:
                undo.enter_context(lock)
            clock: Clock = SystemClock()
            store = open_store(found, key, clock)
            undo.callback(store.close)
            session = Session(store.database, store.blobs, clock, Ids(clock, secrets.token_bytes))
            replica = Replica(store.database, store.blobs, clock)
            made = cls(found, key, store.database, store.blobs, session, replica, store.seat, lock)
            undo.pop_all()
        return made

    @property
    def wal(self) -> Path:
        """Return the write-ahead log's file."""
        return self.profile.database_path.with_name(self.profile.database_path.name + "-wal")

    def close(self) -> None:
        """Close everything and let go of the profile."""
        self.database.close()
        self.seat.leave()
        if self.lock is not None:
            self.lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
