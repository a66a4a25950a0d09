# SPDX-License-Identifier: EUPL-1.2
"""The temporary folder of one run of tests: in memory where there is room for it, and nothing of it is left behind.

Whatever makes temporary files, a test, a fixture or a program that a test starts, makes them in it. It goes with the run
when all went well; what a run left that failed or was killed goes when the next one begins.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from eset_desktop.platform import FileLock, LockHeld

MEMORY: Final = Path("/dev/shm")
ROOM: Final = 3 << 30
"""Bytes that must be free in memory; a whole run leaves less than one third of it."""
_PREFIX: Final = "eset-tests-"
_HELD: Final = "held"
_OUTSIDE: Final = "ESET_TESTS_OUTSIDE"


def outside() -> Path:
    """Return the temporary folder that all runs on this machine share."""
    return Path(os.environ.get(_OUTSIDE, tempfile.gettempdir()))


@dataclass(slots=True)
class RunFolder:
    """The folder while a run lasts.

    Attributes:
        path: Where it is; somebody else's processes may go through it, as a database's must.
    """

    path: Path
    _lock: FileLock
    _before: dict[str, str | None] = field(default_factory=dict)

    @classmethod
    def begin(cls) -> "RunFolder":
        """Clear away what former runs left, make a new one and send every temporary file there."""
        shared = outside()
        parent = _in_memory() or shared
        for place in {parent, shared}:
            _clear(place)
        path = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=parent))
        path.chmod(0o755)
        made = cls(path, FileLock(path / _HELD))
        made._lock.acquire()
        made._redirect(_OUTSIDE, str(shared))
        made._redirect("TMPDIR", str(path))
        return made

    def end(self, *, keep: bool) -> None:
        """Let temporary files go where they went before; ``keep``: until the next run somebody may look at what is there."""
        for name, value in self._before.items():
            if value is None:
                os.environ.pop(name)
            else:
                os.environ[name] = value
        tempfile.tempdir = None
        if not keep:
            shutil.rmtree(self.path, ignore_errors=True)
        self._lock.release()

    def _redirect(self, name: str, value: str) -> None:
        self._before[name] = os.environ.get(name)
        os.environ[name] = value
        tempfile.tempdir = None


def is_inside() -> bool:
    """Tell whether this process belongs to a run that has its folder."""
    return _OUTSIDE in os.environ


def _in_memory() -> Path | None:
    """Return a folder in memory that has room and lets programs run."""
    try:
        found = os.statvfs(MEMORY)
        available = _available()
    except OSError:
        return None
    if found.f_flag & os.ST_NOEXEC or not os.access(MEMORY, os.W_OK):
        return None
    return MEMORY if min(found.f_bavail * found.f_frsize, available - ROOM) >= ROOM else None


def _available() -> int:
    """Return how many bytes of memory programs can still have (proc(5), ``MemAvailable``)."""
    for line in Path("/proc/meminfo").read_text("ascii").splitlines():
        name, _, amount = line.partition(":")
        if name == "MemAvailable":
            return int(amount.split()[0]) * 1024
    return 0


def _clear(parent: Path) -> None:
    """Remove the folders of runs that have ended."""
    for each in parent.glob(f"{_PREFIX}*"):
        with _unheld(each) as free:
            if free:
                shutil.rmtree(each, ignore_errors=True)


@contextmanager
def _unheld(folder: Path) -> Iterator[bool]:
    """Tell whether no run has a folder, and keep it so for the block's length."""
    lock = FileLock(folder / _HELD)
    try:
        lock.acquire()
    except (LockHeld, OSError):
        yield False
        return
    try:
        yield True
    finally:
        lock.release()
