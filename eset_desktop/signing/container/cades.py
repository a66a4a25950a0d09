# SPDX-License-Identifier: EUPL-1.2
"""A detached CAdES baseline signature (ETSI EN 319 122-1 §6) over the digest of a file of any kind and size.

Built here from its parts: one signer, SHA-256, the signing certificate named by its hash. The key stays where it is: only
the signed attributes go to it and the bare value comes back, as for documents.
"""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, BinaryIO, Final

from asn1crypto import algos, cms, core, tsp, x509

from eset_desktop.signing.bare_value import check_value
from eset_desktop.signing.container.offer import MIMES, SUFFIXES, Offer
from eset_desktop.signing.errors import OwnCheckFailed
from eset_desktop.signing.values import Identity

SIGNATURE_MIME: Final = MIMES[Offer.BESIDE]
SUFFIX: Final = SUFFIXES[Offer.BESIDE]

StampOver = Callable[[bytes], bytes | None]
"""Asks a time-stamping service (RFC 3161) for a token over these bytes and returns its DER; ``None``: there is none now."""

_MIME_TYPE: Final = "0.4.0.1733.2.1"
"""The mime-type attribute (EN 319 122-1 §5.2.4.2)."""
_PIECE: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class PreparedCades:
    """A signature that lacks nothing but its value.

    Attributes:
        attributes: The signed attributes.
        identity: Who signs.
        digest: SHA-256 of what is signed.
    """

    attributes: cms.CMSAttributes
    identity: Identity
    digest: bytes

    @property
    def attested(self) -> bytes:
        """What the key signs: the attributes as a SET OF (RFC 5652 §5.4)."""
        return bytes(self.attributes.dump())


def digest_of(stream: BinaryIO) -> tuple[bytes, int]:
    """Return SHA-256 and length of all that a stream still gives, read in pieces."""
    digest, size = hashlib.sha256(), 0
    while piece := stream.read(_PIECE):
        digest.update(piece)
        size += len(piece)
    return digest.digest(), size


def prepare_cades(digest: bytes, identity: Identity, *, at: datetime, mime: str) -> PreparedCades:
    """Return a signature over a digest that waits for its value.

    Args:
        digest: SHA-256 of the signed file.
        identity: Who signs.
        at: The claimed moment, aware (EN 319 122-1 §6.3 wants it in the attributes).
        mime: Type of the signed file.
    """
    certificate = x509.Certificate.load(identity.certificate)
    named = tsp.ESSCertIDv2({
        "cert_hash": hashlib.sha256(identity.certificate).digest(),
        "issuer_serial": {
            "issuer": [x509.GeneralName("directory_name", certificate.issuer)],
            "serial_number": certificate.serial_number,
        },
    })  # fmt: skip
    moment = cms.Time({"utc_time": at.astimezone(UTC).replace(microsecond=0)})
    attributes = (
        ("content_type", "data"),
        ("message_digest", digest),
        ("signing_time", moment),
        ("signing_certificate_v2", tsp.SigningCertificateV2({"certs": [named]})),
        (_MIME_TYPE, core.UTF8String(mime)),
    )
    made = cms.CMSAttributes(
        [cms.CMSAttribute({"type": name, "values": [value]}) for name, value in attributes]
    )
    return PreparedCades(made, identity, digest)


def finish_cades(prepared: PreparedCades, value: bytes) -> bytes:
    """Return the DER of the signature, looked at as a stranger would.

    Args:
        prepared: From :func:`prepare_cades`.
        value: What the key answered.

    Raises:
        OwnCheckFailed: It does not hold.
    """
    identity = prepared.identity
    certificates = [x509.Certificate.load(der) for der in (identity.certificate, *identity.chain)]
    signer = cms.SignerInfo({
        "version": "v1",
        "sid": {"issuer_and_serial_number": {
            "issuer": certificates[0].issuer, "serial_number": certificates[0].serial_number,
        }},
        "digest_algorithm": algos.DigestAlgorithm({"algorithm": "sha256"}),
        "signed_attrs": prepared.attributes,
        "signature_algorithm": {"algorithm": "sha256_rsa" if identity.algorithm.startswith("RSA") else "sha256_ecdsa"},
        "signature": value,
    })  # fmt: skip
    data = cms.SignedData({
        "version": "v1",
        "digest_algorithms": [algos.DigestAlgorithm({"algorithm": "sha256"})],
        "encap_content_info": {"content_type": "data"},
        "certificates": certificates,
        "signer_infos": [signer],
    })  # fmt: skip
    der: bytes = cms.ContentInfo({"content_type": "signed_data", "content": data}).dump()
    check_cades(der, prepared.digest, identity.certificate)
    return der


def check_cades(der: bytes, digest: bytes, certificate: bytes) -> None:
    """Return when a signature of ours holds: digest, value and certificate are what they must be.

    Raises:
        OwnCheckFailed: Anything at all is not; details name which.
    """
    try:
        _check(der, digest, certificate)
    except OwnCheckFailed:
        raise
    except Exception as error:
        raise OwnCheckFailed(step=type(error).__name__) from error


def with_timestamp(der: bytes, stamp: StampOver) -> bytes:
    """Return the signature with a time stamp of its value (EN 319 122-1 §5.3), which makes it one of level T.

    Without a token it is returned as it is: it waits for its time stamp.

    Args:
        der: The signature.
        stamp: Asks the service; what it raises is passed on.
    """
    info = cms.ContentInfo.load(der)
    (signer,) = info["content"]["signer_infos"]
    value: bytes = signer["signature"].native
    token = stamp(value)
    if token is None:
        return der
    values = [cms.ContentInfo.load(token)]
    attribute = cms.CMSAttribute({"type": "signature_time_stamp_token", "values": values})
    signer["unsigned_attrs"] = cms.CMSAttributes([*(signer["unsigned_attrs"] or ()), attribute])
    stamped: bytes = info.dump()  # not forced: what was signed is not to be encoded once more
    return stamped


def _check(der: bytes, digest: bytes, certificate: bytes) -> None:
    data = cms.ContentInfo.load(der, strict=True)["content"]
    (signer,) = data["signer_infos"]
    attributes: dict[str, Any] = {each["type"].native: each["values"] for each in signer["signed_attrs"]}
    if (
        attributes["message_digest"][0].native != digest
        or data["encap_content_info"]["content"].native is not None
    ):
        raise OwnCheckFailed(step="digest")
    named = attributes["signing_certificate_v2"][0]["certs"][0]["cert_hash"].native
    inside = [choice.chosen.dump() for choice in data["certificates"]]
    if certificate not in inside or named != hashlib.sha256(certificate).digest():
        raise OwnCheckFailed(step="certificate")
    attested = b"\x31" + signer["signed_attrs"].untag().dump()[1:]
    check_value(certificate, signer["signature"].native, attested)
