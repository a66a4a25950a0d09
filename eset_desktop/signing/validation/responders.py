# SPDX-License-Identifier: EUPL-1.2
"""Who signed an OCSP response (RFC 6960 §4.2.2.2).

The certificates of a response are not signed: anybody may have put others beside the responder's. So nothing is read
from them but what concerns the one whose key made the signature.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from asn1crypto import ocsp, x509
from cryptography.exceptions import InvalidSignature
from pyhanko_certvalidator.authority import Authority, AuthorityWithCert, TrustAnchor
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.sig_validate import DefaultSignatureValidator

from eset_desktop.signing.validation.certificates import sound


def brought_by(response: ocsp.OCSPResponse) -> Iterator[x509.Certificate]:
    """Yield the certificates in a response that can be read, whosever they are."""
    for each in response["response_bytes"]["response"].parsed["certs"] or ():
        if certificate := sound(each.dump()):
            yield certificate


def responders_of(
    response: ocsp.OCSPResponse, known: Iterable[x509.Certificate]
) -> tuple[x509.Certificate, ...]:
    """Return every certificate that a response can have been signed with: several where one key has several.

    Args:
        response: The response.
        known: Certificates at hand, beside those that it brings.
    """
    basic = response["response_bytes"]["response"].parsed
    named = basic["tbs_response_data"]["responder_id"]
    found = {each.dump(): each for each in (*brought_by(response), *known) if _is_named(each, named)}
    return tuple(each for each in found.values() if _has_signed(each, basic))


def is_issuer(certificate: x509.Certificate, issuer: Authority) -> bool:
    """Return whether a certificate is the authority's own."""
    return isinstance(issuer, AuthorityWithCert) and issuer.certificate.dump() == certificate.dump()


def path_of(responder: x509.Certificate, issuer: Authority, path: ValidationPath) -> ValidationPath:
    """Return the chain of a delegated responder, which the issuer of what it speaks of has named itself."""
    if isinstance(issuer, AuthorityWithCert):
        found: ValidationPath = path.truncate_to_and_append(issuer.certificate, responder)
        return found
    return ValidationPath(trust_anchor=TrustAnchor(issuer), interm=[], leaf=responder)


def vouches_for_itself(responder: x509.Certificate) -> bool:
    """Return whether its issuer asks nobody to check it: id-pkix-ocsp-nocheck (RFC 6960 §4.2.2.2.1)."""
    return responder.ocsp_no_check_value is not None


def _is_named(certificate: x509.Certificate, named: Any) -> bool:
    if named.name == "by_name":
        return bool(certificate.subject.hashable == named.chosen.hashable)
    return named.native in (certificate.public_key.sha1, certificate.key_identifier)


def _has_signed(certificate: x509.Certificate, basic: Any) -> bool:
    try:
        DefaultSignatureValidator().validate_signature(
            signature=basic["signature"].native,
            signed_data=basic["tbs_response_data"].dump(),
            public_key_info=certificate.public_key,
            signature_algorithm=basic["signature_algorithm"],
        )
    except InvalidSignature:
        return False
    return True
