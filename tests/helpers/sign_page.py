# SPDX-License-Identifier: EUPL-1.2
"""The signing page as tests use it: what it shows, what is typed, and keys that are late or lost."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

import msgspec
import pytest
from helpers.key_stores import failed
from helpers.windows import OpenWindow
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from eset_desktop.signing.keys.errors import CardLost
from eset_desktop.signing.keys.port import BatchPolicy, KeyStore, OpenKey, Secret, TokenState
from eset_desktop.signing.values import Identity, Token
from ui.key_opening import KeyOpening
from ui.widgets.secret import SecretDialog

Do = Callable[..., Any]
"""Does an action by its name and waits for it."""
PASSPHRASE = "una frase de prova"
WAIT = 20_000
"""Milliseconds after which a test gives up; nothing is timed by it."""


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


def said(dialog: SecretDialog) -> str:
    return " ".join(label.text() for label in dialog.findChildren(QLabel) if label.isVisible())


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


class CardKey(LosingKey):
    """A key that says that it is on a card."""

    @property
    def identity(self) -> Identity:
        return msgspec.structs.replace(
            self._key.identity, token=Token("Targeta de prova", "4711", "Lector 1")
        )


def lose_card(monkeypatch: pytest.MonkeyPatch, good: int) -> Callable[[], None]:
    """Let each card that is opened from now on go away after so many signatures; return what ends that."""
    real = KeyOpening._try
    monkeypatch.setattr(
        KeyOpening, "_try", lambda self, *args: real(self, *args).map(lambda key: LosingKey(key, good))
    )
    return lambda: monkeypatch.setattr(KeyOpening, "_try", real)
