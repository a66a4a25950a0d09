# SPDX-License-Identifier: EUPL-1.2
"""The certificates of this computer: grouped by place, those that may not sign stand back, a broken driver is one line."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from helpers.key_stores import PlayedStore, identity
from PySide6.QtWidgets import QApplication, QTreeWidgetItem
from pytestqt.qtbot import QtBot

from eset_desktop.signing.keys.errors import ModuleCrashed, ModuleHung
from eset_desktop.signing.keys.port import TokenState
from eset_desktop.signing.values import Identity, SecretKind, StoreKind
from ui.background import Background
from ui.i18n import Language
from ui.keyring import Keyring
from ui.outcome import Outcome
from ui.widgets.identity_picker import IdentityPicker

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
EXPIRED = identity("Anna Antiga", not_after=datetime(2026, 3, 1, tzinfo=UTC))
FILE = identity(
    "Biel Prova", id="p12:aa:bb", store=StoreKind.PKCS12, token=None, secret=SecretKind.PASSPHRASE
)


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def picker(qapp: QApplication, qtbot: QtBot) -> Iterator[IdentityPicker]:
    language = Language(qapp, "ca")
    made = IdentityPicker()
    qtbot.addWidget(made)
    made.retranslate("ca")
    yield made
    language.remove()


def looked(qtbot: QtBot, background: Background, *stores: PlayedStore) -> Keyring:
    keyring = Keyring(background, lambda: stores, lambda: NOW)
    outcome = keyring.look()
    qtbot.waitUntil(lambda: outcome.is_settled and background.is_idle, timeout=20_000)
    return keyring


def test_who_looks_again_when_the_last_store_answers_gets_both_looks_settled(
    qtbot: QtBot, background: Background
) -> None:
    keyring = Keyring(background, lambda: (PlayedStore(held=(identity(),)),), lambda: NOW)
    again: list[Outcome[None]] = []

    def look_once() -> None:
        if not again:
            again.append(keyring.look())

    keyring.changed.connect(look_once)
    first = keyring.look()
    qtbot.waitUntil(lambda: bool(again) and again[0].is_settled and background.is_idle, timeout=20_000)
    assert first.is_settled
    assert not keyring.is_looking


def groups(picker: IdentityPicker) -> list[tuple[str, list[str]]]:
    found = []
    for position in range(picker.topLevelItemCount()):
        group = picker.topLevelItem(position)
        assert isinstance(group, QTreeWidgetItem)
        held = [group.child(each) for each in range(group.childCount())]
        found.append((group.text(0), [item.text(0) for item in held if item is not None]))
    return found


def test_cards_come_first_then_files_each_with_its_certificates(
    qtbot: QtBot, background: Background, picker: IdentityPicker
) -> None:
    card = PlayedStore(held=(EXPIRED, identity()), tries=1)
    keyring = looked(qtbot, background, PlayedStore("p12", (FILE,)), card)
    picker.show_places(keyring.places())
    assert groups(picker) == [
        ("Targeta «Targeta de prova» · Lector 1 · queda 1 intent",
         ["Anna Prova · Empleat públic", "Anna Antiga · Empleat públic"]),
        ("Fitxers de certificat", ["Biel Prova · Empleat públic"]),
    ]  # fmt: skip
    assert keyring.places()[0].state is TokenState.FINAL_TRY


def test_what_may_not_sign_says_why_and_is_not_offered_first(
    qtbot: QtBot, background: Background, picker: IdentityPicker
) -> None:
    picker.show_places(looked(qtbot, background, PlayedStore(held=(EXPIRED, identity()))).places())
    chosen = picker.listed()
    assert chosen is not None
    assert chosen.identity.name == "Anna Prova"
    picker.choose(EXPIRED.id)
    chosen = picker.listed()
    assert chosen is not None
    assert chosen.problem is not None
    item = picker.currentItem()
    assert item is not None
    assert "caducar" in item.text(4)
    assert item.foreground(0).color() == picker.palette().placeholderText().color()


@pytest.mark.parametrize(("error", "said"), [(ModuleCrashed(), "aturat"), (ModuleHung(), "no respon")])
def test_a_broken_driver_is_one_line_with_advice_beside_the_rest(
    qtbot: QtBot, background: Background, picker: IdentityPicker, error: ModuleCrashed, said: str
) -> None:
    keyring = looked(
        qtbot, background, PlayedStore("pkcs11:/opt/driver.so", error), PlayedStore("p12", (FILE,))
    )
    picker.show_places(keyring.places())
    ((first, held), (problem, none)) = groups(picker)
    assert (first, held) == ("Fitxers de certificat", ["Biel Prova · Empleat públic"])
    assert problem.startswith("Controlador de targeta «driver.so»: ")
    assert said in problem
    assert none == []


def test_the_chosen_certificate_stays_chosen_when_its_card_comes_back(
    qtbot: QtBot, background: Background, picker: IdentityPicker
) -> None:
    card = PlayedStore(held=(identity("Anna"), identity("Berta")))
    keyring = looked(qtbot, background, card)
    picker.show_places(keyring.places())
    picker.choose(identity("Berta").id)
    card.held = ()
    keyring.look()
    qtbot.waitUntil(lambda: background.is_idle)
    picker.show_places(keyring.places())
    assert picker.listed() is None
    card.held = (identity("Anna"), identity("Berta"))
    keyring.look()
    qtbot.waitUntil(lambda: background.is_idle)
    picker.show_places(keyring.places())
    chosen = picker.listed()
    assert chosen is not None
    assert chosen.identity.name == "Berta"


def test_a_file_stays_chosen_when_it_says_whose_it_is_and_may_not_sign(
    qtbot: QtBot, background: Background, picker: IdentityPicker
) -> None:
    files = PlayedStore(name="p12", held=(_file("aa", ""), _file("bb", "22")))
    keyring = looked(qtbot, background, files, PlayedStore(held=(identity("Anna"),)))
    picker.choose("p12:aa:")
    picker.show_places(keyring.places())
    files.held = (_file("aa", "11", not_after=EXPIRED.not_after), _file("bb", "22"))
    keyring.look()
    qtbot.waitUntil(lambda: background.is_idle)
    picker.show_places(keyring.places())
    chosen = picker.listed()
    assert chosen is not None
    assert chosen.identity.id == "p12:aa:11"
    assert chosen.problem is not None


def test_alike_certificates_are_told_apart_by_their_files(qtbot: QtBot, background: Background) -> None:
    picker = IdentityPicker(file_of=lambda found: f"{found.id[4:6]}.p12")
    qtbot.addWidget(picker)
    picker.retranslate("ca")
    files = PlayedStore(name="p12", held=(_file("aa", "11"), _file("bb", "22", not_after=EXPIRED.not_after)))
    picker.show_places(looked(qtbot, background, files).places())
    notes = [each.text(4) for each in picker._items()]
    assert notes[0] == "aa.p12"
    assert notes[1].startswith("bb.p12 · ")


def _file(sha256: str, fingerprint: str, **more: object) -> Identity:
    return identity(
        "Anna",
        id=f"p12:{sha256}:{fingerprint}",
        fingerprint=fingerprint,
        store=StoreKind.PKCS12,
        token=None,
        **more,
    )
