# SPDX-License-Identifier: EUPL-1.2
"""Digests of ranges that share their beginning are those of each by itself, and the file is read once."""

import hashlib
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eset_desktop.signing.validation.range_digests import RangeDigests

DATA = bytes(range(256)) * 4
PLACES = st.integers(0, len(DATA))


class Counted(BytesIO):
    """Counts what is read of it."""

    count = 0

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        self.count += len(piece)
        return piece


@given(
    st.lists(
        st.tuples(
            st.lists(PLACES, min_size=3, max_size=3).map(sorted), st.sampled_from(["sha256", "sha512"])
        ),
        max_size=8,
    )
)
def test_each_is_what_it_would_be_alone(asked: list[tuple[list[int], str]]) -> None:
    digests = RangeDigests(BytesIO(DATA))
    for (first, second, end), name in asked:
        expected = hashlib.new(name, DATA[:first] + DATA[second:end]).digest()
        assert digests.of((0, first, second, end - second), name) == expected


@given(st.lists(st.tuples(PLACES, PLACES), min_size=1, max_size=4))
def test_ranges_of_other_shapes_too(pairs: list[tuple[int, int]]) -> None:
    byte_range = tuple(number for pair in pairs for number in pair)
    digests = RangeDigests(BytesIO(DATA))
    if any(start + length > len(DATA) for start, length in pairs):
        with pytest.raises(ValueError, match=r"\("):
            digests.of(byte_range, "sha256")
        return
    whole = b"".join(DATA[start : start + length] for start, length in pairs)
    assert digests.of(byte_range, "sha256") == hashlib.sha256(whole).digest()
    assert digests.of(byte_range, "sha256") == hashlib.sha256(whole).digest()


@pytest.mark.parametrize("byte_range", [(), (0, 5, 2), (-1, 5), (0, -1), (0, 1, 2000, 1)])
def test_what_is_no_range_is_refused(byte_range: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"\("):
        RangeDigests(BytesIO(DATA)).of(byte_range, "sha256")
    with pytest.raises(ValueError, match="sha7"):
        RangeDigests(BytesIO(DATA)).of((0, 1), "sha7")


def test_what_is_shared_is_read_once() -> None:
    stream = Counted(DATA)
    digests = RangeDigests(stream)
    for end in (900, 950, 1000):
        digests.of((0, end, end + 10, 10), "sha256")
    assert stream.count == 1000 + 3 * 10
