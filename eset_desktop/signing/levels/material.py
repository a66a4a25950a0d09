# SPDX-License-Identifier: EUPL-1.2
"""Proving that certificates were good: paths to what is trusted, with OCSP answers and CRLs; worker only.

Hard: where a certificate says where to ask, an answer there must be (EN 319 142-1 §5.4.1; a level that claims to last
must hold what it claims). What was asked goes into the document's security store.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from asn1crypto import cms, x509
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import (
    ExpiredError,
    InsufficientRevinfoError,
    PathBuildingError,
    PathError,
    RevokedError,
    ValidationError,
)
from pyhanko_certvalidator.path import ValidationPath

from eset_desktop.signing.levels.errors import (
    CertificateOutlived,
    CertificateRevoked,
    CertificateUntrusted,
    LevelError,
    RevocationUnreachable,
    RevocationUnusable,
    TsaUntrusted,
)
from eset_desktop.signing.levels.fetching import Fetching
from eset_desktop.signing.levels.naming import certificates_of
from eset_desktop.signing.validation.believed import Believed

TOLERANCE: Final = timedelta(minutes=10)
"""How far clocks of services and ours may be apart."""


@dataclass(slots=True)
class Material:
    """What was found out about certificates for one document.

    Attributes:
        fetching: Where answers come from.
        believed: Who is trusted.
        paths: What was proved.
    """

    fetching: Fetching
    believed: Believed
    now: datetime
    paths: list[ValidationPath] = field(default_factory=list)

    async def prove_signer(self, data: cms.SignedData, proved_at: datetime | None) -> None:
        """Prove a signer's certificate: good now, or good when something proved that the signature existed.

        Raises:
            LevelError: Why it cannot be proved.
        """
        certificate, others = certificates_of(data)
        try:
            await self._prove(certificate, others, self.now)
        except (CertificateRevoked, CertificateOutlived):
            if proved_at is None or proved_at >= self.now:
                raise
            await self._prove(certificate, others, proved_at, retroactive=True)

    async def prove_stamp(self, data: cms.SignedData, proved_at: datetime | None = None) -> None:
        """Prove a time-stamping certificate; raises as :meth:`prove_signer`, TsaUntrusted for one that is not trusted."""
        certificate, others = certificates_of(data)
        purpose = {"time_stamping"}
        try:
            try:
                await self._prove(certificate, others, self.now, purpose=purpose)
            except (CertificateRevoked, CertificateOutlived):
                if proved_at is None or proved_at >= self.now:
                    raise
                await self._prove(certificate, others, proved_at, retroactive=True, purpose=purpose)
        except (CertificateUntrusted, CertificateRevoked, CertificateOutlived) as error:
            raise TsaUntrusted(reason=error.code.rpartition(".")[2]) from error

    async def _prove(
        self,
        certificate: x509.Certificate,
        others: Iterable[x509.Certificate],
        moment: datetime,
        *,
        retroactive: bool = False,
        purpose: set[str] | None = None,
    ) -> None:
        context = ValidationContext(
            trust_roots=list(self.believed.certificates),
            other_certs=list(others),
            moment=moment,
            allow_fetching=True,
            fetchers=self.fetching.fetchers(),
            revocation_mode="hard-fail",
            retroactive_revinfo=retroactive,
            time_tolerance=TOLERANCE,
        )
        validator = CertificateValidator(certificate, validation_context=context)
        try:
            path = await validator.async_validate_usage(set(), purpose)  # type: ignore[no-untyped-call]  # as it says
            self.paths.append(path)
        except (PathError, ValidationError) as error:
            raise self._why(error) from error

    def _why(self, error: Exception) -> LevelError:
        if isinstance(error, RevokedError):
            return CertificateRevoked()
        if isinstance(error, ExpiredError):
            return CertificateOutlived()
        if isinstance(error, InsufficientRevinfoError):
            if self.fetching.silent:
                return RevocationUnreachable(**self.fetching.silent[-1].details)
            unasked = self.fetching.unasked[-1].details if self.fetching.unasked else {}
            return RevocationUnusable(**{"reason": type(error).__name__, **unasked})
        if isinstance(error, PathBuildingError) and self.fetching.silent:
            return RevocationUnreachable(**self.fetching.silent[-1].details)
        return CertificateUntrusted(reason=type(error).__name__)
