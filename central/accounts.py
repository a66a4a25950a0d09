# SPDX-License-Identifier: EUPL-1.2
"""Credentials per person and device: enrolment, recognition, renewal, revocation."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
from sqlalchemy import (
    Connection,
    Row,
    bindparam,
    cast,
    delete,
    false,
    insert,
    select,
    update,
)

from central.callers import Caller
from central.codes import MOST_LIVES, device_code, new_token, read_code, secret_hash
from central.errors.devices import CodeRefused, DeviceRevoked, DeviceUnknown
from central.mirrors import following
from central.store import gates, restrictions, tables
from central.store.books import DEVICES, LIVES, Books, set_book
from eset_desktop.clock import Ids, RandomBytes, iso, parse_iso
from sync.protocol import DeviceAnswer, EnrolAnswer, EnrolRequest, RenewAnswer

_CONTACT_EVERY: Final = timedelta(minutes=1)
_LONGEST_NAME: Final = 100
HIGHEST_N: Final = (1 << 53) - 1
"""No device ever has a higher number."""

_DEVICE = tables.device.c
_PERSON = tables.person.c
_ENROLMENT = tables.enrolment.c
_RESTRICTED = tables.restricted.c
_BY_TOKEN = (
    select(tables.device, _PERSON.profiles, _RESTRICTED.stream.label("restricted"))
    .join(tables.person, _PERSON.id == _DEVICE.person)
    .outerjoin(
        tables.restricted,
        (_RESTRICTED.body == _DEVICE.body) & (_RESTRICTED.lifted == false()) & restrictions.READS,
    )
    .where(_DEVICE.token_hash == bindparam("token"))
)
"""A row for each restricted stream that the person may read, one in any case."""
_THIS = select(cast(bindparam("device"), _DEVICE.id.type).label("id")).cte("lives", recursive=True)
_LIVES = select(_THIS.union(select(_DEVICE.id).join(_THIS, _DEVICE.successor == _THIS.c.id)).c.id)
_FREE = select(_DEVICE.id).where(_DEVICE.id == bindparam("key")).with_for_update(skip_locked=True)
_CONTACT = update(tables.device).where(_DEVICE.id.in_(_FREE)).values(last_contact=bindparam("now"))
_FIRST_CONTACT = (
    update(tables.device).where(_DEVICE.id == bindparam("key")).values(last_contact=bindparam("now"))
)


def authenticate(connection: Connection, token: str, *, renewing: bool = False) -> Caller:
    """Return who holds a token.

    Args:
        connection: A transaction.
        token: The bearer token.
        renewing: Whether a renewed device's old token is taken: the answer that carried the new one may have been
            lost, or an older backup was restored once more.

    Raises:
        DeviceUnknown: Nobody does, or the device was renewed.
        DeviceRevoked: The device was revoked.
    """
    found = connection.execute(_BY_TOKEN, {"token": secret_hash(token)}).all()
    if not found:
        raise DeviceUnknown
    row = found[0]
    if row.revoked_at is not None:
        raise DeviceRevoked
    if row.successor is not None and not renewing:
        raise DeviceUnknown
    return Caller(
        device=row.id,
        device_code=row.code,
        person=row.person,
        body=row.body,
        profiles=tuple(msgspec.json.decode(row.profiles)),
        retired=row.successor is not None,
        max_n=row.max_n,
        last_contact=row.last_contact,
        restricted=tuple(sorted(each.restricted for each in found if each.restricted is not None)),
        signing_only=bool(row.signing_only),
    )


def check_standing(connection: Connection, device: str) -> str:
    """See that a device may still write and return its person.

    Inside the writing transaction, because a request is let in before it.

    Raises:
        DeviceUnknown: It was renewed.
        DeviceRevoked: It was revoked.
    """
    row = connection.execute(
        select(_DEVICE.revoked_at, _DEVICE.successor, _DEVICE.person)
        .where(_DEVICE.id == device)
        .with_for_update()
    ).one_or_none()
    if row is not None and row.revoked_at is not None:
        raise DeviceRevoked
    if row is None or row.successor is not None:
        raise DeviceUnknown
    return str(row.person)


def lives(connection: Connection, device: str) -> tuple[str, ...]:
    """Return a device and those it continues: its cache holds what was sent under each of their names."""
    return tuple(connection.execute(_LIVES, {"device": device}).scalars())


def _is_unused(connection: Connection, device: str) -> bool:
    last_contact = connection.execute(
        select(_DEVICE.last_contact).where(_DEVICE.id == device, _DEVICE.revoked_at.is_(None))
    ).scalar_one_or_none()
    return last_contact == ""


def body_of(connection: Connection, device: str) -> str | None:
    """Return the body of a device, None when there is no such device."""
    return connection.execute(select(_DEVICE.body).where(_DEVICE.id == device)).scalar_one_or_none()


def is_contact_due(caller: Caller, now: datetime) -> bool:
    """Tell whether a device's last contact should be written again; not on every request, it costs an fsync."""
    return not caller.last_contact or abs(now - parse_iso(caller.last_contact)) >= _CONTACT_EVERY


def note_contact(connection: Connection, caller: Caller, now: datetime) -> None:
    """Note that a device asked for something.

    The first time is certain, because it ends that the device is given again (:func:`renew`). Later ones are left out while
    somebody else changes its row: a question waits for nobody.
    """
    statement = _CONTACT if caller.last_contact else _FIRST_CONTACT
    connection.execute(statement, {"key": caller.device, "now": iso(now)})


def device_answer(caller: Caller) -> DeviceAnswer:
    """Return what the service knows of the asking device; a retired one has no number left, so that it renews."""
    return DeviceAnswer(
        device=caller.device,
        device_code=caller.device_code,
        person=caller.person,
        profiles=caller.profiles,
        streams=caller.streams,
        max_n=HIGHEST_N if caller.retired else caller.max_n,
    )


def enrol(connection: Connection, request: EnrolRequest, now: datetime, ids: Ids) -> EnrolAnswer:
    """Use an enrolment code up and return the new device's credentials.

    Raises:
        CodeRefused: It is unknown, used or expired.
    """
    code = read_code(request.code)
    if code is None:
        raise CodeRefused
    used = connection.execute(
        update(tables.enrolment)
        .where(
            _ENROLMENT.code_hash == secret_hash(code),
            _ENROLMENT.used_at.is_(None),
            _ENROLMENT.expires_at > iso(now),
        )
        .values(used_at=iso(now))
        .returning(_ENROLMENT.person)
    ).scalar_one_or_none()
    if used is None:
        raise CodeRefused
    person = connection.execute(
        select(tables.person, tables.body.c.name.label("body_name"), tables.body.c.recovery_public_key)
        .join(tables.body, tables.body.c.id == _PERSON.body)
        .where(_PERSON.id == used)
    ).one()
    if request.signing_only:
        # Alone, before the body's counters: what is pushed is either before, and copied now, or finds the mirror.
        gates.enter(connection, person.body, alone=True)
    token, device, short = _new_device(
        connection, person, now, ids,
        name=line_of(request.device_name), client=line_of(request.client), signing_only=request.signing_only,
    )  # fmt: skip
    if request.signing_only:
        following.begin(connection, person.body, person.id, now, ids.random)
    caller = Caller(
        device, short, person.id, person.body, (), restricted=restrictions.readable(connection, person.id),
        signing_only=request.signing_only,
    )  # fmt: skip
    return EnrolAnswer(
        token=token,
        device=device,
        device_code=short,
        person=person.id,
        person_name=person.name,
        body=person.body,
        body_name=person.body_name,
        streams=caller.streams,
        recovery_public_key=person.recovery_public_key,
        signing_only=request.signing_only,
    )


def line_of(text: str) -> str:
    """Return what a device says as one line of a hundred printable letters at most."""
    return "".join(letter for letter in text if letter.isprintable())[:_LONGEST_NAME]


def _new_device(
    connection: Connection,
    person: Row[Any],
    now: datetime,
    ids: Ids,
    *,
    name: str,
    client: str,
    signing_only: bool,
) -> tuple[str, str, str]:
    """Return token, id and short code of a new device of a person."""
    books = Books(connection, person.body)
    short = device_code(books.next(DEVICES, 0), books.read(LIVES, 0))
    books.flush()
    token, device = new_token(ids.random), ids.uuid7()
    connection.execute(
        insert(tables.device).values(
            id=device, body=person.body, person=person.id, token_hash=secret_hash(token), code=short, name=name,
            client=client, max_n=0, created_at=iso(now), last_contact="", signing_only=signing_only,
        )
    )  # fmt: skip
    return token, device, short


def renew(connection: Connection, caller: Caller, now: datetime, ids: Ids) -> RenewAnswer:
    """Give a device that was restored from a backup a new identity and retire the old one.

    While the new one was never used it is given again, under a new token. Afterwards the old token belongs to a backup
    that was restored once more: it gets a device of its own, beside the one that may live on elsewhere.

    Raises:
        DeviceRevoked: It was revoked after the request was let in.
    """
    old = connection.execute(select(tables.device).where(_DEVICE.id == caller.device).with_for_update()).one()
    if old.revoked_at is not None:
        raise DeviceRevoked
    if old.successor is not None and _is_unused(connection, old.successor):
        token = new_token(ids.random)
        connection.execute(
            update(tables.device).where(_DEVICE.id == old.successor).values(token_hash=secret_hash(token))
        )
        short = connection.execute(select(_DEVICE.code).where(_DEVICE.id == old.successor)).scalar_one()
        return RenewAnswer(token=token, device=old.successor, device_code=short)
    person = connection.execute(select(tables.person).where(_PERSON.id == old.person)).one()
    token, device, short = _new_device(
        connection, person, now, ids, name=old.name, client=old.client, signing_only=old.signing_only
    )
    connection.execute(update(tables.device).where(_DEVICE.id == old.id).values(successor=device))
    return RenewAnswer(token=token, device=device, device_code=short)


def issue_code(connection: Connection, person: str, code: str, now: datetime, valid: timedelta) -> datetime:
    """Keep the hash of a new enrolment code and return when it expires."""
    expires = now + valid
    connection.execute(
        insert(tables.enrolment).values(
            code_hash=secret_hash(code.replace("-", "")),
            person=person,
            created_at=iso(now),
            expires_at=iso(expires),
        )
    )
    return expires


def after_restore(
    connection: Connection, revoked: Iterable[tuple[str, datetime]], random: RandomBytes
) -> int:
    """Take back what a backup would give out again; return how many devices were revoked again.

    Enrolment codes that were open may have been used since, so none is kept. Devices that were revoked since are revoked
    again. Codes of new devices get letters of their own, because the next ones of the backup may stand in labels already.
    """
    connection.execute(delete(tables.enrolment).where(_ENROLMENT.used_at.is_(None)))
    again = sum(len(revoke(connection, device, at)) for device, at in revoked)
    for body in connection.execute(select(tables.body.c.id)).scalars().all():
        set_book(connection, body, LIVES, 1 + int.from_bytes(random(4), "big") % MOST_LIVES)
    return again


def revoke(connection: Connection, device: str, now: datetime) -> tuple[str, ...]:
    """Revoke a device for good and return every device that this ended; none when there was none to revoke.

    The person's retired identities go with it: a stolen computer's old backup must not renew itself.
    """
    person = connection.execute(
        update(tables.device)
        .where(_DEVICE.id == device, _DEVICE.revoked_at.is_(None))
        .values(revoked_at=iso(now))
        .returning(_DEVICE.person)
    ).scalar_one_or_none()
    if person is None:
        return ()
    retired = connection.execute(
        update(tables.device)
        .where(_DEVICE.person == person, _DEVICE.successor.is_not(None), _DEVICE.revoked_at.is_(None))
        .values(revoked_at=iso(now))
        .returning(_DEVICE.id)
    ).scalars().all()  # fmt: skip
    return (device, *sorted(retired))
