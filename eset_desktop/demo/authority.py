# SPDX-License-Identifier: EUPL-1.2
"""A small certification authority for the demonstration and the tests: nobody trusts it, and nobody should.

It carries the test identity ``00000000T`` only. Dates come from outside, so that certificates can be made that have
expired or are not valid yet.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import NameOID

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

TEST_NIF = "00000000T"
_ROOT_YEARS = timedelta(days=3653)
_SIGNER_YEARS = timedelta(days=1461)
_WEEK = timedelta(days=7)


class KeyKind(Enum):
    """The two kinds of key that certificates of Spanish authorities have."""

    RSA = "RSA-2048"
    EC = "EC P-256"


class Variant(Enum):
    """What a signer's certificate is like on the authority's day."""

    GOOD = "good"
    EXPIRED = "expired"
    NOT_YET_VALID = "not yet valid"
    WRONG_USAGE = "for encryption only"


@dataclass(frozen=True, slots=True)
class Signer:
    """A signer's key and certificate as a PKCS#12 file with its passphrase."""

    pkcs12: bytes
    passphrase: str
    certificate: x509.Certificate


@dataclass(frozen=True)
class Authority:
    """Issues certificates on one day.

    Attributes:
        today: The day that decides what is expired, aware.
        name: Common name of the root.
    """

    today: datetime
    name: str = "Autoritat de demostració (sense validesa)"

    @cached_property
    def _key(self) -> rsa.RSAPrivateKey:
        return rsa.generate_private_key(public_exponent=65537, key_size=2048)

    @cached_property
    def root(self) -> x509.Certificate:
        """The authority's own certificate."""
        builder = self._begin(_subject(self.name), self._key, self.today - _WEEK, self.today + _ROOT_YEARS)
        builder = builder.add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        builder = builder.add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        return builder.sign(self._key, hashes.SHA256())

    def issue(
        self, person: str, passphrase: str, *, kind: KeyKind = KeyKind.RSA, variant: Variant = Variant.GOOD
    ) -> Signer:
        """Return a new key with its certificate for an invented person.

        Args:
            person: The invented name, for example ``Núria Puig de Prova``.
            passphrase: Of the PKCS#12; not empty.
            kind: RSA or elliptic curve.
            variant: Good, or with what is wrong about it.
        """
        key = _new_key(kind)
        begin, end = self._validity(variant)
        builder = self._begin(_subject(person, nif=TEST_NIF), key, begin, end)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        wrong = variant is Variant.WRONG_USAGE
        usage = (
            _usage(key_encipherment=True)
            if wrong
            else _usage(digital_signature=True, content_commitment=True)
        )
        builder = builder.add_extension(usage, critical=True)
        certificate = builder.sign(self._key, hashes.SHA256())
        label = f"{person} ({variant.value})".encode()
        data = pkcs12.serialize_key_and_certificates(
            label, key, certificate, [self.root], BestAvailableEncryption(passphrase.encode())
        )
        return Signer(data, passphrase, certificate)

    def root_pem(self) -> bytes:
        """Return the root for whoever wants to trust it in a test."""
        return self.root.public_bytes(Encoding.PEM)

    def _validity(self, variant: Variant) -> tuple[datetime, datetime]:
        if variant is Variant.EXPIRED:
            return self.today - _SIGNER_YEARS, self.today - _WEEK
        if variant is Variant.NOT_YET_VALID:
            return self.today + _WEEK, self.today + _SIGNER_YEARS
        return self.today - _WEEK, self.today + _SIGNER_YEARS

    def _begin(
        self, subject: x509.Name, key: PrivateKey, begin: datetime, end: datetime
    ) -> x509.CertificateBuilder:
        issuer_key = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        return (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(_subject(self.name))
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(begin)
            .not_valid_after(end)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
            .add_extension(issuer_key, critical=False)
        )


def _new_key(kind: KeyKind) -> PrivateKey:
    if kind is KeyKind.EC:
        return ec.generate_private_key(ec.SECP256R1())
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _subject(name: str, *, nif: str | None = None) -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "ES"), x509.NameAttribute(NameOID.COMMON_NAME, name)]
    if nif is not None:
        # ETSI EN 319 412-1 §5.1.3: identity card number of Spain.
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, f"IDCES-{nif}"))
    return x509.Name(parts)


def _usage(**granted: bool) -> x509.KeyUsage:
    names = (
        "digital_signature", "content_commitment", "key_encipherment", "data_encipherment", "key_agreement",
        "key_cert_sign", "crl_sign", "encipher_only", "decipher_only",
    )  # fmt: skip
    return x509.KeyUsage(**{name: granted.get(name, False) for name in names})
