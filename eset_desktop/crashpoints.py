# SPDX-License-Identifier: EUPL-1.2
"""Named places where the process may be killed, so that tests and the simulator can kill it at each of them.

Unarmed, as in production, a crash point is one call that compares with ``None``. The environment variable
``ESET_CRASH_AT=name`` or ``name:nth`` kills the process with SIGKILL when it comes to that point for the nth time; a
simulation arms a callback that raises instead.
"""

import os
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from types import MappingProxyType
from typing import Final

ENVIRONMENT: Final = "ESET_CRASH_AT"

NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "blob.written": "a blob's temporary file holds all bytes, not synced",
        "blob.synced": "its bytes are on the disk, under the temporary name",
        "blob.renamed": "it has its name, the folder is not synced",
        "blob.stored": "the name is on the disk; no row refers to it yet",
        "blob.discarded": "a blob was removed by the sweep",
        "part.appended": "bytes of a download were added to its part",
        "part.checked": "a part's hash was found good; it is no blob yet",
        "part.stored": "the blob stands, its part is still there",
        "keys.keyring": "the keyring holds a new secret that no key file mentions",
        "keys.written": "the key file was replaced",
        "profile.begun": "a new profile's folder says that it is being made",
        "profile.keys": "its key file stands",
        "profile.database": "its database stands; the profile is not yet declared ready",
        "migration.backup": "the copy of the old database stands",
        "migration.step": "a step was made inside the transaction",
        "migration.committed": "the new schema is committed",
        "writer.begun": "a writing transaction was begun",
        "writer.committing": "everything is written, the commit is next",
        "writer.committed": "the commit is done, nobody was told",
        "sync.marked": "mutations were marked as sent, the request has not left",
        "sync.answer": "an answer of the central service arrived, nothing of it is stored",
        "sync.results": "results of a push were stored",
        "sync.slice": "a slice of a feed page was applied with its cursor",
        "sync.snapshot_begun": "which snapshot a stream begins with was noted, none of its rows is taken",
        "sync.snapshot_slice": "a slice of a snapshot was taken, and how far it came is noted",
        "sync.mended": "some objects that differed from the service's were taken as it holds them",
        "sync.leaving": "some objects of a stream that may not be read any more were taken out of sight",
        "sync.forgotten": "some objects that left their stream were forgotten, their bytes are still here",
        "sync.restarted": "a stream's cursor went back to its start",
        "sync.upload": "the offset of an upload was noted",
        "sync.uploaded": "an upload was noted as confirmed",
        "stick.package": "a package stands on a stick, its list does not name it yet",
        "stick.listed": "the list of a stick names a new package",
        "stick.slice": "some objects of a stick were taken, the stream's cursor stays",
        "stick.cursor": "a stream's cursor was moved to where the stick's data stand",
        "signing.stored": "the bytes of a signed version are on the disk, no row says so",
        "append.noted": "a note says how long a large file was; nothing is appended to it yet",
        "append.appended": "a signature was appended to a large file and read back; the note is still there",
        "central.chunk_stored": "bytes of an upload are in the object store, no row says so",
        "central.blob_stored": "an upload's bytes are verified and in the object store, no row says so",
        "central.chunks_left": "an upload's bytes are the body's, its chunks are still there",
        "central.augmented": "a signature's raised bytes are in the object store, no version says so",
        "central.committing": "the central service has written everything of a transaction, the commit is next",
        "central.committed": "the central service's commit is done, nobody was told",
    }
)
"""Every crash point and what holds at that moment; code, tests and the simulator share this table."""

_armed: Callable[[str], None] | None = None


def crashpoint(name: str) -> None:
    """Pass the named point; never returns when the process is to be killed there."""
    if _armed is not None:
        _armed(name)


@contextmanager
def armed(callback: Callable[[str], None]) -> Iterator[None]:
    """Call ``callback`` with the name of each point that is passed; it may raise to simulate a crash."""
    global _armed  # noqa: PLW0603 - one process, one crash
    before, _armed = _armed, callback
    try:
        yield
    finally:
        _armed = before


def arm_from(environment: Mapping[str, str]) -> None:
    """Arm the point that ``ESET_CRASH_AT`` names, if it is set.

    Raises:
        ValueError: No such point, or the count is no positive number.
    """
    global _armed  # noqa: PLW0603 - one process, one crash
    wish = environment.get(ENVIRONMENT)
    if not wish:
        return
    name, _, count = wish.partition(":")
    if name not in NAMES or not (count or "1").isdecimal() or int(count or "1") < 1:
        msg = f"{ENVIRONMENT}={wish}: no such crash point"
        raise ValueError(msg)
    _armed = _killer(name, int(count or "1"))


def _killer(name: str, nth: int) -> Callable[[str], None]:
    passed: Counter[str] = Counter()

    def kill_at(point: str) -> None:
        passed[point] += 1
        if point == name and passed[point] == nth:
            # Windows ends a process at once on any signal number that it does not know
            os.kill(os.getpid(), signal.SIGTERM if sys.platform == "win32" else signal.SIGKILL)

    return kill_at


arm_from(os.environ)
