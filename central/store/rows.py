# SPDX-License-Identifier: EUPL-1.2
"""The rows of objects and of the bytes they refer to, written in bulk after positions were given."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, update

from central.store import tables
from central.store.changes import ObjectChange
from central.store.objects import Stored, values_of

Listed = tuple[Sequence[ObjectChange], Sequence[Stored]]
"""Changes of one stream and the objects as they are after each."""

_OBJECTS = tables.objects.c
_BYTES = tables.version_bytes.c
_INSERT = insert(tables.objects)
_KEPT = ("kind", "created_by", "created_at", "digest_key")
_UPDATE = (
    update(tables.objects)
    .where(_OBJECTS.stream == bindparam("key_stream"), _OBJECTS.id == bindparam("key_id"))
    .values(
        {
            each.name: bindparam(each.name)
            for each in _OBJECTS
            if not each.primary_key and each.name not in _KEPT
        }
    )
)
_DROP_MARK = delete(tables.objects).where(
    _OBJECTS.stream == bindparam("key_stream"), _OBJECTS.id == bindparam("key_id"), _OBJECTS.left.is_(True)
)
_INSERT_BYTES = insert(tables.version_bytes)
_DROP_BYTES = delete(tables.version_bytes).where(
    _BYTES.stream == bindparam("key_stream"),
    _BYTES.sha256 == bindparam("key_sha256"),
    _BYTES.version == bindparam("key_version"),
)


@dataclass(slots=True)
class _Plan:
    """Rows to write, by statement; the order of the fields is that of the statements."""

    marks: list[dict[str, Any]] = field(default_factory=list)
    moved: list[dict[str, Any]] = field(default_factory=list)
    fresh: list[dict[str, Any]] = field(default_factory=list)
    unreferred: list[dict[str, Any]] = field(default_factory=list)
    referred: list[dict[str, Any]] = field(default_factory=list)


def write_objects(connection: Connection, changes: Mapping[str, Listed]) -> None:
    """Write the latest state of every object that was changed, by stream."""
    plan = _Plan()
    for stream, (listed, stored) in changes.items():
        _plan(plan, stream, listed, stored)
    for statement, rows in (
        (_DROP_MARK, plan.marks),
        (_UPDATE, plan.moved),
        (_INSERT, plan.fresh),
        (_DROP_BYTES, plan.unreferred),
        (_INSERT_BYTES, plan.referred),
    ):
        if rows:
            connection.execute(statement, rows)


def _plan(plan: _Plan, stream: str, changes: Sequence[ObjectChange], stored: Sequence[Stored]) -> None:
    first: dict[str, ObjectChange] = {}
    latest: dict[str, Stored] = {}
    for change, now in zip(changes, stored, strict=True):
        first.setdefault(change.after.id, change)
        latest[change.after.id] = now
    for key, now in latest.items():
        begun = first[key]
        if begun.counted_before:
            plan.moved.append({"key_stream": stream, "key_id": key, **values_of(now)})
        else:
            if begun.is_move:  # it may have been here before
                plan.marks.append({"key_stream": stream, "key_id": key})
            plan.fresh.append(values_of(now))
        if now.state.kind == "version":
            _plan_bytes(plan, stream, begun, now)


def _plan_bytes(plan: _Plan, stream: str, begun: ObjectChange, now: Stored) -> None:
    """Keep the reference to a version's bytes in the stream where the version is."""
    if begun.counted_before and begun.before is not None and now.left:
        plan.unreferred.append(
            {
                "key_stream": stream,
                "key_sha256": begun.before.state.text("sha256"),
                "key_version": now.state.id,
            }
        )
    elif not begun.counted_before and not now.left:
        plan.referred.append(
            {
                "stream": stream,
                "sha256": now.state.text("sha256"),
                "version": now.state.id,
                "size": now.state.get("size"),
            }
        )
