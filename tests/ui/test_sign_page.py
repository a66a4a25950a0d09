# SPDX-License-Identifier: EUPL-1.2
"""The signing page: a list looked at first, one PIN, one list of results; a lost card waits, nothing is signed twice."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest
from helpers.cache import NOW, SERIES, UNIT, Cache
from helpers.key_stores import PlayedStore, failed, identity
from helpers.pdfs import make_pdf
from helpers.windows import OpenWindow, give_profile
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from eset_desktop.clock import SystemClock
from eset_desktop.demo.authority import Authority
from eset_desktop.domain import rights
from eset_desktop.operations import certificates, documents
from eset_desktop.operations.documents import NewDocument
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.keys.errors import CardLost, LoginLost, ModuleCrashed
from eset_desktop.signing.keys.port import BatchPolicy, KeyStore, OpenKey, Secret, TokenState
from eset_desktop.signing.values import Identity, Token
from eset_desktop.store.queries import dossier
from ui.key_opening import KeyOpening
from ui.outcome import Outcome
from ui.widgets.secret import SecretDialog

Do = Callable[..., Any]
PASSPHRASE = "una frase de prova"
WAIT = 20_000


@pytest.fixture
def certificate(cache: Cache, tmp_path: Path) -> Path:
    """A good certificate; the cache's clock goes with the machine's, because the signing process has its own."""
    now = SystemClock().now()
    cache.clock.current = max(now, NOW - timedelta(days=1))
    path = tmp_path / "prova.p12"
    path.write_bytes(Authority(now).issue("Anna Prova", PASSPHRASE).pkcs12)
    return path


@pytest.fixture
def three(opened: OpenWindow, do: Do) -> list[str]:
    """Three documents of the dossier on screen, the second no PDF at all."""
    do("dossier.new", **{"class": SERIES, "title": "Llicència d'obres", "unit": UNIT})
    session, dossier = opened.cache.session, opened.window.dossier.dossier_id
    made = []
    for number, content in enumerate((make_pdf(1), b"no es cap PDF", make_pdf(2)), 1):
        new = NewDocument(f"Decret {number}", "informe")
        made.append(documents.add(session, dossier, new, content, "decret.pdf").created or "")
    do("dossier.open", id=dossier, tab="documents")
    return made


def states(opened: OpenWindow) -> list[str]:
    return [each["state"] for each in opened.window.sign.facts()["documents"]]


def dialog_of(opened: OpenWindow, qtbot: QtBot) -> SecretDialog:
    opening = opened.window.sign.opening
    qtbot.waitUntil(lambda: opening.dialog is not None, timeout=WAIT)
    dialog = opening.dialog
    assert dialog is not None
    return dialog


def typed(opened: OpenWindow, qtbot: QtBot, text: str) -> None:
    dialog = dialog_of(opened, qtbot)
    QTest.keyClicks(dialog.box, text)
    QTest.keyClick(dialog.box, Qt.Key.Key_Return)


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


def said(dialog: SecretDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


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


class LateStore:
    """The computer's certificate files, behind something slow: the test says when a key is open."""

    name = "p12"

    def __init__(self, files: KeyStore) -> None:
        self._files = files
        self.late: list[tuple[Future[OpenKey], Future[OpenKey]]] = []
        self.closed: list[OpenKey] = []

    def identities(self) -> "Future[tuple[Identity, ...]]":
        return self._files.identities()

    def state(self, identity: Identity) -> "Future[TokenState]":
        return self._files.state(identity)

    def close(self) -> None:
        self._files.close()

    def open(
        self, identity: Identity, secret: Secret | None, *, batch: BatchPolicy = BatchPolicy.ONE_ENTRY
    ) -> "Future[OpenKey]":
        told: Future[OpenKey] = Future()
        self.late.append((self._files.open(identity, secret, batch=batch), told))
        return told

    def answer(self) -> None:
        """Open what was asked for first."""
        opened, told = self.late.pop(0)
        key = opened.result(WAIT / 1000)
        really, closed = key.close, self.closed

        def close() -> Any:
            closed.append(key)
            return really()

        object.__setattr__(key, "close", close)
        told.set_result(key)


@pytest.fixture
def late(opened: OpenWindow) -> LateStore:
    store = LateStore(opened.files)
    opened.stores[0] = store
    return store


def pressed(opened: OpenWindow, qtbot: QtBot, late: LateStore) -> None:
    """Sign, type the passphrase, and be where the key is being opened."""
    page = opened.window.sign
    QTest.mouseClick(page._go, Qt.MouseButton.LeftButton)
    typed(opened, qtbot, PASSPHRASE)
    qtbot.waitUntil(lambda: len(late.late) == 1, timeout=WAIT)
    assert page._promise.text() == "S'està obrint el certificat…"


def answered(opened: OpenWindow, qtbot: QtBot, late: LateStore) -> None:
    late.answer()
    qtbot.waitUntil(lambda: opened.desk.background.is_idle and bool(late.closed), timeout=WAIT)


def versions(opened: OpenWindow, do: Do, home: str) -> list[int]:
    do("dossier.open", id=home, tab="documents")
    return [each["versions"] for each in opened.window.current.facts()["documents"]]


def test_a_passphrase_is_good_for_the_list_it_was_typed_for_and_for_no_other(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path, late: LateStore, *, qtbot: QtBot
) -> None:
    home, page = opened.window.dossier.dossier_id, opened.window.sign
    do("document.sign", ids=three[:1], certificate=str(certificate), submit=False)
    pressed(opened, qtbot, late)
    opened.window.go("dossier", {"id": home})
    assert "No s'ha signat res" in opened.window.notices.lines[-1].text
    opened.window.go("sign", {"documents": three[2:]})
    qtbot.waitUntil(lambda: states(opened) == ["ready"] and page._go.isEnabled(), timeout=WAIT)
    answered(opened, qtbot, late)
    assert (page.run.state, states(opened)) == (BatchState.OPEN, ["ready"])
    assert page._go.isEnabled()
    assert versions(opened, do, home) == [1, 1, 1]


def test_another_list_cannot_take_the_place_of_the_one_whose_key_is_being_opened(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path, late: LateStore, *, qtbot: QtBot
) -> None:
    home = opened.window.dossier.dossier_id
    do("document.sign", ids=three[:1], certificate=str(certificate), submit=False)
    pressed(opened, qtbot, late)
    opened.window.go("sign", {"documents": three[2:]})
    answered(opened, qtbot, late)
    qtbot.waitUntil(lambda: versions(opened, do, home) == [2, 1, 1], timeout=WAIT)


def test_leaving_with_the_button_while_the_key_is_being_opened_signs_nothing_and_says_so(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path, late: LateStore, *, qtbot: QtBot
) -> None:
    home = opened.window.dossier.dossier_id
    do("document.sign", ids=three[:1], certificate=str(certificate), submit=False)
    pressed(opened, qtbot, late)
    opened.window.sign._leave.click()
    assert opened.window.page_name == "dossier"
    assert "No s'ha signat res" in opened.window.notices.lines[-1].text
    answered(opened, qtbot, late)
    assert versions(opened, do, home) == [1, 1, 1]


class LosingKey:
    """A real key behind which the card goes away after some signatures."""

    def __init__(self, key: OpenKey, good: int) -> None:
        self._key = key
        self._good = good

    @property
    def identity(self) -> Any:
        return self._key.identity

    def sign(self, attested: bytes, secret: Secret | None = None) -> Any:
        if self._good == 0:
            return failed(CardLost())
        self._good -= 1
        return self._key.sign(attested, secret)

    def close(self) -> Any:
        return self._key.close()


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
    page, real = opened.window.sign, KeyOpening._try

    def losing(self: KeyOpening, *args: Any) -> Outcome[OpenKey]:
        return real(self, *args).map(lambda key: LosingKey(key, 1))

    monkeypatch.setattr(KeyOpening, "_try", losing)
    do("document.sign", ids=made, certificate=str(certificate), passphrase=PASSPHRASE)
    assert page.run.state is BatchState.PAUSED
    assert states(opened) == ["signed", "ready", "ready"]
    assert "Torneu-la a posar" in page.progress._why.text()
    assert (page._go.text(), page._leave.text()) == ("Continua…", "Deixa-ho aquí")
    assert opened.window.focusWidget() is page._go
    assert [each for each in opened.window.notices.lines if each.key == "signed"] == [], "two are not signed"
    monkeypatch.setattr(KeyOpening, "_try", real)
    QTest.mouseClick(page._go, Qt.MouseButton.LeftButton)
    typed(opened, qtbot, PASSPHRASE)
    qtbot.waitUntil(
        lambda: page.run.state is BatchState.DONE and opened.desk.background.is_idle, timeout=WAIT
    )
    assert states(opened) == ["signed"] * 3
    assert opened.window.focusWidget() is page.list.table
    do("dossier.open", id=dossier, tab="documents")
    assert [each["versions"] for each in opened.window.current.facts()["documents"]] == [2, 2, 2]


def test_a_list_that_waits_goes_on_with_its_own_certificate_only(
    opened: OpenWindow,
    do: Do,
    three: list[str],
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    qtbot: QtBot,
) -> None:
    page, real = opened.window.sign, KeyOpening._try
    monkeypatch.setattr(
        KeyOpening, "_try", lambda self, *args: real(self, *args).map(lambda key: LosingKey(key, 0))
    )
    do("document.sign", ids=[three[0], three[2]], certificate=str(certificate), passphrase=PASSPHRASE)
    assert page.run.state is BatchState.PAUSED
    other = PlayedStore(held=(identity("Altra Persona"),))
    files, opened.stores[:] = list(opened.stores), [other]
    do("certificate.look")
    assert page.certificates.picker.listed_id == other.held[0].id  # type: ignore[index] # it holds one
    QTest.mouseClick(page._go, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.desk.background.is_idle and page._go.isEnabled(), timeout=WAIT)
    assert "amb el certificat d'Anna Prova" in opened.window.notices.lines[-1].text.replace("de A", "d'A")
    assert page.opening.dialog is None
    assert other.typed == []
    assert opened.window.focusWidget() is page._go, "not the button beside it, which lets go of the list"
    monkeypatch.setattr(KeyOpening, "_try", real)
    opened.stores[:] = [other, *files]
    QTest.mouseClick(page._go, Qt.MouseButton.LeftButton)
    assert "prova.p12" in said(dialog_of(opened, qtbot))
    typed(opened, qtbot, PASSPHRASE)
    qtbot.waitUntil(lambda: page.run.state is BatchState.DONE, timeout=WAIT)
    assert states(opened) == ["signed", "signed"]


class CardKey(LosingKey):
    """A key that says that it is on a card."""

    @property
    def identity(self) -> Identity:
        return msgspec.structs.replace(
            self._key.identity, token=Token("Targeta de prova", "4711", "Lector 1")
        )


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

    def losing(self: KeyOpening, *args: Any) -> Outcome[OpenKey]:
        def taken_out(key: OpenKey) -> OpenKey:
            held[:] = opened.stores
            opened.stores.clear()
            return CardKey(key, 1)

        return real(self, *args).map(taken_out)

    def told(stores: list[KeyStore]) -> str:
        opened.stores[:] = stores
        do("certificate.look")
        return page.progress._why.text()

    monkeypatch.setattr(KeyOpening, "_try", losing)
    do("document.sign", ids=[three[0], three[2]], certificate=str(certificate), passphrase=PASSPHRASE)
    assert states(opened) == ["signed", "ready"]
    assert "Torneu-la a posar" in told([])
    assert told(held) == "La targeta torna a ser-hi. Continueu: el que ja és signat no se signa dues vegades."
    assert page.progress._why_icon.isHidden()
    assert "Torneu-la a posar" in told([])
    assert not page.progress._why_icon.isHidden()
    opened.window.go("dossiers")
    opened.stores[:] = held
    opened.window.go("sign")
    qtbot.waitUntil(lambda: "torna a ser-hi" in page.progress._why.text(), timeout=WAIT)
    page.progress.show_state(BatchState.PAUSED, page.run.progress, LoginLost())
    assert "altre programa" in page.progress._why.text(), "it was never away"
    monkeypatch.setattr(KeyOpening, "_try", real)
    do("document.sign", passphrase=PASSPHRASE)
    assert states(opened) == ["signed", "signed"]
    assert page.progress._why.text() == ""
    (notice,) = (each for each in opened.window.notices.lines if each.key == "signed")
    assert notice.text == "Signat, pendent de segell de temps."


def test_what_waits_can_be_left_and_is_not_signed_later(
    opened: OpenWindow,
    do: Do,
    three: list[str],
    certificate: Path,
    monkeypatch: pytest.MonkeyPatch,
    *,
    qtbot: QtBot,
) -> None:
    page, real = opened.window.sign, KeyOpening._try
    monkeypatch.setattr(
        KeyOpening,
        "_try",
        lambda self, *args: real(self, *args).map(lambda key: LosingKey(key, 0)),
    )
    do("document.sign", ids=[three[0], three[2]], certificate=str(certificate), passphrase=PASSPHRASE)
    assert opened.window.sign.facts()["state"] == BatchState.PAUSED
    page._leave.click()
    assert opened.window.sign.facts()["state"] == BatchState.CANCELLED
    assert states(opened) == [ItemState.CANCELLED, ItemState.CANCELLED]
    assert (page._leave.text(), page._go.text()) == ("Tanca", "Torna-ho a provar amb 2…")
    page._go.click()
    qtbot.waitUntil(lambda: states(opened) == ["ready", "ready"], timeout=WAIT)
    assert page._go.text() == "Signa 2 documents…"


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


def test_any_document_is_signed_in_a_container_from_its_row(
    opened: OpenWindow, do: Do, three: list[str], certificate: Path, cache: Cache
) -> None:
    do("document.sign_container", ids=three[1:2])
    assert opened.window.sign._visible.isHidden()
    do("document.sign", certificate=str(certificate), passphrase=PASSPHRASE)
    found = dossier.page(cache.database.reader(), opened.window.dossier.dossier_id)
    assert found is not None
    assert "«Decret 2» amb la signatura (Anna Prova)" in [each.title for each in found.documents]


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
