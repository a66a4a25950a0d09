# SPDX-License-Identifier: EUPL-1.2
"""The window, a reader and a card in it: taken out in the middle of a list, put in again, told of, gone on with; nothing is signed twice."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from helpers.cache import SERIES, UNIT, Cache
from helpers.pdfs import make_pdf
from helpers.readers import until_listed
from helpers.sign_page import WAIT, Do, states, typed
from helpers.windows import OpenWindow, Watch
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot
from rigs.cards.fixtures import card_slot, opensc, virtual_reader
from rigs.cards.piv import MOST_TRIES, PIN, SIGNATURE, PivCard
from rigs.cards.reader import VirtualReader

from eset_desktop.clock import SystemClock
from eset_desktop.demo.authority import Authority, KeyKind
from eset_desktop.operations import documents
from eset_desktop.operations.documents import NewDocument
from eset_desktop.signing.batch.states import BatchState
from eset_desktop.signing.keys.pkcs11.store import card_store
from eset_desktop.signing.keys.readers.watcher import CardWatcher

__all__ = ["opensc", "virtual_reader"]

COUNT = 3
GONE, BACK = "Torneu-la a posar", "La targeta torna a ser-hi"


@pytest.fixture
def watch() -> Watch:
    return CardWatcher


@pytest.fixture
def now(cache: Cache) -> datetime:
    """The machine's time, for the signing process has its own clock."""
    cache.clock.current = max(cache.clock.current, SystemClock().now())
    return cache.clock.current


@pytest.fixture
def card(now: datetime) -> PivCard:
    signer = Authority(now).issue("Anna Prova", "clau", kind=KeyKind.RSA)
    return PivCard({SIGNATURE: card_slot(signer)})


@pytest.fixture
def listed(opened: OpenWindow, do: Do) -> list[str]:
    do("dossier.new", **{"class": SERIES, "title": "Llicència d'obres", "unit": UNIT})
    session, home = opened.cache.session, opened.window.dossier.dossier_id
    made = [
        documents.add(session, home, NewDocument(f"D{n}", "informe"), make_pdf(1), "d.pdf").created or ""
        for n in range(COUNT)
    ]
    do("dossier.open", id=home, tab="documents")
    return made


def test_a_card_out_and_in_again_is_told_and_each_document_is_signed_once(
    opened: OpenWindow,
    do: Do,
    listed: list[str],
    card: PivCard,
    *,
    virtual_reader: VirtualReader,
    opensc: str,
    qtbot: QtBot,
) -> None:
    page, home = opened.window.sign, opened.window.dossier.dossier_id

    def until(condition: Callable[[], Any]) -> None:
        qtbot.waitUntil(lambda: bool(condition()) and opened.desk.background.is_idle, timeout=WAIT)

    def tells(text: str) -> None:
        until(lambda: text in page.progress._why.text() and not opened.desk.keyring.is_looking)

    def pressed() -> None:
        QTest.mouseClick(page._go, Qt.MouseButton.LeftButton)
        typed(opened, qtbot, PIN)

    store = card_store(opensc)
    opened.stores.append(store)
    virtual_reader.insert(card)
    until_listed(store, 1)
    do("document.sign", ids=listed)
    until(page._go.isEnabled)
    card.leaves_after = 1
    pressed()
    until(lambda: page.run.state is BatchState.PAUSED)
    assert states(opened) == ["signed", "ready", "ready"]
    tells(GONE)
    card.leaves_after = None
    virtual_reader.eject()
    virtual_reader.insert(card)
    tells(BACK)
    assert card.signatures == 1, "nothing goes on by itself"
    pressed()
    until(lambda: page.run.state is BatchState.DONE)
    assert states(opened) == ["signed"] * COUNT
    assert (card.signatures, card.tries) == (COUNT, MOST_TRIES)
    do("dossier.open", id=home, tab="documents")
    assert [each["versions"] for each in opened.window.current.facts()["documents"]] == [2] * COUNT
