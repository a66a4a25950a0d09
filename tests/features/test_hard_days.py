# SPDX-License-Identifier: EUPL-1.2
"""Days on which much goes wrong in the running programs: full disks behind the window, jumping clocks, access withdrawn in mid-queue.

People save on; whatever was acknowledged is everywhere afterwards, once.
"""

import shutil
import signal
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from random import Random

import pytest
from helpers import agreement
from helpers.clerk import Clerk
from helpers.ledger import Ledger
from helpers.running import PASSPHRASE, PATIENCE, Computer, TownHall, until
from helpers.small_disk import fill
from helpers.told import command, says

from central.folder import DataFolder
from eset_desktop.demo import town
from eset_desktop.demo.errors import DemoFailed
from eset_desktop.demo.processes import Service
from eset_desktop.domain.rights import ADMINISTRACIO, SECRETARIA

SAVES = 3
STEADY_SECONDS = 3.0
"""How long an agent is watched that must not end."""


def person_at(hall: TownHall, computer: Computer) -> Clerk:
    """Return somebody at a computer."""
    files = hall.folder / f"files of {computer.folder.name}"
    files.mkdir()
    return Clerk(computer, Random(1), files, Ledger(computer.folder.name))


def working(hall: TownHall, computer: Computer) -> Clerk:
    """Return somebody who saved, with an agent beside the window that sent it."""
    person = person_at(hall, computer)
    computer.window.start()
    person.begin()
    computer.agent.start()
    computer.window.ask("wait", until="all_sent", timeout=PATIENCE)
    return person


def save_some(person: Clerk) -> None:
    """Save a few times and add a document."""
    for _ in range(SAVES):
        person.save()
    person.add_document()
    person.computer.agent.hint()


def agrees(hall: TownHall, *people: Clerk) -> None:
    """Check that all that was acknowledged is everywhere."""
    agreement.quiet(hall, people)
    assert agreement.disagreements(hall, people) == []


@pytest.mark.slow
def test_the_services_disk_is_full(hall: TownHall, clerk: Computer, small_disk: Path) -> None:
    hall.expected_logs.append(
        r'"event": "(request\.failed|job\.failed|jobs\.\w+)"|^\s|^Traceback|^\w+(\.\w+)*Error'
    )
    hall.service.stop()
    shutil.copytree(hall.service.data, small_disk / "central")
    hall.service = Service(small_disk / "central", hall.service.port, starter=hall.starter)
    hall.service.start()
    person = working(hall, clerk)
    fill(small_disk)
    save_some(person)
    clerk.window.ask("wait", until="problem", code="sync.service_failed", timeout=PATIENCE)
    clerk.window.ask("go.outbox")
    says(clerk.window, "sync.service_failed")
    (small_disk / "filler").unlink()
    clerk.agent.hint()
    clerk.window.ask("wait", until="all_sent", timeout=PATIENCE)
    agrees(hall, person)


@pytest.mark.slow
def test_the_disk_is_full_where_the_agent_fetches(hall: TownHall, clerk: Computer, small_disk: Path) -> None:
    other = hall.join("full", SECRETARIA, "--no-agent", within=small_disk)
    other.synced()
    reader = working(hall, other)
    fill(small_disk)
    person = working(hall, clerk)
    save_some(person)
    clerk.window.ask("wait", until="all_sent", timeout=PATIENCE)
    assert other.agent.ended(STEADY_SECONDS) is None, "the agent ended because the disk is full"
    with pytest.raises(DemoFailed, match=r"store\.disk_full"):
        reader.save()
    (small_disk / "filler").unlink()
    save_some(reader)
    other.window.ask("wait", until="all_sent", timeout=PATIENCE)
    agrees(hall, person, reader)


def _is_off(computer: Computer, days: int) -> bool:
    """Tell whether the window knows by how much the clock is wrong."""
    seconds: float = computer.window.ask("state")["status"]["clock_offset_seconds"]
    return abs(round(seconds / 86_400)) == abs(days)


@pytest.mark.slow
def test_clocks_that_jump(hall: TownHall, clerk: Computer, jumping_clock: Path) -> None:
    """Three years ahead, back behind the last contact, and right again, while everything runs."""
    person = working(hall, clerk)
    for days in (1200, -1200, 0):
        jumping_clock.write_text(f"{days}", "utf-8")
        person.do(person._new_dossier())
        save_some(person)
        clerk.window.ask("wait", until="all_sent", timeout=PATIENCE)
        clerk.agent.kill()
        clerk.agent.start()  # it compares the clocks when it begins
        assert until(partial(_is_off, clerk, days))
    agrees(hall, person)
    with clerk.cache() as connection:
        numbers = connection.execute(
            "SELECT fields ->> '$.number' FROM object WHERE kind = 'dossier'"
        ).fetchall()
    assert {str(each).partition("/")[0] for (each,) in numbers} == {str(datetime.now(UTC).year)}


@pytest.mark.slow
@pytest.mark.parametrize("point", ["sync.marked", "sync.answer", "sync.uploaded"])
def test_access_is_withdrawn_in_mid_queue(hall: TownHall, clerk: Computer, point: str) -> None:
    """The agent died with its queue half sent; it finds itself shut out, and with a new code all of it goes, once."""
    person = person_at(hall, clerk)
    window = clerk.window
    window.start()
    person.begin()
    save_some(person)
    clerk.agent.start(crash_at=point)
    assert clerk.agent.ended() == -signal.SIGKILL
    clerk.agent.kill()
    with clerk.cache() as connection:
        (device,) = connection.execute("SELECT value FROM meta WHERE key = 'account.device'").fetchone()
    hall.service.administer("revoke-device", "--device", device)
    clerk.agent.start()
    window.ask("wait", until="page", page="locked", timeout=PATIENCE)
    says(window, "sync.device_revoked")
    assert clerk.agent.ended() == 0
    window.quit()
    code = town.enrolment_code(DataFolder(hall.service.data), hall.body.person(ADMINISTRACIO).id)
    done = command(clerk, "join", hall.service.url, "--passphrase", given=f"{code}\n{PASSPHRASE}\n")
    assert done.returncode == 0, done.stderr
    window.start()
    person.open(person.dossiers[-1])
    save_some(person)
    agrees(hall, person)
