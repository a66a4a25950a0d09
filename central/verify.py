# SPDX-License-Identifier: EUPL-1.2
"""Checking a service against itself: bytes, references, audit chain, positions, digests, numbers.

Everything is recomputed; what differs was changed behind the service's back or lost by its disk.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, select

from central import verify_rows
from central.blobs import Blobs
from central.mirrors import checking
from central.service import Service
from central.store import dialect, objects, streams, tables
from central.store.books import DOSSIERS
from central.store.database import Database
from central.store.objects import Stored
from central.store.streams import GENESIS, StreamRow
from eset_desktop.domain.identifiers import dossier_number
from eset_desktop.domain.kinds import SIGNER_STREAMS
from eset_desktop.domain.values import DIGEST_MODULUS, digest_part


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it should be: what, and where (a stream, an object, a hash)."""

    what: str
    where: str

    def __str__(self) -> str:
        return f"{self.what}: {self.where}"


def verify(service: Service) -> Iterator[Finding]:
    """Yield everything that is wrong with a service; nothing is changed."""
    database = service.database
    with database.read() as connection:
        yield from _file(database, connection)
        for name in connection.execute(select(tables.stream.c.name)).scalars().all():
            row = streams.read(connection, name)
            if row is not None:
                yield from _stream(connection, row)
                yield from _findings(verify_rows.references(connection, name))
                yield from _findings(verify_rows.digest_keys(connection, name))
        yield from _numbers(connection)
        yield from _findings(verify_rows.people(connection))
        yield from _findings(verify_rows.results(connection))
        yield from _copies(connection, service.clock.now())
        yield from _bytes(connection, service.blobs)


def _copies(connection: Connection, now: datetime) -> Iterator[Finding]:
    return _findings(checking.differences(connection, checking.possible_days(connection, now)))


def _findings(told: Iterable[tuple[str, str]]) -> Iterator[Finding]:
    return (Finding(what, where) for what, where in told)


def _file(database: Database, connection: Connection) -> Iterator[Finding]:
    if not dialect.is_sqlite(database.engine):
        return
    for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
        if line != "ok":
            yield Finding("database file is damaged", str(line))
    for row in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Finding("row refers to nothing", f"{row[0]} {row[1]} → {row[2]}")


def _stream(connection: Connection, row: StreamRow) -> Iterator[Finding]:
    count, total = 0, 0
    last: dict[str, Stored] = {}
    for stored in objects.all_of(connection, row.name):
        if not stored.left:
            count += 1
            total += digest_part(stored.hash)
        last[stored.state.id] = stored
        if stored.hash != stored.state.hash():
            yield Finding("object is not what its hash says", f"{row.name} {stored.state.id}")
        if stored.seq > row.seq:
            yield Finding("object lies behind the stream's end", f"{row.name} {stored.state.id}")
    if (count, total % DIGEST_MODULUS) != (row.digest_count, row.digest_sum):
        yield Finding("digest differs from the objects", row.name)
    yield from _audit(connection, row, last)


def _audit(connection: Connection, row: StreamRow, objects_left: dict[str, Stored]) -> Iterator[Finding]:
    """Walk the trail: unbroken chain, no gap, and its last word on every object is how the object is."""
    audit = tables.audit.c
    head, expected = GENESIS, 0
    told: dict[str, tuple[int, str]] = {}
    for entry in connection.execute(select(tables.audit).where(audit.stream == row.name).order_by(audit.seq)):
        expected += 1
        if entry.seq != expected:
            yield Finding("audit trail has a gap", f"{row.name} {expected}")
            expected = entry.seq
        head = streams.chain(head, row.name, entry.entry.encode())
        if head != entry.hash:
            yield Finding("audit entry was changed", f"{row.name} {entry.seq}")
            head = entry.hash
        told[entry.object] = (entry.seq, _told_hash(entry))
    if expected != row.seq or head != row.audit_head:
        yield Finding("audit trail does not reach the stream's end", row.name)
    for key in sorted(told.keys() | objects_left.keys()):
        stored = objects_left.get(key)
        if stored is None or told.get(key) != (stored.seq, stored.hash.hex()):
            yield Finding("object differs from its audit trail", f"{row.name} {key}")


def _told_hash(entry: Any) -> str:
    try:
        return str(msgspec.json.decode(entry.entry)["hash"])
    except (msgspec.DecodeError, KeyError, TypeError):
        return ""


def _numbers(connection: Connection) -> Iterator[Finding]:
    """Check that every number of every book is on exactly one dossier."""
    books = connection.execute(select(tables.book).where(tables.book.c.name == DOSSIERS)).all()
    for body in sorted({book.body for book in books}):
        given = [
            stored.state.text("number")
            for stream in _streams_of(connection, body)
            for stored in objects.all_of(connection, stream)
            if stored.state.kind == "dossier" and not stored.left
        ]
        wanted = [
            dossier_number(book.year, serial)
            for book in books
            if book.body == body
            for serial in range(1, book.last + 1)
        ]
        for number in sorted(set(wanted) ^ set(given)):
            yield Finding("number without a dossier or without a book", f"{body} {number}")
        if len(given) != len(set(given)):
            yield Finding("number is on two dossiers", body)


def _streams_of(connection: Connection, body: str) -> tuple[str, ...]:
    name = tables.stream.c.name
    names = connection.execute(
        select(name).where(tables.stream.c.body == body, ~name.startswith(SIGNER_STREAMS))
    )
    return tuple(names.scalars())


def _bytes(connection: Connection, blobs: Blobs) -> Iterator[Finding]:
    blob = tables.blob.c
    held: dict[tuple[str, str], int] = {}
    for row in connection.execute(select(tables.blob).order_by(blob.sha256)):
        held[row.body, row.sha256] = row.size
    unsound = {sha256 for sha256 in {key[1] for key in held} if not blobs.is_sound(sha256)}
    lost = sorted(unsound | set(verify_rows.withdrawn(connection)))
    for sha256 in lost:
        yield Finding("bytes are missing or damaged", sha256)
    yield from _findings(verify_rows.owners(connection, lost))
    for name, body in connection.execute(select(tables.stream.c.name, tables.stream.c.body)).all():
        for stored in objects.all_of(connection, name):
            state = stored.state
            if state.kind != "version" or not state.get("present"):
                continue
            if held.get((body, state.text("sha256"))) != state.get("size"):
                yield Finding("version is told present without its bytes", f"{name} {state.id}")
