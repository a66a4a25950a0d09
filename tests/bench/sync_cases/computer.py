# SPDX-License-Identifier: EUPL-1.2
"""A computer at the near end of the line: a real profile, the real agent as a process, and a look into the cache."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Final

from bench.sync_cases.service import ROOT, BenchError, Far
from helpers.profiles import WAY
from rigs.line.front import mark
from rigs.line.line import ShapedLine

from central import admin
from central.service import Service
from eset_desktop import hints, joining
from eset_desktop.hints import HintClient
from eset_desktop.paths import Paths
from eset_desktop.platform import local_socket_address
from eset_desktop.store import profile
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import waiting
from eset_desktop.workplace import Workplace
from sync.protocol import EnrolRequest

LOOK_SECONDS: Final = 0.02
SAMPLE_SECONDS: Final = 0.05
_TICKS: Final = os.sysconf("SC_CLK_TCK")
_KIB: Final = 1024

Holds = Callable[[Connection], bool]


@dataclass(slots=True)
class Usage:
    """What an agent's process used.

    Attributes:
        rss: Resident bytes by moment, sampled.
        cpu_seconds: User and system time at the last sample.
    """

    rss: list[tuple[float, int]] = field(default_factory=list)
    cpu_seconds: float = 0.0

    def before(self, moment: float) -> int:
        """Return the resident bytes when it had started and not yet begun."""
        return max((size for at, size in self.rss if at <= moment), default=0)

    @property
    def peak(self) -> int:
        """Return the most resident bytes seen."""
        return max((size for _, size in self.rss), default=0)


@dataclass(slots=True)
class Computer:
    """A joined computer.

    Attributes:
        line: Its agent runs at this line's near end.
        far: The service.
        folder: Its profile.
        who: Its mark in the front's events.
    """

    line: ShapedLine
    far: Far
    folder: Path
    key: DataKey
    who: str
    usage: Usage = field(default_factory=Usage)
    _process: "subprocess.Popen[bytes] | None" = None
    _hints: HintClient | None = None
    _sampler: threading.Thread | None = None

    def start(self, *, until_idle: bool = False) -> float:
        """Start the agent as the window does and stay connected to it; return the moment."""
        reading, writing = os.pipe()
        command = [sys.executable, "-m", "eset_desktop.agent", "--profile", str(self.folder)]
        command += ["--key-fd", str(reading), *(["--until-idle"] if until_idle else [])]
        environment = {**os.environ, "REQUESTS_CA_BUNDLE": str(self.far.trusted)}
        self.usage = Usage()
        started = time.monotonic()
        with self.folder.with_suffix(".agent.log").open("ab") as log:
            self._process = self.line.client.start(
                command,
                pass_fds=[reading],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                cwd=ROOT,
            )
        os.close(reading)
        self.key.hand_over(writing)
        self._sampler = threading.Thread(target=self._sample, args=(self._process,), daemon=True)
        self._sampler.start()
        if not until_idle:
            self._connect()
        return started

    def _connect(self) -> None:
        """Be a window to the agent: one that is alone and has nothing to do leaves."""
        self._hints = HintClient(local_socket_address(Paths.below(self.folder).runtime, "agent"))
        while not self._hints.send(hints.PING):
            self._check()
            time.sleep(LOOK_SECONDS)

    def hint(self) -> None:
        """Tell the agent of a save, as the window does."""
        if self._hints is None or not self._hints.send(hints.WORK):
            raise BenchError("the agent does not listen")

    def _check(self) -> None:
        if self._process is not None and self._process.poll() is not None:
            raise BenchError(
                f"the agent ended with {self._process.returncode}; see {self.folder.name}.agent.log"
            )

    def stop(self) -> None:
        """End the agent."""
        if self._hints is not None:
            self._hints.close()
        if self._process is not None:
            with suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGTERM)
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._sampler is not None:
            self._sampler.join()
        self._process = self._hints = self._sampler = None

    @contextmanager
    def running(self) -> Iterator[float]:
        """Run the agent while the block lasts; gives the moment of its start."""
        try:
            yield self.start()
        finally:
            self.stop()

    def settle(self, patience: float = 300.0) -> None:
        """Let an agent send and fetch everything there is."""
        self.start(until_idle=True)
        try:
            assert self._process is not None
            if self._process.wait(patience):
                raise BenchError(f"the agent ended with {self._process.returncode}")
        finally:
            self.stop()

    @contextmanager
    def open(self) -> Iterator[Workplace]:
        """Open the profile as a window has it."""
        with Workplace.open_for_tool(Paths.below(self.folder), self.key) as place:
            yield place

    def until(self, place: Workplace, holds: Holds, *, patience: float, look: float = LOOK_SECONDS) -> float:
        """Wait until something holds in the cache, looking when it changed; return the moment.

        Raises:
            BenchError: It did not hold in time, or the agent ended.
        """
        deadline, seen = time.monotonic() + patience, -1
        while time.monotonic() < deadline:
            reader = place.database.reader()
            version = int(reader.execute("PRAGMA data_version").fetchone()[0])
            if version != seen and holds(reader):
                return time.monotonic()
            seen = version
            self._check()
            time.sleep(look)
        raise BenchError(f"not reached within {patience:.0f} s")

    def _sample(self, process: "subprocess.Popen[bytes]") -> None:
        with suppress(OSError, IndexError, ValueError):
            while process.returncode is None:
                status = Path(f"/proc/{process.pid}/statm").read_text("ascii").split()
                stat = Path(f"/proc/{process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
                self.usage.rss.append((time.monotonic(), int(status[1]) * os.sysconf("SC_PAGE_SIZE")))
                self.usage.cpu_seconds = (int(stat[11]) + int(stat[12])) / _TICKS
                time.sleep(SAMPLE_SECONDS)


def everything_sent(connection: Connection) -> bool:
    """Tell whether every change is answered and confirmed and no bytes wait."""
    counts = waiting.counts(connection)
    if counts.attention:
        raise BenchError("a change was refused")
    return not counts.total


def is_complete(connection: Connection) -> bool:
    """Tell whether everything was sent and everything received since the profile was made."""
    found = connection.execute("SELECT value FROM meta WHERE key = 'line.complete'").fetchone()
    return bool(found and found[0])


def join(line: ShapedLine, far: Far, person: str, name: str) -> Computer:
    """Join a computer of a person; its enrolment goes round the line."""
    service = Service.open(far.folder)
    try:
        code = admin.enrolment_code(service, person, timedelta(hours=1))[0]
        answer = service.enrol(EnrolRequest(code, name, "bench"))
    finally:
        service.close()
    folder = far.folder.root.parent / name
    _, key = profile.create(folder, (WAY,), body_name=answer.body_name)
    with Workplace.open_for_tool(Paths.below(folder), key) as place:
        place.replica.join(joining._account(far.url, answer), answer.streams)
    return Computer(line, far, folder, key, mark(answer.token))
