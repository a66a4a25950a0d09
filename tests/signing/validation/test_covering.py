# SPDX-License-Identifier: EUPL-1.2
"""A later signature that takes much of a page is told of to whom asks about the one before; a stamp in a corner is not."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from helpers.pdfs import make_pdf
from helpers.signed_pdfs import Maker
from helpers.tampered import updated
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec, append_signature_field

from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import FileReport, Modifications, Verdict

Check = Callable[..., FileReport]
PAGE = (0, 0, 595, 842)
CORNER = (20, 20, 220, 90)
HALVES = ((0, 0, 595, 140), (0, 150, 595, 290))


def signed_again(maker: Maker, pdf: bytes, *boxes: tuple[int, int, int, int]) -> bytes:
    for number, box in enumerate(boxes):
        name = f"Posterior{number}"
        pdf = maker.sign(pdf, "ec2", "B-LT", field=name, new_field=SigFieldSpec(name, on_page=0, box=box))
    return pdf


@pytest.mark.parametrize(("boxes", "told"), [((PAGE,), True), (HALVES, True), ((CORNER,), False)])
def test_what_later_signatures_take_of_a_page_is_told(
    maker: Maker, long_term: bytes, check: Check, boxes: tuple[tuple[int, int, int, int], ...], told: bool
) -> None:
    report = check(signed_again(maker, long_term, *boxes))
    assert report.verdict is Verdict.PASSED
    assert report.signatures[0].modifications is Modifications.SIGNATURES
    assert (Problem.COVERED in report.signatures[0].problems) is told
    assert Problem.COVERED not in report.signatures[-1].problems


BESIDE = (-900, 0, -20, 842)
MOST = (-900, -900, 595, 250)


@pytest.mark.parametrize(
    ("box", "told"), [(PAGE, True), (MOST, True), (CORNER, False), (BESIDE, False)], ids=str
)
def test_what_counts_is_the_part_of_the_page_that_is_shown(
    maker: Maker, check: Check, box: tuple[int, int, int, int], *, told: bool
) -> None:
    report = check(signed_again(maker, maker.sign(cropped(make_pdf()), level="B-LT"), box))
    assert report.verdict is Verdict.PASSED
    assert (Problem.COVERED in report.signatures[0].problems) is told


@pytest.mark.parametrize("on", [(0,), (1,), (0, 1)], ids=str)
def test_every_page_that_lists_a_field_shows_it_whatever_page_it_names(
    maker: Maker, check: Check, on: tuple[int, ...]
) -> None:
    """The field says that it is on the first page, of which another part is shown."""

    def listed(writer: IncrementalPdfFileWriter) -> None:
        append_signature_field(writer, SigFieldSpec("Posterior", on_page=0, box=PAGE))
        field = writer.root["/AcroForm"]["/Fields"].raw_get(-1)
        for number in range(2):
            page = writer.root["/Pages"]["/Kids"][number]
            known = page.get("/Annots", generic.ArrayObject())
            others = [each for each in map(known.raw_get, range(len(known))) if each != field]
            page["/Annots"] = generic.ArrayObject([*others, *([field] if number in on else [])])
            writer.mark_update(page.container_ref)

    with pikepdf.open(BytesIO(make_pdf(2))) as document:
        page = document.pages[0]
        page.MediaBox, page.CropBox = pikepdf.Array([0, 0, 1595, 842]), pikepdf.Array([700, 0, 1295, 842])
        document.save(out := BytesIO())
    later = updated(maker.sign(out.getvalue(), level="B-LT"), listed)
    report = check(maker.sign(later, "ec2", "B-LT", field="Posterior"))
    assert (Problem.COVERED in report.signatures[0].problems) is (on != (0,))


def cropped(pdf: bytes) -> bytes:
    """Put an A4 page on a sheet nearly fifteen times as large, of which readers show the page."""
    with pikepdf.open(BytesIO(pdf)) as document:
        page = document.pages[0]
        page.MediaBox, page.CropBox = pikepdf.Array([-1000, -1000, 1595, 1842]), pikepdf.Array(PAGE)
        document.save(out := BytesIO())
    return out.getvalue()
