# SPDX-License-Identifier: EUPL-1.2
"""Other documents are asked for while a list is on the signing page: they take its place, or are refused; never is another list signed."""

from pathlib import Path

import pytest
from helpers.cache import ANNA
from helpers.sign_page import PASSPHRASE, WAIT, Do, dialog_of, lose_card, states
from helpers.windows import OpenWindow, give_profile
from pytestqt.qtbot import QtBot

from eset_desktop.domain import rights
from eset_desktop.domain.signature_flow import Block, Signer
from eset_desktop.operations import signature_requests
from eset_desktop.operations.signature_requests import NewRequest
from eset_desktop.signing.batch.states import BatchState
from eset_desktop.signing.container.offer import Offer

UNDER_WAY = "una altra llista que encara se signa o que espera la targeta"


def titles(opened: OpenWindow) -> list[str]:
    return [each["title"] for each in opened.window.sign.facts()["documents"]]


def versions(opened: OpenWindow, do: Do, home: str) -> list[int]:
    do("dossier.open", id=home, tab="documents")
    return [each["versions"] for each in opened.window.current.facts()["documents"]]


def test_those_that_are_named_are_signed_and_not_those_on_the_page(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path
) -> None:
    home = opened.window.dossier.dossier_id
    do("document.sign", ids=three[:1], certificate=str(certificate), submit=False)
    do("document.sign", ids=three[2:], passphrase=PASSPHRASE)
    assert versions(opened, do, home) == [1, 1, 2]


def test_a_list_of_results_makes_room(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path
) -> None:
    do("document.sign", ids=three[:2], certificate=str(certificate), passphrase=PASSPHRASE)
    assert states(opened) == ["signed", "refused"]
    do("document.sign", ids=three[2:])
    assert (titles(opened), states(opened)) == (["Decret 3"], ["ready"])
    assert opened.window.sign.run.state is BatchState.OPEN


def test_so_do_those_that_are_to_be_signed_beside(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path
) -> None:
    do("document.sign", ids=three[:2], certificate=str(certificate), passphrase=PASSPHRASE)
    do("document.sign_beside", ids=three[1:])
    assert (titles(opened), opened.window.sign.way) == (["Decret 2", "Decret 3"], Offer.BESIDE)


def test_a_list_that_waits_for_its_card_stays_and_the_others_are_refused(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, page = opened.window.dossier.dossier_id, opened.window.sign
    put_back = lose_card(monkeypatch, 0)
    do("document.sign", ids=three[:1], certificate=str(certificate), passphrase=PASSPHRASE)
    assert page.run.state is BatchState.PAUSED
    put_back()
    do("document.sign", ids=three[2:], passphrase=PASSPHRASE)
    assert UNDER_WAY in opened.window.notices.lines[-1].text
    do("dossier.open", id=home, tab="documents")
    do("document.sign", ids=three[2:], passphrase=PASSPHRASE)
    assert opened.window.page_name == "dossier"
    assert UNDER_WAY in opened.window.notices.lines[-1].text
    assert (titles(opened), page.run.state) == (["Decret 1"], BatchState.PAUSED)
    assert versions(opened, do, home) == [1, 1, 1]
    do("document.sign", ids=three[:1], passphrase=PASSPHRASE)
    assert versions(opened, do, home) == [2, 1, 1]


@pytest.mark.parametrize("place", [0, 2])
def test_nor_is_it_signed_for_what_waits_in_the_folder(
    opened: OpenWindow, do: Do, three: list[str], place: int, request: pytest.FixtureRequest
) -> None:
    """Nor the same document: a list that was begun in its dossier answers no request."""
    certificate: Path = request.getfixturevalue("certificate")
    wish = NewRequest(three[place], (Block((Signer(person=ANNA),)),))
    asked = signature_requests.create(opened.cache.session, wish).created or ""
    opened.desk.refresher.look()
    lose_card(request.getfixturevalue("monkeypatch"), 0)
    do("document.sign", ids=three[:1], certificate=str(certificate), passphrase=PASSPHRASE)
    do("go.signatures", tab="to_sign")
    opened.window.signatures.tabs.tick(asked)
    do("request.sign", passphrase=PASSPHRASE)
    assert UNDER_WAY in opened.window.notices.lines[-1].text
    assert (opened.window.page_name, titles(opened)) == ("signatures", ["Decret 1"])
    assert opened.window.sign.run.state is BatchState.PAUSED


def test_nor_do_they_take_the_place_of_those_whose_passphrase_is_being_typed(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path, qtbot: QtBot
) -> None:
    do("document.sign", ids=three[:1], certificate=str(certificate), submit=False)
    opened.window.sign._go.click()
    dialog = dialog_of(opened, qtbot)
    opened.desk.registry.invoke("document.sign", {"ids": three[2:]})
    assert UNDER_WAY in opened.window.notices.lines[-1].text
    assert (titles(opened), opened.window.sign.opening.dialog) == (["Decret 1"], dialog)
    dialog.reject()
    qtbot.waitUntil(lambda: opened.desk.background.is_idle, timeout=WAIT)


def test_a_request_is_made_for_the_documents_that_are_named(
    opened: OpenWindow, do: Do, three: list[str]
) -> None:
    give_profile(opened.cache, (rights.SECRETARIA,))
    opened.desk.refresher.look()
    page = opened.window.send_to_sign
    do("request.new", documents=three[:1])
    page.message.setPlainText("Abans del ple")
    do("request.new", documents=three[:1], submit=False)
    assert page.message.toPlainText() == "Abans del ple"
    do("request.new", documents=three[2:], submit=False)
    assert (page.facts()["documents"], page.message.toPlainText()) == (["Decret 3"], "")
