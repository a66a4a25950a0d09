# SPDX-License-Identifier: EUPL-1.2
"""Who is in a profile: one window, one agent, any number of tools; or one process alone, to migrate or restore it.

All locks go with their process. Whoever comes second knows where the first one listens, and can ask it to come to the
front.
"""

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Final, Self

from eset_desktop.platform import FileLock, LockHeld, local_socket_address
from eset_desktop.platform_ranges import try_lock_range, unlock_range
from eset_desktop.store.errors import AlreadyOpen, StoreInUse
from eset_desktop.store.files import typed_failures

WINDOW: Final = "window"
AGENT: Final = "agent"
_SEATS: Final = 64


class InstanceLock:
    """The right to be the only window, or the only agent, of a profile.

    Args:
        runtime: The profile's runtime folder; exists.
        role: :data:`WINDOW` or :data:`AGENT`.
    """

    def __init__(self, runtime: Path, role: str) -> None:
        self._role = role
        self._lock = FileLock(runtime / f"{role}.lock")
        self.address = local_socket_address(runtime, role)
        """Where the holder listens for hints, the wish to come to the front among them: a local socket's address."""

    def acquire(self) -> Self:
        """Take it.

        Raises:
            AlreadyOpen: Another process has it, and listens at ``address``.
        """
        with typed_failures():
            try:
                self._lock.acquire()
            except LockHeld:
                raise AlreadyOpen(role=self._role) from None
        return self

    def release(self) -> None:
        """Let go; harmless when not held."""
        self._lock.release()

    def __enter__(self) -> Self:
        """Take it; raises AlreadyOpen."""
        return self.acquire()

    def __exit__(self, *_: object) -> None:
        """Let go."""
        self.release()


class Seat:
    """A place at the table: who has the database open holds one; who needs it alone waits for none to be taken.

    Args:
        path: The table's file in the runtime folder.
    """

    def __init__(self, path: Path) -> None:
        with typed_failures():
            self._descriptor: int | None = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        self._mine: int | None = None

    def take(self) -> Self:
        """Sit down.

        Raises:
            StoreInUse: Somebody needs the profile alone at the moment.
        """
        for number in range(_SEATS):
            if try_lock_range(self._open, number, 1):
                self._mine = number
                return self
        raise StoreInUse

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Have the whole table for a block, and one's own place again after it.

        Raises:
            StoreInUse: Somebody else has the database open.
        """
        if not try_lock_range(self._open, 0, _SEATS):
            raise StoreInUse
        try:
            yield
        finally:
            self._back_to_one()

    def _back_to_one(self) -> None:
        kept = 0 if self._mine is None else self._mine
        if kept:
            unlock_range(self._open, 0, kept)
        if self._mine is None:
            unlock_range(self._open, kept, _SEATS - kept)
        else:
            unlock_range(self._open, kept + 1, _SEATS - kept - 1)

    @property
    def _open(self) -> int:
        if self._descriptor is None:
            raise StoreInUse
        return self._descriptor

    def leave(self) -> None:
        """Stand up; harmless when done already."""
        descriptor, self._descriptor = self._descriptor, None
        if descriptor is not None:
            os.close(descriptor)
