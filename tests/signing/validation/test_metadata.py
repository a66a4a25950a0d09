# SPDX-License-Identifier: EUPL-1.2
"""What a document says of itself may not change after a signature; when and by what it was saved may."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from helpers.pdfs import make_pdf
from helpers.signed_pdfs import Maker
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import FileReport, Modifications, Verdict

Check = Callable[..., FileReport]

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmp:ModifyDate="{date}"><dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


class PlainWriter(IncrementalPdfFileWriter):
    """Says nothing of the saving by itself."""

    def _update_meta(self) -> None:
        return


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    writer, out = PlainWriter(BytesIO(pdf), strict=False), BytesIO()
    change(writer)
    writer.write(out)  # type: ignore[no-untyped-call]  # pyHanko does not say its types
    return out.getvalue()


def info(**entries: str) -> Callable[[bytes], bytes]:
    """Return a change of entries of the information dictionary."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        found: Any = writer.trailer.raw_get("/Info")
        dictionary = found.get_object()
        for name, value in entries.items():
            dictionary[generic.pdf_name(f"/{name}")] = generic.pdf_string(value)
        writer.mark_update(found.reference)

    return lambda pdf: updated(pdf, change)


def packet(title: str, date: str = "2026-11-21T10:00:00Z") -> Callable[[bytes], bytes]:
    """Return a change of the XMP metadata."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        data = XMP.format(title=title, date=date).encode()
        stream = generic.StreamObject(stream_data=data)
        writer.root[generic.pdf_name("/Metadata")] = writer.add_object(stream)
        writer.update_container(writer.root)

    return lambda pdf: updated(pdf, change)


@pytest.fixture(scope="module")
def entitled(maker: Maker) -> bytes:
    """Signed, with a title in both places."""
    return maker.sign(packet("Acta")(make_pdf(title="Acta")), level="B-LT")


@pytest.mark.parametrize(
    "change",
    [
        info(Title="Decret"),
        info(Author="Una altra persona"),
        info(Expedient="12/2026"),
        packet("Decret"),
        packet("Decret", "2026-11-21T10:30:00Z"),
    ],
)
def test_another_title_author_or_property_makes_it_not_valid(
    entitled: bytes, check: Check, change: Callable[[bytes], bytes]
) -> None:
    report = check(change(entitled))
    assert report.verdict is Verdict.FAILED
    assert report.signatures[0].problems[0] == Problem.MODIFIED


@pytest.mark.parametrize(
    "change",
    [
        info(ModDate="D:20261121103000Z", Producer="Un altre programa"),
        packet("Acta", "2026-11-21T10:30:00Z"),
        info(Subject=""),
    ],
)
def test_when_and_by_what_it_was_saved_may_change(
    entitled: bytes, check: Check, change: Callable[[bytes], bytes]
) -> None:
    report = check(change(entitled))
    assert report.verdict is Verdict.PASSED
    assert report.signatures[0].modifications is Modifications.PROOFS


def test_a_title_that_comes_where_there_was_none_makes_it_not_valid(long_term: bytes, check: Check) -> None:
    assert check(packet("Decret")(long_term)).verdict is Verdict.FAILED
