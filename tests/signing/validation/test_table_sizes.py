# SPDX-License-Identifier: EUPL-1.2
"""A cross-reference stream that claims more entries than it can hold is refused before they are made up."""

import pytest
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.misc import PdfReadError

from eset_desktop.signing.validation import table_sizes

READ = table_sizes.bounded(table_sizes.BY_WORD)


def stream(index: list[int], widths: list[int], data: bytes = b"\1\0\0\0") -> generic.StreamObject:
    found = generic.StreamObject(stream_data=data)
    found[generic.pdf_name("/Index")] = generic.ArrayObject(map(_number, index))
    found[generic.pdf_name("/W")] = generic.ArrayObject(map(_number, widths))
    return found


def _number(value: int) -> generic.NumberObject:
    return generic.NumberObject(value)  # type: ignore[no-untyped-call]  # pyHanko does not say its types


@pytest.mark.parametrize(
    ("index", "widths"),
    [
        ([0, 2_000_000_000], [1, 2, 1]),
        ([0, -2_000_000_000, 0, 2_000_000_000], [1, 2, 1]),
        ([0, -1], [1, 2, 1]),
        ([0, 1], [1, -2, 1]),
    ],
)
def test_counts_that_cannot_be_are_refused(index: list[int], widths: list[int]) -> None:
    with pytest.raises(PdfReadError):
        READ(stream(index, widths), strict=False)


def test_what_it_has_bytes_for_is_read() -> None:
    assert len(list(READ(stream([0, 1], [1, 2, 1]), strict=False))) == 1
