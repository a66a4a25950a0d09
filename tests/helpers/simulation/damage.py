# SPDX-License-Identifier: EUPL-1.2
"""What a mistake of an older release left in a cache: objects of the service's that are missing there, or are not what it holds."""

import random
from typing import TYPE_CHECKING

from helpers.simulation.client import Computer

from central import admin
from eset_desktop.clock import iso
from eset_desktop.domain.mutations import ObjectState
from eset_desktop.domain.values import canonical
from eset_desktop.store import live, tally
from eset_desktop.store.engine import Connection

if TYPE_CHECKING:
    from helpers.simulation.world import World

_MOST = 3
_A_WALK = 4
"""Questions that finding and mending them takes, each no larger than what a drop may cost."""
_AT_REST = (
    "SELECT id FROM object WHERE kind IN ('dossier', 'party', 'unit') AND rev > 0 AND pending = 0"
    " AND id NOT IN (SELECT id FROM base) AND stream GLOB 'body:*' ORDER BY id"
)


def do(world: "World", computer: Computer, chance: random.Random) -> None:
    """Spoil a few objects of a cache, in such a way that nothing in it speaks against them."""
    if computer.life is None or computer.name in world.lasting:
        return
    objects = [str(row[0]) for row in computer.rows(_AT_REST)]
    chosen = chance.sample(objects, min(len(objects), 1 + chance.randrange(_MOST)))
    with computer.alive.database.write() as connection:
        for each in chosen:
            chance.choice((_lose, _spoil))(connection, each)
    world.damaged.add(computer.name)
    world.line.work_of(computer.name).drops += _A_WALK
    world.say(computer.name, f"damaged {len(chosen)}")


def _lose(connection: Connection, object_id: str) -> None:
    stored = live.load(connection, object_id)
    assert stored is not None
    assert stored.hash is not None
    tally.leave(connection, stored.stream, stored.hash)
    live.remove(connection, stored)


def _spoil(connection: Connection, object_id: str) -> None:
    stored = live.load(connection, object_id)
    assert stored is not None
    assert stored.hash is not None
    other = stored.state.with_fields({"notes": "spoilt"})
    tally.replace(connection, stored.stream, stored.hash, other.hash())
    connection.execute(
        "UPDATE object SET fields = ?, hash = ? WHERE id = ?",
        (canonical(other.fields).decode(), other.hash(), object_id),
    )


def show(world: "World") -> None:
    """Let the streams of damaged caches go on by one object: a digest is compared when something comes."""
    if not world.damaged:
        return
    ((body,),) = world.central.rows("SELECT DISTINCT body FROM person")
    unit = ObjectState("unit", "00000000-0000-7000-8000-00000000aaaa").with_fields(
        {"code": "ARX", "name": "Arxiu"}
    )
    stream = f"body:{body}"
    with world.central.service.database.write() as connection:
        admin.publish(connection, stream, [unit], iso(world.clock.now()))
    world.central.moved.add(stream)
