# SPDX-License-Identifier: EUPL-1.2
"""Checking the signature that was just made, before anybody relies on it.

Written without the library that made it: the ranges are read from the bytes, the digest is computed anew, the
signature value is checked once with the public key and the certificate must be the chosen one. This costs about a
millisecond where a full validation, which asks about trust too, costs twenty.
"""

import hashlib
from typing import TYPE_CHECKING

from eset_desktop.signing.bare_value import check_value
from eset_desktop.signing.byte_range import ranges_in
from eset_desktop.signing.errors import OwnCheckFailed
from eset_desktop.signing.pades.der import CONTEXT_0, INTEGER, OCTETS, OID, SEQUENCE, SET, Node, first
from eset_desktop.signing.values import CheckedSignature

if TYPE_CHECKING:
    from hashlib import _Hash

_DATA = bytes.fromhex("2a864886f70d010701")
_SIGNED_DATA = bytes.fromhex("2a864886f70d010702")
_CONTENT_TYPE = bytes.fromhex("2a864886f70d010903")
_MESSAGE_DIGEST = bytes.fromhex("2a864886f70d010904")
_SIGNING_TIME = bytes.fromhex("2a864886f70d010905")
_SIGNING_CERTIFICATE_V2 = bytes.fromhex("2a864886f70d010910022f")
_SHA256 = bytes.fromhex("608648016503040201")


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
    found = [byte_range for _, byte_range in ranges_in(tail)]
    if len(found) != 1:
        raise OwnCheckFailed(step="one_signature")
    first, length, second, rest = found[0]
    if first != 0 or length < size or second + rest != size + len(tail) or second <= length:
        raise OwnCheckFailed(step="coverage")
    return first, length, second, rest


def _digest(measured: "_Hash", size: int, tail: bytes, byte_range: tuple[int, int, int, int]) -> bytes:
    _, length, second, _ = byte_range
    view, digest = memoryview(tail), measured.copy()
    digest.update(view[: length - size])
    digest.update(view[second - size :])
    return digest.digest()


def _contents(size: int, tail: bytes, byte_range: tuple[int, int, int, int]) -> Node:
    """Return the SignedData in the gap (RFC 5652 §5.1)."""
    _, length, second, _ = byte_range
    gap = tail[length - size : second - size]
    if gap[:1] != b"<" or gap[-1:] != b">":
        raise OwnCheckFailed(step="gap")
    padded = bytes.fromhex(gap[1:-1].decode("ascii"))
    info = first(padded)
    kind, content = info.only(OID, CONTEXT_0)
    if info.tag != SEQUENCE or padded[len(info.whole) :].strip(b"\0") or kind.content != _SIGNED_DATA:
        raise OwnCheckFailed(step="contents")
    (data,) = content.only(SEQUENCE)
    return data


def _check_cms(data: Node, digest: bytes, certificate: bytes) -> None:
    _, _, encapsulated, certificates, signers = data.only(INTEGER, SET, SEQUENCE, CONTEXT_0, SET)
    (kind,) = encapsulated.children()
    if len(signers.children()) != 1 or kind.content != _DATA:
        raise OwnCheckFailed(step="signer_info")
    _, _, algorithm, attributes, _, value = signers.children()[0].only(
        INTEGER, SEQUENCE, SEQUENCE, CONTEXT_0, SEQUENCE, OCTETS
    )
    if algorithm.children()[0].content != _SHA256:
        raise OwnCheckFailed(step="algorithm")
    named = _attributes(attributes)
    if named[_MESSAGE_DIGEST].only(OCTETS)[0].content != digest:
        raise OwnCheckFailed(step="digest")
    if certificate not in [each.whole for each in certificates.children()]:
        raise OwnCheckFailed(step="certificate")
    _check_attributes(named, certificate)
    # hashed as a SET OF, whatever tag they are stored under (RFC 5652 §5.4)
    check_value(certificate, value.content, bytes([SET]) + attributes.whole[1:])


def _attributes(attributes: Node) -> dict[bytes, Node]:
    """Return the set of values of each signed attribute; none may be there twice (RFC 5652 §5.3)."""
    pairs = [each.only(OID, SET) for each in attributes.children()]
    found = {kind.content: values for kind, values in pairs}
    if len(found) != len(pairs):
        raise OwnCheckFailed(step="attributes")
    return found


def _check_attributes(named: dict[bytes, Node], certificate: bytes) -> None:
    """The signed attribute names the chosen certificate (ESS signing-certificate-v2, RFC 5035 §3); no signing-time."""
    if named[_CONTENT_TYPE].only(OID)[0].content != _DATA:
        raise OwnCheckFailed(step="content_type")
    (signing_certificate,) = named[_SIGNING_CERTIFICATE_V2].only(SEQUENCE)
    certificate_id = signing_certificate.children()[0].children()[0].children()
    # SHA-256 is the default and then not written
    hashed = next(each for each in certificate_id if each.tag == OCTETS)
    other = [each for each in certificate_id[: certificate_id.index(hashed)] if _SHA256 not in each.content]
    if other or hashed.content != hashlib.sha256(certificate).digest():
        raise OwnCheckFailed(step="named_certificate")
    if _SIGNING_TIME in named:
        raise OwnCheckFailed(step="signing_time")
