# SPDX-License-Identifier: EUPL-1.2
"""What a person is told of a refusal, in each language, read from the running program."""

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any, Final

import pytest
from helpers.running import PATIENCE, Computer

import resources
from eset_desktop.demo.errors import DemoFailed, WindowGone
from eset_desktop.demo.processes import Window

LANGUAGES: Final = ("ca", "es", "en")


def is_told(window: Window, code: str, act: Callable[[], object]) -> None:
    """Do an act that is refused for one reason, once in each language, and check what the window tells."""
    found = [told_in(window, language, code, act) for language in LANGUAGES]
    are_one_text(found)
    window.ask("language.ca")


def told_in(window: Window, language: str, code: str, act: Callable[[], object]) -> str:
    """Do an act that is refused and return the notice that the window shows."""
    window.ask(f"language.{language}")
    with pytest.raises(DemoFailed, match=f'"{code}"'):
        act()
    shown = [each for each in window.ask("state")["notices"] if each.startswith(beginning(code, language))]
    assert shown, f"nothing is told of {code} in {language}"
    return str(shown[0])


def beginning(code: str, language: str) -> str:
    """Return what a refusal's text begins with, up to what is filled in."""
    text = resources.error_texts()[code][language]
    assert text.advice, f"{code} names no action in {language}"
    return text.title.partition("{")[0]


def are_one_text(found: list[str]) -> None:
    """Check that texts of one thing differ from language to language."""
    assert all(found)
    assert len(set(found)) == len(LANGUAGES), found


def open_refused(computer: Computer, code: str) -> None:
    """Start the window in each language; it must end with status 1 and say why and what to do."""
    told = []
    for language in LANGUAGES:
        computer.window.arguments = ("--lang", language, "--no-agent")
        with pytest.raises(WindowGone):
            computer.window.start()
        assert computer.window.process.wait(PATIENCE) == 1
        computer.window.kill_window()
        told.append(last_line(computer))
        assert told[-1].startswith(f"{code}: {beginning(code, language)}"), told[-1]
        text = resources.error_texts()[code][language]
        assert told[-1].endswith(text.advice)
    are_one_text(told)


def last_line(computer: Computer) -> str:
    """Return the last line that a window wrote to its error stream."""
    log = computer.folder.parent / f"{computer.folder.name}.window.log"
    return log.read_text("utf-8").splitlines()[-1]


def command(computer: Computer, *arguments: str, given: str = "") -> "subprocess.CompletedProcess[str]":
    """Run an `eset-desktop` command on a computer's profile, secrets given on its input."""

    return subprocess.run(
        [sys.executable, "-m", "eset_desktop", *arguments, "--profile", str(computer.folder)],
        input=given, capture_output=True, text=True, check=False, timeout=PATIENCE,
        env={**os.environ, "LC_ALL": "C", "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"},
    )  # fmt: skip


def facts(window: Window) -> dict[str, Any]:
    """Return the facts of the page on screen."""
    found: dict[str, Any] = window.ask("state")["facts"]
    return found


def _texts_in(window: Window, language: str) -> list[str]:
    """Return what the page on screen says in a language."""
    window.ask(f"language.{language}")
    return [str(each) for each in window.ask("state")["texts"]]


def says(window: Window, code: str) -> None:
    """Check that the page says a failure's cause and action in each language, once it has read what it shows."""
    window.ask("wait", until="idle", timeout=PATIENCE)
    found = []
    for language in LANGUAGES:
        text = resources.error_texts()[code][language]
        shown = " ".join(_texts_in(window, language))
        assert text.title in shown
        assert text.advice in shown
        found.append(text.title + text.advice)
    are_one_text(found)
