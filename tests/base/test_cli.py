# SPDX-License-Identifier: EUPL-1.2
"""The command line's own manners; each command has tests of its own."""

import argparse
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import eset_desktop.commands
from eset_desktop import cli
from eset_desktop.settings import SettingsNotSaved


@pytest.fixture
def planted(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], int]], None]:
    """Return a function that makes `eset-desktop planted` do something."""

    def plant(action: Callable[[], int]) -> None:
        def register(subparsers: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
            subparsers.add_parser("planted").set_defaults(run=lambda _: action())

        module = ModuleType("eset_desktop.commands.planted")
        module.__dict__["register"] = register
        monkeypatch.setitem(sys.modules, module.__name__, module)
        monkeypatch.setattr(cli, "COMMANDS", ("planted",))

    return plant


def test_a_command_gives_its_status(planted: Callable[[Callable[[], int]], None]) -> None:
    planted(lambda: 7)
    assert cli.main(["planted"]) == 7


def test_a_known_failure_is_one_line_and_status_1(
    planted: Callable[[Callable[[], int]], None],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> int:
        raise SettingsNotSaved(reason="full")

    planted(fail)
    monkeypatch.setenv("LC_ALL", "ca_ES.UTF-8")
    assert cli.main(["planted"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("No s'han pogut desar les preferències. Comproveu")
    assert captured.err.endswith("[reason=full]\n")
    monkeypatch.setenv("LC_ALL", "C")
    assert cli.main(["planted"]) == 1
    assert capsys.readouterr().err.startswith("Your preferences could not be saved.")


def test_an_interruption_is_status_130(planted: Callable[[Callable[[], int]], None]) -> None:
    def interrupt() -> int:
        raise KeyboardInterrupt

    planted(interrupt)
    assert cli.main(["planted"]) == 130


@pytest.mark.parametrize("arguments", [[], ["no-such-command"], ["--no-such-option"]])
def test_wrong_usage_is_status_2(arguments: list[str]) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "eset_desktop", *arguments], capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert "usage: eset-desktop" in done.stderr


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys; from eset_desktop import cli; cli.parser().format_help();"
        "print(*{'PySide6', 'sqlalchemy', 'pyhanko', 'requests', 'fastapi', 'sqlcipher3'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "\n"


def test_every_command_is_declared() -> None:
    folder = Path(eset_desktop.commands.__file__ or "").parent
    commands = [path.stem for path in folder.glob("*.py") if "\ndef register(" in path.read_text()]
    assert sorted(cli.COMMANDS) == sorted(commands)
