# SPDX-License-Identifier: EUPL-1.2
"""The shaped line does what was asked: as arithmetic everywhere, with real packets where root may make namespaces."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rigs.line import probe
from rigs.line.line import SERVER_ADDRESS, ShapedLine
from rigs.line.link import OPEN, Direction, Link
from rigs.line.spaces import CUBIC, why_not

PROBE = str(Path(probe.__file__ or ""))
needs_line = pytest.mark.skipif(bool(why_not()), reason=why_not())

packets = st.lists(st.tuples(st.floats(0, 1), st.integers(40, 1500)), min_size=1, max_size=60)


@given(packets, st.floats(1_000, 1_000_000), st.floats(0, 1))
def test_packets_arrive_in_order_and_never_faster_than_the_line(
    sent: list[tuple[float, int]], rate: float, delay: float
) -> None:
    direction = Direction(Link(rate, delay, queue=1 << 30), Random(1))
    now, last, carried = 0.0, 0.0, 0
    for pause, size in sent:
        now += pause
        arrives = direction.offer(size, now)
        assert arrives is not None
        carried += size
        assert arrives >= last
        assert arrives >= now + delay
        last = arrives
    assert last + 1e-9 >= sent[0][0] + carried * 8 / rate + delay
    assert direction.sent.bytes == carried


def test_what_does_not_fit_into_the_queue_is_dropped() -> None:
    direction = Direction(Link(8_000, queue=3_000), Random(1))
    arrivals = [direction.offer(1_000, 0.0) for _ in range(5)]
    assert arrivals == [1.0, 2.0, 3.0, None, None]
    assert direction.sent.tail == 2
    assert direction.offer(1_000, 1.5) is not None


def test_the_same_seed_loses_the_same_packets() -> None:
    lost = [
        [direction.offer(100, 0.0) is None for _ in range(500)]
        for direction in (Direction(Link(loss=0.05), Random(seed)) for seed in (1, 1, 2))
    ]
    assert lost[0] == lost[1] != lost[2]
    assert 5 < sum(lost[0]) < 60


@contextmanager
def answering(line: ShapedLine) -> Iterator["subprocess.Popen[bytes]"]:
    """Let the other end answer; what it says at last is still to be read."""
    process = line.server.start([sys.executable, PROBE, "answer", SERVER_ADDRESS], stdout=subprocess.PIPE)
    with process:
        assert process.stdout is not None
        assert process.stdout.readline() == probe.READY
        try:
            yield process
        finally:
            process.kill()


@pytest.mark.slow
@needs_line
def test_rate_delay_and_loss_are_what_was_asked() -> None:
    link, size = Link(rate=800_000, delay=0.05), 100_000
    with ShapedLine(link) as line, answering(line) as other:
        asked = [sys.executable, PROBE, "ask", SERVER_ADDRESS, str(size)]
        with line.client.start(asked, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as asking:
            assert asking.stdin is not None
            assert asking.stdout is not None
            found = json.loads(asking.stdout.readline())
            line.reshape(Link(loss=0.5))
            asking.stdin.write(b"\n")
            asking.stdin.flush()
        assert other.stdout is not None
        told = json.loads(other.stdout.read())
        counters = line.counters()
    assert found["taken"]
    assert found["connect"] >= 2 * link.delay
    assert found["receipt"] >= 2 * link.delay + size * 8 / link.rate
    assert counters.up.bytes > size
    assert counters.up.dropped + told["datagrams"] >= probe.DATAGRAMS
    assert 0 < told["datagrams"] < probe.DATAGRAMS
    assert told["ended"] == "closed"


@pytest.mark.slow
@needs_line
def test_a_reset_ends_connections_on_both_sides_and_lets_new_ones_through() -> None:
    with ShapedLine(OPEN) as line, line.resets(3600) as resets:
        for _ in range(2):
            with answering(line) as other:
                hold = [sys.executable, PROBE, "hold", SERVER_ADDRESS]
                with line.client.start(hold, stdout=subprocess.PIPE) as holding:
                    assert holding.stdout is not None
                    assert holding.stdout.readline() == probe.READY
                    assert line.client.congestion() == {CUBIC: 1}
                    resets.reset()
                    assert holding.stdout.read() == b"reset"
                assert other.stdout is not None
                assert json.loads(other.stdout.read()) == {"ended": "reset", "datagrams": 1}
