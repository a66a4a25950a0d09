# SPDX-License-Identifier: EUPL-1.2
"""The agent looks for another network and for sleep, and believes in no connection of before."""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from helpers.profiles import WAY

from eset_desktop.agent import ENDED, Agent
from eset_desktop.clock import ManualClock
from eset_desktop.paths import Paths
from eset_desktop.platform_network import ASLEEP, NetworkWatch
from eset_desktop.store import enrolment, profile
from eset_desktop.store.meta import Account
from eset_desktop.workplace import Workplace

NOBODY = "http://127.0.0.1:9"


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Workplace]:
    _, key = profile.create(tmp_path / "p", (WAY,), body_name="Ajuntament de Prova", colour="#aa3377")
    with Workplace.open_for_agent(Paths.below(tmp_path / "p"), key) as made:
        with made.database.write() as connection:
            account = Account(NOBODY, "token", "device", "A1B2", "person", "Ada", "body", "Ajuntament")
            enrolment.go_on(connection, account, ())
        yield made


def test_the_agent_hears_of_another_network(place: Workplace, tmp_path: Path) -> None:
    begun = threading.Event()
    told: list[Callable[[], None]] = []
    watches: list[NetworkWatch] = []

    def watch(on_change: Callable[[], None]) -> NetworkWatch:
        told.append(on_change)
        watches.append(NetworkWatch(on_change, news=lambda: None))
        begun.set()
        return watches[0]

    agent = Agent(place, tmp_path, watch)
    ended: list[int] = []
    life = threading.Thread(target=lambda: ended.append(agent.run(until_idle=False)))
    life.start()
    assert begun.wait(10)
    told[0]()
    agent.leave()
    life.join(30)
    assert ended == [ENDED]
    assert agent._bell.networks == 1
    assert not watches[0]._thread.is_alive()


def test_the_agent_notices_that_the_computer_slept(place: Workplace, tmp_path: Path) -> None:
    clock = ManualClock(datetime(2026, 11, 21, 9, 30, tzinfo=UTC))
    agent = Agent(place, tmp_path, clock=clock)
    for passed in (1, ASLEEP + 1):
        clock.current += timedelta(seconds=passed)
        for chore in agent._chores():
            chore()
    agent._server.close()
    assert agent._bell.networks == 1
