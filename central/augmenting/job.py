# SPDX-License-Identifier: EUPL-1.2
"""The job ``augment``: a signed version is raised to B-LTA as a version of its own; ``renew``: it is, before it ends.

Done in a thread of their own, because what they ask may not answer for long, and documents are read in a process of their
own, because they come from strangers. Safe to repeat after a crash anywhere: bytes that nothing refers to are left over at
most, and a version that something stands on is left as it is. While a service does not answer the version says that its
timestamp is pending, and one document asks for all that need that service; the others go on.
"""

import hashlib
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import structlog
from sqlalchemy import Connection

from central.augmenting.following import Following
from central.augmenting.rows import (
    NO_STAMPING,
    REFUSED,
    WAITING,
    Augmentation,
    Signed,
    note,
    put,
    signed,
    told,
)
from central.augmenting.settings import REST, AugmentingSettings
from central.augmenting.silence import Silence
from central.blobs import BlobFolder, Blobs
from central.errors.stored import BlobLost
from central.jobs import Job, Jobs, PutOff
from central.store.database import Database
from eset_desktop.clock import Clock, Ids
from eset_desktop.crashpoints import crashpoint
from eset_desktop.signing.levels.client import LevelsClient
from eset_desktop.signing.levels.errors import RESTS, LevelError, TsaUnreachable, WorkerDied, WorkerHung
from eset_desktop.signing.levels.values import Facts, Level, Raised

AUGMENT: Final = "augment"
RENEW: Final = "renew"
WEEK: Final = timedelta(days=7)
_DEATHS: Final = (WorkerDied, WorkerHung)
_DEATHS_ENOUGH: Final = 5

_log = structlog.get_logger()


class Augmenting:
    """Raises what people signed.

    Args:
        settings: Whom to ask.
        moved: Called with a stream's name after a commit that moved it.
        levels: The process that reads documents; its own when None.
    """

    def __init__(
        self,
        settings: AugmentingSettings,
        database: Database,
        blobs: Blobs,
        *,
        clock: Clock,
        ids: Ids,
        moved: Callable[[str], None],
        levels: LevelsClient | None = None,
    ) -> None:
        self._settings = settings
        self._database = database
        self._blobs = blobs
        self._clock = clock
        self._ids = ids
        self._moved = moved
        self._levels = levels or LevelsClient()
        self._silence = Silence()
        self._deaths: Counter[str] = Counter()
        self.following = Following(database, self._ask)
        self.jobs = Jobs(database, clock, ids, look=self.look)
        self.jobs.register(AUGMENT, self._run)
        self.jobs.register(RENEW, self._run)

    def look(self) -> None:
        """Ask for what was signed since the last time."""
        self.following.look()

    @contextmanager
    def running(self) -> Iterator[None]:
        """Raise in a thread of this process until the block ends."""
        with self.jobs.running():
            try:
                yield
            finally:
                self._levels.abort()  # a service that does not answer must not keep the process from ending

    def close(self) -> None:
        """End the process that reads documents."""
        self._levels.close()

    def _ask(self, connection: Connection, version: str) -> None:
        self.jobs.enqueue(connection, AUGMENT, version, {"version": version})

    def _run(self, job: Job) -> None:
        with self._database.read() as connection:
            found = signed(connection, str(job.payload["version"]))
        if found is None or found.passed:
            return
        now = self._clock.now()
        if self._silence.until is not None and self._silence.lasts(now):
            self._tell(found, WAITING, TsaUnreachable.code)
            raise PutOff(TsaUnreachable.code, self._silence.until)
        try:
            self._done(job, found, now)
            del self._deaths[found.version.state.id]
        except LevelError as error:
            # A document on which the process dies each time is not a service that will answer tomorrow.
            passing = error.passing and not self._kills(found.version.state.id, error)
            self._tell(found, WAITING if passing else REFUSED, error.code)
            if passing and RESTS in error.details:
                raise PutOff(error.code, self._clock.now() + REST) from error
            if passing:
                raise
            del self._deaths[found.version.state.id]
            _log.warning("augment.refused", version=found.version.state.id, problem=error.code)

    def _kills(self, version: str, error: LevelError) -> bool:
        """Count a death of the process that reads documents; tell whether this document has caused enough of them.

        Counted here and not by the job's attempts, which grow while a service is down; a restart begins anew.
        """
        if not isinstance(error, _DEATHS):
            return False
        self._deaths[version] += 1
        return self._deaths[version] >= _DEATHS_ENOUGH

    def _done(self, job: Job, found: Signed, now: datetime) -> None:
        with self._document(found) as path:
            raised = self._raised(path, now)
            if raised.sha256 != found.sha256:
                raise BlobLost(sha256=found.sha256)
            if not raised.changed:
                self._commit(lambda connection: self._noted(connection, job, found, raised.facts))
                return
            made = self._stored(path, raised)
        crashpoint("central.augmented")
        self._commit(lambda connection: self._put(connection, job, found, made))

    def _raised(self, path: Path, now: datetime) -> Raised:
        settings = self._settings
        try:
            raised = self._levels.raise_level(
                path, Level.B_LTA, settings.services, settings.certificates, now
            )
        except TsaUnreachable:
            # Every document needs it, and none has to be read to know that.
            self._silence.goes_on(self._clock.now())
            raise
        self._silence.ends()
        return raised

    @contextmanager
    def _document(self, found: Signed) -> Iterator[Path]:
        """Give a file with a version's bytes: the service's own where there is one, which is only read."""
        if self._blobs.size(found.sha256) is None:
            raise BlobLost(sha256=found.sha256)
        if isinstance(self._blobs, BlobFolder):
            yield self._blobs.path(found.sha256)
            return
        with tempfile.TemporaryDirectory(prefix="eset-augment-") as folder:
            path = Path(folder) / "document.pdf"
            with path.open("wb") as out:
                for piece in self._blobs.read(found.sha256):
                    out.write(piece)
            yield path

    def _stored(self, path: Path, raised: Raised) -> Augmentation:
        digest, size = hashlib.sha256(), 0
        with path.open("rb") as source:
            for piece in raised.pieces(source):
                digest.update(piece)
                size += len(piece)
        sha256 = digest.hexdigest()
        with path.open("rb") as source:
            self._blobs.take(sha256, raised.pieces(source))
        return Augmentation(self._ids.uuid7(), sha256, size, raised.facts)

    def _put(self, connection: Connection, job: Job, found: Signed, made: Augmentation) -> tuple[str, ...]:
        moved = put(connection, found, made, self._clock.now())
        self._finish(connection, job, made.id if moved else "", made.facts)
        return moved

    def _noted(self, connection: Connection, job: Job, found: Signed, facts: Facts) -> tuple[str, ...]:
        moved = note(connection, found, {**NO_STAMPING, **told(facts)}, self._clock.now())
        self._finish(connection, job, found.version.state.id, facts)
        return moved

    def _finish(self, connection: Connection, job: Job, version: str, facts: Facts) -> None:
        """See that the job is still ours, and ask for the renewal."""
        self.jobs.hold(connection, job)
        if version and facts.renew_by is not None:
            # A service that still uses the certificate that ends is asked again, but not at once.
            at = max(facts.renew_by, self._clock.now() + WEEK)
            # Another key than that of the job under way: of two times for one key the earlier one counts.
            self.jobs.enqueue(connection, RENEW, f"{version}@{at:%Y-%m-%d}", {"version": version}, at)

    def _tell(self, found: Signed, stamping: str, problem: str) -> None:
        fields = {"stamping": stamping, "stamping_problem": problem}
        if fields.items() <= found.version.state.fields.items():
            return  # nobody else has to wait for a note that stands there
        self._commit(lambda connection: note(connection, found, fields, self._clock.now()))

    def _commit(self, work: Callable[[Connection], tuple[str, ...]]) -> None:
        for stream in self._database.attempt(work):
            self._moved(stream)
