# SPDX-License-Identifier: EUPL-1.2
"""The demonstration's folder: never somebody else's, never two demonstrations at once."""

import os
import signal
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest

from eset_desktop.demo import __main__ as program
from eset_desktop.demo.errors import DemoFailed, DemoRunning, FolderUnusable
from eset_desktop.demo.stage import LOCK, MARK, Plan, prepare
from eset_desktop.platform import FileLock

PLAN = Plan(7, 1, date(2026, 11, 20).isoformat())


def refused(folder: Path, error: type[Exception]) -> None:
    with pytest.raises(error):
        prepare(folder, PLAN, lambda _: None, fresh=True)


def test_a_folder_with_something_else_is_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "thesis.odt").write_bytes(b"x")
    mode = tmp_path.stat().st_mode
    refused(tmp_path, DemoFailed)
    assert ([each.name for each in tmp_path.iterdir()], tmp_path.stat().st_mode) == (["thesis.odt"], mode)
    refused(tmp_path / "thesis.odt", FolderUnusable)


def test_while_a_demonstration_runs_its_folder_is_nobody_elses(tmp_path: Path) -> None:
    (tmp_path / MARK).touch()
    (tmp_path / "clerk").mkdir()
    with FileLock(tmp_path / LOCK):
        refused(tmp_path, DemoRunning)
    assert (tmp_path / "clerk").is_dir()


@pytest.mark.parametrize("scale", ["-5", "0", "x"])
def test_a_scale_that_is_none_is_wrong_use(scale: str) -> None:
    with pytest.raises(SystemExit) as left:
        program.main([f"--scale={scale}"])
    assert left.value.code == 2


@pytest.mark.parametrize("option", ["--out", "--data"])
def test_a_place_that_is_no_folder_is_told_in_a_line(
    option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    before = signal.getsignal(signal.SIGTERM)
    try:
        headless = ["--headless"] if option == "--out" else []
        assert program.main([*headless, option, str(tmp_path / "file")]) == 1
    finally:
        signal.signal(signal.SIGTERM, before)
    assert str(FolderUnusable.title) in capsys.readouterr().out


@pytest.mark.slow
def test_a_demonstration_that_is_told_to_end_leaves_no_process(tmp_path: Path) -> None:
    """As ``timeout`` ends it; here while it fills the town hall."""
    command = [sys.executable, "-m", "eset_desktop.demo", "--headless", "--out", str(tmp_path / "out")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert any("S'omple" in line for line in process.stdout)
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 130
    look = threading.Event()
    while _pids(tmp_path):
        look.wait(0.05)
    with FileLock(tmp_path / "out" / "data" / LOCK) as again:
        assert again.held


def _pids(folder: Path) -> list[str]:
    found = []
    for place in Path("/proc").glob("[0-9]*"):
        try:
            told = (place / "cmdline").read_bytes()
        except OSError:
            continue
        if os.fsencode(folder) in told and int(place.name) != os.getpid():
            found.append(place.name)
    return found
