# SPDX-License-Identifier: EUPL-1.2
"""The fixtures, for a conftest: ``from rigs.cards.fixtures import …``; a rig that cannot run here skips with its reason."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from rigs.cards import modules, piv, reader, softhsm

from eset_desktop.demo.authority import Signer

OPENSC = (
    Path("/usr/lib/x86_64-linux-gnu/opensc-pkcs11.so"),
    Path("/usr/lib/aarch64-linux-gnu/opensc-pkcs11.so"),
    Path("/usr/lib64/opensc-pkcs11.so"),
)

MakeToken = Callable[[dict[str, Signer]], softhsm.SoftToken]
MakeCard = Callable[[Signer, Signer], piv.PivCard]


@pytest.fixture(scope="session")
def make_token(tmp_path_factory: pytest.TempPathFactory) -> MakeToken:
    """Make a SoftHSM token with signers' keys, by ``CKA_ID``; its PIN is ``rigs.cards.softhsm.PIN``."""
    module = softhsm.softhsm_module()
    if module is None:
        pytest.skip("no SoftHSM (package softhsm2)")

    def make(signers: dict[str, Signer]) -> softhsm.SoftToken:
        token = softhsm.SoftToken.create(tmp_path_factory.mktemp("softhsm"), module)
        for key_id, signer in signers.items():
            token.add(signer, key_id)
        return token

    return make


@pytest.fixture(scope="session")
def compiled_shim(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The misbehaving driver, compiled once."""
    if modules.compiler() is None:
        pytest.skip("no C compiler (package gcc)")
    return modules.compile_shim(tmp_path_factory.mktemp("shim"))


@pytest.fixture
def virtual_reader() -> Iterator[reader.VirtualReader]:
    """An empty card reader."""
    if (reason := reader.why_not()) is not None:
        pytest.skip(reason)
    with reader.VirtualReader() as opened:
        yield opened


@pytest.fixture(scope="session")
def opensc() -> str:
    """Path of OpenSC's module."""
    found = next((path for path in OPENSC if path.exists()), None)
    if found is None:
        pytest.skip("no OpenSC (package opensc-pkcs11)")
    return str(found)


@pytest.fixture(scope="session")
def make_card() -> MakeCard:
    """Make a card of an ordinary key and one that wants the PIN for each signature."""
    return lambda ordinary, careful: piv.PivCard(
        {piv.AUTHENTICATION: card_slot(ordinary), piv.SIGNATURE: card_slot(careful)}
    )


def card_slot(signer: Signer) -> piv.Slot:
    """Return a signer's RSA key and certificate as a card has them."""
    key, certificate, _ = pkcs12.load_key_and_certificates(signer.pkcs12, signer.passphrase.encode())
    assert isinstance(key, rsa.RSAPrivateKey)
    assert certificate is not None
    return piv.Slot(key, certificate)
