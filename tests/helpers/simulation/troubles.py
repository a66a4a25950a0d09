# SPDX-License-Identifier: EUPL-1.2
"""What befalls a computer or the service, besides the line."""

import json
import random
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from helpers.simulation import at_home, damage, newcomers, plans, rights
from helpers.simulation.client import Computer
from helpers.simulation.machines import MemoryMachine
from helpers.simulation.steps import Broken

from central import admin
from sync.protocol import SCHEMA
from sync.pushing import MUTATION

if TYPE_CHECKING:
    from helpers.simulation.world import World

Trouble = Callable[["World", Computer, random.Random], None]
_DAY = 86_400.0
_FOUND_OUT = 0.6
"""Share of the computers that are started again when the service wants newer programs."""
_TRIES_WHILE_FULL = 20
"""Times that a page may be fetched before the disk takes it."""


def _offline(world: "World", computer: Computer, chance: random.Random) -> None:
    world.line.offline_until[computer.name] = world.clock.seconds + chance.choice((20.0, 90.0, 300.0))


def _death(how: str) -> Trouble:
    def plan(world: "World", computer: Computer, chance: random.Random) -> None:
        world.dying[computer.name].append((how, 1 if world.plan.dies_at else 1 + chance.randrange(14)))

    return plan


def _service_death(world: "World", _: Computer, chance: random.Random) -> None:
    world.line.service_dies.append(1 + chance.randrange(6))


def _disk_full(world: "World", computer: Computer, chance: random.Random) -> None:
    world.say(computer.name, "disk full")
    world.line.work_of(computer.name).drops += _TRIES_WHILE_FULL
    _memory(computer).fill(full=True)
    world.later(chance.choice((5.0, 60.0)), lambda: _memory(computer).fill(full=False))


def _clock(world: "World", computer: Computer, chance: random.Random) -> None:
    computer.clock.error += timedelta(days=chance.choice((-3650, -400, -1, 1, 400, 3650)))
    world.say(computer.name, "clock jumps")


def _back_up_client(world: "World", computer: Computer, _: random.Random) -> None:
    world.backups[computer.name] = computer.copy()
    world.say(computer.name, "backup")


def _restore_client(world: "World", computer: Computer, chance: random.Random) -> None:
    """The person's computer is set up again from a backup; what was only on it since is lost with it."""
    if computer.name in world.lasting or computer.name not in world.backups:
        return
    if computer.life is None:
        world.later(10, lambda: _restore_client(world, computer, chance))
        return
    _give_up_bytes(world, computer)
    computer.restore(world.backups[computer.name])
    world.say(computer.name, "restored from a backup")
    world.again(computer, chance.choice((1.0, 30.0)))


def _back_up_service(world: "World", _: Computer, __: random.Random) -> None:
    world.service_backup = world.central.memory.image()
    world.say("central", "backup")


def _restore_service(world: "World", _: Computer, __: random.Random) -> None:
    if world.service_backup is not None:
        world.decided.update(key for (key,) in world.central.rows("SELECT id FROM mutation"))
        world.central.restore(world.service_backup)
        world.service_was_restored = True
        world.say("central", "restored")


def _revoke(world: "World", computer: Computer, _: random.Random) -> None:
    """Somebody's computer is gone for good; never the first one."""
    if computer is world.computers[0] or computer.life is None:
        return
    device = computer.alive.replica.account().device
    admin.revoke_device(world.central.service, device)
    world.lasting.add(computer.name)
    _give_up_bytes(world, computer)
    world.say(computer.name, "revoked")


def _give_up_bytes(world: "World", computer: Computer) -> None:
    """Note which bytes go with a computer, and which of them nobody else has."""
    here = computer.rows("SELECT sha256 FROM blob WHERE here")
    world.gone_bytes.update(sha256 for (sha256,) in here)
    only_here = computer.rows("SELECT sha256 FROM blob WHERE here AND NOT confirmed")
    world.lost_bytes.update(sha256 for (sha256,) in only_here)


def _demote(world: "World", computer: Computer, _: random.Random) -> None:
    """A person loses rights; unsent work of theirs will be refused."""
    if computer.life is None:
        return
    world.central.write(
        "UPDATE person SET profiles = ? WHERE id = ?",
        json.dumps(["tecnic_extern"]),
        computer.alive.replica.account().person,
    )
    world.say(computer.name, "demoted")


def _night(world: "World", _: Computer, chance: random.Random) -> None:
    """Everybody goes home, in the middle of what is on its way; what was late on the line arrives meanwhile."""
    world.say("", "night")
    away = chance.uniform(2.5, 4.0) * _DAY
    world.asleep_until = world.clock.seconds + away
    for computer in world.computers:
        if computer.life is not None:
            world.line.work_of(computer.name).drops += 1
            _restart(world, computer, away + chance.uniform(0, 60))


def _raise_min_client(world: "World", _: Computer, chance: random.Random) -> None:
    """The service shows nothing to programs as old as these any more; each finds out when it is started again."""
    if world.central.min_client > 1:
        return
    world.central.set_min_client(SCHEMA + 1)
    world.say("central", "min_client")
    for computer in world.computers:
        if computer.life is not None and chance.random() < _FOUND_OUT:
            _begin_again(world, computer, chance.uniform(1, 20))


def trapped(computer: Computer) -> str | None:
    """Return what an old program did not send yet, None when that is nothing.

    What stands on something that the service has lost, and that nobody brings again, is sent and waited for (decision 0025).
    """
    if computer.life is None:
        return "anything: it is off"
    left = {each for (each,) in computer.rows("SELECT id FROM outbox WHERE state IN ('queued', 'sent')")}
    again = {each for (each,) in computer.rows("SELECT id FROM outbox WHERE epoch = 'again'")}
    waiting = {each.removeprefix(MUTATION) for each in computer.alive.engine._context.backoffs.failing}
    return str(sorted((left | again) - waiting)) if (left | again) - waiting else None


def upgrade(world: "World") -> None:
    """Give everybody a program that is new enough; whatever was saved with the old one was sent by then.

    Raises:
        Broken: The queue of an old program stood still.
    """
    for computer in world.staying:
        left = trapped(computer)
        if left is not None:
            raise Broken(f"{computer.name}: an old program did not send {left}")
    world.central.set_min_client(1)
    world.say("", "upgrade")
    for computer in world.staying:
        _begin_again(world, computer, 5.0)


def _begin_again(world: "World", computer: Computer, seconds: float) -> None:
    world.line.work_of(computer.name).drops += 1
    _restart(world, computer, seconds)


def _restart(world: "World", computer: Computer, seconds: float) -> None:
    computer.die(power_cut=False)
    computer.bury()
    world.again(computer, seconds)


def end(world: "World") -> None:
    """Let the weather clear; whatever death was planned and found no moment comes now."""
    world.line.offline_until.clear()
    damage.show(world)
    for computer in world.computers:
        _memory(computer).fill(full=False)
    if any(computer.deaths for computer in world.computers) or world.plan.dies_at:
        return
    for computer in world.computers:
        if world.dying[computer.name] and computer.life is not None:
            how, _ = world.dying[computer.name].popleft()
            world.say(computer.name, f"{how} at rest")
            computer.deaths["at rest"] += 1
            computer.die(power_cut=how == plans.POWER_CUT)
            computer.bury()
            world.again(computer, 5.0)


def _memory(computer: Computer) -> MemoryMachine:
    assert computer.memory is not None
    return computer.memory


ALL: Mapping[str, Trouble] = {
    plans.OFFLINE: _offline,
    plans.KILL: _death(plans.KILL),
    plans.POWER_CUT: _death(plans.POWER_CUT),
    plans.SERVICE_KILL: _service_death,
    plans.NIGHT: _night,
    plans.DISK_FULL: _disk_full,
    plans.CLOCK: _clock,
    plans.CLIENT_BACKUP: _back_up_client,
    plans.CLIENT_RESTORED: _restore_client,
    plans.SERVICE_BACKUP: _back_up_service,
    plans.SERVICE_RESTORED: _restore_service,
    plans.REVOKED: _revoke,
    plans.DEMOTED: _demote,
    plans.MIN_CLIENT: _raise_min_client,
    plans.RIGHTS: rights.change,
    plans.NEWCOMER: newcomers.arrive,
    plans.STICK: newcomers.arrive_with_stick,
    plans.DAMAGE: damage.do,
    plans.HOME: at_home.join,
}
