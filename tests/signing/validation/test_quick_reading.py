# SPDX-License-Identifier: EUPL-1.2
"""The quick ways to read strings and names give what pyHanko's own give, and leave the stream where they do."""

from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eset_desktop.signing.validation import quick_reading

quick_reading.install()
ORIGINAL = quick_reading.BY_DIGIT
QUICK = quick_reading.hex_strings(ORIGINAL)
LETTERS = quick_reading.BY_LETTER
NAMES = quick_reading.names(LETTERS)


def outcome(read: quick_reading.Read, data: bytes) -> tuple[Any, ...]:
    stream = BytesIO(data)
    try:
        value = read(stream)
    except Exception as error:  # noqa: BLE001 - whatever it raises is compared
        return type(error), str(error)
    return type(value), value, getattr(value, "original_bytes", None), stream.tell()


@given(
    st.lists(st.sampled_from([b"0", b"a", b"F", b"9", b" ", b"\n", b">", b"x", b"<"]), max_size=40),
    st.binary(max_size=9),
)
def test_it_reads_what_the_library_reads(tokens: list[bytes], rest: bytes) -> None:
    data = b"<" + b"".join(tokens) + rest
    assert outcome(QUICK, data) == outcome(ORIGINAL, data)


@given(st.integers(0, 9000), st.binary(max_size=9))
def test_long_ones_too(length: int, rest: bytes) -> None:
    data = b"<" + b"6f" * length + b">" + rest
    assert outcome(QUICK, data) == outcome(ORIGINAL, data)


@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [b"a", b"Z", b"0", b"#", b"#41", b"#4", b"/", b" ", b"\0", b"%", b"(", b"]", b"\x7f", b"\xc3"]
            ),
            st.binary(max_size=2),
        ),
        max_size=20,
    ),
    st.sampled_from([b"", b" ", b"/Next", b"x" * 70, b"x" * 63 + b" "]),
)
def test_names_are_read_as_the_library_reads_them(tokens: list[bytes], rest: bytes) -> None:
    data = b"/" + b"".join(tokens) + rest
    assert outcome(NAMES, data) == outcome(LETTERS, data)
    assert outcome(NAMES, data[1:]) == outcome(LETTERS, data[1:])


@pytest.mark.parametrize("byte", range(256))
def test_each_byte_in_and_after_a_name_is_read_alike(byte: int) -> None:
    for data in (b"/" + bytes([byte]) + b" ", b"/Ab" + bytes([byte]) + b"c ", b"/Ab" + bytes([byte])):
        assert outcome(NAMES, data) == outcome(LETTERS, data)
