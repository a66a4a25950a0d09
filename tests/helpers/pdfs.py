# SPDX-License-Identifier: EUPL-1.2
"""Small PDFs of every kind that a town hall meets, the awkward ones included."""

import re
from io import BytesIO

import pikepdf

HELLO = b"BT /F1 24 Tf 72 700 Td (Bon dia, Sant Pere) Tj ET"


def make_pdf(pages: int = 1, *, title: str = "", padding: bytes = b"", text: bytes = HELLO) -> bytes:
    """Return a PDF with so many pages of one line each."""
    document = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
    )
    for _ in range(pages):
        page = document.add_blank_page(page_size=(595, 842))
        page.Contents = document.make_stream(text)
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
    if title:
        document.docinfo["/Title"] = title
    if padding:
        document.Root.Padding = document.make_indirect(document.make_stream(padding))
    return saved(document)


def saved(document: pikepdf.Pdf, encryption: pikepdf.Encryption | None = None) -> bytes:
    """Return the bytes of a document."""
    out = BytesIO()
    if encryption is None:
        document.save(out, static_id=True, compress_streams=False)
    else:
        document.save(out, encryption=encryption)
    return out.getvalue()


def encrypted(*, user: str = "", owner: str = "amo") -> bytes:
    """Return a PDF with a password to open it, or merely restricted."""
    return saved(pikepdf.open(BytesIO(make_pdf())), pikepdf.Encryption(user=user, owner=owner))


def with_form(**catalog: pikepdf.Object) -> bytes:
    """Return a PDF with an empty form and further catalog entries."""
    document = pikepdf.open(BytesIO(make_pdf()))
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array())
    for name, value in catalog.items():
        document.Root[f"/{name}"] = value
    return saved(document)


def certified(permission: int) -> bytes:
    """A PDF with a certification (ISO 32000-1 §12.8.2.2) of the given ``/P``; its value does not matter here."""
    document = pikepdf.open(BytesIO(make_pdf()))
    params = pikepdf.Dictionary(Type=pikepdf.Name.TransformParams, P=permission, V=pikepdf.Name("/1.2"))
    reference = pikepdf.Dictionary(TransformMethod=pikepdf.Name.DocMDP, TransformParams=params)
    value = pikepdf.Dictionary(Type=pikepdf.Name.Sig, Contents=bytes(8), Reference=pikepdf.Array([reference]))
    signature = document.make_indirect(value)
    field = pikepdf.Dictionary(FT=pikepdf.Name.Sig, T=pikepdf.String("C"), V=signature)
    document.Root.AcroForm = pikepdf.Dictionary(Fields=pikepdf.Array([document.make_indirect(field)]))
    document.Root.Perms = pikepdf.Dictionary(DocMDP=signature)
    return saved(document)


def hybrid() -> bytes:
    """Return a PDF with a classic table and a cross-reference stream beside it (ISO 32000-1 §7.5.8.4)."""
    plain = make_pdf()
    start = int(re.findall(rb"startxref\s+(\d+)", plain)[-1])
    body, table = plain[:start], plain[start:]
    size = int(re.findall(rb"/Size (\d+)", table)[-1])
    entry = (1).to_bytes(1, "big") + len(body).to_bytes(4, "big") + b"\0\0"
    stream = b"%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Index[%d 1]/Length %d>>stream\n%s\nendstream\nendobj\n"
    hidden = stream % (size, size + 1, size, len(entry), entry)
    moved = table.replace(b"/Size %d" % size, b"/Size %d /XRefStm %d" % (size + 1, len(body)))
    return body + hidden + re.sub(rb"startxref\s+\d+", b"startxref\n%d" % (len(body) + len(hidden)), moved)
