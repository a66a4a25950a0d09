# SPDX-License-Identifier: EUPL-1.2
"""A push batch: one transaction, one answer per mutation; each mutation alone, or together with its group.

Locks are taken in the order of design §6, law 2: the device's own row, the body's gate, objects by id, book counters, the
streams' rows by name.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection

from central.callers import Caller
from central.push import admission
from central.push.deciding import Answered, Batch, Sent
from central.push.loading import created
from central.push.opened import Opened
from eset_desktop.clock import iso, parse_iso
from eset_desktop.domain.mutations import Mutation
from sync.protocol import PushAnswer

AWAITED: Final = timedelta(days=4)
"""How long after it was set back the service takes what it does not know for lost: computers are off over a long weekend."""


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
    opened: Callable[[Opened], None] = lambda _: None,
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
        opened: Told where somebody may read more when this is committed.

    Returns:
        One result per mutation in the same order, and the streams that moved.

    Raises:
        DeviceRevoked: The device was revoked after the request was let in; DeviceUnknown when it was renewed.
        EpochChanged: The service was set back and the sender has not compared yet: its work may stand on what was lost.
        AloneNeeded: To be done again with ``alone``.
    """
    alone = alone or any(map(rehouses, mutations))
    max_n = admission.let_in(connection, caller, iso(received), alone=alone)
    batch = _batch(
        connection, [Sent(caller, mutations)], epoch, received, new_id, authors=authors, alone=alone
    )
    (outcomes,), moved = batch.run(lambda: _count(connection, batch, {caller.device: max_n}))
    opened(batch.opened)
    return _answer(outcomes), moved


def can_join(mutations: Sequence[Mutation]) -> bool:
    """Tell whether a push may be decided together with others: it moves nothing and asks for no bytes."""
    return not any(rehouses(each) or each.kind == "version" for each in mutations)


def push_together(
    connection: Connection,
    sent: Sequence[Sent],
    epoch: str,
    *,
    received: datetime,
    new_id: Callable[[], str],
) -> tuple[list[PushAnswer], tuple[str, ...]]:
    """Decide about what several devices of one body push, in the order given, as :func:`push` would one after the other.

    Args:
        connection: A writing transaction.
        sent: Who pushes what (:func:`can_join`), each device once.
        epoch: The life of the body's stream that all of them have read; empty when none has read any.
        received: The service's time.
        new_id: Makes identifiers for what the service opens.

    Raises:
        DeviceRevoked, DeviceUnknown, EpochChanged, AloneNeeded: As :func:`push`, for any of them; then each is to be
            pushed by itself.
    """
    max_n = admission.let_all_in(connection, [each.caller for each in sent], iso(received))
    batch = _batch(connection, sent, epoch, received, new_id)
    outcomes, moved = batch.run(lambda: _count(connection, batch, max_n))
    return [_answer(each) for each in outcomes], moved


def _batch(
    connection: Connection,
    sent: Sequence[Sent],
    epoch: str,
    received: datetime,
    new_id: Callable[[], str],
    *,
    authors: Mapping[str, Caller] | None = None,
    alone: bool = False,
) -> Batch:
    """Return the batch of those who were let in, each with today's rights; see :func:`push`."""
    ids = {key for each in sent for key in created(each.mutations)}
    around = admission.surroundings(connection, [each.caller for each in sent], epoch, ids)
    return Batch(
        connection,
        [Sent(caller, each.mutations) for caller, each in zip(around.callers, sent, strict=True)],
        received=received,
        new_id=new_id,
        authors=authors,
        alone=alone,
        awaiting=_is_awaiting(around.set_back_at, received),
        taken=around.taken,
        is_mirrored=around.is_mirrored,
    )


def _count(connection: Connection, batch: Batch, max_n: Mapping[str, int]) -> None:
    highest = {caller.device: number for caller, number in batch.highest() if caller.device}
    admission.count(connection, {key: each for key, each in highest.items() if each > max_n[key]})


def _answer(outcomes: Answered) -> PushAnswer:
    return PushAnswer(tuple(each.result(life) for each, life in outcomes))


def _is_awaiting(set_back_at: str, now: datetime) -> bool:
    """Tell whether what the service lost when it was set back may still come from other computers."""
    return bool(set_back_at) and now - parse_iso(set_back_at) < AWAITED


def rehouses(mutation: Mutation) -> bool:
    """Tell whether a mutation may take objects to other streams, so that nobody else may write meanwhile."""
    if mutation.kind in {"restriction", "grant", "class"}:
        return True
    return mutation.kind == "dossier" and "class" in mutation.changes
