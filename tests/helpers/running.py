# SPDX-License-Identifier: EUPL-1.2
"""A town hall that really runs: the central service, computers with window and agent, each a process that can be killed."""

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

from central.folder import DataFolder
from eset_desktop.clock import SystemClock
from eset_desktop.crashpoints import ENVIRONMENT
from eset_desktop.demo import town
from eset_desktop.demo.content.towns import Demo
from eset_desktop.demo.content.values import DemoBody
from eset_desktop.demo.processes import Process, Service, Starter, Window, kill_agent
from eset_desktop.domain.rights import ADMINISTRACIO, SECRETARIA
from eset_desktop.domain.sealing import Cost
from eset_desktop.hints import WORK, HintClient
from eset_desktop.joining import join
from eset_desktop.paths import Paths
from eset_desktop.platform import local_socket_address, start_inheriting
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.engine import Connection
from eset_desktop.store.keys import ByPassphrase
from eset_desktop.workplace import Workplace

PASSPHRASE: Final = "una frase prou llarga"
CHEAP: Final = Cost(memory_kib=64, passes=1, lanes=1)
OFFSCREEN: Final = {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "qt.qpa.fonts=false"}
PATIENCE: Final = 60.0
"""Seconds that something may take on a slow machine; not a measure of speed."""

_LOOK_EVERY: Final = 0.05


@dataclass(slots=True)
class Agent:
    """A computer's agent as a process of the test's own, so that it can be killed at a named point.

    Attributes:
        crash_at: Where this life ends by itself, empty for nowhere.
        outlived_a_save: A save was acknowledged while this life went on.
        extra_environment: For example another clock.
        starter: What starts it.
    """

    profile: Path
    key: DataKey
    crash_at: str = ""
    outlived_a_save: bool = False
    extra_environment: dict[str, str] = field(default_factory=dict)
    starter: Starter = start_inheriting
    _process: Process | None = None
    _hints: HintClient | None = None

    def start(self, *, crash_at: str = "", until_idle: bool = False) -> None:
        """Start it; returns at once."""
        self.crash_at, self.outlived_a_save = crash_at, False
        reading, writing = os.pipe()
        command = [sys.executable, "-m", "eset_desktop.agent", "--profile", str(self.profile)]
        command += ["--key-fd", str(reading), *(["--until-idle"] if until_idle else [])]
        environment = {
            **os.environ,
            **self.extra_environment,
            **({ENVIRONMENT: crash_at} if crash_at else {}),
        }
        with (self.profile.parent / f"{self.profile.name}.agent.log").open("ab") as log:
            self._process = self.starter(
                command, [reading], stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment
            )
        os.close(reading)
        self.key.hand_over(writing)
        self._hints = HintClient(local_socket_address(Paths.below(self.profile).runtime, "agent"))

    @property
    def running(self) -> bool:
        """Whether its process is alive."""
        return self._process is not None and self._process.poll() is None

    def hint(self) -> bool:
        """Say that there is work, as the window does after each save; tell whether it heard."""
        return self._hints is not None and self._hints.send(WORK)

    def ended(self, seconds: float = PATIENCE) -> int | None:
        """Wait for its end; its exit status, None when it goes on."""
        if self._process is None:
            return None
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def kill(self) -> None:
        """Kill it at once; an end by itself is told, because an agent goes on while its window is open."""
        if self._process is not None:
            status = self._process.poll()
            if status not in (None, 0, -signal.SIGKILL):
                msg = f"the agent ended with {status}"
                raise AssertionError(msg)
            self._process.kill()
            self._process.wait(PATIENCE)
        if self._hints is not None:
            self._hints.close()
        self._process = self._hints = None


@dataclass(slots=True)
class Computer:
    """A joined computer.

    Attributes:
        folder: Its profile's folder.
        key: The profile's data key.
        window: Its window, not yet started.
        agent: Its agent; the window starts one of its own unless it has ``--no-agent``.
    """

    folder: Path
    key: DataKey
    window: Window
    agent: Agent

    @contextmanager
    def cache(self) -> Iterator[Connection]:
        """Give a reading connection to its cache."""
        with Workplace.open_for_tool(Paths.below(self.folder), self.key) as place:
            yield place.database.reader()

    def bytes_of(self, sha256: str) -> bytes:
        """Return a document's bytes that it holds."""
        with Workplace.open_for_tool(Paths.below(self.folder), self.key) as place:
            return place.blobs.read(sha256)

    def synced(self) -> None:
        """Let an agent send and fetch everything there is."""
        self.agent.kill()
        self.agent.start(until_idle=True)
        status = self.agent.ended()
        assert status == 0, f"the agent ended with {status}"

    def kill(self) -> None:
        """Kill window and agents at once."""
        self.window.kill_window()
        self.agent.kill()
        kill_agent(self.folder)


@dataclass(slots=True)
class TownHall:
    """A service with one body without dossiers, and the computers that joined it.

    Attributes:
        expected_logs: Patterns of log lines from WARNING up that a test means to cause; any other fails it.
        starter: What starts the computers' programs.
    """

    folder: Path
    body: DemoBody
    service: Service
    computers: list[Computer] = field(default_factory=list)
    expected_logs: list[str] = field(default_factory=list)
    starter: Starter = start_inheriting

    def join(self, name: str, profile: str, *arguments: str, within: Path | None = None) -> Computer:
        """Join a computer of the first person of a profile to the running service; ``within``: on another disk."""
        folder = (within or self.folder) / name
        code = town.enrolment_code(DataFolder(self.service.data), self.body.person(profile).id)
        _, key = join(folder, self.service.url, code, (ByPassphrase(PASSPHRASE, CHEAP),), SystemClock())
        return self.add(folder, key, arguments)

    def add(self, folder: Path, key: DataKey, arguments: Sequence[str]) -> Computer:
        """Add a computer that has joined."""
        window = Window(folder, key, arguments, dict(OFFSCREEN), self.starter)
        self.computers.append(Computer(folder, key, window, Agent(folder, key, starter=self.starter)))
        return self.computers[-1]

    def close(self) -> None:
        """Kill everything that runs, also when one of them tells of an end of its own."""
        with ExitStack() as ends:
            ends.callback(self.service.kill)
            for computer in self.computers:
                ends.callback(computer.kill)


def established(
    folder: Path, *, seed: int = 1, service: Service | None = None, starter: Starter = start_inheriting
) -> TownHall:
    """Return a town hall whose service runs; ``service``: another kind of it, whose folder is ``central``."""
    body = Demo(seed, 1, date(2026, 11, 20)).bodies[0]
    made = town.establish(folder / "central", (body,))
    hall = TownHall(folder, body, service or Service(made.root, starter=starter), starter=starter)
    hall.service.start()
    return hall


def joined_hall(
    folder: Path, service: Service | None = None, starter: Starter = start_inheriting
) -> TownHall:
    """Return a town hall whose service runs, with the computers ``clerk`` and ``second``, both up to date."""
    folder.mkdir(parents=True, exist_ok=True)
    made = established(folder, service=service, starter=starter)
    try:
        for name, profile in (("clerk", ADMINISTRACIO), ("second", SECRETARIA)):
            made.join(name, profile, "--lang", "ca", "--no-agent").synced()
    except BaseException:
        made.close()
        raise
    return made


def copied(original: TownHall, folder: Path, service: Service | None = None) -> TownHall:
    """Return a copy of a town hall that does not run; it has the original's address.

    Args:
        original: What is copied; it does not run either.
        folder: Where the copy goes.
        service: Another kind of service than the embedded one, whose folder is ``central``.
    """
    shutil.copytree(original.folder, folder, ignore=shutil.ignore_patterns("run", "*.log"))
    starter, port = original.starter, original.service.port
    made = TownHall(
        folder, original.body, service or Service(folder / "central", port, starter=starter), starter=starter
    )
    for each in original.computers:
        made.add(folder / each.folder.name, each.key, each.window.arguments)
    return made


def until(holds: Callable[[], object]) -> bool:
    """Wait until something holds that no process tells of; tell whether it came to hold."""
    never = threading.Event()
    return any(holds() or never.wait(_LOOK_EVERY) for _ in range(round(PATIENCE / _LOOK_EVERY))) or bool(
        holds()
    )
