# SPDX-License-Identifier: EUPL-1.2
"""Which class stands above which, read from the codes alone.

Three ways of writing codes are known, and a plan is read by the first that fits all of it:

``dotted``
    Some code has a dot (else a slash): ``01.02.01`` is under ``01.02``. A class whose code above is not in the plan is
    an orphan, never moved higher up in silence.
``decimal``
    Every code is the same letters and at least three digits, equally many (``G001``, ``G010``, ``G011``): zeros at the
    end make a group, so ``G011`` is under ``G010``, and ``G021`` under ``G020``. A class whose group does not exist
    is under the next larger group that does (``G110`` → ``G100``), else it is a root.
``flat``
    Everything else: all classes are roots.
"""

import re
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Final

_DECIMAL: Final = re.compile(r"([^\W\d_]+)([0-9]{3,})")


class Notation(StrEnum):
    """A way of writing codes, see the module."""

    DOTTED = "dotted"
    DECIMAL = "decimal"
    FLAT = "flat"


def notation_of(codes: Collection[str]) -> Notation:
    """Return how a plan's codes are written."""
    if any("." in code or "/" in code for code in codes):
        return Notation.DOTTED
    matches = [_DECIMAL.fullmatch(code) for code in codes]
    shapes = {len(match[2]) if match else 0 for match in matches}
    return Notation.DECIMAL if len(shapes) == 1 and 0 not in shapes else Notation.FLAT


def parents_of(codes: Collection[str], notation: Notation | None = None) -> Mapping[str, str | None]:
    """Return each code's parent code, None for a root; a dotted parent is named even if it does not exist."""
    chosen = notation or notation_of(codes)
    if chosen is Notation.DOTTED:
        separator = "." if any("." in code for code in codes) else "/"
        bare = {code.rstrip(separator): code for code in codes}
        return {code: _dotted_parent(code, separator, bare) for code in codes}
    if chosen is Notation.DECIMAL:
        known = set(codes)
        return {code: _decimal_parent(code, known) for code in codes}
    return dict.fromkeys(codes)


def _dotted_parent(code: str, separator: str, bare: Mapping[str, str]) -> str | None:
    """Return the code above; ``01.`` and ``01.01.``, with a dot at the end, are as good as without."""
    above = code.rstrip(separator).rpartition(separator)[0].rstrip(separator)
    return bare.get(above, above) if above else None


def _decimal_parent(code: str, known: Collection[str]) -> str | None:
    digits = len(code)
    for end in range(digits - 1, 0, -1):
        if not ("0" <= code[end] <= "9"):
            return None
        group = code[:end] + "0" * (digits - end)
        if group != code and group in known:
            return group
    return None
