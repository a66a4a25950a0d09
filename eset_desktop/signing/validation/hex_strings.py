# SPDX-License-Identifier: EUPL-1.2
"""Reading hexadecimal strings of PDFs at once instead of digit by digit.

A signature's value is one such string, of tens of thousands of digits; pyHanko reads each digit by itself, and each
signature several times: half the time of a validation. What is not plain digits is left to pyHanko.
"""

import binascii
from collections.abc import Callable
from typing import Any, BinaryIO, Final

from pyhanko.pdf_utils import generic

_STEPS: Final = (1 << 12, 1 << 18)
"""Bytes that are looked at: most strings are short."""

Read = Callable[[BinaryIO], Any]


def quick(original: Read) -> Read:
    """Return a function that reads what ``original`` reads, with the same result."""

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


def install() -> None:
    """Let pyHanko read by this in the process, once."""
    if not hasattr(generic, "_read_digit_by_digit"):
        generic._read_digit_by_digit = generic.read_hex_string_from_stream  # type: ignore[attr-defined]
        generic.read_hex_string_from_stream = quick(generic.read_hex_string_from_stream)  # type: ignore[assignment]  # another name for the same
