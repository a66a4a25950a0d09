# SPDX-License-Identifier: EUPL-1.2
"""Writing to a stream: positions without gaps, digest and audit chain move with the objects.

The order of locks (design §6, law 2): objects by id, then book counters, then the stream's row, then only inserts.
:func:`append` takes the stream's row, so it is the last thing a transaction locks. The row stays locked until the
commit; so positions are in the order of commits and a rollback gives them back.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, bindparam, insert, select, update

from central.store import tables
from central.store.objects import Stored, values_of
from eset_desktop.clock import RandomBytes
from eset_desktop.domain.mutations import ObjectState
from eset_desktop.domain.values import DIGEST_MODULUS, Json, canonical, digest_part, same

GENESIS: Final = "0" * 64
"""Audit head of an empty stream."""


@dataclass(frozen=True, slots=True)
class StreamRow:
    """A stream's counter, digest and audit head."""

    name: str
    epoch: str
    seq: int
    digest_count: int
    digest_sum: int
    audit_head: str


@dataclass(frozen=True, slots=True)
class ObjectChange:
    """One change of one object, which takes one position.

    Attributes:
        before: What the stream held, None for a new object; its ``rev`` is counted on.
        after: The state from now on.
        verb: What was done, for the audit trail: ``create``, ``set``, a command's name or a server's effect.
        by: The author's person id; empty for the service itself.
        at: The time told to people.
        device: The author's device id, or empty.
        mutation: The mutation that caused it, or empty.
    """

    before: Stored | None
    after: ObjectState
    verb: str
    by: str
    at: str
    device: str = ""
    mutation: str = ""

    def stored(self, seq: int) -> Stored:
        """Return the object as the stream holds it after this change."""
        first = self.before
        return Stored(
            state=self.after,
            rev=first.rev + 1 if first else 1,
            seq=seq,
            by=self.by,
            at=self.at,
            device=self.device,
            mutation=self.mutation,
            created_by=first.created_by if first else self.by,
            created_at=first.created_at if first else self.at,
        )


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


_READ = select(tables.stream).where(tables.stream.c.name == bindparam("stream"))
_LOCK = _READ.with_for_update()
_MOVE = update(tables.stream).where(tables.stream.c.name == bindparam("key"))


def read(connection: Connection, name: str, *, lock: bool = False) -> StreamRow | None:
    """Return a stream's row, locked until the end of the transaction when asked; None when there is no such stream."""
    row = connection.execute(_LOCK if lock else _READ, {"stream": name}).one_or_none()
    if row is None:
        return None
    return StreamRow(row.name, row.epoch, row.seq, row.digest_count, int(row.digest_sum), row.audit_head)


def append(
    connection: Connection, name: str, changes: Sequence[ObjectChange], received_at: str
) -> tuple[StreamRow, tuple[Stored, ...]]:
    """Write changes at the stream's end and return the stream and the objects as they are after each change.

    The last lock of a transaction; no other row may be locked afterwards.
    """
    found = read(connection, name, lock=True)
    if found is None:
        msg = f"no stream {name}"
        raise LookupError(msg)
    stored = tuple(change.stored(found.seq + step) for step, change in enumerate(changes, 1))
    if not stored:
        return found, stored
    _write_objects(connection, name, changes, stored)
    head = _write_audit(connection, found, changes, stored, received_at)
    moved = _moved(found, changes, stored, head)
    connection.execute(
        _MOVE,
        {
            "key": name,
            "seq": moved.seq,
            "digest_count": moved.digest_count,
            "digest_sum": str(moved.digest_sum),
            "audit_head": moved.audit_head,
        },
    )
    return moved, stored


def _moved(
    found: StreamRow, changes: Sequence[ObjectChange], stored: Sequence[Stored], audit_head: str
) -> StreamRow:
    count, total = found.digest_count, found.digest_sum
    for change, now in zip(changes, stored, strict=True):
        total += digest_part(now.hash)
        if change.before is None:
            count += 1
        else:
            total -= digest_part(change.before.hash)
    return replace(
        found,
        seq=stored[-1].seq,
        digest_count=count,
        digest_sum=total % DIGEST_MODULUS,
        audit_head=audit_head,
    )


_INSERT_OBJECTS = insert(tables.objects)
_UPDATE_OBJECTS = (
    update(tables.objects)
    .where(tables.objects.c.stream == bindparam("key_stream"), tables.objects.c.id == bindparam("key_id"))
    .values(
        {
            name: bindparam(name)
            for name in (
                "rev",
                "seq",
                "deleted",
                "fields",
                "hash",
                "parent",
                "by",
                "at",
                "device",
                "mutation",
            )
        }
    )
)
_INSERT_VERSION_BYTES = insert(tables.version_bytes)


def _write_objects(
    connection: Connection, name: str, changes: Sequence[ObjectChange], stored: Sequence[Stored]
) -> None:
    latest: dict[str, Stored] = {}
    known: set[str] = set()
    for change, now in zip(changes, stored, strict=True):
        if change.before is not None and change.after.id not in latest:
            known.add(change.after.id)
        latest[change.after.id] = now
    fresh = [values_of(name, now) for key, now in latest.items() if key not in known]
    moved = [
        {"key_stream": name, "key_id": key, **values_of(name, now)}
        for key, now in latest.items()
        if key in known
    ]
    if moved:
        connection.execute(_UPDATE_OBJECTS, moved)
    if fresh:
        connection.execute(_INSERT_OBJECTS, fresh)
    referred = list(_version_bytes(name, (now for key, now in latest.items() if key not in known)))
    if referred:
        connection.execute(_INSERT_VERSION_BYTES, referred)


def _version_bytes(name: str, versions: Iterable[Stored]) -> Iterable[dict[str, Any]]:
    for each in versions:
        if each.state.kind == "version":
            yield {
                "stream": name,
                "sha256": each.state.text("sha256"),
                "version": each.state.id,
                "size": each.state.get("size"),
            }


_INSERT_AUDIT = insert(tables.audit)


def _write_audit(
    connection: Connection,
    found: StreamRow,
    changes: Sequence[ObjectChange],
    stored: Sequence[Stored],
    received_at: str,
) -> str:
    rows, head = [], found.audit_head
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
    connection.execute(_INSERT_AUDIT, rows)
    return head


def chain(head: str, stream: str, entry: bytes) -> str:
    """Return the hash of an audit entry: SHA-256 over the hash before it, the stream's name and the entry."""
    return hashlib.sha256(b"\n".join((head.encode(), stream.encode(), entry))).hexdigest()


def _entry(change: ObjectChange, now: Stored, received_at: str) -> dict[str, Json]:
    return {
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
        "changes": differences(change.before.state if change.before else None, change.after),
        "deleted": change.after.deleted,
        "hash": now.hash.hex(),
    }


def differences(before: ObjectState | None, after: ObjectState) -> dict[str, Json]:
    """Return ``{field: [old, new]}`` for the fields that differ."""
    old = before.fields if before else {}
    names = sorted(old.keys() | after.fields.keys())
    return {
        name: [old.get(name), after.fields.get(name)]
        for name in names
        if not same(old.get(name), after.fields.get(name))
    }
