# SPDX-License-Identifier: EUPL-1.2
"""What is put behind a signature and cannot be read or compared is a change of whoever put it there."""

import re
from collections.abc import Callable

import pytest
from helpers import tampered
from helpers.pdfs import make_pdf
from helpers.signed_pdfs import Maker

from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import FileReport, Integrity, Verdict

Check = Callable[..., FileReport]

OBJECT = b"4 0 obj\n<</Length 3>>stream\nq Q\nendstream\nendobj\n"


def start_of(pdf: bytes) -> bytes:
    found: list[bytes] = re.findall(rb"startxref\s+(\d+)", pdf)
    return found[-1]


def pointed_astray(pdf: bytes) -> bytes:
    """An update whose table names an object's place where another one stands (shadow attack "replace")."""
    place = pdf.index(b"1 0 obj")
    root = re.findall(rb"/Root (\d+ 0 R)", pdf)[-1]
    table = b"xref\n4 1\n%010d 00000 n \ntrailer\n<</Size 99/Root %s/Prev %s>>\n" % (
        place,
        root,
        start_of(pdf),
    )
    return pdf + table + b"startxref\n%d\n%%%%EOF\n" % len(pdf)


APPENDED: dict[str, Callable[[bytes], bytes]] = {
    "objects alone": lambda pdf: pdf + OBJECT,
    "objects and an end mark": lambda pdf: pdf + OBJECT + b"%%EOF\n",
    "objects and a start that is none": lambda pdf: pdf + OBJECT + b"startxref\n7\n%%EOF\n",
    "objects and a trailer": lambda pdf: (
        pdf + OBJECT + b"trailer\n<</Root 1 0 R>>\nstartxref\n9999999\n%%EOF\n"
    ),
    "an object's place that is another's": pointed_astray,
}


@pytest.mark.parametrize("case", APPENDED)
def test_objects_behind_a_signature_that_is_whole_without_them_make_it_not_valid(
    long_term: bytes, check: Check, case: str
) -> None:
    report = check(APPENDED[case](long_term))
    assert report.verdict is Verdict.FAILED
    assert Problem.MODIFIED in report.signatures[0].problems
    assert report.signatures[0].integrity is Integrity.INTACT


def test_a_file_cut_within_its_proofs_is_not_taken_for_signed_otherwise(
    archived: bytes, check: Check
) -> None:
    assert check(archived[: archived.rindex(b"/DocTimeStamp") + 900]).verdict is not Verdict.PASSED


def test_an_object_that_was_missing_in_what_is_shown_is_a_change_when_it_comes(
    maker: Maker, check: Check
) -> None:
    signed = maker.sign(tampered.with_dangling(), level="B-LT")
    assert check(signed).verdict is Verdict.PASSED
    report = check(tampered.defined_later(signed))
    assert report.verdict is Verdict.FAILED
    assert Problem.MODIFIED in report.signatures[0].problems


def with_additional_stream(pdf: bytes) -> bytes:
    """The trailer names a document in another format that is not there, as those of LibreOffice do."""
    named = b"/AdditionalStreams [/odt %d 0 R] /Root" % tampered.DANGLING
    before, after = pdf[: pdf.rindex(b"trailer")], pdf[pdf.rindex(b"trailer") :]
    return before + after.replace(b"/Root", named)


def test_what_only_a_trailer_names_is_no_obstacle_but_no_stream_may_become_it(
    maker: Maker, check: Check
) -> None:
    signed = maker.sign(with_additional_stream(make_pdf()), level="B-LT")
    assert check(signed).verdict is Verdict.PASSED
    assert check(tampered.defined_later(signed)).verdict is Verdict.FAILED
