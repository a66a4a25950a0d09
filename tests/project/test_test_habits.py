# SPDX-License-Identifier: EUPL-1.2
"""What `tests/conftest.py` promises, seen from outside: a run of tests that break each promise."""

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

pytestmark = pytest.mark.habit

TESTS = """
import logging
import threading
import time

import pytest

def test_log_unexpected():
    logging.getLogger("x").warning("surprise")

def test_log_expected(expected_logs):
    expected_logs.allow("surpr")
    logging.getLogger("x").warning("surprise")

def test_thread_left():
    threading.Thread(target=threading.Event().wait, args=(30,), name="forgotten", daemon=True).start()

@pytest.mark.slow
@pytest.mark.parametrize("number", range(6))
def test_a_long_one(tell, number):
    began = time.monotonic()
    threading.Event().wait(0.05)
    tell(f"from {began} to {time.monotonic()}")

def test_quick():
    pass
"""

SPAN = re.compile(r"^test_promises.py::test_a_long_one\S*: from (\S+) to (\S+)$", re.MULTILINE)


@pytest.fixture(scope="module")
def output(root: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("suite")
    (folder / "conftest.py").write_text((root / "tests" / "conftest.py").read_text())
    (folder / "test_promises.py").write_text(TESTS)
    (folder / "pytest.ini").write_text(f"[pytest]\nmarkers =\n  slow: long\npythonpath = {root / 'tests'}\n")
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-v",
        "-n",
        "2",
        "--dist",
        "loadgroup",
        "-p",
        "no:cacheprovider",
        ".",
    ]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False).stdout


def test_an_unexpected_log_line_fails_a_test(output: str) -> None:
    assert "ERROR test_promises.py::test_log_unexpected - Failed: unexpected log lines" in output


def test_a_named_log_line_does_not(output: str) -> None:
    assert "ERROR test_promises.py::test_log_expected" not in output
    assert "PASSED test_promises.py::test_log_expected" in output


def test_a_thread_left_behind_fails_a_test(output: str) -> None:
    assert "threads left behind: forgotten" in output
    assert "ERROR test_promises.py::test_thread_left" in output


def test_what_a_test_tells_stands_before_the_summary(output: str) -> None:
    assert len(SPAN.findall(output)) == 6
    assert output.splitlines()[-1].strip("= ").startswith("10 passed, 2 errors in")


def test_long_tests_run_one_after_the_other(output: str) -> None:
    spans = sorted((float(began), float(ended)) for began, ended in SPAN.findall(output))
    assert all(ended <= began for (_, ended), (began, _) in pairwise(spans))
