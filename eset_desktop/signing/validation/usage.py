# SPDX-License-Identifier: EUPL-1.2
"""What a certificate may be used for."""

from asn1crypto import x509

from eset_desktop.signing.checks import commits


def may_sign(certificate: x509.Certificate) -> bool:
    """Return whether signatures of people and bodies may be made with it.

    The same key usages as where it is signed; one that is only for timestamps or OCSP answers is for nothing else
    (RFC 3161 §2.3, RFC 6960 §4.2.2.2).
    """
    usage = certificate.key_usage_value
    if not commits(None if usage is None else usage.native):
        return False
    extended = certificate.extended_key_usage_value
    return extended is None or not set(extended.native) <= {"time_stamping", "ocsp_signing"}


def may_stamp(certificate: x509.Certificate) -> bool:
    """Return whether timestamps may be made with it: that purpose and no other (RFC 3161 §2.3)."""
    extended = certificate.extended_key_usage_value
    return extended is not None and extended.native == ["time_stamping"]
