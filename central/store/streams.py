# SPDX-License-Identifier: EUPL-1.2
"""Writing to a stream: positions without gaps, digest and audit chain move with the objects.

The order of locks (design §6, law 2): objects by id, then book counters, then the rows of the streams by name, then only
inserts. :func:`append` takes the streams' rows, so it is the last thing a transaction locks. They stay locked until the
commit; so positions are in the order of commits and a rollback gives them back.
"""

import hashlib
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any, Final, TypeAlias

from sqlalchemy import Connection, bindparam, insert, select, update

from central.store import bulk_moves, dialect, tables
from central.store.bulk_moves import Half, Placed
from central.store.changes import LEAVE, ObjectChange
from central.store.objects import Stored
from central.store.rows import write_objects
from eset_desktop.clock import RandomBytes
from eset_desktop.domain.values import DIGEST_MODULUS, Json, canonical, digest_part

GENESIS: Final = "0" * 64
"""Audit head of an empty stream."""


@dataclass(frozen=True, slots=True)
class StreamRow:
    """A stream's counter, digest and audit head; ``set_back_at`` is when it was last set back, or empty."""

    name: str
    epoch: str
    seq: int
    digest_count: int
    digest_sum: int
    audit_head: str
    set_back_at: str = ""


def new_epoch(random: RandomBytes) -> str:
    """Return the name of a stream's new life: 64 random bits."""
    return random(8).hex()


def create(connection: Connection, name: str, body: str | None, random: RandomBytes) -> None:
    """Create an empty stream."""
    connection.execute(
        insert(tables.stream).values(
            name=name,
            body=body,
            epoch=new_epoch(random),
            seq=0,
            digest_count=0,
            digest_sum="0",
            audit_head=GENESIS,
        )
    )


_READ = (
    select(tables.stream)
    .where(tables.stream.c.name.in_(bindparam("names", expanding=True)))
    .order_by(tables.stream.c.name)
)
_LOCK = _READ.with_for_update()
_MOVE = update(tables.stream).where(tables.stream.c.name == bindparam("key"))
_MOVE_AND_TELL = dialect.telling(_MOVE, dialect.STREAMS_CHANNEL, tables.stream.c.name)


def read(connection: Connection, name: str) -> StreamRow | None:
    """Return a stream's row, None when there is no such stream."""
    return read_all(connection, [name]).get(name)


def read_all(connection: Connection, names: Collection[str], *, lock: bool = False) -> dict[str, StreamRow]:
    """Return the rows of those of these streams that exist, locked in the order of their names when asked."""
    if not names:
        return {}
    found = connection.execute(_LOCK if lock else _READ, {"names": sorted(names)})
    return {
        row.name: StreamRow(
            row.name,
            row.epoch,
            row.seq,
            row.digest_count,
            int(row.digest_sum),
            row.audit_head,
            row.set_back_at,
        )
        for row in found
    }


def append(
    connection: Connection, name: str, changes: Sequence[ObjectChange], received_at: str
) -> tuple[StreamRow, tuple[Stored, ...]]:
    """Write changes at a stream's end and return the stream and the objects as they are after each change.

    The last lock of a transaction; no other row may be locked afterwards.
    """
    written = append_all(connection, {name: changes}, received_at)[name]
    return written.stream, written.stored


@dataclass(frozen=True, slots=True)
class Written:
    """A stream after something was appended to it.

    Attributes:
        stored: The objects as they are after each change; without those of bulk moves.
        count: How many positions were taken.
    """

    stream: StreamRow
    stored: tuple[Stored, ...] = ()
    count: int = 0


Appended: TypeAlias = ObjectChange | Half
"""What takes positions of a stream: one, or as many as a bulk move has objects."""


def append_all(
    connection: Connection,
    changes: Mapping[str, Sequence[Appended]],
    received_at: str,
    also: Callable[[dict[str, Written]], None] = lambda _: None,
) -> dict[str, Written]:
    """Write changes at the ends of several streams; one that is named with none is locked and returned only.

    The last locks of a transaction, taken by name; no other row may be locked afterwards.

    Args:
        connection: A writing transaction.
        changes: By stream.
        received_at: The service's time.
        also: Writes what belongs to it (see :func:`central.store.dialect.sent_together`).
    """
    found = read_all(connection, changes, lock=True)
    written: dict[str, Written] = {}
    audit: list[dict[str, Any]] = []
    placed: list[Placed] = []
    for name, listed in changes.items():
        stream = found.get(name)
        if stream is None:
            msg = f"no stream {name}"
            raise LookupError(msg)
        written[name] = _walked(stream, listed, received_at, audit, placed)
    moved = {name: each for name, each in written.items() if each.count}
    with dialect.sent_together(connection):
        if moved:
            bulk_moves.write(connection, placed)
            write_objects(
                connection, {name: (_single(changes[name]), each.stored) for name, each in moved.items()}
            )
        if audit:
            connection.execute(_INSERT_AUDIT, audit)
        move = _MOVE if dialect.is_sqlite(connection.engine) else _MOVE_AND_TELL
        for each in moved.values():
            connection.execute(move, _position(each.stream))
        also(written)
    return written


def _single(changes: Sequence[Appended]) -> list[ObjectChange]:
    return [each for each in changes if isinstance(each, ObjectChange)]


def _walked(
    found: StreamRow,
    changes: Sequence[Appended],
    received_at: str,
    audit: list[dict[str, Any]],
    placed: list[Placed],
) -> Written:
    """Give changes their positions in a stream; add to the audit entries to insert, and to the bulk moves to write."""
    stream, stored = found, list[Stored]()
    for run in _runs(changes):
        if isinstance(run, Half):
            stream, half = _carried(stream, run, received_at)
            placed.append(half)
            continue
        now = [change.stored(stream.name, stream.seq + step) for step, change in enumerate(run, 1)]
        head = _chained(stream, run, now, received_at, audit)
        stream = _moved(stream, run, now, head)
        stored += now
    return Written(stream, tuple(stored), stream.seq - found.seq)


def _runs(changes: Sequence[Appended]) -> Iterator[Half | list[ObjectChange]]:
    """Yield the bulk moves, and the changes between them together."""
    for is_bulk, run in groupby(changes, key=lambda each: isinstance(each, Half)):
        if is_bulk:
            yield from (each for each in run if isinstance(each, Half))
        else:
            yield [each for each in run if isinstance(each, ObjectChange)]


def _carried(found: StreamRow, half: Half, received_at: str) -> tuple[StreamRow, Placed]:
    """Return a stream after half of a bulk move, and that half with its audit entries."""
    head, parts = found.audit_head, 0
    entries: list[bulk_moves.Entry] = []
    told = half.told(received_at)
    for seq, outline in enumerate(half.move.outlines, found.seq + 1):
        entry = canonical({**told, **half.told_of(outline), "seq": seq})
        head = chain(head, found.name, entry)
        entries.append((seq, outline.id, entry.decode(), head))
        parts += digest_part(outline.hash)
    sign = -1 if half.verb == LEAVE else 1
    stream = replace(
        found,
        seq=found.seq + half.count,
        digest_count=found.digest_count + sign * half.count,
        digest_sum=(found.digest_sum + sign * parts) % DIGEST_MODULUS,
        audit_head=head,
    )
    return stream, Placed(half, found.seq + 1, entries)


def _position(stream: StreamRow) -> dict[str, Any]:
    return {
        "key": stream.name,
        "seq": stream.seq,
        "digest_count": stream.digest_count,
        "digest_sum": str(stream.digest_sum),
        "audit_head": stream.audit_head,
    }


def _moved(
    found: StreamRow, changes: Sequence[ObjectChange], stored: Sequence[Stored], audit_head: str
) -> StreamRow:
    count, total = found.digest_count, found.digest_sum
    for change, now in zip(changes, stored, strict=True):
        if change.counted_before and change.before is not None:
            count -= 1
            total -= digest_part(change.before.hash)
        if not now.left:
            count += 1
            total += digest_part(now.hash)
    return replace(
        found,
        seq=stored[-1].seq,
        digest_count=count,
        digest_sum=total % DIGEST_MODULUS,
        audit_head=audit_head,
    )


_INSERT_AUDIT = insert(tables.audit)


def _chained(
    found: StreamRow,
    changes: Sequence[ObjectChange],
    stored: Sequence[Stored],
    received_at: str,
    rows: list[dict[str, Any]],
) -> str:
    """Add the audit entries of the changes to the rows to insert and return the chain's new head."""
    head = found.audit_head
    for change, now in zip(changes, stored, strict=True):
        entry = canonical(_entry(change, now, received_at))
        head = chain(head, found.name, entry)
        rows.append(
            {
                "stream": found.name,
                "seq": now.seq,
                "object": now.state.id,
                "entry": entry.decode(),
                "hash": head,
            }
        )
    return head


def chain(head: str, stream: str, entry: bytes) -> str:
    """Return the hash of an audit entry: SHA-256 over the hash before it, the stream's name and the entry."""
    return hashlib.sha256(b"\n".join((head.encode(), stream.encode(), entry))).hexdigest()


def _entry(change: ObjectChange, now: Stored, received_at: str) -> dict[str, Json]:
    entry: dict[str, Json] = {
        "seq": now.seq,
        "kind": now.state.kind,
        "object": now.state.id,
        "rev": now.rev,
        "verb": change.verb,
        "by": change.by,
        "at": change.at,
        "received_at": received_at,
        "device": change.device,
        "mutation": change.mutation,
        "changes": change.differences(),
        "deleted": change.after.deleted,
        "hash": now.hash.hex(),
    }
    return {**entry, "stream": change.other} if change.other else entry
