# SPDX-License-Identifier: EUPL-1.2
"""Certificates that can be read are looked at, whatever their key; others are as if they were not there."""

from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, ed448, ed25519
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from eset_desktop.signing.validation.algorithms import key_allowed
from eset_desktop.signing.validation.certificates import sound

Key = ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey | ed448.Ed448PrivateKey
START = datetime(2026, 1, 1, tzinfo=UTC)
KEYS: tuple[Key, ...] = (
    ec.generate_private_key(ec.SECP256R1()),
    ed25519.Ed25519PrivateKey.generate(),
    ed448.Ed448PrivateKey.generate(),
)


def certified(key: Key) -> bytes:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Prova")])
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, START, START + timedelta(days=1))
    digest = SHA256() if isinstance(key, ec.EllipticCurvePrivateKey) else None
    return builder.sign(key, digest).public_bytes(Encoding.DER)


@pytest.mark.parametrize("key", KEYS)
def test_every_kind_of_key_is_read(key: Key) -> None:
    found = sound(certified(key))
    assert found is not None
    assert key_allowed(found.public_key, START)


def test_what_is_no_certificate_is_none() -> None:
    assert sound(certified(KEYS[0])[:-40]) is None
