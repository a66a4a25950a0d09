# SPDX-License-Identifier: EUPL-1.2
"""Short runs of what the fuzzer does for hours: no accident and no false "valid", whatever a byte becomes."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from fuzz.oracle import Oracle
from helpers import tampered
from helpers.signed_pdfs import Maker
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rigs.pki.pki import MOMENT

from eset_desktop.signing.validation.report import Verdict

SHORT = settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)


@pytest.fixture(scope="module")
def oracle(maker: Maker, archived: bytes, by_stamps: bytes, long_term: bytes) -> Oracle:
    return Oracle([archived, by_stamps, long_term], maker.anchors, MOMENT + timedelta(hours=1))


@pytest.fixture(scope="module")
def seeds(archived: bytes, by_stamps: bytes, long_term: bytes) -> list[bytes]:
    return [archived, by_stamps, long_term]


def test_the_seeds_pass(oracle: Oracle, seeds: list[bytes]) -> None:
    assert all(oracle.judge(seed).verdict is Verdict.PASSED for seed in seeds)


@SHORT
@given(data=st.data())
def test_no_changed_byte_is_taken_for_signed(oracle: Oracle, seeds: list[bytes], data: st.DataObject) -> None:
    seed = bytearray(data.draw(st.sampled_from(seeds)))
    for _ in range(data.draw(st.integers(1, 3))):
        seed[data.draw(st.integers(0, len(seed) - 1))] = data.draw(st.integers(0, 255))
    oracle.judge(bytes(seed))


@SHORT
@given(data=st.data())
def test_no_changed_byte_inside_a_signature_is_an_accident(
    oracle: Oracle, seeds: list[bytes], data: st.DataObject
) -> None:
    """Behind the hexadecimal: DER that promises what it does not hold."""
    seed = data.draw(st.sampled_from(seeds))
    number = data.draw(st.integers(0, len(tampered.GAP.findall(seed)) - 1))
    value = bytearray(tampered.contents(seed, number))
    for _ in range(data.draw(st.integers(1, 3))):
        value[data.draw(st.integers(0, len(value) - 1))] = data.draw(st.integers(0, 255))
    oracle.judge(tampered.with_contents(seed, bytes(value), number))


@SHORT
@given(data=st.data())
def test_no_piece_cut_out_or_put_in_is_an_accident(
    oracle: Oracle, seeds: list[bytes], data: st.DataObject
) -> None:
    seed = data.draw(st.sampled_from(seeds))
    start = data.draw(st.integers(0, len(seed)))
    end = data.draw(st.integers(start, min(len(seed), start + 500)))
    oracle.judge(seed[:start] + data.draw(st.binary(max_size=40)) + seed[end:])


def odd_structures(value: bytes) -> Iterator[bytes]:
    """What the fuzzer found: lengths that promise more than there is, and other tags, deep inside certificates too."""
    places = [place for place in range(len(value) - 1) if value[place] in {0x30, 0x31, 0xA0, 0xA3}]
    for place in places[:: max(1, len(places) // 60)]:
        yield value[: place + 1] + b"\x85\x01\x02\x03\x04\x05" + value[place + 2 :]
        yield value[:place] + bytes([value[place] ^ 0x21]) + value[place + 1 :]


def test_no_odd_structure_inside_a_signature_is_an_accident(oracle: Oracle, archived: bytes) -> None:
    for changed in odd_structures(tampered.contents(archived)):
        oracle.judge(tampered.with_contents(archived, changed))
