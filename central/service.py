# SPDX-License-Identifier: EUPL-1.2
"""What the service does, without HTTP: the door for the API, the command line, the demo's loader and the simulator."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, nullcontext
from datetime import timedelta
from pathlib import Path
from typing import Final, Self

import msgspec

from central import (
    accounts,
    composing,
    custody,
    devices,
    digests,
    feed,
    recipes,
    signature_deadlines,
    turns_to_sign,
)
from central.augmenting import telling
from central.augmenting.job import Augmenting
from central.blobs import Blobs, blobs_of
from central.callers import Caller
from central.composing import Composer
from central.errors.base import CentralError
from central.errors.keeping import DataMissing
from central.errors.stored import BlobLost
from central.errors.streams import PositionsUnlike
from central.feed import FEW, Nothing, Question, RawPage, RawPushAnswer
from central.folder import DataFolder
from central.jobs import Jobs
from central.large_pushes import LargePushes
from central.mirrors import days
from central.mirrors.days import Days
from central.objects_store import ObjectStore, Pieces
from central.present import readable_size, reconsider_opened
from central.push.batch import push, push_together
from central.push.deciding import Sent
from central.push.opened import Opened
from central.push_parts import PushParts
from central.signature_deadlines import Deadlines
from central.snapshots import Snapshots
from central.store import gates, streams
from central.store.database import Database
from central.turns import Turns
from central.uploads import Uploads
from eset_desktop.clock import Clock, Ids, RandomBytes, SystemClock, iso
from eset_desktop.domain.mutations import Mutation
from eset_desktop.domain.office_day import next_office_day
from sync.protocol import (
    FEATURES,
    PROTOCOL,
    SCHEMA,
    DeviceAnswer,
    DigestNode,
    Discovery,
    EnrolAnswer,
    EnrolRequest,
    PushAnswer,
    RenewAnswer,
)
from sync.protocol.devices import DeviceList, DeviceReport
from sync.protocol.positions import Positions
from sync.protocol.turns import TurnsAnswer, TurnsRequest

NAME: Final = "eset-central"
_DAY: Final = timedelta(days=1)
_HOUR: Final = timedelta(hours=1)


class Service:
    """A central service over a database and a folder of bytes.

    Every method may be called from any thread. ``on_moved`` is called with a stream's name after each commit that
    moved it, in the thread that committed; before that ``on_told`` with a device, a stream and the positions (first, last]
    that the answer to a push tells this device.
    """

    def __init__(
        self,
        database: Database,
        folder: DataFolder,
        clock: Clock,
        ids: Ids,
        objects: ObjectStore | None = None,
    ) -> None:
        self.database = database
        self.folder = folder
        self.blobs = Blobs(objects) if objects else blobs_of(folder.root, folder.s3)
        self.objects = self.blobs.store
        self.revocations = folder.revocations
        self.clock = clock
        self.ids = ids
        self.on_moved: Callable[[str], None] = lambda _: None
        self.on_told: Callable[[str, str, int, int], None] = lambda *_: None
        self.turns = Turns(self._push_alone, self._push_together)
        self.jobs = Jobs(database, clock, ids)
        self.composer = Composer(database, self.blobs, clock, self.jobs, self._moved)
        self.uploads = Uploads(self.composer, ids)
        self.jobs.register(composing.JOB, self.composer.run)
        self.jobs.register("expire", lambda _: self._expire(), every=_DAY)
        deadlines = Deadlines(database, clock, self.jobs, self._moved)
        self.jobs.register(signature_deadlines.JOB, deadlines.run, every=_HOUR, at_latest=next_office_day)
        mirrors = Days(database, clock, self.jobs, self._moved)
        self.jobs.register(days.JOB, mirrors.run, every=days.EVERY, at_latest=next_office_day)
        self.augmenting = self._augmenting()
        self.snapshots = Snapshots(database, self.objects, self.jobs, clock, ids)
        self.push_parts = PushParts(database, clock, self.jobs)
        self.large_pushes = LargePushes(self.push_parts, self.push)
        self.min_client = folder.min_client()

    @classmethod
    def open(
        cls,
        folder: DataFolder,
        clock: Clock | None = None,
        random: RandomBytes | None = None,
        *,
        patient: bool = False,
    ) -> Self:
        """Return the service of a data folder; ``patient`` as for :meth:`central.store.database.Database.open`.

        Raises:
            DataMissing: There is none in the folder.
        """
        place = folder.place()
        if isinstance(place, Path) and not place.is_file():
            raise DataMissing(folder=str(folder.root))
        clock = clock or SystemClock()
        ids = Ids(clock, random) if random else Ids(clock)
        return cls(Database.open(place, patient=patient), folder, clock, ids)

    def _augmenting(self) -> Augmenting | None:
        settings = self.folder.augmenting()
        if settings is None:
            return None
        return Augmenting(
            settings, self.database, self.blobs, clock=self.clock, ids=self.ids, moved=self._moved
        )

    @contextmanager
    def working(self) -> Iterator[None]:
        """Do jobs in threads of this process until the block ends."""
        telling.tell(self.database, self.clock.now(), self._moved, stamps=self.augmenting is not None)
        with self.jobs.running(), self.augmenting.running() if self.augmenting else nullcontext():
            yield

    def _moved(self, stream: str) -> None:
        self.on_moved(stream)
        if self.augmenting:
            self.augmenting.jobs.wake()

    def _expire(self) -> None:
        """Clear away what nobody came back for, and look for what was lost."""
        self.uploads.expire()
        self.database.attempt(lambda connection: turns_to_sign.clear(connection, self.clock.now()))
        custody.find_again(self.composer)

    def close(self) -> None:
        """Close the database, and end the process that reads documents."""
        if self.augmenting:
            self.augmenting.close()
        self.database.close()

    def discovery(self) -> Discovery:
        """Return what anyone may know."""
        return Discovery(
            service=NAME,
            protocols=(PROTOCOL,),
            schema=SCHEMA,
            min_client=self.min_client,
            server_time=iso(self.clock.now()),
            features=FEATURES,
        )

    def caller(self, token: str, *, renewing: bool = False) -> Caller:
        """Return who is asking; see :func:`central.accounts.authenticate`."""
        with self.database.look() as connection:
            caller = accounts.authenticate(connection, token, renewing=renewing)
        now = self.clock.now()
        if accounts.is_contact_due(caller, now):
            write = self.database.write_aside if caller.last_contact else self.database.attempt
            write(lambda connection: accounts.note_contact(connection, caller, now))
        return caller

    def enrol(self, request: EnrolRequest) -> EnrolAnswer:
        """Exchange an enrolment code for a device's credentials; see :func:`central.accounts.enrol`."""
        return self.database.attempt(
            lambda connection: accounts.enrol(connection, request, self.clock.now(), self.ids)
        )

    def renew(self, caller: Caller) -> RenewAnswer:
        """Give a restored device new credentials; see :func:`central.accounts.renew`."""
        return self.database.attempt(
            lambda connection: accounts.renew(connection, caller, self.clock.now(), self.ids)
        )

    def report(self, caller: Caller, told: DeviceReport) -> None:
        """Keep what a device tells of itself; see :func:`central.devices.note_report`."""
        self.database.attempt(
            lambda connection: devices.note_report(connection, caller, told, self.clock.now())
        )

    def devices(self, caller: Caller) -> DeviceList:
        """Return the devices of the caller's body."""
        with self.database.read() as connection:
            return DeviceList(tuple(facts for _, facts in devices.listed(connection, caller.body)))

    def turns_to_sign(self, caller: Caller, asked: TurnsRequest) -> TurnsAnswer:
        """Take, give back or look at turns to sign; see :func:`central.turns_to_sign.answer`."""
        now = self.clock.now()
        return self.database.attempt(lambda connection: turns_to_sign.answer(connection, caller, asked, now))

    def push(
        self, caller: Caller, mutations: Sequence[Mutation], epoch: str = "", seen: int = -1
    ) -> RawPushAnswer:
        """Take a batch of mutations in one transaction; one result each, in the same order.

        Args:
            caller: Who pushes.
            mutations: In the device's order.
            epoch: The life of the body's stream that the device has read.
            seen: Up to where, when it wants to be told at once what follows.

        Raises:
            EpochChanged: The sender has read another life of the stream than this one; see :func:`central.push.batch.push`.
            DeviceUnknown: The device was renewed meanwhile, or revoked (:class:`DeviceRevoked`).
        """
        answer, moved = self.turns.push(Sent(caller, mutations), epoch)
        page = self._following(caller, epoch, seen) if seen >= 0 and epoch else None
        if page is not None:
            self.on_told(caller.device, page.stream, page.start, page.end)
        for stream in moved:
            self.on_moved(stream)
        return RawPushAnswer(answer.results, page)

    def _push_alone(self, sent: Sent, epoch: str) -> tuple[PushAnswer, tuple[str, ...]]:
        opened: list[Opened] = []
        answer, moved = gates.alone_if_needed(
            lambda alone: self.database.attempt(
                lambda connection: push(
                    connection,
                    sent.caller,
                    sent.mutations,
                    received=self.clock.now(),
                    new_id=self.ids.uuid7,
                    epoch=epoch,
                    alone=alone,
                    opened=opened.append,
                )
            )
        )
        if not opened[-1]:
            return answer, moved
        for stream in moved:  # what is committed is told also when what follows fails
            self.on_moved(stream)
        # Who reads more than before may have bytes that it only named until now.
        again = self._reconsidered(sent.caller, opened[-1])
        return answer, tuple({*moved, *again})

    def _push_together(self, sent: Sequence[Sent], epoch: str) -> tuple[list[PushAnswer], tuple[str, ...]]:
        return self.database.attempt(
            lambda connection: push_together(
                connection, sent, epoch, received=self.clock.now(), new_id=self.ids.uuid7
            )
        )

    def _reconsidered(self, caller: Caller, opened: Opened) -> tuple[str, ...]:
        return self.database.attempt(
            lambda connection: reconsider_opened(connection, caller.body, iso(self.clock.now()), opened)
        )

    def _following(self, caller: Caller, epoch: str, seen: int) -> RawPage | None:
        """Return what follows a position in the body's stream up to its head, None when that is nothing or much."""
        with self.database.look() as connection:
            try:
                page = feed.read(connection, caller, caller.stream, Question(epoch, seen, *FEW))
            except CentralError:  # rights or the stream's life changed since: the feed will say so
                return None
        return page if isinstance(page, RawPage) and page.end == page.head else None

    def device(self, caller: Caller) -> DeviceAnswer:
        """Return what the service knows of the asking device."""
        answer = accounts.device_answer(caller)
        return msgspec.structs.replace(answer, snapshots=self.snapshots.current(answer.streams))

    def watch(self, caller: Caller, at: Sequence[tuple[str, Question]]) -> RawPage | None:
        """Return the page of the first of some streams that has one, None when none has; see :func:`central.feed.first_of`."""
        with self.database.look() as connection:
            return feed.first_of(connection, caller, at)

    def at(
        self, caller: Caller, asked: Positions, knows: Callable[[str, int, int], bool] = lambda *_: False
    ) -> tuple[RawPage | None, bool]:
        """Return the page of the first of a caller's streams that has one, and whether without one all are at their heads.

        Args:
            caller: Who asks.
            asked: How far the device has read each of them.
            knows: Tells whether the device was told of all that a stream brings from one position to its head.

        Raises:
            PositionsUnlike: The device has other streams in mind, or other lives of them.
            EpochChanged: A position lies behind the end.
        """
        with self.database.look() as connection:
            found = streams.read_all(connection, caller.streams)
            at = Positions.of((each.name, each.epoch, each.seq) for each in found.values())
            if at.mark != asked.mark or len(at.seqs) != len(asked.seqs):
                raise PositionsUnlike
            after = dict(zip(sorted(found), asked.seqs, strict=True))
            moved = [name for name in caller.streams if after[name] != found[name].seq]
            untold = [name for name in moved if not knows(name, after[name], found[name].seq)]
            questions = [(name, Question(found[name].epoch, after[name], *FEW)) for name in untold]
            return feed.first_of_moved(connection, caller, questions), not moved

    def digest(self, caller: Caller, stream: str, prefix: str) -> DigestNode:
        """Return what a part of a stream holds; see :func:`central.digests.node`."""
        with self.database.read() as connection:
            return digests.node(connection, caller, stream, prefix)

    def changes(self, caller: Caller, stream: str, question: Question) -> RawPage | Nothing:
        """Return the page of a stream after a cursor; see :func:`central.feed.read`."""
        with self.database.look() as connection:
            return feed.read(connection, caller, stream, question)

    def blob_size(self, caller: Caller, sha256: str) -> int:
        """Return the size of bytes that the caller may read; see :func:`central.present.readable_size`."""
        with self.database.read() as connection:
            return readable_size(connection, caller, sha256)

    def blob(self, sha256: str, size: int, start: int, end: int) -> Pieces:
        """Return a stretch of bytes that the caller may read, in pieces.

        Raises:
            BlobLost: They were confirmed and are not here; they are withdrawn, so that whoever has them sends them again.
        """
        try:
            return self.blobs.read(sha256, start, end)
        except BlobLost:
            custody.lose(self.composer, {sha256: size})
            raise

    def recipe(self, caller: Caller, sha256: str, ancestors: Sequence[str]) -> bytes | None:
        """Return how bytes are made of an ancestor; both are the caller's to read. See :func:`central.recipes.between`."""
        with self.database.read() as connection:
            sizes = recipes.readable(connection, caller, {sha256, *ancestors})
        if sha256 not in sizes:
            return None
        known = [(each, sizes[each]) for each in ancestors if each in sizes]
        try:
            return recipes.between(self.blobs, known, (sha256, sizes[sha256]))
        except BlobLost:
            custody.lose(self.composer, sizes)
            return None
