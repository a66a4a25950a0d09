# SPDX-License-Identifier: EUPL-1.2
"""Which certificate made a CMS (RFC 5652 §5.3)."""

from asn1crypto import cms, x509

from eset_desktop.signing.levels.errors import CertificateUntrusted
from eset_desktop.signing.validation import certificates


def certificates_of(data: cms.SignedData) -> tuple[x509.Certificate, list[x509.Certificate]]:
    """Return the signer's certificate of a CMS with one signer, and the others in it.

    Raises:
        CertificateUntrusted: It is not in it.
    """
    held = list(certificates.certificates_of(data))
    found = certificates.named_by(held, data["signer_infos"][0]["sid"])
    if found is None:
        raise CertificateUntrusted(reason="absent")
    return found, [each for each in held if each is not found]
