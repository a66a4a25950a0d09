# SPDX-License-Identifier: EUPL-1.2
"""The certificates that signatures bring along: only those all of which can be read."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from asn1crypto import cms, core, x509

from eset_desktop.signing.validation.algorithms import EDWARDS

MAX_CERTIFICATES: Final = 100
"""Certificates of one signature that are looked at; real ones bring three or four."""


def certificates_of(data: cms.SignedData) -> Iterator[x509.Certificate]:
    """Yield the certificates that came along."""
    if data["certificates"] is core.VOID:
        return
    for number, choice in enumerate(data["certificates"]):
        if number >= MAX_CERTIFICATES:
            return
        if choice.name == "certificate" and (certificate := sound(choice.chosen.untag().dump())):
            yield certificate


@lru_cache(maxsize=256)
def sound(der: bytes) -> x509.Certificate | None:
    """Return a certificate all of which can be read; ``None`` for anything else.

    asn1crypto reads lazily, so that what is wrong deep inside would show at any later step.
    """
    try:
        certificate = x509.Certificate.load(der)
        for part in (certificate.subject, certificate.issuer, certificate["tbs_certificate"]["validity"]):
            part.native  # noqa: B018 - reading is the test
        for extension in certificate["tbs_certificate"]["extensions"]:
            if extension["extn_id"].native != "qc_statements":  # not asked, and written in many ways
                extension.native  # noqa: B018 - as above
        certificate.critical_extensions, certificate.issuer_serial  # noqa: B018 - as above
        if certificate.public_key.algorithm not in EDWARDS:
            certificate.public_key.bit_size  # noqa: B018 - as above
    except Exception:  # noqa: BLE001 - boundary: strangers' DER
        return None
    return certificate


def named_by(certificates: list[x509.Certificate], sid: cms.SignerIdentifier) -> x509.Certificate | None:
    """Return the certificate that the signer identifier names (RFC 5652 §5.3)."""
    for each in certificates:
        if sid.name == "issuer_and_serial_number":
            if (
                each.serial_number == sid.chosen["serial_number"].native
                and each.issuer == sid.chosen["issuer"]
            ):
                return each
        elif each.key_identifier == sid.chosen.native:
            return each
    return None


def common_name(certificate: x509.Certificate | None) -> str:
    """Return the common name of a certificate's subject, or what comes nearest; empty when there is none."""
    if certificate is None:
        return ""
    try:
        name = certificate.subject.native
        value = name.get("common_name") or name.get("organization_name") or certificate.subject.human_friendly
    except (ValueError, TypeError, KeyError):
        return ""
    return value if isinstance(value, str) else str(value[0])
