# SPDX-License-Identifier: EUPL-1.2
"""The signing page: a list looked at first, one PIN, one list of results."""

import threading
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from helpers.cache import SERIES, UNIT, Cache
from helpers.key_stores import PlayedStore, identity
from helpers.pdfs import make_pdf
from helpers.sign_page import PASSPHRASE, WAIT, Do, states
from helpers.windows import OpenWindow
from pytestqt.qtbot import QtBot

from eset_desktop.operations import certificates, documents
from eset_desktop.operations.documents import NewDocument
from eset_desktop.signing.keys.errors import ModuleCrashed
from eset_desktop.signing.keys.port import Secret
from eset_desktop.store.queries import dossier
from ui.signing_list import LookedAt, look_at


def test_all_are_looked_at_before_any_pin_and_one_that_cannot_be_signed_says_why(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path
) -> None:
    do("document.sign", ids=three, certificate=str(certificate), submit=False)
    assert states(opened) == ["ready", "refused", "ready"]
    opened.window.sign.list.table.choose(1)
    assert "PDF" in opened.window.sign.list.why.text()
    assert opened.window.sign.facts()["ready"] == 2
    assert opened.window.sign._go.text() == "Signa 2 documents…"


def test_the_rest_is_signed_with_one_passphrase_and_the_page_tells_of_each(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path, cache: Cache
) -> None:
    do("document.sign", ids=three, certificate=str(certificate), passphrase=PASSPHRASE)
    assert states(opened) == ["signed", "refused", "signed"], opened.window.sign.facts()["problems"]
    assert opened.window.page_name == "sign"
    assert opened.window.sign.progress._head.text() == "Signats 2 de 3"
    assert certificates.last_used(cache.database.reader()).startswith("p12:")
    listed = opened.window.sign.certificates.listed()
    assert listed is not None
    assert listed.identity.name == "Anna Prova"
    do("dossier.open", id=opened.window.dossier.dossier_id, tab="documents")
    signed = {each["title"]: each["relation"] for each in opened.window.current.facts()["documents"]}
    assert signed == {"Decret 1": "signature", "Decret 2": "content", "Decret 3": "signature"}


def test_a_signature_is_seen_on_the_page_when_that_is_wanted(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path, cache: Cache
) -> None:
    do("document.sign", ids=three[:1], certificate=str(certificate), submit=False)
    assert not opened.window.sign._visible.isChecked()
    opened.window.sign._visible.setChecked(True)
    do("document.sign", ids=three[:1], certificate=str(certificate), passphrase=PASSPHRASE)
    head = dossier.document(cache.database.reader(), three[0])
    assert head is not None
    assert head.head is not None
    with pikepdf.open(BytesIO(documents.read(cache.session, head.head.id))) as pdf:
        (field,) = pdf.Root.AcroForm.Fields
        assert str(field.TU).startswith("Signatura de Anna Prova")


def test_a_wrong_passphrase_is_told_and_nothing_is_signed(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path
) -> None:
    do("document.sign", ids=three[:1], certificate=str(certificate), passphrase="una altra")
    assert states(opened) == ["ready"]
    assert "contrasenya no obre" in opened.window.notices.lines[-1].text


def test_a_document_whose_file_is_elsewhere_is_on_the_list_with_its_reason(
    opened: OpenWindow, do: Do, three: list[str], cache: Cache
) -> None:
    for path in (cache.folder / "blobs").rglob("*"):
        if path.is_file():
            path.unlink()
    do("document.sign", ids=three[:2])
    assert states(opened) == ["refused", "refused"]
    assert not opened.window.sign._go.isEnabled()


def test_several_documents_of_a_dossier_are_chosen_and_signed_together(
    opened: OpenWindow, do: Do, three: list[str]
) -> None:
    opened.window.dossier.documents.table.selectAll()
    do("document.sign")
    shown = [each["title"] for each in opened.window.sign.facts()["documents"]]
    assert shown == [f"Decret {number}" for number in range(1, len(three) + 1)]


def test_a_certificate_of_another_body_is_said_before_the_pin(
    opened: OpenWindow, do: Do, three: list[str]
) -> None:
    other = identity("Berta Prova", body="Ajuntament de Vilanova de Prova", body_id="")
    opened.stores.append(PlayedStore(held=(identity(body_id=""), other)))
    do("document.sign", ids=three[:1])
    panel = opened.window.sign.certificates
    panel.picker.choose(identity().id)
    assert not panel._told.isVisible()
    panel.picker.choose(other.id)
    assert "un altre ens (Ajuntament de Vilanova de Prova)" in panel._told.text()
    assert opened.window.sign._go.isEnabled()


def test_without_a_certificate_the_page_says_what_to_do(opened: OpenWindow, do: Do, three: list[str]) -> None:
    do("document.sign", ids=three[:1])
    panel = opened.window.sign.certificates
    assert panel._stack.currentWidget() is panel._empty
    assert not opened.window.sign._go.isEnabled()
    opened.stores.append(PlayedStore("pkcs11:/opt/driver.so", ModuleCrashed()))
    do("certificate.look")
    assert panel._stack.currentWidget() is panel.picker


def marked(opened: OpenWindow) -> list[str]:
    return [name for name, button in opened.window.navigation._buttons.items() if button.isChecked()]


def test_the_navigation_marks_where_the_list_came_from(opened: OpenWindow, do: Do, three: list[str]) -> None:
    do("document.sign", ids=three[:1])
    assert marked(opened) == ["go.dossiers"]
    do("help.show")
    assert marked(opened) == ["go.dossiers"]
    do("go.signatures")
    opened.window.go("sign", {"documents": three[:1]})
    assert marked(opened) == ["go.signatures"]
    do("go.substitutions")
    assert marked(opened) == ["go.signatures"]


def test_a_certificate_file_is_taken_off_the_list_and_stays_on_the_disk(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path, cache: Cache
) -> None:
    do("document.sign", ids=three[:1], certificate=str(certificate), submit=False)
    assert opened.desk.registry.is_available("certificate.forget")
    do("certificate.forget")
    assert certificates.files(cache.database.reader()) == ()
    assert opened.window.sign.certificates.listed() is None
    assert not opened.desk.registry.is_available("certificate.forget")
    assert certificate.is_file()


def test_a_dossiers_number_is_shown_where_there_are_several(
    opened: OpenWindow, do: Do, three: list[str], cache: Cache
) -> None:
    table = opened.window.sign.list.table
    do("document.sign", ids=three)
    assert table.isColumnHidden(1)
    do("go.back")
    do("dossier.new", **{"class": SERIES, "title": "Gual", "unit": UNIT})
    dossier = opened.window.dossier.dossier_id
    other = documents.add(cache.session, dossier, NewDocument("D", "informe"), make_pdf(1), "d.pdf")
    do("dossier.open", id=dossier, tab="documents")  # added behind the window's back: it looks
    do("document.sign", ids=[*three, other.created])
    assert not table.isColumnHidden(1)


def test_the_list_is_still_there_after_reading_the_help(opened: OpenWindow, do: Do, three: list[str]) -> None:
    do("document.sign", ids=three)
    do("help.show")
    text = opened.window.help.text.toPlainText()
    assert text.startswith("Signar")
    assert "Treballar amb connexió o sense" in text
    do("go.back")
    assert opened.window.page_name == "sign"
    assert states(opened) == ["ready", "refused", "ready"]
    do("help.show")
    do("go.dossiers")
    assert opened.window.sign.run.rows == []
    do("help.show")
    assert opened.window.help.text.toPlainText().startswith("Treballar")


def test_a_batch_that_ends_while_another_page_is_on_screen_is_told_there(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path, qtbot: QtBot
) -> None:
    window, page = opened.window, opened.window.sign
    do("document.sign", ids=three[:2], certificate=str(certificate), submit=False)
    outcome = page.submit(Secret.from_text(PASSPHRASE))
    qtbot.waitUntil(lambda: page.run.is_going, timeout=WAIT)
    window.go("dossiers")
    qtbot.waitUntil(lambda: outcome.is_settled and opened.desk.background.is_idle, timeout=WAIT)
    (notice,) = (each for each in window.notices.lines if each.key == "signing")
    assert notice.text == "Signats 1 de 2."
    assert notice.act is not None
    notice.act()
    assert window.page_name == "sign"
    assert states(opened) == ["signed", "refused"]
    assert not [each for each in window.notices.lines if each.key == "signing"]


def test_a_list_that_is_left_before_it_was_looked_at_takes_nobodys_turn(
    opened: OpenWindow, three: list[str], monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    page, registry, home = opened.window.sign, opened.desk.registry, opened.window.dossier.dossier_id
    left, taken = threading.Event(), list[object]()

    def slow(*arguments: Any, **options: Any) -> LookedAt:
        assert left.wait(20)
        return look_at(*arguments, **options)

    monkeypatch.setattr("ui.views.sign_order.look_at", slow)
    monkeypatch.setattr(page.turns, "take", taken.append)
    looked = registry.invoke("document.sign", {"ids": three[:1], "submit": False})
    registry.invoke("dossier.open", {"id": home, "tab": "documents"})
    left.set()
    qtbot.waitUntil(lambda: looked.is_settled and opened.desk.background.is_idle, timeout=20_000)
    assert (page.run.rows, taken) == ([], [])
