# SPDX-License-Identifier: EUPL-1.2
"""The window of a signing-only computer: it begins with what waits, says what it is, and offers nothing that is not here."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from helpers.asked_at_home import bring, signing_only
from helpers.cache import SERIES, Cache
from helpers.pdfs import make_pdf
from helpers.windows import OpenWindow
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import resources
from eset_desktop.domain.signature_acts import LATE
from eset_desktop.operations import documents
from eset_desktop.operations.documents import NewVersion
from eset_desktop.store import late
from eset_desktop.store.queries.devices import DeviceFacts
from ui.device_texts import DeviceTexts
from ui.outcome import Outcome
from ui.screen import state_of
from ui.signing_only import NOT_HERE
from ui.widgets.action_button import ActionButton

WAIT = 20_000
OFFICE = DeviceFacts(
    "device-2", "B8", "p", "Prova", "PC", "eset-desktop/1", "active", "2026-01-01T08:00:00.000Z"
)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    made = Cache(tmp_path / "cache")
    signing_only(made)
    yield made
    made.close()


def test_it_begins_with_what_waits_and_offers_nothing_else(
    opened: OpenWindow, do: Callable[..., Outcome[object]]
) -> None:
    state = state_of(opened.window)
    assert state["page"] == "signatures"
    assert not NOT_HERE & set(state["actions"])
    only = opened.window.strip.findChild(QLabel, "signing_only")
    assert only is not None
    assert only.isVisible()
    assert only.text() == "Ordinador només per signar"
    do("language.en")
    assert only.text() == "Computer only for signing"
    places = opened.window.navigation
    shown = {name for name, button in places._buttons.items() if button.isVisible()}
    assert shown == {"go.signatures", "go.outbox"}
    do("dossier.new", **{"class": SERIES, "title": "Un expedient"})
    assert opened.cache.waiting() == []
    do("go.outbox")
    do("go.back")
    assert opened.window.page_name == "signatures"


def test_what_is_not_there_is_in_no_menu_and_refused_with_its_reason(
    opened: OpenWindow, do: Callable[..., Outcome[object]]
) -> None:
    menus = opened.window._menus
    shown = {name for name, menu in menus.items() if menu.menuAction().isVisible()}
    assert "dossier" not in {name for name in shown if menus[name].isEmpty()}
    visible = {each.objectName() for menu in menus.values() for each in menu.actions() if each.isVisible()}
    assert not NOT_HERE & visible
    do("dossier.new", **{"class": SERIES, "title": "Un expedient"})
    assert "només per signar" in opened.window.notices.lines[-1].text


def test_its_lists_say_where_the_rest_is(opened: OpenWindow, do: Callable[..., Outcome[object]]) -> None:
    tabs = opened.window.signatures.tabs
    assert [tabs.isTabVisible(place) for place in range(3)] == [True, False, True]
    do("go.signatures", tab="sent")
    assert opened.window.signatures.facts()["tab"] == "to_sign"
    do("go.signatures", tab="done")
    shown = {each.text() for each in tabs.currentWidget().findChildren(QLabel) if each.isVisible()}
    assert "El que ja heu signat és a l'ajuntament." in shown
    assert any("Fetes" in each for each in shown)


@pytest.mark.parametrize("code", ["ca", "es", "en"])
def test_its_help_is_its_own(opened: OpenWindow, do: Callable[..., Outcome[object]], code: str) -> None:
    do(f"language.{code}")
    for place in ("go.outbox", "go.signatures"):
        do(place)
        do("help.show")
        text = opened.window.help.text.toPlainText()
        assert text.startswith(
            resources.text(f"help/signing_only.{code}.md").splitlines()[0].removeprefix("## ")
        )
        assert "Ctrl+N" not in text
        assert "F1" in text


def test_a_dossier_is_what_names_it_to_be_read(
    opened: OpenWindow, do: Callable[..., Outcome[object]]
) -> None:
    at_home = bring(opened.cache, "Decret 7", make_pdf(1))
    opened.desk.refresher.look()
    do("dossier.open", id=at_home.dossier)
    data = opened.window.dossier.data
    assert (data.subject.text(), data.subject.isReadOnly()) == ("Obres al carrer Major", True)
    assert not any(
        each.isVisible() for each in (data.unit, data.phase, data.notes, data.parties, *data.facts)
    )
    assert "només per signar" in data._why.text()
    do("dossier.open", id=at_home.dossier, tab="documents")
    assert [each["title"] for each in opened.window.dossier.facts()["documents"]] == ["Decret 7"]
    assert opened.window.dossier.documents.panel.subject.isReadOnly()
    buttons = {
        each.objectName(): each.isVisible() for each in opened.window.dossier.findChildren(ActionButton)
    }
    assert (buttons["document.add"], buttons["request.new"], buttons["document.sign"]) == (False, False, True)


def test_a_signature_that_came_too_late_is_told_until_it_is_read(
    opened: OpenWindow, do: Callable[..., Outcome[object]], qtbot: QtBot
) -> None:
    cache = opened.cache
    at_home = bring(cache, "Decret 7", make_pdf(1))
    signed = NewVersion(make_pdf(1, padding=b"signed"), "signature", parent=at_home.version)
    documents.add_version(cache.session, at_home.document, signed)
    version, answer = cache.waiting()
    cache.replica.mark_sent([version, answer])
    seq = max(each.seq for each in cache.replica.cursors())
    results = (cache.accept(version, seq + 1), cache.accept(answer, seq + 2, rev=2))
    told = (results[0], msgspec.structs.replace(results[1], problem=LATE))
    cache.replica.take_results(told)
    opened.desk.refresher.look()
    page = opened.window.signatures
    qtbot.waitUntil(lambda: opened.desk.background.is_idle and page.late.isVisible(), timeout=WAIT)
    assert "«Decret 7»" in page.facts()["late"]
    do("language.es")
    assert page.facts()["late"].startswith("1 firma suya ha llegado cuando ya no se pedía: «Decret 7»")
    page.late.read.emit()
    qtbot.waitUntil(lambda: opened.desk.background.is_idle and not page.late.isVisible(), timeout=WAIT)
    assert late.known(cache.database.reader()) == ()


def test_the_list_of_computers_says_which_ones_are(opened: OpenWindow) -> None:
    texts, now = DeviceTexts(QObject()), opened.cache.clock.now()
    at_home = msgspec.structs.replace(OFFICE, signing_only=True, last_contact="2026-11-21T09:29:00.000Z")
    in_office = msgspec.structs.replace(at_home, signing_only=False)
    assert texts.state_text(at_home, now) == "En ús · només per signar"
    assert texts.state_text(in_office, now) == "En ús"
