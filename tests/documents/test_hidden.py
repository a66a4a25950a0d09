# SPDX-License-Identifier: EUPL-1.2
"""What nobody sees in a document is listed and goes; what can be seen stays as it is."""

import re
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from helpers.pdfs import certified, encrypted, make_pdf, saved
from hypothesis import given
from hypothesis import strategies as st

from eset_desktop.documents import errors
from eset_desktop.documents.hidden import clean_pdf, hidden_in
from eset_desktop.documents.jpeg import without_comments
from eset_desktop.documents.render_client import RenderClient
from eset_desktop.documents.values import HiddenReport

SECRET = "Persona Que No S'ha De Saber"
EXIF = b"\xff\xe1\x00\x16Exif\0\0GPS 41.38 2.17"
PICTURE = b"\xff\xd8\xff\xe0\x00\x04JF%s\xff\xdb\x00\x04QT\xff\xda\x00\x02pixels\xff\xd9"


def told(report: HiddenReport) -> dict[str, int]:
    return {each.kind: each.count for each in report.removed}


def staying(report: HiddenReport) -> dict[str, int]:
    return {each.kind: each.count for each in report.staying}


def talkative() -> bytes:
    """A PDF that says who made it in every place that a PDF has for it."""
    document = pikepdf.open(BytesIO(make_pdf(2)))
    page = document.pages[0]
    with document.open_metadata(set_pikepdf_as_editor=False) as metadata:
        metadata["dc:creator"] = [SECRET]
        metadata["xmpMM:History"] = SECRET
        metadata["pdfaid:part"] = "2"
        metadata["pdfaid:conformance"] = "B"
    for name in ("Author", "Subject", "Keywords", "Creator", "Producer", "Company"):
        document.docinfo[f"/{name}"] = SECRET
    document.docinfo["/CreationDate"] = "D:20200101"
    secret = pikepdf.Dictionary(Word=pikepdf.Dictionary(Private=pikepdf.String(SECRET)))
    page.PieceInfo = secret
    page.LastModified = pikepdf.String("D:20200101")
    page.Thumb = document.make_stream(SECRET.encode())
    image = document.make_stream(PICTURE % EXIF, Type=pikepdf.Name.XObject, Subtype=pikepdf.Name.Image)
    image.Filter = pikepdf.Name.DCTDecode
    image.Metadata = document.make_stream(SECRET.encode())
    page.Resources.XObject = pikepdf.Dictionary(Im1=image)
    script = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=pikepdf.String(SECRET))
    document.Root.OpenAction = document.make_indirect(script)
    document.Root.Names = pikepdf.Dictionary(
        JavaScript=pikepdf.Dictionary(Names=pikepdf.Array(["a", script]))
    )
    rectangle = pikepdf.Array([0, 0, 10, 10])
    hidden = pikepdf.Dictionary(
        Subtype=pikepdf.Name.Text, F=2, Contents=pikepdf.String(SECRET), Rect=rectangle
    )
    comment = pikepdf.Dictionary(
        Subtype=pikepdf.Name.Text, Contents=pikepdf.String("Vegeu l'article 21"), Rect=rectangle
    )
    page.Annots = pikepdf.Array([document.make_indirect(hidden), document.make_indirect(comment)])
    document.attachments["factura.xml"] = b"<factura/>"
    return saved(document)


def with_an_earlier_state() -> bytes:
    """A PDF whose author was overwritten by an incremental update (ISO 32000-1 §7.5.6)."""
    document = pikepdf.open(BytesIO(make_pdf()))
    document.docinfo["/Author"] = SECRET
    pdf = saved(document)
    start = int(pdf.rsplit(b"startxref", 1)[1].split()[0])
    found = re.search(rb"(\d+) 0 obj\s*<<\s*/Author", pdf)
    assert found
    number, at = int(found[1]), len(pdf)
    update = b"%d 0 obj\n<< >>\nendobj\n" % number
    size = len(pikepdf.open(BytesIO(pdf)).objects) + 1
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n<< /Size %d /Root 1 0 R /Info %d 0 R /Prev %d >>\n"
    return (
        pdf
        + update
        + table % (number, at, size, number, start)
        + b"startxref\n%d\n%%%%EOF\n" % (at + len(update))
    )


def pictures(pdf: bytes) -> list[bytes]:
    document = pypdfium2.PdfDocument(pdf)
    drawn = [bytes(page.render(scale=1).buffer) for page in document]
    document.close()
    return drawn


def test_everything_hidden_is_listed_and_then_gone() -> None:
    pdf = talkative()
    listed = hidden_in(pdf)
    cleaned = clean_pdf(pdf)
    assert cleaned.report == listed
    assert told(listed) == {
        "author": 1, "subject": 1, "keywords": 1, "program": 2, "custom": 1, "dates": 1, "xmp": 2, "private": 1,
        "thumbnails": 1, "photographs": 1, "scripts": 2, "annotations": 1,
    }  # fmt: skip
    with pikepdf.open(BytesIO(cleaned.pdf)) as document:
        everything = b"".join(each.unparse(resolved=True) for each in document.objects)
        streams = b"".join(
            each.read_raw_bytes() for each in document.objects if isinstance(each, pikepdf.Stream)
        )
    for text in (
        SECRET.encode(),
        SECRET.encode("utf-16-be"),
        SECRET.encode("utf-16-be").hex().encode(),
        b"GPS",
    ):
        assert text not in cleaned.pdf + everything + streams


def test_what_can_be_seen_stays_and_is_named() -> None:
    pdf = talkative()
    cleaned = clean_pdf(pdf)
    assert staying(cleaned.report) == {"comments": 1, "attachments": 1}
    with pikepdf.open(BytesIO(cleaned.pdf)) as document:
        assert bytes(document.attachments["factura.xml"].get_file().read_bytes()) == b"<factura/>"
        assert [str(each.Contents) for each in document.pages[0].Annots] == ["Vegeu l'article 21"]
        with document.open_metadata() as metadata:
            assert (metadata["pdfaid:part"], metadata["pdfaid:conformance"]) == ("2", "B")
    assert pictures(cleaned.pdf) == pictures(pdf)


def test_an_earlier_state_of_the_file_is_found_and_gone() -> None:
    pdf = with_an_earlier_state()
    assert SECRET.encode() in pdf
    assert told(hidden_in(pdf)) == {"revisions": 1}
    assert SECRET.encode() not in clean_pdf(pdf).pdf


def test_the_title_is_the_one_it_is_given() -> None:
    cleaned = clean_pdf(make_pdf(title=f"Microsoft Word - {SECRET}.doc"), "Decret d'alcaldia")
    assert told(cleaned.report)["title"] == 1
    with pikepdf.open(BytesIO(cleaned.pdf)) as document:
        assert str(document.docinfo["/Title"]) == "Decret d'alcaldia"
        assert list(document.docinfo.keys()) == ["/Title"]
        with document.open_metadata() as metadata:
            assert metadata["dc:title"] == "Decret d'alcaldia"
    assert SECRET.encode() not in cleaned.pdf


def test_cleaning_again_finds_nothing_and_changes_nothing() -> None:
    once = clean_pdf(talkative()).pdf
    again = clean_pdf(once)
    assert set(told(again.report)) <= {"xmp"}, "the conformance that it says of itself"
    assert clean_pdf(again.pdf).pdf == again.pdf
    plain = clean_pdf(make_pdf()).pdf
    assert hidden_in(plain).removed == ()


@pytest.mark.parametrize("permission", [1, 2, 3])
def test_a_signed_document_is_never_touched(permission: int) -> None:
    for act in (hidden_in, clean_pdf):
        with pytest.raises(errors.SignedKept):
            act(certified(permission))


def test_what_cannot_be_read_or_is_protected_is_refused() -> None:
    for pdf, refusal in (
        (encrypted(), errors.ProtectedKept),
        (encrypted(user="secret"), errors.PasswordPdf),
        (b"%PDF-1.7 nothing", errors.BrokenPdf),
        (b"", errors.BrokenPdf),
    ):
        with pytest.raises(refusal):
            clean_pdf(pdf)


def test_the_drawing_process_does_it(client: RenderClient) -> None:
    pdf = talkative()
    assert client.find_hidden(pdf) == hidden_in(pdf)
    assert client.clean(pdf, "Acta") == clean_pdf(pdf, "Acta")
    with pytest.raises(errors.SignedKept):
        client.clean(certified(2))


@given(st.binary(max_size=200))
def test_a_jpeg_loses_what_was_written_into_it_and_nothing_else(noise: bytes) -> None:
    comment = b"\xff\xfe" + (len(noise) + 2).to_bytes(2, "big") + noise
    assert without_comments(PICTURE % (EXIF + comment)) == PICTURE % b""
    assert without_comments(noise) == noise or noise.startswith(b"\xff\xd8")


@given(st.binary(max_size=60))
def test_a_jpeg_that_is_broken_stays_as_it_is(tail: bytes) -> None:
    broken = b"\xff\xd8\xff\xe1\xff\xff" + tail
    assert without_comments(broken) == broken


def test_the_colours_of_a_picture_stay() -> None:
    profile = b"\xff\xe2\x00\x10ICC_PROFILE\0\x01\x01"
    assert without_comments(PICTURE % profile) == PICTURE % profile
    preview = b"\xff\xe2\x00\x0aMPF\0secr"
    assert without_comments(PICTURE % preview) == PICTURE % b""
