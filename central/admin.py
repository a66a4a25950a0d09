# SPDX-License-Identifier: EUPL-1.2
"""What the keeper of a service does: bodies, people, enrolment codes, devices, the catalogue."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import msgspec
from sqlalchemy import Connection, insert, or_, select

from central import accounts, devices, people, revocations
from central.codes import new_code
from central.errors.keeping import NameTaken, UnknownName, ValueRefused
from central.mirrors import following
from central.service import Service
from central.store import dialect, gates, objects, streams, tables
from central.store.changes import ObjectChange
from eset_desktop.clock import iso
from eset_desktop.domain.file_plan import class_id
from eset_desktop.domain.identifiers import compact_identifier, is_valid_identifier
from eset_desktop.domain.kinds import CATALOGUE, body_stream, text_stream
from eset_desktop.domain.lines import is_line
from eset_desktop.domain.mutations import ObjectState
from eset_desktop.domain.proofs import TIMESTAMPS
from eset_desktop.domain.values import Json, normal_fields
from eset_desktop.interop.standard import (
    STANDARD_PLAN,
    standard_document_types,
    standard_plan,
    standard_procedures,
)
from sync.protocol.devices import OnlyThere

UNITS: Final = (
    ("SEC", "Secretaria"),
    ("ALC", "Alcaldia"),
    ("INT", "Intervenció i tresoreria"),
    ("URB", "Urbanisme i serveis tècnics"),
    ("OAC", "Atenció ciutadana"),
)
"""The units that a new body starts with; the secretary renames and adds."""
LONGEST_NAME: Final = 200
"""Characters of a body's or a person's name."""


@dataclass(frozen=True, slots=True)
class NewBody:
    """A town hall to be.

    Attributes:
        dir3: Its DIR3 code, part of its ENI identifiers.
        nif: Its tax number.
        colour: The colour that is always on its screens, ``#rrggbb``.
        recovery_public_key: X25519, base64: clients wrap their data keys for it.
    """

    name: str
    dir3: str
    nif: str
    colour: str
    recovery_public_key: str


def create_body(
    service: Service, new: NewBody, *, identity: str | None = None, units: Iterable[ObjectState] | None = None
) -> str:
    """Create a body with its stream, its ``body`` object and its units; return its id.

    Args:
        service: The service.
        new: What is known of the body.
        identity: Its id, where it has one already.
        units: Its units; the default ones when None.

    Raises:
        NameTaken: A body with that DIR3 code exists.
        ValueRefused: Name, DIR3 code, NIF or colour is empty or malformed: the code stands in identifiers for ever.
    """
    _check_values(new)
    body, at = identity or service.ids.uuid7(), iso(service.clock.now())
    with service.database.write() as connection:
        _check_free(connection, new.dir3)
        connection.execute(
            insert(tables.body).values(
                id=body,
                dir3=new.dir3,
                name=new.name,
                recovery_public_key=new.recovery_public_key,
                created_at=at,
            )
        )
        for stream in (body_stream(body), text_stream(body_stream(body))):
            streams.create(connection, stream, body, service.ids.random)
        about: dict[str, Json] = {
            "name": new.name,
            "dir3": new.dir3,
            "nif": new.nif,
            "colour": new.colour,
            "plan": STANDARD_PLAN,
        }
        if service.augmenting:
            about[TIMESTAMPS] = True
        made = [ObjectState("body", body).with_fields(about)]
        made += _default_units(service) if units is None else units
        publish(connection, body_stream(body), made, at)
    service.on_moved(body_stream(body))
    return body


def check_body(service: Service, new: NewBody) -> None:
    """See that a body can be created; raises what :func:`create_body` does."""
    _check_values(new)
    with service.database.read() as connection:
        _check_free(connection, new.dir3)


def _check_values(new: NewBody) -> None:
    """Raise ValueRefused for a value that can't be right."""
    _check_name(new.name)
    if not re.fullmatch(r"(?=.{9}$)[A-Z]{1,2}[0-9]+", new.dir3):
        raise ValueRefused(field="dir3", reason="not one or two letters and digits, nine in all")
    if not is_valid_identifier(new.nif):
        shaped = re.fullmatch(r"[A-Z0-9][0-9]{7}[A-Z0-9]", compact_identifier(new.nif))
        reason = "its control letter or digit is wrong" if shaped else "not a NIF"
        raise ValueRefused(field="nif", reason=reason)
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", new.colour):
        raise ValueRefused(field="colour", reason="not #rrggbb")


def _check_free(connection: Connection, dir3: str) -> None:
    if connection.execute(select(tables.body.c.id).where(tables.body.c.dir3 == dir3)).first():
        raise NameTaken(name=dir3)


def _check_name(name: str) -> None:
    """Raise ValueRefused for a name that is no name: it stands on screens, in papers and in lists for other programs."""
    if not name.strip():
        raise ValueRefused(field="name", reason="empty")
    if not is_line(name):
        raise ValueRefused(field="name", reason="not one line of letters that can be seen")
    if len(name) > LONGEST_NAME:
        raise ValueRefused(field="name", reason=f"longer than {LONGEST_NAME} characters")


def _default_units(service: Service) -> list[ObjectState]:
    return [
        ObjectState("unit", service.ids.uuid7()).with_fields({"code": code, "name": name})
        for code, name in UNITS
    ]


def create_person(
    service: Service, body: str, name: str, profiles: tuple[str, ...], *, identity: str | None = None
) -> str:
    """Create a person of a body and return the id; ``body`` is its id, DIR3 code or name.

    Raises:
        UnknownName: There is no such body.
        ValueRefused: The name is empty, too long or not one line.
    """
    _check_name(name)
    person, now = identity or service.ids.uuid7(), service.clock.now()
    with service.database.write() as connection:
        body = find_body(connection, body)
        gates.enter(connection, body)
        connection.execute(
            insert(tables.person).values(
                id=person, body=body, name=name, profiles=msgspec.json.encode(profiles).decode()
            )
        )
        about = ObjectState("person", person).with_fields({"name": name, "profiles": list(profiles)})
        changes = {body_stream(body): differing(connection, body_stream(body), [about], iso(now))}
        moved = tuple(following.appended(connection, body, changes, now))
    for stream in moved:
        service.on_moved(stream)
    return person


def enrolment_code(service: Service, person: str, valid: timedelta) -> tuple[str, datetime]:
    """Return a new one-time enrolment code of a person and when it expires.

    Raises:
        UnknownName: There is no such person.
        PersonRetired: The person has left.
    """
    code = new_code(service.ids.random)
    with service.database.write() as connection:
        people.hold_active(connection, person)
        return code, accounts.issue_code(connection, person, code, service.clock.now(), valid)


def revoke_device(
    service: Service, device: str, *, body: str | None = None, again: bool = False
) -> OnlyThere:
    """Revoke a device for good and return what only it held.

    Args:
        service: The service.
        device: The device's id.
        body: Whose device it has to be; any body's when None.
        again: One that is revoked already is answered for as when it was: that answer may have been lost.

    Raises:
        UnknownName: There is no such device, or it is revoked already and ``again`` is not set.
    """
    now = service.clock.now()

    def work(connection: Connection) -> tuple[str, OnlyThere]:
        owner = accounts.body_of(connection, device)
        if owner is None or body not in {None, owner}:
            raise UnknownName(name=device)
        held = devices.only_there(connection, owner, accounts.lives(connection, device))
        revoked = accounts.revoke(connection, device, now)
        if not revoked and not again:
            raise UnknownName(name=device)
        # Before the commit: a device too many in the file is one that its keeper wanted revoked.
        if revoked:
            revocations.note(service.revocations, revoked, now)
        dialect.notify(connection, dialect.STREAMS_CHANNEL, body_stream(owner))
        return owner, held

    owner, held = service.database.attempt(work)
    service.on_moved(body_stream(owner))
    return held


def find_body(connection: Connection, name: str) -> str:
    """Return the id of the body with this id, DIR3 code or name.

    Raises:
        UnknownName: There is none, or more than one.
    """
    body = tables.body.c
    found = connection.execute(
        select(body.id).where(or_(body.id == name, body.dir3 == name, body.name == name))
    ).scalars().all()  # fmt: skip
    if len(found) != 1:
        raise UnknownName(name=name)
    return str(found[0])


def load_catalogue(service: Service) -> int:
    """Bring the ``catalogue`` stream in step with what ships; return how many objects changed.

    Nothing is removed: dossiers may hang from a class that a newer plan no longer has.
    """
    at = iso(service.clock.now())
    with service.database.write() as connection:
        if streams.read(connection, CATALOGUE) is None:
            streams.create(connection, CATALOGUE, None, service.ids.random)
        changed = publish(connection, CATALOGUE, _catalogue(), at)
    if changed:
        service.on_moved(CATALOGUE)
    return changed


def _catalogue() -> Iterable[ObjectState]:
    for each in standard_plan():
        yield ObjectState("class", class_id(STANDARD_PLAN, each.code)).with_fields(each.fields(STANDARD_PLAN))
    for procedure in standard_procedures():
        yield ObjectState("procedure", procedure.id).with_fields(procedure.fields(STANDARD_PLAN))
    for type_ in standard_document_types():
        yield ObjectState("document_type", type_.id).with_fields(type_.fields())


def _as_sent(state: ObjectState) -> ObjectState:
    """Return a state as a client will read it: tuples and enumerations become lists and texts before they are hashed."""
    fields: dict[str, Json] = msgspec.json.decode(msgspec.json.encode(state.fields))
    return ObjectState(state.kind, state.id, normal_fields(fields), deleted=state.deleted)


def publish(connection: Connection, stream: str, states: Iterable[ObjectState], at: str) -> int:
    """Write objects of the service's own to a stream, those that differ only; return how many did."""
    changes = differing(connection, stream, states, at)
    streams.append(connection, stream, changes, at)
    return len(changes)


def differing(
    connection: Connection, stream: str, states: Iterable[ObjectState], at: str
) -> list[ObjectChange]:
    """Return the changes that make objects of a stream what they should be."""
    wanted = {state.id: _as_sent(state) for state in states}
    known = objects.lock(connection, stream, wanted)
    return [
        ObjectChange(
            before=known.get(key), after=state, verb="set" if key in known else "create", by="", at=at
        )
        for key, state in wanted.items()
        if key not in known or known[key].hash != state.hash()
    ]
