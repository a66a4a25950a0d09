# SPDX-License-Identifier: EUPL-1.2
"""Each way up, judged by pyHanko's own validation with nothing but what lies in the document, and by pdfsig."""

import asyncio
import shutil
import subprocess
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import x509
from helpers.pdfs import make_pdf
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import async_validate_pdf_signature, async_validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko_certvalidator import ValidationContext
from rigs.pki.front import Service
from rigs.pki.pki import MOMENT, Pki
from signing.levels.conftest import MakeRaiser, Raise, signed_by

from eset_desktop.signing.levels.values import Level, Tsa

WEEK = timedelta(days=7)


def context(pdf: bytes, pki: Pki, at: datetime) -> ValidationContext:
    """Return what pyHanko may know: the root, and what lies in the document."""
    about = {
        "trust_roots": [x509.Certificate.load(each) for each in pki.roots],
        "moment": at,
        "revocation_mode": "hard-fail",
        "allow_fetching": False,
    }
    return DocumentSecurityStore.read_dss(PdfFileReader(BytesIO(pdf))).as_validation_context(about)


def stamp_holds(pki: Pki, pdf: bytes, stamp: EmbeddedPdfSignature, at: datetime = MOMENT) -> bool:
    """Return pyHanko's verdict on a document timestamp, offline."""
    status = asyncio.run(async_validate_pdf_timestamp(stamp, context(pdf, pki, at)))
    return bool(status.intact and status.valid and status.trusted)


def judged(pki: Pki, pdf: bytes) -> list[bool]:
    """Return pyHanko's verdict on each signature and timestamp, offline."""
    reader = PdfFileReader(BytesIO(pdf))
    pki.clear()
    found = [
        bool(asyncio.run(async_validate_pdf_signature(each, context(pdf, pki, MOMENT))).bottom_line)
        for each in reader.embedded_regular_signatures
    ]
    found += [stamp_holds(pki, pdf, each) for each in reader.embedded_timestamp_signatures]
    assert not pki.asked
    return found


@pytest.mark.parametrize("name", ["signer1", "ec1"])
def test_the_last_signature_gets_its_stamp_into_the_gap(
    pki: Pki, signed: dict[str, bytes], raised: Raise, name: str
) -> None:
    how, after = raised(signed[name])
    assert (how.before.level, how.facts.level) == (Level.B_B, Level.B_LTA)
    assert how.facts.stamped_at == MOMENT
    assert how.facts.renew_by is not None
    assert len(how.overwrites) == 1
    assert len(how.tail) < 16_000
    assert pki.asked[Service.TSA] == 2
    assert judged(pki, after) == [True, True]
    (signature,) = PdfFileReader(BytesIO(after)).embedded_regular_signatures
    assert "signature_time_stamp_token" in {
        each["type"].native for each in signature.signer_info["unsigned_attrs"]
    }


@pytest.mark.parametrize("wanted", list(Level))
def test_no_more_is_done_than_is_wanted(
    pki: Pki, signed: dict[str, bytes], raised: Raise, wanted: Level
) -> None:
    how, after = raised(signed["ec1"], wanted)
    assert how.facts.level is wanted
    assert pki.asked[Service.TSA] == {Level.B_B: 0, Level.B_LTA: 2}.get(wanted, 1)
    assert (after == signed["ec1"]) is (wanted is Level.B_B)
    assert how.changed is (wanted is not Level.B_B)


def test_step_by_step_comes_to_the_same(pki: Pki, signed: dict[str, bytes], raised: Raise) -> None:
    pdf = signed["signer1"]
    for wanted in Level:
        how, pdf = raised(pdf, wanted)
        assert how.facts.level is wanted
    assert judged(pki, pdf) == [True, True]


def test_without_room_in_the_gap_the_document_is_stamped(pki: Pki, raised: Raise) -> None:
    how, after = raised(signed_by(pki, "ec1", make_pdf(), reserved=3000))
    assert how.facts.level is Level.B_LTA
    assert how.overwrites == ()
    assert judged(pki, after) == [True, True, True]


def test_two_signatures_of_which_none_was_stamped(pki: Pki, signed: dict[str, bytes], raised: Raise) -> None:
    how, after = raised(signed_by(pki, "ec1", signed["signer1"]))
    assert (how.facts.level, how.facts.signatures) == (Level.B_LTA, 2)
    assert all(judged(pki, after))


def test_a_signature_on_a_raised_document_is_raised_in_its_turn(
    pki: Pki, signed: dict[str, bytes], raised: Raise
) -> None:
    _, first = raised(signed["signer1"])
    how, after = raised(signed_by(pki, "ec1", first))
    assert (how.before.level, how.facts.level, how.facts.signatures) == (Level.B_B, Level.B_LTA, 2)
    assert len(how.overwrites) == 1
    assert judged(pki, after) == [True, True, True, True]


@pytest.mark.parametrize("name", ["stranger", "expired", "revoked"])
def test_an_earlier_signature_of_a_stranger_keeps_nobody_else_back(
    pki: Pki, raised: Raise, name: str
) -> None:
    how, after = raised(signed_by(pki, "ec1", signed_by(pki, name, make_pdf())))
    assert (how.facts.level, how.facts.signatures) == (Level.B_LTA, 2)
    last = PdfFileReader(BytesIO(after)).embedded_regular_signatures[-1]
    assert asyncio.run(async_validate_pdf_signature(last, context(after, pki, MOMENT))).bottom_line


def test_a_certification_that_allows_nothing_allows_this(pki: Pki, raised: Raise) -> None:
    """ISO 32000-2 §12.8.2.2.2: a DSS and document timestamps are no changes."""
    how, after = raised(signed_by(pki, "ec1", make_pdf(), certify=MDPPerm.NO_CHANGES))
    assert how.facts.level is Level.B_LTA
    assert judged(pki, after) == [True, True]


def test_what_lasts_already_is_left_alone_until_it_is_due(
    pki: Pki, signed: dict[str, bytes], raised: Raise, new_raiser: MakeRaiser
) -> None:
    first, pdf = raised(signed["ec1"], raiser=new_raiser(Tsa(pki.tsa_url("tsashort"))))
    due = first.facts.renew_by
    assert due is not None
    pki.clear()
    early, same = raised(pdf, now=due - WEEK)
    assert (same, early.changed, pki.asked.total()) == (pdf, False, 0)
    pki.moment = due + WEEK
    how, renewed = raised(pdf, now=due + WEEK)
    assert how.overwrites == ()
    assert how.facts.renew_by is not None
    assert how.facts.renew_by > due
    assert how.facts.stamped_at == MOMENT
    last = PdfFileReader(BytesIO(renewed)).embedded_timestamp_signatures[-1]
    assert stamp_holds(pki, renewed, last, due + WEEK)


def test_pdfsig_finds_the_raised_signature_whole(
    signed: dict[str, bytes], raised: Raise, tmp_path: Path
) -> None:
    program = shutil.which("pdfsig")
    if program is None:
        pytest.skip("poppler-utils is not installed")
    (tmp_path / "raised.pdf").write_bytes(raised(signed["signer1"])[1])
    told = subprocess.run(
        [program, "-nocert", tmp_path / "raised.pdf"], capture_output=True, text=True, check=False
    ).stdout
    assert "Signature is Valid" in told
    assert "Total document signed" in told


@pytest.mark.parametrize("wanted", [Level.B_T, Level.B_LT, Level.B_LTA])
@pytest.mark.parametrize("ahead", [timedelta(minutes=-8), timedelta(minutes=8)])
def test_clocks_may_be_some_minutes_apart(
    pki: Pki, signed: dict[str, bytes], raised: Raise, wanted: Level, ahead: timedelta
) -> None:
    pki.moment = MOMENT + ahead
    how, _ = raised(signed["ec1"], wanted)
    assert (how.facts.level, how.facts.stamped_at) == (wanted, MOMENT + ahead)
