# SPDX-License-Identifier: EUPL-1.2
"""What must agree when the line is up and nobody works: both caches and the central service, bytes and numbers."""

import hashlib
import re
from collections.abc import Sequence
from typing import TypeAlias

import msgspec
from helpers.clerk import Clerk
from helpers.ledger import View, cache_view, together, view_of
from helpers.running import TownHall

from central.folder import DataFolder
from central.service import Service
from central.store import objects
from eset_desktop.domain.kinds import body_stream, text_stream
from eset_desktop.domain.mutations import ObjectState
from eset_desktop.domain.values import normal_fields
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import waiting

Rows: TypeAlias = dict[str, tuple[int, str]]
"""Revision and content hash of each object of the body's streams."""


def quiet(hall: TownHall, people: Sequence[Clerk]) -> None:
    """Let every agent send and fetch until nothing is left to do, twice: what one sends the other must fetch."""
    hall.service.start()
    for person in [*people, *people]:
        person.computer.kill()
        person.computer.synced()


def disagreements(hall: TownHall, people: Sequence[Clerk]) -> list[str]:
    """Return everything acknowledged that cannot be found, and wherever caches and service differ; the service stops."""
    hall.service.stop()
    service = Service.open(DataFolder.of(hall.service.data, hall.service.extra_environment))
    try:
        rows, central = _central(service, body_stream(hall.body.id))
        found, views = [], []
        for person in people:
            with person.computer.cache() as connection:
                views.append(cache_view(connection))
                found += _waiting(person, connection) + _differing(person, _rows(connection), rows)
        whole = together(central, *views)
        for person in people:
            found += person.ledger.missing(whole, contested=True)
            found += [
                each
                for sha256 in person.ledger.documents.values()
                for each in _bytes(person, service, sha256)
            ]
        found += _numbers(central)
    finally:
        service.close()
    hall.service.administer("verify")  # raises with what it found
    return found


def open_conflicts(people: Sequence[Clerk]) -> int:
    """Return how many conflicts the first person sees."""
    with people[0].computer.cache() as connection:
        return len(waiting.conflicts(connection))


def _central(service: Service, stream: str) -> tuple[Rows, View]:
    with service.database.read() as connection:
        stored = [each for name in (stream, text_stream(stream)) for each in objects.all_of(connection, name)]
    rows = {each.state.id: (each.rev, each.state.hash().hex()) for each in stored}
    return rows, view_of(
        (each.state.id, each.state.kind, each.state.fields) for each in stored if not each.state.deleted
    )


def _rows(connection: Connection) -> Rows:
    found = connection.execute(
        "SELECT id, kind, rev, fields, deleted FROM object WHERE stream NOT IN ('catalogue', '')"
    ).fetchall()
    return {
        each: (
            rev,
            ObjectState(kind, each, normal_fields(msgspec.json.decode(text)), deleted=bool(gone))
            .hash()
            .hex(),
        )
        for each, kind, rev, text, gone in found
    }


def _differing(person: Clerk, mine: Rows, theirs: Rows) -> list[str]:
    keys = sorted(mine.keys() | theirs.keys())
    return [
        f"{person.ledger.who}: {each} is {mine.get(each)}, the service has {theirs.get(each)}"
        for each in keys
        if mine.get(each) != theirs.get(each)
    ]


def _waiting(person: Clerk, connection: Connection) -> list[str]:
    counts = waiting.counts(connection)
    return [f"{person.ledger.who}: {counts} still waits"] if counts.total else []


def _bytes(person: Clerk, service: Service, sha256: str) -> list[str]:
    """Look at a document's bytes here and in the central service."""
    found = []
    if hashlib.sha256(person.computer.bytes_of(sha256)).hexdigest() != sha256:
        found.append(f"{person.ledger.who}: the bytes of {sha256} are others here")
    if not service.blobs.is_sound(sha256):
        found.append(f"{person.ledger.who}: the service does not hold the bytes of {sha256}")
    return found


def _numbers(central: View) -> list[str]:
    """Check that the dossiers' yearly numbers have neither gap nor twin."""
    numbers = sorted(str(value) for (_, name), value in central.live.items() if name == "number" and value)
    serials = [int(re.sub(r"^\d+/", "", each)) for each in numbers]
    return [] if serials == list(range(1, len(serials) + 1)) else [f"numbers: {numbers}"]
