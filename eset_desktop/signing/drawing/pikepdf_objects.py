# SPDX-License-Identifier: EUPL-1.2
"""Plain values as objects of a document that pikepdf writes; each font goes in once."""

from collections.abc import Mapping, Sequence
from typing import Any

import pikepdf

from eset_desktop.signing.drawing.canvas import Drawing
from eset_desktop.signing.drawing.plain import Indirect, Plain, Stream, resources_of


class PdfObjects:
    """Turns plain values into objects of one document."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf = pdf
        self._fonts: dict[str, pikepdf.Object] = {}

    def resources(self, drawing: Drawing) -> pikepdf.Dictionary:
        """Return the resources of a page with this drawing."""
        return self._dictionary(resources_of(drawing))

    def _dictionary(self, entries: Mapping[str, Plain]) -> pikepdf.Dictionary:
        return pikepdf.Dictionary({name: self._made(each) for name, each in entries.items()})

    def _made(self, value: Plain) -> Any:
        made: Any = value
        match value:
            case Stream(packed, entries):
                made = self._pdf.make_stream(packed, self._dictionary({**entries, "/Filter": "/FlateDecode"}))
            case Indirect(entries):
                made = self._indirect(entries)
            case str():
                made = pikepdf.Name(value)
            case bytes():
                made = pikepdf.String(value)
            case Mapping():
                made = self._dictionary(value)
            case Sequence():
                made = pikepdf.Array([self._made(each) for each in value])
        return made

    def _indirect(self, entries: Mapping[str, Plain]) -> Any:
        name = str(entries["/BaseFont"]) if entries.get("/Subtype") == "/Type0" else ""
        if name not in self._fonts:
            made = self._pdf.make_indirect(self._dictionary(entries))
            if not name:
                return made
            self._fonts[name] = made
        return self._fonts[name]
