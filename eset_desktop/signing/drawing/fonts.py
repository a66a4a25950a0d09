# SPDX-License-Identifier: EUPL-1.2
"""The two faces that signatures and evidence are written with, and the part of them that goes into a PDF.

Each document embeds only the glyphs that it shows (ISO 19005-2 §6.2.11.4 asks for embedding), as a composite font whose
character codes are glyph numbers, with the table that gives their text back. Measured texts need the whole face once
(some 30 ms); a subset takes about 50 ms and is kept, so a batch with one kind of stamp makes it once.
"""

import hashlib
import io
import unicodedata
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from typing import Any, Final

import resources

EM: Final = 1000
"""Units of an em in PDF's glyph space (ISO 32000-1 §9.2.4)."""


class Face(StrEnum):
    """A typeface in ``resources/fonts``."""

    PLAIN = "DejaVuSansCondensed"
    STRONG = "DejaVuSansCondensed-Bold"


_ALWAYS: Final = frozenset(chr(code) for code in range(0x20, 0x7F))
"""What every subset holds, so that stamps that differ in their code share one."""

_CAP_HEIGHT: Final = 729
_STEMS: Final = {Face.PLAIN: 84, Face.STRONG: 165}
_KEPT_TEXTS: Final = 4096
_UNKNOWN: Final = "\N{WHITE SQUARE}"
_UNWANTED = ("GSUB", "GPOS", "GDEF", "kern", "name", "post", "OS/2", "cmap", "FFTM", "gasp", "DSIG")


@dataclass(frozen=True, slots=True)
class FontSubset:
    """The part of a face that goes into a document.

    Attributes:
        name: Tag and PostScript name (ISO 32000-1 §9.6.4).
        program: The TrueType program, compressed by Deflate.
        program_size: Its length before.
        codes: Character code by character.
        widths: Advance by character code from 0, in thousandths of the size.
        to_unicode: The CMap that gives texts back (ISO 32000-1 §9.10.3).
        box: Of all glyphs, in thousandths: left, bottom, right, top.
        ascent: In thousandths.
        descent: In thousandths, negative.
        cap_height: Of the capitals, in thousandths.
        stem: Thickness of the stems, in thousandths; an estimate, as everywhere.
    """

    name: str
    program: bytes
    program_size: int
    codes: Mapping[str, int]
    widths: tuple[int, ...]
    to_unicode: bytes
    box: tuple[int, int, int, int]
    ascent: int
    descent: int
    cap_height: int
    stem: int

    def encode(self, text: str) -> bytes:
        """Return a text as the hexadecimal string that shows it."""
        return b"<" + b"".join(b"%04X" % self.codes[each] for each in text) + b">"


class Typeface:
    """A whole face: what it can show and how wide that is."""

    def __init__(self, face: Face) -> None:
        self._face = face
        font = self._open()
        self._glyphs: Mapping[int, str] = font.getBestCmap()
        scale = EM / font["head"].unitsPerEm
        self._widths: dict[int, float] = {
            code: font["hmtx"][glyph][0] * scale for code, glyph in self._glyphs.items()
        }

        self._known: dict[str, float] = {}

    @cached_property
    def _program(self) -> bytes:
        return resources.data(f"fonts/{self._face}.ttf")

    def _open(self) -> Any:
        # 0.3 s that only drawing needs; fontTools does not say its types
        from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # noqa: PLC0415

        return TTFont(io.BytesIO(self._program), lazy=True)

    def shown(self, text: str) -> str:
        """Return a text as this face can show it: composed, without control characters, a square for what it lacks."""
        composed = unicodedata.normalize("NFC", text)
        blanked = "".join(
            " " if unicodedata.category(each) in {"Cc", "Zl", "Zp"} else each for each in composed
        )
        visible = (each for each in blanked if unicodedata.category(each) not in {"Cf", "Cs"})
        return "".join(each if ord(each) in self._glyphs else _UNKNOWN for each in visible)

    def width(self, text: str, size: float) -> float:
        """Return how wide a text is (from :meth:`shown`), in the unit of ``size``."""
        return self._ems(text) * size

    def _ems(self, text: str) -> float:
        """Texts are measured at many sizes, and a batch has the same ones in each document."""
        known = self._known.get(text)
        if known is None:
            if len(self._known) >= _KEPT_TEXTS:
                self._known.clear()
            known = self._known[text] = sum(self._widths[ord(each)] for each in text) / EM
        return known

    def subset(self, characters: frozenset[str]) -> FontSubset:
        """Return the part of this face that shows these characters."""
        return _subset(self._face, characters | _ALWAYS)

    def cut(self, characters: frozenset[str]) -> FontSubset:
        """Make the subset; :meth:`subset` keeps what this returns."""
        # as above
        from fontTools.subset import Options, Subsetter  # type: ignore[import-untyped]  # noqa: PLC0415

        options = Options()
        options.layout_features, options.hinting, options.notdef_outline = [], False, True
        options.drop_tables = [*options.drop_tables, "FFTM"]
        font = self._open()
        cutter = Subsetter(options)
        cutter.populate(unicodes=[ord(each) for each in characters])
        cutter.subset(font)
        order: list[str] = font.getGlyphOrder()
        numbers = {glyph: number for number, glyph in enumerate(order)}
        codes = {each: numbers[self._glyphs[ord(each)]] for each in sorted(characters)}
        scale = EM / font["head"].unitsPerEm
        head, metrics = font["head"], font["hhea"]
        widths = tuple(round(font["hmtx"][glyph][0] * scale) for glyph in order)
        for table in _UNWANTED:
            if table in font:
                del font[table]
        program = io.BytesIO()
        font.save(program)
        return FontSubset(
            name=f"{_tag(program.getvalue())}+{self._face}",
            program=zlib.compress(program.getvalue(), 9),
            program_size=len(program.getvalue()),
            codes=codes,
            widths=widths,
            to_unicode=_to_unicode(codes),
            box=(
                round(head.xMin * scale),
                round(head.yMin * scale),
                round(head.xMax * scale),
                round(head.yMax * scale),
            ),
            ascent=round(metrics.ascent * scale),
            descent=round(metrics.descent * scale),
            cap_height=_CAP_HEIGHT,
            stem=_STEMS[self._face],
        )


@cache
def typeface(face: Face) -> Typeface:
    """Return a face, read once."""
    return Typeface(face)


@lru_cache(maxsize=16)
def _subset(face: Face, characters: frozenset[str]) -> FontSubset:
    return typeface(face).cut(characters)


def _tag(program: bytes) -> str:
    """Return six capitals that differ from subset to subset, the same ones for the same glyphs."""
    number = int.from_bytes(hashlib.sha256(program).digest()[:8], "big")
    return "".join(chr(ord("A") + number // 26**place % 26) for place in range(6))


def _to_unicode(codes: Mapping[str, int]) -> bytes:
    """Write the CMap; no more than 100 lines stand in one block (Adobe technical note 5411)."""
    by_code: dict[int, str] = {}
    for character, code in codes.items():
        by_code.setdefault(code, character)
    lines = [
        b"<%04X> <%s>" % (code, by_code[code].encode("utf-16-be").hex().upper().encode())
        for code in sorted(by_code)
    ]
    blocks = [
        b"%d beginbfchar\n%s\nendbfchar\n" % (len(lines[at : at + 100]), b"\n".join(lines[at : at + 100]))
        for at in range(0, len(lines), 100)
    ]
    return _CMAP_HEAD + b"".join(blocks) + _CMAP_FOOT


_CMAP_HEAD = b"""/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
"""
_CMAP_FOOT = b"""endcmap
CMapName currentdict /CMap defineresource pop
end
end
"""
