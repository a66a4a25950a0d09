# SPDX-License-Identifier: EUPL-1.2
"""What cannot be signed inside is signed beside the document or in a container."""

from dataclasses import replace
from pathlib import Path

from helpers.cache import Cache
from helpers.sign_page import PASSPHRASE, WAIT, Do, states
from helpers.windows import OpenWindow, give_profile
from pytestqt.qtbot import QtBot

from eset_desktop.domain import rights
from eset_desktop.store.queries import dossier


def test_what_is_no_pdf_is_signed_beside_from_the_list_of_results_and_can_be_checked(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path, qtbot: QtBot
) -> None:
    page = opened.window.sign
    do("document.sign", ids=three, certificate=str(certificate), submit=False)
    assert not page.other.isVisible()
    do("document.sign", passphrase=PASSPHRASE)
    assert page.other.isVisible()
    assert "1 document es pot signar sense canviar-lo" in page.other._text.text()
    do("document.sign_beside")
    assert page.title.text() == "Signa al costat del document"
    assert states(opened) == ["ready"]
    assert not page.other.isVisible()
    do("document.sign", passphrase=PASSPHRASE)
    found = dossier.page(opened.cache.database.reader(), opened.window.dossier.dossier_id)
    assert found is not None
    (made,) = (each for each in found.documents if each.id not in three)
    assert made.title == "Signatura de «Decret 2» (Anna Prova)"
    do("dossier.open", id=found.id, tab="documents", document=made.id)
    line = opened.window.dossier.documents.panel._signature
    qtbot.waitUntil(
        lambda: opened.desk.background.is_idle and "tal com es va signar" in line.text(), timeout=WAIT
    )
    assert opened.desk.registry.is_available("document.verify")
    do("document.verify")
    assert opened.window.verify.facts()["signers"] == ["Anna Prova"]
    assert made.head is not None
    line.show_version(replace(made.head, id=three[0]))
    assert "tal com es va signar" not in line.text(), "the same file may stand for another document, too"
    qtbot.waitUntil(lambda: opened.desk.background.is_idle, timeout=WAIT)
    assert "tal com es va signar" not in line.text()


def test_any_document_is_signed_in_a_container_from_its_row(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path, cache: Cache
) -> None:
    do("document.sign_container", ids=three[1:2])
    assert opened.window.sign._visible.isHidden()
    do("document.sign", certificate=str(certificate), passphrase=PASSPHRASE)
    found = dossier.page(cache.database.reader(), opened.window.dossier.dossier_id)
    assert found is not None
    assert "«Decret 2» amb la signatura (Anna Prova)" in [each.title for each in found.documents]


def test_no_other_way_is_offered_where_the_window_has_none(
    opened: OpenWindow, do: Do, three: list[str]
) -> None:
    opened.desk.registry.restrict(frozenset({"document.sign", "go.back"}))
    do("document.sign", ids=three[1:2])
    assert states(opened) == ["refused"]
    assert not opened.window.sign.other.isVisible()


def test_the_mayor_makes_no_documents_and_signs_beside_them(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path, cache: Cache
) -> None:
    give_profile(cache, (rights.ALCALDIA,))
    opened.desk.refresher.look()
    assert not opened.desk.registry.is_available("document.add")
    do("document.sign", ids=three[1:2])
    assert states(opened) == ["refused"]
    assert opened.window.sign.other.isVisible()
    do("document.sign_beside")
    do("document.sign", certificate=str(certificate), passphrase=PASSPHRASE)
    found = dossier.page(cache.database.reader(), opened.window.dossier.dossier_id)
    assert found is not None
    (made,) = (each for each in found.documents if each.id not in three)
    assert (made.state, made.signs) == ("final", three[1])
    give_profile(cache, (rights.LECTURA,))
    opened.desk.refresher.look()
    assert not opened.desk.registry.is_available("document.sign_beside")
