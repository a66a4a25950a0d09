# SPDX-License-Identifier: EUPL-1.2
"""The computers of the body in the window: what is told, asked, withdrawn and copied."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from helpers.cache import ANNA, BERTA, Cache
from helpers.windows import OpenWindow, give_profile
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from eset_desktop.store.errands import DEVICES, REVOKE, Errand
from eset_desktop.store.queries.devices import DeviceFacts, DeviceList, MissingBytes, OnlyThere, Unsent
from ui.screen import state_of, tables_of, texts_of
from ui.views.devices import DevicesPage

Do = Callable[..., Any]
ACT = Unsent(
    "dossier", "set", "01900000-0000-7000-8000-0000000000d1", "2026-11-18T09:00:00.000Z", "2026/00041"
)
THEIRS = DeviceFacts(
    "device-2", "B8", BERTA, "Berta Prova", "PC-OAC", "eset-desktop/0.2.0", "active", "2026-01-01T08:00:00.000Z",
    last_contact="2026-11-18T09:30:00.000Z", reported_at="2026-11-18T09:20:00.000Z", unsent=3, unsent_bytes=2_100_000,
    oldest_at=ACT.at, acts=(ACT,),
)  # fmt: skip
OWN = DeviceFacts(
    "device-1", "A7", ANNA, "Anna Prova", "PC-SEC", "eset-desktop/0.2.0", "active", "2026-01-01T08:00:00.000Z",
    last_contact="2026-11-21T09:29:00.000Z",
)  # fmt: skip
SILENT = msgspec.structs.replace(
    THEIRS, id="device-3", name="PC-VELL", last_contact="2026-11-01T08:00:00.000Z", reported_at="", unsent=0,
    unsent_bytes=0, oldest_at="", acts=(),
)  # fmt: skip
RENEWED = msgspec.structs.replace(SILENT, id="device-0", state="renewed")
HELD = OnlyThere(
    THEIRS.reported_at, 3, (ACT,), (MissingBytes("version-1", "document-1", "2026/00040", 2_100_000, ACT.at),)
)


def say(opened: OpenWindow, errand: Errand, answer: object) -> None:
    """Let the agent have brought an answer."""
    opened.cache.clock.current += timedelta(seconds=1)
    opened.cache.replica.answer_errand(errand, msgspec.json.encode(answer).decode())
    opened.desk.refresher.look()


@pytest.fixture
def page(opened: OpenWindow, do: Do) -> DevicesPage:
    do("go.devices")
    say(opened, Errand(DEVICES), DeviceList((OWN, RENEWED, THEIRS, SILENT)))
    opened.window.devices.list.choose(1)
    return opened.window.devices


def asked(cache: Cache) -> Errand | None:
    return cache.replica.next_errand()


def test_the_list_says_how_each_computer_is(page: DevicesPage) -> None:
    rows = tables_of(page)["devices"]
    assert rows[0][:4] == ["En ús", "Anna Prova", "PC-SEC (aquest)", "0.2.0"]
    assert rows[0][5:] == ["No ho ha dit", "—"]
    assert rows[1] == ["En ús", "Berta Prova", "PC-OAC", "0.2.0", "18/11/2026 10:30", "3", "3 dies"]
    assert rows[2][0] == "20 dies en silenci"
    assert len(rows) == 3, "a renewed identity is the same computer"
    held = page.facts()["held"].splitlines()
    assert "2,1 MB" in held[0]
    assert held[1] == "18/11/2026 10:00 · 2026/00041 · Dades de l'expedient"
    assert held[2] == "i 2 més, sense nom"


def test_loading_offline_and_empty_are_said(opened: OpenWindow, do: Do, cache: Cache) -> None:
    do("go.devices")
    page = opened.window.devices
    assert page.facts()["asked"]
    assert asked(cache) == Errand(DEVICES)
    assert any("S'està demanant" in text for text in texts_of(page))
    assert opened.hints > 0
    cache.replica.drop_errands("sync.line_down")
    opened.desk.refresher.look()
    assert any("No es pot arribar" in text for text in texts_of(page))
    do("devices.ask")
    say(opened, Errand(DEVICES), DeviceList(()))
    assert "Encara no hi ha cap ordinador." in texts_of(page)
    say(opened, Errand(DEVICES), DeviceList((OWN,)))
    do("devices.ask")
    cache.replica.drop_errands("sync.line_down")
    opened.desk.refresher.look()
    assert [row["name"] for row in page.facts()["devices"]] == ["PC-SEC"], "what was told last stays"
    assert any("No es pot arribar" in text and "21/11/2026" in text for text in texts_of(page))


def test_an_access_is_withdrawn_after_a_question_in_the_page(
    page: DevicesPage, opened: OpenWindow, do: Do
) -> None:
    page._revoke.click()
    assert page.facts()["confirming"]
    assert any("«PC-OAC»" in text for text in texts_of(page.question))
    assert page.question.no.hasFocus()
    assert asked(opened.cache) is None
    QTest.keyClick(opened.window, Qt.Key.Key_Escape)
    page.question.no.click()
    assert not page.facts()["confirming"]
    page._revoke.click()
    page.question.yes.click()
    do("app.send")
    assert asked(opened.cache) == Errand(REVOKE, "device-2"), "before the list that shows it"
    assert any("S'està demanant" in text for text in texts_of(page.details))
    say(opened, Errand(REVOKE, "device-2"), HELD)
    gone = msgspec.structs.replace(THEIRS, state="revoked")
    say(opened, Errand(DEVICES), DeviceList((OWN, gone, SILENT)))
    assert tables_of(page)["devices"][2][0] == "Accés retirat"
    assert page.list.currentIndex().row() == 2, "the choice follows the computer"
    assert "Document que no va arribar mai" in page.facts()["held"]
    assert any("només era allà" in text for text in texts_of(page.details))
    page._copy.click()
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("PC-OAC · Berta Prova\n")
    assert "2026/00040" in copied


def test_without_an_answer_it_says_that_nobody_knows(page: DevicesPage, opened: OpenWindow, do: Do) -> None:
    do("devices.revoke", device="device-2")
    opened.cache.replica.drop_errands("sync.line_down")
    opened.desk.refresher.look()
    assert any("No se sap" in text for text in texts_of(page.details))
    assert page._revoke.isEnabled()


def test_what_a_revoked_one_held_can_be_asked_for_again(
    opened: OpenWindow, do: Do, page: DevicesPage
) -> None:
    gone = msgspec.structs.replace(THEIRS, state="revoked")
    say(opened, Errand(DEVICES), DeviceList((OWN, gone)))
    page._revoke.click()
    do("app.send")
    assert not page.facts()["confirming"]
    assert asked(opened.cache) == Errand(REVOKE, "device-2")


def test_ones_own_computer_is_not_revoked_here(page: DevicesPage, opened: OpenWindow, do: Do) -> None:
    page.list.choose(0)
    assert not page._revoke.isEnabled()
    do("devices.revoke", device="device-1")
    assert asked(opened.cache) is None
    assert opened.window.notices.lines


def test_another_choice_takes_the_question_back(page: DevicesPage) -> None:
    page._revoke.click()
    page.list.choose(2)
    assert not page.facts()["confirming"]


@pytest.mark.usefixtures("page")
def test_nobody_but_the_secretary_goes_there(opened: OpenWindow) -> None:
    assert opened.window.navigation._buttons["go.devices"].isVisible()
    give_profile(opened.cache, ("administracio",))
    opened.desk.refresher.look()
    assert not {"go.devices", "devices.ask", "devices.revoke"} & set(state_of(opened.window)["actions"])
    assert not opened.window.navigation._buttons["go.devices"].isVisible()


def test_what_no_agent_took_is_given_up(opened: OpenWindow, do: Do, cache: Cache, qtbot: QtBot) -> None:
    do("go.devices")
    cache.clock.current += timedelta(seconds=61)
    opened.window.devices._clock.timeout.emit()
    qtbot.waitUntil(lambda: opened.desk.background.is_idle)
    opened.desk.refresher.look()
    assert opened.window.devices.facts()["problem"] == "sync.line_down"


def test_the_page_follows_the_language(page: DevicesPage, do: Do) -> None:
    do("language.en")
    assert tables_of(page)["devices"][1][0] == "In use"
    assert "Computers" in texts_of(page)
    do("language.ca")
