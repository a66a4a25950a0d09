# SPDX-License-Identifier: EUPL-1.2
"""Certificates and revocation data from the cache that raising levels fills, and over the network when that is wanted."""

import contextlib
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

from asn1crypto import ocsp, x509
from pyhanko_certvalidator.authority import Authority
from pyhanko_certvalidator.errors import CertificateFetchError, CRLFetchError, OCSPFetchError
from pyhanko_certvalidator.fetchers.common_utils import enumerate_delivery_point_urls, gather_aia_issuer_urls
from pyhanko_certvalidator.util import get_relevant_crl_dps

from eset_desktop.signing.levels.cache import Cache
from eset_desktop.signing.levels.fetching import MOST_ISSUERS, Fetching
from eset_desktop.signing.levels.http import Line, Unanswered
from eset_desktop.signing.validation.certificates import sound
from eset_desktop.signing.validation.responders import brought_by, vouches_for_itself
from eset_desktop.signing.validation.revocation import Datum, read_crl, read_ocsp

ANSWER_SECONDS: Final = 5.0
"""For one service; the whole file has thirty."""


class NoLine(Line):
    """A line that nobody answers on: what is in the cache is all there is."""

    def _ask(self, *_: object, **__: object) -> bytes:
        raise Unanswered(host="", reason="offline")


class Issuers:
    """What certificates say of where their issuers' lie; nobody is asked about revocations."""

    def __init__(self, fetching: Fetching) -> None:
        self._fetching = fetching

    def issuers(self, certificate: x509.Certificate) -> Sequence[x509.Certificate]:
        """Return what stands at the addresses that a certificate names for its issuer (RFC 5280 §4.2.2.1)."""
        found: list[x509.Certificate] = []
        for url in list(gather_aia_issuer_urls(certificate))[:MOST_ISSUERS]:
            with contextlib.suppress(CertificateFetchError):
                found += [each for one in self._fetching.issuers_at(url) if (each := sound(one.dump()))]
        return found

    def data(self, _: x509.Certificate, __: Authority) -> Sequence[Datum]:
        """Return nothing."""
        return ()


class Answers:
    """What is kept here, and what services answer.

    Args:
        folder: The cache.
        now: The moment for which answers must hold.
        online: Whether services may be asked.
    """

    def __init__(self, folder: Path, now: datetime, *, online: bool) -> None:
        line = Line(ANSWER_SECONDS) if online else NoLine(ANSWER_SECONDS)
        self._now = now
        self._fetching = Fetching(line, Cache(folder), now)
        self._issuers = Issuers(self._fetching)

    def issuers(self, certificate: x509.Certificate) -> Sequence[x509.Certificate]:
        """Return what stands at the addresses that a certificate names for its issuer (RFC 5280 §4.2.2.1)."""
        return self._issuers.issuers(certificate)

    def data(self, certificate: x509.Certificate, issuer: Authority) -> Sequence[Datum]:
        """Return OCSP answers and revocation lists about a certificate; it is proven to exist now."""
        found: list[Datum | None] = []
        unsure: list[x509.Certificate] = []
        with contextlib.suppress(OCSPFetchError):
            response = self._fetching.ocsp_of(certificate, issuer)
            answer = read_ocsp(response.dump(), self._now, embedded=False)
            found.append(answer)
            unsure += _unsure(response) if answer else ()
        for each in (certificate, *unsure) if unsure or not found else ():
            found += self._lists(each)
        return [each for each in found if each is not None]

    def _lists(self, certificate: x509.Certificate) -> Iterator[Datum | None]:
        """Yield one revocation list of each distribution point of a certificate."""
        for point in get_relevant_crl_dps(certificate, use_deltas=False):
            for url in enumerate_delivery_point_urls(point):
                with contextlib.suppress(CRLFetchError):
                    yield read_crl(self._fetching.crl_at(url).dump(), self._now, embedded=False)
                    break


def _unsure(response: ocsp.OCSPResponse) -> Iterator[x509.Certificate]:
    """Yield who may have signed a response and must be looked up in turn."""
    for each in brought_by(response):
        if not each.ca and not vouches_for_itself(each):
            yield each
