# SPDX-License-Identifier: EUPL-1.2
"""Checking the bare value that a key answered, with the public key of its certificate."""

from functools import lru_cache

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from eset_desktop.signing.errors import OwnCheckFailed


def check_value(certificate: bytes, value: bytes, attested: bytes) -> None:
    """Return when a key's answer is its signature over what was to be signed.

    Args:
        certificate: DER of the signer's.
        value: RSASSA-PKCS1-v1_5, or ECDSA as DER, both with SHA-256.
        attested: The signed attributes as a SET OF (RFC 5652 §5.4).

    Raises:
        OwnCheckFailed: It is not, or the key is of another kind.
    """
    key = _key_of(certificate)
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, attested, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, attested, ec.ECDSA(hashes.SHA256()))
        else:
            raise OwnCheckFailed(step="key")
    except InvalidSignature as error:
        raise OwnCheckFailed(step="value") from error


@lru_cache(maxsize=16)
def _key_of(certificate: bytes) -> object:
    return x509.load_der_x509_certificate(certificate).public_key()
