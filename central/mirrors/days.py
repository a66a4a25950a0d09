# SPDX-License-Identifier: EUPL-1.2
"""When the day begins, and each hour, mirrors are brought in step with it: substitutions begin and end, and last days pass, without any push."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final

from sqlalchemy import Connection, select

from central.jobs import Job, Jobs
from central.mirrors import following
from central.store import gates, tables
from central.store.database import Database
from eset_desktop.clock import Clock

JOB: Final = "mirrors"
EVERY: Final = timedelta(hours=1)

_DEVICE = tables.device.c
_BODIES = (
    select(_DEVICE.body)
    .where(_DEVICE.signing_only.is_(True), _DEVICE.revoked_at.is_(None))
    .distinct()
    .order_by(_DEVICE.body)
)


class Days:
    """Brings the mirrors of all bodies in step.

    Args:
        database: Where they are.
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
        """Bring them in step, a body at a time."""
        with self._database.read() as connection:
            bodies = connection.execute(_BODIES).scalars().all()
        for body in bodies:
            for stream in self._database.attempt(partial(self._body, job=job, body=body)):
                self._moved(stream)

    def _body(self, connection: Connection, job: Job, body: str) -> tuple[str, ...]:
        gates.enter(connection, body)
        moved = following.catch_up(connection, body, self._clock.now())
        self._jobs.hold(connection, job)
        return moved
