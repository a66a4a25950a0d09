# SPDX-License-Identifier: EUPL-1.2
"""How the validator gets OCSP answers, CRLs and issuers' certificates: from the shared cache, else over the line.

One :class:`Fetching` serves the checks of one document; what it got is what goes into the document. It notes who did not
answer, because the validator only says that something is missing.
"""

from collections.abc import AsyncGenerator, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from asn1crypto import crl, ocsp, pem, x509
from pyhanko_certvalidator.authority import Authority
from pyhanko_certvalidator.errors import CertificateFetchError, CRLFetchError, OCSPFetchError
from pyhanko_certvalidator.fetchers.api import CertificateFetcher, CRLFetcher, Fetchers, OCSPFetcher
from pyhanko_certvalidator.fetchers.common_utils import (
    enumerate_delivery_point_urls,
    format_ocsp_request,
    gather_aia_issuer_urls,
    get_certid,
    unpack_cert_content,
)
from pyhanko_certvalidator.util import get_ocsp_urls, get_relevant_crl_dps

from eset_desktop.signing.levels.cache import Cache, crl_fresh, issuer_fresh, name_of, ocsp_fresh
from eset_desktop.signing.levels.http import INSIDE, MOST_BYTES, SHORT, Line, Unanswered

MOST_ISSUERS: Final = 8
"""Addresses that one certificate may send us to; they come from documents of strangers."""
_REQUEST, _RESPONSE = "application/ocsp-request", "application/ocsp-response"


@dataclass(slots=True)
class Fetching:
    """What one document needs to know of certificates.

    Attributes:
        now: The moment for which answers must hold.
        silent: Who gave no usable answer, last one last.
        unasked: Who is in a network of our own and was not asked.
        ocsps: Answers that were used, by certificate.
        crls: Lists that were used, by address.
    """

    line: Line
    cache: Cache
    now: datetime
    silent: list[Unanswered] = field(default_factory=list)
    unasked: list[Unanswered] = field(default_factory=list)
    ocsps: dict[bytes, ocsp.OCSPResponse] = field(default_factory=dict)
    crls: dict[str, crl.CertificateList] = field(default_factory=dict)

    def fetchers(self) -> Fetchers:
        """Return what the validator wants."""
        return Fetchers(_Ocsp(self), _Crl(self), _Issuers(self))

    def ocsp_of(self, certificate: x509.Certificate, authority: Authority) -> ocsp.OCSPResponse:
        """Return the answer about a certificate; raises OCSPFetchError when there is none."""
        asked = get_certid(certificate, authority, certid_hash_algo="sha1")
        name = name_of("ocsp", asked.dump())
        data = self.cache.get(name, ocsp_fresh(self.now))
        if data is None:
            # No nonce: the answer is shared, and many responders hand out signed-before answers (RFC 5019 §4).
            request = format_ocsp_request(
                certificate, authority, certid_hash_algo="sha1", request_nonces=False
            )
            data = self._ask_ocsp(get_ocsp_urls(certificate), request.dump(), asked)
            if ocsp_fresh(self.now)(data):
                self.cache.put(name, data)
        answer = ocsp.OCSPResponse.load(data)
        self.ocsps[certificate.dump()] = answer
        return answer

    def crl_at(self, url: str) -> crl.CertificateList:
        """Return the list at an address; raises CRLFetchError when there is none."""
        name = name_of("crl", url.encode())
        data = self.cache.get(name, crl_fresh(self.now))
        if data is None:
            data = self._get(url, CRLFetchError, most=MOST_BYTES)
            if crl_fresh(self.now)(data):
                self.cache.put(name, data)
        try:
            listed = crl.CertificateList.load(data, strict=True)
            _ = listed["tbs_cert_list"]["this_update"].native
        except (ValueError, TypeError) as error:
            self._silent(url, "content")
            raise CRLFetchError(url) from error
        self.crls[url] = listed
        return listed

    def issuers_at(self, url: str) -> list[x509.Certificate]:
        """Return the certificates at an address; raises CertificateFetchError when there are none."""
        name = name_of("issuer", url.encode())
        data = self.cache.get(name, issuer_fresh(self.now, self.cache.folder, name))
        if data is None:
            data = self._get(url, CertificateFetchError)
            self.cache.put(name, data)
        try:
            return list(unpack_cert_content(data, None, url, permit_pem=True))
        except (ValueError, TypeError) as error:
            raise CertificateFetchError(url) from error

    def _ask_ocsp(self, urls: Iterable[str], request: bytes, asked: ocsp.CertId) -> bytes:
        for url in urls:
            try:
                data = self.line.post(url, request, _REQUEST, accept=_RESPONSE)
            except Unanswered as error:
                self._note(error)
                continue
            if _answers(data, asked):
                return data
            self._silent(url, "content")
        raise OCSPFetchError("no answer")

    def _get(self, url: str, failure: type[Exception], *, most: int = SHORT) -> bytes:
        try:
            data = self.line.get(url, most=most)
        except Unanswered as error:
            self._note(error)
            raise failure(url) from error
        if pem.detect(data):
            _, _, data = pem.unarmor(data)
        return data

    def _note(self, error: Unanswered) -> None:
        """Note who did not answer; who was not asked will not answer later either."""
        (self.unasked if error.details["reason"] == INSIDE else self.silent).append(error)

    def _silent(self, url: str, reason: str) -> None:
        self.silent.append(Unanswered(host=urlsplit(url).hostname or "", reason=reason))


def _answers(data: bytes, asked: ocsp.CertId) -> bool:
    """Tell whether bytes are an answer to what was asked."""
    try:
        answer = ocsp.OCSPResponse.load(data)
        if answer["response_status"].native != "successful":
            return False
        listed = answer.basic_ocsp_response["tbs_response_data"]["responses"]
        return any(
            each["cert_id"]["serial_number"].native == asked["serial_number"].native for each in listed
        )
    except (ValueError, TypeError, KeyError):  # asn1crypto on bytes that are something else
        return False


class _Ocsp(OCSPFetcher):
    def __init__(self, fetching: Fetching) -> None:
        self._fetching = fetching

    async def fetch(self, cert: x509.Certificate, authority: Authority) -> ocsp.OCSPResponse:
        return self._fetching.ocsp_of(cert, authority)

    def fetched_responses(self) -> Iterable[ocsp.OCSPResponse]:
        return list(self._fetching.ocsps.values())

    def fetched_responses_for_cert(self, cert: x509.Certificate) -> Iterable[ocsp.OCSPResponse]:
        found = self._fetching.ocsps.get(cert.dump())
        return [] if found is None else [found]


class _Crl(CRLFetcher):
    def __init__(self, fetching: Fetching) -> None:
        self._fetching = fetching
        self._by_certificate: dict[bytes, list[crl.CertificateList]] = {}

    async def fetch(
        self, cert: x509.Certificate, *, use_deltas: bool | None = None
    ) -> Iterable[crl.CertificateList]:
        found, problem = [], None
        for point in get_relevant_crl_dps(cert, use_deltas=bool(use_deltas)):
            for url in enumerate_delivery_point_urls(point):
                try:
                    found.append(self._fetching.crl_at(url))
                    break
                except CRLFetchError as error:
                    problem = error
        if problem is not None and not found:
            raise problem
        self._by_certificate[cert.dump()] = found
        return found

    def fetched_crls(self) -> Iterable[crl.CertificateList]:
        return list(self._fetching.crls.values())

    def fetched_crls_for_cert(self, cert: x509.Certificate) -> Iterable[crl.CertificateList]:
        return self._by_certificate[cert.dump()]


class _Issuers(CertificateFetcher):
    def __init__(self, fetching: Fetching) -> None:
        self._fetching = fetching
        self._fetched: list[x509.Certificate] = []

    async def fetch_cert_issuers(self, cert: x509.Certificate) -> AsyncGenerator[x509.Certificate, None]:
        for each in self._from(list(gather_aia_issuer_urls(cert))):
            yield each

    async def fetch_crl_issuers(
        self, certificate_list: crl.CertificateList
    ) -> AsyncGenerator[x509.Certificate, None]:
        for each in self._from(list(certificate_list.issuer_cert_urls)):
            yield each

    def fetched_certs(self) -> Iterable[x509.Certificate]:
        return list(self._fetched)

    def _from(self, urls: list[str]) -> Iterable[x509.Certificate]:
        for url in urls[:MOST_ISSUERS]:
            try:
                found = self._fetching.issuers_at(url)
            except CertificateFetchError:
                continue  # who did not answer is noted; another address may
            self._fetched += found
            yield from found
