# SPDX-License-Identifier: EUPL-1.2
"""Which snapshots of a stream may be read: the latest, and for a while the earlier ones; see :mod:`central.snapshots`.

A snapshot tells what the stream held, so it is withdrawn in the transaction in which something leaves the stream: who may
not read any more where that went would still find it there.
"""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Connection, Row, bindparam, delete, insert, literal, select, union_all

from central.store import dialect, streams, tables

_OBJECT = tables.objects.c
_SNAPSHOT = tables.snapshot.c
_FORMER = tables.former_snapshot.c
_FORGET: Final = tuple(
    delete(each).where(each.c.stream.in_(bindparam("streams", expanding=True)))
    for each in (tables.snapshot, tables.former_snapshot)
)
_KEPT: Final = ("name", "stream", "epoch", "seq", "size", "sha256")
_NAMES: Final = union_all(select(_SNAPSHOT.name), select(_FORMER.name))
_OLD: Final = _FORMER.replaced_at < bindparam("before")
_LEFT_SINCE: Final = (
    select(_OBJECT.id)
    .where(_OBJECT.stream == bindparam("stream"), _OBJECT.seq > bindparam("seq"), _OBJECT.left.is_(True))
    .limit(1)
)


def forget(connection: Connection, names: Collection[str]) -> None:
    """Withdraw the snapshots of streams whose rows the transaction holds."""
    if names:
        for statement in _FORGET:
            connection.execute(statement, {"streams": list(names)})


def names(connection: Connection) -> frozenset[str]:
    """Return the names of all snapshots that may be read."""
    return frozenset(connection.execute(_NAMES).scalars())


def named(connection: Connection, stream: str, sha256: str) -> Row[Any] | None:
    """Return a stream's snapshot: the earlier one of these bytes when it is still kept, else the latest."""
    latest = connection.execute(select(tables.snapshot).where(_SNAPSHOT.stream == stream)).one_or_none()
    if latest is None or latest.sha256 == sha256:
        return latest
    earlier = select(tables.former_snapshot).where(
        _FORMER.stream == stream, _FORMER.sha256 == sha256, _FORMER.epoch == latest.epoch
    )
    return connection.execute(earlier).first() or latest


def is_any_old(connection: Connection, before: str) -> bool:
    """Tell whether any snapshot was replaced before a moment."""
    return (
        connection.execute(select(_FORMER.name).where(_OLD).limit(1), {"before": before}).first() is not None
    )


def expire(connection: Connection, before: str) -> None:
    """Withdraw the snapshots that were replaced before a moment."""
    connection.execute(delete(tables.former_snapshot).where(_OLD), {"before": before})


def record(connection: Connection, found: dict[str, Any]) -> bool:
    """Note a stream's new snapshot; False when something left the stream since, and nothing is noted.

    Args:
        connection: A writing transaction; the stream's row is locked in it, as by those who take something away.
        found: The columns of :data:`central.store.tables.snapshot`.
    """
    stream = found["stream"]
    now = streams.read_all(connection, [stream], lock=True).get(stream)
    if now is None or now.epoch != found["epoch"]:
        return False
    if connection.execute(_LEFT_SINCE, {"stream": stream, "seq": found["seq"]}).first() is not None:
        return False
    _keep_former(connection, stream, found["created_at"])
    connection.execute(
        dialect.insert(connection, tables.snapshot)
        .values(found)
        .on_conflict_do_update(index_elements=["stream"], set_=found)
    )
    return True


def _keep_former(connection: Connection, stream: str, at: str) -> None:
    latest = select(*(_SNAPSHOT[each] for each in _KEPT), literal(at)).where(_SNAPSHOT.stream == stream)
    connection.execute(insert(tables.former_snapshot).from_select([*_KEPT, "replaced_at"], latest))
