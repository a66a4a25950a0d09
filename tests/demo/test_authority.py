# SPDX-License-Identifier: EUPL-1.2
"""The demonstration's authority issues what was asked, dated from the day it is given, for the test identity only."""

from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from eset_desktop.demo.authority import TEST_NIF, Authority, KeyKind, Variant

TODAY = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def authority() -> Authority:
    return Authority(TODAY)


@pytest.mark.parametrize(
    ("variant", "valid"),
    [
        (Variant.GOOD, True),
        (Variant.WRONG_USAGE, True),
        (Variant.EXPIRED, False),
        (Variant.NOT_YET_VALID, False),
    ],
)
def test_a_certificate_is_valid_on_the_day_or_not_as_asked(
    authority: Authority, variant: Variant, valid: bool
) -> None:
    certificate = authority.issue("Persona de Prova", "x", kind=KeyKind.EC, variant=variant).certificate
    assert (certificate.not_valid_before_utc <= TODAY <= certificate.not_valid_after_utc) is valid
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.content_commitment is (variant is not Variant.WRONG_USAGE)


def test_the_root_vouches_for_each(authority: Authority) -> None:
    signer = authority.issue("Persona de Prova", "x", kind=KeyKind.EC)
    signer.certificate.verify_directly_issued_by(authority.root)
    authority.root.verify_directly_issued_by(authority.root)
    assert x509.load_pem_x509_certificate(authority.root_pem()) == authority.root
    (number,) = signer.certificate.subject.get_attributes_for_oid(NameOID.SERIAL_NUMBER)
    assert number.value == f"IDCES-{TEST_NIF}"


def test_the_file_opens_with_its_passphrase_and_holds_the_chain(authority: Authority) -> None:
    signer = authority.issue("Persona de Prova", "clau ç", kind=KeyKind.RSA)
    key, certificate, others = pkcs12.load_key_and_certificates(signer.pkcs12, signer.passphrase.encode())
    assert key is not None
    assert certificate == signer.certificate
    assert others == [authority.root]
