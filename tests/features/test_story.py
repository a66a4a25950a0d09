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


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> tuple["subprocess.CompletedProcess[str]", Path]:
    """The headless demonstration, run once."""
    out = tmp_path_factory.mktemp("story")
    command = [sys.executable, "-m", "eset_desktop.demo", "--headless", "--out", str(out)]
    return subprocess.run(command, capture_output=True, text=True, check=False), out


def summary_of(out: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((out / "summary.json").read_text("utf-8"))
    return found


@pytest.mark.slow
def test_every_step_holds(story: tuple["subprocess.CompletedProcess[str]", Path]) -> None:
    done, out = story
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert done.stderr == ""
    summary = summary_of(out)
    assert summary.keys() == SUMMARY_KEYS
    assert summary["ok"] is True
    assert [each["name"] for each in summary["steps"]] == ["prepare", *STEPS]
    assert all(each.keys() == STEP_KEYS and each["ok"] is True for each in summary["steps"])
    assert all(
        isinstance(summary[name], int) and summary[name] > 0
        for name in ("bytes_up", "bytes_down", "requests")
    )


@pytest.mark.slow
def test_the_service_has_the_bytes_that_were_signed(
    story: tuple["subprocess.CompletedProcess[str]", Path],
) -> None:
    _, out = story
    summary = summary_of(out)
    signed = hashlib.sha256((out / summary["signed_pdf"]).read_bytes()).hexdigest()
    assert summary["signed_pdf"] == "signed.pdf"
    assert signed == summary["sha256_client"] == summary["sha256_central"]


@pytest.mark.slow
def test_each_step_that_shows_something_leaves_a_picture(
    story: tuple["subprocess.CompletedProcess[str]", Path],
) -> None:
    _, out = story
    pictures = sorted(out.glob("*.png"))
    shown = len(STEPS) - 1  # the download is made by a plain HTTP client
    assert len(pictures) >= shown
    assert all(each.read_bytes().startswith(b"\x89PNG\r\n\x1a\n") for each in pictures)


@pytest.mark.slow
def test_no_log_has_an_unexpected_line(story: tuple["subprocess.CompletedProcess[str]", Path]) -> None:
    """The agents keep the state of the line in the cache; a line that is down is no line in a log."""
    _, out = story
    logs = sorted((out / "data").rglob("*.log"))
    assert {each.parent.name for each in logs} >= {"central", "logs", "data"}
    assert unexpected(out / "data") == []
