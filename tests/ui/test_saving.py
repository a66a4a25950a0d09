# SPDX-License-Identifier: EUPL-1.2
"""Out of the window into files: copies, evidence, lists of results; and taking out what nobody sees."""

import csv
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from helpers.cache import NOW, SERIES, UNIT, Cache
from helpers.pdfs import make_pdf
from helpers.windows import OpenWindow
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from eset_desktop.clock import SystemClock
from eset_desktop.demo.authority import Authority
from eset_desktop.domain.signature_flow import Block, Signer
from eset_desktop.errors import BlobDamaged, Cancelled
from eset_desktop.operations import documents, signature_requests
from eset_desktop.operations.documents import NewDocument
from eset_desktop.operations.saving import save_copy
from eset_desktop.signing.container.offer import Offer
from eset_desktop.signing.evidence.writing import read
from eset_desktop.store.queries import dossier
from ui.background import Background
from ui.handlers.results import cell_of
from ui.long_work import Done, LongWork, Step
from ui.widgets.notices import Notices

Do = Callable[..., Any]
PASSPHRASE = "una frase de prova"


def written(author: str = "") -> bytes:
    with pikepdf.open(BytesIO(make_pdf(1))) as pdf:
        if author:
            pdf.docinfo["/Author"] = author
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


@pytest.fixture
def two(opened: OpenWindow, do: Do, cache: Cache) -> list[str]:
    """Two documents of one file name in the dossier on screen; the first says who wrote it."""
    cache.clock.current = max(SystemClock().now(), NOW - timedelta(days=1))
    do("dossier.new", **{"class": SERIES, "title": "Obres", "unit": UNIT})
    session, opened_id = cache.session, opened.window.dossier.dossier_id
    made = [
        documents.add(session, opened_id, NewDocument(title, "informe"), content, "decret.pdf").created or ""
        for title, content in (("Decret 1/2026", written("Persona Antiga")), ("Decret 2/2026", written()))
    ]
    do("dossier.open", id=opened_id, tab="documents", document=made[0])
    return made


def last(opened: OpenWindow) -> str:
    return opened.window.notices.lines[-1].text


@pytest.mark.usefixtures("two")
def test_a_copy_is_saved_under_the_documents_title(opened: OpenWindow, do: Do, tmp_path: Path) -> None:
    do("document.save", folder=str(tmp_path))
    do("document.save", folder=str(tmp_path))
    assert sorted(each.name for each in tmp_path.glob("*.pdf")) == [
        "Decret 1-2026 (2).pdf",
        "Decret 1-2026.pdf",
    ]
    assert "Decret 1-2026 (2).pdf" in last(opened)
    do("document.save", file=str(tmp_path / "meva.pdf"))
    assert (tmp_path / "meva.pdf").read_bytes() == (tmp_path / "Decret 1-2026.pdf").read_bytes()


@pytest.mark.usefixtures("two")
def test_several_copies_go_into_one_folder_and_one_that_cannot_be_written_is_told(
    opened: OpenWindow, do: Do, tmp_path: Path
) -> None:
    opened.window.dossier.documents.table.selectAll()
    do("document.save", folder=str(tmp_path))
    assert "2 fitxers desats" in last(opened)
    do("document.save", folder=str(tmp_path / "no hi és"))
    assert "No s'ha pogut desar el fitxer" in last(opened)


@pytest.mark.parametrize("action", ["document.save", "document.evidence"])
def test_what_is_not_on_this_computer_is_named_with_its_reason(
    opened: OpenWindow, do: Do, two: list[str], cache: Cache, tmp_path: Path, *, action: str
) -> None:
    p12 = tmp_path / "anna.p12"
    p12.write_bytes(Authority(cache.clock.now()).issue("Anna Prova", PASSPHRASE).pkcs12)
    dossier_id = opened.window.dossier.dossier_id
    do("document.sign", ids=two, certificate=str(p12), passphrase=PASSPHRASE)
    gone = dossier.document(cache.database.reader(), two[0])
    assert gone is not None
    assert gone.head is not None
    with cache.database.write() as connection:
        connection.execute("UPDATE blob SET here = 0 WHERE sha256 = ?", (gone.head.sha256,))
    do("dossier.open", id=dossier_id, tab="documents")
    opened.window.dossier.documents.table.selectAll()
    (tmp_path / "out").mkdir()
    do(action, folder=str(tmp_path / "out"))
    told = [each.text for each in opened.window.notices.lines]
    assert any(each.startswith("Decret 1/2026: ") and "ordinador" in each for each in told), told
    assert {each.name.split("-")[0] for each in (tmp_path / "out").iterdir()} >= {"Decret 2"}


def test_results_are_copied_and_saved_and_their_evidence_too(
    opened: OpenWindow, do: Do, two: list[str], cache: Cache, tmp_path: Path
) -> None:
    path = tmp_path / "prova.p12"
    path.write_bytes(Authority(cache.clock.now()).issue("Anna Prova", PASSPHRASE).pkcs12)
    assert not opened.desk.registry.is_available("document.evidence")
    do("document.sign", ids=two, certificate=str(path), passphrase=PASSPHRASE)
    do("results.copy")
    rows = [line.split("\t") for line in QGuiApplication.clipboard().text().splitlines()]
    assert [row[0] for row in rows] == ["Document", "Decret 1/2026", "Decret 2/2026"]
    assert [row[3] for row in rows[1:]] == ["Signat", "Signat"]
    assert rows[0][5] == "SHA-256"
    confirmed = (dossier.document(cache.database.reader(), each) for each in two)
    known = [{version.sha256 for version in each.versions} for each in confirmed if each]
    assert all(row[5] in each for row, each in zip(rows[1:], known, strict=True))
    do("results.save", file=str(tmp_path / "llista.csv"))
    with (tmp_path / "llista.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";")) == [[*row, ""][:6] for row in rows]
    do("document.evidence", folder=str(tmp_path))
    assert "2 fitxers desats" in last(opened)
    record = read((tmp_path / "Decret 2-2026-evidencia.json").read_bytes())
    assert record.document.title == "Decret 2/2026"
    assert (tmp_path / "Decret 1-2026-evidencia.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize("way", list(Offer))
def test_a_list_signed_beside_says_where_its_signatures_are_and_has_their_evidence(
    opened: OpenWindow, do: Do, two: list[str], tmp_path: Path, *, way: Offer
) -> None:
    path, sign = tmp_path / "prova.p12", opened.window.sign
    path.write_bytes(Authority(opened.cache.clock.now()).issue("Anna Prova", PASSPHRASE).pkcs12)
    do(f"document.sign_{way}", ids=two)
    assert not opened.desk.registry.is_available("results.open")
    do("document.sign", certificate=str(path), passphrase=PASSPHRASE)
    ending = {Offer.BESIDE: "p7s", Offer.CONTAINER: "asice"}[way]
    assert sign.list.why.isVisible()
    assert "Decret 1/2026" in sign.list.why.text()
    assert f"(decret.pdf.{ending})" in sign.list.why.text()
    assert [row[4].count(f"decret.pdf.{ending}") for row in sign.list.cells()[1:]] == [1, 1]
    do("document.evidence", folder=str(tmp_path))
    assert sorted(each.name for each in tmp_path.glob("*-evidencia.json")) == [
        "Decret 1-2026-evidencia.json",
        "Decret 2-2026-evidencia.json",
    ]
    sign.list.table.choose(1)
    QTest.keyClick(sign.list.table, Qt.Key.Key_Return)
    assert opened.window.page_name == "dossier"
    shown = opened.window.dossier.document()
    assert shown is not None
    assert (shown.signs, shown.head and shown.head.signer) == (two[1], "Anna Prova")
    do("go.back")
    assert [row.state for row in sign.run.rows] == ["signed", "signed"], "the list is come back to"
    do("go.dossiers")
    assert sign.run.rows == []


def test_a_signature_is_saved_with_its_document_and_one_that_was_just_made_is_shown(
    opened: OpenWindow, do: Do, two: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "prova.p12"
    path.write_bytes(Authority(opened.cache.clock.now()).issue("Anna Prova", PASSPHRASE).pkcs12)
    do("document.sign_beside", ids=two[:1])
    do("document.sign", certificate=str(path), passphrase=PASSPHRASE)
    assert opened.window.page_name == "dossier"
    shown = opened.window.dossier.document()
    assert shown is not None
    assert shown.signs == two[0]
    do("document.save", folder=str(tmp_path))
    assert "2 fitxers desats" in last(opened)
    assert sorted(each.name for each in tmp_path.glob("Decret*")) == [
        "Decret 1-2026.pdf",
        "Decret 1-2026.pdf.p7s",
    ]
    do("document.save")
    (dialog,) = opened.window.dossier.findChildren(QFileDialog)
    assert dialog.fileMode() is QFileDialog.FileMode.Directory
    dialog.reject()


def test_what_nobody_sees_is_shown_and_asked_about_before_a_clean_version_is_made(
    opened: OpenWindow, do: Do, two: list[str], cache: Cache, qtbot: QtBot
) -> None:
    question = opened.window.dossier.confirmation
    do("document.clean")
    assert question.isVisible()
    assert "Persona Antiga" in question._text.text()
    assert "sense efecte" not in question._text.text()
    question.dismiss()
    flow = (Block((Signer(person=cache.session.account().person),)),)
    signature_requests.create(cache.session, signature_requests.NewRequest(two[0], flow))
    do("document.clean")
    assert "queda sense efecte" in question._text.text()
    question.yes.click()
    qtbot.waitUntil(lambda: opened.desk.background.is_idle, timeout=20_000)
    row = dossier.document(cache.database.reader(), two[0])
    assert row is not None
    assert row.head is not None
    assert [each.relation for each in row.versions] == ["content", "content"]
    with pikepdf.open(BytesIO(documents.read(cache.session, row.head.id))) as pdf:
        assert "/Author" not in pdf.docinfo
        assert str(pdf.docinfo["/Title"]) == "Decret 1/2026"
    assert "Ja hi ha la versió neta" in last(opened)


@pytest.mark.usefixtures("two")
def test_chosen_rows_of_any_list_are_copied_with_the_usual_keys(opened: OpenWindow) -> None:
    table = opened.window.dossier.documents.table
    table.selectAll()
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QGuiApplication.clipboard().text().splitlines()
    assert [line.split("\t")[0] for line in lines] == ["Decret 1/2026", "Decret 2/2026"]


def test_long_work_is_stopped_between_two_steps_and_says_what_was_done(qtbot: QtBot) -> None:
    background, notices = Background(), Notices()
    qtbot.addWidget(notices)

    def fail() -> object:
        raise Cancelled

    work: LongWork[object] = LongWork(background, notices, "%1 de %2", [])
    work._steps = (
        Step("a", lambda: 1),
        Step("b", fail),
        Step("c", work.stop),
        Step("d", lambda: 4),
    )
    found: list[Done[object]] = []
    work.begin().when(found.append, lambda _: None)
    qtbot.waitUntil(lambda: bool(found), timeout=20_000)
    assert (found[0].made, [title for title, _ in found[0].failed], found[0].stopped) == (
        (1, None),
        ["b"],
        True,
    )
    assert notices.lines == ()
    background.close()


@pytest.mark.parametrize(
    ("text", "cell"),
    [("Decret", '"Decret"'), ("=1+1", '"\'=1+1"'), ("-Obra", '"\'-Obra"'), ('el "nou"', '"el ""nou"""')],
)
def test_no_title_becomes_a_formula(text: str, cell: str) -> None:
    assert cell_of(text) == cell


def test_a_copy_of_what_was_changed_on_the_disk_is_none(cache: Cache, two: list[str], tmp_path: Path) -> None:
    found = dossier.document(cache.session.database.reader(), two[0])
    assert found
    assert found.head
    blob, _ = cache.blobs.sealed_file(found.head.sha256)
    sealed = blob.read_bytes()
    blob.write_bytes(sealed[:-1] + bytes([sealed[-1] ^ 1]))
    with pytest.raises(BlobDamaged):
        save_copy(cache.session, found.head.id, tmp_path / "copia.pdf")
    assert not (tmp_path / "copia.pdf").exists()


@pytest.mark.usefixtures("two")
def test_what_waits_to_be_sent_names_a_version_by_its_document(opened: OpenWindow, do: Do) -> None:
    do("go.outbox")
    rows = opened.window.outbox.list.rows
    values = [rows.cell(row, 3)[0] for row in range(len(rows.rows))]
    assert "Decret 1/2026 · decret.pdf" in values
    assert "Decret 2/2026 · decret.pdf" in values
