# SPDX-License-Identifier: EUPL-1.2
"""Loading a past: the same rules as a push, in big batches and durable at the end only.

A load that is cut short leaves a database that may have to be thrown away: it is for new services.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

import msgspec
from sqlalchemy import select

from central.blobs import Blobs, blobs_of
from central.callers import Caller
from central.errors.keeping import LoadRefused
from central.folder import DataFolder
from central.push.batch import push
from central.store import dialect, holdings, tables
from central.store.database import Database
from eset_desktop.clock import Clock, Ids, SystemClock, iso
from eset_desktop.domain.mutations import Mutation
from sync.protocol import Result

BATCH: Final = 1_000

Item = tuple[Mutation, bytes | None]
"""A mutation, its author in ``by``, and the bytes of the version that it creates."""


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a load did: mutations by status, and the bytes stored."""

    statuses: dict[str, int]
    bytes_stored: int


def load(
    folder: DataFolder, body: str, items: Iterable[Item], *, clock: Clock | None = None, batch: int = BATCH
) -> Loaded:
    """Load mutations of a body's people in the order given. No process may serve the folder meanwhile.

    Raises:
        LoadRefused: A mutation was not taken as it is; what came before its batch is loaded.
    """
    clock = clock or SystemClock()
    database = Database.open(folder.place(), durable=False, patient=True)
    blobs = blobs_of(folder.root, folder.s3, durable=False)
    try:
        return _load(database, blobs, body, _parts(items, batch), clock)
    finally:
        database.close()
        _settle(folder)


def _load(database: Database, blobs: Blobs, body: str, parts: Iterable[list[Item]], clock: Clock) -> Loaded:
    authors, ids = _authors(database, body), Ids(clock)
    loader = Caller(device="", device_code="", person="", body=body, profiles=())
    statuses: Counter[str] = Counter()
    stored = 0
    for part in parts:
        received = clock.now()
        with database.write() as connection:
            sizes = {blobs.put(data): len(data) for _, data in part if data is not None}
            holdings.record(connection, body, sizes, iso(received))
            stored += sum(sizes.values())
            # As a client's would come: tuples of a generator are lists before anything is hashed.
            mutations = msgspec.json.decode(
                msgspec.json.encode([mutation for mutation, _ in part]), type=list[Mutation]
            )
            answer, _ = push(
                connection,
                loader,
                mutations,
                received=received,
                new_id=ids.uuid7,
                authors=authors,
                alone=True,
            )
            _check(answer.results)
        statuses.update(result.status for result in answer.results)
    return Loaded(dict(statuses), stored)


def _authors(database: Database, body: str) -> dict[str, Caller]:
    with database.read() as connection:
        people = connection.execute(select(tables.person).where(tables.person.c.body == body)).all()
    return {
        row.id: Caller(
            device="",
            device_code="",
            person=row.id,
            body=body,
            profiles=tuple(msgspec.json.decode(row.profiles)),
        )
        for row in people
    }


def _parts(items: Iterable[Item], batch: int) -> Iterator[list[Item]]:
    left = iter(items)
    while part := list(islice(left, batch)):
        yield part


def _check(results: Iterable[Result]) -> None:
    for result in results:
        if result.status not in {"applied", "merged"}:
            raise LoadRefused(mutation=result.id, status=result.status, problem=result.problem)


def _settle(folder: DataFolder) -> None:
    """Make durable what was written loosely: every blob, then the database that refers to them."""
    if hasattr(os, "sync"):
        os.sync()
    else:
        for path in folder.blobs.glob("??/??/*"):
            with path.open("rb+") as file:
                os.fsync(file.fileno())
    database = Database.open(folder.place(), patient=True)
    dialect.checkpoint(database.engine)
    database.close()
