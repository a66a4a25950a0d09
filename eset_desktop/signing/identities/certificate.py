# SPDX-License-Identifier: EUPL-1.2
"""What a person needs to recognise a certificate, read from its DER."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from eset_desktop.signing.errors import BrokenIdentity, UnsupportedKey
from eset_desktop.signing.identities.holder import attribute, body_of, position_of
from eset_desktop.signing.identities.policies import capacity_of, names_of
from eset_desktop.signing.values import Identity

_UNREADABLE = (
    ValueError,
    TypeError,
    x509.DuplicateExtension,
    x509.InvalidVersion,
    x509.UnsupportedGeneralNameType,
)
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


def read(der: bytes) -> x509.Certificate:
    """Return the certificate; its names and version are readable then.

    Raises:
        BrokenIdentity: It is none.
    """
    with _readable():
        found = x509.load_der_x509_certificate(der)
        _ = found.version, found.subject.public_bytes(), found.issuer.public_bytes()
    return found


def describe(certificate: x509.Certificate, *, handle: str) -> Identity:
    """Return what a certificate says; where its key is stands at the values' defaults.

    Args:
        certificate: What is described.
        handle: The :attr:`Identity.id`; ``{}`` in it stands for the beginning of the fingerprint.

    Raises:
        UnsupportedKey: Neither RSA of 2048 bits or more nor a NIST curve (SOG-IS Agreed Cryptographic Mechanisms).
        BrokenIdentity: Its inside cannot be read.
    """
    der = certificate.public_bytes(Encoding.DER)
    fingerprint = hashlib.sha256(der).hexdigest()
    with _readable():
        found = Identity(
            id=handle.replace("{}", fingerprint[:16]),
            name=attribute(certificate.subject, NameOID.COMMON_NAME),
            subject_id=attribute(certificate.subject, NameOID.SERIAL_NUMBER),
            subject=certificate.subject.rfc4514_string(),
            issuer=attribute(certificate.issuer, NameOID.COMMON_NAME),
            serial=f"{certificate.serial_number:x}",
            not_before=certificate.not_valid_before_utc,
            not_after=certificate.not_valid_after_utc,
            key_usage=_key_usage(certificate),
            algorithm=_algorithm(certificate),
            certificate=der,
            fingerprint=fingerprint,
        )
        return _with_holder(found, certificate)


def is_authority(certificate: x509.Certificate) -> bool:
    """Return whether it issues certificates (RFC 5280 §4.2.1.9); such a one is never a signer's."""
    try:
        with _readable():
            return certificate.extensions.get_extension_for_class(x509.BasicConstraints).value.ca
    except (x509.ExtensionNotFound, BrokenIdentity):
        return False


@contextmanager
def _readable() -> Iterator[None]:
    """Name what the library says of strangers' bytes: it reads lazily and has an exception for every corner."""
    try:
        yield
    except UnsupportedAlgorithm as error:
        raise UnsupportedKey from error
    except _UNREADABLE as error:
        raise BrokenIdentity from error


def _with_holder(identity: Identity, certificate: x509.Certificate) -> Identity:
    body, number = body_of(certificate)
    policies = names_of(_policies(certificate))
    return msgspec.structs.replace(
        identity,
        body=body,
        body_id=number,
        position=position_of(certificate),
        policies=policies,
        capacity=capacity_of(policies, body=bool(body or number)),
    )


def _policies(certificate: x509.Certificate) -> list[str]:
    try:
        found = certificate.extensions.get_extension_for_class(x509.CertificatePolicies).value
    except x509.ExtensionNotFound:
        return []
    return [each.policy_identifier.dotted_string for each in found]


def _key_usage(certificate: x509.Certificate) -> tuple[str, ...] | None:
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return None
    return tuple(sorted(ours for theirs, ours in _USAGES.items() if getattr(usage, theirs)))


def _algorithm(certificate: x509.Certificate) -> str:
    key = certificate.public_key()
    if isinstance(key, rsa.RSAPublicKey) and key.key_size >= _MIN_RSA_BITS:
        return f"RSA-{key.key_size}"
    if isinstance(key, ec.EllipticCurvePublicKey) and key.curve.name in _CURVES:
        return f"EC-{key.curve.name}"
    raise UnsupportedKey
