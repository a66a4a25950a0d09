# SPDX-License-Identifier: EUPL-1.2
"""The keyboard alone runs the story: from the file plan to a signed document, a settled conflict and undo."""

from collections.abc import Callable
from pathlib import Path

import pytest
from helpers.cache import Cache
from helpers.sign_page import PASSPHRASE
from helpers.windows import OpenWindow, make_conflict
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
LONGEST_WALK = 60


class Keyboard:
    """Presses keys where the focus is, and nothing else."""

    def __init__(self, qtbot: QtBot, opened: OpenWindow) -> None:
        self._qtbot = qtbot
        self._opened = opened

    @property
    def focus(self) -> QWidget:
        return QApplication.focusWidget() or self._opened.window

    @property
    def _receiver(self) -> QWidget:
        """Return who gets the keys: an open list of suggestions before the field it belongs to."""
        return QApplication.activePopupWidget() or self.focus

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self._receiver, key, modifiers)
        self.settle()

    def type(self, text: str) -> None:
        for letter in text:
            QTest.keyClicks(self._receiver, letter)
        self.settle()

    def walk_to(self, name: str) -> None:
        """Press Tab until the focus is on what is called so."""
        for _ in range(LONGEST_WALK):
            if self.focus.objectName() == name:
                return
            self.press(Qt.Key.Key_Tab)
        pytest.fail(f"Tab never came to {name}; it is on {self.focus.objectName()!r}")

    def settle(self) -> None:
        over = QApplication.activePopupWidget() or QApplication.activeModalWidget()
        if over is None and not self._opened.window.isActiveWindow():
            # the offscreen platform does not give the focus back when a list of suggestions or a box closes
            self._opened.window.activateWindow()
            self.until(self._opened.window.isActiveWindow)
        self._qtbot.waitUntil(lambda: self._opened.desk.background.is_idle, timeout=20_000)

    def until(self, condition: Callable[[], bool]) -> None:
        self._qtbot.waitUntil(condition, timeout=20_000)


@pytest.fixture
def keys(qtbot: QtBot, opened: OpenWindow) -> Keyboard:
    opened.window.activateWindow()
    qtbot.waitUntil(opened.window.isActiveWindow, timeout=20_000)
    return Keyboard(qtbot, opened)


def page(opened: OpenWindow) -> str:
    return opened.window.page_name


def test_from_the_plan_to_a_signed_document(
    keys: Keyboard, opened: OpenWindow, pdf: Path, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys.press(Qt.Key.Key_1, CTRL)
    assert page(opened) == "plan"
    keys.type("obres")
    keys.press(Qt.Key.Key_Return)
    keys.press(Qt.Key.Key_Return)
    assert page(opened) == "dossiers"

    keys.press(Qt.Key.Key_N, CTRL)
    assert (
        keys.focus.parent() is opened.window.new_dossier.series
        or keys.focus is opened.window.new_dossier.series
    )
    keys.type("T1")
    keys.press(Qt.Key.Key_Tab)
    keys.walk_to("new_title")
    keys.type("Obres amb el teclat")
    keys.walk_to("party_name")
    keys.type("Maria Prova")
    keys.walk_to("party_identifier")
    keys.type("00000000T")
    keys.press(Qt.Key.Key_Return, CTRL)
    keys.until(lambda: page(opened) == "dossier")
    assert opened.window.current.facts()["parties"][0]["name"] == "Maria Prova"

    keys.press(Qt.Key.Key_D, CTRL)
    assert page(opened) == "add_document"
    give_files(monkeypatch, opened, [str(pdf)])
    keys.press(Qt.Key.Key_Space)
    keys.until(lambda: opened.window.current.facts().get("file") == pdf.name)
    keys.type("Informe")
    keys.press(Qt.Key.Key_Tab)
    keys.press(Qt.Key.Key_Return, CTRL)
    keys.until(lambda: page(opened) == "dossier")
    assert opened.window.current.facts()["tab"] == "documents"

    keys.press(Qt.Key.Key_S, CTRL | SHIFT)
    assert page(opened) == "sign"
    opened.desk.registry.invoke("certificate.add", {"file": str(certificate)})
    keys.settle()
    keys.walk_to("identities")
    keys.press(Qt.Key.Key_Return, CTRL)
    keys.until(lambda: isinstance(QApplication.activeModalWidget(), QDialog))
    box = secret_box()
    QTest.keyClicks(box, PASSPHRASE)
    QTest.keyClick(box, Qt.Key.Key_Return)
    keys.until(lambda: page(opened) == "dossier")
    keys.settle()
    (document,) = opened.window.current.facts()["documents"]
    assert (document["relation"], document["versions"]) == ("signature", 2)

    keys.press(Qt.Key.Key_3, CTRL)
    assert [row["what"] for row in opened.window.current.facts()["rows"]] == [
        "dossier.create", "party.create", "document.create", "version.content", "version.signature",
    ]  # fmt: skip


def secret_box() -> QLineEdit:
    """Return where the PIN or passphrase is typed, in the box that is open."""
    dialog = QApplication.activeModalWidget()
    assert dialog is not None
    box = dialog.findChild(QLineEdit, "secret_box")
    assert isinstance(box, QLineEdit)
    return box


def give_files(monkeypatch: pytest.MonkeyPatch, opened: OpenWindow, files: list[str]) -> None:
    """Answer the system's file dialog, whose own keys are not ours to test."""
    add = opened.window.add_document
    monkeypatch.setattr(add, "choose_file", lambda: opened.desk.registry.follow(add.take(files)))
    add._file.clicked.disconnect()
    add._file.clicked.connect(add.choose_file)


def test_a_conflict_is_settled_and_a_title_edited_and_undone(
    keys: Keyboard, opened: OpenWindow, cache: Cache, do: Callable[..., object]
) -> None:
    do("dossier.new", **{"class": "T1", "title": "Primer"})
    with cache.database.write() as connection:
        connection.execute(
            "UPDATE object SET fields = json_set(fields, '$.number', '2026/00001') WHERE kind = 'dossier'"
        )
    make_conflict(cache)
    opened.desk.refresher.look()
    keys.press(Qt.Key.Key_4, CTRL)
    keys.walk_to("card_other_choose")
    keys.press(Qt.Key.Key_Space)
    keys.until(lambda: opened.window.current.facts()["rows"] == [])

    keys.press(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert page(opened) == "dossier"
    keys.walk_to("dossier_title")
    keys.press(Qt.Key.Key_A, CTRL)
    keys.type("Segon")
    keys.press(Qt.Key.Key_Return)
    keys.until(lambda: opened.window.current.facts()["title"] == "Segon")
    keys.walk_to("dossier_unit")
    keys.press(Qt.Key.Key_Z, CTRL)
    keys.until(lambda: opened.window.current.facts()["title"] == "Obres majors: façana del carrer Nou, 7")


def test_tab_comes_round_in_every_form(keys: Keyboard) -> None:
    keys.press(Qt.Key.Key_N, CTRL)
    start, seen = keys.focus, set()
    for _ in range(LONGEST_WALK):
        keys.press(Qt.Key.Key_Tab)
        seen.add(keys.focus.objectName())
        if keys.focus is start:
            break
    assert keys.focus is start
    assert {"new_procedure", "new_title", "new_unit", "party_name", "party_identifier", "new_create"} <= seen
