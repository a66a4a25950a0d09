# SPDX-License-Identifier: EUPL-1.2
"""Visible signatures in real documents, judged by PDFium's pictures, poppler, qpdf and pyHanko's difference analysis."""

import subprocess
from io import BytesIO
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pypdfium2
import pytest
from helpers.pdfs import make_pdf, saved
from helpers.stamps import AT, REQUEST
from pyhanko.pdf_utils.generic import NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import SigFieldSpec, append_signature_field
from signing.stamp.conftest import SignVisibly

from eset_desktop.signing.stamp.appearance import prepare_stamp, prepare_stamp_in
from eset_desktop.signing.stamp.places import PER_PAGE
from eset_desktop.signing.stamp.values import Box

SCALE = 2


def pages_like(pages: int = 1, **attributes: Any) -> bytes:
    document = pikepdf.open(BytesIO(make_pdf(pages, text=b"")))
    for page in document.pages:
        for name, value in attributes.items():
            page[f"/{name}"] = value
    return saved(document)


def seen_corner(pdf: bytes, width: int = 210, height: int = 80, *, unit: int = 1) -> list[int]:
    """Return the greys of the lower left corner of the last page, as a person sees it; PDFium knows no user unit."""
    document = pypdfium2.PdfDocument(pdf)
    document.init_forms()
    bitmap = document[len(document) - 1].render(scale=SCALE * unit, grayscale=True)
    lines = [
        bytes(bitmap.buffer[start : start + bitmap.width])
        for start in range(0, bitmap.stride * bitmap.height, bitmap.stride)
    ]
    document.close()
    return [grey for line in lines[-height * SCALE :] for grey in line[: width * SCALE]]


def difference(one: list[int], other: list[int]) -> float:
    """Return the mean difference of greys, of 255."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) / len(one)


@pytest.fixture(scope="module")
def upright(sign_visibly: SignVisibly) -> list[int]:
    return seen_corner(sign_visibly(pages_like())[0])


@pytest.mark.parametrize("rotate", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize(
    "attributes",
    [
        {},
        {"MediaBox": [-100, 200, 495, 1042]},
        {"MediaBox": [495, 1042, -100, 200], "CropBox": [-80, 220, 400, 1900]},
        {"MediaBox": [0, 0, 297.5, 421], "UserUnit": 2},
    ],
    ids=["plain", "odd origin", "crop box, corners swapped", "user unit"],
)
def test_it_looks_the_same_on_every_page(
    sign_visibly: SignVisibly, upright: list[int], rotate: int, attributes: dict[str, Any]
) -> None:
    signed, _ = sign_visibly(pages_like(Rotate=rotate, **attributes))
    seen = seen_corner(signed, unit=attributes.get("UserUnit", 1))
    empty = difference(upright, [255] * len(upright))
    assert empty > 8
    assert difference(upright, seen) < empty / 6


@pytest.mark.parametrize("side", [20, 40, 90, 200])
def test_tiny_pages_are_signed_visibly(sign_visibly: SignVisibly, side: int) -> None:
    signed, stamp = sign_visibly(pages_like(MediaBox=[0, 0, side, side]))
    assert stamp is not None
    assert stamp.place.box.within(Box(0, 0, side, side))
    assert min(seen_corner(signed, side, side)) < 120


@pytest.mark.parametrize(
    "attributes",
    [
        {"MediaBox": [0, 0, 0, 0]},
        {"MediaBox": ["a", 0, 1]},
        {"MediaBox": [0, 0, 595, 842], "CropBox": [5000, 5000, 6000, 6000]},
        {"Rotate": 45},
        {"Rotate": pikepdf.Name.Left},
        {"UserUnit": -3},
        {"UserUnit": pikepdf.Name.Big},
        {"Annots": pikepdf.Array([pikepdf.Name.Not, pikepdf.Dictionary(Subtype=pikepdf.Name.Stamp)])},
    ],
    ids=str,
)
def test_pages_with_nonsense_in_them_are_signed_all_the_same(
    sign_visibly: SignVisibly, attributes: dict[str, Any]
) -> None:
    _, stamp = sign_visibly(pages_like(**attributes))
    assert stamp is not None
    assert stamp.place.box.width > 0


def test_thirteen_sign_one_after_another_and_each_sees_forms_filled_in_and_nothing_else(
    sign_visibly: SignVisibly, tmp_path: Path
) -> None:
    signed, places = pages_like(2), []
    for number in range(PER_PAGE + 1):
        signed, stamp = sign_visibly(signed, name=f"S{number}")
        assert stamp is not None
        places.append(stamp.place)
    assert [place.page for place in places] == [1] * PER_PAGE + [0]
    on_last = [place.box for place in places[:PER_PAGE]]
    assert not any(a.meets(b) for at, a in enumerate(on_last) for b in on_last[at + 1 :])
    first = PdfFileReader(BytesIO(signed)).embedded_signatures[0]
    first.compute_integrity_info()
    summary = first.summarise_integrity_info()
    assert summary["docmdp_ok"]
    assert summary["diff_result"].modification_level == ModificationLevel.FORM_FILLING
    file = tmp_path / "signed.pdf"
    file.write_bytes(signed)
    judged = subprocess.run(["pdfsig", "-nocert", str(file)], capture_output=True, text=True, check=False)
    assert judged.stdout.count("Signature is Valid") == PER_PAGE + 1


def test_its_fonts_are_embedded_its_words_can_be_read_and_nothing_is_an_image_or_transparent(
    sign_visibly: SignVisibly,
) -> None:
    signed, _ = sign_visibly(make_pdf())
    with pikepdf.open(BytesIO(signed)) as document:
        assert document.check_pdf_syntax() == []
        (widget,) = document.Root.AcroForm.Fields
        resources = widget.AP.N.Resources
        assert sorted(resources.keys()) == ["/ColorSpace", "/Font"]
        for font in resources.Font.values():
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
            assert "/ToUnicode" in font
        assert str(widget.TU).startswith("Signatura de Núria Puig i Col·lell de l’Hospitalet, Alcaldessa")
        assert int(widget.F) == 132, "printed, and locked"
    opened = pypdfium2.PdfDocument(signed)
    opened.init_forms()
    assert opened[0].get_textpage() is not None
    opened.close()


def test_it_may_stand_in_a_field_that_waits_for_it() -> None:
    writer = IncrementalPdfFileWriter(BytesIO(pages_like(Rotate=90)))
    append_signature_field(writer, SigFieldSpec("Alcaldia", box=(100, 100, 150, 300)))
    append_signature_field(writer, SigFieldSpec("Invisible"))
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # pyHanko does not say its types
    again = IncrementalPdfFileWriter(out)
    fields = again.root["/AcroForm"]["/Fields"]
    stamp = prepare_stamp_in(again, fields[0], REQUEST, at=AT)
    assert stamp is not None
    assert stamp.place.box == Box(100, 100, 150, 300)
    assert (stamp.place.width, stamp.place.height, stamp.place.turn) == (200, 50, 90)
    assert prepare_stamp_in(again, fields[1], REQUEST, at=AT) is None


def test_what_pages_inherit_and_what_stands_behind_references_counts() -> None:
    document = pikepdf.open(BytesIO(make_pdf()))
    document.Root.Pages.Rotate = 90
    document.Root.Pages.MediaBox = document.make_indirect(pikepdf.Array([0, 0, 400, 300]))
    page = document.pages[0]
    del page["/MediaBox"]
    mark = pikepdf.Dictionary(
        Subtype=pikepdf.Name.Stamp, Rect=document.make_indirect(pikepdf.Array([350, 0, 400, 300]))
    )
    page.Annots = document.make_indirect(pikepdf.Array([document.make_indirect(mark)]))
    writer = IncrementalPdfFileWriter(BytesIO(saved(document)))
    stamp = prepare_stamp(writer, REQUEST, at=AT)
    assert stamp is not None
    assert stamp.place.turn in {90, 180}
    assert not stamp.place.box.meets(Box(350, 0, 400, 300))


@pytest.mark.parametrize("count", [2, 40, 1_000_000])
def test_a_page_tree_that_promises_too_much_is_signed_where_there_is_a_page(
    sign_visibly: SignVisibly, count: int
) -> None:
    writer = IncrementalPdfFileWriter(BytesIO(pages_like()))
    tree = writer.root["/Pages"]
    # pyHanko does not say its types
    tree["/Count"] = NumberObject(count)  # type: ignore[no-untyped-call]
    writer.update_container(tree)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    lying = out.getvalue()
    signed, stamp = sign_visibly(lying)
    assert len(signed) > len(lying)
    assert stamp is not None
    assert stamp.place.page == 0


def test_a_wanted_page_is_looked_at_first() -> None:
    for wanted, found in ((0, 0), (2, 2), (-1, 4), (-5, 0), (99, 4), (-99, 0)):
        writer = IncrementalPdfFileWriter(BytesIO(pages_like(5)))
        stamp = prepare_stamp(writer, msgspec.structs.replace(REQUEST, page=wanted), at=AT)
        assert stamp is not None
        assert stamp.place.page == found
