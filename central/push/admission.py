# SPDX-License-Identifier: EUPL-1.2
"""How a push comes into its transaction: the device's row, the body's gate, the stream's life."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

import msgspec
from sqlalchemy import Connection, bindparam, literal, select, union_all, update

from central import accounts
from central.callers import Caller
from central.errors.devices import DeviceUnknown
from central.errors.streams import EpochChanged
from central.store import dialect, gates, tables
from eset_desktop.domain.kinds import CATALOGUE

_STREAM = tables.stream.c
_DEVICE = tables.device.c
_LOCKED = tables.device.alias("locked")
_STANDING = (_DEVICE.revoked_at.is_(None), _DEVICE.successor.is_(None))
_TOUCH = (
    update(tables.device)
    .where(_DEVICE.id == bindparam("key"), *_STANDING)
    .values(last_contact=bindparam("now"))
    .returning(_DEVICE.max_n)
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
    .returning(_DEVICE.id, _DEVICE.max_n)
)
_TOUCH_AND_ENTER = {alone: gates.entering(_TOUCH, alone=alone) for alone in (False, True)}
_LIFE, _TAKEN, _PERSON, _SIGNER = "life", "taken", "person", "signer"
_SURROUNDINGS = union_all(
    select(literal(_LIFE).label("what"), _STREAM.name, _STREAM.epoch, _STREAM.seq, _STREAM.set_back_at).where(
        _STREAM.name == bindparam("stream")
    ),
    select(literal(_TAKEN), tables.objects.c.id, literal(""), literal(0), literal("")).where(
        tables.objects.c.stream == CATALOGUE, tables.objects.c.id.in_(bindparam("ids", expanding=True))
    ),
    select(literal(_PERSON), tables.person.c.id, tables.person.c.profiles, literal(0), literal("")).where(
        tables.person.c.id.in_(bindparam("people", expanding=True))
    ),
    select(literal(_SIGNER), _DEVICE.person, literal(""), literal(0), literal(""))
    .where(_DEVICE.body == bindparam("body"), _DEVICE.signing_only.is_(True), _DEVICE.revoked_at.is_(None))
    .distinct(),
)
"""The life of a stream, which ids the catalogue has, what people may do, and who has signing-only computers."""
_COUNT = (
    update(tables.device).where(tables.device.c.id == bindparam("key")).values(max_n=bindparam("highest"))
)


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a push stands among, as it is inside the gate.

    Attributes:
        callers: Those who push, with today's rights.
        taken: Which of the ids that the push makes the catalogue has.
        set_back_at: When a stream of which the sender has read was set back, or empty.
        is_mirrored: Whether anybody of the body may have a signing-only computer.
    """

    callers: tuple[Caller, ...]
    taken: frozenset[str]
    set_back_at: str
    is_mirrored: bool = True


def let_in(connection: Connection, caller: Caller, now: str, *, alone: bool) -> int:
    """Lock the device's row and go through the body's gate; return its ``max_n``.

    The device's row first: two copies of one request wait for each other, the second finds the first's results.

    Raises:
        DeviceRevoked: The device was revoked after the request was let in; DeviceUnknown when it was renewed.
    """
    if not caller.device:
        gates.enter(connection, caller.body, alone=alone)
        return 0
    asked = {"key": caller.device, "now": now}
    if dialect.is_sqlite(connection.engine):
        found = connection.execute(_TOUCH, asked).one_or_none()
    else:
        asked_at_gate = {**asked, "gate": gates.key(caller.body)}
        found = connection.execute(_TOUCH_AND_ENTER[alone], asked_at_gate).one_or_none()
    if found is None:
        accounts.check_standing(connection, caller.device)
        raise DeviceUnknown
    return int(found.max_n)


def let_all_in(connection: Connection, callers: Sequence[Caller], now: str) -> dict[str, int]:
    """Do as :func:`let_in` for several devices of a body; their rows are locked in the order of their ids.

    Raises:
        DeviceUnknown: Any of them ended meanwhile.
    """
    keys = sorted(each.device for each in callers)
    found = {row.id: row.max_n for row in connection.execute(_TOUCH_ALL, {"keys": keys, "now": now})}
    if any(key not in found for key in keys):
        raise DeviceUnknown
    gates.enter(connection, callers[0].body)
    return found


def surroundings(
    connection: Connection, callers: Sequence[Caller], epoch: str, ids: Collection[str]
) -> Surroundings:
    """Return what a push of callers of one body stands among.

    A statement of its own after the gate: one that waits there sees what was before it waited, on PostgreSQL.

    Raises:
        EpochChanged: The senders have read another life of the stream than the present one.
    """
    stream = callers[0].stream
    people = sorted({each.person for each in callers if each.device})
    if not (epoch or ids or people):
        return Surroundings(tuple(callers), frozenset(), "")
    taken, profiles, set_back_at, is_mirrored = set[str](), dict[str, tuple[str, ...]](), "", False
    asked = {"stream": stream, "ids": sorted(ids), "people": people, "body": callers[0].body}
    for row in connection.execute(_SURROUNDINGS, asked):
        if row.what == _TAKEN:
            taken.add(row.name)
        elif row.what == _SIGNER:
            is_mirrored = True
        elif row.what == _PERSON:
            profiles[row.name] = tuple(msgspec.json.decode(row.epoch))
        elif epoch and row.epoch != epoch:
            raise EpochChanged(epoch=row.epoch, head=row.seq)
        elif epoch:
            set_back_at = row.set_back_at
    fresh = (replace(each, profiles=profiles.get(each.person, each.profiles)) for each in callers)
    return Surroundings(tuple(fresh), frozenset(taken), set_back_at, is_mirrored)


def count(connection: Connection, highest: dict[str, int]) -> None:
    """Note the highest numbers of mutations with a final result, by device."""
    rows = [{"key": device, "highest": number} for device, number in highest.items()]
    if rows:
        connection.execute(_COUNT, rows)
