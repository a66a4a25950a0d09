# SPDX-License-Identifier: EUPL-1.2
"""What may sign here is what is valid when it is checked: one rule of key usages for both."""

from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import x509 as parsed
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from eset_desktop.signing.checks import commits
from eset_desktop.signing.validation import usage

KEY = ec.generate_private_key(ec.SECP256R1())
NAMES = {
    "digital_signature": "digital_signature",
    "non_repudiation": "content_commitment",
    "key_encipherment": "key_encipherment",
    "data_encipherment": "data_encipherment",
    "key_agreement": "key_agreement",
    "key_cert_sign": "key_cert_sign",
    "crl_sign": "crl_sign",
}

TYPES: dict[str, tuple[frozenset[str], bool]] = {
    "A": (frozenset({"non_repudiation"}), True),
    "B": (frozenset({"non_repudiation", "digital_signature"}), True),
    "C": (frozenset({"digital_signature"}), False),
    "D": (frozenset({"digital_signature", "key_encipherment"}), False),
    "E": (frozenset({"key_encipherment"}), False),
    "F": (frozenset({"non_repudiation", "digital_signature", "key_encipherment"}), True),
    "no extension": (frozenset(), True),
}
"""The types of EN 319 412-2 table 1, and whether they commit to content (§4.3.2)."""


def certified(names: frozenset[str]) -> parsed.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Prova")])
    start = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, KEY.public_key(), 1, start, start + timedelta(days=1))
    if names:
        bits = {each: mine in names for mine, each in NAMES.items()}
        extension = x509.KeyUsage(**bits, encipher_only=False, decipher_only=False)
        builder = builder.add_extension(extension, critical=True)
    found: parsed.Certificate = parsed.Certificate.load(
        builder.sign(KEY, SHA256()).public_bytes(Encoding.DER)
    )
    return found


@pytest.mark.parametrize("kind", TYPES)
def test_signing_and_checking_say_the_same_of_every_type(kind: str) -> None:
    names, expected = TYPES[kind]
    assert commits(names) is expected
    assert usage.may_sign(certified(names)) is expected
