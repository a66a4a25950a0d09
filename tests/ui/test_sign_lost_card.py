# SPDX-License-Identifier: EUPL-1.2
"""A lost card waits: the list goes on at the first unsigned document, and nothing is signed twice."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pytest
from helpers.cache import SERIES, UNIT
from helpers.key_stores import PlayedStore, identity
from helpers.pdfs import make_pdf
from helpers.sign_page import (
    PASSPHRASE,
    WAIT,
    CardKey,
    Do,
    dialog_of,
    lose_card,
    said,
    states,
    typed,
)
from helpers.windows import OpenWindow
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from eset_desktop.operations import documents
from eset_desktop.operations.documents import NewDocument
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.keys.errors import LoginLost
from eset_desktop.signing.keys.port import KeyStore, OpenKey
from ui.key_opening import KeyOpening
from ui.outcome import Outcome


def test_a_lost_card_waits_and_goes_on_at_the_first_unsigned_document(
    opened: OpenWindow, do: Do, certificate: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    do("dossier.new", **{"class": SERIES, "title": "Llicència d'obres", "unit": UNIT})
    session, dossier = opened.cache.session, opened.window.dossier.dossier_id
    made = [
        documents.add(session, dossier, NewDocument(f"D{n}", "informe"), make_pdf(n), "d.pdf").created
        for n in (1, 2, 3)
    ]
    do("dossier.open", id=dossier, tab="documents")
    page = opened.window.sign
    put_back = lose_card(monkeypatch, 1)
    do("document.sign", ids=made, certificate=str(certificate), passphrase=PASSPHRASE)
    assert page.run.state is BatchState.PAUSED
    assert states(opened) == ["signed", "ready", "ready"]
    assert "Torneu-la a posar" in page.progress._why.text()
    assert (page._go.text(), page._leave.text()) == ("Continua…", "Deixa-ho aquí")
    assert opened.window.focusWidget() is page._go
    assert [each for each in opened.window.notices.lines if each.key == "signed"] == [], "two are not signed"
    put_back()
    QTest.mouseClick(page._go, Qt.MouseButton.LeftButton)
    typed(opened, qtbot, PASSPHRASE)
    qtbot.waitUntil(
        lambda: page.run.state is BatchState.DONE and opened.desk.background.is_idle, timeout=WAIT
    )
    assert states(opened) == ["signed"] * 3
    assert opened.window.focusWidget() is page.list.table
    do("dossier.open", id=dossier, tab="documents")
    assert [each["versions"] for each in opened.window.current.facts()["documents"]] == [2, 2, 2]


@pytest.fixture
def put_back(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], None]:
    """A list of two waits for its card at the first; what puts the card back."""
    lost = lose_card(monkeypatch, 0)
    do("document.sign", ids=[three[0], three[2]], certificate=str(certificate), passphrase=PASSPHRASE)
    assert opened.window.sign.run.state is BatchState.PAUSED
    return lost


def test_a_list_that_waits_goes_on_with_its_own_certificate_only(
    opened: OpenWindow, do: Do, put_back: Callable[[], None], qtbot: QtBot
) -> None:
    page = opened.window.sign
    someone = identity("Altra Persona")
    other = PlayedStore(held=(someone,))
    files, opened.stores[:] = list(opened.stores), [other]
    do("certificate.look")
    assert page.certificates.picker.listed_id == someone.id
    QTest.mouseClick(page._go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.desk.background.is_idle and page._go.isEnabled(), timeout=WAIT)
    assert "amb el certificat d'Anna Prova" in opened.window.notices.lines[-1].text.replace("de A", "d'A")
    assert page.opening.dialog is None
    assert other.typed == []
    assert opened.window.focusWidget() is page._go, "not the button beside it, which lets go of the list"
    put_back()
    opened.stores[:] = [other, *files]
    QTest.mouseClick(page._go, Qt.MouseButton.LeftButton)
    assert "prova.p12" in said(dialog_of(opened, qtbot))
    typed(opened, qtbot, PASSPHRASE)
    qtbot.waitUntil(lambda: page.run.state is BatchState.DONE, timeout=WAIT)
    assert states(opened) == ["signed", "signed"]


def test_a_list_that_waits_for_its_card_says_when_it_is_back_and_when_it_is_gone_again(
    opened: OpenWindow,
    do: Do,
    three: list[str],
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    qtbot: QtBot,
) -> None:
    page, real, held = opened.window.sign, KeyOpening._try, list[KeyStore]()
    card = PlayedStore()

    def losing(self: KeyOpening, *args: Any) -> Outcome[OpenKey]:
        def taken_out(key: OpenKey) -> OpenKey:
            held[:] = opened.stores
            opened.stores.clear()
            lost = CardKey(key, 1)
            card.held = (msgspec.structs.replace(lost.identity, id="pkcs11:4711"),)
            return lost

        return real(self, *args).map(taken_out)

    def told(stores: list[KeyStore]) -> str:
        opened.stores[:] = stores
        do("certificate.look")
        return page.progress._why.text()

    monkeypatch.setattr(KeyOpening, "_try", losing)
    do("document.sign", ids=[three[0], three[2]], certificate=str(certificate), passphrase=PASSPHRASE)
    assert states(opened) == ["signed", "ready"]
    assert "Torneu-la a posar" in told([])
    assert "Torneu-la a posar" in told(held), "a file of the same certificate is not the card"
    assert (
        told([*held, card])
        == "La targeta torna a ser-hi. Continueu: el que ja és signat no se signa dues vegades."
    )
    assert page.progress._why_icon.isHidden()
    assert "Torneu-la a posar" in told([])
    assert not page.progress._why_icon.isHidden()
    opened.window.go("dossiers")
    opened.stores[:] = [*held, card]
    opened.window.go("sign")
    qtbot.waitUntil(lambda: "torna a ser-hi" in page.progress._why.text(), timeout=WAIT)
    page.progress.show_state(BatchState.PAUSED, page.run.progress, LoginLost())
    assert "altre programa" in page.progress._why.text(), "it was never away"
    monkeypatch.setattr(KeyOpening, "_try", real)
    told(held)
    do("document.sign", passphrase=PASSPHRASE)
    assert states(opened) == ["signed", "signed"]
    assert page.progress._why.text() == ""
    (notice,) = (each for each in opened.window.notices.lines if each.key == "signed")
    assert notice.text == "Signat, pendent de segell de temps."


@pytest.mark.usefixtures("put_back")
def test_what_waits_can_be_left_and_is_not_signed_later(opened: OpenWindow, qtbot: QtBot) -> None:
    page = opened.window.sign
    assert opened.window.sign.facts()["state"] == BatchState.PAUSED
    page._leave.click()
    assert opened.window.sign.facts()["state"] == BatchState.CANCELLED
    assert states(opened) == [ItemState.CANCELLED, ItemState.CANCELLED]
    assert (page._leave.text(), page._go.text()) == ("Tanca", "Torna-ho a provar amb 2…")
    page._go.click()
    qtbot.waitUntil(lambda: states(opened) == ["ready", "ready"], timeout=WAIT)
    assert page._go.text() == "Signa 2 documents…"
