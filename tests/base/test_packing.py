# SPDX-License-Identifier: EUPL-1.2
"""Small messages with a dictionary: what goes in comes out, and nothing else does."""

import contextlib
import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

import resources
from eset_desktop import packing
from eset_desktop.packing import NotPackedError, pack, unpack
from eset_desktop.zstd import zstd

DICTIONARY = "4ee87eeb1c1ff74794264ba1b090fd8976e2bef6ccf7aabe24abdfac02887e8c"


def test_the_dictionary_never_changes() -> None:
    """Both sides of the wire have its very bytes; a better one gets another number."""
    shipped = resources.data("wire/dictionary-1.zdict")
    assert hashlib.sha256(shipped).hexdigest() == DICTIONARY
    assert zstd.ZstdDict(shipped).dict_id == 1
    assert zstd.get_frame_info(pack(b"{}")).dictionary_id == 1


@given(st.binary(max_size=4000), st.binary(max_size=12_000))
def test_what_goes_in_comes_out(data: bytes, question: bytes) -> None:
    assert unpack(pack(data)) == data
    assert unpack(pack(data, after=question), after=question) == data


@given(st.binary(max_size=200))
def test_a_stranger_s_bytes_are_refused(data: bytes) -> None:
    with pytest.raises(NotPackedError):
        unpack(data)


@pytest.mark.parametrize("size", [0, 1, 20, 40])
def test_a_frame_that_is_cut_or_followed_by_something_is_refused(size: int) -> None:
    packed = pack(b'{"results":[]}' * 9 + bytes(range(64)))
    with pytest.raises(NotPackedError):
        unpack(packed[:size])
    with pytest.raises(NotPackedError):
        unpack(packed + b"x")


@given(st.integers(0, 10_000), st.integers(0, 7))
def test_a_flipped_bit_is_never_another_message(place: int, bit: int) -> None:
    message = b'{"results":[{"id":"01a1f7f8-3000-7ac4-89c2-8206e7e3aa6b","status":"applied","seq":269}]}'
    packed = bytearray(pack(message))
    packed[place % len(packed)] ^= 1 << bit
    with contextlib.suppress(NotPackedError):
        assert unpack(bytes(packed)) == message


def test_a_few_bytes_never_become_many() -> None:
    bomb = pack(bytes(packing.LARGEST + 1))
    with pytest.raises(NotPackedError):
        unpack(bomb)
    assert len(unpack(bomb, limit=packing.LARGEST + 1)) == packing.LARGEST + 1
