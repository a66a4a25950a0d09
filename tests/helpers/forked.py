# SPDX-License-Identifier: EUPL-1.2
"""Starting programs many times over: most lives are forked from a process that has them loaded, some started in full."""

import contextlib
import os
import select
import signal
import socket
import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, Any, Final

import msgspec
from helpers.fork_server import DESCRIPTORS, MESSAGE, Born, Ended, Status, Wanted

from eset_desktop.demo.processes import Process
from eset_desktop.platform import start_inheriting

WORKERS: Final = (
    "eset_desktop.signing.worker",
    "eset_desktop.signing.levels.worker",
    "eset_desktop.signing.validation.worker",
    "eset_desktop.signing.keys.pkcs11.worker",
    "eset_desktop.signing.keys.pkcs12.worker",
    "eset_desktop.documents.render_worker",
    "eset_desktop.documents.text_worker",
)
"""What may be run by the entry of all workers."""
PROGRAMS: Final = {
    "eset_desktop.app": ("eset_desktop.app",),
    "eset_desktop.agent": ("eset_desktop.agent",),
    "central": ("central.cli", "central.server", "central.store.schema"),
    "eset_desktop": (
        "eset_desktop.cli",
        "eset_desktop.commands.signing.job",
        "eset_desktop.commands.signing.results",
    ),
    "eset_desktop.workers.entry": ("eset_desktop.workers.entry", "helpers.offline", *WORKERS),
}
"""What ``python -m`` runs, and the module with its ``main`` and what it loads when that runs."""
AT_START: Final = ("PYTHONPATH", "LD_PRELOAD")
"""Settings that work only on a process that is started."""
RUN_SECONDS: Final = 60.0
EVERY: Final = 20
"""One start in so many is a full one, of the command line."""
_TESTS: Final = Path(__file__).resolve().parent.parent


@dataclass(slots=True, weakref_slot=True, eq=False)
class Forked:
    """A life of a program that the fork server gave; what :class:`subprocess.Popen` is to one that was started.

    Several threads may ask.
    """

    server: "ForkServer"
    pid: int
    descriptor: int
    returncode: int | None = None
    _ended: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        weakref.finalize(self, os.close, self.descriptor)

    def poll(self) -> int | None:
        """Return its status, None while it lives."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.wait(0)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return its status.

        Raises:
            subprocess.TimeoutExpired: It lives on.
        """
        if self.returncode is None:
            poller = select.poll()
            poller.register(self.descriptor, select.POLLIN)
            if not poller.poll(None if timeout is None else timeout * 1000):
                raise subprocess.TimeoutExpired([str(self.pid)], timeout or 0)
            with self._ended:
                if self.returncode is None:
                    self.returncode = self.server.status(self.pid)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Send it a signal; nothing happens to one that has ended."""
        if self.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                signal.pidfd_send_signal(self.descriptor, number)

    def kill(self) -> None:
        """Kill it at once."""
        self.send_signal(signal.SIGKILL)


@dataclass(slots=True)
class ForkServer:
    """The client's side of :mod:`helpers.fork_server` for one program; several threads may ask."""

    module: str
    _door: socket.socket = field(init=False)
    _process: "subprocess.Popen[bytes]" = field(init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self._door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "helpers.fork_server", str(theirs.fileno()), *PROGRAMS[self.module]],
                pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": str(_TESTS), "PYTHONUNBUFFERED": "1"},
            )  # fmt: skip

    def start(
        self,
        arguments: Sequence[str],
        descriptors: Sequence[int],
        streams: Sequence[int],
        environment: dict[str, str],
        folder: str,
    ) -> Forked:
        """Let a life begin."""
        wanted = Wanted(tuple(arguments), environment, tuple(descriptors), folder)
        with self._lock:
            socket.send_fds(self._door, [msgspec.json.encode(wanted)], [*streams, *descriptors])
            text, received, _, _ = socket.recv_fds(self._door, MESSAGE, DESCRIPTORS)
        return Forked(self, msgspec.json.decode(text, type=Born).pid, received[0])

    def status(self, pid: int) -> int:
        """Return the status of a life that has ended."""
        with self._lock:
            self._door.send(msgspec.json.encode(Ended(pid)))
            return msgspec.json.decode(self._door.recv(MESSAGE), type=Status).code

    def close(self) -> None:
        """Kill every life and end."""
        self._door.close()
        self._process.wait()


@dataclass(slots=True)
class Starts:
    """Starts programs, counting; the n-th, 2n-th … one by its command line, the others by a fork.

    Attributes:
        forked: How many lives were forked.
        full: How many were started in full.
    """

    every: int = EVERY
    forked: int = 0
    full: int = 0
    _servers: dict[str, ForkServer] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __call__(self, command: Sequence[str], descriptors: Sequence[int], **options: Any) -> Process:
        """Start a command as :func:`eset_desktop.platform.start_inheriting` does."""
        server = self._chosen(command, options["env"])
        if server is None:
            return start_inheriting(command, descriptors, **options)
        with Path(os.devnull).open("rb") as nothing:
            streams = (nothing.fileno(), options["stdout"].fileno(), options["stderr"].fileno())
            folder = str(options.get("cwd") or Path.cwd())
            return server.start(command[3:], descriptors, streams, options["env"], folder)

    def run(
        self,
        command: Sequence[str],
        descriptors: Sequence[int] = (),
        *,
        environment: Mapping[str, str] | None = None,
        folder: Path | None = None,
        timeout: float = RUN_SECONDS,
    ) -> "subprocess.CompletedProcess[str]":
        """Run a command to its end as :func:`subprocess.run` does.

        Raises:
            subprocess.TimeoutExpired: It took longer; it is killed.
        """
        with TemporaryFile() as out, TemporaryFile() as told:
            life = self(
                command, descriptors, stdout=out, stderr=told, stdin=subprocess.DEVNULL, cwd=folder,
                env={**os.environ, **(environment or {})},
            )  # fmt: skip
            try:
                status = life.wait(timeout)
            finally:
                life.kill()
            words = [_text_of(each) for each in (out, told)]
        return subprocess.CompletedProcess(command, status, *words)

    def _chosen(self, command: Sequence[str], environment: Mapping[str, str]) -> ForkServer | None:
        module = command[2]
        with self._lock:
            if (
                (self.forked + self.full) % self.every == self.every - 1
                or (command[0], command[1]) != (sys.executable, "-m")
                or module not in PROGRAMS
                or any(environment.get(each) != os.environ.get(each) for each in AT_START)
                or not all(map(_is_text, command))
            ):
                self.full += 1
                return None
            self.forked += 1
            if module not in self._servers:
                self._servers[module] = ForkServer(module)
            return self._servers[module]

    def close(self) -> None:
        """End the fork servers and every life of theirs."""
        for each in self._servers.values():
            each.close()
        self._servers.clear()


def _is_text(argument: str) -> bool:
    """Tell whether an argument is no bytes of an unknown encoding, which a request cannot carry."""
    return argument == argument.encode(errors="replace").decode()


def _text_of(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode()


@contextmanager
def forked_starts(every: int = EVERY) -> Iterator[Starts]:
    """Give fork servers, begun when they are first needed, until the block ends."""
    made = Starts(every)
    try:
        yield made
    finally:
        made.close()
