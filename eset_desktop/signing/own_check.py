# SPDX-License-Identifier: EUPL-1.2
"""Checking the signature that was just made, before anybody relies on it.

Written without the library that made it: the ranges are read from the bytes, the digest is computed anew, the
signature value is checked once with the public key and the certificate must be the chosen one. This costs about a
millisecond where a full validation, which asks about trust too, costs twenty.
"""

import hashlib
import re
from dataclasses import dataclass

from asn1crypto import cms
from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from eset_desktop.signing.errors import OwnCheckFailed

_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
_SET_OF = b"\x31"
"""The signed attributes are hashed as a SET OF, whatever tag they are stored under (RFC 5652 §5.4)."""


@dataclass(frozen=True, slots=True)
class CheckedSignature:
    """A signature that holds.

    Attributes:
        byte_range: The four numbers of ``/ByteRange``.
        digest: SHA-256 over that range, hexadecimal.
    """

    byte_range: tuple[int, int, int, int]
    digest: str


def check_own_signature(original: bytes, signed: bytes, certificate: bytes) -> CheckedSignature:
    """Return the facts of the one signature that turns ``original`` into ``signed``.

    Args:
        original: The document before.
        signed: The document after.
        certificate: DER of the certificate that was chosen.

    Raises:
        OwnCheckFailed: Anything at all is not as it must be; details name which.
    """
    try:
        return _check(original, signed, certificate)
    except OwnCheckFailed:
        raise
    except Exception as error:
        raise OwnCheckFailed(step=type(error).__name__) from error


def _check(original: bytes, signed: bytes, certificate: bytes) -> CheckedSignature:
    if not signed.startswith(original):
        raise OwnCheckFailed(step="prefix")
    byte_range = _byte_range(signed, len(original))
    digest = _digest(signed, byte_range)
    _check_cms(_contents(signed, byte_range), digest, certificate)
    return CheckedSignature(byte_range, digest.hex())


def _byte_range(signed: bytes, start: int) -> tuple[int, int, int, int]:
    """Read the only ``/ByteRange`` that was added; it must cover all but one hexadecimal string that was added."""
    found = _BYTE_RANGE.findall(signed[start:])
    if len(found) != 1:
        raise OwnCheckFailed(step="one_signature")
    first, length, second, rest = (int(number) for number in found[0])
    if first != 0 or length < start or second + rest != len(signed) or second <= length:
        raise OwnCheckFailed(step="coverage")
    return first, length, second, rest


def _digest(signed: bytes, byte_range: tuple[int, int, int, int]) -> bytes:
    _, length, second, _ = byte_range
    view = memoryview(signed)
    digest = hashlib.sha256(view[:length])
    digest.update(view[second:])
    return digest.digest()


def _contents(signed: bytes, byte_range: tuple[int, int, int, int]) -> cms.SignedData:
    _, length, second, _ = byte_range
    gap = signed[length:second]
    if gap[:1] != b"<" or gap[-1:] != b">":
        raise OwnCheckFailed(step="gap")
    padded = bytes.fromhex(gap[1:-1].decode("ascii"))
    info = cms.ContentInfo.load(padded)
    if padded[len(info.dump()) :].strip(b"\0") or info["content_type"].native != "signed_data":
        raise OwnCheckFailed(step="contents")
    content: cms.SignedData = info["content"]
    return content


def _check_cms(data: cms.SignedData, digest: bytes, certificate: bytes) -> None:
    if len(data["signer_infos"]) != 1 or data["encap_content_info"]["content"].native is not None:
        raise OwnCheckFailed(step="signer_info")
    signer = data["signer_infos"][0]
    attributes = {attribute["type"].native: attribute["values"] for attribute in signer["signed_attrs"]}
    if signer["digest_algorithm"]["algorithm"].native != "sha256":
        raise OwnCheckFailed(step="algorithm")
    if attributes["message_digest"][0].native != digest:
        raise OwnCheckFailed(step="digest")
    _check_certificate(data, attributes, certificate)
    attested = _SET_OF + signer["signed_attrs"].untag().dump()[1:]
    _check_value(certificate, signer["signature"].native, attested)


def _check_certificate(data: cms.SignedData, attributes: dict[str, cms.SetOf], certificate: bytes) -> None:
    """The chosen certificate is inside, and the signed attribute names it (ESS signing-certificate-v2, RFC 5035)."""
    if certificate not in [choice.chosen.dump() for choice in data["certificates"]]:
        raise OwnCheckFailed(step="certificate")
    named = attributes["signing_certificate_v2"][0]["certs"][0]["cert_hash"].native
    if named != hashlib.sha256(certificate).digest():
        raise OwnCheckFailed(step="named_certificate")
    if "signing_time" in attributes:
        raise OwnCheckFailed(step="signing_time")


def _check_value(certificate: bytes, value: bytes, attested: bytes) -> None:
    key = x509.load_der_x509_certificate(certificate).public_key()
    try:
        if isinstance(key, rsa.RSAPublicKey):
            key.verify(value, attested, padding.PKCS1v15(), hashes.SHA256())
        elif isinstance(key, ec.EllipticCurvePublicKey):
            key.verify(value, attested, ec.ECDSA(hashes.SHA256()))
        else:
            raise OwnCheckFailed(step="key")
    except InvalidSignature as error:
        raise OwnCheckFailed(step="value") from error
