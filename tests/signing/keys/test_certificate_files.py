# SPDX-License-Identifier: EUPL-1.2
"""Certificate files behind the same protocol as cards."""

import os
import signal
from collections.abc import Iterator

import pytest
from helpers.busy import until_busy
from helpers.keys import holds, typed

from eset_desktop.demo.authority import Signer
from eset_desktop.signing.errors import BrokenIdentity, IdentityForgotten, WorkerDied, WrongPassphrase
from eset_desktop.signing.keys.errors import KeyNotFound, SecretRequired
from eset_desktop.signing.keys.pkcs12.store import FileKeyStore
from eset_desktop.signing.keys.port import BatchPolicy, Secret, TokenState

ATTESTED = b"atributs signats"


@pytest.fixture(scope="module")
def store() -> Iterator[FileKeyStore]:
    with FileKeyStore() as opened:
        opened.warm_up()
        yield opened


@pytest.mark.parametrize("fixture", ["signer", "rsa_signer"])
def test_a_file_opens_once_and_signs_often(
    store: FileKeyStore, fixture: str, request: pytest.FixtureRequest
) -> None:
    signer: Signer = request.getfixturevalue(fixture)
    key = store.open_file(signer.pkcs12, typed(signer.passphrase)).result()
    assert key.identity.id.endswith(f":{key.identity.fingerprint[:16]}")
    assert key.identity.chain, "the file's other certificates are the chain"
    assert all(holds(key.identity, ATTESTED, key.sign(ATTESTED).result()) for _ in range(2))
    key.close().result()
    with pytest.raises(IdentityForgotten):
        key.sign(ATTESTED).result()
    assert key.identity in store.identities().result()
    again = store.open(key.identity, typed(signer.passphrase)).result()
    assert again.identity == key.identity
    assert store.state(again.identity).result() is TokenState.OK


def test_what_does_not_open_says_why(store: FileKeyStore, signer: Signer) -> None:
    with pytest.raises(WrongPassphrase):
        store.open_file(signer.pkcs12, typed("una altra")).result()
    with pytest.raises(WrongPassphrase):
        store.open_file(signer.pkcs12, typed("\ud800")).result()
    with pytest.raises(BrokenIdentity):
        store.open_file(b"no certificate", typed("x")).result()


def test_a_passphrase_for_each_signature_keeps_no_key(store: FileKeyStore, signer: Signer) -> None:
    key = store.open_file(signer.pkcs12, typed(signer.passphrase), batch=BatchPolicy.EACH_SIGNATURE).result()
    with pytest.raises(SecretRequired):
        key.sign(ATTESTED).result()
    with pytest.raises(WrongPassphrase):
        key.sign(ATTESTED, typed("una altra")).result()
    assert holds(key.identity, ATTESTED, key.sign(ATTESTED, typed(signer.passphrase)).result())


def test_a_secret_is_good_for_one_try(store: FileKeyStore, signer: Signer) -> None:
    once = typed(signer.passphrase)
    store.open_file(signer.pkcs12, once).result()
    with pytest.raises(SecretRequired):
        store.open_file(signer.pkcs12, once)
    assert signer.passphrase not in repr(once)


def test_a_file_of_another_start_is_not_known(signer: Signer, store: FileKeyStore) -> None:
    identity = store.open_file(signer.pkcs12, typed(signer.passphrase)).result().identity
    with FileKeyStore() as other, pytest.raises(KeyNotFound):
        other.open(identity, typed(signer.passphrase)).result()


def test_a_closed_store_answers_by_its_futures_too(signer: Signer) -> None:
    with FileKeyStore() as store:
        key = store.open_file(signer.pkcs12, typed(signer.passphrase)).result()
    for asked in (key.sign(ATTESTED), key.close(), store.open_file(signer.pkcs12, typed("x"))):
        with pytest.raises(WorkerDied):
            asked.result()


def test_a_secret_for_a_file_that_is_not_known_is_wiped(signer: Signer, store: FileKeyStore) -> None:
    identity = store.open_file(signer.pkcs12, typed(signer.passphrase)).result().identity
    entered = bytearray(signer.passphrase, "utf-8")
    secret = Secret(entered)
    with FileKeyStore() as other:
        with pytest.raises(KeyNotFound):
            other.open(identity, secret).result()
        assert other.pid is None
    assert not any(entered)
    with pytest.raises(SecretRequired):
        secret.spend()


def test_a_key_of_a_worker_that_died_is_closed_without_another_one(signer: Signer) -> None:
    with FileKeyStore() as store:
        key = store.open_file(signer.pkcs12, typed(signer.passphrase)).result()
        worker = store.pid
        assert worker is not None
        os.kill(worker, signal.SIGSTOP)
        asked = key.sign(ATTESTED)
        until_busy(store)
        os.kill(worker, signal.SIGKILL)
        with pytest.raises(WorkerDied):
            asked.result()
        key.close().result()
        assert store.pid is None
        again = store.open_file(signer.pkcs12, typed(signer.passphrase)).result()
        new = store.pid
        key.close().result()
        assert holds(again.identity, ATTESTED, again.sign(ATTESTED).result())
        assert store.pid == new


def test_a_worker_that_dies_is_replaced(signer: Signer) -> None:
    with FileKeyStore() as store:
        key = store.open_file(signer.pkcs12, typed(signer.passphrase)).result()
        assert store.pid is not None
        os.kill(store.pid, signal.SIGKILL)
        with pytest.raises((WorkerDied, IdentityForgotten)):
            key.sign(ATTESTED).result()
        assert store.open_file(signer.pkcs12, typed(signer.passphrase)).result().identity == key.identity
