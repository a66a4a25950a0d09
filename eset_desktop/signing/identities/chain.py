# SPDX-License-Identifier: EUPL-1.2
"""The issuers of a certificate among those at hand, by name only: whoever validates checks the signatures."""

from collections.abc import Iterable

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding


def chain_of(certificate: x509.Certificate, others: Iterable[x509.Certificate]) -> tuple[bytes, ...]:
    """Return the DER of the issuers found, nearest first; a self-issued root ends it."""
    by_subject = {each.subject.public_bytes(): each for each in others}
    found: list[bytes] = []
    at = certificate
    while (issuer := by_subject.pop(at.issuer.public_bytes(), None)) is not None and issuer != certificate:
        found.append(issuer.public_bytes(Encoding.DER))
        at = issuer
    return tuple(found)
