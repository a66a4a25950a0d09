# SPDX-License-Identifier: EUPL-1.2
"""What the demonstration's content is made of."""

from dataclasses import dataclass

from eset_desktop.domain.mutations import Mutation, ObjectState


@dataclass(frozen=True, slots=True)
class Blob:
    """The bytes of a version and their SHA-256 in hexadecimal."""

    sha256: str
    data: bytes


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Somebody who works at a town hall.

    Attributes:
        id: Identity of the synced object.
        name: Invented.
        profile: One of :data:`eset_desktop.domain.rights.PROFILES`.
        nif: Always the test identity.
    """

    id: str
    name: str
    profile: str
    nif: str = "00000000T"


@dataclass(frozen=True, slots=True)
class DemoBody:
    """A town hall: what an administrator sets up before any work.

    Attributes:
        key: Short stable name.
        id: Identity of the synced object.
        name: The body's name.
        town: The town's name.
        dir3: Organ code; of no real organ.
        nif: Always the test identity.
        colour: ``#rrggbb``.
        dossiers: How many dossiers it will have.
        people: Who works there; the first of each profile is who does the work.
        objects: The body, its people and its units as accepted objects of the body's stream.
    """

    key: str
    id: str
    name: str
    town: str
    dir3: str
    nif: str
    colour: str
    dossiers: int
    people: tuple[DemoPerson, ...]
    objects: tuple[ObjectState, ...]

    def person(self, profile: str) -> DemoPerson:
        """Return who does the work of a profile."""
        return next(person for person in self.people if person.profile == profile)


@dataclass(frozen=True, slots=True)
class Bundle:
    """All that happened in one dossier.

    Attributes:
        mutations: In the order in which they were made; the creations come before what needs them.
        blobs: The bytes of its versions.
    """

    mutations: tuple[Mutation, ...]
    blobs: tuple[Blob, ...]
