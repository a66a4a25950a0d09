# SPDX-License-Identifier: EUPL-1.2
"""The chosen request of the signature folder is the one that the person chose, whatever is read meanwhile."""

from collections.abc import Sequence

import pytest
from helpers.asked_at_home import ANNA_SIGNS
from helpers.cache import SERIES, UNIT, Cache
from helpers.pdfs import make_pdf
from helpers.sign_page import WAIT, Do
from helpers.windows import OpenWindow
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from eset_desktop.operations import documents, signature_requests
from eset_desktop.operations.documents import NewDocument
from eset_desktop.operations.signature_requests import NewRequest
from ui.views.request_lists import TO_SIGN


@pytest.fixture
def asked(opened: OpenWindow, do: Do, cache: Cache) -> list[str]:
    """Six requests for this person's signature on screen, in the list's order."""
    do("dossier.new", **{"class": SERIES, "title": "Obres", "unit": UNIT})
    dossier = opened.window.dossier.dossier_id
    for n in range(1, 7):
        made = documents.add(
            cache.session, dossier, NewDocument(f"Acte {n}", "informe"), make_pdf(1), "d.pdf"
        )
        signature_requests.create(cache.session, NewRequest(str(made.created), ANNA_SIGNS))
    opened.desk.refresher.look()
    do("go.signatures", tab=TO_SIGN)
    return [row["id"] for row in opened.window.signatures.facts()["rows"]]


def settled(opened: OpenWindow, qtbot: QtBot) -> None:
    qtbot.waitUntil(
        lambda: opened.window.signatures.ready().is_settled and opened.desk.background.is_idle, timeout=WAIT
    )


def test_who_chooses_while_the_list_is_read_keeps_what_they_chose(
    opened: OpenWindow, asked: Sequence[str], qtbot: QtBot
) -> None:
    page = opened.window.signatures
    page._looking.look()
    page.tabs.lists[TO_SIGN].choose(4)
    settled(opened, qtbot)
    assert page.chosen_id == asked[4]
    assert page.panel.shown is not None
    assert page.panel.shown.row.id == asked[4]


@pytest.mark.parametrize("pause", [0, 1, 5, 20])
def test_as_many_rows_are_gone_down_as_keys_are_pressed(
    opened: OpenWindow, asked: Sequence[str], qtbot: QtBot, pause: int
) -> None:
    page, table = opened.window.signatures, opened.window.signatures.tabs.lists[TO_SIGN]
    for _ in range(4):
        QTest.keyClick(table, Qt.Key.Key_Down)
        QTest.qWait(pause)
    settled(opened, qtbot)
    assert page.chosen_id == asked[4]


def test_a_request_that_is_led_to_while_the_list_is_read_is_chosen(
    opened: OpenWindow, asked: Sequence[str], qtbot: QtBot
) -> None:
    page = opened.window.signatures
    page._looking.look()
    opened.window.go("signatures", {"tab": TO_SIGN, "request": asked[3]})
    settled(opened, qtbot)
    assert page.chosen_id == asked[3]
    page._looking.look()
    settled(opened, qtbot)
    assert page.chosen_id == asked[3]


@pytest.mark.parametrize("begun", ["refusal", "comment", "nothing"])
def test_who_was_writing_about_a_request_is_told_that_it_was_withdrawn(
    opened: OpenWindow, do: Do, asked: Sequence[str], cache: Cache, *, qtbot: QtBot, begun: str
) -> None:
    page = opened.window.signatures
    if begun == "refusal":
        do("request.refuse")
        page.question.line.setText("No és")
    elif begun == "comment":
        page.panel.comment.setText("No és")
    signature_requests.withdraw(cache.session, asked[0], "Era un esborrany")
    opened.desk.refresher.look()
    settled(opened, qtbot)
    assert page.chosen_id == asked[1]
    assert not page.question.is_open
    told = [each.text for each in opened.window.notices.lines]
    assert any("S'ha retirat la petició" in each for each in told) is (begun != "nothing")


@pytest.mark.usefixtures("asked")
def test_an_open_question_is_asked_in_the_windows_language(opened: OpenWindow, do: Do) -> None:
    question = opened.window.signatures.question

    def said() -> list[str]:
        return [each.text() for each in question.findChildren(QLabel) if each.isVisibleTo(question)]

    do("request.refuse")
    question.line.setText("Perquè no")
    do("language.en")
    assert (said(), question.line.text()) == (["Why is it refused?"], "Perquè no")
    do("request.delegate")
    chosen = question.choice.itemData(1)
    question.choice.choose(str(chosen))
    do("language.es")
    assert said() == ["¿Quién firma en vuestro lugar?"]
    assert question.choice.code() == chosen
