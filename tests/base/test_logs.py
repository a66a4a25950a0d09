# SPDX-License-Identifier: EUPL-1.2
"""Logs: what they hold, what they never hold, and how they fail."""

import json
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from eset_desktop import logs

PROGRAM = """
import logging, sys, threading
from pathlib import Path
from eset_desktop import logs
folder = Path(sys.argv[2])
if sys.argv[1] == "window":
    logs.configure_window(folder)
else:
    logs.configure_service(sys.argv[1], folder if sys.argv[2] else None)
if sys.argv[1] == "central":
    import structlog
    structlog.get_logger("sync").info("page.applied", rows=50, by="00000000T")
assert ("structlog" in sys.modules) == (sys.argv[1] == "central")
logging.getLogger("x").warning("party %s saved in %s", "00000000T", Path.home() / "file")
def fail():
    raise ValueError("of ana@example.org")
thread = threading.Thread(target=fail, name="worker")
thread.start(); thread.join()
raise RuntimeError("Q0000000J")
"""


def _run(kind: str, folder: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", PROGRAM, kind, folder], capture_output=True, text=True, check=False
    )


def test_the_window_logs_lines_without_personal_data(tmp_path: Path) -> None:
    done = _run("window", str(tmp_path / "logs"))
    assert (done.returncode, done.stderr) == (1, "")
    text = (tmp_path / "logs" / "window.log").read_text()
    assert "WARNING x: party *** saved in ~/file" in text
    assert "uncaught in thread worker" in text
    assert "ValueError: of ***" in text
    assert "RuntimeError: ***" in text
    assert "00000000T" not in text


def _lines_of(service: str, folder: Path) -> list[dict[str, object]]:
    done = _run(service, str(folder))
    assert (done.returncode, done.stderr) == (1, "")
    return [json.loads(line) for line in (folder / f"{service}.log").read_text().splitlines()]


def test_the_central_service_logs_one_json_object_a_line(tmp_path: Path) -> None:
    lines = _lines_of("central", tmp_path)
    assert [line["event"] for line in lines] == [
        "page.applied",
        "party *** saved in ~/file",
        "uncaught in thread worker",
        "uncaught in thread main",
    ]
    assert (lines[0]["rows"], lines[0]["by"], lines[0]["logger"]) == (50, "***", "sync")
    assert str(lines[2]["exception"]).endswith("ValueError: of ***")
    assert all(str(line["timestamp"]).endswith("Z") for line in lines)


def test_the_agent_logs_the_same_lines(tmp_path: Path) -> None:
    first, *others = _lines_of("agent", tmp_path)
    assert first.items() >= {"event": "party *** saved in ~/file", "level": "warning", "logger": "x"}.items()
    assert [line["event"] for line in others] == ["uncaught in thread worker", "uncaught in thread main"]
    assert str(others[0]["exception"]).endswith("ValueError: of ***")
    expected = _lines_of("central", tmp_path)[1:]
    assert [each.keys() for each in (first, *others)] == [each.keys() for each in expected]
    for line in (first, *others):
        moment = datetime.fromisoformat(str(line["timestamp"]))
        assert abs(datetime.now(UTC) - moment) < timedelta(hours=1)


@pytest.mark.parametrize(
    ("service", "event"), [("central", "page.applied"), ("agent", "uncaught in thread main")]
)
def test_a_service_without_a_folder_logs_to_the_error_stream(service: str, event: str) -> None:
    assert f'"event": "{event}"' in _run(service, "").stderr


def test_logs_that_cannot_be_written_go_to_the_error_stream(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    done = _run("window", str(tmp_path / "file" / "logs"))
    assert "party ***" in done.stderr


@pytest.mark.parametrize(
    ("text", "hidden"),
    [
        ("nif 00000000T.", "nif ***."),
        ("X0000000T", "***"),
        ("body Q0000000J", "body ***"),
        ("ES00 0000 0000 0000 0000 0000", "***"),
        ("to a.b+c@example.org now", "to *** now"),
        ("object 0193f3c2-7a3c-7def-8000-00000000aaaa rev 12345678", None),
        ("sha256 9f86d081884c7d659a2feaa0c55ad015", None),
        ("ES_Q0000000_2026_EXP_1", None),
    ],
)
def test_identifiers_of_persons_are_hidden_and_those_of_objects_are_not(
    text: str, hidden: str | None
) -> None:
    assert logs.hide(text) == (text if hidden is None else hidden)
