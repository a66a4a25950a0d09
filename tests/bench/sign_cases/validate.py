# SPDX-License-Identifier: EUPL-1.2
"""Validating a document with its archive timestamp, without a network, in a warm process; pyHanko's own engine beside."""

import asyncio
import statistics
import time
from io import BytesIO
from typing import Final

from asn1crypto import x509
from bench.sign_cases._setting import Row, Setting
from bench.sync_cases.report import row
from helpers.pdfs import make_pdf
from helpers.signed_pdfs import Maker
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation.ades import ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import REQUIRE_REVINFO, CertRevTrustPolicy
from pyhanko_certvalidator.registry import SimpleTrustManager
from rigs.pki.pki import Pki

from eset_desktop.signing.sources import HeldBytes
from eset_desktop.signing.validation.client import ValidationClient
from eset_desktop.signing.validation.messages import Trusting
from eset_desktop.signing.validation.report import Verdict

ORDER: Final = 6
_TIMES: Final = 30
_TARGET: Final = 100.0


def measure(setting: Setting) -> list[Row]:
    """Milliseconds for one file, both routes to the archive timestamp."""
    with Pki(setting.folder / "pki") as pki:
        pki.moment = None  # the machine's own
        maker = Maker(pki)
        made = {
            "at once": maker.sign(make_pdf(padding=bytes(100_000)), "signer1", "B-LTA"),
            "by document timestamps": maker.by_document_timestamps(
                make_pdf(padding=bytes(100_000)), "signer1"
            ),
        }
        trust = pki.anchors_folder(setting.folder / "trust")
        roots = list(pki.roots)
    with ValidationClient(Trusting(str(trust))) as client:
        ours = {name: _ours(client, data) for name, data in made.items()}
    peer = _pyhanko(made["at once"], roots)
    return [
        row(
            f"validate B-LTA offline, {name}, p50", statistics.median(taken), "ms",
            target=_TARGET, peers={"pyHanko": peer} if name == "at once" else {},
        )
        for name, taken in ours.items()
    ]  # fmt: skip


def _ours(client: ValidationClient, data: bytes) -> list[float]:
    taken = []
    for _ in range(_TIMES + 1):
        start = time.perf_counter()
        report = client.validate(HeldBytes(data), "document.pdf")
        taken.append(1000 * (time.perf_counter() - start))
        if report.verdict is not Verdict.PASSED:
            raise RuntimeError(report)
    return taken[1:]


def _pyhanko(data: bytes, roots: list[bytes]) -> float:
    spec = PdfSignatureValidationSpec(
        SignatureValidationSpec(
            cert_validation_policy=CertValidationPolicySpec(
                trust_manager=SimpleTrustManager.build(
                    trust_roots=[x509.Certificate.load(each) for each in roots]
                ),
                revinfo_policy=CertRevTrustPolicy(REQUIRE_REVINFO),
            ),
            revinfo_gathering_policy=RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY),
        )
    )
    taken = []
    for _ in range(_TIMES + 1):
        start = time.perf_counter()
        reader = PdfFileReader(BytesIO(data))
        asyncio.run(ades_lta_validation(reader.embedded_regular_signatures[0], spec))
        taken.append(1000 * (time.perf_counter() - start))
    return statistics.median(taken[1:])
