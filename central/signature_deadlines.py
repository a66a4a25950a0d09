# SPDX-License-Identifier: EUPL-1.2
"""Requests for signatures whose last day is over by the service's clock end: a job writes what everybody sees already, when the day begins and each hour."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Final

from sqlalchemy import Connection, bindparam, or_, select

from central.jobs import Job, Jobs
from central.mirrors import following
from central.push import signing
from central.store import gates, objects, tables
from central.store.changes import ObjectChange
from central.store.database import Database
from eset_desktop.clock import Clock, iso
from eset_desktop.domain.kinds import SIGNER_STREAMS
from eset_desktop.domain.office_day import office_day
from eset_desktop.domain.signature_acts import EXPIRE, REQUEST
from eset_desktop.domain.signature_rules import ASKING, is_over
from eset_desktop.domain.states import PAUSED, RUNNING

JOB: Final = "signature_deadlines"

_OBJECT = tables.objects.c
_STREAM = tables.stream.c
# The text of the fields has one form (domain.values.canonical), so that it can be searched as it stands.
_DATED = (
    select(_STREAM.body, _OBJECT.stream, _OBJECT.id)
    .join(tables.stream, _STREAM.name == _OBJECT.stream)
    .where(
        ~_OBJECT.stream.startswith(SIGNER_STREAMS),
        _OBJECT.kind == REQUEST,
        _OBJECT.left.is_(False),
        _OBJECT.deleted.is_(False),
        _OBJECT.fields.contains('"expires_on":"', autoescape=True),
        or_(*(_OBJECT.fields.contains(f'"state":"{each}"', autoescape=True) for each in (RUNNING, PAUSED))),
    )
    .order_by(_STREAM.body)
)
_BODY = _DATED.where(_STREAM.body == bindparam("body"))


class Deadlines:
    """Ends what is over.

    Args:
        database: Where the requests are.
        clock: Tells the day.
        jobs: Asks for it when the day begins, and each hour.
        moved: Told which streams moved.
    """

    def __init__(self, database: Database, clock: Clock, jobs: Jobs, moved: Callable[[str], None]) -> None:
        self._database = database
        self._clock = clock
        self._jobs = jobs
        self._moved = moved

    def run(self, job: Job) -> None:
        """End the requests of all bodies whose last day is over, a body at a time."""
        today = office_day(self._clock.now())
        with self._database.read() as connection:
            bodies = sorted({row.body for row in connection.execute(_DATED)})
        for body in bodies:
            for stream in self._database.attempt(partial(self._end, job=job, body=body, today=today)):
                self._moved(stream)

    def _end(self, connection: Connection, job: Job, body: str, today: date) -> tuple[str, ...]:
        # Alone, because a restriction may be taking them to another stream.
        gates.enter(connection, body, alone=True)
        at = iso(self._clock.now())
        found = {row.id: row.stream for row in connection.execute(_BODY, {"body": body})}
        locked = objects.lock(connection, set(found.values()), found)
        changes: dict[str, list[ObjectChange]] = {}
        for key in sorted(found):
            stored = locked.get(key)
            if (
                stored is None
                or stored.state.get("state") not in ASKING
                or not is_over(stored.state.fields, today)
            ):
                continue
            after = signing.ended(stored.state, EXPIRE, by="", at=at)
            if after is not None:
                changes.setdefault(stored.stream, []).append(ObjectChange(stored, after, EXPIRE, "", at))
        moved = tuple(following.appended(connection, body, changes, self._clock.now()))
        self._jobs.hold(connection, job)
        return moved
