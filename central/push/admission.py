# SPDX-License-Identifier: EUPL-1.2
"""How a push comes into its transaction: the device's row, the body's gate, the stream's life."""

from collections.abc import Sequence
from dataclasses import replace

import msgspec
from sqlalchemy import Connection, bindparam, literal, select, union_all, update

from central import accounts
from central.callers import Caller
from central.errors import DeviceUnknown, EpochChanged
from central.store import dialect, gates, tables
from eset_desktop.domain.kinds import CATALOGUE

_STREAM = tables.stream.c
_DEVICE = tables.device.c
_LOCKED = tables.device.alias("locked")
_PROFILES = (
    select(tables.person.c.profiles)
    .where(tables.person.c.id == _DEVICE.person)
    .correlate(tables.device)
    .scalar_subquery()
    .label("profiles")
)
_STANDING = (_DEVICE.revoked_at.is_(None), _DEVICE.successor.is_(None))
_TOUCH = (
    update(tables.device)
    .where(_DEVICE.id == bindparam("key"), *_STANDING)
    .values(last_contact=bindparam("now"))
    .returning(_DEVICE.max_n, _PROFILES)
)
_TOUCH_ALL = (
    update(tables.device)
    .where(
        _DEVICE.id.in_(
            select(_LOCKED.c.id)
            .where(
                _LOCKED.c.id.in_(bindparam("keys", expanding=True)),
                _LOCKED.c.revoked_at.is_(None),
                _LOCKED.c.successor.is_(None),
            )
            .order_by(_LOCKED.c.id)
            .with_for_update()
        ),
        *_STANDING,
    )
    .values(last_contact=bindparam("now"))
    .returning(_DEVICE.id, _DEVICE.max_n, _PROFILES)
)
_TOUCH_AND_ENTER = {alone: gates.entering(_TOUCH, alone=alone) for alone in (False, True)}
_LIFE_AND_TAKEN = union_all(
    select(_STREAM.name, _STREAM.epoch, _STREAM.seq, _STREAM.set_back_at).where(
        _STREAM.name == bindparam("stream")
    ),
    select(tables.objects.c.id, literal(""), literal(0), literal("")).where(
        tables.objects.c.stream == CATALOGUE, tables.objects.c.id.in_(bindparam("ids", expanding=True))
    ),
)
"""The life of a stream, and which ids the catalogue has."""
_COUNT = (
    update(tables.device).where(tables.device.c.id == bindparam("key")).values(max_n=bindparam("highest"))
)


def let_in(connection: Connection, caller: Caller, now: str, *, alone: bool) -> tuple[Caller, int]:
    """Lock the device's row and go through the body's gate; return the caller with today's rights, and ``max_n``.

    The device's row first: two copies of one request wait for each other, the second finds the first's results.

    Raises:
        DeviceRevoked: The device was revoked after the request was let in; DeviceUnknown when it was renewed.
    """
    if not caller.device:
        gates.enter(connection, caller.body, alone=alone)
        return caller, 0
    asked = {"key": caller.device, "now": now}
    if dialect.is_sqlite(connection.engine):
        found = connection.execute(_TOUCH, asked).one_or_none()
    else:
        asked_at_gate = {**asked, "gate": gates.key(caller.body)}
        found = connection.execute(_TOUCH_AND_ENTER[alone], asked_at_gate).one_or_none()
    if found is None:
        accounts.check_standing(connection, caller.device)
        raise DeviceUnknown
    return replace(caller, profiles=tuple(msgspec.json.decode(found.profiles))), found.max_n


def let_all_in(
    connection: Connection, callers: Sequence[Caller], now: str
) -> tuple[list[Caller], dict[str, int]]:
    """Do as :func:`let_in` for several devices of a body; their rows are locked in the order of their ids.

    Raises:
        DeviceUnknown: Any of them ended meanwhile.
    """
    found = {
        row.id: row
        for row in connection.execute(
            _TOUCH_ALL, {"keys": sorted(each.device for each in callers), "now": now}
        )
    }
    if any(each.device not in found for each in callers):
        raise DeviceUnknown
    gates.enter(connection, callers[0].body)
    fresh = [
        replace(each, profiles=tuple(msgspec.json.decode(found[each.device].profiles))) for each in callers
    ]
    return fresh, {key: row.max_n for key, row in found.items()}


def surroundings(connection: Connection, stream: str, epoch: str, ids: set[str]) -> tuple[set[str], str]:
    """Return which of these ids the catalogue has, and when a stream of which the sender has read was set back, or empty.

    Raises:
        EpochChanged: The sender has read another life of the stream than the present one.
    """
    if not epoch and not ids:
        return set(), ""
    taken, set_back_at = set[str](), ""
    for row in connection.execute(_LIFE_AND_TAKEN, {"stream": stream, "ids": sorted(ids)}):
        if row.name != stream:
            taken.add(row.name)
        elif epoch and row.epoch != epoch:
            raise EpochChanged(epoch=row.epoch, head=row.seq)
        elif epoch:
            set_back_at = row.set_back_at
    return taken, set_back_at


def count(connection: Connection, highest: dict[str, int]) -> None:
    """Note the highest numbers of mutations with a final result, by device."""
    rows = [{"key": device, "highest": number} for device, number in highest.items()]
    if rows:
        connection.execute(_COUNT, rows)
