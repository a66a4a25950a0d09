# SPDX-License-Identifier: EUPL-1.2
"""Final results: kept for ever, given again to a repeat, carried by the feed."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Row, bindparam, insert, select

from central.store import tables
from sync.protocol import Result

_MUTATION = tables.mutation.c
_KNOWN = select(tables.mutation).where(
    _MUTATION.body == bindparam("body"), _MUTATION.id.in_(bindparam("ids", expanding=True))
)
_INSERT = insert(tables.mutation)
_IDS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Outcome:
    """A mutation's answer.

    Attributes:
        hash: SHA-256 of its content, see :func:`central.push.wellformed.content_key`.
        stream: The stream that carries its effect.
        seq: Position there.
        final: Whether it is stored; a blocked or unreadable mutation is not.
    """

    id: str
    n: int
    hash: bytes
    status: str
    problem: str = ""
    seq: int = 0
    rev: int = 0
    conflicts: tuple[str, ...] = ()
    final: bool = True
    stream: str = ""

    def result(self, epoch: str) -> Result:
        """Return its wire form in the stream's present life; positions mean the same in every one."""
        return Result(
            id=self.id,
            status=self.status,
            stream=self.stream,
            epoch=epoch,
            seq=self.seq,
            rev=self.rev,
            problem=self.problem,
            conflicts=self.conflicts,
        )


def known(connection: Connection, body: str, ids: Collection[str]) -> dict[str, Outcome]:
    """Return the stored outcomes among these mutation ids."""
    ordered = sorted(ids)
    found: dict[str, Outcome] = {}
    for start in range(0, len(ordered), _IDS_AT_ONCE):
        part = ordered[start : start + _IDS_AT_ONCE]
        for row in connection.execute(_KNOWN, {"body": body, "ids": part}):
            found[row.id] = outcome_of(row)
    return found


def outcome_of(row: Row[Any]) -> Outcome:
    """Return the outcome of a row of :data:`central.store.tables.mutation`."""
    return Outcome(
        id=row.id,
        n=row.n,
        hash=row.hash,
        status=row.status,
        problem=row.problem,
        seq=row.seq,
        rev=row.rev,
        stream=row.stream,
        conflicts=conflicts_of(row.conflicts),
    )


def conflicts_of(stored: str) -> tuple[str, ...]:
    """Return the conflicts that a result names."""
    return tuple(msgspec.json.decode(stored)) if stored != "[]" else ()


def store(
    connection: Connection, body: str, outcomes: Iterable[tuple[str, Outcome]], received_at: str
) -> None:
    """Keep final outcomes, each with its device; the last write of a push transaction."""
    rows = [
        {
            "body": body,
            "id": each.id,
            "device": device,
            "n": each.n,
            "hash": each.hash,
            "status": each.status,
            "stream": each.stream,
            "seq": each.seq,
            "rev": each.rev,
            "problem": each.problem,
            "conflicts": msgspec.json.encode(each.conflicts).decode(),
            "received_at": received_at,
        }
        for device, each in outcomes
    ]
    if rows:
        connection.execute(_INSERT, rows)
