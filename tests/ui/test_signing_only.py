# SPDX-License-Identifier: EUPL-1.2
"""The window of a signing-only computer: it begins with what waits, says what it is, and offers nothing that is not here."""

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from helpers.cache import SERIES, Cache
from helpers.windows import OpenWindow
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QLabel

from eset_desktop.store import meta
from eset_desktop.store.queries.devices import DeviceFacts
from ui.device_texts import DeviceTexts
from ui.outcome import Outcome
from ui.screen import state_of
from ui.signing_only import NOT_HERE

OFFICE = DeviceFacts(
    "device-2", "B8", "p", "Prova", "PC", "eset-desktop/1", "active", "2026-01-01T08:00:00.000Z"
)


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    made = Cache(tmp_path / "cache")
    with made.database.write() as connection:
        meta.put(connection, "account.signing_only", "1")
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


def test_the_list_of_computers_says_which_ones_are(opened: OpenWindow) -> None:
    texts, now = DeviceTexts(QObject()), opened.cache.clock.now()
    at_home = msgspec.structs.replace(OFFICE, signing_only=True, last_contact="2026-11-21T09:29:00.000Z")
    in_office = msgspec.structs.replace(at_home, signing_only=False)
    assert texts.state_text(at_home, now) == "En ús · només per signar"
    assert texts.state_text(in_office, now) == "En ús"
