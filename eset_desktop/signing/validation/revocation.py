# SPDX-License-Identifier: EUPL-1.2
"""Whether a certificate was good at a moment, by the OCSP responses and revocation lists that are at hand.

Each piece of data is checked at its own time of issue: its signer may be younger than the signature in question or
gone by now. It counts for a moment when that lies before its next update (what is issued later counts too), and only
if it is proven to exist before its signer's certificate ended (EN 319 102-1 §5.2.5, §5.6.2.1). A responder that does not
say id-pkix-ocsp-nocheck must not have been revoked by then either (EN 319 102-1 §5.2.6, RFC 6960 §4.2.2.2.1).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from asn1crypto import crl, ocsp, x509
from pyhanko_certvalidator.context import ValidationContext
from pyhanko_certvalidator.errors import RevokedError
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import NO_REVOCATION, CertRevTrustPolicy
from pyhanko_certvalidator.registry import CertificateRegistry, TrustManager
from pyhanko_certvalidator.revinfo.archival import OCSPContainer
from pyhanko_certvalidator.revinfo.validate_crl import verify_crl
from pyhanko_certvalidator.revinfo.validate_ocsp import verify_ocsp_response

from eset_desktop.signing.validation.algorithms import DatedAlgorithms
from eset_desktop.signing.validation.report import Revocation
from eset_desktop.signing.validation.responders import (
    brought_by,
    is_issuer,
    path_of,
    responders_of,
    vouches_for_itself,
)

TOLERANCE: Final = timedelta(minutes=5)
"""Clocks of authorities and of timestamps are not the same."""

_NO_NEXT_UPDATE: Final = timedelta(minutes=30)
"""How long an OCSP response without ``nextUpdate`` counts."""

MAX_DATA: Final = 500
"""Pieces of revocation data of one file that are looked at."""


@dataclass(frozen=True, slots=True)
class Datum:
    """A piece of revocation data.

    Attributes:
        data: An OCSP response or a revocation list (asn1crypto).
        issued: ``thisUpdate``.
        until: ``nextUpdate`` or, failing that, what stands for it.
        proven: When it is proven to have existed.
        embedded: Whether it came with the file.
        serials: Serial numbers that an OCSP response speaks of.
    """

    data: ocsp.OCSPResponse | crl.CertificateList
    issued: datetime
    until: datetime
    proven: datetime
    embedded: bool
    serials: frozenset[int] = frozenset()

    @property
    def is_list(self) -> bool:
        """Whether it is a revocation list."""
        return isinstance(self.data, crl.CertificateList)

    def speaks_of(self, certificate: x509.Certificate) -> bool:
        """Return whether it may say something of ``certificate``; a first look without cryptography."""
        return self.is_list or certificate.serial_number in self.serials

    def is_about(self, certificate: x509.Certificate) -> bool:
        """Return whether it says something of ``certificate``: an answer by its number, a list by its issuer."""
        if isinstance(self.data, crl.CertificateList):
            return bool(self.data["tbs_cert_list"]["issuer"] == certificate.issuer)
        return self.speaks_of(certificate)


def read_ocsp(der: bytes, proven: datetime, *, embedded: bool) -> Datum | None:
    """Return an OCSP response; ``None`` when it cannot be used."""
    try:
        response = ocsp.OCSPResponse.load(der)
        singles = [each.extract_single_response() for each in OCSPContainer.load_multi(response)]
        found = [each for each in singles if each is not None]
        list(response["response_bytes"]["response"].parsed["certs"] or ())
        issued = min(each["this_update"].native for each in found)
        ends = [each["next_update"].native for each in found]
        until = min((end for end in ends if end is not None), default=issued + _NO_NEXT_UPDATE)
        serials = frozenset(each["cert_id"]["serial_number"].native for each in found)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        return None
    return Datum(response, issued, until, proven, embedded, serials)


def read_crl(der: bytes, proven: datetime, *, embedded: bool) -> Datum | None:
    """Return a revocation list; ``None`` when it cannot be used."""
    try:
        found = crl.CertificateList.load(der)
        body = found["tbs_cert_list"]
        issued = body["this_update"].native
        until = body["next_update"].native or issued
        _ = body["issuer"].hashable  # read now: what is damaged there is found where it is dealt with
        if not isinstance(issued, datetime) or not isinstance(until, datetime):
            return None
    except (ValueError, TypeError, KeyError, AttributeError):
        return None
    return Datum(found, issued, until, proven, embedded)


@dataclass(slots=True)
class Standing:
    """What is known of one certificate at a moment.

    Attributes:
        state: Good, revoked, revoked later, unknown.
        embedded: Whether what says so came with the file.
    """

    state: Revocation = Revocation.UNKNOWN
    embedded: bool = False


@dataclass(slots=True)
class Register:
    """All revocation data at hand.

    Attributes:
        trust: Where paths may end.
        certificates: What paths may be made of.
        data: The pieces.
    """

    trust: TrustManager
    certificates: CertificateRegistry
    data: list[Datum] = field(default_factory=list)

    def add(self, found: Iterable[Datum | None]) -> None:
        """Add pieces, with the certificates that OCSP responses bring along."""
        for each in found:
            if each is None or len(self.data) >= MAX_DATA:
                continue
            self.data.append(each)
            if isinstance(each.data, ocsp.OCSPResponse):
                for certificate in brought_by(each.data):
                    self.certificates.register(certificate)

    async def standing(
        self,
        certificate: x509.Certificate,
        path: ValidationPath,
        moment: datetime,
        horizon: datetime,
        *,
        asking: frozenset[bytes] = frozenset(),
    ) -> Standing:
        """Return what is known of a certificate.

        Args:
            certificate: On ``path``, below its anchor.
            path: Its chain.
            moment: When it had to be good.
            horizon: Revocations up to here are believed to concern it; ``moment`` or later.
            asking: Responders (DER) whose own standing waits for this answer: what they sign says nothing.
        """
        relevant = [each for each in self.data if each.speaks_of(certificate)]
        for datum in sorted(relevant, key=lambda each: each.issued, reverse=True):
            said = await self._ask(datum, certificate, path)
            if isinstance(said, datetime) and said <= horizon:
                return Standing(Revocation.REVOKED, datum.embedded)
            if not said or not await self._counts(datum, certificate, path, asking):
                continue
            if isinstance(said, datetime):
                return Standing(Revocation.REVOKED_LATER, datum.embedded)
            if moment <= datum.until + TOLERANCE:
                return Standing(Revocation.GOOD, datum.embedded)
        return Standing()

    async def _ask(
        self, datum: Datum, certificate: x509.Certificate, path: ValidationPath
    ) -> bool | datetime:
        """Return whether ``datum`` says that it was good when issued, or since when it was revoked."""
        try:
            context = ValidationContext(
                trust_manager=self.trust,
                certificate_registry=self.certificates,
                moment=datum.issued,
                revinfo_policy=CertRevTrustPolicy(NO_REVOCATION, retroactive_revinfo=True),
                algorithm_usage_policy=DatedAlgorithms(),
                time_tolerance=TOLERANCE,
                crls=[datum.data] if datum.is_list else [],
                ocsps=[] if datum.is_list else [datum.data],
            )
            if datum.is_list:
                await verify_crl(certificate, path, context)
            else:
                await verify_ocsp_response(certificate, path, context)
            return True
        except RevokedError as error:
            return error.revocation_dt
        except Exception:  # noqa: BLE001 - boundary: strangers' data; what cannot be read says nothing
            return False

    async def _counts(
        self, datum: Datum, certificate: x509.Certificate, path: ValidationPath, asking: frozenset[bytes]
    ) -> bool:
        """Return whether ``datum`` existed while who signed it was good; an anchor's own end does not count."""
        issuer = path.find_issuing_authority(certificate)
        known = getattr(issuer, "certificate", None)
        anchored = known is None or issuer == path.trust_anchor.authority
        if isinstance(datum.data, crl.CertificateList):
            return anchored or datum.proven <= _end(known)
        try:
            responders = responders_of(datum.data, self.certificates)
        except Exception:  # noqa: BLE001 - boundary: strangers' data; what cannot be read says nothing
            return False
        for each in responders:
            if is_issuer(each, issuer) and anchored:
                continue
            if datum.proven > _end(each):
                return False
            if is_issuer(each, issuer) or vouches_for_itself(each):
                continue
            if not await self._was_good(each, path_of(each, issuer, path), datum.proven, asking):
                return False
        return bool(responders)

    async def _was_good(
        self, responder: x509.Certificate, path: ValidationPath, moment: datetime, asking: frozenset[bytes]
    ) -> bool:
        """Return whether a responder was not revoked when its answer is proven to have existed."""
        der = responder.dump()
        if der in asking:
            return False
        standing = await self.standing(responder, path, moment, moment, asking=asking | {der})
        return standing.state in (Revocation.GOOD, Revocation.REVOKED_LATER)


def _end(certificate: Any) -> datetime:
    end: datetime = certificate.not_valid_after
    return end
