# SPDX-License-Identifier: EUPL-1.2
"""How a key makes our signature value: which mechanism, over what input, into what form. Pure."""

import hashlib
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature

from eset_desktop.signing.keys.errors import CannotSign
from eset_desktop.signing.keys.pkcs11 import structures as c

_SHA256_INFO: Final = bytes.fromhex("3031300d060960864801650304020105000420")
"""``DigestInfo`` of SHA-256 up to the digest (RFC 8017 §9.2, note 1)."""

_CURVE_BYTES: Final = {"EC-secp256r1": 32, "EC-secp384r1": 48, "EC-secp521r1": 66}


@dataclass(frozen=True, slots=True)
class Way:
    """One way of signing.

    Attributes:
        mechanism: ``CKM_*``.
        prepare: From what is attested to what the module is given.
    """

    mechanism: int
    prepare: Callable[[bytes], bytes]


def _digest(attested: bytes) -> bytes:
    return hashlib.sha256(attested).digest()


def _digest_info(attested: bytes) -> bytes:
    return _SHA256_INFO + _digest(attested)


def _whole(attested: bytes) -> bytes:
    return attested


_RSA: Final = (Way(c.SHA256_RSA_PKCS, _whole), Way(c.RSA_PKCS, _digest_info))
_EC: Final = (Way(c.ECDSA, _digest), Way(c.ECDSA_SHA256, _whole))


def ways(algorithm: str, mechanisms: Collection[int]) -> tuple[Way, ...]:
    """Return the ways to try, best first.

    Args:
        algorithm: Of the :class:`~eset_desktop.signing.values.Identity`.
        mechanisms: What the token says it has; all ways are left when it names none of them.
    """
    every = _RSA if algorithm.startswith("RSA") else _EC
    told = tuple(way for way in every if way.mechanism in mechanisms)
    return told or every


def signature_value(algorithm: str, raw: bytes) -> bytes:
    """Return the module's output in the form that CMS wants.

    Raises:
        CannotSign: It is no signature of this key: wrong length or shape.
    """
    if algorithm.startswith("RSA"):
        if len(raw) * 8 != -(-int(algorithm.removeprefix("RSA-")) // 8) * 8:
            raise CannotSign
        return raw
    size = _CURVE_BYTES[algorithm]
    if len(raw) == 2 * size:
        return encode_dss_signature(int.from_bytes(raw[:size]), int.from_bytes(raw[size:]))
    try:  # some drivers give the structure instead of r and s
        decode_dss_signature(raw)
    except ValueError as error:
        raise CannotSign from error
    return raw
