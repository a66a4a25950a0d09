# SPDX-License-Identifier: EUPL-1.2
"""Work that is done later by whichever process serves: composing bytes, snapshots, clearing away.

A job is a row, written in the transaction that makes it necessary, so that none is lost and none is done for something
that was rolled back. A process *claims* it in a short transaction, for a minute that it renews while it works (a lease),
does it outside any transaction, and removes the row. When the process dies, another takes the job within about a minute;
so a handler may be called again for what it has done already, and must be repeatable. One that is late, because its
process slept or its clock is wrong, commits nothing: :meth:`Jobs.hold` in its transaction finds the claim of another.

States of a job (a row that is gone is done):

=========  ==============================================  ========================================================
waiting    ``not_before`` lies ahead                       → due, when its time comes
due        its time has come, no lease holds               → claimed, by the first process that asks
claimed    ``claim`` names who, ``claimed_until`` is ahead  → claimed, renewed each 15 s; → done;
                                                           → waiting with ``problem`` after a failure, or put off;
                                                           → due, when the process died or the work was asked for
                                                           again
=========  ==============================================  ========================================================
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final

import msgspec
import structlog
from sqlalchemy import Connection, Row, case, select
from sqlalchemy.exc import SQLAlchemyError

from central.errors.base import CentralError
from central.store import dialect, job_rows, tables
from central.store.database import Database
from eset_desktop.clock import Clock, Ids, iso
from eset_desktop.domain.values import Json
from eset_desktop.errors import EsetError

LEASE: Final = timedelta(seconds=60)
"""How long a job is its process's after the last sign of life."""
RENEW_SECONDS: Final = 15.0
"""How often a process renews the lease of what it is doing: three may fail before another process takes it for dead."""
FIRST_PAUSE: Final = timedelta(seconds=5)
LONGEST_PAUSE: Final = timedelta(hours=1)
LOOK_SECONDS: Final = 2.0
"""How long a free worker waits at most before it looks for jobs of other processes and for those whose time has come."""

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Job:
    """A claimed job.

    Attributes:
        attempts: How often it was claimed, this time included.
        claim: Which claim this is; no other one ever has the same.
    """

    id: str
    kind: str
    key: str
    payload: dict[str, Json]
    attempts: int
    claim: str


Handler = Callable[[Job], None]
"""Does a job. May be called again for what is done already, and holds it (:meth:`Jobs.hold`) in what it commits where a
late one would do harm. Whatever it raises is noted and the job tried again later."""


class LeaseLost(CentralError):
    """Another process has taken the job: what this one did is late and is not committed."""

    code = "jobs.lease_lost"
    title = "Another process has taken this work over."
    advice = "Nothing to do: the other process finishes it."
    status = 503


class PutOff(Exception):
    """Raised by a handler that did not try: what it needs is known not to answer. It costs the job no attempt.

    Attributes:
        problem: Code of what is missing.
        until: When it is worth trying.
    """

    def __init__(self, problem: str, until: datetime) -> None:
        super().__init__(problem)
        self.problem = problem
        self.until = until


@dataclass(frozen=True, slots=True)
class _Work:
    handler: Handler
    every: timedelta | None
    at_latest: Callable[[datetime], datetime] | None

    def next_at(self, now: datetime) -> datetime | None:
        """Return when it is to be done again by itself, None for never."""
        if self.every is None:
            return None
        return min(now + self.every, self.at_latest(now)) if self.at_latest else now + self.every


_JOB = tables.job.c


class Jobs:
    """The jobs of a service: asked for in transactions, done by handlers.

    Args:
        database: Where they wait.
        clock: Tells when one is due.
        ids: Their ids, and chance for the pauses.
        look: Called each time before a free worker looks for jobs; may ask for some.
    """

    def __init__(
        self, database: Database, clock: Clock, ids: Ids, look: Callable[[], None] = lambda: None
    ) -> None:
        self._database = database
        self._clock = clock
        self._ids = ids
        self._look = look
        self._works: dict[str, _Work] = {}
        self._woken = threading.Event()
        self._stopping = False
        self._doing: Job | None = None

    def register(
        self,
        kind: str,
        handler: Handler,
        *,
        every: timedelta | None = None,
        at_latest: Callable[[datetime], datetime] | None = None,
    ) -> None:
        """Let jobs of a kind be done here.

        Args:
            kind: Their kind.
            handler: Does one.
            every: Do it by itself in this rhythm, with an empty key and payload.
            at_latest: Tells a moment after another by which it is to be done again, if the rhythm comes later.
        """
        self._works[kind] = _Work(handler, every, at_latest)

    def enqueue(
        self,
        connection: Connection,
        kind: str,
        key: str,
        payload: dict[str, Json],
        not_before: datetime | None = None,
    ) -> None:
        """Ask for a job in the caller's transaction, once: it is done after the commit, or never when that fails.

        A job of the same kind and key that still waits is the same job, with the new payload, at the earlier of both
        times; one that is being done is done once more afterwards. Call it last in a transaction (design §6, law 2).
        """
        now = self._clock.now()
        insert = dialect.insert(connection, tables.job).values(
            id=self._ids.uuid7(),
            kind=kind,
            key=key,
            payload=msgspec.json.encode(payload).decode(),
            not_before=iso(not_before or now),
            attempts=0,
            claimed_until=None,
            problem="",
            created_at=iso(now),
        )
        fresh = insert.excluded
        # A new id: whoever is doing the job as it was finds that it is not the one to remove.
        connection.execute(
            insert.on_conflict_do_update(
                index_elements=["kind", "key"],
                set_={
                    "id": fresh.id,
                    "payload": fresh.payload,
                    "not_before": case(
                        (fresh.not_before < _JOB.not_before, fresh.not_before), else_=_JOB.not_before
                    ),
                },
            )
        )
        dialect.notify(connection, dialect.JOBS_CHANNEL)

    def hold(self, connection: Connection, job: Job) -> None:
        """See that a job is still this process's, and that it stays so until the transaction ends.

        The last lock of a transaction (design §6, law 2).

        Raises:
            LeaseLost: Another process has it; nothing of the transaction may be committed.
        """
        if connection.execute(job_rows.HELD, {"by": job.claim}).one_or_none() is None:
            raise LeaseLost

    def renew(self) -> None:
        """Let the lease of what this process is doing last from now on."""
        job = self._doing
        if job is None:
            return
        until = iso(self._clock.now() + LEASE)
        with self._database.write() as connection:
            connection.execute(job_rows.RENEW, {"by": job.claim, "until": until})

    def wake(self) -> None:
        """Let a free worker of this process look now; from any thread."""
        self._woken.set()

    def begin(self) -> None:
        """Enter the jobs that come round by themselves, where they are not."""
        at = iso(self._clock.now())
        with self._database.write() as connection:
            known = set(connection.execute(select(_JOB.kind).where(_JOB.key == "")).scalars())
            for kind, work in sorted(self._works.items()):
                if work.every is not None and kind not in known:
                    connection.execute(
                        dialect.insert(connection, tables.job)
                        .values(
                            id=self._ids.uuid7(), kind=kind, key="", payload="{}", not_before=at, attempts=0,
                            claimed_until=None, problem="", created_at=at,
                        )
                        .on_conflict_do_nothing(index_elements=["kind", "key"])
                    )  # fmt: skip

    def run_one(self) -> bool:
        """Claim a job that is due and do it; tell whether there was one."""
        job = self._claim()
        if job is None:
            return False
        work = self._works[job.kind]
        self._doing = job
        try:
            work.handler(job)
        except LeaseLost:
            _log.info("job.taken_over", kind=job.kind)
        except PutOff as put_off:
            untried = replace(job, attempts=job.attempts - 1)
            self._settle(untried, problem=put_off.problem, then=put_off.until)
        except Exception as error:  # noqa: BLE001 - boundary: one job that fails must not stop the others
            _log.warning("job.failed", kind=job.kind, attempts=job.attempts, exc_info=error)
            self._settle(job, problem=_problem(error), then=self._clock.now() + self._pause(job.attempts))
        else:
            self._settle(job, then=work.next_at(self._clock.now()))
        finally:
            self._doing = None
        return True

    def run_due(self) -> int:
        """Do every job that is due and return how many were tried."""
        done = 0
        while not self._stopping and self.run_one():
            done += 1
        return done

    @contextmanager
    def running(self) -> Iterator[None]:
        """Do jobs in a thread of this process until the block ends; the one under way is finished first."""
        self._stopping = False
        ended = threading.Event()
        worker = threading.Thread(target=self._work, name="central-jobs")
        renewer = threading.Thread(target=self._keep, args=(ended,), name="central-jobs-lease")
        worker.start()
        renewer.start()
        try:
            yield
        finally:
            self._stopping = True
            self._woken.set()
            worker.join()  # the lease is renewed until the work under way is finished
            ended.set()
            renewer.join()

    def _keep(self, ended: threading.Event) -> None:
        while not ended.wait(RENEW_SECONDS):
            try:
                self.renew()
            except SQLAlchemyError:  # the next time does, or another process takes the job over
                _log.warning("jobs.not_renewed", exc_info=True)

    def _work(self) -> None:
        entered = False
        while not self._stopping:
            self._woken.clear()
            try:
                if not entered:
                    self.begin()
                    entered = True
                self._look()
                self.run_due()
            except SQLAlchemyError:  # the database is away for a while: jobs wait, as requests do
                _log.warning("jobs.database_away", exc_info=True)
            if not self._stopping:
                self._woken.wait(LOOK_SECONDS)

    def _claim(self) -> Job | None:
        if not self._works:
            return None
        now = self._clock.now()
        wanted = {"kinds": sorted(self._works), "now": iso(now)}
        if not self._is_any_due(wanted):
            return None
        with self._database.write() as connection:
            found = connection.execute(job_rows.NEXT, wanted).one_or_none()
            if found is None:
                return None
            mine = {"key_id": found.id, "by": self._ids.uuid7(), "until": iso(now + LEASE)}
            return _job(connection.execute(job_rows.CLAIM, mine).one())

    def _is_any_due(self, wanted: dict[str, Any]) -> bool:
        """Look without a lock: a free worker must not stop those who write."""
        with self._database.read() as connection:
            return connection.execute(job_rows.DUE, wanted).one_or_none() is not None

    def _settle(self, job: Job, *, problem: str = "", then: datetime | None) -> None:
        """Remove a job that is done, or let it come round later; one asked for again meanwhile is due."""
        mine = {"key_id": job.id, "by": job.claim}
        with self._database.write() as connection:
            if then is None:
                settled = connection.execute(job_rows.DONE, mine)
            else:
                tried = job.attempts if problem else 0
                settled = connection.execute(
                    job_rows.AGAIN, {**mine, "then": iso(then), "why": problem, "tried": tried}
                )
            if not settled.rowcount:
                connection.execute(job_rows.RELEASE, {"by": job.claim})

    def _pause(self, attempts: int) -> timedelta:
        """Return how long to wait after a failure: between half of it and all of 5 s, 10 s, 20 s … 1 h."""
        most = min(LONGEST_PAUSE, FIRST_PAUSE * (1 << min(attempts - 1, 16)))
        return most / 2 + most / 2 * (int.from_bytes(self._ids.random(2), "big") / 65_536)


def _job(row: Row[Any]) -> Job:
    return Job(row.id, row.kind, row.key, msgspec.json.decode(row.payload), row.attempts, row.claim)


def _problem(error: Exception) -> str:
    """Return what went wrong without what it was about: the text of an unknown error may hold personal data."""
    return error.code if isinstance(error, EsetError) else type(error).__name__
