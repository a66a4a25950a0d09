# SPDX-License-Identifier: EUPL-1.2
"""A page of a stream: every object once at its latest state, the asking device's results (those of its earlier lives too), the digest at the end.

Fields leave the database as the JSON they are stored in and are never decoded on the way.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Any, Final, Self

import msgspec
from sqlalchemy import Connection, Row, bindparam, select, true

from central import accounts
from central.callers import Caller
from central.errors.requests import NotFound
from central.errors.streams import EpochChanged
from central.push.results import conflicts_of
from central.store import streams, tables
from central.store.streams import StreamRow
from eset_desktop.domain.kinds import CATALOGUE
from sync.protocol import Digest, Limits, Result
from sync.protocol.positions import cursor_text

MOST_ROWS: Final = 5_000
MOST_RESULTS: Final = 5_000
FEW: Final = (100, 32_000)
"""Rows and bytes of a page that is told at once: one field that a colleague changed is some hundred bytes."""
ALSO: Final = (400, 128_000)
"""Rows and bytes of all small pages that come along with a page that ends its stream; one row of each comes in any case."""
_ROW_OVERHEAD: Final = 320
"""Bytes of a row besides its fields: names, ids, moments."""

_OBJECTS = tables.objects.c
ROW: Final = (
    _OBJECTS.seq, _OBJECTS.kind, _OBJECTS.id, _OBJECTS.rev, _OBJECTS.fields, _OBJECTS.deleted, _OBJECTS.by,
    _OBJECTS.at, _OBJECTS.created_by, _OBJECTS.created_at, _OBJECTS.mutation, _OBJECTS.left,
)  # fmt: skip
"""What a row tells, as :func:`raw_row` takes it."""
_STREAM = tables.stream.c
_HEAD = (_STREAM.epoch, _STREAM.seq.label("head"), _STREAM.digest_count, _STREAM.digest_sum)
_FOUND = (
    select(*ROW)
    .where(_OBJECTS.stream == bindparam("stream"), _OBJECTS.seq > bindparam("after"))
    .order_by(_OBJECTS.seq)
    .limit(bindparam("most"))
    .subquery("found")
)  # fmt: skip
_PAGE = (
    select(*_HEAD, *_FOUND.c)
    .select_from(tables.stream.outerjoin(_FOUND, true()))
    .where(_STREAM.name == bindparam("stream"))
    .order_by(_FOUND.c.seq)
)
"""A stream's row before each object: one statement sees one moment, so a page needs no transaction."""
_NO_FIELDS: Final = msgspec.Raw(b"{}")
_MUTATION = tables.mutation.c
_RESULTS = (
    select(
        _MUTATION.seq,
        _MUTATION.id,
        _MUTATION.status,
        _MUTATION.stream,
        _MUTATION.rev,
        _MUTATION.problem,
        _MUTATION.conflicts,
    )
    .where(
        _MUTATION.device.in_(bindparam("devices", expanding=True)),
        _MUTATION.stream == bindparam("stream"),
        _MUTATION.seq > bindparam("after"),
        _MUTATION.seq <= bindparam("upto"),
    )
    .order_by(_MUTATION.seq, _MUTATION.n)
)
_FIRST_RESULTS = _RESULTS.limit(bindparam("most"))


class RawRow(msgspec.Struct, frozen=True, omit_defaults=True):
    """:class:`sync.protocol.Row` with its fields as stored text."""

    seq: int
    kind: str
    id: str
    rev: int
    fields: msgspec.Raw
    deleted: bool = False
    by: str = ""
    at: str = ""
    created_by: str = ""
    created_at: str = ""
    mutation: str = ""
    left: bool = False


class RawPage(msgspec.Struct, frozen=True, omit_defaults=True):
    """:class:`sync.protocol.FeedPage` of such rows; the same bytes on the wire."""

    stream: str
    epoch: str
    start: int = msgspec.field(name="from")
    end: int = msgspec.field(name="to")
    head: int
    rows: tuple[RawRow, ...] = ()
    results: tuple[Result, ...] = ()
    digest: Digest | None = None
    also: tuple["RawPage", ...] = ()


class RawPushAnswer(msgspec.Struct, frozen=True, omit_defaults=True):
    """:class:`sync.protocol.PushAnswer` with such a page; the same bytes on the wire."""

    results: tuple[Result, ...]
    page: RawPage | None = None

    def in_order(self) -> Self:
        """Return it without the mutations' ids, for one who knows the batch's order: they are most of what is sent."""
        results = tuple(msgspec.structs.replace(each, id="") for each in self.results)
        return msgspec.structs.replace(self, results=results)


@dataclass(frozen=True, slots=True)
class Question:
    """What a client asks of a stream.

    Attributes:
        epoch: The life of the stream its cursor belongs to; empty at the very beginning.
        after: The last position it has.
        rows: Most rows wanted.
        size: Most bytes wanted, about; one row comes in any case.
    """

    epoch: str = ""
    after: int = 0
    rows: int = MOST_ROWS
    size: int = Limits().page_bytes


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing after the cursor; ``head`` is the cursor of the stream's end."""

    head: str


def read(connection: Connection, caller: Caller, name: str, question: Question) -> RawPage | Nothing:
    """Return the page after a cursor.

    Raises:
        NotFound: The caller may not read the stream, or there is none.
        EpochChanged: The cursor belongs to another life of the stream.
    """
    if name not in caller.streams:
        raise NotFound
    most = max(1, min(question.rows, MOST_ROWS))
    found = connection.execute(_PAGE, {"stream": name, "after": question.after, "most": most + 1}).all()
    if not found:
        raise NotFound
    stream = found[0]
    if not _is_behind(name, question, stream.epoch, stream.head):
        return Nothing(cursor_text(stream.epoch, stream.head))
    rows, end = _rows(found if stream.seq is not None else (), most, question.size, stream.head)
    results: tuple[Result, ...] = ()
    if name != CATALOGUE:
        # Asked for by themselves: of a device's lives in a subquery PostgreSQL makes a scan of every result there is.
        lives = accounts.lives(connection, caller.device)
        window: dict[str, Any] = {"devices": lives, "stream": name, "after": question.after}
        results, end = _results(connection, stream.epoch, window, end)
    return RawPage(
        stream=name,
        epoch=stream.epoch,
        start=question.after,
        end=end,
        head=stream.head,
        rows=tuple(row for row in rows if row.seq <= end),
        results=results,
        digest=Digest(end, stream.digest_count, int(stream.digest_sum)) if end == stream.head else None,
    )


def _is_behind(name: str, question: Question, epoch: str, head: int) -> bool:
    """Tell whether a stream has something after a cursor.

    Raises:
        EpochChanged: The cursor belongs to another life of the stream.
    """
    if (question.epoch and question.epoch != epoch) or question.after > head:
        raise EpochChanged(epoch=epoch, head=head, stream=name)
    return question.after < head or not question.epoch


def first_of(connection: Connection, caller: Caller, asked: Sequence[tuple[str, Question]]) -> RawPage | None:
    """Return the page of the first of some streams that has one, None when none has.

    When it reaches its stream's head, small pages of all others that moved come along: where streams are never quiet, the
    others are read all the same.

    Raises:
        NotFound: The caller may not read a stream that comes before it.
        EpochChanged: A cursor of such a stream belongs to another life.
    """
    readable = [name for name, _ in asked if name in caller.streams]
    return first_of_moved(connection, caller, _moved(asked, streams.read_all(connection, readable)))


def first_of_moved(
    connection: Connection, caller: Caller, moved: Iterable[tuple[str, Question]]
) -> RawPage | None:
    """Do as :func:`first_of` with streams that are known to have something."""
    following = iter(moved)
    first = next(following, None)
    page = read(connection, caller, *first) if first else None
    if not isinstance(page, RawPage):
        return None
    if page.end < page.head:
        return page
    return msgspec.structs.replace(page, also=tuple(_small(connection, caller, tuple(following))))


def _moved(
    asked: Iterable[tuple[str, Question]], found: Mapping[str, StreamRow]
) -> Iterator[tuple[str, Question]]:
    """Yield the streams that have something; behind the first one, those that cannot be read wait for their turn to say so."""
    any_moved = False
    for name, question in asked:
        stream = found.get(name)
        try:
            if stream is None:
                raise NotFound
            is_behind = _is_behind(name, question, stream.epoch, stream.seq)
        except (NotFound, EpochChanged):
            if not any_moved:
                raise
            continue
        if is_behind:
            any_moved = True
            yield name, question


def _small(
    connection: Connection, caller: Caller, moved: Sequence[tuple[str, Question]]
) -> Iterator[RawPage]:
    """Yield a page of each; the more they are, the smaller each is, and none is left out for the others."""
    share = max(1, len(moved))
    rows, size = (min(few, also // share) for few, also in zip(FEW, ALSO, strict=True))
    for stream, question in moved:
        small = replace(question, rows=min(rows, question.rows), size=min(size, question.size))
        # Whose rights or life changed since is told when it is its turn.
        with suppress(NotFound, EpochChanged):
            page = read(connection, caller, stream, small)
            if isinstance(page, RawPage):
                yield page


def _rows(found: Sequence[Row[Any]], most: int, limit: int, head: int) -> tuple[list[RawRow], int]:
    """Return the rows that fit and the position up to which they say everything."""
    taken: list[RawRow] = []
    size = 0
    for row in found:
        size += len(row.fields) + _ROW_OVERHEAD
        if taken and (len(taken) == most or size > limit):
            return taken, taken[-1].seq
        taken.append(raw_row(row[len(_HEAD) :]))
    return taken, head


def raw_row(values: Sequence[Any]) -> RawRow:
    """Return an object as it travels, of the columns :data:`ROW`."""
    seq, kind, id_, rev, fields, deleted, by, at, created_by, created_at, mutation, left = values
    if left:  # nothing else is told: whoever reads this may not read what it became
        return RawRow(seq, kind, id_, rev, _NO_FIELDS, left=True)
    return RawRow(
        seq, kind, id_, rev, msgspec.Raw(fields), bool(deleted), by, at, created_by, created_at, mutation
    )


def _results(
    connection: Connection, epoch: str, window: dict[str, Any], end: int
) -> tuple[tuple[Result, ...], int]:
    """Return the results of the device and of those it continues, and up to where; earlier when they are too many for one page.

    Read after the rows: what was committed up to there meanwhile is told as well.
    """
    found = connection.execute(_FIRST_RESULTS, {**window, "upto": end, "most": MOST_RESULTS + 1}).all()
    if len(found) > MOST_RESULTS:
        # Results of one position belong together, so the page ends where a position does.
        last = found[-1].seq
        end = last - 1 if found[0].seq < last else last
        found = connection.execute(_RESULTS, {**window, "upto": end}).all()
    return tuple(_result(epoch, *row) for row in found), end


def _result(epoch: str, *values: Any) -> Result:
    seq, key, status, stream, rev, problem, conflicts = values
    return Result(key, status, stream, epoch, seq, rev, problem, conflicts_of(conflicts))
