# SPDX-License-Identifier: EUPL-1.2
"""Somebody new in the middle of a history: a computer that begins by a snapshot, or by what a colleague puts on a stick."""

import random
from collections import deque
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from helpers.simulation import plans
from helpers.simulation.client import Computer
from helpers.simulation.steps import Broken
from helpers.simulation.town import NAMES, images

from eset_desktop.errors import EsetError
from eset_desktop.operations import stick, stick_export, stick_import
from eset_desktop.operations.session import Session

if TYPE_CHECKING:
    from helpers.simulation.world import World

_SOON: Final = 12
"""Crash points at most before a newcomer's first death."""
_LIMITS: Final = stick_export.Limits(package=1200, rows=900, margin=0)
"""Small, so that a small town takes several packages."""
_TRIES: Final = 4
_HELD: Final = "SELECT id, hash FROM object WHERE stream = ? AND hash IS NOT NULL ORDER BY id"


def arrive(world: "World", _: Computer, chance: random.Random) -> None:
    """Let a new computer begin, with whatever snapshots there are now."""
    make_snapshots(world)
    computer = _new(world, chance)
    if computer is not None:
        world.start(computer)


def arrive_with_stick(world: "World", _: Computer, chance: random.Random) -> None:
    """Let a new computer begin by a stick that the first computer writes, before it has a line."""
    computer = _new(world, chance)
    if computer is not None:
        world.line.offline_until[computer.name] = world.clock.seconds + chance.uniform(30, 90)
        world.start(computer)
        _carry(world, computer, chance, _TRIES)


def make_snapshots(world: "World") -> None:
    """Let the service make the snapshot of each stream that it would make of one with more objects."""
    jobs = world.central.service.jobs
    with world.central.service.database.write() as connection:
        for stream in sorted(world.central.heads()):
            jobs.enqueue(connection, "snapshot", stream, {})
    jobs.run_due()
    world.say("central", "snapshots")


def _new(world: "World", chance: random.Random) -> Computer | None:
    number = sum(each.let_go is None for each in world.computers)
    if number == len(NAMES):
        return None
    computer = world.computer(number, images().computers[number], chance)
    world.computers.append(computer)
    world.dying[computer.name] = deque(
        (chance.choice((plans.KILL, plans.POWER_CUT)), 1 + chance.randrange(_SOON)) for _ in range(2)
    )
    return computer


def _carry(world: "World", computer: Computer, chance: random.Random, tries: int) -> None:
    """Write the stick and take it in, each perhaps only to some point; then once more."""
    giver, folder = world.computers[0], world.root / "stick"
    folder.mkdir(exist_ok=True)
    if not tries:
        return
    both = giver.life is not None and computer.life is not None
    written = both and _write(world, giver, computer, folder, chance) and computer.life is not None
    if not written or not _take(world, giver, computer, folder, chance):
        world.later(chance.uniform(5, 20), lambda: _carry(world, computer, chance, tries - 1))


def _write(world: "World", giver: Computer, computer: Computer, folder: Path, chance: random.Random) -> bool:
    codes: list[str] = []

    def ask(session: Session) -> None:
        codes.append(stick.request(session, folder, chance.randbytes).code)

    if not _done(world, computer, "asks for a stick", ask):
        return False
    return _done(
        world, giver, "writes a stick",
        lambda session: _some(
            stick_export.export(session, folder, codes[0], limits=_LIMITS, random=chance.randbytes), chance
        ),
    )  # fmt: skip


def _take(world: "World", giver: Computer, computer: Computer, folder: Path, chance: random.Random) -> bool:
    whole: list[bool] = []

    def take_in(session: Session) -> None:
        whole.append(_some(stick_import.take_in(session, folder), chance))

    if not _done(world, computer, "takes a stick in", take_in) or not whole[0]:
        return False
    _check(world, giver, computer)
    return True


def _check(world: "World", giver: Computer, computer: Computer) -> None:
    """What a stick brought is what its writer held, at the position where it held it."""
    theirs = {each.stream: each for each in giver.alive.replica.cursors()}
    brought = 0
    for mine in computer.alive.replica.cursors():
        if mine.epoch and mine == theirs.get(mine.stream):
            brought += 1
            if computer.rows(_HELD, mine.stream) != giver.rows(_HELD, mine.stream):
                raise Broken(
                    f"{computer.name}: a stick brought {mine.stream} otherwise than {giver.name} has it"
                )
    world.say(computer.name, f"has {brought} streams from a stick")


def _done(world: "World", computer: Computer, name: str, deed: Callable[[Session], object]) -> bool:
    """Let somebody do something with the stick; False when it was refused or the computer died of it."""
    refused: list[EsetError] = []

    def mild(session: Session) -> None:
        try:
            deed(session)
        except EsetError as error:
            refused.append(error)

    lives = computer.lives
    world.act(computer, name, mild)
    if refused:
        world.say(computer.name, refused[0].code)
    return not refused and computer.life is not None and computer.lives == lives


def _some(steps: Iterable[object], chance: random.Random) -> bool:
    """Take the steps, perhaps not all of them; tell whether it was all."""
    last = chance.choice((2, 1_000_000, 1_000_000))
    return all(number < last for number, _ in enumerate(steps))
