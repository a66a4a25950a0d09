# SPDX-License-Identifier: EUPL-1.2
"""What is restricted in a body and who may read it: projections of ``restriction`` and ``grant`` objects."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Final

from sqlalchemy import Connection, bindparam, delete, false, insert, or_, select, update

from central.store import streams, tables
from eset_desktop.domain.kinds import body_stream, is_text_stream, restricted_stream, text_stream
from eset_desktop.domain.rights import SECRETARIA

CLASS: Final = "class"
DOSSIER: Final = "dossier"

_RESTRICTED = tables.restricted.c
_READER = tables.reader.c
_PERSON = tables.person.c

READS = or_(
    _PERSON.profiles.contains(f'"{SECRETARIA}"', autoescape=True),
    select(_READER.person)
    .where(_READER.stream == _RESTRICTED.stream, _READER.person == _PERSON.id)
    .correlate(tables.restricted, tables.person)
    .exists(),
)
"""Condition on a person and a restricted stream: the secretary reads them all, others by a grant."""

_OF_BODY = (
    select(tables.restricted, _READER.person)
    .outerjoin(
        tables.reader,
        (_READER.stream == _RESTRICTED.stream) & _READER.person.in_(bindparam("people", expanding=True)),
    )
    .where(_RESTRICTED.body == bindparam("body"))
)
_OF_PERSON = (
    select(_RESTRICTED.stream)
    .join(tables.person, _PERSON.body == _RESTRICTED.body)
    .where(_PERSON.id == bindparam("person"), _RESTRICTED.lifted == false(), READS)
    .order_by(_RESTRICTED.stream)
)
_PEOPLE = select(_PERSON.id).where(
    _PERSON.body == bindparam("body"), _PERSON.id.in_(bindparam("ids", expanding=True))
)
_LIFT = (
    update(tables.restricted)
    .where(_RESTRICTED.stream == bindparam("key"))
    .values(scope_kind=bindparam("kind"), scope=bindparam("of"), lifted=bindparam("gone"))
)
_FORGET = delete(tables.reader).where(_READER.stream == bindparam("key"))


@dataclass(frozen=True, slots=True)
class Restricted:
    """A restricted stream.

    Attributes:
        scope_kind: ``class`` or ``dossier``.
        scope: The class or dossier whose content it takes.
        lifted: Whether the restriction was removed; the stream is empty then and nobody reads it.
        readers: Who of the people asking was granted it.
        stored: Whether the database has it.
    """

    stream: str
    scope_kind: str
    scope: str
    lifted: bool = False
    readers: frozenset[str] = frozenset()
    stored: bool = False


class Restrictions:
    """The restricted streams of a body inside one transaction; what changes is written by :meth:`flush`.

    Args:
        connection: A transaction inside the body's gate.
        body: The body's id.
        people: Who asks, one after the other (:meth:`look_as`).
    """

    def __init__(self, connection: Connection, body: str, people: Collection[str]) -> None:
        self._connection = connection
        self._body = body
        self._person, self._all_seeing = "", False
        self._known: dict[str, Restricted] = {}
        for row in connection.execute(_OF_BODY, {"body": body, "people": sorted(people)}):
            known = self._known.get(row.stream) or Restricted(
                row.stream, row.scope_kind, row.scope, row.lifted, stored=True
            )
            readers = known.readers | {row.person} if row.person else known.readers
            self._known[row.stream] = replace(known, readers=readers)
        self._readers: dict[str, frozenset[str]] = {}
        self._before = dict(self._known)

    def look_as(self, person: str, *, all_seeing: bool) -> None:
        """Let one of the people ask; ``all_seeing``: whether that person reads every stream of the body."""
        self._person, self._all_seeing = person, all_seeing

    @property
    def streams(self) -> tuple[str, ...]:
        """Return every stream of the body that may hold objects, those too that are just being lifted."""
        held = (
            name
            for name, each in self._known.items()
            if not (each.lifted and self._before.get(name, each).lifted)
        )
        own = (body_stream(self._body), *held)
        return (*own, *map(text_stream, own))

    @property
    def past_streams(self) -> tuple[str, ...]:
        """Return every stream of the body that ever held something."""
        return (body_stream(self._body), *self._known)

    def covering(self, scope_kind: str, scope: str) -> str | None:
        """Return the stream that takes the content of a class or dossier by itself, or None."""
        for each in self._known.values():
            if (each.scope_kind, each.scope, each.lifted) == (scope_kind, scope, False):
                return each.stream
        return None

    def has_classes(self) -> bool:
        """Tell whether any class is restricted."""
        return any(each.scope_kind == CLASS and not each.lifted for each in self._known.values())

    def any_stands(self) -> bool:
        """Tell whether anything is restricted."""
        return any(not each.lifted for each in self._known.values())

    def knows(self, restriction: str) -> bool:
        """Tell whether a restriction was ever made."""
        return restricted_stream(restriction) in self._known

    def is_read(self, stream: str) -> bool:
        """Tell whether the person asking may read a stream of the body."""
        base = stream.removeprefix("text:") if is_text_stream(stream) else stream
        known = self._known.get(base)
        if known is None:
            return base == body_stream(self._body)
        return not known.lifted and (self._all_seeing or self._person in known.readers)

    def put(self, restriction: str, scope_kind: str, scope: str, *, lifted: bool) -> None:
        """Take a restriction as it is now."""
        stream = restricted_stream(restriction)
        known = self._known.get(stream) or Restricted(stream, scope_kind, scope)
        self._known[stream] = replace(known, scope_kind=scope_kind, scope=scope, lifted=lifted)

    def let_read(self, restriction: str, people: Iterable[str]) -> None:
        """Take who may read what a restriction covers, besides the secretary."""
        self._readers[restricted_stream(restriction)] = frozenset(people)

    @property
    def granted(self) -> frozenset[str]:
        """Return the streams of which it was told anew who reads them, where anybody does."""
        return frozenset(name for name, people in self._readers.items() if people)

    def checkpoint(self) -> tuple[dict[str, Restricted], dict[str, frozenset[str]]]:
        """Return what :meth:`back_to` goes back to."""
        return dict(self._known), dict(self._readers)

    def back_to(self, checkpoint: tuple[dict[str, Restricted], dict[str, frozenset[str]]]) -> None:
        """Forget what was taken since a checkpoint."""
        known, readers = checkpoint
        self._known, self._readers = dict(known), dict(readers)

    def flush(self, new_id: Callable[[], str]) -> None:
        """Write what changed; new streams begin a life of their own."""
        for name, each in sorted(self._known.items()):
            if not each.stored:
                for stream in (name, text_stream(name)):
                    streams.create(self._connection, stream, self._body, lambda _: _random_part(new_id()))
                self._insert(each)
            elif each != self._before[name]:
                values = {"key": name, "kind": each.scope_kind, "of": each.scope, "gone": each.lifted}
                self._connection.execute(_LIFT, values)
        for name, people in sorted(self._readers.items()):
            self._connection.execute(_FORGET, {"key": name})
            rows = [{"stream": name, "person": person} for person in sorted(people)]
            if rows:
                self._connection.execute(insert(tables.reader), rows)

    def _insert(self, each: Restricted) -> None:
        self._connection.execute(
            insert(tables.restricted).values(
                stream=each.stream,
                body=self._body,
                scope_kind=each.scope_kind,
                scope=each.scope,
                lifted=each.lifted,
            )
        )


def _random_part(identity: str) -> bytes:
    """Return the last 64 bits of a UUIDv7, which are random but for two (RFC 9562 §5.7)."""
    return bytes.fromhex(identity.replace("-", "")[-16:])


def readable(connection: Connection, person: str) -> tuple[str, ...]:
    """Return the restricted streams that a person may read, by name."""
    return tuple(connection.execute(_OF_PERSON, {"person": person}).scalars())


def people_among(connection: Connection, body: str, ids: Collection[str]) -> frozenset[str]:
    """Return which of these ids are people of the body."""
    if not ids:
        return frozenset()
    return frozenset(connection.execute(_PEOPLE, {"body": body, "ids": sorted(ids)}).scalars())
