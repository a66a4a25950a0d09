# SPDX-License-Identifier: EUPL-1.2
"""What a signature says that is made in another's place, or by another's delegation of signature.

Art. 13 LRJSP (GK): the act names in whose place it is made, and who makes it; art. 12.3 LRJSP: a signature by delegation says
so. A visible signature shows it; this stands in the signature itself and in its evidence, seen or not.
"""

import tomllib
from collections.abc import Mapping
from functools import cache
from typing import Final

import msgspec

import resources

MOST: Final = 500
"""Characters; the rest is left out."""


def told(substitution: str, delegation: str, language: str) -> str:
    """Return it in a language (``ca``, ``es`` or ``en``), as one line; empty for a signature of one's own.

    Args:
        substitution: The decree, and in whose place.
        delegation: Who passed the signature on, and as what.
        language: Of the words.
    """
    given = {"substitution": _clean(substitution), "delegation": _clean(delegation)}
    said = [_words()[name][language].format(what=what) for name, what in given.items() if what]
    return ". ".join(said)[:MOST]


@cache
def _words() -> Mapping[str, Mapping[str, str]]:
    return msgspec.convert(tomllib.loads(resources.text("acting.toml")), dict[str, dict[str, str]])


def _clean(text: str) -> str:
    """Return a text as one line that can be written: half of a letter (a name in no encoding) is ``?``."""
    known = text.encode("utf-16-le", "replace").decode("utf-16-le")
    return " ".join("".join(each if each.isprintable() else " " for each in known).split())
