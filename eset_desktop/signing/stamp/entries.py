# SPDX-License-Identifier: EUPL-1.2
"""What entries of dictionaries and arrays refer to; pyHanko's own ways give bare references."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from pyhanko.pdf_utils import generic


def entry(dictionary: generic.DictionaryObject, name: str) -> Any:
    """Return what an entry refers to, None where there is none."""
    with suppress(KeyError):
        return dictionary[name]
    return None


def items(array: Any) -> Iterator[Any]:
    """Yield what an array holds; nothing where it is none."""
    if isinstance(array, generic.ArrayObject):
        yield from (array[at] for at in range(len(array)))
