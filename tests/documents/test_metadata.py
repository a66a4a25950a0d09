# SPDX-License-Identifier: EUPL-1.2
"""What a PDF says of itself, which PDFs are refused, and the title that is suggested."""

import pytest
from helpers.logs import ExpectedLogs
from helpers.pdfs import encrypted, hybrid, make_pdf
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from eset_desktop.documents import errors
from eset_desktop.documents.metadata import describe_pdf, suggest_title
from eset_desktop.documents.values import PdfFacts

GOOD = make_pdf(2, title="Llicència d'obres")


def facts(title: str) -> PdfFacts:
    return PdfFacts(1, title, restricted=False, repaired=False, signed=False)


def test_pages_and_title() -> None:
    assert describe_pdf(GOOD) == PdfFacts(
        2, "Llicència d'obres", restricted=False, repaired=False, signed=False
    )


def test_a_restricted_document_is_kept() -> None:
    assert describe_pdf(encrypted()).restricted


def test_a_faulty_document_that_readers_put_right_is_kept_and_told() -> None:
    found = describe_pdf(GOOD.replace(b"0000000000 65535 f", b"0000000000 65535 x"))
    assert found.repaired
    assert found.pages == 2
    assert not describe_pdf(hybrid()).restricted


@pytest.mark.parametrize(
    ("pdf", "reason"),
    [
        (b"", errors.NotAPdf),
        (b"hola", errors.NotAPdf),
        (b"<html>", errors.NotAPdf),
        (GOOD[: len(GOOD) // 2], errors.IncompletePdf),
        (b"%PDF-1.7\n" + bytes(3000) + b"%%EOF", errors.BrokenPdf),
        (b"%PDF-1.7\n%%EOF", errors.BrokenPdf),
        (make_pdf(0), errors.BrokenPdf),
        (encrypted(user="clau"), errors.PasswordPdf),
    ],
)
def test_refused_for_the_true_reason(pdf: bytes, reason: type[errors.DocumentError]) -> None:
    with pytest.raises(errors.DocumentError) as caught:
        describe_pdf(pdf)
    assert type(caught.value) is reason


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(flips=st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(1, 255)), min_size=1, max_size=8))
@example(flips=[(GOOD.index(b"4 0 R 5 0 R"), 4)])
def test_flipped_bits_end_in_facts_or_in_a_typed_error(
    expected_logs: ExpectedLogs, flips: list[tuple[int, int]]
) -> None:
    expected_logs.allow(r"^Pages tree|^\s*$")  # the library's own words for pages that are none
    damaged = bytearray(GOOD)
    for place, mask in flips:
        damaged[place] ^= mask
    try:
        assert describe_pdf(bytes(damaged)).pages > 0
    except errors.DocumentError:
        return


@pytest.mark.parametrize(
    ("title", "file_name", "suggested"),
    [
        ("Llicència d'obres", "x.pdf", "Llicència d'obres"),
        ("  Acta  del\nple ", "x.pdf", "Acta del ple"),
        ("", "Informe_tècnic__obres 2.pdf", "Informe tècnic obres 2"),
        ("Microsoft Word - decret.doc", "Decret 12.pdf", "Decret 12"),
        ("decret.docx", "Decret 12.pdf", "Decret 12"),
        ("Sense títol", "Decret 12.pdf", "Decret 12"),
        ("untitled1", "Decret 12.pdf", "Decret 12"),
        ("scan_0012", "Padró.pdf", "Padró"),
        ("20261121", "Padró.pdf", "Padró"),
        ("Document", "Padró.pdf", "Padró"),
        ("Documentació del contracte", "x.pdf", "Documentació del contracte"),
        ("", "arxiu.sense.extensió.pdf", "arxiu.sense.extensió"),
    ],
)
def test_the_suggested_title(title: str, file_name: str, suggested: str) -> None:
    assert suggest_title(facts(title), file_name) == suggested


@given(st.text(), st.text())
def test_a_suggested_title_is_one_clean_line(title: str, file_name: str) -> None:
    suggested = suggest_title(facts(title), file_name)
    assert suggested == " ".join(suggested.split())
    assert len(suggested) <= 250
