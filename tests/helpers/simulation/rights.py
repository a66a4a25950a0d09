# SPDX-License-Identifier: EUPL-1.2
"""Rights that are given and taken in the middle of a history, and who may read what at its end."""

import json
import random
from typing import TYPE_CHECKING

from helpers.simulation.client import Computer
from helpers.simulation.people import Deed, patient
from helpers.simulation.server import CLASSES, Central

from eset_desktop.domain.kinds import CATALOGUE, body_stream, restricted_stream, signer_stream, text_stream
from eset_desktop.domain.rights import SECRETARIA
from eset_desktop.operations import restrictions
from eset_desktop.store.meta import Account

if TYPE_CHECKING:
    from helpers.simulation.world import World

_SCOPES = (
    "SELECT 'dossier', id FROM object WHERE kind = 'dossier' AND NOT deleted ORDER BY id",
    f"SELECT 'class', '{CLASSES[0]}'",
)
_RESTRICTIONS = "SELECT id FROM object WHERE kind = 'restriction' AND NOT deleted ORDER BY id"
_PEOPLE = "SELECT id FROM object WHERE kind = 'person' ORDER BY id"


def change(world: "World", _: Computer, chance: random.Random) -> None:
    """Let the secretary restrict something, say who reads it, or lift it.

    Each time every computer asks for its streams again, and what was under way about bytes is refused.
    """
    secretary = world.computers[0]
    if secretary.life is None or secretary.name in world.lasting:
        return
    for computer in world.computers:
        world.line.work_of(computer.name).drops += 1
    world.act(secretary, *_next(secretary, chance))


def _next(secretary: Computer, chance: random.Random) -> tuple[str, Deed]:
    people = [str(row[0]) for row in secretary.rows(_PEOPLE)]
    known = [str(row[0]) for row in secretary.rows(_RESTRICTIONS)]
    readers = chance.sample(people, min(len(people), chance.randrange(3)))
    what = chance.choice(("restrict", "restrict", "readers", "readers", "lift"))
    if what == "readers" and known:
        restriction = chance.choice(known)
        return what, patient(lambda session: restrictions.set_readers(session, restriction, readers))
    if what == "lift" and known:
        lifted = chance.choice(known)
        return what, patient(lambda session: restrictions.lift(session, lifted))
    kind, scope = chance.choice(secretary.rows(chance.choice(_SCOPES)) or secretary.rows(_SCOPES[1]))
    return "restrict", patient(
        lambda session: restrictions.restrict(session, kind, scope, "art. 20 Llei 19/2014", readers)
    )


def readable(central: Central, person: str) -> frozenset[str]:
    """Return the streams that a person may read, from the objects that say so and not from what the service made of them."""
    ((body, profiles),) = central.rows("SELECT body, profiles FROM person WHERE id = ?", person)
    all_seeing = SECRETARIA in json.loads(profiles)
    standing = {key for (key,) in central.rows(_STANDING, "restriction")}
    granted = {
        restriction
        for (fields,) in central.rows("SELECT fields" + _OF_KIND, "grant")
        for restriction, reader in [_names(fields)]
        if reader == person
    }
    own = [body_stream(body), *map(restricted_stream, standing if all_seeing else standing & granted)]
    return frozenset((CATALOGUE, *own, *map(text_stream, own)))


def streams_of(central: Central, account: Account) -> frozenset[str]:
    """Return the streams that a computer may read."""
    if account.signing_only:
        return frozenset((CATALOGUE, signer_stream(account.person)))
    return readable(central, account.person)


_OF_KIND = ' FROM object WHERE kind = ? AND NOT deleted AND NOT "left"'
_STANDING = "SELECT id" + _OF_KIND


def _names(fields: str) -> tuple[str, str]:
    grant = json.loads(fields)
    return grant["restriction"], grant["person"]
