# SPDX-License-Identifier: EUPL-1.2
"""Reading hexadecimal strings and names of PDFs at once instead of character by character.

A signature's value is a string of tens of thousands of digits, and dictionaries are full of names; pyHanko reads each
character by itself, and each signature several times: half the time of a validation. What is not plain is left to pyHanko.
"""

import binascii
import re
from collections.abc import Callable
from typing import Any, BinaryIO, Final

from pyhanko.pdf_utils import generic

_STEPS: Final = (1 << 12, 1 << 18, 1 << 25)
"""Bytes that are looked at: most strings are short. The library takes a gigabyte for one of millions of digits."""
_NAME: Final = 64
_PLAIN: Final = re.compile(rb"/[!\"$&'*-.0-;=?-Z\\^-z|~]*")
"""A name without anything escaped (ISO 32000-1 §7.3.5)."""

Read = Callable[[BinaryIO], Any]
BY_DIGIT: Final[Read] = generic.read_hex_string_from_stream
BY_LETTER: Final[Read] = generic.NameObject.read_from_stream
"""pyHanko's own readers."""


def hex_strings(original: Read) -> Read:
    """Return a function that reads strings as ``original`` does, with the same result."""

    def read(stream: BinaryIO) -> Any:
        start = stream.tell()
        for step in _STEPS:
            stream.seek(start + 1)
            text = stream.read(step)
            end = text.find(b">")
            if end >= 0:
                break
        else:
            stream.seek(start)
            return original(stream)
        try:
            value = binascii.unhexlify(text[:end])
        except ValueError:  # blanks, an odd number of digits, something else
            stream.seek(start)
            return original(stream)
        stream.seek(start + end + 2)
        return generic.pdf_string(value)

    return read


def names(original: Read) -> Read:
    """Return a function that reads names as ``original`` does, with the same result."""

    def read(stream: BinaryIO) -> Any:
        start = stream.tell()
        text = stream.read(_NAME)
        found = _PLAIN.match(text)
        # What follows decides: an escape, a byte that may not stand there, or more than was looked at.
        if found is None or found.end() == len(text) or text[found.end()] not in _ENDS:
            stream.seek(start)
            return original(stream)
        stream.seek(start + found.end())
        return generic.NameObject(found[0].decode("ascii"))

    return read


_ENDS: Final = frozenset(b"\0\t\n\f\r ()<>[]{}/%")


def install() -> None:
    """Let pyHanko read by this in the process; again is no harm."""
    # mypy takes a module's function and a class's method for fixed; the library has no door for readers of one's own
    generic.read_hex_string_from_stream = hex_strings(BY_DIGIT)  # type: ignore[assignment]
    generic.NameObject.read_from_stream = staticmethod(names(BY_LETTER))  # type: ignore[method-assign]
