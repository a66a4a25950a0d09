# SPDX-License-Identifier: EUPL-1.2
"""The quick way to read hexadecimal strings gives what pyHanko's own gives, and leaves the stream where it does."""

from io import BytesIO
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from pyhanko.pdf_utils import generic

from eset_desktop.signing.validation import hex_strings

hex_strings.install()
ORIGINAL = generic._read_digit_by_digit  # type: ignore[attr-defined]  # kept by install()
QUICK = hex_strings.quick(ORIGINAL)


def outcome(read: hex_strings.Read, data: bytes) -> tuple[Any, ...]:
    stream = BytesIO(data)
    try:
        value = read(stream)
    except Exception as error:  # noqa: BLE001 - whatever it raises is compared
        return type(error), str(error)
    return type(value), value, value.original_bytes, stream.tell()


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
