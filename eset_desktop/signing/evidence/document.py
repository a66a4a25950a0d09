# SPDX-License-Identifier: EUPL-1.2
"""Evidence as a PDF for people (PDF/A-3, ISO 19005-3), with the JSON of the same facts attached; ready to be sealed.

The same record gives the same bytes. Pages are tagged in reading order, so that a screen reader has them too.
"""

import hashlib
from datetime import UTC
from io import BytesIO
from typing import Final

import pikepdf

from eset_desktop.signing.drawing.pikepdf_objects import PdfObjects
from eset_desktop.signing.evidence.pages import Head, Page, laid_out
from eset_desktop.signing.evidence.sections import Wording, sections
from eset_desktop.signing.evidence.values import Record
from eset_desktop.signing.evidence.writing import canonical

ATTACHED: Final = "evidence.json"
_LANGUAGES: Final = {"ca": "ca-ES", "es": "es-ES", "en": "en-GB"}


def evidence_pdf(record: Record, *, language: str = "ca", zone: str = "Europe/Madrid") -> bytes:
    """Return the document of a record.

    Args:
        record: The facts.
        language: ``ca``, ``es`` or ``en``.
        zone: Of the moments shown.
    """
    data = canonical(record)
    say = Wording(language, zone)
    foot = say("footer", sha256=hashlib.sha256(data).hexdigest())
    head = Head(record.document.body, say("title"), say("intro"))
    pages = laid_out(head, sections(record, say), foot, lambda page, of: say("page", page=page, pages=of))
    with pikepdf.new() as pdf:
        _add_pages(pdf, pages)
        _describe(pdf, say("title"), _LANGUAGES[language], record)
        _attach(pdf, data, record)
        out = BytesIO()
        pdf.save(out, min_version="1.7", deterministic_id=True, fix_metadata_version=False)
    return out.getvalue()


def _add_pages(pdf: pikepdf.Pdf, pages: list[Page]) -> None:
    objects = PdfObjects(pdf)
    tree = pdf.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    whole = pdf.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document, P=tree)
    )
    elements, numbers = pikepdf.Array(), pikepdf.Array()
    for number, page in enumerate(pages):
        made = pdf.add_blank_page(page_size=page.size)
        made.Contents = pdf.make_stream(page.drawing.content)
        made.Resources = objects.resources(page.drawing)
        made.StructParents = number
        made.Tabs = pikepdf.Name.S
        own = pikepdf.Array()
        for mark, tag in enumerate(page.tags):
            element = pikepdf.Dictionary(
                Type=pikepdf.Name.StructElem, S=pikepdf.Name(f"/{tag}"), P=whole, Pg=made.obj, K=mark
            )
            own.append(pdf.make_indirect(element))
        elements.extend(own)
        numbers.extend(pikepdf.Array([number, pdf.make_indirect(own)]))
    whole.K = elements
    tree.K = whole
    tree.ParentTree = pdf.make_indirect(pikepdf.Dictionary(Nums=numbers))
    tree.ParentTreeNextKey = len(pages)
    pdf.Root.StructTreeRoot = tree
    pdf.Root.MarkInfo = pikepdf.Dictionary(Marked=True)


def _describe(pdf: pikepdf.Pdf, title: str, language: str, record: Record) -> None:
    pdf.Root.Lang = pikepdf.String(language)
    pdf.Root.ViewerPreferences = pikepdf.Dictionary(DisplayDocTitle=True)
    moment = record.made_at.astimezone(UTC).replace(microsecond=0)
    pdf.docinfo["/Title"] = title
    pdf.docinfo["/CreationDate"] = f"D:{moment:%Y%m%d%H%M%S}Z"
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        metadata["dc:title"] = title
        metadata["dc:language"] = {language}
        metadata["xmp:CreateDate"] = moment.isoformat()
        metadata["pdfaid:part"] = "3"
        metadata["pdfaid:conformance"] = "A"


def _attach(pdf: pikepdf.Pdf, data: bytes, record: Record) -> None:
    """Attach the JSON as the data that the pages show (ISO 19005-3 §6.8)."""
    moment = record.made_at.astimezone(UTC)
    file = pikepdf.AttachedFileSpec(
        pdf,
        data,
        filename=ATTACHED,
        description=record.schema,
        mime_type="application/json",
        creation_date=f"D:{moment:%Y%m%d%H%M%S}Z",
        mod_date=f"D:{moment:%Y%m%d%H%M%S}Z",
    )
    file.obj.AFRelationship = pikepdf.Name.Data
    pdf.attachments[ATTACHED] = file
    pdf.Root.AF = pikepdf.Array([file.obj])
