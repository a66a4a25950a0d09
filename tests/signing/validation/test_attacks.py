# SPDX-License-Identifier: EUPL-1.2
"""What was tampered with is never valid, and the cause is told apart from what could not be checked."""

from collections.abc import Callable
from typing import Any

import pytest
from asn1crypto import algos, cms, core
from helpers import tampered
from helpers.pdfs import make_pdf
from helpers.signed_pdfs import Maker
from pyhanko.sign.fields import MDPPerm, SigFieldSpec

from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import FileReport, Integrity, SubIndication, Verdict

Check = Callable[..., FileReport]


def problems(report: FileReport) -> set[str]:
    return {code for each in report.signatures for code in each.problems} | {report.problem}


BYTES: dict[str, tuple[Callable[[bytes], bytes], SubIndication]] = {
    "a changed letter": (lambda pdf: pdf.replace(b"Bon dia", b"Bon diu"), SubIndication.HASH_FAILURE),
    "another range": (lambda pdf: tampered.with_range(pdf, _shorter(pdf)), SubIndication.HASH_FAILURE),
    "a signature wrapped": (tampered.wrapped, SubIndication.FORMAT_FAILURE),
    "objects behind the end": (tampered.unreferenced_update, SubIndication.FORMAT_FAILURE),
    "a byte before the file": (lambda pdf: b" " + pdf, SubIndication.HASH_FAILURE),
    "no CMS": (lambda pdf: tampered.with_contents(pdf, b"hola"), SubIndication.FORMAT_FAILURE),
    "an empty CMS": (lambda pdf: tampered.with_contents(pdf, b""), SubIndication.FORMAT_FAILURE),
    "half a CMS": (
        lambda pdf: tampered.with_contents(pdf, tampered.contents(pdf)[:900]),
        SubIndication.FORMAT_FAILURE,
    ),
}


def _shorter(pdf: bytes) -> tuple[int, int, int, int]:
    found = tampered.RANGE.search(pdf)
    assert found is not None
    first, second, rest = (int(number) for number in found.groups())
    return 0, first - 9, second, rest


@pytest.mark.parametrize("case", BYTES)
def test_changed_bytes_make_it_not_valid(long_term: bytes, check: Check, case: str) -> None:
    change, expected = BYTES[case]
    report = check(change(long_term))
    assert report.verdict is not Verdict.PASSED
    if case != "a byte before the file":  # pyHanko cannot read it then: not checked
        assert (report.verdict, report.sub_indication) in {
            (Verdict.FAILED, expected),
            (Verdict.FAILED, SubIndication.FORMAT_FAILURE),
        }


UPDATES: dict[str, Callable[[Any], None]] = {
    "shadow attack, hide": tampered.hidden_layer,
    "shadow attack, replace": tampered.other_page_content,
    "shadow attack, hide and replace": tampered.other_pages,
    "evil annotation": tampered.annotation,
    "a form of XML": tampered.form_of_xml,
}


@pytest.mark.parametrize("case", UPDATES)
def test_updates_that_show_something_else_make_it_not_valid(
    long_term: bytes, check: Check, case: str
) -> None:
    report = check(tampered.updated(long_term, UPDATES[case]))
    assert (report.verdict, report.sub_indication) == (Verdict.FAILED, SubIndication.FORMAT_FAILURE)
    assert report.signatures[0].integrity is Integrity.INTACT
    assert problems(report) & {Problem.MODIFIED, Problem.FORBIDDEN}


@pytest.mark.parametrize("permission", [MDPPerm.NO_CHANGES, MDPPerm.FILL_FORMS, MDPPerm.ANNOTATE])
def test_a_certified_document_with_a_note_over_it_is_not_valid(
    maker: Maker, check: Check, permission: MDPPerm
) -> None:
    certified = maker.sign(make_pdf(), level="B-LT", certify=True, docmdp_permissions=permission)
    assert check(certified).verdict is Verdict.PASSED
    assert check(tampered.updated(certified, tampered.annotation)).verdict is Verdict.FAILED


def test_a_sneaky_signature_over_a_certified_document_is_not_valid(maker: Maker, check: Check) -> None:
    certified = maker.sign(make_pdf(), level="B-LT", certify=True, docmdp_permissions=MDPPerm.FILL_FORMS)
    visible = SigFieldSpec("Signatura2", box=(50, 650, 500, 750))
    sneaky = maker.sign(certified, "stranger", field="Signatura2", new_field=visible)
    assert check(sneaky).verdict is not Verdict.PASSED


def test_a_second_signature_after_a_certification_that_allows_it_passes(maker: Maker, check: Check) -> None:
    certified = maker.sign(make_pdf(), level="B-LT", certify=True, docmdp_permissions=MDPPerm.FILL_FORMS)
    assert check(maker.sign(certified, "ec2", "B-LT", field="Signatura2")).verdict is Verdict.PASSED


def test_a_second_signature_after_a_certification_that_forbids_it_does_not(
    maker: Maker, check: Check
) -> None:
    certified = maker.sign(make_pdf(), level="B-LT", certify=True, docmdp_permissions=MDPPerm.NO_CHANGES)
    # pyHanko refuses to sign it: the certification's word is changed where its range does not see it being read
    forced = certified.replace(b"/P 1", b"/P 2")
    assert check(forced).verdict is Verdict.FAILED


def test_an_object_that_was_missing_and_comes_later_does_not_pass(maker: Maker, check: Check) -> None:
    signed = maker.sign(tampered.with_dangling(), level="B-LT")
    report = check(tampered.defined_later(signed))
    assert report.verdict is not Verdict.PASSED


def test_a_missing_object_that_stays_missing_is_not_taken_for_a_change(maker: Maker, check: Check) -> None:
    report = check(maker.sign(tampered.with_dangling(), level="B-LT"))
    assert report.verdict is not Verdict.FAILED


def test_no_signature_is_carried_over_when_a_file_is_saved_anew(long_term: bytes, check: Check) -> None:
    assert check(tampered.saved_anew(long_term)).verdict is not Verdict.PASSED


def two_signers(data: cms.SignedData, signer: Any) -> None:
    data["signer_infos"] = cms.SignerInfos([signer, signer.copy()])


def own_content(data: cms.SignedData, _: Any) -> None:
    data["encap_content_info"] = {"content_type": "data", "content": b"un altre document"}


def no_certificate(data: cms.SignedData, _: Any) -> None:
    data["certificates"] = cms.CertificateSet([])


def another_digest_name(_: cms.SignedData, signer: Any) -> None:
    signer["digest_algorithm"] = algos.DigestAlgorithm({"algorithm": "sha1"})


def another_algorithm(_: cms.SignedData, signer: Any) -> None:
    signer["signature_algorithm"] = algos.SignedDigestAlgorithm({"algorithm": "sha256_rsa"})


def no_attributes(_: cms.SignedData, signer: Any) -> None:
    signer["signed_attrs"] = core.VOID


UNSIGNED: dict[str, tuple[tampered.Change, Problem]] = {
    "two signers": (two_signers, Problem.SIGNERS),
    "content of its own": (own_content, Problem.CONTENT_INSIDE),
    "no certificate": (no_certificate, Problem.NO_CERTIFICATE),
    "another name for the digest": (another_digest_name, Problem.DIGEST),
    "another algorithm": (another_algorithm, Problem.ALGORITHM),
}


@pytest.mark.parametrize("case", UNSIGNED)
def test_what_is_not_signed_in_a_signature_cannot_be_changed(
    long_term: bytes, check: Check, case: str
) -> None:
    change, expected = UNSIGNED[case]
    report = check(tampered.changed_cms(long_term, change))
    assert report.verdict is not Verdict.PASSED
    assert problems(report) & {expected, Problem.UNREADABLE, Problem.SIGNERS}


def test_something_behind_the_signature_in_its_place_is_told(long_term: bytes, check: Check) -> None:
    one = tampered.contents(long_term)
    report = check(tampered.with_contents(long_term, one + one[:500]))
    assert report.verdict is Verdict.INDETERMINATE
    assert Problem.PADDING in problems(report)


def without(name: str) -> tampered.Change:
    def change(_: cms.SignedData, signer: Any) -> None:
        signer["signed_attrs"] = cms.CMSAttributes(
            [each for each in signer["signed_attrs"] if each["type"].native != name]
        )

    return change


def other_certificate_named(_: cms.SignedData, signer: Any) -> None:
    for each in signer["signed_attrs"]:
        if each["type"].native == "signing_certificate_v2":
            each["values"][0]["certs"][0]["cert_hash"] = bytes(32)


BADLY_MADE: dict[str, tuple[tampered.Change, Problem]] = {
    "no digest": (without("message_digest"), Problem.ATTRIBUTES),
    "no content type": (without("content_type"), Problem.ATTRIBUTES),
    "certificate not named": (without("signing_certificate_v2"), Problem.ATTRIBUTES),
    "another certificate named": (other_certificate_named, Problem.NO_CERTIFICATE),
}


@pytest.mark.parametrize("case", BADLY_MADE)
def test_what_must_be_signed_and_is_not_is_told(maker: Maker, check: Check, case: str) -> None:
    change, expected = BADLY_MADE[case]
    signer = tampered.tampering(maker.signer("ec1"), change)
    report = check(maker.sign(make_pdf(), signer=signer), online=True)
    assert report.verdict is not Verdict.PASSED
    assert expected in problems(report)


def test_the_timestamp_of_another_signature_proves_nothing(
    maker: Maker, long_term: bytes, check: Check
) -> None:
    other = cms.ContentInfo.load(tampered.contents(maker.sign(make_pdf(), "ec2", "B-T")))
    tokens = other["content"]["signer_infos"][0]["unsigned_attrs"]

    def exchange(_: cms.SignedData, signer: Any) -> None:
        signer["unsigned_attrs"] = tokens

    report = check(tampered.changed_cms(long_term, exchange))
    assert report.verdict is Verdict.INDETERMINATE
    assert Problem.TIMESTAMP in problems(report)
