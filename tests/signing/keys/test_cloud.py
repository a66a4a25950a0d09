# SPDX-License-Identifier: EUPL-1.2
"""Certificates that a trust service keeps: listed without a line, opened only with one."""

from concurrent.futures import Future

import pytest
from cryptography.hazmat.primitives.serialization import Encoding
from helpers.keys import typed
from msgspec.structs import replace

from eset_desktop.demo.authority import Signer
from eset_desktop.signing.keys.cloud import CloudKeyStore, Credential
from eset_desktop.signing.keys.errors import KeyNotFound, SecretRequired, ServiceUnreachable
from eset_desktop.signing.keys.port import BatchPolicy, KeyStore, OpenKey, Secret, TokenState
from eset_desktop.signing.values import StoreKind


class Service:
    """A trust service that notes what it is asked to authorise."""

    name = "prova"

    def __init__(self) -> None:
        self.asked: list[tuple[str, BatchPolicy]] = []
        self.answer: Future[OpenKey] = Future()

    def authorise(
        self, credential: Credential, secret: Secret | None, batch: BatchPolicy
    ) -> "Future[OpenKey]":
        self.asked.append((credential.credential_id, batch))
        assert secret is not None
        secret.wipe()
        return self.answer


@pytest.fixture
def credential(signer: Signer) -> Credential:
    return Credential("c1", (signer.certificate.public_bytes(Encoding.DER),), 20)


def test_without_a_line_certificates_are_listed_and_opening_says_what_is_needed(
    credential: Credential,
) -> None:
    store: KeyStore = CloudKeyStore("prova", [credential], None)
    (identity,) = store.identities().result()
    assert identity.store is StoreKind.CLOUD
    assert identity.id == f"cloud:prova:{identity.fingerprint[:16]}"
    secret = typed("1234")
    with pytest.raises(ServiceUnreachable):
        store.open(identity, secret).result()
    with pytest.raises(SecretRequired):
        secret.spend()
    with pytest.raises(ServiceUnreachable):
        store.state(identity).result()
    store.close()


def test_with_a_line_the_service_authorises_the_batch(credential: Credential) -> None:
    service = Service()
    store = CloudKeyStore("prova", [credential], service)
    (identity,) = store.identities().result()
    assert store.state(identity).result() is TokenState.OK
    assert store.open(identity, typed("1234")) is service.answer
    assert service.asked == [("c1", BatchPolicy.ONE_ENTRY)]
    with pytest.raises(KeyNotFound):
        store.open(replace(identity, id="cloud:prova:0"), typed("1234")).result()
