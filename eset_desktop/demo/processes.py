# SPDX-License-Identifier: EUPL-1.2
"""The real programs as processes that can be started, driven, stopped and killed: service, window, agent."""

import contextlib
import json
import os
import select
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Protocol

from eset_desktop.demo.errors import DemoFailed, EndedAtStart, WindowGone
from eset_desktop.platform import inherited_number, start_inheriting
from eset_desktop.store.data_key import DataKey

START_SECONDS: Final = 60.0
"""How long a program may take to start on a slow machine; not a measure of speed."""
ANSWER_SECONDS: Final = 120.0


class Process(Protocol):
    """A process that was started: what :class:`subprocess.Popen` gives of it."""

    @property
    def pid(self) -> int:
        """Return its id."""

    def poll(self) -> int | None:
        """Return its status, None while it lives."""

    def wait(self, timeout: float | None = None) -> int:
        """Wait for its end and return its status; raises :class:`subprocess.TimeoutExpired`."""

    def send_signal(self, sig: int) -> None:
        """Send it a signal."""

    def kill(self) -> None:
        """Kill it at once."""


class Starter(Protocol):
    """Starts a program, as :func:`eset_desktop.platform.start_inheriting` does."""

    def __call__(self, command: Sequence[str], descriptors: Sequence[int], **options: Any) -> Process:
        """Start a command that inherits descriptors; ``options`` are those of :class:`subprocess.Popen`."""


def _environment(extra: Mapping[str, str]) -> dict[str, str]:
    return {**os.environ, "PYTHONUNBUFFERED": "1", **extra}


@dataclass(slots=True)
class Service:
    """The central service in its embedded form, on one loopback port for all its lives.

    Attributes:
        data: Its folder.
        port: Its port; chosen at the first start.
        starts: How often it was started.
        starter: What starts it.
    """

    data: Path
    port: int = 0
    starts: int = 0
    extra_environment: dict[str, str] = field(default_factory=dict)
    starter: Starter = start_inheriting
    _process: Process | None = None

    @property
    def url(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def running(self) -> bool:
        """Whether its process is alive."""
        return self._process is not None and self._process.poll() is None

    @property
    def pid(self) -> int:
        """Return its process id, 0 when it was not started."""
        return self._process.pid if self._process else 0

    def start(self) -> None:
        """Start it and return when it listens.

        Raises:
            EndedAtStart: It ended instead; its last words are in its log.
            DemoFailed: It did not get ready.
        """
        if self.running:
            return
        port_file = self.data / "port"
        port_file.unlink(missing_ok=True)
        command = [
            sys.executable,
            "-m",
            "central",
            "serve",
            "--data",
            str(self.data),
            "--port",
            str(self.port),
        ]
        self.starts += 1
        with (self.data / "service.log").open("ab") as log:
            self._process = self.starter(
                [*command, "--port-file", str(port_file)], [],
                stdout=log, stderr=log, stdin=subprocess.DEVNULL, env=_environment(self.extra_environment),
            )  # fmt: skip
        self.port = int(_wait_for_file(port_file, self._process))

    def stop(self) -> None:
        """Stop it as a system would, by SIGTERM; the line is down then."""
        self._end(signal.SIGTERM)

    def kill(self) -> None:
        """Kill it at once."""
        self._end(signal.SIGKILL)

    def _end(self, number: int) -> None:
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)
            self._process.wait(START_SECONDS)
            self._process = None

    def administer(self, *arguments: str, secret: str = "") -> str:
        """Run an `eset-central` command on its data and return what it printed.

        Raises:
            DemoFailed: The command failed.
        """
        done = subprocess.run(
            [sys.executable, "-m", "central", arguments[0], "--data", str(self.data), *arguments[1:]],
            input=secret, capture_output=True, text=True, check=False, env=_environment(self.extra_environment),
        )  # fmt: skip
        if done.returncode:
            raise DemoFailed(step=arguments[0], reason=done.stderr.strip()[-500:])
        return done.stdout.strip()


def _wait_for_file(path: Path, process: Process) -> str:
    """Return the content of a file that a process writes when it is ready; the process's end ends the wait."""
    waited = 0.0
    while waited < START_SECONDS:
        with contextlib.suppress(FileNotFoundError):
            text = path.read_text("utf-8").strip()
            if text:
                return text
        with contextlib.suppress(subprocess.TimeoutExpired):
            status = process.wait(0.05)
            raise EndedAtStart(step="start", reason=f"the process ended with {status}", status=status)
        waited += 0.05
    raise DemoFailed(step="start", reason="the process did not get ready")


@dataclass(slots=True)
class Window:
    """A window of one profile as a process, driven through its action registry over a socket.

    Attributes:
        profile: The profile's folder.
        key: The profile's data key, given over a pipe, never as an argument.
        arguments: More arguments of `eset_desktop.app`.
        extra_environment: For example the platform ``offscreen``.
        starter: What starts it.
    """

    profile: Path
    key: DataKey
    arguments: Sequence[str] = ()
    extra_environment: dict[str, str] = field(default_factory=dict)
    starter: Starter = start_inheriting
    _process: Process | None = None
    _socket: socket.socket | None = None
    _buffer: bytes = b""
    _asked: int = 0

    def start(self, *, driven: bool = True) -> None:
        """Start the window; when driven, return as soon as it answers.

        Raises:
            DemoFailed: It ended or did not answer.
        """
        mine, theirs = socket.socketpair()
        reading, writing = os.pipe()
        self.key.hand_over(writing)
        command = [
            sys.executable,
            "-m",
            "eset_desktop.app",
            "--profile",
            str(self.profile),
            "--key-fd",
            str(inherited_number(reading)),
        ]
        passed = [reading]
        if driven:
            command += ["--drive", str(theirs.fileno())]
            passed.append(theirs.fileno())
        self.profile.mkdir(parents=True, exist_ok=True)
        with (self.profile.parent / f"{self.profile.name}.window.log").open("ab") as log:
            try:
                self._process = self.starter(
                    [*command, *self.arguments], passed, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                    env=_environment(self.extra_environment),
                )  # fmt: skip
            finally:
                os.close(reading)
                theirs.close()
        mine.settimeout(ANSWER_SECONDS)
        self._socket, self._buffer = mine, b""
        if driven:
            self.ask("state")

    @property
    def running(self) -> bool:
        """Whether its process is alive."""
        return self._process is not None and self._process.poll() is None

    @property
    def process(self) -> Process:
        """Return the running process."""
        if self._process is None:
            raise DemoFailed(step="window", reason="it is not running")
        return self._process

    def ask(self, action: str, **args: Any) -> Any:
        """Invoke an action of the registry and return its result when it is done and shown.

        Raises:
            WindowGone: The window ended before it answered.
            DemoFailed: The action was refused.
        """
        self.send(action, **args)
        return self.answer(action)

    def send(self, action: str, **args: Any) -> None:
        """Invoke an action without waiting for its answer, which :meth:`answer` must fetch.

        Raises:
            WindowGone: The window has ended.
        """
        if self._socket is None:
            raise WindowGone(step=action, reason="the window is not running")
        self._asked += 1
        try:
            self._socket.sendall(
                json.dumps({"id": self._asked, "action": action, "args": args}).encode() + b"\n"
            )
        except ConnectionError:
            raise WindowGone(step=action, reason="the window ended") from None

    def answer(self, action: str) -> Any:
        """Return the result of the action that was sent; raises as :meth:`ask` does."""
        answer = json.loads(self._line(action))
        if not answer.get("ok"):
            raise DemoFailed(step=action, reason=json.dumps(answer.get("error"), ensure_ascii=False))
        return answer.get("result")

    def answers_within(self, seconds: float) -> bool:
        """Wait for an answer, or the window's end, for so long; tell whether either came."""
        if self._socket is None:
            raise WindowGone(step="answer", reason="the window is not running")
        return bool(self._buffer) or bool(select.select([self._socket], [], [], seconds)[0])

    def _line(self, action: str) -> bytes:
        if self._socket is None:
            raise WindowGone(step=action, reason="the window is not running")
        while b"\n" not in self._buffer:
            try:
                data = self._socket.recv(65536)
            except (TimeoutError, ConnectionError):
                data = b""
            if not data:
                raise WindowGone(step=action, reason="the window ended or did not answer")
            self._buffer += data
        line, _, self._buffer = self._buffer.partition(b"\n")
        return line

    def kill(self) -> None:
        """Kill window and agent at once, as a power cut would."""
        self.kill_window()
        kill_agent(self.profile)

    def kill_window(self) -> None:
        """Kill the window alone."""
        if self._process is not None:
            self._process.kill()
            self._process.wait(START_SECONDS)
        self._forget()

    def quit(self) -> None:
        """Close the window as a person does; the agent goes on while there is work."""
        if self._process is not None:
            with contextlib.suppress(DemoFailed):
                self.ask("app.quit")
            self._process.wait(START_SECONDS)
        self._forget()

    def _forget(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._process = self._socket = None


def agent_pid(profile: Path) -> int | None:
    """Return the process id of a profile's living agent."""
    with contextlib.suppress(FileNotFoundError, ValueError):
        pid = int((profile / "run" / "agent.pid").read_text("utf-8"))
        if _is_agent(pid):
            return pid
    return None


def _is_agent(pid: int) -> bool:
    with contextlib.suppress(OSError):
        return b"eset_desktop.agent" in Path(f"/proc/{pid}/cmdline").read_bytes()
    return False


def kill_agent(profile: Path) -> bool:
    """Kill a profile's agent at once and return when it is gone; tell whether there was one."""
    pid = agent_pid(profile)
    if pid is None:
        return False
    descriptor = os.pidfd_open(pid)
    try:
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(descriptor, signal.SIGKILL)
        poller = select.poll()
        poller.register(descriptor)
        poller.poll(START_SECONDS * 1000)
    finally:
        os.close(descriptor)
    return True
