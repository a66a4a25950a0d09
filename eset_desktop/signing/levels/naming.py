# SPDX-License-Identifier: EUPL-1.2
"""Which certificate made a CMS (RFC 5652 §5.3)."""

from asn1crypto import cms, x509

from eset_desktop.signing.levels.errors import CertificateUntrusted


def certificates_of(data: cms.SignedData) -> tuple[x509.Certificate, list[x509.Certificate]]:
    """Return the signer's certificate of a CMS with one signer, and the others in it.

    Raises:
        CertificateUntrusted: It is not in it.
    """
    held = [each.chosen for each in data["certificates"] if each.name == "certificate"]
    sid = data["signer_infos"][0]["sid"]
    for each in held:
        if sid.name == "issuer_and_serial_number":
            chosen = sid.chosen
            fits = each.issuer == chosen["issuer"] and each.serial_number == chosen["serial_number"].native
        else:
            fits = each.key_identifier == sid.chosen.native
        if fits:
            return each, [other for other in held if other is not each]
    raise CertificateUntrusted(reason="absent")
