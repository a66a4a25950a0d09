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


def packet(title: str, date: str = "2026-11-21T10:00:00Z", more: str = "") -> Callable[[bytes], bytes]:
    """Return a change of the XMP metadata; ``more`` stands behind its description."""
    return written(XMP.format(title=title, date=date).replace("</rdf:RDF>", f"{more}</rdf:RDF>"))


def written(data: str) -> Callable[[bytes], bytes]:
    """Return a change that writes an XMP packet."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        stream = generic.StreamObject(stream_data=data.encode())
        writer.root[generic.pdf_name("/Metadata")] = writer.add_object(stream)
        writer.update_container(writer.root)

    return lambda pdf: updated(pdf, change)


def without_packet(pdf: bytes) -> bytes:
    """Return an update whose catalogue refers to no XMP metadata."""

    def change(writer: IncrementalPdfFileWriter) -> None:
        del writer.root["/Metadata"]
        writer.update_container(writer.root)

    return updated(pdf, change)


SAME = XMP.format(title="Acta", date="2026-11-21T10:30:00Z")
TYPED = '<dc:Doc xmlns:dc="http://purl.org/dc/elements/1.1/" rdf:about=""><dc:creator>Un altre</dc:creator></dc:Doc>'
BESIDE = '<dc:creator xmlns:dc="http://purl.org/dc/elements/1.1/">Un altre</dc:creator>'
PACKED = "<?xpacket begin=''?>" + SAME.replace("<x:xmpmeta", '<x:xmpmeta x:xmptk="P"') + "<?xpacket end='w'?>"
ENTITY = '<!DOCTYPE x [<!ENTITY e " de cessament">]>'


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
        packet("Acta<!-- --> de cessament"),
        packet("Acta<?x y?> de cessament"),
        packet("Acta<b/> de cessament"),
        packet("Acta", more=TYPED),
        packet("Acta", more="Decret"),
        written(ENTITY + XMP.format(title="Acta&e;", date="")),
        written(SAME.replace("</x:xmpmeta>", BESIDE + "</x:xmpmeta>")),
        written("<no és XML"),
        without_packet,
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
        packet(
            "A<!-- -->cta",
            more='<rdf:Description rdf:about="" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" pdf:Producer="P"/>',
        ),
        written(PACKED),
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


def bare(date: str, title: str = "Acta") -> str:
    """Return a packet whose root is the model itself: its wrapper is optional (ISO 16684-1 §7.3.3)."""
    whole = XMP.format(title=title, date=date)
    return whole[whole.index("<rdf:RDF") : whole.index("</x:xmpmeta>")]


def test_a_packet_without_its_wrapper_is_read_alike(maker: Maker, check: Check) -> None:
    before, later = "2026-11-21T10:00:00Z", "2026-11-21T10:30:00Z"
    signed = maker.sign(written(bare(before))(make_pdf(title="Acta")), level="B-LT")
    assert check(written(bare(later))(signed)).verdict is Verdict.PASSED
    assert check(written(bare(later, "Decret"))(signed)).verdict is Verdict.FAILED
