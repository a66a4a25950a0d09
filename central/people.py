# SPDX-License-Identifier: EUPL-1.2
"""The people of a service as its keeper sees and changes them: who there is, what each may do, who has left.

A person who has no profile has left (is *retired*): the ``person`` object stays, because dossiers name it.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime

import msgspec
from sqlalchemy import Connection, and_, bindparam, delete, func, select, update

from central import accounts, revocations
from central.errors.keeping import PersonRetired, UnknownName
from central.mirrors import following
from central.service import Service
from central.store import dialect, gates, objects, tables
from central.store.changes import ObjectChange
from eset_desktop.clock import iso
from eset_desktop.domain.kinds import body_stream
from eset_desktop.domain.mutations import ObjectState

_PERSON, _BODY, _DEVICE = tables.person.c, tables.body.c, tables.device.c
_OBJECT = tables.objects.c
_GRANTS = select(_OBJECT.id).where(
    _OBJECT.stream == bindparam("stream"),
    _OBJECT.kind == "grant",
    _OBJECT.deleted.is_(False),
    _OBJECT.left.is_(False),
)


@dataclass(frozen=True, slots=True)
class BodyFacts:
    """A body in the keeper's list; ``people`` counts those who have not left."""

    id: str
    dir3: str
    name: str
    people: int
    created_at: str


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """A person in the keeper's list; ``devices`` counts those that have access."""

    id: str
    body: str
    name: str
    profiles: tuple[str, ...]
    devices: int

    @property
    def state(self) -> str:
        """Return ``active`` or ``retired``."""
        return "active" if self.profiles else "retired"


@dataclass(frozen=True, slots=True)
class Retired:
    """What the leaving of a person ended.

    Attributes:
        devices: Devices whose access was withdrawn.
        grants: Rights to read what is restricted.
    """

    devices: tuple[str, ...]
    grants: int


def bodies(connection: Connection) -> list[BodyFacts]:
    """Return every body, by name."""
    counted = (
        select(_PERSON.body, func.count().label("people"))
        .where(_PERSON.profiles != "[]")
        .group_by(_PERSON.body)
        .subquery()
    )
    statement = (
        select(tables.body, func.coalesce(counted.c.people, 0).label("people"))
        .outerjoin(counted, counted.c.body == _BODY.id)
        .order_by(_BODY.name, _BODY.id)
    )
    return [
        BodyFacts(row.id, row.dir3, row.name, row.people, row.created_at)
        for row in connection.execute(statement)
    ]


def people(connection: Connection, body: str | None = None) -> Iterator[PersonFacts]:
    """Yield every person, or those of one body, by body and name."""
    active = and_(_DEVICE.person == _PERSON.id, _DEVICE.revoked_at.is_(None), _DEVICE.successor.is_(None))
    statement = (
        select(tables.person, _BODY.name.label("body_name"), func.count(_DEVICE.id).label("devices"))
        .join(tables.body, _BODY.id == _PERSON.body)
        .outerjoin(tables.device, active)
        .group_by(*tables.person.c, _BODY.name)
        .order_by(_BODY.name, _PERSON.name, _PERSON.id)
    )
    if body is not None:
        statement = statement.where(_PERSON.body == body)
    for row in connection.execute(statement):
        profiles = tuple(msgspec.json.decode(row.profiles))
        yield PersonFacts(row.id, row.body_name, row.name, profiles, row.devices)


def hold_active(connection: Connection, person: str) -> str:
    """See that a person is here and has not left, let nobody change that until the transaction ends, and return the body.

    The first lock of a transaction: who gives a person something and who lets the person leave come one after the other.

    Raises:
        UnknownName: There is no such person.
        PersonRetired: The person has left.
    """
    body, profiles = _held(connection, person)
    if not msgspec.json.decode(profiles):
        raise PersonRetired(name=person)
    return body


def _held(connection: Connection, person: str) -> tuple[str, str]:
    """Return a person's body and profiles, whose row is locked; what only refers to it (a new device) is not kept waiting."""
    statement = select(_PERSON.body, _PERSON.profiles).where(_PERSON.id == person)
    found = connection.execute(statement.with_for_update(key_share=True)).one_or_none()
    if found is None:
        raise UnknownName(name=person)
    return found.body, found.profiles


def set_profiles(service: Service, person: str, profiles: tuple[str, ...]) -> None:
    """Give a person other profiles; the clients of the body learn it as a row. One who had left is back.

    Raises:
        UnknownName: There is no such person.
    """

    def work(connection: Connection) -> tuple[str, ...]:
        body, _ = _held(connection, person)
        gates.enter(connection, body, alone=True)
        changes = _with_profiles(connection, body, person, profiles)
        return _write(connection, body, changes, service.clock.now())

    for stream in service.database.attempt(work):
        service.on_moved(stream)


def retire(service: Service, person: str) -> Retired:
    """Let a person leave: no profile, no device, no open enrolment code and no right to read what is restricted.

    Raises:
        UnknownName: There is no such person, or it has left already.
    """
    now = service.clock.now()

    def work(connection: Connection) -> tuple[tuple[str, ...], Retired]:
        body = hold_active(connection, person)
        # Before the gate, in this order: an enrolment or a push under way is waited for, and inside nobody waits for a device.
        ended = _end_access(service, connection, person)
        gates.enter(connection, body, alone=True)
        connection.execute(delete(tables.reader).where(tables.reader.c.person == person))
        grants = _without_grants(connection, body, person)
        changes = [*_with_profiles(connection, body, person, ()), *grants]
        return _write(connection, body, changes, now), Retired(ended, len(grants))

    moved, done = service.database.attempt(work)
    for stream in moved:
        service.on_moved(stream)
    return done


def _end_access(service: Service, connection: Connection, person: str) -> tuple[str, ...]:
    code = tables.enrolment.c
    connection.execute(delete(tables.enrolment).where(code.person == person, code.used_at.is_(None)))
    now = service.clock.now()
    listed = select(_DEVICE.id).where(_DEVICE.person == person, _DEVICE.revoked_at.is_(None))
    ended: list[str] = []
    # Again until there is none: one of them may just have been renewed.
    while found := connection.execute(listed.order_by(_DEVICE.id)).scalars().all():
        for device in found:
            ended += accounts.revoke(connection, device, now)
    if ended:
        # Before the commit: a device too many in the file is one that its keeper wanted revoked.
        revocations.note(service.revocations, ended, now)
    return tuple(ended)


_Change = tuple[objects.Stored, ObjectState, str]


def _with_profiles(
    connection: Connection, body: str, person: str, profiles: tuple[str, ...]
) -> list[_Change]:
    told = msgspec.json.encode(profiles).decode()
    connection.execute(update(tables.person).where(_PERSON.id == person).values(profiles=told))
    stored = objects.lock(connection, body_stream(body), [person])[person]
    after = stored.state.with_fields({"profiles": list(profiles)})
    return [] if after == stored.state else [(stored, after, "set")]


def _without_grants(connection: Connection, body: str, person: str) -> list[_Change]:
    stream = body_stream(body)
    ids = connection.execute(_GRANTS, {"stream": stream}).scalars().all()
    found = objects.lock(connection, stream, ids, ids)
    theirs = [each for _, each in sorted(found.items()) if each.state.text("person") == person]
    return [(each, replace(each.state, deleted=True), "remove") for each in theirs]


def _write(connection: Connection, body: str, changes: list[_Change], now: datetime) -> tuple[str, ...]:
    """Write changes and return the streams to be told of: the body's in any case, because rights changed."""
    stream, at = body_stream(body), iso(now)
    made = [
        ObjectChange(before=before, after=after, verb=verb, by="", at=at) for before, after, verb in changes
    ]
    moved = following.appended(connection, body, {stream: made}, now)
    dialect.notify(connection, dialect.STREAMS_CHANNEL, stream)
    return tuple({stream: None, **moved})
