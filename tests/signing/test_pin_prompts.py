# SPDX-License-Identifier: EUPL-1.2
"""What a person is told and asked before a key is opened by `eset-desktop sign`: how the PIN stands, and where to type it."""

import os
from collections.abc import Iterator
from concurrent.futures import Future

import pytest
from helpers.key_stores import PlayedKey, PlayedStore, done, identity

from eset_desktop.commands.signing.keys import Secrets, open_key, secret_for
from eset_desktop.signing.keys.errors import PinLocked
from eset_desktop.signing.keys.port import BatchPolicy, OpenKey, Secret
from eset_desktop.signing.values import Identity, SecretKind, StoreKind


class Pinpad(PlayedStore):
    """A card in a reader with its own keys: a PIN from here would be a mistake."""

    def open(
        self, which: Identity, secret: Secret | None, *, batch: BatchPolicy = BatchPolicy.ONE_ENTRY
    ) -> "Future[OpenKey]":
        assert secret is None
        del batch
        return done(PlayedKey(which))


@pytest.fixture(autouse=True)
def catalan(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "ca_ES.UTF-8")


@pytest.fixture
def secrets() -> Iterator[Secrets]:
    """A script that gives one PIN."""
    readable, writable = os.pipe()
    os.write(writable, b"1234\n")
    os.close(writable)
    yield Secrets(readable)
    os.close(readable)


PINPAD = identity(secret=SecretKind.NONE)


@pytest.mark.parametrize("policy", BatchPolicy)
def test_a_reader_with_its_own_keys_is_where_the_pin_is_typed(
    secrets: Secrets, policy: BatchPolicy, capsys: pytest.CaptureFixture[str]
) -> None:
    assert open_key(Pinpad(), PINPAD, secrets, policy, name="Anna").identity == PINPAD
    assert "teclat del lector" in capsys.readouterr().err
    assert secret_for(PINPAD, secrets, "decret.pdf") is None


def test_the_last_try_is_told_before_it_wherever_the_pin_is_typed(
    secrets: Secrets, capsys: pytest.CaptureFixture[str]
) -> None:
    open_key(Pinpad(tries=1), PINPAD, secrets, BatchPolicy.ONE_ENTRY, name="Anna")
    said = capsys.readouterr().err
    assert said.index("us queda 1 intent") < said.index("teclat del lector")
    open_key(PlayedStore(tries=1), identity(), secrets, BatchPolicy.ONE_ENTRY, name="Anna")
    assert "us queda 1 intent" in capsys.readouterr().err


@pytest.mark.parametrize("kind", [SecretKind.NONE, SecretKind.PIN])
def test_a_locked_card_is_told_and_nothing_is_asked(secrets: Secrets, kind: SecretKind) -> None:
    store = PlayedStore(tries=0)
    with pytest.raises(PinLocked):
        open_key(store, identity(secret=kind), secrets, BatchPolicy.ONE_ENTRY, name="Anna")
    assert store.typed == []


def test_the_systems_own_store_asks_in_its_own_window(
    secrets: Secrets, capsys: pytest.CaptureFixture[str]
) -> None:
    listed = identity(store=StoreKind.WINDOWS, secret=SecretKind.NONE, token=None)
    open_key(Pinpad(tries=0), listed, secrets, BatchPolicy.ONE_ENTRY, name="Anna")
    assert "finestra del programa de la targeta" in capsys.readouterr().err
