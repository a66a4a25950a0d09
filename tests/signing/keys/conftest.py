# SPDX-License-Identifier: EUPL-1.2
"""Tokens and stores for the tests of keys."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from rigs.cards.fixtures import MakeToken, compiled_shim, make_card, make_token, opensc, virtual_reader
from rigs.cards.modules import Shim
from rigs.cards.softhsm import SoftToken

from eset_desktop.demo.authority import Authority, KeyKind, Signer, Variant
from eset_desktop.signing.keys.pkcs11.store import card_store
from eset_desktop.signing.keys.remote import RemoteKeyStore

__all__ = ["compiled_shim", "make_card", "make_token", "opensc", "virtual_reader"]

Issue = Callable[[KeyKind, Variant], Signer]

RSA_KEY, EC_KEY = "01", "02"


@pytest.fixture(scope="session")
def rsa_signer(issue: Issue) -> Signer:
    return issue(KeyKind.RSA, Variant.GOOD)


@pytest.fixture(scope="session")
def other_rsa_signer(authority: Authority) -> Signer:
    return authority.issue("Persona de Prova Segona", "x", kind=KeyKind.RSA)


@pytest.fixture(scope="session")
def soft_token(make_token: MakeToken, rsa_signer: Signer, signer: Signer) -> SoftToken:
    return make_token({RSA_KEY: rsa_signer, EC_KEY: signer})


@pytest.fixture
def soft_store(soft_token: SoftToken, monkeypatch: pytest.MonkeyPatch) -> Iterator[RemoteKeyStore]:
    for name, value in soft_token.environment.items():
        monkeypatch.setenv(name, value)
    with card_store(str(soft_token.module)) as store:
        yield store


@pytest.fixture
def shim(soft_token: SoftToken, compiled_shim: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Shim:
    made = Shim.create(tmp_path / "shim", compiled_shim, soft_token.module)
    for name, value in {**soft_token.environment, **made.environment}.items():
        monkeypatch.setenv(name, value)
    return made


@pytest.fixture
def shim_store(shim: Shim) -> Iterator[RemoteKeyStore]:
    """The misbehaving driver's store."""
    with card_store(str(shim.module)) as store:
        yield store
