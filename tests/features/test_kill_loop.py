# SPDX-License-Identifier: EUPL-1.2
"""Nothing acknowledged is lost when window, agent and service are killed over and over; and the loop would see a loss."""

import os
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest
from helpers import agreement
from helpers.clerk import Clerk
from helpers.kill_cluster import ClusterLoop
from helpers.kill_loop import KillLoop, new_loop
from helpers.ledger import Ledger
from helpers.running import Computer, TownHall

KILLS = int(os.environ.get("ESET_KILLS", "100"))
CLUSTER_KILLS = int(os.environ.get("ESET_CLUSTER_KILLS", "10"))
"""Fewer: each of them starts a service process or a database again."""
SAVES_A_KILL = 5


@pytest.mark.slow
def test_nothing_acknowledged_is_lost(hall: TownHall, tell: Callable[[str], None]) -> None:
    seed = drawn_seed()
    survives(new_loop(hall, seed), seed, KILLS, tell)


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_on_postgresql(clustered: TownHall, tell: Callable[[str], None]) -> None:
    """Two processes and one PostgreSQL, each of them killed too, a process also in the middle of a push or an upload."""
    seed = drawn_seed()
    survives(new_loop(clustered, seed, ClusterLoop), seed, CLUSTER_KILLS, tell)


def drawn_seed() -> int:
    """Return the seed that the environment names, or a new one."""
    return int(os.environ.get("ESET_KILL_SEED") or secrets.randbelow(1_000_000))


def survives(loop: KillLoop, seed: int, kills: int, tell: Callable[[str], None]) -> None:
    """Let a loop kill, and check that everything acknowledged is everywhere at the end."""
    people = (loop.clerk, loop.second)
    try:
        loop.run(kills=kills, saves=kills * SAVES_A_KILL)
    except BaseException:
        tell(f"seed {seed}: stopped after {loop.toll.kills} kills")
        raise
    documents = sum(len(each.ledger.documents) for each in people)
    tell(f"seed {seed}: {loop.toll.kills} kills, {loop.saves} acknowledged saves, {len(loop.toll.lost)} lost")
    for line in loop.toll.lines():
        tell(line)
    assert not loop.toll.lost, f"seed {seed}"
    agreement.quiet(loop.hall, people)
    tell(f"{documents} documents, {agreement.open_conflicts(people)} open conflicts at the end")
    assert not agreement.disagreements(loop.hall, people), f"seed {seed}"


def at_work(hall: TownHall, computer: Computer, saves: int) -> Clerk:
    """Return a clerk who saved so often without an agent."""
    files = hall.folder / "files"
    files.mkdir()
    made = Clerk(computer, Random(1), files, Ledger("clerk"))
    computer.window.start()
    made.begin()
    for _ in range(saves):
        made.save()
    return made


@pytest.mark.slow
def test_a_disk_that_forgets_is_seen(hall: TownHall, clerk: Computer) -> None:
    """The loop's own proof: a cache put back to what it was some acknowledged saves ago is told as lost."""
    person = at_work(hall, clerk, 6)
    loop = KillLoop(hall, person, person, Random(1))
    clerk.window.kill_window()
    kept = hall.folder / "kept"
    kept.mkdir()
    for each in clerk.folder.glob("cache.db*"):
        shutil.copy2(each, kept)
    clerk.window.start()
    person.begin()
    for _ in range(6):
        person.save()
    loop.look(person)
    assert not loop.toll.lost
    clerk.window.kill_window()
    _put_back(kept, clerk.folder)
    clerk.window.start()
    loop.look(person)
    assert loop.toll.lost


def _put_back(kept: Path, profile: Path) -> None:
    for each in profile.glob("cache.db*"):
        each.unlink()
    for each in kept.iterdir():
        shutil.copy2(each, profile)
