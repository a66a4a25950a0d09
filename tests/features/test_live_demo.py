# SPDX-License-Identifier: EUPL-1.2
"""The demonstration in its window: its switches really stop, start and kill, and its end leaves no process behind."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from helpers.running import OFFSCREEN, PATIENCE

from eset_desktop.demo import live
from eset_desktop.demo.processes import agent_pid
from eset_desktop.demo.stage import Plan, Stage, prepare
from eset_desktop.hints import PING, HintClient
from eset_desktop.platform import local_socket_address

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def stage(tmp_path_factory: pytest.TempPathFactory) -> Stage:
    """A prepared demonstration, its service stopped."""
    made = prepare(
        tmp_path_factory.mktemp("live") / "data",
        Plan(7, 1, date(2026, 11, 20).isoformat()),
        lambda _: None,
        fresh=True,
    )
    made.close()
    return made


class Running:
    """A running demonstration as a process, and the doors of those in it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        command = [sys.executable, "-m", "eset_desktop.demo", "--data", str(stage.folder), "--seed", "7"]
        self.process = subprocess.Popen(
            command, env={**os.environ, **OFFSCREEN}, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True
        )  # fmt: skip

    def says(self, text: str) -> None:
        """Wait until the demonstration says something."""
        assert self.process.stdout is not None
        assert any(text in line for line in self.process.stdout), f"it never said: {text}"

    def ask(self, word: str, who: str = live.CLERK) -> None:
        """Ask as a window does."""
        assert self._heard("run", f"demo-{who}", word)

    def window_is_there(self, who: str) -> bool:
        return self._heard(f"{who}/run", "window", PING)

    def pids(self) -> list[int]:
        """Return the processes of this demonstration."""
        found = []
        for place in Path("/proc").glob("[0-9]*"):
            try:
                told = (place / "cmdline").read_bytes()
            except OSError:
                continue
            if str(self.stage.folder).encode() in told:
                found.append(int(place.name))
        return sorted(found)

    def _heard(self, folder: str, name: str, word: str) -> bool:
        client = HintClient(local_socket_address(self.stage.folder / folder, name))
        try:
            return client.send(word)
        finally:
            client.close()


def until(condition: Callable[[], object]) -> None:
    """Wait for something that other processes do."""
    look = threading.Event()
    for _ in range(round(PATIENCE / 0.05)):
        if condition():
            return
        look.wait(0.05)
    pytest.fail("it did not happen")


@pytest.fixture
def running(stage: Stage) -> Iterator[Running]:
    made = Running(stage)
    yield made
    made.process.kill()
    made.process.wait()
    if made.process.stdout is not None:
        made.process.stdout.close()


def test_its_switches_are_real_and_it_takes_everything_along(running: Running) -> None:
    clerk = running.stage.folder / live.CLERK
    running.says("q  surt")
    until(lambda: running.window_is_there(live.CLERK) and agent_pid(clerk))
    before = agent_pid(clerk)
    service = len(running.pids())
    running.ask(live.LINE_DOWN)
    running.says("Línia avall")
    assert len(running.pids()) == service - 1
    running.ask(live.LINE_UP)
    running.says("Línia amunt")
    assert len(running.pids()) == service
    running.ask(live.SECOND_WINDOW)
    until(lambda: running.window_is_there(live.SECOND))
    running.ask(live.POWER_CUT)
    running.says("Tall de corrent")
    until(lambda: running.window_is_there(live.CLERK) and agent_pid(clerk) not in {None, before})
    running.process.send_signal(signal.SIGTERM)
    assert running.process.wait(PATIENCE) == 130
    assert running.pids() == []


def test_it_ends_with_the_clerks_window(running: Running) -> None:
    running.says("q  surt")
    until(lambda: running.window_is_there(live.CLERK))
    at_work = [
        each for each in running.pids() if b"desktop.app" in Path(f"/proc/{each}/cmdline").read_bytes()
    ]
    os.kill(at_work[0], signal.SIGTERM)
    assert running.process.wait(PATIENCE) == 1
    assert running.pids() == []
