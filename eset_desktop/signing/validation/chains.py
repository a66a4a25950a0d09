# SPDX-License-Identifier: EUPL-1.2
"""From a certificate to somebody who is believed: RFC 5280 paths at a moment, revocation, status of the service."""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from asn1crypto import x509
from pyhanko_certvalidator.authority import AuthorityWithCert
from pyhanko_certvalidator.context import ValidationContext
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    NotYetValidError,
    PathError,
    PathValidationError,
    ValidationError,
)
from pyhanko_certvalidator.path import ValidationPath
from pyhanko_certvalidator.policy_decl import NO_REVOCATION, CertRevTrustPolicy
from pyhanko_certvalidator.registry import CertificateRegistry
from pyhanko_certvalidator.validate import async_validate_path

from eset_desktop.signing.trust.anchors import ServiceKind
from eset_desktop.signing.validation.algorithms import DatedAlgorithms
from eset_desktop.signing.validation.believed import Believed
from eset_desktop.signing.validation.problems import Problem, by_gravity
from eset_desktop.signing.validation.report import Revocation, Trust
from eset_desktop.signing.validation.revocation import TOLERANCE, Register

MAX_PATHS: Final = 8
"""Chains of one certificate that are tried."""


@dataclass(slots=True)
class Chain:
    """What is known of a certificate's chain.

    Attributes:
        trust: Where it ends.
        revocation: The worst of its certificates.
        problems: What speaks against it.
        embedded: Whether all its revocation data came with the file.
        path: The chain, if there is one.
    """

    trust: Trust = Trust.UNTRUSTED
    revocation: Revocation = Revocation.UNKNOWN
    problems: set[Problem] = field(default_factory=set)
    embedded: bool = False
    path: ValidationPath | None = None


class Chains:
    """Looks for chains with everything that is at hand for one file.

    Attributes:
        certificates: What chains may be made of.
        register: What is known of revocations.
    """

    def __init__(self, believed: Believed, now: datetime) -> None:
        self._now = now
        self._believed = believed
        self.certificates = CertificateRegistry.build(())
        self.register = Register(believed, self.certificates)

    def add_certificates(self, certificates: Iterable[x509.Certificate]) -> None:
        """Let chains be made of these too."""
        for each in certificates:
            self.certificates.register(each)

    async def paths(self, certificate: x509.Certificate) -> AsyncIterator[ValidationPath]:
        """Yield the chains of a certificate to any anchor, checked or not."""
        builder = self._context(self._now).path_builder
        count = 0
        try:
            async for path in builder.async_build_paths_lazy(certificate):
                authority = path.trust_anchor.authority
                if isinstance(authority, AuthorityWithCert):
                    self.certificates.register(authority.certificate)
                yield path
                count += 1
                if count >= MAX_PATHS:
                    return
        except (PathError, ValueError, TypeError, KeyError, AttributeError):
            return

    async def check(
        self,
        certificate: x509.Certificate,
        *,
        kind: ServiceKind,
        moment: datetime,
        used: datetime | None = None,
    ) -> Chain:
        """Return the best chain of a certificate.

        Args:
            certificate: Whose.
            kind: What the service at its end must do.
            moment: When the chain must be valid: the time by which the signature is proven to exist, or now.
            used: When the certificate must have been good by revocation data; later revocations up to ``moment``
                speak against it all the same. ``None``: at ``moment``.
        """
        best: Chain | None = None
        async for path in self.paths(certificate):
            try:
                chain = await self._examine(path, kind, moment, used or moment)
            except Exception:  # noqa: BLE001 - boundary: strangers' certificates; what cannot be read is not believed
                chain = Chain(problems={Problem.CHAIN_INVALID})
            if not chain.problems:
                return chain
            if best is None or _graver(best, chain):
                best = chain
        return best or Chain(problems={Problem.NO_CHAIN})

    async def _examine(
        self, path: ValidationPath, kind: ServiceKind, moment: datetime, used: datetime
    ) -> Chain:
        chain = Chain(path=path)
        problem = await self._validity(path, moment)
        if problem is not None:
            chain.problems.add(problem)
        self._anchor(chain, path, kind, used)
        await self._revocation(chain, path, moment, used)
        return chain

    async def _validity(self, path: ValidationPath, moment: datetime) -> Problem | None:
        try:
            await async_validate_path(self._context(moment), path)
        except ExpiredError as error:
            return Problem.EXPIRED if error.is_ee_cert else Problem.CHAIN_INVALID
        except NotYetValidError as error:
            return Problem.NOT_YET_VALID if error.is_ee_cert else Problem.CHAIN_INVALID
        except DisallowedAlgorithmError:
            return Problem.WEAK
        except (PathValidationError, ValidationError, PathError, ValueError, KeyError, TypeError):
            return Problem.CHAIN_INVALID
        return None

    def _context(self, moment: datetime) -> ValidationContext:
        return ValidationContext(
            trust_manager=self._believed,
            certificate_registry=self.certificates,
            moment=moment,
            revinfo_policy=CertRevTrustPolicy(NO_REVOCATION),
            algorithm_usage_policy=DatedAlgorithms(),
            time_tolerance=TOLERANCE,
        )

    def _anchor(self, chain: Chain, path: ValidationPath, kind: ServiceKind, used: datetime) -> None:
        """Find out whom the chain ends at; a listed service counts when it was granted at the time."""
        authority = path.trust_anchor.authority
        der = authority.certificate.dump() if isinstance(authority, AuthorityWithCert) else b""
        listed = self._believed.listed.get(der, ())
        granted = [each for each, service in listed if service.kind is kind and service.granted_at(used)]
        if any(not each.stale(self._now) for each in granted):
            chain.trust = Trust.TRUSTED_LIST
        elif der in self._believed.roots:
            chain.trust = Trust.CONFIGURED
        elif granted:
            chain.trust = Trust.TRUSTED_LIST
            chain.problems.add(Problem.LIST_STALE)
        else:
            chain.problems.add(Problem.NOT_GRANTED)

    async def _revocation(self, chain: Chain, path: ValidationPath, moment: datetime, used: datetime) -> None:
        states, embedded = [], []
        leaf = path.get_ee_cert_safe()
        for certificate in path.iter_certs(include_root=False):
            standing = await self.register.standing(certificate, path, used, moment)
            states.append(standing.state)
            embedded.append(standing.embedded)
            if standing.state is Revocation.REVOKED:
                chain.problems.add(Problem.REVOKED if certificate is leaf else Problem.CA_REVOKED)
            elif standing.state is Revocation.UNKNOWN:
                chain.problems.add(Problem.REVOCATION_UNKNOWN)
        chain.revocation = _worst(states)
        chain.embedded = bool(embedded) and all(embedded)


def _graver(first: Chain, second: Chain) -> bool:
    """Whether the second chain has less against it."""
    ranks = {problem: rank for rank, problem in enumerate(by_gravity(set(Problem)))}
    return min(map(ranks.__getitem__, first.problems)) < min(map(ranks.__getitem__, second.problems))


def _worst(states: list[Revocation]) -> Revocation:
    order = (Revocation.REVOKED, Revocation.UNKNOWN, Revocation.REVOKED_LATER, Revocation.GOOD)
    return next((state for state in order if state in states), Revocation.GOOD)
