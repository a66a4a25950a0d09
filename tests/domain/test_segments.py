# SPDX-License-Identifier: EUPL-1.2
"""Recipes: any content from any other, small where little changed, never more than their bounds."""

import hashlib
import random
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eset_desktop.domain.segments import Content, Plan, RecipeUnsound, content_of, recipe
from eset_desktop.zstd import zstd

SHORT = st.binary(max_size=300)


def content(data: bytes) -> Content:
    return content_of(data, hashlib.sha256(data).hexdigest())


def made(text: bytes, *sources: bytes, limit: int = 1 << 30, piece: int = 7) -> bytes:
    held = {hashlib.sha256(each).hexdigest(): each for each in sources}

    def read(sha256: str, start: int, end: int) -> Iterator[bytes]:
        yield held[sha256][start:end]

    pieces = [text[at : at + piece] for at in range(0, len(text), piece)]
    return b"".join(Plan(pieces, limit).compose(read))


@given(parent=SHORT, new=SHORT)
def test_a_recipe_makes_the_new_of_the_old(parent: bytes, new: bytes) -> None:
    assert made(recipe(content(parent), content(new)), parent) == new


@given(head=SHORT, old=SHORT, new=SHORT, tail=SHORT, scale=st.sampled_from([1, 30]))
def test_what_is_the_same_at_both_ends_is_copied(
    head: bytes, old: bytes, new: bytes, tail: bytes, scale: int
) -> None:
    parent, child = head * scale + old + tail * scale, head * scale + new + tail * scale
    text = recipe(content(parent), content(child))
    assert made(text, parent) == child
    plan = Plan([text], 1 << 30)
    assert sum(each.literal for each in plan.segments) <= max(len(new), len(child) - len(parent), 0) + 128


@given(seed=st.integers(0, 99), edits=st.lists(st.integers(0, 199_999), max_size=6))
def test_changes_that_keep_the_length_cost_their_blocks(seed: int, edits: list[int]) -> None:
    old = random.Random(seed).randbytes(200_000)
    changed = bytearray(old)
    for at in edits:
        changed[at] ^= 255
    text = recipe(content(old), content(bytes(changed)))
    assert made(text, old, piece=4096) == bytes(changed)
    assert len(text) <= len(set(edits)) * (4_096 + 200) + 200


def test_an_appended_signature_of_a_large_file_costs_its_own_bytes() -> None:
    old = random.Random(1).randbytes(3_000_000)
    signature = random.Random(2).randbytes(20_000)
    text = recipe(content(old), content(old + signature))
    assert len(text) < len(zstd.compress(signature, 9)) + 200
    assert made(text, old, piece=5_000) == old + signature


def frame(data: bytes) -> bytes:
    return zstd.compress(data)


@pytest.mark.parametrize(
    ("header", "tail"),
    [
        (b"", b""),
        (b"{}", frame(b"")),
        (b"[1]", frame(b"")),
        (b'[{"literal":-1}]', frame(b"")),
        (b'[{"copy":["x",-1,3]}]', frame(b"")),
        (b'[{"copy":["x",0,-3]}]', frame(b"")),
        (b'[{"copy":["x",0,3],"literal":2}]', frame(b"ab")),
        (b'[{"literal":5}]', frame(b"abcd")),
        (b'[{"literal":3}]', frame(b"abcd")),
        (b'[{"literal":4}]', frame(b"abcd") + b"more"),
        (b'[{"literal":4}]', frame(b"abcd")[:-1]),
        (b'[{"literal":4}]', b"no frame"),
        (b'[{"literal":4}]', b""),
        (b'[{"literal":2000}]', frame(bytes(2000))),
        (b"[" + b",".join([b'{"literal":0}'] * 5_000) + b"]", frame(b"")),
        (b" " * 600_000, frame(b"")),
        (b"[" * 5_000, frame(b"")),
    ],
)
def test_what_is_no_sound_recipe_is_refused(header: bytes, tail: bytes) -> None:
    with pytest.raises(RecipeUnsound):
        made(len(header).to_bytes(4, "big") + header + tail, limit=1_000, piece=1 << 20)


@given(text=st.binary(max_size=200))
def test_anything_else_is_no_recipe(text: bytes) -> None:
    with pytest.raises(RecipeUnsound):
        made(b"\x00\x00\x00\x02{}" + text)


def test_a_source_that_is_too_short_is_found() -> None:
    text = b'[{"copy":["' + hashlib.sha256(b"abc").hexdigest().encode() + b'",1,3]}]'
    with pytest.raises(RecipeUnsound):
        made(len(text).to_bytes(4, "big") + text + frame(b""), b"abc")


def test_a_small_frame_that_becomes_large_is_never_held_whole() -> None:
    bomb = frame(bytes(200 << 20))
    header = b'[{"literal":%d}]' % (200 << 20)
    plan = Plan([len(header).to_bytes(4, "big") + header + bomb], 1 << 30)
    sizes = [len(piece) for piece in plan.compose(lambda *_: iter(()))]
    assert sum(sizes) == 200 << 20
    assert max(sizes) <= 1 << 20
