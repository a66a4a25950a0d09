# SPDX-License-Identifier: EUPL-1.2
"""The statements of :mod:`central.jobs`, and what a keeper sees of the jobs that are not done."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, or_, select, update

from central.store import tables
from eset_desktop.clock import iso

_JOB = tables.job.c
_CLAIMED = _JOB.claim == bindparam("by")
_MINE = (_JOB.id == bindparam("key_id"), _CLAIMED)
DUE = (
    select(_JOB.id, _JOB.kind)
    .where(
        _JOB.kind.in_(bindparam("kinds", expanding=True)),
        _JOB.not_before <= bindparam("now"),
        or_(_JOB.claimed_until.is_(None), _JOB.claimed_until <= bindparam("now")),
    )
    .order_by(_JOB.not_before, _JOB.id)
    .limit(1)
)
NEXT = DUE.with_for_update(skip_locked=True)
CLAIM = (
    update(tables.job)
    .where(_JOB.id == bindparam("key_id"))
    .values(claim=bindparam("by"), claimed_until=bindparam("until"), attempts=_JOB.attempts + 1)
    .returning(tables.job)
)
RENEW = update(tables.job).where(_CLAIMED).values(claimed_until=bindparam("until"))
HELD = select(_JOB.id).where(_CLAIMED).with_for_update()
"""The job as long as nobody else has claimed it; nobody does before the transaction ends."""
DONE = delete(tables.job).where(*_MINE)
AGAIN = (
    update(tables.job)
    .where(*_MINE)
    .values(
        claim=None,
        claimed_until=None,
        not_before=bindparam("then"),
        problem=bindparam("why"),
        attempts=bindparam("tried"),
    )
)
RELEASE = update(tables.job).where(_CLAIMED).values(claim=None, claimed_until=None)


@dataclass(frozen=True, slots=True)
class OpenJob:
    """What a keeper sees of a job that is not done."""

    kind: str
    key: str
    state: str
    attempts: int
    not_before: str
    created_at: str
    problem: str


def still_open(connection: Connection, now: datetime) -> tuple[OpenJob, ...]:
    """Return every job that is not done, those that fail first, then by time."""
    moment = iso(now)
    found = connection.execute(select(tables.job).order_by(_JOB.problem == "", _JOB.not_before, _JOB.id))
    return tuple(
        OpenJob(
            kind=row.kind,
            key=row.key,
            state=_state(row, moment),
            attempts=row.attempts,
            not_before=row.not_before,
            created_at=row.created_at,
            problem=row.problem,
        )
        for row in found
    )


def _state(row: Row[Any], now: str) -> str:
    if row.claimed_until is not None and row.claimed_until > now:
        return "claimed"
    if row.problem:
        return "failing"
    return "waiting" if row.not_before > now else "due"
