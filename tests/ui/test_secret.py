# SPDX-License-Identifier: EUPL-1.2
"""The box for a PIN: it says what will be signed and how the card stands, gives what was typed once, and keeps nothing."""

import pytest
from helpers.windows import OpenWindow
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialogButtonBox, QLabel
from pytestqt.qtbot import QtBot

from eset_desktop.signing.keys.port import Secret, TokenState
from eset_desktop.signing.values import SecretKind
from ui.widgets.secret import SecretAsked, SecretDialog

CARD = "Targeta «Prova» · Lector 1"


def shown(opened: OpenWindow, asked: SecretAsked) -> SecretDialog:
    dialog = SecretDialog(asked, opened.window)
    dialog.open()
    return dialog


def texts(dialog: SecretDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


def test_it_says_how_many_are_signed_with_what(opened: OpenWindow) -> None:
    dialog = shown(opened, SecretAsked(40, "Anna Prova", CARD, SecretKind.PIN))
    assert "40 documents" in texts(dialog)
    assert "Anna Prova" in texts(dialog)
    assert CARD in texts(dialog)
    dialog.reject()


def test_what_is_typed_is_given_once_and_not_kept(opened: OpenWindow, qtbot: QtBot) -> None:
    dialog = shown(opened, SecretAsked(1, "Anna", CARD, SecretKind.PIN))
    go = dialog.buttons.button(QDialogButtonBox.StandardButton.Ok)
    assert not go.isEnabled()
    QTest.keyClicks(dialog.box, "1234")
    with qtbot.waitSignal(dialog.given) as given:
        QTest.keyClick(dialog.box, Qt.Key.Key_Return)
    (secret,) = given.args
    assert isinstance(secret, Secret)
    assert secret.spend() == bytearray(b"1234")
    assert "1234" not in repr(secret)


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (TokenState.FINAL_TRY, "Us queda 1 intent"),
        (TokenState.COUNT_LOW, "PIN incorrecte"),
        (TokenState.OK, ""),
    ],
)
def test_the_last_try_is_said_before_it_is_typed(opened: OpenWindow, state: TokenState, said: str) -> None:
    dialog = shown(opened, SecretAsked(2, "Anna", CARD, SecretKind.PIN, state))
    assert said in texts(dialog)
    assert dialog.box.isVisible()
    dialog.reject()


@pytest.mark.parametrize("state", [TokenState.LOCKED, TokenState.NOT_INITIALISED])
def test_a_card_that_takes_no_pin_is_not_asked_for_one(opened: OpenWindow, state: TokenState) -> None:
    dialog = shown(opened, SecretAsked(2, "Anna", CARD, SecretKind.PIN, state))
    assert not dialog.box.isVisible()
    assert dialog.buttons.button(QDialogButtonBox.StandardButton.Ok) is None
    assert "programa de la targeta" in texts(dialog)
    dialog.reject()


def test_a_reader_with_keys_of_its_own_has_no_field(opened: OpenWindow, qtbot: QtBot) -> None:
    dialog = shown(opened, SecretAsked(1, "Anna", CARD, SecretKind.NONE))
    assert not dialog.box.isVisible()
    with qtbot.waitSignal(dialog.given) as given:
        dialog.buttons.button(QDialogButtonBox.StandardButton.Ok).click()
    assert given.args == [None]


def test_leaving_gives_nothing(opened: OpenWindow, qtbot: QtBot) -> None:
    dialog = shown(opened, SecretAsked(1, "Anna", CARD, SecretKind.PASSPHRASE))
    QTest.keyClicks(dialog.box, "secreta")
    with qtbot.assertNotEmitted(dialog.given), qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(dialog.box, Qt.Key.Key_Escape)
    assert not dialog.box.text()
