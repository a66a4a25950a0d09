# SPDX-License-Identifier: EUPL-1.2
"""Crash points: silent unless armed, deadly where asked, and every name in the code is in the table."""

import ast
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from eset_desktop import crashpoints
from eset_desktop.crashpoints import NAMES, armed, crashpoint

ROOT = Path(__file__).resolve().parents[2]
PASS_TWICE = (
    "from eset_desktop.crashpoints import crashpoint\n"
    "for n in (1, 2):\n    crashpoint('blob.synced')\n    print(n, flush=True)\n"
)


def _run(wish: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "ESET_CRASH_AT": wish, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [sys.executable, "-c", PASS_TWICE], env=environment, capture_output=True, text=True, check=False
    )


def test_an_unarmed_point_does_nothing() -> None:
    crashpoint("blob.synced")


@pytest.mark.parametrize(("wish", "lived"), [("blob.synced", ""), ("blob.synced:2", "1\n")])
def test_the_nth_pass_kills_the_process(wish: str, lived: str) -> None:
    done = _run(wish)
    assert done.returncode == -signal.SIGKILL
    assert done.stdout == lived


@pytest.mark.parametrize("wish", ["nowhere", "blob.synced:0", "blob.synced:x"])
def test_a_wrong_wish_is_told_at_once(wish: str) -> None:
    with pytest.raises(ValueError, match="no such crash point"):
        crashpoints.arm_from({"ESET_CRASH_AT": wish})


def test_a_simulation_hears_of_each_point_and_disarms() -> None:
    heard: list[str] = []
    with armed(heard.append):
        crashpoint("blob.synced")
    crashpoint("blob.renamed")
    assert heard == ["blob.synced"]


def test_the_table_names_the_points_of_the_code_and_no_other() -> None:
    used: set[str] = set()
    for package in ("eset_desktop", "sync", "central"):
        for source in (ROOT / package).rglob("*.py"):
            for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "crashpoint":
                    argument = node.args[0]
                    assert isinstance(argument, ast.Constant), source
                    used.add(str(argument.value))
    assert used == set(NAMES)
