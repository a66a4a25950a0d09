# SPDX-License-Identifier: EUPL-1.2
"""What the commands say and ask, in three languages; what a person at a terminal is asked twice."""

import io
import os
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import eset_desktop.commands
import resources
from eset_desktop import cli
from eset_desktop.commands import wording
from eset_desktop.domain.sealing import Cost
from eset_desktop.store import profile
from eset_desktop.store.keys import ByPassphrase

ROOT = Path(__file__).resolve().parents[2]
TEXTS = resources.command_texts()


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", TEXTS)
def test_a_text_fills_in_the_same_in_every_language(key: str) -> None:
    assert len({frozenset(placeholders(text)) for text in TEXTS[key].values()}) == 1


def test_what_is_counted_has_both_numbers() -> None:
    plural = {key.rpartition(".")[0] for key in TEXTS if key.endswith((".one", ".other"))}
    assert plural
    assert all(f"{key}.{number}" in TEXTS for key in plural for number in ("one", "other"))


def test_every_key_that_a_command_names_is_there() -> None:
    folder = Path(eset_desktop.commands.__file__ or "").parent
    source = "".join(path.read_text("utf-8") for path in folder.glob("*.py"))
    named = set(re.findall(r'wording\.text\(\s*"([a-z_.]+)"', source))
    counted = set(re.findall(r'wording\.counted\(\s*"([a-z_.]+)"', source))
    assert named
    assert counted
    assert named | {f"{key}.{number}" for key in counted for number in ("one", "other")} <= set(TEXTS)


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "en"), ({"LANG": "ca_ES.UTF-8"}, "ca"), ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LC_ALL": "es_ES", "LANG": "ca_ES"}, "es"), ({"LC_ALL": "", "LC_MESSAGES": "ca", "LANG": "es"}, "ca"),
    ],
)  # fmt: skip
def test_the_language_is_the_system_s(environment: dict[str, str], expected: str) -> None:
    assert wording.language(environment) == expected


@pytest.mark.parametrize(
    ("locale", "one", "more"),
    [("ca_ES.UTF-8", "p: 1 classe.", "p: 2 classes."), ("es_ES.UTF-8", "p: 1 clase.", "p: 2 clases."),
     ("C", "p: 1 class.", "p: 2 classes.")],
)  # fmt: skip
def test_numbers_agree(locale: str, one: str, more: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", locale)
    assert [wording.counted("plan.classes", count, plan="p") for count in (1, 2)] == [one, more]


class Terminal:
    """A person's terminal with a command in it."""

    def __init__(self, *command: str) -> None:
        self._ours, theirs = os.openpty()
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "ca_ES.UTF-8", "PYTHONUTF8": "1"}
        self.process = subprocess.Popen(
            [sys.executable, "-m", "eset_desktop", *command],
            stdin=theirs, stdout=theirs, stderr=theirs, env=environment, start_new_session=True,
        )  # fmt: skip
        os.close(theirs)
        self.shown = ""

    def answer(self, question: str, typed: str) -> None:
        """Wait for a question and type a line."""
        while not self.shown.endswith(question):
            assert self._read(), f"ended after {self.shown!r}"
        self.shown = ""
        os.write(self._ours, f"{typed}\n".encode())

    def rest(self) -> str:
        """Return what is written until the end."""
        while self._read():
            continue
        return self.shown.replace("\r\n", "\n")

    def close(self) -> None:
        """End the command if it runs."""
        self.process.kill()
        self.process.wait()
        os.close(self._ours)

    def _read(self) -> bool:
        try:
            data = os.read(self._ours, 4096)
        except OSError:  # Linux: nobody holds the other end any more
            return False
        self.shown += data.decode()
        return bool(data)


@pytest.fixture
def nobody() -> Iterator[str]:
    """An address where nobody answers: bound, so that nobody else takes it, and not listening."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}"


@pytest.fixture
def joining(nobody: str, tmp_path: Path) -> Iterator[Terminal]:
    """`join` to an address where nobody answers."""
    if sys.platform == "win32":
        pytest.skip("there are no pseudo-terminals")
    terminal = Terminal("join", nobody, "--passphrase", "--profile", str(tmp_path / "desk"))
    yield terminal
    terminal.close()


def test_a_new_passphrase_is_asked_twice_and_an_unreachable_service_leaves_nothing(
    joining: Terminal, tmp_path: Path
) -> None:
    joining.answer("Codi d'alta: ", "qualsevol")
    new, again = (TEXTS[f"prompt.{key}"]["ca"] for key in ("new_passphrase", "again"))
    joining.answer(new, "una frase prou llarga")
    joining.answer(again, "una frase prou llarha")
    joining.answer(f"Torneu-les a introduir.\r\n{new}", "una frase prou llarga")
    joining.answer(again, "una frase prou llarga")
    told = joining.rest()
    assert "frase" not in told
    text = resources.error_texts()["join.not_reached"]["ca"]
    assert told.strip().startswith(f"{text.title} {text.advice}")
    assert "Encara no s'ha configurat res" in text.title
    assert joining.process.wait() == 1
    assert not (tmp_path / "desk" / "keys.json").exists()


def test_the_end_of_the_input_is_a_refusal_in_one_line(joining: Terminal) -> None:
    joining.answer("Codi d'alta: ", "\x04\x04")
    told = joining.rest()
    assert "Traceback" not in told
    assert joining.process.wait() == 1


@pytest.mark.parametrize("there", [False, True], ids=["a new profile", "a profile that goes on"])
def test_what_is_there_already_is_told_from_what_is_not(
    nobody: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    there: bool,
) -> None:
    folder, phrase = tmp_path / "desk", "una frase prou llarga"
    if there:
        profile.create(folder, (ByPassphrase(phrase, Cost(memory_kib=64, passes=1, lanes=1)),))
    monkeypatch.setenv("LC_ALL", "ca_ES.UTF-8")
    monkeypatch.setattr(sys, "stdin", io.StringIO(f"qualsevol\n{phrase}\n"))
    assert cli.main(["join", nobody, "--profile", str(folder), "--passphrase"]) == 1
    text = resources.error_texts()["join.not_changed" if there else "join.not_reached"]["ca"]
    assert capsys.readouterr().err.startswith(text.title)
