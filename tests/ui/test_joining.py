# SPDX-License-Identifier: EUPL-1.2
"""Linking a computer in its dialog, against a central service on loopback: refusals in place, nothing half done."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from helpers.keyrings import MemoryKeyring
from helpers.served import served
from helpers.windows import UNTIL
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from central.folder import DataFolder
from central.service import Service
from eset_desktop import entering
from eset_desktop.clock import SystemClock
from eset_desktop.demo import town
from eset_desktop.demo.content.towns import Demo
from eset_desktop.errors import EsetError
from eset_desktop.joining import join
from eset_desktop.paths import Paths
from eset_desktop.store import keys, profile
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.errors import KeyringLocked, ProfileExists, WeakPassphrase
from eset_desktop.workplace import Workplace
from ui.i18n import Language
from ui.joining import JoinDialog
from ui.joining_given import Again

WAIT = 20_000
PASSPHRASE = "una frase prou llarga"
SILENT = "http://127.0.0.1:9"


@dataclass(frozen=True, slots=True)
class Town:
    """A running service of an empty town hall."""

    url: str
    folder: DataFolder
    person: str

    def code(self) -> str:
        return town.enrolment_code(self.folder, self.person)


@pytest.fixture(scope="module")
def established(tmp_path_factory: pytest.TempPathFactory) -> tuple[DataFolder, str]:
    """A service's folder and one of its people."""
    bodies = Demo(seed=1, scale=1, until=UNTIL).bodies
    return town.establish(tmp_path_factory.mktemp("hall") / "central", bodies), bodies[0].people[0].id


@pytest.fixture
def hall(established: tuple[DataFolder, str]) -> Iterator[Town]:
    service = Service.open(established[0])
    with served(service) as url:
        yield Town(url, *established)
    service.close()


@pytest.fixture
def language(qapp: QApplication) -> Iterator[Language]:
    made = Language(qapp, "ca")
    yield made
    made.remove()


class Desk:
    """The dialog of a computer without a profile."""

    def __init__(self, qtbot: QtBot, language: Language, folder: Path) -> None:
        self._qtbot = qtbot
        self.refused: list[EsetError] = []
        self.folder = folder
        self.dialog: JoinDialog[DataKey] = JoinDialog(
            language, lambda given: entering.linked(folder, given), lambda: False
        )
        self.dialog.told.connect(self.refused.append)
        self.dialog.show()

    def fill(self, address: str, code: str, passphrase: str = PASSPHRASE, again: str | None = None) -> None:
        self.dialog.address.setText(address)
        self.dialog.code.setText(code)
        self.dialog.passphrase.setText(passphrase)
        self.dialog.again.setText(passphrase if again is None else again)

    def link(self) -> str:
        """Press the button, wait, and return the code of what was refused, empty for nothing."""
        before = len(self.refused)
        self.dialog.link.click()
        self._qtbot.waitUntil(
            lambda: len(self.refused) > before or self.dialog.opened is not None, timeout=WAIT
        )
        return self.refused[-1].code if len(self.refused) > before else ""


@pytest.fixture
def desk(qtbot: QtBot, language: Language, tmp_path: Path) -> Iterator[Desk]:
    made = Desk(qtbot, language, tmp_path / "profile")
    yield made
    made.dialog.reject()
    made.dialog.deleteLater()


def test_refusals_are_told_in_place_and_the_same_code_still_works(desk: Desk, hall: Town) -> None:
    code = hall.code()
    refusals = (
        (("", code), "ui.input_missing"),
        (("una adreça", code), "ui.input_wrong"),
        ((hall.url, code, PASSPHRASE, "una altra frase llarga"), "ui.passphrases_differ"),
        ((hall.url, code, "curta"), "store.weak_passphrase"),
        ((SILENT, code), "sync.line_down"),
        (("http://192.0.2.1", code), "sync.insecure_address"),
        ((hall.url, "no és cap codi"), "sync.code_refused"),
    )
    for given, refusal in refusals:
        desk.fill(*given)
        assert desk.link() == refusal
        assert desk.dialog.notices.lines
        assert not (desk.folder / "profile.json").exists()
    desk.fill(hall.url, code)
    assert desk.link() == ""
    assert desk.dialog.opened is not None
    with Workplace.open_for_window(Paths.below(desk.folder), desk.dialog.opened) as place:
        assert place.replica.account().url == hall.url
    path = profile.open(desk.folder).keys_path
    assert keys.open_with_passphrase(path, PASSPHRASE) == desk.dialog.opened
    assert desk.dialog.passphrase.text() == ""


def test_a_computer_only_for_signing(desk: Desk) -> None:
    """What joining does with it: tests/base/test_joining_for_signing.py."""
    desk.fill("https://eset.exemple.cat", "ABC")
    assert not desk.dialog.given().signing_only
    desk.dialog.signing_only.click()
    assert desk.dialog.given().signing_only


def test_it_speaks_the_language_that_is_chosen_and_keeps_what_was_typed(desk: Desk) -> None:
    assert desk.dialog.title.text() == "Vinculeu aquest ordinador"
    desk.fill("https://eset.exemple.cat", "ABC")
    desk.dialog.languages.picked.emit("es")
    QApplication.processEvents()
    assert desk.dialog.title.text() == "Vincule este ordenador"
    assert desk.dialog.given().address == "https://eset.exemple.cat"


def test_an_address_without_a_scheme_is_https(desk: Desk) -> None:
    desk.fill("eset.exemple.cat", "ABC")
    assert desk.dialog.given().address == "https://eset.exemple.cat"


def test_a_keyring_that_works_is_proposed(qtbot: QtBot, language: Language) -> None:
    dialog: JoinDialog[None] = JoinDialog(language, lambda _: None, lambda: True)
    qtbot.waitUntil(dialog.keyring_way.isChecked, timeout=WAIT)
    dialog.address.setText("eset.exemple.cat")
    dialog.code.setText("ABC")
    assert dialog.given().passphrase is None
    dialog.reject()
    dialog.deleteLater()


def test_what_would_fail_afterwards_is_refused_before_the_code_is_used(hall: Town, tmp_path: Path) -> None:
    code, clock = hall.code(), SystemClock()
    keyring = MemoryKeyring(locked=True)
    with pytest.raises(KeyringLocked):
        join(tmp_path / "a", hall.url, code, (keys.ByKeyring(keyring),), clock)
    with pytest.raises(WeakPassphrase):
        join(tmp_path / "a", hall.url, code, (keys.ByPassphrase("curta"),), clock)
    (tmp_path / "taken").mkdir()
    (tmp_path / "taken" / "cache.db").write_bytes(b"work of somebody")
    with pytest.raises(ProfileExists):
        join(tmp_path / "taken", hall.url, code, (keys.ByPassphrase(PASSPHRASE),), clock)
    assert list((tmp_path / "a").iterdir()) == []
    keyring.locked = False
    _, key = join(tmp_path / "a", hall.url, code, (keys.ByKeyring(keyring),), clock)
    assert len(keyring.secrets) == 1
    assert keys.open_with_keyring(profile.open(tmp_path / "a").keys_path, keyring) == key


def test_a_profile_whose_access_was_withdrawn_goes_on_with_a_new_code(
    qtbot: QtBot, language: Language, hall: Town, tmp_path: Path
) -> None:
    folder = tmp_path / "profile"
    _, key = join(folder, hall.url, hall.code(), (keys.ByPassphrase(PASSPHRASE),), SystemClock())
    with Workplace.open_for_window(Paths.below(folder), key) as place:
        place.replica.revoked()
        dialog: JoinDialog[DataKey] = JoinDialog(
            language,
            lambda given: entering.linked_again(folder, key, given),
            lambda: False,
            Again(place.replica.account().url, "sync.device_revoked"),
        )
        dialog.show()
        assert dialog.address.text() == hall.url
        assert not dialog.passphrase.isVisible()
        assert dialog.notices.lines
        dialog.code.setText("no és cap codi")
        with qtbot.waitSignal(dialog.told, timeout=WAIT) as told:
            dialog.link.click()
        assert told.args
        assert told.args[0].code == "sync.code_refused"
        dialog.code.setText(hall.code())
        dialog.link.click()
        qtbot.waitUntil(lambda: dialog.opened is not None, timeout=WAIT)
        assert not place.replica.is_revoked()
    dialog.deleteLater()
