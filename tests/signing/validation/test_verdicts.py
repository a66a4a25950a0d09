# SPDX-License-Identifier: EUPL-1.2
"""Who signed, when, and whether that could be checked: each verdict with its one cause."""

import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from helpers import tampered
from helpers.pdfs import encrypted, make_pdf
from helpers.signed_pdfs import Maker
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from rigs.pki.front import Fault, Service
from rigs.pki.pki import MOMENT, Pki

from eset_desktop.signing.trust.anchors import Anchors, Period, ServiceKind, TrustedList
from eset_desktop.signing.trust.anchors import Service as Listed
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import (
    FileReport,
    Integrity,
    Proof,
    Revocation,
    SubIndication,
    Trust,
    Verdict,
)

Check = Callable[..., FileReport]
YEAR = timedelta(days=365)


def test_what_was_signed_up_to_the_archive_passes_without_a_network(archived: bytes, check: Check) -> None:
    report = check(archived)
    assert (report.verdict, report.sub_indication) == (Verdict.PASSED, None)
    first, stamp = report.signatures
    assert (first.signer, first.level, first.time) == ("Signant EC de Prova", "B-LTA", MOMENT)
    assert (first.proof, first.trust) == (Proof.SIGNATURE_TIMESTAMP, Trust.CONFIGURED)
    assert (first.revocation, first.problems) == (Revocation.GOOD, ())
    assert stamp.level == "TIMESTAMP"


def test_a_proof_by_document_timestamps_alone_counts_and_is_named(by_stamps: bytes, check: Check) -> None:
    """As in EU DSS: a document timestamp is the only way to raise what is no longer the last revision."""
    report = check(by_stamps)
    assert report.verdict is Verdict.PASSED
    assert (report.signatures[0].level, report.signatures[0].proof) == ("B-LTA", Proof.DOCUMENT_TIMESTAMP)


def test_years_later_the_archive_still_passes(archived: bytes, check: Check) -> None:
    assert check(archived, now=MOMENT + 2 * YEAR).verdict is Verdict.PASSED


def test_an_archive_that_nobody_renewed_ends_with_its_algorithms(maker: Maker, check: Check) -> None:
    """TS 119 312: RSA of 2048 bits, the timestamping authority's, until the end of 2028."""
    archived = maker.sign(make_pdf(), level="B-LTA")
    assert check(archived, now=datetime(2028, 12, 31, tzinfo=UTC)).verdict is Verdict.PASSED
    assert check(archived, now=datetime(2029, 1, 1, tzinfo=UTC)).verdict is Verdict.INDETERMINATE


def test_after_the_timestamping_authority_has_ended_nothing_is_proven(archived: bytes, check: Check) -> None:
    report = check(archived, now=datetime(2045, 6, 1, tzinfo=UTC))
    assert (report.verdict, report.signatures[0].proof) == (Verdict.INDETERMINATE, Proof.CLAIMED)


@pytest.mark.parametrize(("level", "shown"), [("B-B", "B-B"), ("B-T", "B-T")])
def test_without_validation_data_and_network_it_could_not_be_checked(
    maker: Maker, check: Check, level: str, shown: str
) -> None:
    report = check(maker.sign(make_pdf(), level=level))
    assert (report.verdict, report.sub_indication) == (Verdict.INDETERMINATE, SubIndication.TRY_LATER)
    assert (report.signatures[0].level, report.signatures[0].integrity) == (shown, Integrity.INTACT)


@pytest.mark.parametrize("level", ["B-B", "B-T"])
def test_online_it_passes(maker: Maker, pki: Pki, check: Check, level: str) -> None:
    report = check(maker.sign(make_pdf(), level=level), online=True)
    assert report.verdict is Verdict.PASSED
    assert pki.asked[Service.OCSP]


def test_online_with_services_down_it_could_not_be_checked(maker: Maker, pki: Pki, check: Check) -> None:
    signed = maker.sign(make_pdf())
    pki.fail(Service.OCSP, Fault.UNAVAILABLE)
    pki.fail(Service.CRL, Fault.UNAVAILABLE)
    assert check(signed, online=True).sub_indication is SubIndication.TRY_LATER


@pytest.mark.parametrize(
    ("name", "problem", "sub_indication"),
    [
        ("wrongku", Problem.USAGE, SubIndication.CHAIN_CONSTRAINTS_FAILURE),
        ("expired", Problem.EXPIRED, SubIndication.OUT_OF_BOUNDS_NO_POE),
        ("revoked", Problem.REVOKED, SubIndication.REVOKED_NO_POE),
        ("stranger", Problem.NO_CHAIN, SubIndication.NO_CERTIFICATE_CHAIN_FOUND),
    ],
)
def test_a_certificate_that_may_not_sign_does_not_pass(
    maker: Maker, check: Check, name: str, problem: Problem, sub_indication: SubIndication
) -> None:
    report = check(maker.sign(make_pdf(), name), online=True)
    assert (report.verdict, report.sub_indication) == (Verdict.INDETERMINATE, sub_indication)
    assert problem in report.signatures[0].problems
    assert report.signatures[0].integrity is Integrity.INTACT


def test_a_certificate_that_is_not_valid_yet_fails(maker: Maker, check: Check) -> None:
    report = check(maker.sign(make_pdf(), "notyet"), online=True)
    assert (report.verdict, report.sub_indication) == (Verdict.FAILED, SubIndication.NOT_YET_VALID)


@pytest.fixture
def before_revocation(maker: Maker, pki: Pki) -> bytes:
    """Archived half a year before its signer's certificate was revoked (2025-01-01)."""
    pki.moment = datetime(2024, 6, 1, tzinfo=UTC)
    return maker.sign(make_pdf(), "revoked", "B-LTA")


def test_a_signature_proven_to_be_older_than_the_revocation_passes(
    before_revocation: bytes, pki: Pki, check: Check
) -> None:
    pki.moment = MOMENT
    assert check(before_revocation).verdict is Verdict.PASSED


def test_what_expired_after_the_proven_time_passes(maker: Maker, pki: Pki, check: Check) -> None:
    pki.moment = datetime(2023, 6, 1, tzinfo=UTC)
    report = check(maker.sign(make_pdf(), "expired", "B-LTA"))
    assert (report.verdict, report.signatures[0].time) == (Verdict.PASSED, pki.moment)


def test_nobody_is_believed_without_anchors(archived: bytes, check: Check) -> None:
    assert check(archived, anchors=Anchors()).sub_indication is SubIndication.NO_CERTIFICATE_CHAIN_FOUND
    report = check(archived, anchors=Anchors(roots=(), lists=(listing(),)))
    assert (report.verdict, report.sub_indication) == (
        Verdict.INDETERMINATE,
        SubIndication.NO_CERTIFICATE_CHAIN_FOUND,
    )
    assert report.signatures[0].trust is Trust.UNTRUSTED


def listing(*services: Listed, due: datetime = MOMENT + YEAR) -> TrustedList:
    return TrustedList("ES", "Operador", 1, MOMENT - YEAR, due, MOMENT, "", "", services)


def granted(kind: ServiceKind, der: bytes, *periods: Period) -> Listed:
    return Listed(kind, "Proveïdor", "Servei", (der,), periods or (Period(MOMENT - 3 * YEAR),))


def both(pki: Pki, *periods: Period, kind: ServiceKind = ServiceKind.CA_QC) -> tuple[Listed, ...]:
    return (
        granted(kind, pki.der("interm"), *periods),
        granted(ServiceKind.TSA_QTST, pki.der("tsa")),
    )


def test_services_granted_in_a_trusted_list_are_believed(archived: bytes, pki: Pki, check: Check) -> None:
    report = check(archived, anchors=Anchors(lists=(listing(*both(pki)),)))
    assert (report.verdict, report.signatures[0].trust) == (Verdict.PASSED, Trust.TRUSTED_LIST)


def test_a_service_withdrawn_since_is_believed_for_what_was_signed_before(
    archived: bytes, pki: Pki, check: Check
) -> None:
    until = Period(MOMENT - YEAR, MOMENT + timedelta(days=1))
    report = check(
        archived, now=MOMENT + timedelta(days=9), anchors=Anchors(lists=(listing(*both(pki, until)),))
    )
    assert report.verdict is Verdict.PASSED


@pytest.mark.parametrize(
    "period", [Period(MOMENT - YEAR, MOMENT - timedelta(days=1)), Period(MOMENT + timedelta(minutes=1))]
)
def test_a_service_not_granted_when_it_was_signed_is_not_believed(
    archived: bytes, pki: Pki, check: Check, period: Period
) -> None:
    report = check(archived, anchors=Anchors(lists=(listing(*both(pki, period)),)))
    assert report.verdict is Verdict.INDETERMINATE
    assert Problem.NOT_GRANTED in report.signatures[0].problems


def test_a_service_of_another_kind_is_not_believed(archived: bytes, pki: Pki, check: Check) -> None:
    report = check(archived, anchors=Anchors(lists=(listing(*both(pki, kind=ServiceKind.TSA_QTST)),)))
    assert Problem.NOT_GRANTED in report.signatures[0].problems


def test_a_stale_list_lowers_the_verdict_and_says_so(archived: bytes, pki: Pki, check: Check) -> None:
    old = listing(*both(pki), due=MOMENT - timedelta(days=1))
    report = check(archived, anchors=Anchors(lists=(old,)))
    assert (report.verdict, report.sub_indication) == (Verdict.INDETERMINATE, SubIndication.TRY_LATER)
    assert Problem.LIST_STALE in report.signatures[0].problems


@pytest.mark.parametrize("digest", ["sha1", "md5"])
def test_a_weak_digest_is_not_relied_on(maker: Maker, check: Check, digest: str) -> None:
    try:
        signed = maker.sign(make_pdf(), "signer1", md_algorithm=digest)
    except ValueError:
        pytest.skip(f"pyHanko does not sign with {digest} here")
    report = check(signed, online=True)
    assert (report.verdict, report.sub_indication) == (
        Verdict.INDETERMINATE,
        SubIndication.CRYPTO_CONSTRAINTS_FAILURE_NO_POE,
    )


def test_signatures_of_older_form_are_recognised(maker: Maker, check: Check) -> None:
    report = check(maker.sign(make_pdf(), level="B-LT", subfilter=SigSeedSubFilter.ADOBE_PKCS7_DETACHED))
    assert (report.verdict, report.signatures[0].level) == (Verdict.PASSED, "PKCS7-B-LT")


def test_two_signatures_one_unknown_do_not_pass_together(maker: Maker, archived: bytes, check: Check) -> None:
    report = check(maker.sign(archived, "stranger", field="Signatura2"))
    assert report.verdict is Verdict.INDETERMINATE
    assert report.signatures[0].problems == ()


def test_a_broken_document_timestamp_fails_the_file(by_stamps: bytes, check: Check) -> None:
    number = len(tampered.GAP.findall(by_stamps)) - 1
    broken = bytearray(tampered.contents(by_stamps, number))
    broken[-9] ^= 1
    assert check(tampered.with_contents(by_stamps, bytes(broken), number)).verdict is Verdict.FAILED


def zipped(content: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("carta.txt", content)
    return out.getvalue()


NOT_SIGNED = {
    "a PDF": make_pdf(),
    "a text": b"Bon dia",
    "nothing": b"",
    "a zip": zipped(b"Bon dia"),
    "XML": b"<?xml version='1.0'?><acta/>",
}


@pytest.mark.parametrize("case", NOT_SIGNED)
def test_files_without_a_signature_are_told_apart(check: Check, case: str) -> None:
    report = check(NOT_SIGNED[case])
    assert (report.verdict, report.sub_indication) == (Verdict.INDETERMINATE, SubIndication.NO_SIGNATURE)
    assert (report.signatures, report.problem) == ((), Problem.NOT_SIGNED)


@pytest.mark.parametrize("damaged", [b"PK\x03\x04" + bytes(200), zipped(b"Bon dia")[:-10]])
def test_a_package_that_cannot_be_read_is_damaged_and_not_unsigned(check: Check, damaged: bytes) -> None:
    report = check(damaged)
    assert (report.verdict, report.problem) == (Verdict.INDETERMINATE, Problem.UNREADABLE_FILE)


def test_a_timestamp_alone_is_no_signature(maker: Maker, check: Check) -> None:
    report = check(maker.stamp(make_pdf()))
    assert report.sub_indication is SubIndication.NO_SIGNATURE
    assert [each.level for each in report.signatures] == ["TIMESTAMP"]


@pytest.fixture(scope="module")
def protected(maker: Maker) -> bytes:
    """Signed and protected."""
    writer = IncrementalPdfFileWriter(BytesIO(encrypted(user="clau")))
    writer.encrypt(b"clau")  # type: ignore[no-untyped-call]  # pyHanko does not say its types
    meta = signers.PdfSignatureMetadata(field_name="Signatura1", md_algorithm="sha256")
    signed: bytes = signers.sign_pdf(writer, meta, signer=maker.signer("ec1")).getvalue()
    return signed


def test_a_protected_document_asks_for_its_password(protected: bytes, check: Check) -> None:
    assert check(protected).problem == Problem.PASSWORD
    assert check(protected, password=b"dolent").problem == Problem.PASSWORD
    report = check(protected, password=b"clau")
    assert (report.problem, report.signatures[0].integrity) == ("", Integrity.INTACT)


def test_a_protected_document_that_was_changed_is_broken_without_its_password_too(
    protected: bytes, check: Check
) -> None:
    report = check(protected.replace(b"/MediaBox", b"/MediaBix", 1))
    assert (report.verdict, report.sub_indication) == (Verdict.FAILED, SubIndication.HASH_FAILURE)


def test_no_password_is_needed_to_see_that_nobody_signed(check: Check) -> None:
    unsigned = encrypted(user="clau")
    assert check(unsigned).problem == Problem.NOT_SIGNED
    assert check(unsigned, password=b"clau").problem == Problem.NOT_SIGNED


def odd_table(size: int) -> bytes:
    """A PDF whose cross-reference stream says that it lists so many objects, and lists four."""
    body = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
    stream = b"2 0 obj\n<</Type/XRef/Size %d/W[1 2 1]/Root 1 0 R/Length 16>>stream\n%b\nendstream\nendobj\n"
    return body + stream % (size, bytes(16)) + b"startxref\n%d\n%%%%EOF\n" % len(body)


@pytest.mark.parametrize(
    "damaged",
    [make_pdf().replace(b"startxref", b"startxxxx"), odd_table(0x7FFFFFFF)],
    ids=["no start", "endless table"],
)
def test_a_whole_pdf_that_cannot_be_read_and_has_no_word_of_a_signature_is_not_signed(
    check: Check, damaged: bytes
) -> None:
    assert check(damaged).problem == Problem.NOT_SIGNED


@pytest.mark.parametrize("trace", [b"%/ByteRange", b"%/Byte#52ange"])
def test_one_with_a_trace_of_a_signature_or_without_its_end_is_damaged(check: Check, trace: bytes) -> None:
    damaged = make_pdf().replace(b"startxref", b"startxxxx")
    assert check(damaged.replace(b"%%EOF", trace + b"\n%%EOF")).problem == Problem.UNREADABLE_FILE
    assert check(damaged[: damaged.rindex(b"%%EOF")]).problem == Problem.UNREADABLE_FILE


def test_a_document_that_is_only_restricted_needs_none(check: Check) -> None:
    assert check(encrypted()).problem == Problem.NOT_SIGNED


def test_a_damaged_file_says_what_its_text_shows_and_never_passes(archived: bytes, check: Check) -> None:
    damaged = archived.replace(b"startxref", b"startxxxx")
    report = check(damaged)
    assert report.verdict is not Verdict.PASSED
    assert report.signatures


def test_linearised_and_compressed_documents_are_signed_like_others(maker: Maker, check: Check) -> None:
    out = BytesIO()
    with pikepdf.open(BytesIO(make_pdf(3))) as document:
        document.save(out, linearize=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert check(maker.sign(out.getvalue(), level="B-LT")).verdict is Verdict.PASSED


def test_a_signature_around_a_pdf_is_not_taken_for_a_pdf(maker: Maker, check: Check) -> None:
    report = check(maker.enveloping(make_pdf()), online=True)
    assert (report.verdict, report.signatures[0].level) == (Verdict.PASSED, "B-B")


def test_a_detached_signature_is_checked_against_the_file_beside_it(
    maker: Maker, check: Check, tmp_path: Path
) -> None:
    content = tmp_path / "acta.txt"
    content.write_bytes(b"Bon dia, Sant Pere")
    signature = maker.detached(content.read_bytes())
    assert check(signature).problem == Problem.NO_CONTENT
    report = check(signature, content=content, online=True)
    assert (report.verdict, report.signatures[0].level) == (Verdict.PASSED, "B-B")
    content.write_bytes(b"Bon dia, Sant Pau!")
    assert check(signature, content=content).sub_indication is SubIndication.HASH_FAILURE
