# SPDX-License-Identifier: EUPL-1.2
"""A push batch: one transaction, one answer per mutation; each mutation alone, or together with its group.

Locks are taken in the order of design §6, law 2: the device's own row, the body's gate, objects by id, book counters, the
streams' rows by name.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, bindparam, update

from central import accounts
from central.callers import Caller
from central.errors import EpochChanged
from central.push.deciding import Batch
from central.store import gates, streams, tables
from central.store.streams import StreamRow
from eset_desktop.clock import iso, parse_iso
from eset_desktop.domain.mutations import Mutation
from sync.protocol import PushAnswer

AWAITED: Final = timedelta(days=4)
"""How long after it was set back the service takes what it does not know for lost: computers are off over a long weekend."""

_TOUCH = (
    update(tables.device)
    .where(
        tables.device.c.id == bindparam("key"),
        tables.device.c.revoked_at.is_(None),
        tables.device.c.successor.is_(None),
    )
    .values(last_contact=bindparam("now"))
    .returning(tables.device.c.max_n)
)
_COUNT = (
    update(tables.device).where(tables.device.c.id == bindparam("key")).values(max_n=bindparam("highest"))
)


def push(
    connection: Connection,
    caller: Caller,
    mutations: Sequence[Mutation],
    *,
    received: datetime,
    new_id: Callable[[], str],
    authors: Mapping[str, Caller] | None = None,
    epoch: str = "",
    alone: bool = False,
) -> tuple[PushAnswer, tuple[str, ...]]:
    """Decide about mutations and write what they do; the caller's transaction commits it as one.

    Args:
        connection: A writing transaction.
        caller: Who pushes; without a device it is the service's own loading.
        mutations: Taken in the order of their numbers.
        received: The service's time.
        new_id: Makes identifiers for what the service opens.
        authors: For loading what many people did in the past: the callers by person, all of one body. The mutations
            are then taken in the order given and their dossiers numbered in the year of opening.
        epoch: The life of the body's stream that the sender has read; empty when it has read none.
        alone: Whether to go through the body's gate alone, whatever the mutations are.

    Returns:
        One result per mutation in the same order, and the streams that moved.

    Raises:
        DeviceRevoked: The device was revoked after the request was let in; DeviceUnknown when it was renewed.
        EpochChanged: The service was set back and the sender has not compared yet: its work may stand on what was lost.
        AloneNeeded: To be done again with ``alone``.
    """
    # The device's row first: two copies of one request wait for each other, the second finds the first's results.
    touched = connection.execute(_TOUCH, {"key": caller.device, "now": iso(received)}).scalar_one_or_none()
    if touched is None and caller.device:
        accounts.check_standing(connection, caller.device)
    alone = alone or any(map(_rehouses, mutations))
    gates.enter(connection, caller.body, alone=alone)
    awaiting = _is_awaiting(_check_epoch(connection, caller.stream, epoch), received)
    batch = Batch(
        connection,
        caller,
        mutations,
        received=received,
        new_id=new_id,
        authors=authors,
        alone=alone,
        awaiting=awaiting,
    )
    outcomes, moved = batch.run()
    highest = max((each.n for each, _ in outcomes if each.final), default=0)
    if touched is not None and highest > touched:
        connection.execute(_COUNT, {"key": caller.device, "highest": highest})
    return PushAnswer(tuple(each.result(life) for each, life in outcomes)), moved


def _check_epoch(connection: Connection, stream: str, epoch: str) -> StreamRow | None:
    """Return the body's stream, whose life must be the one that the sender knows; None when the sender has read none."""
    found = streams.read(connection, stream) if epoch else None
    if found is not None and found.epoch != epoch:
        raise EpochChanged(epoch=found.epoch, head=found.seq)
    return found


def _is_awaiting(stream: StreamRow | None, now: datetime) -> bool:
    """Tell whether what the service lost when it was set back may still come from other computers."""
    if stream is None or not stream.set_back_at:
        return False
    return now - parse_iso(stream.set_back_at) < AWAITED


def _rehouses(mutation: Mutation) -> bool:
    """Tell whether a mutation may take objects to other streams, so that nobody else may write meanwhile."""
    if mutation.kind in {"restriction", "grant", "class"}:
        return True
    return mutation.kind == "dossier" and "class" in mutation.changes
