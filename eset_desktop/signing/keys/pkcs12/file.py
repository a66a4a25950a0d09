# SPDX-License-Identifier: EUPL-1.2
"""Opening a PKCS#12 (RFC 7292) and describing whose it is.

pyHanko's ``load_pkcs12`` answers ``None`` to a wrong passphrase and to a broken file alike, so ``cryptography``
opens it here and the two are told apart.
"""

from dataclasses import dataclass

from asn1crypto import pkcs12 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from msgspec import structs

from eset_desktop.signing.errors import BrokenIdentity, NoKey, UnsupportedKey, WrongPassphrase
from eset_desktop.signing.identities.certificate import describe
from eset_desktop.signing.identities.chain import chain_of
from eset_desktop.signing.values import Identity

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


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
    identity = structs.replace(identity, chain=chain_of(certificate, others))
    return OpenIdentity(identity, key, certificate, tuple(others))


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


def sign_raw(key: PrivateKey, attested: bytes) -> bytes:
    """Return the bare signature of ``attested`` (RSASSA-PKCS1-v1_5 or ECDSA, both with SHA-256)."""
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(attested, padding.PKCS1v15(), hashes.SHA256())
    return key.sign(attested, ec.ECDSA(hashes.SHA256()))
