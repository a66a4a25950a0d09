# SPDX-License-Identifier: EUPL-1.2
"""Certificate files are opened, described, and refused with the true reason."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from hypothesis import given, settings
from hypothesis import strategies as st

from eset_desktop.demo.authority import Authority, KeyKind, Signer, Variant
from eset_desktop.signing.checks import check_identity
from eset_desktop.signing.errors import (
    BrokenIdentity,
    CertificateExpired,
    CertificateNotYetValid,
    CertificateWrongUsage,
    NoKey,
    SigningError,
    UnsupportedKey,
    WrongPassphrase,
)
from eset_desktop.signing.keys.pkcs12.file import open_pkcs12
from eset_desktop.signing.values import Identity

TODAY = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def identity_of(signer: Signer) -> Identity:
    return open_pkcs12(signer.pkcs12, signer.passphrase, handle="h").identity


def self_signed(key: Any, certified: Any = None) -> bytes:
    """A PKCS#12 with ``key`` and a certificate over it, or over another key."""
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Prova")])
    authority = Authority(TODAY)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).serial_number(7)
    builder = builder.not_valid_before(authority.today).not_valid_after(authority.today + timedelta(days=9))
    signing_key = ec.generate_private_key(ec.SECP256R1())
    certificate = builder.public_key((certified or key).public_key()).sign(signing_key, hashes.SHA256())
    pkcs12_key = signing_key if certified is not None else key
    return pkcs12.serialize_key_and_certificates(b"p", pkcs12_key, certificate, None, NoEncryption())


@pytest.mark.parametrize(("kind", "algorithm"), [(KeyKind.RSA, "RSA-2048"), (KeyKind.EC, "EC-secp256r1")])
def test_an_identity_is_described_as_a_person_recognises_it(
    issue: Any, kind: KeyKind, algorithm: str
) -> None:
    signer = issue(kind, Variant.GOOD)
    opened = open_pkcs12(signer.pkcs12, signer.passphrase, handle="h")
    found = opened.identity
    assert (found.name, found.subject_id) == ("Persona de Prova", "IDCES-00000000T")
    assert found.issuer == "Autoritat de demostració (sense validesa)"
    assert found.key_usage == ("digital_signature", "non_repudiation")
    assert found.algorithm == algorithm
    assert found.not_before < TODAY < found.not_after
    assert found.serial == f"{signer.certificate.serial_number:x}"
    assert found.fingerprint == signer.certificate.fingerprint(hashes.SHA256()).hex()
    assert len(opened.others) == 1
    check_identity(found, TODAY)


@pytest.mark.parametrize(
    "passphrase", ["", "Contrasenya de prova", "contrasenya de prova ", "ç·ñ", "\0", "\ud800"]
)
def test_a_wrong_passphrase_is_told_from_a_broken_file(signer: Signer, passphrase: str) -> None:
    with pytest.raises(WrongPassphrase):
        open_pkcs12(signer.pkcs12, passphrase, handle="h")


def test_an_error_never_holds_the_passphrase(signer: Signer) -> None:
    with pytest.raises(WrongPassphrase) as caught:
        open_pkcs12(signer.pkcs12, "molt secret", handle="h")
    assert "secret" not in f"{caught.value!r} {caught.value} {caught.value.details}"


@pytest.mark.parametrize(
    "data", [b"", b"hola", b"%PDF-1.7", b"\x30\x03\x02\x01\x03", b"\x30\x82\xff\xff", bytes(5000)]
)
def test_what_is_no_certificate_file_is_broken(data: bytes) -> None:
    with pytest.raises(BrokenIdentity):
        open_pkcs12(data, "x", handle="h")


def test_a_truncated_file_is_broken_not_wrongly_typed(signer: Signer) -> None:
    with pytest.raises(BrokenIdentity):
        open_pkcs12(signer.pkcs12[:-20], signer.passphrase, handle="h")


def test_a_file_without_key_has_none(signer: Signer) -> None:
    data = pkcs12.serialize_key_and_certificates(b"p", None, None, [signer.certificate], NoEncryption())
    with pytest.raises(NoKey):
        open_pkcs12(data, "", handle="h")


def test_kinds_of_key_that_do_not_sign_documents_are_refused() -> None:
    with pytest.raises(UnsupportedKey):
        open_pkcs12(self_signed(ed25519.Ed25519PrivateKey.generate()), "", handle="h")
    with pytest.raises(UnsupportedKey):
        open_pkcs12(self_signed(rsa.generate_private_key(65537, 1024)), "", handle="h")  # noqa: S505 - too short on purpose
    with pytest.raises(UnsupportedKey):
        open_pkcs12(self_signed(ec.generate_private_key(ec.SECP256K1())), "", handle="h")


class TestCheckIdentity:
    """RFC 5280 §4.1.2.5: both ends of the validity belong to it."""

    def test_the_days_of_the_certificate_bound_its_use(self, signer: Signer) -> None:
        found = identity_of(signer)
        check_identity(found, found.not_before)
        check_identity(found, found.not_after)
        with pytest.raises(CertificateExpired) as caught:
            check_identity(found, found.not_after + timedelta(seconds=1))
        assert caught.value.details == {"not_after": f"{found.not_after:%d/%m/%Y}"}
        with pytest.raises(CertificateNotYetValid):
            check_identity(found, found.not_before - timedelta(seconds=1))

    @pytest.mark.parametrize(
        ("variant", "refusal"),
        [
            (Variant.EXPIRED, CertificateExpired),
            (Variant.NOT_YET_VALID, CertificateNotYetValid),
            (Variant.WRONG_USAGE, CertificateWrongUsage),
        ],
    )
    def test_each_bad_certificate_opens_to_be_shown_and_is_refused(
        self, issue: Any, variant: Variant, refusal: type[SigningError]
    ) -> None:
        with pytest.raises(refusal):
            check_identity(identity_of(issue(KeyKind.EC, variant)), TODAY)

    def test_no_usage_extension_restricts_nothing(self) -> None:
        found = open_pkcs12(self_signed(ec.generate_private_key(ec.SECP256R1())), "", handle="h").identity
        assert found.key_usage is None
        check_identity(found, TODAY)


@settings(max_examples=60)
@given(data=st.data())
def test_a_damaged_file_ends_in_a_typed_error_or_opens_to_the_same_certificate(
    signer: Signer, data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(signer.pkcs12) - 1))
    damaged = bytearray(signer.pkcs12)
    damaged[place] ^= data.draw(st.integers(1, 255))
    try:
        opened = open_pkcs12(bytes(damaged), signer.passphrase, handle="h")
    except SigningError:
        return
    assert opened.identity.fingerprint == identity_of(signer).fingerprint


@given(st.binary(max_size=300))
def test_any_bytes_end_in_a_typed_error(data: bytes) -> None:
    with pytest.raises(SigningError):
        open_pkcs12(data, "x", handle="h")
