# SPDX-License-Identifier: EUPL-1.2
"""The command line's own manners; each command has tests of its own."""

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

import eset_desktop.commands
from eset_desktop import cli
from eset_desktop.commands import answers
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


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a disk that is always full")
@pytest.mark.parametrize(
    ("arguments", "unbuffered"), [(["identities", "--json"], ""), (["verify", "--json", "x"], "1")]
)
def test_an_answer_that_a_full_disk_does_not_take_has_a_status_of_its_own(
    arguments: list[str], unbuffered: str, tmp_path: Path
) -> None:
    with Path("/dev/full").open("wb") as full:
        done = run_command(arguments, full.fileno(), tmp_path, PYTHONUNBUFFERED=unbuffered)
    assert done.returncode == answers.LOST
    assert done.stderr.startswith("The answer could not be written to standard output")
    assert done.stderr.count("\n") == 1


def test_a_reader_that_has_gone_is_told_the_same_way(tmp_path: Path) -> None:
    readable, writable = os.pipe()
    os.close(readable)
    try:
        done = run_command(["verify", "x", "y"], writable, tmp_path)
    finally:
        os.close(writable)
    assert (done.returncode, done.stderr.count("\n")) == (answers.LOST, 1)


def test_a_command_s_own_trouble_with_a_disk_is_not_taken_for_a_lost_answer(
    planted: Callable[[Callable[[], int]], None],
) -> None:
    def fail() -> int:
        raise OSError(28, "No space left on device")

    planted(fail)
    with pytest.raises(OSError, match="No space"):
        cli.main(["planted"])


@pytest.mark.parametrize(
    "arguments",
    [["verify", ""], ["sign", ""], ["sign", "a", "--out", ""], ["clean", ""], ["extend", "", "--tsa", "x"]],
)
def test_an_empty_name_is_no_file(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as wrong:
        cli.main(arguments)
    assert wrong.value.code == 2
    assert "empty" in capsys.readouterr().err


def run_command(
    arguments: list[str], out: int, folder: Path, **more: str
) -> "subprocess.CompletedProcess[str]":
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(cli.__file__).parents[1]),
        **more,
        "LC_ALL": "C",
        "HOME": str(folder),
    }
    return subprocess.run(
        [sys.executable, "-m", "eset_desktop", *arguments], cwd=folder, env=environment, stdin=subprocess.DEVNULL,
        stdout=out, stderr=subprocess.PIPE, text=True, check=False, timeout=60,
    )  # fmt: skip
