# SPDX-License-Identifier: EUPL-1.2
"""The last minutes of a line: what is remembered, how fast it is, how long the rest takes."""

from hypothesis import given
from hypothesis import strategies as st

from eset_desktop.domain.traffic import (
    KEPT,
    STEP,
    Sample,
    noted,
    received_series,
    seconds_for,
    sent_series,
    speed,
)

NOW = 1_800_000_000


def busy(seconds: int, up: int, down: int = 0, begin: int = NOW) -> tuple[Sample, ...]:
    """Return the samples of a line that carried so much each second."""
    samples: tuple[Sample, ...] = ()
    for second in range(seconds):
        samples = noted(samples, begin + second, up, down)
    return samples


def test_a_busy_minute_is_twelve_samples() -> None:
    samples = busy(60, 1_000, 10)
    assert len(samples) == 12
    assert samples[0] == Sample(NOW, 5_000, 50)


def test_nothing_is_remembered_of_idle_seconds_and_of_what_is_too_old() -> None:
    samples = busy(10, 1_000)
    assert noted(samples, NOW + 60, 0, 0) == samples
    assert noted(samples, NOW + 3_600, 7, 0) == (Sample(NOW + 3_600, 7, 0),)


def test_a_clock_that_is_set_back_leaves_nothing_in_the_future() -> None:
    assert noted(busy(10, 1_000), NOW - 3_600, 5, 5) == (Sample(NOW - 3_600, 5, 5),)


def test_the_speed_is_that_of_the_busy_time() -> None:
    samples = (*busy(60, 32_000), *busy(20, 32_000, begin=NOW + 300))
    assert speed(sent_series(samples)) == 32_000
    assert speed(received_series(samples)) is None


def test_messages_that_are_counted_at_once_and_take_long_are_one_run() -> None:
    samples: tuple[Sample, ...] = ()
    for second in range(0, 60, 10):
        samples = noted(samples, NOW + second, 320_000, 0)
    assert 30_000 <= (speed(sent_series(samples)) or 0) <= 36_000


def test_small_saves_and_questions_say_nothing_of_the_line() -> None:
    samples: tuple[Sample, ...] = ()
    for second in range(0, 300, 50):
        samples = noted(samples, NOW + second, 700, 700)
    assert speed(sent_series(samples)) is None
    assert speed(sent_series(noted((), NOW, 500_000, 0))) is None


def test_what_waits_takes_as_long_as_the_slower_direction() -> None:
    samples = busy(60, 32_000, 16_000)
    assert seconds_for(320_000, 0, samples) == 10
    assert seconds_for(320_000, 320_000, samples) == 20
    assert seconds_for(0, 0, samples) is None
    assert seconds_for(1, 0, ()) is None


@given(st.lists(st.tuples(st.integers(0, 2_000), st.integers(0, 10**7), st.integers(0, 10**7)), max_size=60))
def test_samples_stay_few_in_order_and_recent(moves: list[tuple[int, int, int]]) -> None:
    samples: tuple[Sample, ...] = ()
    for after, up, down in moves:
        samples = noted(samples, NOW + after, up, down)
        begins = [each.at for each in samples]
        assert begins == sorted(set(begins))
        assert len(begins) <= KEPT // STEP
        assert all(NOW + after - KEPT - STEP < at <= NOW + after for at in begins)
