# SPDX-License-Identifier: EUPL-1.2
"""PDF objects as plain values, for whichever library writes the document (pyHanko's stamps, pikepdf's evidence).

A text that begins with ``/`` is a name, bytes are a string; numbers, lists and dictionaries are themselves.
"""

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, Union

from eset_desktop.signing.drawing.canvas import GREY_SPACE, Drawing
from eset_desktop.signing.drawing.fonts import EM, FontSubset

Plain = Union[int, float, str, bytes, Sequence["Plain"], Mapping[str, "Plain"], "Indirect", "Stream"]

_NONSYMBOLIC: Final = 32
"""Font descriptor flag (ISO 32000-1 table 123)."""
_DAYLIGHT: Final = (0.9505, 1.0, 1.089)


@dataclass(frozen=True, slots=True)
class Indirect:
    """A dictionary that is an object of its own."""

    entries: Mapping[str, Plain]


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream, compressed by Deflate.

    Attributes:
        packed: Its bytes as they are stored.
        entries: Its dictionary, without filter and length.
    """

    packed: bytes
    entries: Mapping[str, Plain] = field(default_factory=dict)


def resources_of(drawing: Drawing) -> Mapping[str, Plain]:
    """Return the resource dictionary (ISO 32000-1 §7.8.3) of what was drawn."""
    grey: Mapping[str, Plain] = {"/WhitePoint": _DAYLIGHT, "/Gamma": 2.2}
    return {
        "/Font": {f"/{name}": font(subset) for name, subset in drawing.fonts.items()},
        "/ColorSpace": {f"/{GREY_SPACE}": ["/CalGray", grey]},
    }


def form(drawing: Drawing, size: tuple[float, float], matrix: Sequence[float]) -> Stream:
    """Return what was drawn as a form XObject (ISO 32000-1 §8.10)."""
    entries: Mapping[str, Plain] = {
        "/Type": "/XObject",
        "/Subtype": "/Form",
        "/BBox": [0, 0, *size],
        "/Matrix": matrix,
        "/Resources": resources_of(drawing),
    }
    return Stream(zlib.compress(drawing.content), entries)


def font(subset: FontSubset) -> Indirect:
    """Return a composite font whose codes are glyph numbers (ISO 32000-1 §9.7)."""
    return Indirect({
        "/Type": "/Font",
        "/Subtype": "/Type0",
        "/BaseFont": f"/{subset.name}",
        "/Encoding": "/Identity-H",
        "/DescendantFonts": [_descendant(subset)],
        "/ToUnicode": Stream(zlib.compress(subset.to_unicode)),
    })  # fmt: skip


def _descendant(subset: FontSubset) -> Indirect:
    return Indirect({
        "/Type": "/Font",
        "/Subtype": "/CIDFontType2",
        "/BaseFont": f"/{subset.name}",
        "/CIDSystemInfo": {"/Registry": b"Adobe", "/Ordering": b"Identity", "/Supplement": 0},
        "/FontDescriptor": _descriptor(subset),
        "/DW": EM,
        "/W": [0, subset.widths],
        "/CIDToGIDMap": "/Identity",
    })  # fmt: skip


def _descriptor(subset: FontSubset) -> Indirect:
    return Indirect({
        "/Type": "/FontDescriptor",
        "/FontName": f"/{subset.name}",
        "/Flags": _NONSYMBOLIC,
        "/FontBBox": subset.box,
        "/ItalicAngle": 0,
        "/Ascent": subset.ascent,
        "/Descent": subset.descent,
        "/CapHeight": subset.cap_height,
        "/StemV": subset.stem,
        "/FontFile2": Stream(subset.program, {"/Length1": subset.program_size}),
    })  # fmt: skip
