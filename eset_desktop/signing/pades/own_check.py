# SPDX-License-Identifier: EUPL-1.2
"""Checking the signature that was just made, before anybody relies on it.

Written without the library that made it: the ranges are read from the bytes, the digest is computed anew, the
signature value is checked once with the public key and the certificate must be the chosen one. This costs about a
millisecond where a full validation, which asks about trust too, costs twenty.
"""

import hashlib
import re
from typing import TYPE_CHECKING

from asn1crypto import cms, parser

from eset_desktop.signing.bare_value import check_value
from eset_desktop.signing.errors import OwnCheckFailed
from eset_desktop.signing.values import CheckedSignature

if TYPE_CHECKING:
    from hashlib import _Hash

_BYTE_RANGE = re.compile(rb"/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]")
_SET = 17
"""The signed attributes are hashed as a SET OF, whatever tag they are stored under (RFC 5652 §5.4)."""


def check_own_signature(measured: "_Hash", size: int, tail: bytes, certificate: bytes) -> CheckedSignature:
    """Return the facts of the one signature that ``tail`` adds to a document.

    Args:
        measured: SHA-256 state after the whole document before.
        size: Of the document before, in bytes.
        tail: What is appended to it.
        certificate: DER of the certificate that was chosen.

    Raises:
        OwnCheckFailed: Anything at all is not as it must be; details name which.
    """
    try:
        return _check(measured, size, tail, certificate)
    except OwnCheckFailed:
        raise
    except Exception as error:
        raise OwnCheckFailed(step=type(error).__name__) from error


def _check(measured: "_Hash", size: int, tail: bytes, certificate: bytes) -> CheckedSignature:
    byte_range = _byte_range(size, tail)
    digest = _digest(measured, size, tail, byte_range)
    _check_cms(_contents(size, tail, byte_range), digest, certificate)
    return CheckedSignature(byte_range, digest.hex())


def _byte_range(size: int, tail: bytes) -> tuple[int, int, int, int]:
    """Read the only ``/ByteRange`` that was added; it must cover all but one hexadecimal string that was added."""
    found = _BYTE_RANGE.findall(tail)
    if len(found) != 1:
        raise OwnCheckFailed(step="one_signature")
    first, length, second, rest = (int(number) for number in found[0])
    if first != 0 or length < size or second + rest != size + len(tail) or second <= length:
        raise OwnCheckFailed(step="coverage")
    return first, length, second, rest


def _digest(measured: "_Hash", size: int, tail: bytes, byte_range: tuple[int, int, int, int]) -> bytes:
    _, length, second, _ = byte_range
    view, digest = memoryview(tail), measured.copy()
    digest.update(view[: length - size])
    digest.update(view[second - size :])
    return digest.digest()


def _contents(size: int, tail: bytes, byte_range: tuple[int, int, int, int]) -> cms.SignedData:
    _, length, second, _ = byte_range
    gap = tail[length - size : second - size]
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
    attested: bytes = parser.emit(0, 1, _SET, signer["signed_attrs"].contents)
    check_value(certificate, signer["signature"].native, attested)


def _check_certificate(data: cms.SignedData, attributes: dict[str, cms.SetOf], certificate: bytes) -> None:
    """The chosen certificate is inside, and the signed attribute names it (ESS signing-certificate-v2, RFC 5035)."""
    if certificate not in [choice.chosen.dump() for choice in data["certificates"]]:
        raise OwnCheckFailed(step="certificate")
    named = attributes["signing_certificate_v2"][0]["certs"][0]["cert_hash"].native
    if named != hashlib.sha256(certificate).digest():
        raise OwnCheckFailed(step="named_certificate")
    if "signing_time" in attributes:
        raise OwnCheckFailed(step="signing_time")
