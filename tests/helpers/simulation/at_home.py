# SPDX-License-Identifier: EUPL-1.2
"""A computer that is only for signing, joined in the middle of a history: what its person does there, and what must hold of it.

It is shown what waits for its person and forgets what does not, its own acts too. So what was saved there is either still there,
word by word, or was decided by the service before it was let go, and what was signed has its bytes there.
"""

import random
import re
import sqlite3
from collections import Counter, deque
from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from helpers.simulation.client import Computer, account_of
from helpers.simulation.clocks import WallClock
from helpers.simulation.disk import MemoryDisk
from helpers.simulation.machines import MemoryMachine
from helpers.simulation.plans import Mix
from helpers.simulation.steps import Broken
from sqlalchemy import Connection

from central import admin
from central.mirrors import checking, following
from eset_desktop.clock import ManualClock
from eset_desktop.domain.mutations import Mutation
from eset_desktop.domain.office_day import office_day
from eset_desktop.store import schema
from eset_desktop.store.replica import Replica
from eset_desktop.store.sweep import purge, sweep
from sync.protocol import EnrolRequest

if TYPE_CHECKING:
    from helpers.simulation.world import World

MIX: Final = Mix(deeds=40, faults=6, deaths=1, offline=4, troubles=1, signing=10, at_home=40, minutes=5)
NAME: Final = "home"
_HOUR: Final = 3600.0
_WORDS: Final = "SELECT block FROM dossier_text_data WHERE id > 10 UNION ALL SELECT block FROM document_text_data WHERE id > 10"
_A_WORD: Final = re.compile(rb"[a-z]{3,}")
_KEPT: Final = "SELECT object, dossier FROM history UNION SELECT id, '' FROM aside UNION SELECT object, dossier FROM outbox WHERE state = 'done'"


@cache
def _blank() -> bytes:
    """Return a cache that holds nothing."""
    raw = sqlite3.connect(":memory:", isolation_level=None)
    schema.create(raw)
    image = bytes(raw.serialize())
    raw.close()
    return image


def join(world: "World", computer: Computer, chance: random.Random) -> None:
    """Let somebody join a computer at home for signing only, once in a history; the line is good enough for that."""
    if homes(world):
        return
    number = world.computers.index(computer) + 1
    ((person,),) = world.central.rows("SELECT id FROM person WHERE name = ?", f"Persona {number}")
    service = world.central.service
    code, _ = admin.enrolment_code(service, person, timedelta(days=1))
    answer = service.enrol(EnrolRequest(code, "a casa", "sim", signing_only=True))
    clock, machine = WallClock(world.clock), MemoryMachine(_blank(), MemoryDisk())
    standing = machine.begin(chance)
    Replica(*standing, clock).join(account_of(answer), answer.streams)
    machine.die(chance, power_cut=False)
    machine.bury(standing)
    home = Computer(
        NAME, None, clock, random.Random(chance.getrandbits(64)), world.deaths_of(NAME), machine, let_go=Letting(world)
    )  # fmt: skip
    if world.service_backup is not None:
        world.service_backup = (
            world.central.memory.image()
        )  # a service from before would not know this computer
    world.away = computer.name
    world.computers.append(home)
    world.dying[NAME] = deque()
    world.start(home)
    in_step(world)


def homes(world: "World") -> list[Computer]:
    """Return the computers at home."""
    return [each for each in world.computers if each.let_go is not None]


def let_go(world: "World") -> Iterator[Mutation]:
    """Yield the acts that computers at home keep no more."""
    for each in homes(world):
        if isinstance(each.let_go, Letting):
            yield from each.let_go.acts.values()


def acts_let_go(world: "World") -> Counter[str]:
    """Count what was made and done at home, arrived and was let go."""
    return Counter(each.command or each.kind for each in let_go(world))


def marks(world: "World", home: Computer) -> int:
    """Return of how many objects a computer at home was told that they left its mirror."""
    stream = home.alive.replica.account().home
    return len(world.central.rows('SELECT 1 FROM object WHERE stream = ? AND "left"', stream))


def in_step(world: "World") -> None:
    """Bring mirrors in step with the day, as a job of the service does each hour."""
    service = world.central.service
    now = service.clock.now()

    def work(connection: Connection) -> None:
        for (body,) in world.central.rows("SELECT id FROM body"):
            world.central.moved.update(following.catch_up(connection, body, now))

    service.database.attempt(work)
    world.in_step_on = office_day(now)
    world.later(_HOUR, lambda: in_step(world))


class Letting:
    """Hears of each act that a computer at home lets go of.

    Attributes:
        acts: Those acts, by id.
    """

    def __init__(self, world: "World") -> None:
        self._world = world
        self.acts: dict[str, Mutation] = {}

    def __call__(self, computer: Computer, key: str, body: str) -> None:
        """Assert that the service has decided about what is not here any more, and has the bytes that were signed."""
        mutation = msgspec.json.decode(body, type=Mutation)
        found = self._world.central.rows("SELECT status FROM mutation WHERE id = ?", key)
        if not found and key not in self._world.decided:
            raise Broken(f"{computer.name} let go of {key}, which was never decided")
        self.acts[key] = mutation
        if mutation.kind == "version":
            self._world.gone_bytes.add(str(mutation.fields["sha256"]))


def check(world: "World", home: Computer, days: set[date]) -> None:
    """Assert that a computer at home holds what waits for its person and nothing else, and that nothing signed there is lost."""
    with world.central.service.database.read() as connection:
        astray = list(checking.differences(connection, days))
    if astray:
        raise Broken(f"mirrors: {astray}")
    _check_acts(world, home)
    _check_held(home)


def _check_acts(world: "World", home: Computer) -> None:
    """What a service that was set back has lost is asked for again (decision 0037); else all is where it was sent."""
    assert isinstance(home.let_go, Letting)
    if world.service_was_restored:
        return
    for key, mutation in home.let_go.acts.items():
        found = world.central.rows("SELECT status FROM mutation WHERE id = ?", key)
        if not found:
            raise Broken(f"{home.name} let go of {key}, and nobody has it")
        if mutation.kind == "version" and found != [("rejected",)]:
            stored = world.central.rows(
                "SELECT fields ->> '$.present' FROM object WHERE id = ? AND NOT \"left\" AND stream NOT GLOB 'signer:*'",
                mutation.object,
            )
            if stored != [(1,)]:
                raise Broken(f"what {home.name} signed in {mutation.object} is {stored}")


def _check_held(home: Computer) -> None:
    here = {key for (key,) in home.rows("SELECT id FROM object")}
    here |= {key for (key,) in home.rows("SELECT object FROM outbox WHERE state != 'done'")}
    here |= {key for (key,) in home.rows("SELECT dossier FROM outbox WHERE state != 'done'")}
    kept = {key for pair in home.rows(_KEPT) for key in pair if key}
    if kept - here:
        raise Broken(f"{home.name} keeps acts on {sorted(kept - here)}")
    if not home.rows("SELECT 1 FROM object WHERE kind IN ('dossier', 'document')") and _words(home):
        raise Broken(f"{home.name} keeps the words {sorted(_words(home))}")
    later = ManualClock(home.clock.now() + timedelta(days=2))
    purge(home.alive.database, home.alive.blobs, later)
    sweep(home.alive.database, home.alive.blobs, later)
    wanted = {sha for (sha,) in home.rows("SELECT fields ->> '$.sha256' FROM object WHERE kind = 'version'")}
    waiting = "SELECT body ->> '$.fields.sha256' FROM outbox WHERE kind = 'version' AND state != 'done'"
    wanted |= {sha for (sha,) in home.rows(waiting)}
    bytes_here = {sha for (sha,) in home.rows("SELECT sha256 FROM blob WHERE here")}
    if bytes_here - wanted:
        raise Broken(f"{home.name} keeps the bytes {sorted(bytes_here - wanted)}")
    assert home.memory is not None
    files = {each.name.partition(".")[0] for each in home.memory.disk.inside(Path("/blobs"), "*")}
    known = {home.alive.blobs._name(sha) for sha in wanted}
    if files - known:
        raise Broken(f"{home.name} keeps files of {len(files - known)} contents that nobody waits for")


def _words(home: Computer) -> set[bytes]:
    """Return the words that lie in a computer's indexes of words."""
    return {word for (block,) in home.rows(_WORDS) for word in _A_WORD.findall(bytes(block))}
