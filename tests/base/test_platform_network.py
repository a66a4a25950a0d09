# SPDX-License-Identifier: EUPL-1.2
"""Another network and a long sleep are noticed; a chatty router is not taken for one."""

import socket
import threading
from datetime import UTC, datetime, timedelta

from eset_desktop.platform_network import ASLEEP, NetworkWatch, SleepWatch, own_addresses, system_news


class _Clock:
    def __init__(self) -> None:
        self.steady = 100.0
        self.wall = datetime(2026, 11, 21, tzinfo=UTC)

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.steady


def test_only_another_address_is_another_network() -> None:
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    places = [("10.0.0.2", "")]
    looked, changed = threading.Semaphore(0), threading.Semaphore(0)

    def addresses() -> tuple[str, ...]:
        looked.release()
        return places[-1]

    watch = NetworkWatch(changed.release, addresses=addresses, news=lambda: here, settles=0.01)
    assert looked.acquire(timeout=5)
    there.send(b"a router announces itself")
    assert looked.acquire(timeout=5)
    assert not changed.acquire(blocking=False)
    places.append(("10.0.0.7", ""))
    there.send(b"an address came")
    assert changed.acquire(timeout=5)
    watch.close()
    there.close()


def test_an_adapter_that_is_never_quiet_is_looked_at_all_the_same() -> None:
    here, there = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    places = [("10.0.0.2", "")]
    changed, looks = threading.Semaphore(0), threading.Semaphore(0)

    def addresses() -> tuple[str, ...]:
        looks.release()
        return places[-1]

    watch = NetworkWatch(changed.release, addresses=addresses, news=lambda: here, settles=3600, longest=0.05)
    assert looks.acquire(timeout=5)
    places.append(("10.0.0.7", ""))
    there.send(b"up")
    there.send(b"down")
    assert changed.acquire(timeout=5)
    watch.close()
    there.close()


def test_the_system_tells_or_it_is_looked_now_and_then() -> None:
    news = system_news()
    if news is not None:
        news.close()
    watch = NetworkWatch(lambda: None, news=lambda: None)
    watch.look()
    watch.close()
    assert len(own_addresses()) == 2


def test_a_jump_of_either_clock_is_a_sleep() -> None:
    clock = _Clock()
    watch = SleepWatch(clock)
    clock.steady += 1
    clock.wall += timedelta(seconds=1)
    assert not watch.slept()
    clock.wall += timedelta(seconds=ASLEEP + 1)
    assert watch.slept()
    clock.steady += ASLEEP + 1
    assert watch.slept()
    assert not watch.slept()
