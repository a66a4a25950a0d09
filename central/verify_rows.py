# SPDX-License-Identifier: EUPL-1.2
"""Checking the tables that say again what objects say, and so can differ from them.

People's rights, references to bytes, stored results; and whose documents lost bytes were.
"""

from collections.abc import Collection, Iterator

import msgspec
from sqlalchemy import Connection, select

from central.store import objects, tables
from central.store.objects import Stored
from eset_desktop.domain.kinds import SIGNER_STREAMS, body_stream

Told = tuple[str, str]
"""What is wrong, and where."""


def people(connection: Connection) -> Iterator[Told]:
    """Check that people may do what their object says, and that computers are of their person's body."""
    person, device = tables.person.c, tables.device.c
    rows = connection.execute(select(tables.person).order_by(person.id)).all()
    told = {
        each.state.id: each.state.get("profiles") or []
        for body in {row.body for row in rows}
        for each in objects.all_of(connection, body_stream(body))
        if each.state.kind == "person" and not each.state.deleted
    }
    for row in rows:
        if told.get(row.id) != msgspec.json.decode(row.profiles):
            yield "rights differ from the person's object", f"{row.body} {row.id}"
    strangers = (
        select(device.id).join(tables.person, person.id == device.person).where(person.body != device.body)
    )
    for (found,) in connection.execute(strangers):
        yield "computer is of another body than its person", found


def references(connection: Connection, stream: str) -> Iterator[Told]:
    """Check that each version of a stream has its row of bytes, and each row its version."""
    row = tables.version_bytes.c
    rows = connection.execute(select(row.version, row.sha256, row.size).where(row.stream == stream))
    noted = {(found.version, found.sha256, found.size) for found in rows}
    versions = {
        (each.state.id, each.state.text("sha256"), each.state.get("size"))
        for each in objects.all_of(connection, stream)
        if each.state.kind == "version" and not each.left
    }
    for version, *_ in sorted(noted ^ versions, key=str):
        yield "reference to bytes differs from its version", f"{stream} {version}"


def digest_keys(connection: Connection, stream: str) -> Iterator[Told]:
    """Check that each object of a stream stands in the digest's tree where its id says."""
    row = tables.objects.c
    for found in connection.execute(select(row.id, row.digest_key).where(row.stream == stream)):
        if found.digest_key != objects.digest_key(found.id):
            yield "object stands elsewhere in the digest than its id says", f"{stream} {found.id}"


def results(connection: Connection) -> Iterator[Told]:
    """Check that no stored result lies behind the end of its stream."""
    mutation, stream = tables.mutation.c, tables.stream.c
    late = (
        select(mutation.id, mutation.stream)
        .join(tables.stream, stream.name == mutation.stream)
        .where(mutation.seq > stream.seq)
    )
    for found in connection.execute(late):
        yield "result lies behind the stream's end", f"{found.stream} {found.id}"


def withdrawn(connection: Connection) -> Iterator[str]:
    """Yield the hashes of bytes that the service told its clients to have lost; they did not come back yet."""
    kind, fields = tables.objects.c.kind, tables.objects.c.fields
    versions = select(fields).where(kind == "version", fields.like('%"present":false%'))
    for text in connection.execute(versions).scalars():
        told = msgspec.json.decode(text)
        if told.get("present") is False:
            yield str(told["sha256"])


def owners(connection: Connection, lost: Collection[str]) -> Iterator[Told]:
    """Name the documents whose bytes are lost, with their dossier's number: somebody may have the paper."""
    if not lost:
        return
    name_of = tables.stream.c.name
    found = select(name_of).where(~name_of.startswith(SIGNER_STREAMS)).order_by(name_of)
    for name in connection.execute(found).scalars().all():
        held = {each.state.id: each for each in objects.all_of(connection, name) if not each.left}
        for each in held.values():
            if each.state.kind == "version" and each.state.text("sha256") in lost:
                yield (
                    "document lacks its bytes",
                    f"{_number(held, each)} {each.state.text('document')}".strip(),
                )


def _number(held: dict[str, Stored], version: Stored) -> str:
    document = held.get(version.state.text("document"))
    dossier = held.get(document.state.text("dossier")) if document else None
    return dossier.state.text("number") if dossier else ""
