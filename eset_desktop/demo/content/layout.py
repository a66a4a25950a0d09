# SPDX-License-Identifier: EUPL-1.2
"""Lines of text for a PDF page: Helvetica's own widths, wrapped and escaped."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

ENCODING: Final = "cp1252"
"""What PDF calls WinAnsiEncoding; it has every letter of Catalan and Spanish."""

_GROUPS: Final = {
    191: "'",
    222: "ijl’‘",
    260: "|",
    278: " !,./:;[]\\ftI·",
    333: "()-`r",
    334: "{}",
    355: '"',
    365: "º",
    370: "ª",
    389: "*",
    469: "^",
    500: "ckJsvxyz",
    584: "+<=>~",
    611: "FTZ",
    667: "&ABEKPSVXY",
    722: "CDHNRUw",
    778: "GOQ",
    833: "Mm",
    889: "%",
    944: "W",
    1015: "@",
}
_WIDTHS: Final = {letter: width for width, letters in _GROUPS.items() for letter in letters}
_USUAL: Final = 556
_SPACE: Final = 278
_SPECIAL: Final = re.compile(r"[\\()]")
_ESCAPES: Final = str.maketrans({"\\": r"\\", "(": r"\(", ")": r"\)"})


@lru_cache(maxsize=8192)
def word_width(word: str) -> int:
    """Return a word's width in thousandths of the font size (Adobe's metrics of Helvetica)."""
    plain = unicodedata.normalize("NFD", word)
    return sum(_WIDTHS.get(letter, _USUAL) for letter in plain if not unicodedata.combining(letter))


def escaped(text: str) -> bytes:
    """Return a text as the inside of a PDF literal string; what the encoding lacks becomes a question mark."""
    plain = text.translate(_ESCAPES) if _SPECIAL.search(text) else text
    return plain.encode(ENCODING, errors="replace")


@lru_cache(maxsize=4096)
def wrapped(text: str, width: int) -> tuple[bytes, ...]:
    """Return the drawing of each line of a paragraph (show on the next line, ISO 32000-1 §9.4.3).

    No line is wider than ``width`` thousandths unless a single word is.
    """
    lines: list[str] = []
    line: list[str] = []
    used = 0
    for word in text.split():
        wide = word_width(word) + _SPACE
        if used + wide > width + _SPACE and line:
            lines.append(" ".join(line))
            line, used = [], 0
        used += wide
        line.append(word)
    lines.append(" ".join(line))
    return tuple(b"(%s) '\n" % escaped(each) for each in lines)
