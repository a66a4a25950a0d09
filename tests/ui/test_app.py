# SPDX-License-Identifier: EUPL-1.2
"""The window as a program: driven over its socket, opened once, refused with the reason."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from helpers.cache import BODY, EPOCH, FIRST_ROWS, STREAM
from helpers.profiles import PASSPHRASE, WAY

from eset_desktop.demo.errors import DemoFailed
from eset_desktop.demo.processes import Window
from eset_desktop.paths import Paths
from eset_desktop.store import keys, profile
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.meta import Account
from eset_desktop.workplace import Workplace
from sync.protocol import FeedPage

OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
CLASS = "T1"


@pytest.fixture
def made(tmp_path: Path) -> tuple[Path, DataKey]:
    """A joined profile after its first sync, closed."""
    folder = tmp_path / "profile"
    _, key = profile.create(folder, (WAY,), body_name="Sant Pere de Ribalta", colour="#1b6ca8")
    with Workplace.open_for_tool(Paths.below(folder), key) as place:
        account = Account(
            "http://127.0.0.1:9", "t", "d", "A7", FIRST_ROWS[1].id, "Anna Prova", BODY, "Ribalta"
        )
        place.replica.join(account, ("catalogue", STREAM))
        page = FeedPage(STREAM, EPOCH, 0, len(FIRST_ROWS), len(FIRST_ROWS), FIRST_ROWS, ())
        for _ in place.replica.take_page(page):
            pass
    return folder, key


@pytest.fixture
def window(made: tuple[Path, DataKey]) -> Iterator[Window]:
    folder, key = made
    running = Window(folder, key, ("--no-agent",), OFFSCREEN)
    running.start()
    yield running
    running.kill_window()


def test_it_is_driven_through_its_actions(window: Window, tmp_path: Path) -> None:
    made = window.ask("dossier.new", **{"class": CLASS, "title": "Llicència d'obres"})
    assert made["created"]
    state = window.ask("wait", until="fact", fact="title", equals="Llicència d'obres")
    assert (state["page"], state["language"], state["status"]["pending"]["queued"]) == ("dossier", "ca", 1)
    assert "Només en aquest ordinador" in " ".join(state["texts"])
    picture = window.ask("picture", file=str(tmp_path / "finestra.png"))
    assert (picture["width"], picture["height"]) == (1280, 800)
    assert (tmp_path / "finestra.png").read_bytes().startswith(b"\x89PNG")


REFUSALS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("dossier.fly", {}, "ui.unknown_action"),
    ("document.sign", {}, "ui.action_unavailable"),
    ("dossier.new", {"class": CLASS, "title": ""}, "ui.input_missing"),
    ("dossier.new", {"class": "cap", "title": "x"}, "ui.input_wrong"),
    ("dossier.open", {"label": "PROV-ZZ-0001"}, "operation.not_found"),
    ("wait", {"until": "cap"}, "ui.bad_request"),
    ("wait", {"until": "line_up", "timeout": 0.05}, "ui.not_in_time"),
)


def test_every_refusal_is_answered_with_its_code(window: Window) -> None:
    for action, args, code in REFUSALS:
        with pytest.raises(DemoFailed) as refused:
            window.ask(action, **args)
        assert json.loads(str(refused.value.details["reason"]))["code"] == code


def test_what_was_saved_is_there_after_a_kill(made: tuple[Path, DataKey], window: Window) -> None:
    window.ask("dossier.new", **{"class": CLASS, "title": "Sobreviu"})
    window.kill_window()
    again = Window(made[0], made[1], ("--no-agent",), OFFSCREEN)
    again.start()
    again.ask("go.dossiers", text="sobreviu")
    assert again.ask("state")["facts"]["count"] == 1
    again.ask("app.quit")
    assert again.process.wait(60) == 0
    again.kill_window()


def started(folder: Path, secret: bytes) -> "subprocess.CompletedProcess[str]":
    """Run a driven window that should end by itself."""
    reading, writing = os.pipe()
    os.write(writing, secret)
    os.close(writing)
    mine, theirs = socket.socketpair()
    command = [sys.executable, "-m", "eset_desktop.app", "--profile", str(folder), "--key-fd", str(reading)]
    try:
        return subprocess.run(
            [*command, "--no-agent", "--drive", str(theirs.fileno())], pass_fds=(reading, theirs.fileno()), check=False,
            capture_output=True, text=True, timeout=120, env={**os.environ, **OFFSCREEN},
        )  # fmt: skip
    finally:
        os.close(reading)
        mine.close()
        theirs.close()


def test_a_second_window_brings_the_first_to_the_front_and_ends(
    made: tuple[Path, DataKey], window: Window
) -> None:
    reading, writing = os.pipe()
    made[1].hand_over(writing)
    with os.fdopen(reading, "rb") as pipe:
        secret = pipe.read()
    assert started(made[0], secret).returncode == 0
    assert window.ask("state")["page"] == "dossiers"


def test_a_wrong_key_is_told_and_nothing_is_opened(made: tuple[Path, DataKey]) -> None:
    done = started(made[0], bytes(32))
    assert done.returncode == 1
    assert "store.wrong_key" in done.stderr


def test_a_folder_without_a_profile_is_told(tmp_path: Path) -> None:
    done = started(tmp_path / "res", bytes(32))
    assert done.returncode == 1
    assert "store." in done.stderr


@pytest.mark.usefixtures("qapp")
def test_the_passphrase_opens_the_profile(made: tuple[Path, DataKey]) -> None:
    from ui.unlock import UnlockDialog

    path = profile.open(made[0]).keys_path
    dialog = UnlockDialog(None, "ca", lambda given: keys.open_with_passphrase(path, given))
    dialog.box.setText("una altra frase")
    dialog._try()
    assert dialog.opened is None
    assert dialog.told.text()
    dialog.box.setText(PASSPHRASE)
    dialog._try()
    assert dialog.opened == made[1]
    dialog.deleteLater()
