# SPDX-License-Identifier: EUPL-1.2
"""What one file is examined with, and the steps that are the same for every form of signature.

The order is that of EN 319 102-1 §5.6.3: timestamps from the youngest to the oldest, each proving what it covers to
have existed, then the signatures at the time that is proven for them.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

from asn1crypto import x509
from pyhanko_certvalidator.authority import Authority

from eset_desktop.signing.trust.anchors import ServiceKind
from eset_desktop.signing.validation import usage
from eset_desktop.signing.validation.believed import Believed
from eset_desktop.signing.validation.certificates import common_name
from eset_desktop.signing.validation.chains import Chain, Chains
from eset_desktop.signing.validation.cms import Signed, digest, weak
from eset_desktop.signing.validation.problems import Problem, by_gravity
from eset_desktop.signing.validation.report import (
    Coverage,
    Integrity,
    Modifications,
    Proof,
    Revocation,
    SignatureReport,
    Trust,
)
from eset_desktop.signing.validation.revocation import TOLERANCE, Datum, read_crl, read_ocsp
from eset_desktop.signing.validation.timestamps import Stamp, read_stamp


class Fetcher(Protocol):
    """Gets certificates and revocation data from where they are kept or over the network; nothing is believed for that."""

    def issuers(self, certificate: x509.Certificate) -> Sequence[x509.Certificate]:
        """Return what may have issued ``certificate``; nothing when the line is down."""
        ...

    def data(self, certificate: x509.Certificate, issuer: Authority) -> Sequence[Datum]:
        """Return revocation data about ``certificate``; nothing when the line is down."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where a signature stands and what that says of it.

    Attributes:
        coverage: What it covers.
        modifications: What came after it.
        problems: What speaks against it so far.
        prefix: Before its level: empty for CAdES and PAdES.
        revision: The update of the file that it came with.
    """

    coverage: Coverage
    modifications: Modifications
    problems: frozenset[Problem]
    prefix: str = ""
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Existence:
    """What proves that a signature existed."""

    time: datetime
    proof: Proof


@dataclass(slots=True)
class Examination:
    """One file's examination.

    Attributes:
        believed: Who is believed.
        now: The time of validation, aware.
        fetcher: What is kept here or may be asked for; ``None``: only what is embedded.
        tolerated: What does not keep a timestamp from being believed: nothing, where a verdict is told.
        chains: Built from everything found so far.
        revisions: Of each embedded piece of revocation data, by identity.
    """

    believed: Believed
    now: datetime
    fetcher: Fetcher | None = None
    tolerated: frozenset[Problem] = frozenset()
    chains: Chains = field(init=False)
    revisions: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chains = Chains(self.believed, self.now)

    def add_signature(self, signed: Signed, revision: int) -> None:
        """Take in the certificates and revocation data that a signature brings along."""
        self.chains.add_certificates(signed.others)
        self.add_data(signed.ocsps, signed.crls, revision)

    def add_data(self, ocsps: Sequence[bytes], crls: Sequence[bytes], revision: int) -> None:
        """Take in revocation data that is proven to exist now, and more by later timestamps."""
        found = [read_ocsp(each, self.now, embedded=True) for each in ocsps]
        found += [read_crl(each, self.now, embedded=True) for each in crls]
        for datum in found:
            if datum is not None:
                self.revisions[id(datum.data)] = revision
        self.chains.register.add(found)

    def proven(self, time: datetime, revision: int) -> None:
        """Note that everything up to ``revision`` existed at ``time``."""
        data = self.chains.register.data
        for number, datum in enumerate(data):
            if self.revisions.get(id(datum.data), revision + 1) <= revision and time < datum.proven:
                data[number] = replace(datum, proven=time)

    async def chain(
        self, certificate: x509.Certificate, kind: ServiceKind, moment: datetime, used: datetime | None = None
    ) -> Chain:
        """Return the best chain of a certificate, after asking elsewhere if that is allowed and needed."""
        chain = await self.chains.check(certificate, kind=kind, moment=moment, used=used)
        if self.fetcher is None:
            return chain
        if Problem.NO_CHAIN in chain.problems:
            self.chains.add_certificates(self.fetcher.issuers(certificate))
            chain = await self.chains.check(certificate, kind=kind, moment=moment, used=used)
        if chain.path is None or Problem.REVOCATION_UNKNOWN not in chain.problems:
            return chain
        for each in chain.path.iter_certs(include_root=False):
            self.chains.register.add(self.fetcher.data(each, chain.path.find_issuing_authority(each)))
        return await self.chains.check(certificate, kind=kind, moment=moment, used=used)

    async def trust_stamp(self, stamp: Stamp, existed: datetime) -> Chain:
        """Find out whether a timestamp may be believed.

        Its authority must have been good when it stamped and not be known as revoked since: data issued around its
        time counts, however old it is by now (as in EU DSS, whose policy asks for no freshness there).

        Args:
            stamp: The timestamp; ``trusted`` is set.
            existed: When the timestamp itself is proven to exist: a younger one's time, or now.
        """
        certificate = stamp.signed.certificate
        if certificate is None or stamp.time is None:
            return Chain(trust=Trust.UNKNOWN)
        chain = await self.chain(certificate, ServiceKind.TSA_QTST, existed, min(stamp.time, existed))
        if not usage.may_stamp(certificate):
            chain.problems.add(Problem.USAGE)
        if weak(stamp.signed, existed):
            chain.problems.add(Problem.WEAK)
        if stamp.time > existed + TOLERANCE:
            chain.problems.add(Problem.TIMESTAMP_ORDER)
        stamp.trusted = stamp.holds and chain.problems <= self.tolerated
        return chain

    async def token_stamps(self, signed: Signed, existed: datetime) -> list[Stamp]:
        """Return the signature timestamps of a signature, examined (EN 319 122-1 §5.3)."""
        stamps = []
        for token in signed.tokens:
            stamp = read_stamp(token, _imprint(signed))
            self.chains.add_certificates([*stamp.signed.others])
            await self.trust_stamp(stamp, existed)
            stamps.append(stamp)
        return stamps

    async def report(
        self,
        signed: Signed,
        place: Place,
        stamps: Sequence[Stamp],
        existence: Existence,
        *,
        covering: Sequence[int],
    ) -> SignatureReport:
        """Return what is said of a signature.

        Args:
            signed: Its cryptography.
            place: Where it stands.
            stamps: Its own timestamps.
            existence: What proves that it existed.
            covering: Updates that came with document timestamps over it which hold.
        """
        problems = set(place.problems) | signed.problems
        chain = Chain(trust=Trust.UNKNOWN)
        if signed.certificate is not None:
            chain = await self.chain(signed.certificate, ServiceKind.CA_QC, existence.time)
            problems |= chain.problems | _own_problems(signed, existence.time)
        for stamp in stamps:
            if not stamp.holds:
                problems.add(Problem.TIMESTAMP)
            elif not stamp.trusted:
                problems.add(Problem.TIMESTAMP_UNTRUSTED)
        proven = existence.proof in {Proof.SIGNATURE_TIMESTAMP, Proof.DOCUMENT_TIMESTAMP}
        stamped = bool(covering) or any(stamp.holds for stamp in stamps)
        return SignatureReport(
            signer=common_name(signed.certificate),
            integrity=signed.integrity,
            level=place.prefix + self._level(signed, chain, covering, stamped=stamped),
            time=existence.time if proven else signed.claimed_at,
            proof=existence.proof,
            coverage=place.coverage,
            modifications=place.modifications,
            trust=chain.trust,
            revocation=chain.revocation if chain.path is not None else Revocation.UNKNOWN,
            problems=codes(problems),
        )

    def _level(self, signed: Signed, chain: Chain, covering: Sequence[int], *, stamped: bool) -> str:
        """The level by what is there (EN 319 142-1 §6.1), whether or not it is believed."""
        if not stamped:
            return "B-B"
        brought = self._brought(signed)
        if not (brought if chain.path is None else chain.embedded):
            return "B-T"
        archived = any(stamp >= data for stamp in covering for data in brought)
        return "B-LTA" if archived else "B-LT"

    def _brought(self, signed: Signed) -> list[int]:
        """The updates with which revocation data about the signer's certificate came."""
        certificate = signed.certificate
        if certificate is None:
            return []
        return [
            self.revisions[id(each.data)]
            for each in self.chains.register.data
            if id(each.data) in self.revisions and each.is_about(certificate)
        ]


def stamp_report(stamp: Stamp, chain: Chain, place: Place) -> SignatureReport:
    """Return what is said of a document timestamp."""
    problems = set(place.problems) | stamp.signed.problems | chain.problems
    return SignatureReport(
        signer=common_name(stamp.signed.certificate),
        integrity=stamp.signed.integrity,
        level="TIMESTAMP",
        time=stamp.time,
        proof=Proof.NONE,
        coverage=place.coverage,
        modifications=place.modifications,
        trust=chain.trust,
        revocation=chain.revocation if chain.path is not None else Revocation.UNKNOWN,
        problems=codes(problems),
    )


def unreadable(problems: set[Problem], place: Place) -> SignatureReport:
    """Return what is said of a signature that cannot be taken apart."""
    return SignatureReport(
        signer="",
        integrity=Integrity.UNKNOWN,
        level="",
        time=None,
        proof=Proof.NONE,
        coverage=place.coverage,
        modifications=place.modifications,
        trust=Trust.UNKNOWN,
        revocation=Revocation.UNKNOWN,
        problems=codes(problems | set(place.problems)),
    )


def codes(problems: set[Problem]) -> tuple[str, ...]:
    """Return codes, the gravest first."""
    return tuple(str(each) for each in by_gravity(problems))


def earliest(
    now: datetime, claimed: datetime | None, candidates: Sequence[tuple[datetime, Proof]]
) -> Existence:
    """Return the earliest proof that a signature existed; failing any, now and the signer's own word."""
    if candidates:
        return Existence(
            *min(candidates, key=lambda each: (each[0], each[1] is not Proof.SIGNATURE_TIMESTAMP))
        )
    return Existence(now, Proof.CLAIMED if claimed is not None else Proof.NONE)


def _imprint(signed: Signed) -> Callable[[str], bytes]:
    return lambda name: digest(name, [signed.value])


def _own_problems(signed: Signed, moment: datetime) -> set[Problem]:
    problems = set()
    if signed.certificate is not None and not usage.may_sign(signed.certificate):
        problems.add(Problem.USAGE)
    if weak(signed, moment):
        problems.add(Problem.WEAK)
    return problems
