# SPDX-License-Identifier: EUPL-1.2
"""What form of signature a file may hold, by its first bytes."""

import zipfile
from enum import Enum, auto
from typing import BinaryIO, Final

_HEAD: Final = 4096
_MAX_MEMBERS: Final = 10_000
_PROOFS: Final = ("signature", "timestamp", "evidencerecord")
"""What files of an ASiC container's META-INF are called (EN 319 162-1 §4.4)."""
_SIGNED_DATA: Final = bytes.fromhex("06092a864886f70d010702")
"""The content type of CMS signed data (RFC 5652 §5.1)."""
_OID_WITHIN: Final = 32
_CMS_TEXT: Final = (b"-----BEGIN PKCS7", b"-----BEGIN CMS")
_XML_SIGNATURE: Final = b"http://www.w3.org/2000/09/xmldsig#"
_XML_LOOKED_AT: Final = 1 << 20


class Kind(Enum):
    """Forms that are told apart."""

    PDF = auto()
    CMS = auto()
    """CAdES or PKCS#7, as DER or text."""
    ASIC = auto()
    """A container (EN 319 162-1) or another package with signatures inside."""
    XADES = auto()
    OTHER = auto()
    """Nothing that could be signed in itself."""


def kind_of(stream: BinaryIO) -> Kind:
    """Return the form; the stream's position is left at the beginning."""
    stream.seek(0)
    head = stream.read(_HEAD)
    kind = _kind(stream, head)
    stream.seek(0)
    return kind


def _kind(stream: BinaryIO, head: bytes) -> Kind:
    packed = head[:4] == b"PK\x03\x04"
    # A container may begin with a document that is stored in it as it is: its own first bytes decide.
    if packed and _may_hold_signatures(stream):
        return Kind.ASIC
    if packed:
        return Kind.OTHER
    if (head[:1] == b"\x30" and _SIGNED_DATA in head[:_OID_WITHIN]) or head.lstrip().startswith(_CMS_TEXT):
        return Kind.CMS
    if b"%PDF-" in head[:1024]:  # after the others: a signature or a package may begin with a PDF inside
        return Kind.PDF
    if head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        stream.seek(0)
        return Kind.XADES if _XML_SIGNATURE in stream.read(_XML_LOOKED_AT) else Kind.OTHER
    return Kind.OTHER


def _may_hold_signatures(stream: BinaryIO) -> bool:
    """Whether a package holds signatures: ASiC, and ODF and OOXML by their own names.

    One that cannot be read may have held some: it is examined, and told as damaged, never as not signed.
    """
    try:
        with zipfile.ZipFile(stream) as package:
            names = [name.lower() for name in package.namelist()[:_MAX_MEMBERS]]
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError):
        return True
    return any(
        name.startswith("_xmlsignatures/")
        or (name.startswith("meta-inf/") and any(word in name for word in _PROOFS))
        for name in names
    )
