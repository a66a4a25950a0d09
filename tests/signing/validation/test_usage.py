# SPDX-License-Identifier: EUPL-1.2
"""What may sign here is what is valid when it is checked: one rule of key usages for both."""

from datetime import UTC, datetime, timedelta

import pytest
from asn1crypto import x509 as parsed
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtensionOID, NameOID

from eset_desktop.signing.checks import check_identity, commits
from eset_desktop.signing.errors import CertificateWrongUsage
from eset_desktop.signing.identities.certificate import describe
from eset_desktop.signing.validation import usage

DAY = datetime(2026, 1, 1, tzinfo=UTC)
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
}
"""The types of EN 319 412-2 table 1, and whether they commit to content (§4.3.2)."""


EMPTY = {"no bit": b"\x03\x01\x00", "zeros": b"\x03\x02\x00\x00"}
"""BIT STRINGs that name no usage, which RFC 5280 §4.2.1.3 forbids."""


def certified(extension: x509.ExtensionType | None) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Prova")])
    builder = x509.CertificateBuilder(name, name, KEY.public_key(), 1, DAY, DAY + timedelta(days=1))
    if extension is not None:
        builder = builder.add_extension(extension, critical=True)
    return builder.sign(KEY, SHA256())


def agreed(certificate: x509.Certificate) -> bool:
    """Return whether it may sign, which is the same here and where it is checked."""
    checked = usage.may_sign(parsed.Certificate.load(certificate.public_bytes(Encoding.DER)))
    try:
        check_identity(describe(certificate, handle="x:{}"), DAY)
    except CertificateWrongUsage:
        assert not checked
        return False
    assert checked
    return True


@pytest.mark.parametrize("kind", TYPES)
def test_signing_and_checking_say_the_same_of_every_type(kind: str) -> None:
    names, expected = TYPES[kind]
    bits = {each: mine in names for mine, each in NAMES.items()}
    assert commits(names) is expected
    assert agreed(certified(x509.KeyUsage(**bits, encipher_only=False, decipher_only=False))) is expected


def test_without_the_extension_nothing_is_restricted() -> None:
    assert agreed(certified(None))


@pytest.mark.parametrize("kind", EMPTY)
def test_an_extension_that_names_nothing_allows_nothing(kind: str) -> None:
    assert not agreed(certified(x509.UnrecognizedExtension(ExtensionOID.KEY_USAGE, EMPTY[kind])))
