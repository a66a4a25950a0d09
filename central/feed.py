# SPDX-License-Identifier: EUPL-1.2
"""A page of a stream: every object once at its latest state, the asking device's results (those of its earlier lives too), the digest at the end.

Fields leave the database as the JSON they are stored in and are never decoded on the way.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, Final, Self

import msgspec
from sqlalchemy import Connection, bindparam, select

from central import accounts
from central.callers import Caller
from central.errors import CentralError, EpochChanged, NotFound
from central.push.results import outcome_of
from central.store import streams, tables
from central.store.streams import StreamRow
from eset_desktop.domain.kinds import CATALOGUE
from sync.protocol import Digest, Limits, Result, cursor_text

MOST_ROWS: Final = 5_000
MOST_RESULTS: Final = 5_000
FEW: Final = (100, 32_000)
"""Rows and bytes of a page that is told at once: one field that a colleague changed is some hundred bytes."""
MOST_ALSO: Final = 4
"""Other streams whose small pages come along with a page that ends its stream."""
_ROW_OVERHEAD: Final = 320
"""Bytes of a row besides its fields: names, ids, moments."""

_OBJECTS = tables.objects.c
_ROWS = (
    select(
        _OBJECTS.seq, _OBJECTS.kind, _OBJECTS.id, _OBJECTS.rev, _OBJECTS.fields, _OBJECTS.deleted, _OBJECTS.by,
        _OBJECTS.at, _OBJECTS.created_by, _OBJECTS.created_at, _OBJECTS.mutation, _OBJECTS.left,
    )
    .where(_OBJECTS.stream == bindparam("stream"), _OBJECTS.seq > bindparam("after"))
    .order_by(_OBJECTS.seq)
    .limit(bindparam("most"))
)  # fmt: skip
_MUTATION = tables.mutation.c
_RESULTS = (
    select(tables.mutation)
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
    stream = streams.read(connection, name) if name in caller.streams else None
    if stream is None:
        raise NotFound
    if (question.epoch and question.epoch != stream.epoch) or question.after > stream.seq:
        raise EpochChanged(epoch=stream.epoch, head=stream.seq, stream=name)
    if question.after == stream.seq and question.epoch:
        return Nothing(cursor_text(stream.epoch, stream.seq))
    rows, end = _rows(connection, stream, question)
    results, end = _results(connection, caller, stream, question.after, end)
    return RawPage(
        stream=name,
        epoch=stream.epoch,
        start=question.after,
        end=end,
        head=stream.seq,
        rows=tuple(row for row in rows if row.seq <= end),
        results=results,
        digest=Digest(end, stream.digest_count, stream.digest_sum) if end == stream.seq else None,
    )


def first_of(connection: Connection, caller: Caller, asked: Sequence[tuple[str, Question]]) -> RawPage | None:
    """Return the page of the first of some streams that has one, None when none has.

    When it reaches its stream's head, small pages of the others that moved come along: where one stream is never quiet, the
    others are read all the same.

    Raises:
        NotFound: The caller may not read a stream that comes before it.
        EpochChanged: A cursor of such a stream belongs to another life.
    """
    for place, (stream, question) in enumerate(asked):
        page = read(connection, caller, stream, question)
        if isinstance(page, RawPage):
            if page.end == page.head:
                others = islice(_small(connection, caller, asked[place + 1 :]), MOST_ALSO)
                return msgspec.structs.replace(page, also=tuple(others))
            return page
    return None


def _small(
    connection: Connection, caller: Caller, asked: Iterable[tuple[str, Question]]
) -> Iterator[RawPage]:
    rows, size = FEW
    for stream, question in asked:
        small = replace(question, rows=min(rows, question.rows), size=min(size, question.size))
        with suppress(CentralError):  # told when it is this stream's turn
            page = read(connection, caller, stream, small)
            if isinstance(page, RawPage):
                yield page


def _rows(connection: Connection, stream: StreamRow, question: Question) -> tuple[list[RawRow], int]:
    """Return the rows that fit and the position up to which they say everything."""
    most = max(1, min(question.rows, MOST_ROWS))
    found = connection.execute(
        _ROWS, {"stream": stream.name, "after": question.after, "most": most + 1}
    ).all()
    taken: list[RawRow] = []
    size = 0
    for row in found:
        size += len(row.fields) + _ROW_OVERHEAD
        if taken and (len(taken) == most or size > question.size):
            return taken, taken[-1].seq
        taken.append(raw_row(row))
    return taken, stream.seq


def raw_row(row: Any) -> RawRow:
    """Return a row of the object table as it travels."""
    if row.left:  # nothing else is told: whoever reads this may not read what it became
        return RawRow(row.seq, row.kind, row.id, row.rev, msgspec.Raw(b"{}"), left=True)
    return RawRow(
        row.seq, row.kind, row.id, row.rev, msgspec.Raw(row.fields), bool(row.deleted), row.by, row.at,
        row.created_by, row.created_at, row.mutation,
    )  # fmt: skip


def _results(
    connection: Connection, caller: Caller, stream: StreamRow, after: int, end: int
) -> tuple[tuple[Result, ...], int]:
    """Return the results of the device and of those it continues up to ``end``, or to an earlier position when they are too many for one page."""
    if stream.name == CATALOGUE:
        return (), end
    lives = accounts.lives(connection, caller.device)
    window = {"devices": lives, "stream": stream.name, "after": after, "upto": end}
    found = connection.execute(_FIRST_RESULTS, {**window, "most": MOST_RESULTS + 1}).all()
    if len(found) > MOST_RESULTS:
        # Results of one position belong together, so the page ends where a position does.
        last = found[-1].seq
        end = last - 1 if found[0].seq < last else last
        found = connection.execute(_RESULTS, {**window, "upto": end}).all()
    return tuple(outcome_of(row).result(stream.epoch) for row in found), end
