# SPDX-License-Identifier: EUPL-1.2
"""Bringing the mirrors of a body in step with what a transaction changed, in that transaction.

The mirrors' rows are the last locks of a transaction, after those of all other streams: whoever comes second waits there, and
then sees what the first has written. So mirrors are right whichever of two changes comes first.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, or_, select

from central.mirrors import nearby
from central.mirrors.contents import HOMES, Contents, Signer
from central.mirrors.copies import in_step
from central.store import objects, streams, tables
from central.store.bulk_moves import Half
from central.store.changes import ObjectChange
from central.store.objects import Stored
from central.store.streams import Appended, Written
from eset_desktop.clock import RandomBytes, iso
from eset_desktop.domain import substitutions
from eset_desktop.domain.kinds import parent_of, signer_stream
from eset_desktop.domain.office_day import office_day
from eset_desktop.domain.signature_acts import REQUEST

COMMENT: Final = "signature_comment"
_ABOUT_ALL: Final = frozenset({"body", "person", substitutions.KIND})
"""Kinds whose changes may let anything be asked of anybody."""
_OF_DOCUMENTS: Final = frozenset({"version", REQUEST})

_OBJECT, _DEVICE = tables.objects.c, tables.device.c
_SIGNERS = (
    select(_DEVICE.person, _DEVICE.id, _DEVICE.revoked_at)
    .where(_DEVICE.body == bindparam("body"), _DEVICE.signing_only.is_(True))
    .order_by(_DEVICE.person)
)
_WITH_SOME = (
    select(_OBJECT.stream)
    .where(
        _OBJECT.stream.in_(bindparam("streams", expanding=True)),
        or_(
            _OBJECT.id.in_(bindparam("ids", expanding=True)),
            _OBJECT.parent.in_(bindparam("ids", expanding=True)),
        ),
        _OBJECT.left.is_(False),
    )
    .distinct()
)
_KNOWN = select(_OBJECT.id).where(
    _OBJECT.stream == bindparam("stream"), _OBJECT.id.in_(bindparam("ids", expanding=True))
)
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class About:
    """What changes are about, as far as mirrors go: the documents, and the dossiers themselves."""

    documents: frozenset[str]
    dossiers: frozenset[str]


Touched = tuple[str, str, str | None]
"""Kind, id and parent of an object that changed."""


def signers(connection: Connection, body: str) -> list[Signer]:
    """Return the people of a body who have signing-only computers."""
    devices: dict[str, set[str]] = {}
    reading: set[str] = set()
    for row in connection.execute(_SIGNERS, {"body": body}):
        devices.setdefault(row.person, set()).add(row.id)
        if row.revoked_at is None:
            reading.add(row.person)
    return [Signer(person, frozenset(each)) for person, each in devices.items() if person in reading]


def follow(
    connection: Connection,
    body: str,
    changes: Mapping[str, Sequence[Appended]],
    now: datetime,
    told: Collection[str] = (),
) -> dict[str, Written]:
    """Bring a body's mirrors in step after changes were written; return those that moved, and those of ``told``.

    Args:
        connection: The transaction that wrote them; it locks nothing afterwards.
        body: The body.
        changes: What was written, by stream.
        now: The service's time.
        told: Mirrors that results are to name.
    """
    known = signers(connection, body)
    if not known:
        return {}
    about = _concerning(connection, body, changes)
    concerned = _concerned(connection, body, known, about, told)
    return _brought(connection, body, concerned, about, now, told=told)


def appended(
    connection: Connection, body: str, changes: Mapping[str, Sequence[ObjectChange]], now: datetime
) -> dict[str, Written]:
    """Write changes at the ends of several streams of a body and bring its mirrors in step; return all that moved.

    See :func:`central.store.streams.append_all`: the last locks of a transaction.
    """
    written = streams.append_all(connection, changes, iso(now))
    return written | follow(connection, body, changes, now)


def catch_up(connection: Connection, body: str, now: datetime) -> tuple[str, ...]:
    """Bring all mirrors of a body in step with the day: what begins or ends by itself is no change of an object."""
    return tuple(_brought(connection, body, signers(connection, body), None, now))


def begin(connection: Connection, body: str, person: str, now: datetime, random: RandomBytes) -> None:
    """Make a person's mirror and fill it; one that was there is brought in step. Inside the body's gate, alone in it."""
    name = signer_stream(person)
    if streams.read(connection, name) is None:
        streams.create(connection, name, body, random)
    mine = [each for each in signers(connection, body) if each.person == person]
    _brought(connection, body, mine, None, now)


def shown(connection: Connection, person: str, ids: Iterable[str]) -> frozenset[str]:
    """Return which objects a person's mirror holds or once held."""
    ordered, found = sorted(set(ids)), set[str]()
    for start in range(0, len(ordered), _AT_ONCE):
        asked = {"stream": signer_stream(person), "ids": ordered[start : start + _AT_ONCE]}
        found.update(connection.execute(_KNOWN, asked).scalars())
    return frozenset(found)


def _concerning(connection: Connection, body: str, changes: Mapping[str, Sequence[Appended]]) -> About | None:
    """Return what changes are about, None for anything there is."""
    touched = {each[1]: each for listed in changes.values() for each in _touched(listed)}
    if any(kind in _ABOUT_ALL for kind, _, _ in touched.values()):
        return None
    documents = frozenset(_documents(connection, body, touched.values()))
    return About(documents, frozenset(key for kind, key, _ in touched.values() if kind == "dossier"))


def _concerned(
    connection: Connection, body: str, known: Sequence[Signer], about: About | None, told: Collection[str]
) -> Sequence[Signer]:
    """Return those whose mirrors may be concerned: something may be asked of anybody, is shown already, or they pushed it."""
    if about is None:
        return known
    homes = connection.execute(HOMES, {"body": body}).scalars().all()
    below = objects.outlines_below(connection, homes, about.documents)
    if any(each.kind == REQUEST for each in below.values()):
        return known
    names, ids = [signer_stream(each.person) for each in known], sorted(about.documents | about.dossiers)
    holding = {
        name
        for start in range(0, len(ids), _AT_ONCE)
        for name in connection.execute(
            _WITH_SOME, {"streams": names, "ids": ids[start : start + _AT_ONCE]}
        ).scalars()
    }
    return [each for each in known if signer_stream(each.person) in holding.union(told)]


def _touched(listed: Iterable[Appended]) -> Iterator[Touched]:
    for each in listed:
        if isinstance(each, Half):
            yield from ((one.kind, one.id, one.parent) for one in each.move.outlines)
        else:
            state = each.after if each.before is None else each.before.state
            yield state.kind, state.id, parent_of(state.kind, state.fields)


def _documents(connection: Connection, body: str, touched: Iterable[Touched]) -> Iterator[str]:
    requests: set[str] = set()
    for kind, key, parent in touched:
        if kind == "document":
            yield key
        elif kind in _OF_DOCUMENTS and parent is not None:
            yield parent
        elif kind == COMMENT and parent is not None:
            requests.add(parent)
    if requests:
        homes = connection.execute(HOMES, {"body": body}).scalars().all()
        found = objects.parents(connection, homes, requests)
        yield from (each for each in found.values() if each is not None)


def _brought(
    connection: Connection,
    body: str,
    concerned: Sequence[Signer],
    about: About | None,
    now: datetime,
    *,
    told: Collection[str] = (),
) -> dict[str, Written]:
    """Bring mirrors in step; return those that moved, and those of ``told``."""
    names = {signer_stream(each.person): each for each in concerned}
    if not names and not told:
        return {}
    # Held before anything is read: what another transaction brings in step meanwhile is seen.
    streams.read_all(connection, {*names, *told}, lock=True)
    changes: dict[str, Sequence[Appended]] = dict.fromkeys(told, ())
    if names:
        contents = Contents(connection, body, office_day(now))
        possible = contents.possible(concerned) if about is None else frozenset[str]()
        for name, signer in sorted(names.items()):
            if about is None:
                here, wanted = nearby.all_of(connection, name), contents.all_of(signer, possible)
            else:
                here, wanted = _compared(connection, name, signer, contents, about)
            changes[name] = tuple(in_step(here, wanted, iso(now)))
    written = streams.append_all(
        connection, {name: each for name, each in changes.items() if each or name in told}, iso(now)
    )
    return {name: each for name, each in written.items() if each.count or name in told}


def _compared(
    connection: Connection, mirror: str, signer: Signer, contents: Contents, about: About
) -> tuple[dict[str, Stored], dict[str, Stored]]:
    """Return the copies that stand in a part of a mirror, and the objects that should."""
    part = nearby.near(connection, mirror, about.documents)
    wanted = contents.of(signer, part.documents)
    here = part.copies | objects.these(connection, [mirror], wanted.keys() | about.dossiers)
    # Of a dossier that nothing brings or takes away here, the copy is renewed.
    renewed = (about.dossiers & here.keys()) - part.copies.keys()
    return here, contents.dossiers(renewed) | wanted
