# SPDX-License-Identifier: EUPL-1.2
"""A visible signature is not written over what the page says, as long as there is other room."""

from io import BytesIO

import pikepdf
import pytest
from helpers.pdfs import HELLO, make_pdf
from helpers.stamps import AT, REQUEST
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from signing.stamp.conftest import SignVisibly

from eset_desktop.signing.stamp.appearance import prepare_stamp
from eset_desktop.signing.stamp.places import Place
from eset_desktop.signing.stamp.values import Box
from eset_desktop.signing.stamp.words import words_of

FOOT = b" BT /F1 8 Tf 40 40 Td (Ajuntament de Prova - Carrer Major, 1 - Pagina 1 de 1) Tj ET"
LINES = b"".join(b" BT /F1 9 Tf 10 %d Td (%s) Tj ET" % (at, b"text " * 60) for at in range(8, 840, 8))


def paged(text: bytes, *, rotate: int = 0, left: float = 0, bottom: float = 0) -> bytes:
    """Return a page of A4 with a text, turned, its corner anywhere."""
    with pikepdf.open(BytesIO(make_pdf(text=b"1 0 0 1 %f %f cm " % (left, bottom) + text))) as pdf:
        pdf.pages[0].MediaBox = pikepdf.Array([left, bottom, left + 595, bottom + 842])
        pdf.pages[0].Rotate = rotate
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def placed(pdf: bytes) -> Place:
    stamp = prepare_stamp(IncrementalPdfFileWriter(BytesIO(pdf)), REQUEST, at=AT)
    assert stamp is not None
    return stamp.place


@pytest.mark.parametrize("rotate", [0, 90, 180, 270])
@pytest.mark.parametrize("corner", [(0, 0), (1000, -700)])
def test_a_line_at_the_foot_stays_readable(rotate: int, corner: tuple[float, float]) -> None:
    pdf = paged(HELLO + FOOT, rotate=rotate, left=corner[0], bottom=corner[1])
    words = words_of(BytesIO(pdf), 0)
    assert len(words) >= 2
    where = placed(pdf)
    assert not any(where.box.meets(each) for each in words)
    assert where.box.within(Box(corner[0], corner[1], corner[0] + 595, corner[1] + 842), 1e-6)


def test_six_signers_keep_clear_of_it_and_of_each_other(sign_visibly: SignVisibly) -> None:
    pdf = paged(HELLO + FOOT)
    words, boxes = words_of(BytesIO(pdf), 0), list[Box]()
    for number in range(6):
        pdf, stamp = sign_visibly(pdf, REQUEST, f"S{number}")
        assert stamp is not None
        assert not any(stamp.place.box.meets(each) for each in (*words, *boxes))
        boxes.append(stamp.place.box)


def test_a_page_that_is_full_of_words_is_signed_all_the_same() -> None:
    assert placed(paged(LINES)).box == placed(paged(b"")).box


def test_a_scanned_sheet_is_background_and_a_picture_at_the_foot_is_not() -> None:
    def with_picture(width: int, height: int, words: bytes = b"") -> bytes:
        shown = b"q %d 0 0 %d 0 0 cm /P Do Q" % (width, height) + words
        with pikepdf.open(BytesIO(make_pdf(text=shown))) as pdf:
            picture = pdf.make_stream(b"\x80")
            picture.update({"/Type": pikepdf.Name.XObject, "/Subtype": pikepdf.Name.Image})
            picture.update(
                {"/Width": 1, "/Height": 1, "/BitsPerComponent": 8, "/ColorSpace": pikepdf.Name.DeviceGray}
            )
            pdf.pages[0].Resources.XObject = pikepdf.Dictionary(P=picture)
            out = BytesIO()
            pdf.save(out)
        return out.getvalue()

    scanned = with_picture(595, 842, FOOT)
    said = [each for each in words_of(BytesIO(scanned), 0) if each.height < 400]
    assert said
    assert not any(placed(scanned).box.meets(each) for each in said)
    assert not placed(with_picture(300, 60)).box.meets(Box(0, 0, 300, 60))


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing else", make_pdf()])
def test_what_cannot_be_told_says_nothing(data: bytes) -> None:
    stream = BytesIO(data)
    stream.seek(3)
    assert words_of(stream, 5) == ()
    assert stream.tell() == 3
