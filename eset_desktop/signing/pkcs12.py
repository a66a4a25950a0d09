# SPDX-License-Identifier: EUPL-1.2
"""Opening a PKCS#12 (RFC 7292) and describing whose it is.

pyHanko's ``load_pkcs12`` answers ``None`` to a wrong passphrase and to a broken file alike, so ``cryptography``
opens it here and the two are told apart.
"""

import hashlib
from dataclasses import dataclass

from asn1crypto import pkcs12 as asn1
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from cryptography.x509.oid import NameOID, ObjectIdentifier

from eset_desktop.signing.errors import BrokenIdentity, NoKey, UnsupportedKey, WrongPassphrase
from eset_desktop.signing.values import Identity

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey

_CURVES = ("secp256r1", "secp384r1", "secp521r1")
_MIN_RSA_BITS = 2048
_USAGES = {
    "digital_signature": "digital_signature",
    "content_commitment": "non_repudiation",
    "key_encipherment": "key_encipherment",
    "data_encipherment": "data_encipherment",
    "key_agreement": "key_agreement",
    "key_cert_sign": "key_cert_sign",
    "crl_sign": "crl_sign",
}


@dataclass(frozen=True, slots=True)
class OpenIdentity:
    """A key in memory with its certificates; never leaves the signing process."""

    identity: Identity
    key: PrivateKey
    certificate: x509.Certificate
    others: tuple[x509.Certificate, ...]


def open_pkcs12(data: bytes, passphrase: str, *, handle: str) -> OpenIdentity:
    """Open ``data`` and describe its certificate.

    Raises:
        BrokenIdentity: No PKCS#12, or damaged.
        WrongPassphrase: The file is fine but this does not open it.
        NoKey: No private key with its certificate inside.
        UnsupportedKey: The key is of a kind that qualified certificates do not use.
    """
    _check_form(data)
    key, certificate, others = _load(data, passphrase)
    if key is None or certificate is None:
        raise NoKey
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise UnsupportedKey
    identity = describe(certificate, handle=handle)
    if key.public_key() != certificate.public_key():
        raise NoKey
    return OpenIdentity(identity, key, certificate, tuple(others))


def describe(certificate: x509.Certificate, *, handle: str) -> Identity:
    """Return what a person needs to recognise a certificate.

    Raises:
        UnsupportedKey: Neither RSA of 2048 bits or more nor a NIST curve (SOG-IS Agreed Cryptographic Mechanisms).
        BrokenIdentity: Its inside cannot be read.
    """
    der = certificate.public_bytes(Encoding.DER)
    try:
        return Identity(
            id=handle,
            name=_attribute(certificate.subject, NameOID.COMMON_NAME),
            subject_id=_attribute(certificate.subject, NameOID.SERIAL_NUMBER),
            subject=certificate.subject.rfc4514_string(),
            issuer=_attribute(certificate.issuer, NameOID.COMMON_NAME),
            serial=f"{certificate.serial_number:x}",
            not_before=certificate.not_valid_before_utc,
            not_after=certificate.not_valid_after_utc,
            key_usage=_key_usage(certificate),
            algorithm=_algorithm(certificate),
            certificate=der,
            fingerprint=hashlib.sha256(der).hexdigest(),
        )
    except (ValueError, x509.UnsupportedGeneralNameType) as error:
        raise BrokenIdentity from error


def _check_form(data: bytes) -> None:
    """Tell a damaged file from a wrong passphrase: the outer structure is readable without one."""
    try:
        pfx = asn1.Pfx.load(data, strict=True)
        if pfx["version"].native != "v3" or pfx["auth_safe"]["content_type"].native != "data":
            raise BrokenIdentity
        asn1.AuthenticatedSafe.load(pfx["auth_safe"]["content"].native, strict=True)
    except (ValueError, TypeError, KeyError) as error:
        raise BrokenIdentity from error


def _load(
    data: bytes, passphrase: str
) -> tuple[object | None, x509.Certificate | None, list[x509.Certificate]]:
    if "\0" in passphrase:  # the library panics at one
        raise WrongPassphrase
    try:
        return pkcs12.load_key_and_certificates(data, passphrase.encode() or None)
    except (ValueError, TypeError):
        # It says "Invalid password or PKCS12 data" for both; the form was found good before. The cause is left out:
        # a text that cannot be encoded is quoted in its exception.
        pass
    raise WrongPassphrase


def _attribute(name: x509.Name, oid: ObjectIdentifier) -> str:
    values = name.get_attributes_for_oid(oid)
    return str(values[0].value) if values else ""


def _key_usage(certificate: x509.Certificate) -> tuple[str, ...]:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return ()
    return tuple(sorted(ours for theirs, ours in _USAGES.items() if getattr(usage, theirs)))


def _algorithm(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= _MIN_RSA_BITS:
        return f"RSA-{key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES:
        return f"EC-{key.curve.name}"
    raise UnsupportedKey
