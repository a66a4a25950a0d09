# SPDX-License-Identifier: EUPL-1.2
"""Signature algorithms that the libraries below do not know by their identifier: SHA-3, and ECDSA in plain form."""

from typing import Any, Final

from asn1crypto import x509
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import Prehashed, encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_public_key
from pyhanko_certvalidator.util import get_pyca_cryptography_hash

_NIST: Final = "2.16.840.1.101.3.4.3"
_BSI: Final = "0.4.0.127.0.7.1.1.4.1"

FURTHER: Final[dict[str, tuple[str, str]]] = {
    **{
        f"{_NIST}.{9 + n}": ("ec", name)
        for n, name in enumerate(("sha3_224", "sha3_256", "sha3_384", "sha3_512"))
    },
    **{
        f"{_NIST}.{13 + n}": ("rsa", name)
        for n, name in enumerate(("sha3_224", "sha3_256", "sha3_384", "sha3_512"))
    },
    **{
        f"{_BSI}.{1 + n}": ("ec", name)
        for n, name in enumerate(("sha1", "sha224", "sha256", "sha384", "sha512"))
    },
}
"""Kind of key and digest by object identifier (NIST CSOR; BSI TR-03111 §5.2.1)."""


def verify_further(
    certificate: x509.Certificate, algorithm: Any, value: bytes, attested: bytes, *, prehashed: bool
) -> bool:
    """Return whether the algorithm is one of these, once its signature has been verified.

    Raises:
        InvalidSignature: It is one of these and the signature does not fit.
        ValueError: The key is of another kind.
    """
    dotted = algorithm["algorithm"].dotted
    if dotted not in FURTHER:
        return False
    _, name = FURTHER[dotted]
    plain = get_pyca_cryptography_hash(name)
    hashing = Prehashed(plain) if prehashed else plain
    key = load_der_public_key(certificate.public_key.dump())
    if isinstance(key, rsa.RSAPublicKey):
        key.verify(value, attested, padding.PKCS1v15(), hashing)
    elif isinstance(key, ec.EllipticCurvePublicKey):
        key.verify(_der(value) if dotted.startswith(_BSI) else value, attested, ec.ECDSA(hashing))
    else:
        raise ValueError(dotted)
    return True


def _der(value: bytes) -> bytes:
    """Return a signature of two plain numbers as the library reads it."""
    half = len(value) // 2
    return encode_dss_signature(int.from_bytes(value[:half], "big"), int.from_bytes(value[half:], "big"))
