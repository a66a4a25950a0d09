# SPDX-License-Identifier: EUPL-1.2
"""Names and titles are one line that reads as it is written: no control character, nothing that turns the order of reading."""

import unicodedata
from typing import Final

_BIDI: Final = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Characters that turn or isolate the direction of text (Unicode Standard Annex #9, §2); they can make a name look like another."""
_BREAKS: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Controls, lone surrogates, line and paragraph separators (Unicode Standard, §4.5)."""


def is_line(text: str) -> bool:
    """Tell whether a text is one line without anything that cannot be seen but changes it."""
    return text.isprintable() or not any(map(_is_wild, text))


def one_line(text: str) -> str:
    """Return a text as a line: what breaks it is a blank, what cannot be seen is gone."""
    if is_line(text):
        return text
    return "".join(
        "" if _is_wild(letter) else letter for letter in " ".join(text.splitlines()).replace("\t", " ")
    ).strip()


def _is_wild(letter: str) -> bool:
    return letter in _BIDI or unicodedata.category(letter) in _BREAKS


def visible(text: str) -> str:
    """Return a text with what is not printable written out as Python would, so that it stays in its cell of a list."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text
    )
