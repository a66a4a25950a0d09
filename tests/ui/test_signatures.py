# SPDX-License-Identifier: EUPL-1.2
"""The signature folder in the window: sent from the dossier, seen, marked, signed together, refused, reviewed, commented, withdrawn."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from helpers.cache import ANNA, BERTA, SERIES, UNIT, Cache
from helpers.pdfs import make_pdf
from helpers.windows import OpenWindow, give_profile
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from eset_desktop.domain import rights
from eset_desktop.domain.signature_flow import REVIEW, Block, Flow, Signer
from eset_desktop.operations import documents, signature_requests, substitutions
from eset_desktop.operations.documents import NewDocument, NewVersion
from eset_desktop.operations.signature_requests import NewRequest
from eset_desktop.operations.substitutions import NewSubstitution
from eset_desktop.store.queries import dossier
from eset_desktop.store.queries import signature_requests as lists
from ui.request_words import asked_of_me, step_state
from ui.views.request_lists import DONE, SENT, TO_SIGN

Do = Callable[..., Any]
PASSPHRASE = "una frase de prova"
WAIT = 20_000
ANNA_SIGNS: Flow = (Block((Signer(person=ANNA),)),)


@pytest.fixture
def two(opened: OpenWindow, do: Do, cache: Cache) -> list[str]:
    """Two documents of the dossier on screen, by somebody who is secretary and mayor."""
    give_profile(cache, (rights.SECRETARIA, rights.ALCALDIA))
    opened.desk.refresher.look()
    do("dossier.new", **{"class": SERIES, "title": "Llicència d'obres", "unit": UNIT})
    dossier = opened.window.dossier.dossier_id
    made = [
        documents.add(
            cache.session, dossier, NewDocument(f"Decret {n}", "informe"), make_pdf(n), "d.pdf"
        ).created
        for n in (1, 2)
    ]
    do("dossier.open", id=dossier, tab="documents")
    return [each or "" for each in made]


def sent(opened: OpenWindow, do: Do, documents_: list[str], flow: str = "mayor") -> None:
    do("request.new", documents=documents_, flow=flow)
    assert opened.window.page_name == "dossier"


def listed(opened: OpenWindow, do: Do, tab: str) -> list[str]:
    do("go.signatures", tab=tab)
    return [row["subject"] for row in opened.window.signatures.facts()["rows"]]


@pytest.mark.usefixtures("two")
def test_documents_are_sent_from_the_dossier_and_wait_in_the_folder(
    opened: OpenWindow, do: Do, qtbot: QtBot
) -> None:
    opened.window.dossier.documents.table.selectAll()
    do("request.new")
    assert opened.window.send_to_sign.facts()["documents"] == ["Decret 1", "Decret 2"]
    page = opened.window.send_to_sign
    page.amount.setText("1234,50")
    page.urgent.setChecked(True)
    page.message.setPlainText("Abans del ple")
    do("request.new", flow="mayor")
    assert sorted(listed(opened, do, TO_SIGN)) == ["Decret 1", "Decret 2"]
    assert sorted(listed(opened, do, SENT)) == ["Decret 1", "Decret 2"]
    assert listed(opened, do, DONE) == []
    assert "(2)" in opened.window.navigation._buttons["go.signatures"].text()
    listed(opened, do, TO_SIGN)
    texts = [fact.text() for fact in opened.window.signatures.panel._facts]
    assert "1.234,50 €" in texts
    assert "Abans del ple" in texts
    preview = opened.window.signatures.preview
    qtbot.waitUntil(lambda: preview.is_drawn, timeout=WAIT)


def test_what_is_sent_together_stands_in_the_order_of_its_numbers(
    opened: OpenWindow, do: Do, two: list[str], cache: Cache
) -> None:
    shown = opened.window.dossier.dossier_id
    more = [
        documents.add(
            cache.session, shown, NewDocument(f"Decret {n}", "informe"), make_pdf(1), "d.pdf"
        ).created
        for n in (20, 3, 10)
    ]
    sent(opened, do, [*two[::-1], *(each or "" for each in more)])
    wanted = [f"Decret {n}" for n in (1, 2, 3, 10, 20)]
    assert listed(opened, do, TO_SIGN) == wanted
    assert listed(opened, do, SENT) == wanted


@pytest.mark.usefixtures("two")
def test_an_amount_is_taken_with_a_dot_and_one_that_is_none_is_told_and_marked(
    opened: OpenWindow, do: Do, qtbot: QtBot
) -> None:
    chosen = opened.window.dossier.documents.table
    chosen.setFocus()
    chosen.selectAll()
    do("request.new")
    page = opened.window.send_to_sign
    for wrong in ("dotze", "1,234.50", "-5"):
        page.amount.clear()
        QTest.keyClicks(page.amount, wrong)
        page._go.click()
        assert opened.window.page_name == "send_to_sign"
        assert "no és correcte" in opened.window.notices.lines[-1].text
        assert opened.window.focusWidget() is page.amount
    QTest.keyClicks(page.amount, "1234.50")
    QTest.keyClick(page.amount, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: opened.window.page_name == "dossier", timeout=WAIT)
    assert opened.window.notices.lines[-1].text == "Enviat a signar."
    assert opened.window.focusWidget() is chosen
    assert sorted(listed(opened, do, TO_SIGN)) == ["Decret 1", "Decret 2"]
    assert "1.234,50 €" in [fact.text() for fact in opened.window.signatures.panel._facts]


def test_what_is_marked_is_signed_in_one_batch_and_then_done(
    opened: OpenWindow, do: Do, two: list[str], certificate: Path
) -> None:
    sent(opened, do, two)
    listed(opened, do, TO_SIGN)
    table = opened.window.signatures.tabs.lists[TO_SIGN]
    table.setFocus()
    QTest.keyClick(table, Qt.Key.Key_Space)
    assert len(opened.window.signatures.facts()["ticked"]) == 1
    opened.window.signatures._mark_all.click()
    assert opened.window.signatures._buttons["request.sign"].text() == "Signa 2 documents…"
    do("request.sign", certificate=str(certificate), passphrase=PASSPHRASE)
    assert [each["state"] for each in opened.window.sign.facts()["documents"]] == ["signed", "signed"]
    opened.window.sign._leave.click()
    assert opened.window.page_name == "signatures"
    assert listed(opened, do, TO_SIGN) == []
    assert sorted(listed(opened, do, DONE)) == ["Decret 1", "Decret 2"]


def test_what_is_marked_and_not_here_stands_on_the_signing_page_with_its_reason(
    opened: OpenWindow, do: Do, two: list[str], cache: Cache
) -> None:
    sent(opened, do, two)
    missing = dossier.document(cache.database.reader(), two[0])
    assert missing is not None
    assert missing.head is not None
    cache.blobs.sealed_file(missing.head.sha256)[0].unlink()
    with cache.database.write() as connection:
        connection.execute("UPDATE blob SET here = 0 WHERE sha256 = ?", (missing.head.sha256,))
    listed(opened, do, TO_SIGN)
    opened.window.signatures._mark_all.click()
    assert opened.window.signatures._buttons["request.sign"].text() == "Signa 2 documents…"
    do("document.sign")  # the same keys as in a dossier
    page = opened.window.sign
    shown = {each["title"]: each["state"] for each in page.facts()["documents"]}
    assert shown == {"Decret 1": "refused", "Decret 2": "ready"}
    assert page.facts()["problems"] == ["operation.bytes_missing"]
    assert page._go.text() == "Signa 1 document…"


def test_a_request_that_is_withdrawn_while_its_document_stands_to_be_signed_is_left_out_and_said(
    opened: OpenWindow, do: Do, two: list[str], cache: Cache, qtbot: QtBot
) -> None:
    sent(opened, do, two)
    listed(opened, do, TO_SIGN)
    opened.window.signatures._mark_all.click()
    do("request.sign")
    page = opened.window.sign
    assert [each["state"] for each in page.facts()["documents"]] == ["ready", "ready"]
    withdrawn = next(row for row in page.order.asked if row.document_id == two[0])
    signature_requests.withdraw(cache.session, withdrawn.id, "Era un altre decret")
    opened.desk.refresher.look()
    qtbot.waitUntil(lambda: opened.desk.background.is_idle and page.run.ready == 1, timeout=WAIT)
    shown = {each["title"]: each["state"] for each in page.facts()["documents"]}
    assert shown == {"Decret 1": "refused", "Decret 2": "ready"}
    assert page.facts()["problems"] == ["operation.no_longer_asked"]


def test_from_a_report_one_comes_back_to_the_document(
    opened: OpenWindow, do: Do, two: list[str], cache: Cache, qtbot: QtBot
) -> None:
    signature_requests.create(cache.session, NewRequest(two[0], ANNA_SIGNS, reports=(two[1],)))
    opened.desk.refresher.look()
    listed(opened, do, TO_SIGN)
    page = opened.window.signatures
    preview = page.preview

    def is_shown(pages: int) -> bool:
        return preview.is_drawn and preview.pages == pages

    shown = {each.text(): each for each in page.panel.findChildren(QPushButton)}
    for title, pages in (("Decret 2", 2), ("Decret 1", 1), ("Decret 2", 2)):
        shown[title].click()
        qtbot.waitUntil(partial(is_shown, pages), timeout=WAIT)
    qtbot.waitUntil(lambda: opened.desk.background.is_idle, timeout=WAIT)


@pytest.mark.parametrize("turned", [False, True])
def test_a_report_goes_when_the_list_itself_shows_another_request_or_none(
    opened: OpenWindow, do: Do, two: list[str], cache: Cache, qtbot: QtBot, *, turned: bool
) -> None:
    signature_requests.create(cache.session, NewRequest(two[0], ANNA_SIGNS, reports=(two[1],)))
    opened.desk.refresher.look()
    listed(opened, do, TO_SIGN)
    page = opened.window.signatures
    preview = page.preview
    (report,) = page.panel.shown.reports if page.panel.shown else ()
    page.panel.wants_version.emit(report.version_id)
    qtbot.waitUntil(lambda: preview.is_drawn and preview.pages == 2, timeout=WAIT)
    if turned:
        assert listed(opened, do, DONE) == []
        assert preview.pages == 0
        return
    new, shown = NewDocument("Decret 3", "informe"), opened.window.dossier.dossier_id
    third = documents.add(cache.session, shown, new, make_pdf(3), "d.pdf").created
    signature_requests.withdraw(cache.session, page.chosen_id, "Era un altre decret")
    signature_requests.create(cache.session, NewRequest(str(third), ANNA_SIGNS))
    opened.desk.refresher.look()
    qtbot.waitUntil(lambda: preview.is_drawn and preview.pages == 3, timeout=WAIT)
    assert page.facts()["rows"][0]["subject"] == "Decret 3"


def test_a_question_about_a_request_goes_when_another_one_is_chosen(
    opened: OpenWindow, do: Do, two: list[str], qtbot: QtBot
) -> None:
    sent(opened, do, two)
    listed(opened, do, TO_SIGN)
    page = opened.window.signatures
    do("request.refuse")
    assert page.question.isVisible()
    page.tabs.lists[TO_SIGN].choose(1)
    assert not page.question.isVisible()
    qtbot.waitUntil(lambda: opened.desk.background.is_idle, timeout=WAIT)


def test_a_refusal_asks_for_a_reason_in_the_page_and_for_no_pin(
    opened: OpenWindow, do: Do, two: list[str], qtbot: QtBot
) -> None:
    sent(opened, do, two[:1])
    listed(opened, do, TO_SIGN)
    do("request.refuse")
    question = opened.window.signatures.question
    assert question.isVisible()
    assert QApplication.activeModalWidget() is None
    question.line.setText("Falta l'informe")
    question.accept()
    qtbot.waitUntil(lambda: opened.desk.background.is_idle, timeout=WAIT)
    assert listed(opened, do, TO_SIGN) == []
    listed(opened, do, DONE)
    (row,) = opened.window.signatures.facts()["rows"]
    assert row["state"] == "refused"
    assert any("Falta l'informe" in fact.text() for fact in opened.window.signatures.panel._facts)


def test_a_review_is_an_act_of_its_own_and_cannot_be_signed(
    opened: OpenWindow, do: Do, two: list[str], cache: Cache
) -> None:
    flow: Flow = (Block((Signer(REVIEW, person=ANNA),)), Block((Signer(person=BERTA),)))
    signature_requests.create(cache.session, NewRequest(two[0], flow))
    opened.desk.refresher.look()
    listed(opened, do, TO_SIGN)
    assert not opened.desk.registry.is_available("request.sign")
    do("request.review")
    assert listed(opened, do, TO_SIGN) == []
    assert listed(opened, do, DONE) == ["Decret 1"]


def test_a_request_is_commented_paused_gone_on_with_and_withdrawn(
    opened: OpenWindow, do: Do, two: list[str]
) -> None:
    sent(opened, do, two[:1], "mayor_secretary")
    listed(opened, do, SENT)
    page = opened.window.signatures
    page.panel.comment.setText("Mireu l'annex")
    QTest.keyClick(page.panel.comment, Qt.Key.Key_Return)
    while not opened.desk.background.is_idle:
        QTest.qWait(10)
    assert "Anna Prova" in page.panel._comments.text()
    assert "Mireu l'annex" in page.panel._comments.text()
    do("request.pause")
    assert page.facts()["rows"][0]["state"] == "paused"
    assert listed(opened, do, TO_SIGN) == []
    listed(opened, do, SENT)
    do("request.resume")
    assert page.facts()["rows"][0]["state"] == "running"
    do("request.withdraw", reason="Era un altre decret")
    assert page.facts()["rows"][0]["state"] == "cancelled"


def test_a_signature_is_delegated_to_another_person(opened: OpenWindow, do: Do, two: list[str]) -> None:
    sent(opened, do, two[:1])
    listed(opened, do, TO_SIGN)
    do("request.delegate")
    question = opened.window.signatures.question
    offered = [question.choice.itemData(each) for each in range(question.choice.count())]
    assert (offered, question._done.isEnabled()) == (["", BERTA], False)
    assert question.choice.itemText(1) == "Berta Prova (Administració)"
    question.choice.choose(BERTA)
    assert question._done.isEnabled()
    do("request.delegate", to=BERTA)
    listed(opened, do, SENT)
    assert any(step.to == "Berta Prova" for step in opened.window.signatures.panel.steps.rows.rows)


def test_what_was_delegated_is_told_to_both_and_is_not_marked_with_the_others(
    opened: OpenWindow, do: Do, two: list[str], cache: Cache
) -> None:
    signature_requests.create_all(cache.session, [NewRequest(each, ANNA_SIGNS) for each in two])
    listed(opened, do, TO_SIGN)
    do("request.delegate", to=BERTA)
    opened.window.signatures._mark_all.click()
    assert listed(opened, do, TO_SIGN) == ["Decret 2", "Decret 1"]
    page = opened.window.signatures
    assert page._mark_all.text() == "Desmarca-ho tot"
    assert opened.window.notices.lines[-1].text == "Delegada a Berta Prova."
    assert page.tabs.tabText(0) == "Per signar (1)"
    mine, away = page.tabs.lists[TO_SIGN].rows.rows
    assert page.facts()["ticked"] == [mine.id]
    assert page.facts()["chosen"] == mine.id, "the next one in its place"
    assert page._buttons["request.sign"].text() == "Signa 1 document…"
    assert [asked_of_me(each) for each in (mine, away)] == ["Signatura", "Signatura · delegada a Berta Prova"]
    berta = lists.row(cache.database.reader(), away.id, BERTA, cache.clock.now().date())
    assert berta is not None
    assert asked_of_me(berta) == "Signatura · delegada per Anna Prova"
    do("go.signatures", tab=TO_SIGN, request=away.id)
    (step,) = page.panel.steps.rows.rows
    assert step_state(step).startswith("Delegada a Berta Prova: Anna Prova · ")
    assert step_state(replace(step, state="signed", by="Berta Prova", to="", at="")) == (
        "Ha signat: Berta Prova, per delegació: Anna Prova"
    )


@pytest.mark.usefixtures("two")
def test_a_substitution_is_entered_shown_in_force_and_ended(opened: OpenWindow, do: Do, cache: Cache) -> None:
    do("go.substitutions")
    page = opened.window.substitutions
    page.absent.choose(ANNA)
    page.substitute.choose(BERTA)
    do("substitution.create")
    assert opened.window.page_name == "substitutions"
    page.submit()
    assert "falta" in opened.window.notices.lines[-1].text.lower()
    page.decree.setText("Decret 45/2026")
    page.submit()
    while not opened.desk.background.is_idle:
        QTest.qWait(10)
    (row,) = page.facts()["rows"]
    assert (row["absent"], row["substitute"], row["active"]) == ("Anna Prova", "Berta Prova", True)
    do("substitution.end", on=cache.clock.now().date().isoformat())
    opened.desk.refresher.look()
    assert page.list.rows.rows[0].ended_on


def test_who_stands_in_signs_from_the_dossier_too_whatever_their_profile(
    opened: OpenWindow, do: Do, two: list[str], cache: Cache
) -> None:
    today = cache.clock.now().date()
    substitutions.create(cache.session, NewSubstitution(BERTA, ANNA, today, "45/2026"))
    signature_requests.create(cache.session, NewRequest(two[0], (Block((Signer(person=BERTA),)),)))
    give_profile(cache, (rights.LECTURA,))
    opened.desk.refresher.look()
    is_enabled = []
    for place in range(2):
        opened.window.dossier.documents.table.choose(place)
        is_enabled.append(opened.desk.registry.is_available("document.sign"))
    assert is_enabled == [True, False]
    opened.window.dossier.documents.table.choose(0)
    do("document.sign", ids=two[:1])
    assert opened.window.page_name == "sign"
    assert opened.desk.registry.is_available("document.sign")


@pytest.mark.usefixtures("two")
def test_a_substitution_is_called_off_until_something_is_signed_by_it(
    opened: OpenWindow, do: Do, two: list[str], cache: Cache
) -> None:
    now = cache.clock.now().date()
    for first in (now, now + timedelta(days=3)):
        substitutions.create(cache.session, NewSubstitution(BERTA, ANNA, first, f"Decret {first.day}"))
    signature_requests.create(cache.session, NewRequest(two[0], (Block((Signer(person=BERTA),)),)))
    opened.desk.refresher.look()
    do("go.substitutions")
    page = opened.window.substitutions

    def shown() -> list[tuple[str, bool, bool]]:
        found = []
        for place in range(len(page.list.rows.rows)):
            page.list.choose(place)
            enabled = (page._end.isEnabled(), page._call_off.isEnabled())
            found.append((page._state(page.list.rows.rows[place]), *enabled))
        return found

    assert shown() == [("Vigent", True, True), ("Encara ha de començar", False, True)]
    page._call_off.click()
    while not opened.desk.background.is_idle:
        QTest.qWait(10)
    assert opened.window.notices.lines[-1].text == "S'ha anul·lat la substitució."
    opened.desk.refresher.look()
    assert shown() == [("Vigent", True, True), ("Anul·lada", False, False)]
    asked = dossier.document(cache.database.reader(), two[0])
    assert asked is not None
    assert asked.head is not None
    documents.add_version(cache.session, two[0], NewVersion(make_pdf(3), "signature", parent=asked.head.id))
    opened.desk.refresher.look()
    assert shown()[0] == ("Vigent", True, False)


def test_who_may_not_enter_a_substitution_is_not_shown_its_form(
    opened: OpenWindow, do: Do, cache: Cache
) -> None:
    give_profile(cache, (rights.ADMINISTRACIO,))
    opened.desk.refresher.look()
    do("go.substitutions")
    assert not opened.window.substitutions._box.isVisible()


def test_a_check_that_ends_late_is_not_told_under_another_document(
    opened: OpenWindow, two: list[str], cache: Cache, qtbot: QtBot
) -> None:
    row = dossier.document(cache.database.reader(), two[0])
    assert row is not None
    assert row.head is not None
    head, line = row.head, opened.window.dossier.documents.panel._signature
    line.show_version(replace(head, relation="signature", signer="Anna Prova"))
    assert "Anna Prova" in line.text()
    line.say("Hi ha dues versions")
    qtbot.waitUntil(lambda: opened.desk.background.is_idle and head.id in line._known, timeout=WAIT)
    assert line.text() == "Hi ha dues versions"
