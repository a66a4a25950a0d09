# SPDX-License-Identifier: EUPL-1.2
"""The registry: every action is bound, its keys are its own, and it says why it cannot be done."""

from collections import Counter

from helpers.cache import Cache
from helpers.windows import OpenWindow
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QToolButton
from pytestqt.qtbot import QtBot

import resources
from ui.action_table import ACTIONS, DEMO, MENUS
from ui.actions import plain_label
from ui.errors import ActionUnavailable, UnknownAction


def test_every_action_is_bound(opened: OpenWindow) -> None:
    everywhere = {spec.id for spec in ACTIONS.values() if spec.menu != DEMO}
    assert {spec.id for spec in opened.desk.registry.specs()} == everywhere


def test_no_two_actions_share_keys() -> None:
    keys = Counter(QKeySequence(spec.shortcut).toString() for spec in ACTIONS.values() if spec.shortcut)
    assert [each for each, count in keys.items() if count > 1] == []


def test_every_action_without_needs_stands_in_a_menu() -> None:
    assert [spec.id for spec in ACTIONS.values() if spec.menu not in MENUS and not spec.needs] == []


def test_every_icon_is_there() -> None:
    names = set(resources.names("icons", ".svg"))
    assert [
        spec.icon for spec in ACTIONS.values() if spec.icon and f"icons/{spec.icon}.svg" not in names
    ] == []


def test_texts_differ_between_actions() -> None:
    texts = Counter(plain_label(spec) for spec in ACTIONS.values() if not spec.needs)
    assert [each for each, count in texts.items() if count > 1] == []


def test_mnemonics_of_a_menu_are_its_own(opened: OpenWindow) -> None:
    for code in resources.LANGUAGES:
        opened.language.switch(code)
        for menu in opened.window.menuBar().actions():
            under = menu.menu()
            assert isinstance(under, QMenu)
            marks = Counter(
                action.text()[action.text().index("&") + 1].lower()
                for action in under.actions()
                if "&" in action.text()
            )
            assert [each for each, count in marks.items() if count > 1] == [], (code, menu.text())


def test_an_unknown_action_is_refused_and_told(opened: OpenWindow) -> None:
    told: list[object] = []
    opened.desk.registry.failed.connect(told.append)
    opened.desk.registry.invoke("dossier.fly")
    assert isinstance(told[0], UnknownAction)


def test_an_action_that_makes_no_sense_here_is_refused(opened: OpenWindow) -> None:
    told: list[object] = []
    opened.desk.registry.failed.connect(told.append)
    opened.desk.registry.invoke("document.sign")
    assert isinstance(told[0], ActionUnavailable)


def test_the_help_page_lists_every_shortcut(opened: OpenWindow) -> None:
    opened.desk.registry.invoke("help.show")
    text = opened.window.help.text.toPlainText()
    for spec in ACTIONS.values():
        if spec.shortcut and spec.menu != DEMO:
            assert plain_label(spec) in text


def test_there_are_no_switches_outside_the_demonstration(opened: OpenWindow) -> None:
    assert not opened.window._menus[DEMO].menuAction().isVisible()


def test_the_switches_of_the_demonstration(qapp: QApplication, qtbot: QtBot, cache: Cache) -> None:
    asked: list[str] = []
    opened = OpenWindow(qapp, cache, demo=asked.append)
    opened.window.show()
    assert opened.window._menus[DEMO].menuAction().isVisible()
    cut, mend = (
        opened.window.strip.findChild(QToolButton, f"strip_demo.{each}_line") for each in ("cut", "mend")
    )
    assert isinstance(cut, QToolButton)
    assert isinstance(mend, QToolButton)
    cache.replica.note_contact(ok=False)
    opened.desk.refresher.look()
    assert (cut.isVisible(), mend.isVisible()) == (False, True)
    mend.click()
    opened.desk.registry.invoke("demo.power_cut")
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert asked == ["line-up", "power-cut"]
    opened.close()


def test_several_who_ask_in_one_frame_cost_one_look(opened: OpenWindow, qtbot: QtBot) -> None:
    registry, looks = opened.desk.registry, list[str]()

    def makes_sense() -> bool:
        looks.append("help.about")
        return True

    registry.bind("help.about", lambda _: None, makes_sense)
    for _ in range(5):
        registry.update_soon()
    assert looks == []
    qtbot.waitUntil(lambda: bool(looks))
    assert looks == ["help.about"]
