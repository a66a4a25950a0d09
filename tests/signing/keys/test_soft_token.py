# SPDX-License-Identifier: EUPL-1.2
"""Keys on a token through the real driver in its own process: what is listed, when the PIN goes where, what is kept."""

import os
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from helpers.keys import by_algorithm, holds, typed
from rigs.cards.fixtures import MakeToken
from rigs.cards.softhsm import LABEL, PIN, SoftToken

from eset_desktop.demo.authority import Signer
from eset_desktop.signing.errors import IdentityForgotten
from eset_desktop.signing.keys.errors import (
    CardLost,
    KeyNotFound,
    ModuleMissing,
    NoCard,
    NotAModule,
    SecretRequired,
    WrongPin,
)
from eset_desktop.signing.keys.pkcs11.store import card_store
from eset_desktop.signing.keys.port import BatchPolicy, TokenState
from eset_desktop.signing.keys.remote import RemoteKeyStore
from eset_desktop.signing.values import SecretKind, StoreKind

ATTESTED = b"atributs signats"


def test_a_token_lists_its_certificates_without_a_pin(
    soft_store: RemoteKeyStore, soft_token: SoftToken
) -> None:
    found = by_algorithm(soft_store, "RSA")
    assert found.name == "Persona de Prova"
    assert (found.store, found.secret) == (StoreKind.PKCS11, SecretKind.PIN)
    assert found.token is not None
    assert (found.token.label, found.token.module) == (LABEL, str(soft_token.module))
    assert found.id == f"pkcs11:{found.token.serial}:{found.fingerprint[:16]}"
    assert soft_store.state(found).result() is TokenState.OK


@pytest.mark.parametrize("kind", ["RSA-2048", "EC-secp256r1"])
def test_signatures_hold_and_one_entry_serves_many(soft_store: RemoteKeyStore, kind: str) -> None:
    identity = by_algorithm(soft_store, kind)
    key = soft_store.open(identity, typed(PIN)).result()
    signatures = [key.sign(ATTESTED + bytes([n])).result() for n in range(3)]
    assert all(holds(identity, ATTESTED + bytes([n]), each) for n, each in enumerate(signatures))
    key.close().result()
    with pytest.raises(IdentityForgotten):
        key.sign(ATTESTED).result()


def test_an_identity_of_an_earlier_start_opens(soft_store: RemoteKeyStore, soft_token: SoftToken) -> None:
    remembered = by_algorithm(soft_store, "EC")
    with card_store(str(soft_token.module)) as later:
        key = later.open(remembered, typed(PIN)).result()
        assert holds(remembered, ATTESTED, key.sign(ATTESTED).result())


def test_a_refused_pin_leaves_nothing_behind(soft_store: RemoteKeyStore) -> None:
    identity = by_algorithm(soft_store, "RSA")
    with pytest.raises(WrongPin):
        soft_store.open(identity, typed("9999")).result()
    key = soft_store.open(identity, typed(PIN)).result()
    assert holds(identity, ATTESTED, key.sign(ATTESTED).result())


def test_two_keys_of_a_token_share_the_login_until_the_last_is_closed(soft_store: RemoteKeyStore) -> None:
    first = soft_store.open(by_algorithm(soft_store, "RSA"), typed(PIN)).result()
    second = soft_store.open(by_algorithm(soft_store, "EC"), typed(PIN)).result()
    first.close().result()
    assert holds(second.identity, ATTESTED, second.sign(ATTESTED).result())
    second.close().result()
    with pytest.raises(SecretRequired):
        soft_store.open(first.identity, None).result()


def test_a_pin_for_each_signature_keeps_nothing(soft_store: RemoteKeyStore) -> None:
    identity = by_algorithm(soft_store, "EC")
    key = soft_store.open(identity, None, batch=BatchPolicy.EACH_SIGNATURE).result()
    for _ in range(2):
        assert holds(identity, ATTESTED, key.sign(ATTESTED, typed(PIN)).result())
    with pytest.raises(SecretRequired):
        key.sign(ATTESTED).result()
    with pytest.raises(WrongPin):
        key.sign(ATTESTED, typed("9999")).result()
    assert holds(identity, ATTESTED, key.sign(ATTESTED, typed(PIN)).result())


def test_a_token_that_went_away_and_came_back_goes_on_with_a_new_entry(
    soft_store: RemoteKeyStore, soft_token: SoftToken
) -> None:
    identity = by_algorithm(soft_store, "RSA")
    key = soft_store.open(identity, typed(PIN)).result()
    away = soft_token.tokens.with_name("away")
    soft_token.tokens.rename(away)
    try:
        with pytest.raises(CardLost):
            key.sign(ATTESTED).result()
        soft_token.tokens.mkdir()
        with pytest.raises(NoCard):
            soft_store.open(identity, typed(PIN)).result()
        soft_token.tokens.rmdir()
    finally:
        away.rename(soft_token.tokens)
    again = soft_store.open(identity, typed(PIN)).result()
    assert holds(identity, ATTESTED, again.sign(ATTESTED).result())
    with pytest.raises(IdentityForgotten):
        key.sign(ATTESTED).result()


def test_a_certificate_that_is_not_there_any_more_is_told_from_a_card_that_is_not_there(
    soft_store: RemoteKeyStore,
) -> None:
    identity = by_algorithm(soft_store, "RSA")
    assert identity.token is not None
    from msgspec.structs import replace

    with pytest.raises(KeyNotFound):
        soft_store.open(replace(identity, id=f"pkcs11:{identity.token.serial}:0000"), typed(PIN)).result()
    with pytest.raises(NoCard):
        soft_store.open(replace(identity, id="pkcs11:other:0000"), typed(PIN)).result()


def test_a_key_that_is_named_otherwise_than_its_certificate_is_found(
    make_token: MakeToken, other_rsa_signer: Signer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = make_token({"05": other_rsa_signer})
    der = tmp_path / "certificate.der"
    der.write_bytes(other_rsa_signer.certificate.public_bytes(Encoding.DER))
    token.remove_certificate("05")
    token.add_certificate(der, "06")
    for name, value in token.environment.items():
        monkeypatch.setenv(name, value)
    with card_store(str(token.module)) as store:
        (identity,) = store.identities().result()
        key = store.open(identity, typed(PIN)).result()
        assert holds(identity, ATTESTED, key.sign(ATTESTED).result())


def test_what_is_no_driver_is_told_apart(tmp_path: Path) -> None:
    text = tmp_path / "text.so"
    text.write_text("no library")
    with card_store(str(text)) as store, pytest.raises(NotAModule):
        store.identities().result()
    os.mkfifo(tmp_path / "fifo.so")
    for absent in ("absent.so", "no text \udcff.so", "fifo.so", "."):
        with card_store(str(tmp_path / absent)) as store, pytest.raises(ModuleMissing):
            store.identities().result()
