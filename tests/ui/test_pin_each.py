# SPDX-License-Identifier: EUPL-1.2
"""Where the town hall wants it, the PIN is typed for every signature: one box a document, nothing kept, nothing tried twice."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
import pytest
from helpers.cache import NOW, SERIES, UNIT, Cache
from helpers.key_stores import PlayedStore, done, failed, identity
from helpers.pdfs import make_pdf
from helpers.signing_keys import LocalKey
from helpers.windows import OpenWindow, give_profile
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from eset_desktop.clock import SystemClock
from eset_desktop.demo.authority import Authority, KeyKind
from eset_desktop.domain import rights
from eset_desktop.errors import Cancelled
from eset_desktop.operations import documents
from eset_desktop.operations.documents import NewDocument
from eset_desktop.operations.signing_settings import ask_each
from eset_desktop.signing.batch.values import BatchItem
from eset_desktop.signing.keys.errors import SecretRequired, WrongPin
from eset_desktop.signing.keys.port import BatchPolicy, OpenKey, Secret
from eset_desktop.signing.sources import HeldBytes
from eset_desktop.signing.values import Identity
from ui.widgets.secret import SecretDialog

Do = Callable[..., Any]
PASSPHRASE = "una frase de prova"
WAIT = 20_000


@dataclass
class CardKey:
    """A key of a card that wants a PIN for each signature."""

    card: "Card"
    key: LocalKey
    identity: Identity

    def sign(self, attested: bytes, secret: Secret | None = None) -> "Future[bytes]":
        if secret is None:
            return failed(SecretRequired())
        self.card.typed.append(bytes(secret.spend()))
        return (
            self.key.sign(attested) if self.card.typed[-1] == self.card.pin else failed(WrongPin(state="x"))
        )

    def close(self) -> "Future[None]":
        return done(None)


class Card(PlayedStore):
    """A card that signs."""

    def __init__(self, key: LocalKey) -> None:
        more = msgspec.structs.asdict(identity())
        shown = msgspec.structs.replace(
            key.identity,
            **{name: more[name] for name in ("id", "store", "token", "secret", "body_id", "body")},
        )
        super().__init__(held=(shown,))
        self._key = key
        self.policies: list[BatchPolicy] = []

    def open(
        self, which: Identity, secret: Secret | None, *, batch: BatchPolicy = BatchPolicy.ONE_ENTRY
    ) -> "Future[OpenKey]":
        self.policies.append(batch)
        assert secret is None
        return done(CardKey(self, self._key, which))


@pytest.fixture(scope="module")
def key() -> LocalKey:
    return LocalKey(Authority(max(SystemClock().now(), NOW)).issue("Anna Prova", "clau", kind=KeyKind.EC))


@pytest.fixture
def card(opened: OpenWindow, cache: Cache, key: LocalKey) -> Card:
    cache.clock.current = max(SystemClock().now(), NOW)
    made = Card(key)
    opened.stores.append(made)
    return made


@pytest.fixture
def two(opened: OpenWindow, do: Do, cache: Cache, card: Card) -> list[str]:
    give_profile(cache, (rights.SECRETARIA,))
    ask_each(cache.session, each=True)
    opened.desk.refresher.look()
    do("dossier.new", **{"class": SERIES, "title": "Llicència d'obres", "unit": UNIT})
    dossier = opened.window.dossier.dossier_id
    made = [
        documents.add(cache.session, dossier, NewDocument(f"Decret {n}", "informe"), make_pdf(n), "d.pdf")
        for n in (1, 2)
    ]
    ids = [each.created or "" for each in made]
    do("dossier.open", id=dossier, tab="documents")
    do("document.sign", ids=ids, submit=False)
    assert card.policies == []
    return ids


def box_for(opened: OpenWindow, qtbot: QtBot, title: str) -> SecretDialog:
    each = opened.window.sign.each

    def is_asked() -> bool:
        return each.dialog is not None and each.dialog.asked.document == title

    qtbot.waitUntil(is_asked, timeout=WAIT)
    assert each.dialog is not None
    assert any(title in label.text() for label in each.dialog.findChildren(QLabel))
    return each.dialog


def types(dialog: SecretDialog, pin: str) -> None:
    QTest.keyClicks(dialog.box, pin)
    QTest.keyClick(dialog.box, Qt.Key.Key_Return)


def states(opened: OpenWindow) -> list[str]:
    return [each["state"] for each in opened.window.sign.facts()["documents"]]


@pytest.mark.usefixtures("two")
def test_each_document_has_its_own_entry_and_a_wrong_one_or_a_box_that_is_left_pauses_the_list(
    opened: OpenWindow, card: Card, qtbot: QtBot
) -> None:
    page = opened.window.sign
    outcome = page.submit()
    types(box_for(opened, qtbot, "Decret 1"), "1234")
    types(box_for(opened, qtbot, "Decret 2"), "0000")
    qtbot.waitUntil(lambda: outcome.is_settled and str(page.run.state) == "paused", timeout=WAIT)
    assert states(opened) == ["signed", "ready"]
    again = page.submit()
    box_for(opened, qtbot, "Decret 2").reject()
    qtbot.waitUntil(lambda: again.is_settled and str(page.run.state) == "paused", timeout=WAIT)
    last = page.submit()
    types(box_for(opened, qtbot, "Decret 2"), "1234")
    qtbot.waitUntil(lambda: last.is_settled, timeout=WAIT)
    assert states(opened) == ["signed", "signed"]
    assert card.typed == [b"1234", b"0000", b"1234"]
    assert set(card.policies) == {BatchPolicy.EACH_SIGNATURE}


@pytest.mark.usefixtures("two")
def test_to_stop_while_it_is_asked_for_leaves_the_rest(opened: OpenWindow, card: Card, qtbot: QtBot) -> None:
    page = opened.window.sign
    outcome = page.submit()
    box_for(opened, qtbot, "Decret 1")
    page._leave.click()
    qtbot.waitUntil(lambda: outcome.is_settled and str(page.run.state) == "cancelled", timeout=WAIT)
    assert states(opened) == ["cancelled", "cancelled"]
    assert card.typed == []
    assert page.each.dialog is None


@pytest.mark.usefixtures("two")
def test_a_card_that_is_taken_out_takes_the_box_with_it_and_a_window_that_closes_waits_for_none(
    opened: OpenWindow, card: Card, qtbot: QtBot
) -> None:
    page = opened.window.sign
    outcome = page.submit()
    box_for(opened, qtbot, "Decret 1")
    opened.stores.remove(card)
    opened.desk.keyring.look()
    qtbot.waitUntil(lambda: outcome.is_settled and page.each.dialog is None, timeout=WAIT)
    assert (str(page.run.state), card.typed) == ("paused", [])
    opened.stores.append(card)
    opened.desk.keyring.look()
    qtbot.waitUntil(lambda: opened.desk.background.is_idle, timeout=WAIT)
    page.submit()
    box_for(opened, qtbot, "Decret 1")
    opened.window.close()
    assert card.typed == []


def test_a_certificate_files_passphrase_is_typed_for_each_signature_and_nothing_of_it_is_kept(
    opened: OpenWindow, cache: Cache, two: list[str], do: Do, tmp_path: Path, *, qtbot: QtBot
) -> None:
    path, page = tmp_path / "prova.p12", opened.window.sign
    path.write_bytes(Authority(cache.clock.now()).issue("Berta Prova", PASSPHRASE, kind=KeyKind.EC).pkcs12)
    do("certificate.add", file=str(path))
    outcome = page.submit()
    qtbot.waitUntil(lambda: page.opening.is_asked, timeout=WAIT)
    assert page.opening.dialog is not None
    assert page.opening.dialog.asked.count == 0, "a file that was never opened: only whose it is"
    types(page.opening.dialog, PASSPHRASE)
    types(box_for(opened, qtbot, "Decret 1"), PASSPHRASE)
    assert opened._file_keys._open == set()
    types(box_for(opened, qtbot, "Decret 2"), "una altra")
    qtbot.waitUntil(lambda: outcome.is_settled and str(page.run.state) == "paused", timeout=WAIT)
    assert states(opened) == ["signed", "ready"]
    assert "contrasenya no obre" in page.progress.told
    again = page.submit()
    box = box_for(opened, qtbot, "Decret 2")
    assert not page.opening.is_asked, "whose it is, is known now"
    assert any("prova.p12" in label.text() for label in box.findChildren(QLabel))
    opened.desk.keyring.look()
    qtbot.waitUntil(lambda: not opened.desk.keyring.is_looking, timeout=WAIT)
    types(box, PASSPHRASE)
    qtbot.waitUntil(lambda: again.is_settled, timeout=WAIT)
    assert states(opened) == ["signed", "signed"]
    assert len(two) == len(page.run.rows)


def test_a_batch_that_asks_while_the_window_closes_is_not_left_waiting(
    opened: OpenWindow, card: Card
) -> None:
    """The window ends on this thread and hears of no question any more: the thread of the batch must not wait for it."""
    each = opened.window.sign.each
    ask = each.asker(identity(), "Lector")
    assert ask
    item = BatchItem("1", "Decret 1", HeldBytes(b""), "", 0)
    with ThreadPoolExecutor(1) as batch:
        asked = batch.submit(ask, item)
        while not each.is_asked:
            assert not asked.done()
        each.close()
        assert isinstance(asked.exception(WAIT / 1000), Cancelled)
        assert isinstance(batch.submit(ask, item).exception(WAIT / 1000), Cancelled)
    assert card.typed == []
