# SPDX-License-Identifier: EUPL-1.2
"""Which snapshot of a stream is the latest; see :mod:`central.snapshots`.

A snapshot tells what the stream held, so it is withdrawn in the transaction in which something leaves the stream: who may
not read any more where that went would still find it there.
"""

from collections.abc import Collection
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, select

from central.store import dialect, streams, tables

_OBJECT = tables.objects.c
_SNAPSHOT = tables.snapshot.c
_FORGET: Final = delete(tables.snapshot).where(_SNAPSHOT.stream.in_(bindparam("streams", expanding=True)))
_LEFT_SINCE: Final = (
    select(_OBJECT.id)
    .where(_OBJECT.stream == bindparam("stream"), _OBJECT.seq > bindparam("seq"), _OBJECT.left.is_(True))
    .limit(1)
)


def forget(connection: Connection, names: Collection[str]) -> None:
    """Withdraw the snapshots of streams whose rows the transaction holds."""
    if names:
        connection.execute(_FORGET, {"streams": list(names)})


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
    connection.execute(
        dialect.insert(connection, tables.snapshot)
        .values(found)
        .on_conflict_do_update(index_elements=["stream"], set_=found)
    )
    return True
