# SPDX-License-Identifier: EUPL-1.2
"""What lies in a mirror because of some documents: what a change of them may bring out of step.

Two requests may show the same report, and documents share their dossier. So the documents are taken with those that are connected
with them by reports, and a dossier is left out of it while another document needs it.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import msgspec
from sqlalchemy import Connection, bindparam, select

from central.store import objects, tables
from central.store.objects import Stored, stored_of
from eset_desktop.domain.signature_acts import REQUEST

_OBJECT = tables.objects.c
_HERE = select(tables.objects).where(_OBJECT.stream == bindparam("stream"), _OBJECT.left.is_(False))
# The text of the fields has one form (domain.values.canonical), so that it can be searched as it stands.
_WITH_REPORTS: Final = select(_OBJECT.parent, _OBJECT.fields).where(
    _OBJECT.stream == bindparam("stream"),
    _OBJECT.kind == REQUEST,
    _OBJECT.left.is_(False),
    _OBJECT.fields.contains('"reports":["', autoescape=True),
)


@dataclass(frozen=True, slots=True)
class Nearby:
    """A part of a mirror that is compared as a whole.

    Attributes:
        documents: Which ones decide it.
        copies: All that stands in the mirror because of them and nothing else, by id.
    """

    documents: frozenset[str]
    copies: dict[str, Stored]


def all_of(connection: Connection, mirror: str) -> dict[str, Stored]:
    """Return everything that stands in a mirror, by id."""
    return {row.id: stored_of(row) for row in connection.execute(_HERE, {"stream": mirror})}


def near(connection: Connection, mirror: str, documents: Collection[str]) -> Nearby:
    """Return what some documents may bring out of step; they need not be in the mirror."""
    closed = _connected(connection, mirror, documents)
    here = objects.these(connection, [mirror], closed)
    dossiers = {each.state.text("dossier") for each in here.values()}
    lying = objects.below(connection, [mirror], closed)
    requests = {key for key, each in lying.items() if each.state.kind == REQUEST}
    others = objects.outlines_below(connection, [mirror], dossiers)
    needed = {each.parent for key, each in others.items() if each.kind == "document" and key not in closed}
    comments = objects.below(connection, [mirror], requests)
    return Nearby(closed, here | lying | comments | objects.these(connection, [mirror], dossiers - needed))


def _connected(connection: Connection, mirror: str, documents: Collection[str]) -> frozenset[str]:
    """Return documents with those that requests in the mirror show beside them, and those beside which they are shown."""
    groups = [
        {row.parent, *map(str, msgspec.json.decode(row.fields)["reports"])}
        for row in connection.execute(_WITH_REPORTS, {"stream": mirror})
    ]
    closed = set(documents)
    while more := set().union(*(each for each in groups if each & closed)) - closed:
        closed |= more
    return frozenset(closed)
