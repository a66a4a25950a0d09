# SPDX-License-Identifier: EUPL-1.2
"""What is typed on the signing page: tried once, for the list it was typed for and for no other."""

from pathlib import Path

import pytest
from helpers.key_stores import PlayedStore, identity
from helpers.sign_page import PASSPHRASE, WAIT, Do, LateStore, dialog_of, said, states, typed
from helpers.windows import OpenWindow
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from eset_desktop.signing.batch.states import BatchState


@pytest.fixture
def late(opened: OpenWindow) -> LateStore:
    store = LateStore(opened.files)
    opened.stores[0] = store
    return store


@pytest.fixture
def home(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path, late: LateStore, *, qtbot: QtBot
) -> str:
    """The first of three documents is to be signed and its key is being opened; their dossier."""
    dossier, page = opened.window.dossier.dossier_id, opened.window.sign
    do("document.sign", ids=three[:1], certificate=str(certificate), submit=False)
    QTest.mouseClick(page._go, Qt.MouseButton.LeftButton)
    typed(opened, qtbot, PASSPHRASE)
    qtbot.waitUntil(lambda: len(late.late) == 1, timeout=WAIT)
    assert page._promise.text() == "S'està obrint el certificat…"
    return dossier


def answered(opened: OpenWindow, qtbot: QtBot, late: LateStore) -> None:
    late.answer()
    qtbot.waitUntil(lambda: opened.desk.background.is_idle and bool(late.closed), timeout=WAIT)


def versions(opened: OpenWindow, do: Do, home: str) -> list[int]:
    do("dossier.open", id=home, tab="documents")
    return [each["versions"] for each in opened.window.current.facts()["documents"]]


def test_a_wrong_pin_is_asked_for_again_with_what_is_left_and_never_tried_twice(
    opened: OpenWindow, do: Do, three: list[str], qtbot: QtBot
) -> None:
    card = PlayedStore(held=(identity(),), tries=2)
    opened.stores.append(card)
    do("document.sign", ids=three[:1])
    outcome = opened.window.sign.submit()
    assert "pot bloquejar" in said(dialog_of(opened, qtbot))
    typed(opened, qtbot, "0000")
    qtbot.waitUntil(lambda: opened.window.sign.opening.dialog is not None and card.tries == 1, timeout=WAIT)
    dialog = dialog_of(opened, qtbot)
    assert "El PIN no és correcte" in said(dialog)
    assert "Us queda 1 intent" in said(dialog)
    typed(opened, qtbot, "1111")
    qtbot.waitUntil(lambda: card.tries == 0 and opened.window.sign.opening.dialog is not None, timeout=WAIT)
    dialog = dialog_of(opened, qtbot)
    assert "bloquejada" in said(dialog)
    assert not dialog.box.isVisible()
    dialog.reject()
    qtbot.waitUntil(lambda: outcome.is_settled, timeout=WAIT)
    assert card.typed == [b"0000", b"1111"]
    assert states(opened) == ["ready"]


def test_the_box_goes_with_its_card(opened: OpenWindow, do: Do, three: list[str], qtbot: QtBot) -> None:
    card = PlayedStore(held=(identity(),))
    opened.stores.append(card)
    do("document.sign", ids=three[:1])
    opened.window.sign._go.click()
    dialog_of(opened, qtbot)
    card.held = ()
    do("certificate.look")
    assert opened.window.sign.opening.dialog is None
    assert card.typed == []
    assert "no és al lector" in opened.window.notices.lines[-1].text
    card.held = (identity(),)
    do("certificate.look")
    opened.window.sign._go.click()
    assert not opened.window.notices.lines
    dialog_of(opened, qtbot).reject()


def test_a_passphrase_is_good_for_the_list_it_was_typed_for_and_for_no_other(
    opened: OpenWindow, do: Do, three: list[str], home: str, late: LateStore, *, qtbot: QtBot
) -> None:
    page = opened.window.sign
    opened.window.go("dossier", {"id": home})
    assert "No s'ha signat res" in opened.window.notices.lines[-1].text
    opened.window.go("sign", {"documents": three[2:]})
    qtbot.waitUntil(lambda: states(opened) == ["ready"] and page._go.isEnabled(), timeout=WAIT)
    answered(opened, qtbot, late)
    assert (page.run.state, states(opened)) == (BatchState.OPEN, ["ready"])
    assert page._go.isEnabled()
    assert versions(opened, do, home) == [1, 1, 1]


def test_another_list_cannot_take_the_place_of_the_one_whose_key_is_being_opened(
    opened: OpenWindow, do: Do, three: list[str], home: str, late: LateStore, *, qtbot: QtBot
) -> None:
    opened.window.go("sign", {"documents": three[2:]})
    answered(opened, qtbot, late)
    qtbot.waitUntil(lambda: versions(opened, do, home) == [2, 1, 1], timeout=WAIT)


def test_leaving_with_the_button_while_the_key_is_being_opened_signs_nothing_and_says_so(
    opened: OpenWindow, do: Do, home: str, late: LateStore, *, qtbot: QtBot
) -> None:
    opened.window.sign._leave.click()
    assert opened.window.page_name == "dossier"
    assert "No s'ha signat res" in opened.window.notices.lines[-1].text
    answered(opened, qtbot, late)
    assert versions(opened, do, home) == [1, 1, 1]
