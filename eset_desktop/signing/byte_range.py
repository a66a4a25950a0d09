# SPDX-License-Identifier: EUPL-1.2
"""``/ByteRange`` as it stands in the text of a PDF (ISO 32000-1 §12.8.1), for what reads signatures without a PDF library."""

import re
from collections.abc import Iterator
from typing import Final

LONGEST: Final = 256
"""Bytes that its text may have; whoever reads a file in pieces lets them overlap by so many."""
_BLANK: Final = rb"[\0\t\n\f\r ]"
_PATTERN: Final = re.compile(
    rb"/ByteRange%b{0,20}\[%b{0,20}(\d{1,19})%b{1,20}(\d{1,19})%b{1,20}(\d{1,19})%b{1,20}(\d{1,19})"
    % ((_BLANK,) * 5)
)

Range = tuple[int, int, int, int]
"""Offset and length of what stands before the signature, and of what stands after it."""


def ranges_in(text: bytes) -> Iterator[tuple[int, Range]]:
    """Yield each range in a text, with where it ends; whether it makes sense is for others to say."""
    for found in _PATTERN.finditer(text):
        start, first, second, rest = (int(each) for each in found.groups())
        yield found.end(), (start, first, second, rest)
