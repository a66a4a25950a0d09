# SPDX-License-Identifier: EUPL-1.2
"""The story runs from end to end, as anybody would run it, and leaves its proofs."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from helpers.process_logs import unexpected

from eset_desktop.demo.story import STEPS

SUMMARY_KEYS = {
    "ok",
    "steps",
    "signed_pdf",
    "sha256_client",
    "sha256_central",
    "bytes_up",
    "bytes_down",
    "requests",
}
STEP_KEYS = {"name", "ok", "seconds"}


@pytest.mark.slow
def test_the_story(tmp_path: Path) -> None:
    """One test, so that the story is told once whatever worker it is on."""
    out = tmp_path / "story"
    command = [sys.executable, "-m", "eset_desktop.demo", "--headless", "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert done.stderr == ""
    summary = json.loads((out / "summary.json").read_text("utf-8"))
    every_step_holds(summary)
    service_has_the_bytes_that_were_signed(summary, out)
    steps_leave_pictures(out)
    logs_are_quiet(out)


def every_step_holds(summary: dict[str, Any]) -> None:
    """The summary has the form that is promised, and every step held."""
    assert summary.keys() == SUMMARY_KEYS
    assert summary["ok"] is True
    assert [each["name"] for each in summary["steps"]] == ["prepare", *STEPS]
    assert all(each.keys() == STEP_KEYS and each["ok"] is True for each in summary["steps"])
    numbers = [summary[name] for name in ("bytes_up", "bytes_down", "requests")]
    assert all(isinstance(each, int) and each > 0 for each in numbers)


def service_has_the_bytes_that_were_signed(summary: dict[str, Any], out: Path) -> None:
    """What a plain HTTP client got from the service is what the clerk's computer signed."""
    assert summary["signed_pdf"] == "signed.pdf"
    signed = hashlib.sha256((out / "signed.pdf").read_bytes()).hexdigest()
    assert signed == summary["sha256_client"] == summary["sha256_central"]


def steps_leave_pictures(out: Path) -> None:
    """Each step that shows something leaves a picture; the download is made by a plain HTTP client."""
    pictures = sorted(out.glob("*.png"))
    assert len(pictures) >= len(STEPS) - 1
    assert all(each.read_bytes().startswith(b"\x89PNG\r\n\x1a\n") for each in pictures)


def logs_are_quiet(out: Path) -> None:
    """Window, agent and service say nothing loud: a line that is down is a state in the cache, no line in a log."""
    logs = sorted((out / "data").rglob("*.log"))
    assert {each.parent.name for each in logs} >= {"central", "logs", "data"}
    assert unexpected(out / "data") == []
