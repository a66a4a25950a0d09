# SPDX-License-Identifier: EUPL-1.2
"""A forked life of a program is what a started one is: its output, its status, its death."""

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from helpers.forked import Forked, forked_starts

from eset_desktop.crashpoints import ENVIRONMENT
from eset_desktop.demo.processes import Process, Starter


def central(starter: Starter, folder: Path, *arguments: str, **environment: str) -> Process:
    """Start an `eset-central` command whose words go to ``said`` in a folder."""
    command: Sequence[str] = [
        sys.executable,
        "-m",
        "central",
        arguments[0],
        "--data",
        str(folder),
        *arguments[1:],
    ]
    options: dict[str, Any] = {"env": {**os.environ, **environment}}
    with (folder / "said").open("ab") as said:
        return starter(command, [], stdout=said, stderr=said, stdin=subprocess.DEVNULL, **options)


@pytest.mark.slow
def test_a_forked_life_runs_and_dies_as_a_started_one(tmp_path: Path) -> None:
    with forked_starts() as starts:
        refused = central(starts, tmp_path, "verify")
        assert refused.wait(60) == 1
        assert "eset-central: " in (tmp_path / "said").read_text("utf-8")
        doomed = central(starts, tmp_path, "migrate", **{ENVIRONMENT: "central.committing"})
        assert doomed.wait(60) == -signal.SIGKILL
        assert central(starts, tmp_path, "migrate").wait(60) == 0
        serving = central(starts, tmp_path, "serve")
        assert isinstance(serving, Forked)
        assert serving.poll() is None
        serving.kill()
        assert serving.wait(60) == serving.poll() == -signal.SIGKILL
        left = central(starts, tmp_path, "serve")
    with pytest.raises(ProcessLookupError):
        os.kill(left.pid, 0)
    assert starts.forked == 5
    assert starts.full == 0


@pytest.mark.slow
def test_some_starts_are_full_ones(tmp_path: Path) -> None:
    with forked_starts(every=2) as starts:
        lives = [central(starts, tmp_path, "verify") for _ in range(2)]
        assert [each.wait(60) for each in lives] == [1, 1]
        assert isinstance(lives[1], subprocess.Popen)
    assert (starts.forked, starts.full) == (1, 1)
