# SPDX-License-Identifier: EUPL-1.2
"""Every page opens, says what it shows to screen readers, and does what it is for."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from helpers.cache import SERIES, UNIT, Cache
from helpers.windows import OpenWindow, give_profile, make_conflict, refuse_first
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAccessible, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from ui.screen import tables_of
from ui.widgets.empty import EmptyState
from ui.widgets.notices import UNDO

Do = Callable[..., Any]
PAGES = (
    "plan", "dossiers", "dossier", "new_dossier", "add_document", "sign", "verify", "signatures", "send_to_sign",
    "substitutions", "outbox", "conflicts", "access", "devices", "help",
)  # fmt: skip
DOSSIER = {"class": SERIES, "title": "Llicència d'obres", "unit": UNIT}
PARTY = {"name": "Maria Prova", "identifier": "00000000T"}


def focusable(page: QWidget) -> list[QWidget]:
    """Return what the Tab key reaches in a page."""
    return [
        child
        for child in page.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and child.isVisible()
        and child.isEnabled()
        and child.focusProxy() is None
    ]


@pytest.mark.parametrize("name", PAGES)
def test_every_page_opens_and_names_what_can_be_focused(
    name: str, opened: OpenWindow, do: Do, pdf: Path
) -> None:
    do("dossier.new", **DOSSIER, party=PARTY)
    if name in ("sign", "add_document", "send_to_sign"):
        do("document.add", file=str(pdf), type="informe")
    shown = opened.window.dossier.shown
    assert shown is not None
    asked = name in ("sign", "send_to_sign")
    opened.window.go(name, {"documents": [each.id for each in shown.documents]} if asked else {})
    assert opened.window.page_name == name
    for widget in focusable(opened.window):
        interface = QAccessible.queryAccessibleInterface(widget)
        said = interface.text(QAccessible.Text.Name)
        assert said, f"{type(widget).__name__} {widget.objectName()!r} has no accessible name"


def test_a_dossier_is_made_with_its_party_and_shown(opened: OpenWindow, do: Do) -> None:
    do("dossier.new", **DOSSIER, party=PARTY)
    facts = opened.window.current.facts()
    assert (facts["title"], facts["label"][:12], facts["pending"]) == (
        "Llicència d'obres",
        "PROV-A7-0001",
        True,
    )
    assert facts["parties"][0]["identifier"] == "00000000T"
    assert opened.hints > 0


def test_a_wrong_nif_is_told_and_nothing_is_made(opened: OpenWindow, do: Do, cache: Cache) -> None:
    do("dossier.new", **DOSSIER, party={**PARTY, "identifier": "00000000A"})
    assert opened.window.page_name == "new_dossier"
    assert "✗" in opened.window.new_dossier.party.verdict.text()
    assert [notice.text for notice in opened.window.notices.lines]
    assert not cache.waiting()


def test_an_edit_is_saved_shown_as_pending_and_undone(opened: OpenWindow, do: Do) -> None:
    do("dossier.new", **DOSSIER)
    field = opened.window.dossier.data.subject
    field.setFocus()
    field.setText("Llicència d'obres majors")
    field.editingFinished.emit()
    assert_title(opened, do, "Llicència d'obres majors")
    assert [notice.icon for notice in opened.window.notices.lines] == [UNDO]
    do("app.undo")
    assert_title(opened, do, "Llicència d'obres")


def assert_title(opened: OpenWindow, do: Do, title: str) -> None:
    do("app.send")
    assert opened.window.current.facts()["title"] == title


def test_an_empty_title_is_refused_and_the_old_one_stands(opened: OpenWindow, do: Do) -> None:
    do("dossier.new", **DOSSIER)
    do("dossier.edit", fields={"title": "  "})
    assert opened.window.current.facts()["title"] == "Llicència d'obres"
    assert "falta" in opened.window.notices.lines[-1].text.lower()


def test_a_document_is_added_described_and_drawn(opened: OpenWindow, do: Do, pdf: Path, qtbot: QtBot) -> None:
    do("dossier.new", **DOSSIER)
    do("document.add", file=str(pdf), type="informe", title="Informe tècnic", date="2026-11-20")
    facts = opened.window.current.facts()
    assert facts["tab"] == "documents"
    assert [(each["title"], each["date"], each["here"]) for each in facts["documents"]] == [
        ("Informe tècnic", "2026-11-20", True)
    ]
    preview = opened.window.dossier.documents.preview
    qtbot.waitUntil(lambda: preview.is_drawn, timeout=20_000)
    assert preview.pages == 3
    do("page.next")
    assert preview.page == 2
    do("document.describe", fields={"title": "Informe jurídic"})
    assert opened.window.current.facts()["documents"][0]["title"] == "Informe jurídic"


@pytest.mark.parametrize("content", [b"", b"aixo no es cap PDF"])
def test_what_is_no_pdf_is_refused_with_its_reason(
    opened: OpenWindow, do: Do, pdf: Path, content: bytes
) -> None:
    pdf.write_bytes(content)
    do("dossier.new", **DOSSIER)
    do("document.add", file=str(pdf), type="informe")
    assert opened.window.page_name == "add_document"
    assert opened.window.notices.lines
    assert opened.window.dossier.shown is not None
    assert opened.window.dossier.shown.documents == ()


def test_dropped_files_open_the_form(opened: OpenWindow, do: Do, pdf: Path, qtbot: QtBot) -> None:
    do("dossier.new", **DOSSIER)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(pdf))])
    event = QDropEvent(
        QPointF(9, 9),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    opened.window.dossier.dropEvent(event)
    qtbot.waitUntil(lambda: opened.window.current.facts().get("file") == pdf.name, timeout=20_000)


def test_search_finds_by_label_and_the_empty_list_says_why(opened: OpenWindow, do: Do) -> None:
    do("dossier.new", **DOSSIER)
    label = opened.window.current.facts()["label"]
    do("go.dossiers", text=label)
    assert opened.window.current.facts()["count"] == 1
    do("go.dossiers", text="res de res")
    assert opened.window.current.facts()["count"] == 0
    do("dossier.open", label=label)
    assert opened.window.page_name == "dossier"


def test_a_reader_is_not_offered_a_new_dossier_where_there_is_none(opened: OpenWindow, do: Do) -> None:
    do("go.dossiers")
    empty = opened.window.dossiers.findChild(EmptyState)
    assert empty is not None
    offered = empty.findChild(QPushButton)
    assert offered is not None
    assert offered.isVisible()
    before = give_profile(opened.cache, ("lectura",))
    opened.desk.refresher.look()
    do("go.dossiers")
    assert opened.window.dossiers.isVisible()
    assert not offered.isVisible()
    give_profile(opened.cache, before)
    opened.desk.refresher.look()
    assert offered.isVisible()


def test_refused_work_is_shown_with_its_dependants_and_can_be_sent_again(
    opened: OpenWindow, do: Do, cache: Cache
) -> None:
    do("dossier.new", **DOSSIER, party=PARTY)
    refused = refuse_first(cache)
    opened.desk.refresher.look()
    do("go.outbox")
    states = [row["state"] for row in opened.window.current.facts()["rows"]]
    assert states == ["attention", "blocked"]
    do("outbox.retry", mutation=refused.id, fields={"title": "Llicència corregida"})
    assert [row["state"] for row in opened.window.current.facts()["rows"]] == ["queued", "queued"]
    assert cache.waiting()[0].fields["title"] == "Llicència corregida"


def test_what_was_sent_waits_to_be_sent_while_there_is_no_line(
    opened: OpenWindow, do: Do, cache: Cache, qtbot: QtBot
) -> None:
    do("dossier.new", **DOSSIER)
    cache.replica.mark_sent(cache.waiting()[:1])
    do("go.outbox")
    for ok, said in ((False, "Pendent d'enviar"), (True, "Enviat, pendent de resposta")):
        cache.replica.note_contact(ok=ok)
        opened.desk.refresher.look()
        qtbot.waitUntil(lambda: opened.desk.background.is_idle, timeout=10_000)
        assert said in tables_of(opened.window.current)["outbox"][0]


def test_refused_work_can_be_discarded(opened: OpenWindow, do: Do, cache: Cache) -> None:
    do("dossier.new", **DOSSIER)
    refused = refuse_first(cache)
    opened.desk.refresher.look()
    do("go.outbox")
    do("outbox.discard", mutation=refused.id)
    assert opened.window.current.facts()["rows"] == []


@pytest.mark.parametrize(("choice", "value"), [("kept", None), ("other", None), ("value", "Una tercera")])
def test_a_conflict_is_shown_with_both_authors_and_settled(
    opened: OpenWindow, do: Do, cache: Cache, choice: str, value: str | None
) -> None:
    do("dossier.new", **DOSSIER)
    number_newest(cache)
    conflict = make_conflict(cache)
    opened.desk.refresher.look()
    do("go.conflicts")
    (row,) = opened.window.current.facts()["rows"]
    assert all((row["kept_by"], row["other_by"], row["other_at"]))
    do("conflict.settle", conflict=conflict, choice=choice, value=value)
    assert opened.window.current.facts()["rows"] == []


def number_newest(cache: Cache) -> None:
    """Give the only dossier a number, as the service would."""
    with cache.database.write() as connection:
        connection.execute(
            "UPDATE object SET fields = json_set(fields, '$.number', '2026/00001') WHERE kind = 'dossier'"
        )


def test_the_language_is_switched_while_something_is_being_typed(opened: OpenWindow, do: Do) -> None:
    do("dossier.new", submit=False, **DOSSIER)
    assert opened.window.new_dossier.title.text() == "Nou expedient"
    do("language.es")
    assert opened.window.new_dossier.title.text() == "Nuevo expediente"
    assert opened.window.new_dossier.subject.text() == "Llicència d'obres"
    do("language.en")
    assert opened.window.new_dossier.title.text() == "New dossier"
    do("language.ca")


def test_lists_keep_the_models_contract(opened: OpenWindow, do: Do, qtmodeltester: ModelTester) -> None:
    do("dossier.new", **DOSSIER, party=PARTY)
    do("go.outbox")
    for model in (
        opened.window.dossiers.model, opened.window.plan.model, opened.window.outbox.list.rows,
        opened.window.dossier.data.parties.rows,
    ):  # fmt: skip
        qtmodeltester.check(model, force_py=True)  # type: ignore[no-untyped-call]  # pytest-qt does not say its types


def test_the_palette_finds_actions_without_accents_and_dossiers(opened: OpenWindow, do: Do) -> None:
    do("dossier.new", **DOSSIER)
    do("app.palette")
    box = opened.window.palette_box
    QTest.keyClicks(box.box, "classificacio")
    QTest.keyClick(box.box, Qt.Key.Key_Return)
    assert opened.window.page_name == "plan"
    do("app.palette")
    QTest.keyClicks(box.box, "prov")
    QTest.keyClick(box.box, Qt.Key.Key_Return)
    assert opened.window.page_name == "dossier"


def test_the_body_and_its_colour_are_on_every_page(opened: OpenWindow, do: Do) -> None:
    do("dossier.new", **DOSSIER)
    for name in PAGES:
        opened.window.go(name, {})
        assert opened.window.navigation.body.isVisible()
        assert opened.window.navigation.body.text() == "Sant Pere de Ribalta"
    assert opened.window.navigation.body.palette().window().color().name() == "#1b6ca8"


def test_a_dossier_is_closed_with_a_reason_read_only_then_and_opened_again(
    opened: OpenWindow, do: Do
) -> None:
    do("dossier.new", **DOSSIER)
    do("dossier.close")
    answer(opened, "")
    assert opened.window.current.facts()["situation"] == "closed"
    assert opened.window.dossier.data.subject.isReadOnly()
    assert not opened.desk.registry.is_available("document.add")
    do("dossier.reopen")
    answer(opened, "Es va tancar per error")
    assert opened.window.current.facts()["situation"] == "open"


def answer(opened: OpenWindow, text: str) -> None:
    """Answer the question in the page: with a text, or with the first choice."""
    question = opened.window.dossier.question
    assert question.isVisible()
    assert QApplication.activeModalWidget() is None
    if question.line.isVisible():
        question.line.setText(text)
    question.accept()
    QTest.qWait(0)
    while not opened.desk.background.is_idle:
        QTest.qWait(10)
    assert not question.isVisible()


def test_a_question_can_be_left_and_does_not_follow_to_another_dossier(opened: OpenWindow, do: Do) -> None:
    do("dossier.new", **DOSSIER)
    first = opened.window.dossier.dossier_id
    question = opened.window.dossier.question
    do("dossier.close")
    QTest.keyClick(question.choice, Qt.Key.Key_Escape)
    assert not question.isVisible()
    do("dossier.close")
    do("dossier.new", **DOSSIER)
    assert opened.window.dossier.dossier_id != first
    assert not question.isVisible()
    assert opened.window.current.facts()["situation"] == "open"


def test_a_removed_person_can_be_taken_back(opened: OpenWindow, do: Do) -> None:
    do("dossier.new", **DOSSIER, party=PARTY)
    before = opened.window.current.facts()["parties"]
    do("party.remove", id=before[0]["id"])
    assert opened.window.current.facts()["parties"] == []
    assert [notice.icon for notice in opened.window.notices.lines] == [UNDO]
    do("app.undo")
    after = opened.window.current.facts()["parties"]
    assert [(each["name"], each["identifier"]) for each in after] == [
        (each["name"], each["identifier"]) for each in before
    ]


def test_a_discarded_document_can_be_taken_back(opened: OpenWindow, do: Do, pdf: Path) -> None:
    do("dossier.new", **DOSSIER)
    do("document.add", file=str(pdf), type="informe")
    do("document.discard", reason="Duplicat")
    assert opened.window.current.facts()["documents"][0]["state"] == "discarded"
    do("app.undo")
    assert opened.window.current.facts()["documents"][0]["state"] == "draft"


def test_a_broken_file_between_good_ones_stops_nothing(
    opened: OpenWindow, do: Do, pdf: Path, qtbot: QtBot
) -> None:
    broken = pdf.with_name("buit.pdf")
    broken.write_bytes(b"")
    do("dossier.new", **DOSSIER)
    do("document.add", files=[str(broken), str(pdf)], submit=False)
    qtbot.waitUntil(lambda: opened.window.current.facts().get("file") == pdf.name, timeout=20_000)


def test_two_documents_dropped_together_are_described_one_after_the_other(
    opened: OpenWindow, do: Do, pdf: Path, qtbot: QtBot
) -> None:
    other = pdf.with_name("segon.pdf")
    other.write_bytes(pdf.read_bytes())
    do("dossier.new", **DOSSIER)
    do("document.add", files=[str(pdf), str(other)], submit=False)
    do("document.add", type="informe")
    qtbot.waitUntil(lambda: opened.window.current.facts().get("file") == other.name, timeout=20_000)
    do("document.add", type="informe")
    assert len(opened.window.current.facts()["documents"]) == 2
