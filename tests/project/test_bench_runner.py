# SPDX-License-Identifier: EUPL-1.2
"""`./eset bench`: what it makes of a measurement's last line."""

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

GOOD = {
    "name": "save p99",
    "value": 12.5,
    "unit": "ms",
    "floor": 1.25,
    "target": 40,
    "better": "lower",
    "met": True,
}


@pytest.fixture
def runner(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The runner with an empty folder of measurements."""
    path = Path(__file__).resolve().parents[1] / "bench" / "run.py"
    spec = importlib.util.spec_from_file_location("bench_runner", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "FOLDER", tmp_path)
    return module


def _plant(folder: Path, name: str, row: dict[str, object] | None) -> None:
    last = json.dumps({"results": [row]}) if row else "no json"
    (folder / f"bench_{name}.py").write_text(f"print('warming up')\nprint({last!r})\n")


def test_results_are_shown_and_written(
    runner: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _plant(tmp_path, "save", GOOD)
    assert runner.main(["save", "--json", str(tmp_path / "out.json")]) == 0
    heading, line = capsys.readouterr().out.splitlines()
    assert heading.split() == ["measured", "value", "unit", "floor", "target"]
    assert line.split() == ["save", "p99", "12.5", "ms", "1.25", "40", "met"]
    assert json.loads((tmp_path / "out.json").read_bytes()) == {"results": [GOOD]}


def test_a_missed_target_or_a_broken_measurement_is_a_failure(runner: ModuleType, tmp_path: Path) -> None:
    _plant(tmp_path, "missed", {**GOOD, "met": False})
    _plant(tmp_path, "broken", None)
    assert runner.main(["missed"]) == 1
    assert runner.main(["broken"]) == 1
    assert runner.main(["all"]) == 1
    assert runner.main(["unknown"]) == 2


def test_without_a_name_they_are_listed(
    runner: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _plant(tmp_path, "save", GOOD)
    _plant(tmp_path, "list", GOOD)
    assert runner.main([]) == 0
    assert capsys.readouterr().out == "list\nsave\n"
