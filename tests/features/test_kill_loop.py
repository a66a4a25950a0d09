# SPDX-License-Identifier: EUPL-1.2
"""Nothing acknowledged is lost when window, agent, service and database are killed over and over; and the loop would see a loss."""

import os
import secrets
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

import pytest
from helpers.clerk import Clerk
from helpers.forked import forked_starts
from helpers.kill_loop import KillLoop, start_armed
from helpers.kill_towns import POSTGRESQL, S3, SQLITE, Chapter, Plan, side_by_side, stores
from helpers.ledger import Ledger
from helpers.run_folder import outside
from helpers.running import Computer, TownHall
from helpers.toll import histogram

from eset_desktop.crashpoints import ENVIRONMENT

KILLS = int(os.environ.get("ESET_KILLS", "200"))
SHARES = {SQLITE: 0.5, POSTGRESQL: 0.3, S3: 0.2}
"""Of the kills, by what the service stands on; on PostgreSQL each takes longer."""


@pytest.fixture
def on_disk() -> Iterator[Path]:
    """A folder on a real disk: in memory, where other tests lie, nothing is proved about what a kill leaves there."""
    with tempfile.TemporaryDirectory(prefix="eset-kills-", dir=outside()) as folder:
        yield Path(folder)


@pytest.mark.slow
def test_nothing_acknowledged_is_lost(on_disk: Path, tell: Callable[[str], None]) -> None:
    """Two town halls at a time; on PostgreSQL two service processes, each of them killed too, in the middle of a request also."""
    seed = int(os.environ.get("ESET_KILL_SEED") or secrets.randbelow(1_000_000))
    plans = [
        Plan(seed + number, store, round(KILLS * SHARES[store]) if len(stores()) > 1 else KILLS)
        for number, store in enumerate(stores())
    ]
    waiting, chapters = iter(plans), list[Chapter]()
    with forked_starts() as starts:
        side_by_side(on_disk, starts, towns=2, plan=lambda: next(waiting, None), finished=chapters.append)
    for each in chapters:
        tell(
            f"seed {each.seed}, {each.store}: {each.kills} kills, {each.saves} acknowledged saves, {len(each.lost)} lost"
        )
    for line in histogram(sum((Counter(each.victims) for each in chapters), Counter[str]())):
        tell(line)
    tell(f"{starts.forked} starts were forked, {starts.full} in full")
    assert [(each.seed, each.told) for each in chapters if each.told] == []
    assert sum(each.kills for each in chapters) >= KILLS


@pytest.mark.slow
def test_who_dies_while_starting_is_begun_again(hall: TownHall) -> None:
    """A service's first commit belongs to its start: a life that ends there is followed by one that listens, armed no more after."""
    hall.service.kill()
    start_armed(hall.service, "central.committed", 1)
    hall.service.kill()
    hall.service.start()
    assert ENVIRONMENT not in hall.service.extra_environment
    assert hall.service.running


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
