# SPDX-License-Identifier: EUPL-1.2
"""Bounds of the back-off and of the adaptive sizes."""

from hypothesis import given
from hypothesis import strategies as st

from sync import backoff
from sync.backoff import Backoffs
from sync.pace import KIB, MIB, Pace

chances = st.floats(0, 1, exclude_max=True)


@given(st.integers(1, 10_000), chances)
def test_a_delay_lies_between_its_bounds(attempts: int, chance: float) -> None:
    seconds = backoff.delay(attempts, chance)
    assert backoff.SHORTEST <= seconds <= min(backoff.LONGEST, max(1.0, 2.0 ** min(attempts - 1, 12)))


@given(st.integers(1, 50), chances, st.floats(0, 1e9))
def test_what_the_service_asks_is_honoured_up_to_an_hour(attempts: int, chance: float, asked: float) -> None:
    seconds = backoff.delay(attempts, chance, asked=asked)
    assert min(asked, backoff.LONGEST_ASKED) <= seconds <= max(backoff.LONGEST, backoff.LONGEST_ASKED)


@given(st.lists(st.tuples(st.sampled_from("ab"), chances, st.floats(0, 400)), max_size=30))
def test_targets_are_put_off_apart_and_a_success_forgets(tries: list[tuple[str, float, float]]) -> None:
    chance = [0.0]
    offs = Backoffs(lambda: chance[0])
    now = 0.0
    for target, each, passed in tries:
        chance[0] = each
        now += passed
        offs.fail(target, now)
        assert not offs.ready(target, now)
        assert offs.ready(target, now + backoff.LONGEST)
    offs.succeed("a")
    assert offs.ready("a", 0.0)
    assert offs.wait("a", 0.0) == 0.0


def test_a_hint_resets_but_never_hammers() -> None:
    offs = Backoffs(lambda: 0.99)
    for now in (0.0, 1.0, 4.0, 10.0, 20.0):
        offs.fail("line", now)
    assert not offs.ready("line", 22.0)
    offs.hint(20.3)
    assert not offs.ready("line", 20.9)
    assert offs.ready("line", 21.0)
    offs.fail("line", 21.0)
    assert offs.wait("line", 21.0) < 1.0


@given(st.lists(st.tuples(st.integers(0, 1 << 24), st.floats(0, 1e4)) | st.none(), max_size=40))
def test_a_pace_keeps_to_its_limits(messages: list[tuple[int, float] | None]) -> None:
    pace = Pace(size=256 * KIB, floor=64 * KIB, ceiling=8 * MIB, aim=4.0)
    for each in messages:
        if each is None:
            pace.failed()
        else:
            pace.took(*each)
        assert 64 * KIB <= pace.size <= 8 * MIB


def test_a_pace_finds_the_size_that_a_slow_line_takes_in_its_time() -> None:
    pace = Pace(size=8 * MIB, floor=64 * KIB, ceiling=8 * MIB, aim=4.0)
    for _ in range(20):
        pace.took(pace.size, pace.size / 32_000)
    assert 100 * KIB <= pace.size <= 140 * KIB


def test_a_small_message_says_nothing_about_a_fast_line() -> None:
    pace = Pace(size=256 * KIB, floor=64 * KIB, ceiling=8 * MIB, aim=4.0)
    pace.took(200, 0.01)
    assert pace.size == 256 * KIB


def test_the_services_limit_goes_before_our_floor() -> None:
    pace = Pace(size=64 * KIB, floor=16 * KIB, ceiling=MIB, aim=2.0)
    pace.limit(1000)
    pace.took(1000, 0.001)
    assert pace.size == 1000
