# SPDX-License-Identifier: EUPL-1.2
"""The visible signature as objects of a PDF; runs in the process that prepares PDFs only (pyHanko's objects).

A signature is drawn into the appearance of its own form field, so that to an earlier signature nothing changed but a
form that was filled in (ISO 32000-2 §12.8.2.2, DocMDP).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import cast

from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigFieldSpec
from pyhanko.sign.signers.cms_embedder import SigAppearanceSetup

from eset_desktop.signing.drawing.plain import Indirect, Plain, Stream, form
from eset_desktop.signing.stamp.layout import draw
from eset_desktop.signing.stamp.page_reading import NearPages, facts_of_field
from eset_desktop.signing.stamp.pages import turned
from eset_desktop.signing.stamp.places import Place, in_field, place
from eset_desktop.signing.stamp.templates import Filled, fill
from eset_desktop.signing.stamp.values import StampRequest


class PreparedStamp:
    """A visible signature that has its place.

    Attributes:
        place: Where it will stand.
        tooltip: What a screen reader says of it.
    """

    def __init__(self, where: Place, filled: Filled) -> None:
        self.place = where
        self.tooltip = filled.tooltip
        self._filled = filled

    def field(self, name: str) -> SigFieldSpec:
        """Return the new form field that holds it."""
        box = self.place.box
        return SigFieldSpec(
            name,
            on_page=self.place.page,
            box=(box.left, box.bottom, box.right, box.top),  # type: ignore[arg-type]  # it takes fractions too
            readable_field_name=self.tooltip,
        )

    @property
    def appearance(self) -> SigAppearanceSetup:
        """What pyHanko's embedder takes as appearance: of it, it calls :meth:`apply` only."""
        return cast("SigAppearanceSetup", self)

    def apply(self, annotation: generic.DictionaryObject, writer: IncrementalPdfFileWriter) -> None:
        """Draw it into the widget of its field; the embedder calls this."""
        drawing = draw(self._filled, self.place.width, self.place.height)
        matrix = turned(self.place.width, self.place.height, self.place.turn)
        shown = form(drawing, (self.place.width, self.place.height), matrix)
        annotation["/AP"] = _written(writer, {"/N": shown})
        # a field that was there keeps its own tooltip or none: to earlier signatures only values may change
        writer.update_container(annotation)


def prepare_stamp(
    writer: IncrementalPdfFileWriter, request: StampRequest, *, at: datetime
) -> PreparedStamp | None:
    """Find room for a visible signature in a document; None when there is no room at all and it is signed without.

    Args:
        writer: Of the document; nothing is written yet.
        request: What it says and where.
        at: The moment that stands in the signature, aware.

    Raises:
        StampTemplateBroken: The template cannot be used.
        NumberInStamp: It would show a number that the act does not have.
    """
    filled = fill(request, at)
    pages = NearPages(writer, request.page, words=request.keeps_clear)
    where = place(pages, filled.template.size, request.box)
    return None if where is None else PreparedStamp(where, filled)


def prepare_stamp_in(
    writer: IncrementalPdfFileWriter, field: generic.DictionaryObject, request: StampRequest, *, at: datetime
) -> PreparedStamp | None:
    """Prepare a visible signature for an empty field of the document; None when that field is an invisible one."""
    filled = fill(request, at)
    found = facts_of_field(writer, field)
    return None if found is None else PreparedStamp(in_field(*found), filled)


def _written(writer: IncrementalPdfFileWriter, value: Plain) -> generic.PdfObject:
    """Turn plain values into pyHanko's objects; streams and what must be indirect go to the writer at once."""
    made: generic.PdfObject
    match value:
        case Stream(packed, entries):
            filtered = {**entries, "/Filter": "/FlateDecode"}
            made = writer.add_object(generic.StreamObject(_dictionary(writer, filtered), encoded_data=packed))
        case Indirect(entries):
            made = writer.add_object(_written(writer, entries))
        case str():
            made = pdf_name(value)
        case bytes():
            made = generic.ByteStringObject(value)
        case Mapping():
            made = _dictionary(writer, value)
        case Sequence():
            made = generic.ArrayObject(_written(writer, each) for each in value)
        case int():
            made = generic.NumberObject(value)  # type: ignore[no-untyped-call]  # pyHanko does not say its types
        case _:
            made = generic.FloatObject(f"{value:.4f}")  # type: ignore[no-untyped-call]  # as above
    return made


def _dictionary(writer: IncrementalPdfFileWriter, entries: Mapping[str, Plain]) -> generic.DictionaryObject:
    pairs = {pdf_name(name): _written(writer, each) for name, each in entries.items()}
    return generic.DictionaryObject(pairs)  # type: ignore[no-untyped-call]  # as above
