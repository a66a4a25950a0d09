# SPDX-License-Identifier: EUPL-1.2
"""Every failure on the way up: named, with what may pass told from what does not, and nothing half done."""

from datetime import UTC, datetime

import pytest
from helpers.pdfs import encrypted, make_pdf
from rigs.pki.front import Fault, Service
from rigs.pki.pki import MOMENT, Pki
from signing.levels.conftest import MakeRaiser, Raise, signed_by

from eset_desktop.signing.levels import errors
from eset_desktop.signing.levels.values import Level, Tsa
from eset_desktop.signing.trust.anchors import Anchors
from eset_desktop.signing.validation.believed import Believed


@pytest.mark.parametrize(
    "fault",
    [
        Fault.REFUSED,
        Fault.NOT_FOUND,
        Fault.UNAVAILABLE,
        Fault.MUTE,
        Fault.NONSENSE,
        Fault.CUT,
        Fault.STALLED,
    ],
)
def test_a_time_stamping_service_that_fails_may_come_back(
    pki: Pki, signed: dict[str, bytes], raised: Raise, new_raiser: MakeRaiser, fault: Fault
) -> None:
    pki.fail(Service.TSA, fault)
    with pytest.raises(errors.TsaUnreachable) as found:
        raised(signed["ec1"], raiser=new_raiser(timeout=0.3))
    assert found.value.passing
    assert found.value.details["reason"]
    pki.mend(Service.TSA)
    assert raised(signed["ec1"])[0].facts.level is Level.B_LTA


def test_the_second_service_serves_when_the_first_does_not(
    pki: Pki, signed: dict[str, bytes], raised: Raise, new_raiser: MakeRaiser
) -> None:
    nowhere = Tsa(f"{pki.prefix}/prova/tsa/nobody")
    assert (
        raised(signed["ec1"], raiser=new_raiser(nowhere, Tsa(pki.tsa_url("tsa2"))))[0].facts.level
        is Level.B_LTA
    )


@pytest.mark.parametrize("fault", [Fault.NONSENSE, Fault.MUTE])
def test_without_ocsp_the_list_serves(
    pki: Pki, signed: dict[str, bytes], raised: Raise, new_raiser: MakeRaiser, fault: Fault
) -> None:
    pki.fail(Service.OCSP, fault)
    assert raised(signed["ec1"], raiser=new_raiser(timeout=3.0))[0].facts.level is Level.B_LTA


@pytest.mark.parametrize("fault", [Fault.REFUSED, Fault.MUTE, Fault.CUT])
def test_without_ocsp_and_list_it_waits(
    pki: Pki, signed: dict[str, bytes], raised: Raise, new_raiser: MakeRaiser, fault: Fault
) -> None:
    pki.fail(Service.OCSP, fault)
    pki.fail(Service.CRL, fault)
    with pytest.raises(errors.RevocationUnreachable) as found:
        raised(signed["ec1"], raiser=new_raiser(timeout=0.3))
    assert found.value.passing
    assert not pki.asked[Service.TSA]


def test_level_t_does_not_ask_about_certificates(pki: Pki, signed: dict[str, bytes], raised: Raise) -> None:
    pki.fail(Service.OCSP, Fault.REFUSED)
    pki.fail(Service.CRL, Fault.REFUSED)
    assert raised(signed["ec1"], Level.B_T)[0].facts.level is Level.B_T


@pytest.mark.parametrize(
    ("name", "problem"),
    [
        ("revoked", errors.CertificateRevoked),
        ("expired", errors.CertificateOutlived),
        ("stranger", errors.CertificateUntrusted),
        ("notyet", errors.CertificateUntrusted),
    ],
)
def test_a_certificate_that_is_not_good_costs_no_timestamp(
    pki: Pki, raised: Raise, name: str, problem: type[errors.LevelError]
) -> None:
    with pytest.raises(problem) as found:
        raised(signed_by(pki, name, make_pdf()))
    assert not found.value.passing
    assert not pki.asked[Service.TSA]


def test_a_certificate_revoked_after_the_timestamp_is_good_enough(pki: Pki, raised: Raise) -> None:
    then = datetime(2024, 6, 1, tzinfo=UTC)
    pki.moment = then
    _, stamped = raised(signed_by(pki, "revoked", make_pdf()), Level.B_T, then)
    pki.moment = MOMENT
    assert raised(stamped)[0].facts.level is Level.B_LTA


def test_a_timestamp_of_a_stranger_is_not_taken(
    pki: Pki, signed: dict[str, bytes], raised: Raise, new_raiser: MakeRaiser
) -> None:
    raiser = new_raiser()
    raiser.believed = Believed(
        Anchors.of_certificates([pki.der("interm")])
    )  # issues signers, no time-stamping services
    with pytest.raises(errors.TsaUntrusted):
        raised(signed["ec1"], raiser=raiser)


def test_no_service_configured_is_told(
    signed: dict[str, bytes], raised: Raise, new_raiser: MakeRaiser
) -> None:
    raiser = new_raiser()
    raiser.stamps.tsas = ()
    with pytest.raises(errors.NoTsa):
        raised(signed["ec1"], raiser=raiser)


def test_a_changed_document_is_not_lent_a_timestamp(
    pki: Pki, signed: dict[str, bytes], raised: Raise
) -> None:
    with pytest.raises(errors.SignatureBroken):
        raised(signed["ec1"].replace(b"Bon dia", b"Bon vespre"[:7]))
    assert not pki.asked


@pytest.mark.parametrize(
    ("pdf", "problem"),
    [
        (make_pdf(), errors.NoSignature),
        (b"", errors.DocumentUnreadable),
        (b"<html></html>", errors.DocumentUnreadable),
        (make_pdf()[:300], errors.DocumentUnreadable),
        (encrypted(user="secret"), errors.DocumentUnreadable),
    ],
    ids=["unsigned", "empty", "html", "truncated", "encrypted"],
)
def test_what_cannot_be_raised_is_named(raised: Raise, pdf: bytes, problem: type[errors.LevelError]) -> None:
    with pytest.raises(problem):
        raised(pdf)
