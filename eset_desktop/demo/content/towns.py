# SPDX-License-Identifier: EUPL-1.2
"""The whole demonstration: the shared catalogue, two town halls and what happened in them.

Pure: the same seed, scale and date give the same identifiers and the same bytes on every machine.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final
from uuid import UUID, uuid5

from eset_desktop.demo.content.chance import Chance
from eset_desktop.demo.content.desk import Desk
from eset_desktop.demo.content.dossiers import House, deck_of, write_dossier
from eset_desktop.demo.content.pdf import Press
from eset_desktop.demo.content.plot import document_counts, opening_days, plot
from eset_desktop.demo.content.texts import Town, names, pools, stories, texts
from eset_desktop.demo.content.values import Bundle, DemoBody, DemoPerson
from eset_desktop.domain.file_plan import class_id
from eset_desktop.domain.mutations import ObjectState
from eset_desktop.domain.values import Fields, normal_fields
from eset_desktop.interop.standard import (
    STANDARD_PLAN,
    standard_document_types,
    standard_plan,
    standard_procedures,
)

DOSSIERS: Final = 400
"""Dossiers of both bodies together at scale 1; they hold 1,500 documents."""

_NAMESPACE: Final = UUID("5a1d7f0a-1df2-5a8a-9b7c-6c2f5d6f1c77")
_TEST_NIF: Final = "Q0000000J"


@dataclass(frozen=True)
class Demo:
    """A demonstration.

    Attributes:
        seed: Decides everything that is drawn.
        scale: Multiplies the number of dossiers.
        until: The last day on which anything happened; dossiers go back two years from it.
    """

    seed: int
    scale: int
    until: date

    @cached_property
    def bodies(self) -> tuple[DemoBody, ...]:
        """The town halls, the larger one first."""
        towns = names().bodies
        whole = sum(town.share for town in towns)
        return tuple(self._body(town, DOSSIERS * self.scale * town.share // whole) for town in towns)

    def catalogue(self) -> Iterator[ObjectState]:
        """Yield the objects of the shared stream: classes (each after its parent), document types, procedures."""
        for each in standard_plan():
            yield _state("class", class_id(STANDARD_PLAN, each.code), each.fields(STANDARD_PLAN))
        for kind in standard_document_types():
            yield _state("document_type", kind.id, kind.fields())
        for procedure in standard_procedures():
            yield _state("procedure", procedure.id, procedure.fields(STANDARD_PLAN))

    def bundles(self, body: DemoBody) -> Iterator[Bundle]:
        """Yield what happened in each dossier of a body, in the order of their opening.

        The device's numbers ``n`` go up through all bundles of the body.
        """
        house, desk, deck = self._house(body), Desk(), deck_of(stories())
        classes = {code: procedure.class_code for code, procedure in house.procedures.items()}
        counts = document_counts(body.dossiers, Chance(self.seed, body.key, "counts"))
        openings = opening_days(body.dossiers, self.until)
        for serial, (opened, documents) in enumerate(zip(openings, counts, strict=True), start=1):
            chance = Chance(self.seed, body.key, serial)
            course = plot(
                chance, house.names, deck, classes, opened=opened, documents=documents, until=self.until
            )
            yield write_dossier(house, desk, course, serial, chance)

    def _body(self, town: Town, dossiers: int) -> DemoBody:
        identity = self._id(town.key)
        people = tuple(
            DemoPerson(self._id(town.key, person.name), person.name, person.profile) for person in town.people
        )
        fields = {
            "name": town.name,
            "dir3": town.dir3,
            "nif": _TEST_NIF,
            "colour": town.colour,
            "plan": STANDARD_PLAN,
        }
        objects = (
            _state("body", identity, fields),
            *(_state("person", each.id, {"name": each.name, "profiles": [each.profile]}) for each in people),
            *(
                _state("unit", self._id(town.key, "unit", unit.code), {"code": unit.code, "name": unit.name})
                for unit in town.units
            ),
        )
        return DemoBody(
            key=town.key,
            id=identity,
            name=town.name,
            town=town.town,
            dir3=town.dir3,
            nif=_TEST_NIF,
            colour=town.colour,
            dossiers=dossiers,
            people=people,
            objects=objects,
        )

    def _house(self, body: DemoBody) -> House:
        town = next(town for town in names().bodies if town.key == body.key)
        address = f"{town.address} · {town.town} · Municipi de demostració"
        return House(
            body=body,
            plan=STANDARD_PLAN,
            units={
                function: self._id(town.key, "unit", unit.code)
                for unit in town.units
                for function in unit.functions
            },
            press=Press(town.name, address, town.colour),
            plain=Press("Document de la persona interessada", f"Presentat a {town.town}", "#5a5a5a"),
            names=names(),
            texts=texts(),
            pools=pools(),
            types={kind.code: kind for kind in standard_document_types()},
            procedures={procedure.code: procedure for procedure in standard_procedures()},
        )

    def _id(self, *name: str) -> str:
        return str(uuid5(_NAMESPACE, "/".join((str(self.seed), *name))))


def _state(kind: str, identity: str, fields: Fields) -> ObjectState:
    return ObjectState(kind, identity, normal_fields(fields))
