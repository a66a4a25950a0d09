# SPDX-License-Identifier: EUPL-1.2
"""Workers that are forked from a process that has loaded what they load; one in some, and whoever is unknown, starts in full."""

import itertools
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Final, cast

import pytest
from helpers.forked import AT_START, EVERY, WORKERS, Forked, ForkServer

from eset_desktop.workers import process

_IN_FULL: Final = process.spawn


@dataclass(slots=True)
class ForkedWorker:
    """What :class:`subprocess.Popen` is to a worker that was started in full."""

    life: Forked
    stdin: BinaryIO
    stdout: BinaryIO

    @property
    def pid(self) -> int:
        """Process id."""
        return self.life.pid

    def poll(self) -> int | None:
        """Return its status, None while it lives."""
        return self.life.poll()

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end; raises subprocess.TimeoutExpired."""
        return self.life.wait(timeout)

    def kill(self) -> None:
        """Kill it at once."""
        self.life.kill()


@dataclass(slots=True)
class ForkedWorkers:
    """Starts workers in the place of :func:`eset_desktop.workers.process.spawn`."""

    every: int = EVERY
    _server: ForkServer | None = None
    _count: "itertools.count[int]" = field(default_factory=itertools.count)
    _at_start: dict[str, str | None] = field(
        default_factory=lambda: {name: os.environ.get(name) for name in AT_START}
    )
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def spawn(self, module: str) -> "subprocess.Popen[bytes]":
        """Start a worker; raises OSError."""
        as_usual = all(os.environ.get(name) == value for name, value in self._at_start.items())
        if module not in WORKERS or not as_usual or next(self._count) % self.every == self.every - 1:
            return _IN_FULL(module)
        with self._lock:
            self._server = self._server or ForkServer(process.ENTRY)
        return cast("subprocess.Popen[bytes]", self._forked(self._server, module))

    @staticmethod
    def _forked(server: ForkServer, module: str) -> ForkedWorker:
        theirs_in, ours_in = os.pipe()
        ours_out, theirs_out = os.pipe()
        with Path(os.devnull).open("wb") as nothing:
            streams = (theirs_in, theirs_out, nothing.fileno())
            life = server.start([module], (), streams, dict(os.environ), str(Path.cwd()))
        os.close(theirs_in)
        os.close(theirs_out)
        return ForkedWorker(life, os.fdopen(ours_in, "wb"), os.fdopen(ours_out, "rb"))

    def close(self) -> None:
        """End what forks, and every worker with it."""
        if self._server is not None:
            self._server.close()


@contextmanager
def forked_workers(every: int = EVERY) -> Iterator[ForkedWorkers]:
    """Let workers of this process be forked until the block ends."""
    made = ForkedWorkers(every)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(process, "spawn", made.spawn)
        yield made
    made.close()
