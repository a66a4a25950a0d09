# SPDX-License-Identifier: EUPL-1.2
"""What was raised is found valid by the product's own validation, without a network, and long after."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
from helpers.pdfs import make_pdf
from rigs.pki.pki import MOMENT, Pki
from signing.levels.conftest import Raise, signed_by

from eset_desktop.clock import ManualClock
from eset_desktop.signing.levels.values import Level
from eset_desktop.signing.sources import HeldBytes
from eset_desktop.signing.validation.client import ValidationClient
from eset_desktop.signing.validation.messages import Trusting
from eset_desktop.signing.validation.report import FileReport, Verdict


def validated(pki: Pki, folder: Path, pdf: bytes, at: datetime) -> FileReport:
    trust = pki.anchors_folder(folder / "trust")
    pki.clear()
    with ValidationClient(Trusting(str(trust)), clock=ManualClock(at)) as client:
        report = client.validate(HeldBytes(pdf), "document.pdf")
    assert not pki.asked
    return report


@pytest.mark.parametrize("later", [timedelta(hours=1), timedelta(days=365)])
def test_a_raised_signature_passes(
    pki: Pki, signed: dict[str, bytes], raised: Raise, tmp_path: Path, later: timedelta
) -> None:
    _, pdf = raised(signed["signer1"])
    report = validated(pki, tmp_path, pdf, MOMENT + later)
    assert report.verdict is Verdict.PASSED, report
    assert Level.B_LTA in {each.level for each in report.signatures}


def test_two_signatures_raised_one_after_the_other_pass(
    pki: Pki, signed: dict[str, bytes], raised: Raise, tmp_path: Path
) -> None:
    _, first = raised(signed["signer1"])
    _, both = raised(signed_by(pki, "ec1", first))
    report = validated(pki, tmp_path, both, MOMENT + timedelta(days=30))
    assert report.verdict is Verdict.PASSED, report


def test_a_signature_raised_by_document_timestamps_passes(pki: Pki, raised: Raise, tmp_path: Path) -> None:
    _, pdf = raised(signed_by(pki, "ec1", make_pdf(), reserved=3000))
    report = validated(pki, tmp_path, pdf, MOMENT + timedelta(days=30))
    assert report.verdict is Verdict.PASSED, report
