# SPDX-License-Identifier: EUPL-1.2
"""The agent that a window starts: it is started again when it dies, and goes on when the window closes."""

import pytest
from helpers.running import PATIENCE, Computer, TownHall, until

from eset_desktop.demo.evidence import BUILDING_LICENCE
from eset_desktop.demo.processes import Window, agent_pid, kill_agent


@pytest.fixture
def window(clerk: Computer) -> Window:
    """A window with an agent of its own that reached the service."""
    clerk.window.arguments = ("--lang", "ca")
    clerk.window.start()
    clerk.window.ask("wait", until="line_up", timeout=PATIENCE)
    assert until(lambda: agent_pid(clerk.folder))
    return clerk.window


@pytest.mark.slow
def test_a_save_after_the_agents_death_is_sent_by_another(clerk: Computer, window: Window) -> None:
    lives = set()
    for serial in range(6):
        window.ask("dossier.new", procedure=BUILDING_LICENCE, title=f"Expedient {serial}")
        window.ask("wait", until="all_sent", timeout=PATIENCE)
        lives.add(agent_pid(clerk.folder))
        if serial % 2:  # it heard of this save: it is no agent that ends at once
            assert kill_agent(clerk.folder)
    assert len(lives) == 3


@pytest.mark.slow
def test_the_agent_sends_what_a_closed_window_left(hall: TownHall, clerk: Computer, window: Window) -> None:
    hall.service.stop()
    window.ask("dossier.new", procedure=BUILDING_LICENCE, title="Expedient")
    window.quit()
    assert agent_pid(clerk.folder)
    hall.service.start()
    assert until(lambda: _is_sent(clerk))


def _is_sent(clerk: Computer) -> bool:
    with clerk.cache() as connection:
        numbers = connection.execute(
            "SELECT fields ->> '$.number' FROM object WHERE kind = 'dossier'"
        ).fetchall()
    return [bool(row[0]) for row in numbers] == [True]
