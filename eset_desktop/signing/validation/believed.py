# SPDX-License-Identifier: EUPL-1.2
"""The anchors as the path builder asks for them, read once for all files."""

from collections import defaultdict
from collections.abc import Iterator

from pyhanko_certvalidator.authority import Authority, TrustAnchor
from pyhanko_certvalidator.registry import SimpleTrustManager, TrustManager

from eset_desktop.signing.trust.anchors import Anchors, Service, TrustedList
from eset_desktop.signing.validation.certificates import sound


class Believed(TrustManager):
    """Where paths may end.

    Attributes:
        certificates: Of all of them, those that can be read.
        roots: DER of the configured roots.
        listed: Lists and services by the DER of their certificates.
    """

    def __init__(self, anchors: Anchors) -> None:
        self.certificates = tuple(found for each in anchors.certificates if (found := sound(each)))
        self._known = SimpleTrustManager.build(trust_roots=list(self.certificates))
        self.roots = frozenset(root.certificate for root in anchors.roots)
        self.listed: dict[bytes, list[tuple[TrustedList, Service]]] = defaultdict(list)
        for each in anchors.lists:
            for service in each.services:
                for der in service.certificates:
                    self.listed[der].append((each, service))

    def as_trust_anchor(self, authority: Authority) -> TrustAnchor | None:
        """Return the anchor that an authority is, if it is one."""
        found: TrustAnchor | None = self._known.as_trust_anchor(authority)
        return found

    def find_potential_issuers(self, cert: object) -> Iterator[TrustAnchor]:
        """Yield the anchors that may have issued a certificate."""
        return self._known.find_potential_issuers(cert)
