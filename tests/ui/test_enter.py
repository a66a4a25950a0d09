# SPDX-License-Identifier: EUPL-1.2
"""Enter presses the button that has the focus, as in every dialog; what takes Enter for itself goes on taking it."""

from pathlib import Path

import pytest
from helpers.asked_at_home import ANNA_SIGNS
from helpers.cache import SERIES, UNIT, Cache
from helpers.key_stores import PlayedStore, identity
from helpers.pdfs import make_pdf
from helpers.sign_page import PASSPHRASE, WAIT, Do, dialog_of, typed
from helpers.windows import OpenWindow
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eset_desktop.operations import documents, signature_requests
from eset_desktop.operations.documents import NewDocument
from eset_desktop.operations.signature_requests import NewRequest
from ui.views.request_lists import TO_SIGN


@pytest.fixture
def asked(opened: OpenWindow, do: Do, cache: Cache) -> str:
    """A request for this person's signature, chosen in the folder; its document."""
    do("dossier.new", **{"class": SERIES, "title": "Obres", "unit": UNIT})
    dossier = opened.window.dossier.dossier_id
    made = documents.add(cache.session, dossier, NewDocument("Acte", "informe"), make_pdf(1), "d.pdf")
    signature_requests.create(cache.session, NewRequest(str(made.created), ANNA_SIGNS))
    opened.desk.refresher.look()
    do("go.signatures", tab=TO_SIGN)
    return str(made.created)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_the_focused_button_signs_and_the_folder_says_that_it_was(
    opened: OpenWindow, do: Do, asked: str, certificate: Path, qtbot: QtBot, *, key: Qt.Key
) -> None:
    page = opened.window.sign
    do("document.sign", ids=[asked], certificate=str(certificate), submit=False)
    page._go.setFocus()
    QTest.keyClick(page._go, key)
    typed(opened, qtbot, PASSPHRASE)
    qtbot.waitUntil(lambda: opened.window.page_name != "sign", timeout=WAIT)
    qtbot.waitUntil(lambda: opened.desk.background.is_idle, timeout=WAIT)
    told = [each.text for each in opened.window.notices.lines]
    assert told == ["Signat, pendent de segell de temps."]


@pytest.mark.usefixtures("asked")
def test_a_key_that_is_held_down_presses_nothing_more(opened: OpenWindow) -> None:
    pressed: list[bool] = []
    button = opened.window.signatures._mark_all
    button.clicked.connect(lambda: pressed.append(True))
    button.setFocus()
    for repeated in (False, True, True):
        event = QKeyEvent(
            QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "", repeated
        )
        QApplication.sendEvent(button, event)
    assert len(pressed) == 1


@pytest.mark.usefixtures("asked")
def test_enter_on_cancel_takes_a_question_back(
    opened: OpenWindow, do: Do, cache: Cache, qtbot: QtBot
) -> None:
    question, waiting = opened.window.signatures.question, len(cache.waiting())
    do("request.refuse")
    question.line.setText("No és")
    question._leave.setFocus()
    QTest.keyClick(question._leave, Qt.Key.Key_Return)
    assert not question.is_open
    assert len(cache.waiting()) == waiting
    do("request.refuse")
    question.line.setText("No és")
    QTest.keyClick(question.line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(cache.waiting()) > waiting, timeout=WAIT)


def test_another_persons_certificate_is_told_of_before_the_pin(
    opened: OpenWindow, do: Do, asked: str, qtbot: QtBot
) -> None:
    opened.stores.append(PlayedStore(held=(identity("Berta Font Vila"),)))
    do("document.sign", ids=[asked])
    panel = opened.window.sign.certificates
    assert "és de Berta Font Vila, i treballeu com a Anna Prova" in panel._told.text()
    opened.window.sign._go.click()
    dialog_of(opened, qtbot).reject()
    opened.stores[-1] = PlayedStore(held=(identity("PROVA ANNA - DNI 00000000T"),))
    do("certificate.look")
    assert "treballeu com a" not in panel._told.text()
