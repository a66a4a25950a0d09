# SPDX-License-Identifier: EUPL-1.2
"""Mistakes to plant in the real code: what the simulator must find (``docs/reliability.md`` lists the seeds that do)."""

import hashlib
import types
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

import msgspec
import pytest
from helpers.simulation import at_home, plans, plants_at_home, plants_of_streams
from helpers.simulation.disk import MemoryDisk
from helpers.simulation.plans import Mix
from helpers.simulation.world import settled

import sync.uploading
from central import feed as central_feed
from central.feed import RawPage
from central.push import decide, results
from central.service import Service
from central.store import dialect, streams
from eset_desktop.domain.merge import Outcome, merge
from eset_desktop.operations.session import Work
from eset_desktop.store import engine, feed, live, taking
from eset_desktop.store.blobs import BlobStore
from eset_desktop.store.replica import Marked, Replica
from sync.protocol import FeedPage

Patch = pytest.MonkeyPatch

ROUGH = Mix(faults=20, deaths=4)
DARK = Mix(deeds=40, deaths=9, faults=6)
"""Many deaths, of which half are power cuts."""
TIRED = Mix(faults=12, only=(plans.SERVICE_KILL,) * 6)


@dataclass(frozen=True, slots=True)
class Plant:
    """A mistake and the kind of history that meets it."""

    put: Callable[[Patch], None]
    mix: Mix = ROUGH


def _blob_not_synced(patch: Patch) -> None:
    """A blob gets its name before its bytes are on the disk."""
    patch.setattr(MemoryDisk, "sync", lambda *_: None)


def _folder_not_synced(patch: Patch) -> None:
    """A row refers to a blob whose name is not on the disk."""
    patch.setattr(MemoryDisk, "settle", lambda *_: None)


def _cache_not_full(patch: Patch) -> None:
    """The cache commits without waiting for the disk."""
    patch.setattr(engine, "PRAGMAS", {**engine.PRAGMAS, "synchronous": 1})


def _service_not_full(patch: Patch) -> None:
    """The service commits without waiting for the disk."""
    kept = tuple((name, 1 if name == "synchronous" else value) for name, value in dialect.PRAGMAS)
    patch.setattr(dialect, "PRAGMAS", kept)


def _cursor_before_rows(patch: Patch) -> None:
    """The cursor moves in a transaction of its own, before the rows it passes."""
    taken = Replica.take_page

    def take_page(self: Replica, page: FeedPage, **options: Any) -> Iterator[int]:
        with self._database.write() as connection:
            feed.move_cursor(connection, page.stream, page.epoch, page.end)
        return taken(self, page, **options)

    patch.setattr(Replica, "take_page", take_page)
    patch.setattr(taking, "place_in", lambda _connection, _page, begun: begun)
    _blind(patch)


def _cursor_at_page_end(patch: Patch) -> None:
    """The first slice of a page moves the cursor to the page's end."""
    taken, moved = Replica.take_page, feed.move_cursor

    def take_page(self: Replica, page: FeedPage, **_: Any) -> Iterator[int]:
        def move_cursor(connection: Any, stream: str, epoch: str, _seq: int) -> None:
            moved(connection, stream, epoch, page.end)

        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(feed, "move_cursor", move_cursor)
            yield from taken(self, page, slice_rows=1)

    patch.setattr(Replica, "take_page", take_page)
    patch.setattr(taking, "place_in", lambda _connection, _page, begun: begun)
    _blind(patch)


def _blind(patch: Patch) -> None:
    """Without this the digest would find and mend what the mistake broke."""
    patch.setattr(Replica, "digest_matches", lambda *_: True)


def _effects_before_results(patch: Patch) -> None:
    """The service commits what a push does, and its results in a transaction of its own."""
    pushed = Service.push

    def push(self: Service, *arguments: Any, **options: Any) -> Any:
        later: list[tuple[Any, ...]] = []
        with pytest.MonkeyPatch.context() as inner:
            inner.setattr(results, "store", lambda _, *rest: later.append(rest))
            answer = pushed(self, *arguments, **options)
        with self.database.write() as connection:
            for rest in later:
                results.store(connection, *rest)
        return answer

    patch.setattr(Service, "push", push)


def _row_before_mutation(patch: Patch) -> None:
    """The live row is saved in a transaction of its own, before the mutation that tells of it."""
    save = Work._save

    def _save(self: Work, mutation: Any) -> None:
        save(self, mutation)
        self.connection.execute("DELETE FROM outbox WHERE id = ? AND state = 'queued'", (mutation.id,))

    patch.setattr(Work, "_save", _save)


def _result_not_stored(patch: Patch) -> None:
    """The service forgets what it answered, so that a repeat is decided again."""
    patch.setattr(results, "store", lambda *_: None)


def _no_conflict_check(patch: Patch) -> None:
    """The last one wins, and nobody hears of it; the lost value is not even in the audit trail."""

    def last_wins(current: Any, mutation: Any, **options: Any) -> Outcome:
        outcome = merge(current, mutation, **options)
        return replace(outcome, status="applied", conflicts=()) if outcome.conflicts else outcome

    patch.setattr(decide, "merge", last_wins)


def _audit_head_left_out(patch: Patch) -> None:
    """An entry of the audit trail does not hold the one before it."""

    def chain(_head: str, stream: str, entry: bytes) -> str:
        return hashlib.sha256(b"\n".join((stream.encode(), entry))).hexdigest()

    patch.setattr(streams, "chain", chain)


def _position_taken_first(patch: Patch) -> None:
    """Positions come from a sequence: a later one is seen while an earlier one's transaction is still under way.

    SQLite has one writer, so the interleaving is shown by what a reader sees of it: for a second after every third
    commit its rows are not visible, while the stream's head, which a quicker transaction moved, is.
    """
    pushed, read = Service.push, central_feed.read
    slow: dict[tuple[str, int], float] = {}
    clock: list[Callable[[], float]] = []

    def push(self: Service, *arguments: Any, **options: Any) -> Any:
        answer = pushed(self, *arguments, **options)
        clock[:] = [self.clock.monotonic]
        for each in answer.results:
            if each.seq % 3 == 0:
                slow[each.stream, each.seq] = self.clock.monotonic() + 1.0
        return answer

    def seen(connection: Any, caller: Any, name: str, question: Any) -> Any:
        page = read(connection, caller, name, question)
        if not isinstance(page, RawPage) or not clock:
            return page
        now = clock[0]()
        return msgspec.structs.replace(
            page, rows=tuple(row for row in page.rows if slow.get((name, row.seq), 0.0) <= now)
        )

    patch.setattr(Service, "push", push)
    patch.setattr(central_feed, "read", seen)
    _blind(patch)


def _pending_lost_at_feed(patch: Patch) -> None:
    """A row of the feed overwrites the live state and drops what is pending on it."""

    def refold(connection: Any, object_id: str) -> None:
        connection.execute("DELETE FROM outbox WHERE object = ? AND state = 'queued'", (object_id,))

    patch.setattr(live, "refold", refold)


def _sent_is_edited(patch: Patch) -> None:
    """A mutation that may have reached the service takes in a later change."""
    patch.setattr(Replica, "mark_sent", lambda _, mutations: Marked(tuple(mutations), ()))


def _download_unverified(patch: Patch) -> None:
    """Downloaded bytes are stored whatever their hash is."""
    write = BlobStore._write

    def _write(self: BlobStore, pieces: Any, reference: Any) -> None:
        content = b"".join(pieces)
        is_right = hashlib.sha256(content).hexdigest() == reference.sha256
        write(self, iter([content]), reference if is_right else self.put(content))
        if not is_right:
            self._files.move(self._path(hashlib.sha256(content).hexdigest()), self._path(reference.sha256))

    patch.setattr(BlobStore, "_part_is", lambda *_: True)
    patch.setattr(BlobStore, "_write", _write)


def _portal_believed(patch: Patch) -> None:
    """Any answer of 200 to an upload counts as "I have the bytes"."""

    def believed(context: Any, sending: Any, _response: Any) -> None:
        sync.uploading._done(context, sending.due)

    patch.setattr(sync.uploading, "_believe_all_there", believed)


PLANTS: Mapping[str, Plant] = types.MappingProxyType(
    {
        "blob fsync removed": Plant(_blob_not_synced, DARK),
        "folder fsync removed": Plant(_folder_not_synced, DARK),
        "cache without synchronous FULL": Plant(_cache_not_full, DARK),
        "service without synchronous FULL": Plant(_service_not_full, TIRED),
        "cursor before its rows": Plant(_cursor_before_rows),
        "cursor at the page's end with the first slice": Plant(_cursor_at_page_end, DARK),
        "effects before their results": Plant(_effects_before_results, TIRED),
        "a save without its mutation": Plant(_row_before_mutation),
        "stored result removed": Plant(_result_not_stored),
        "conflict check removed": Plant(_no_conflict_check),
        "audit head left out": Plant(_audit_head_left_out),
        "position taken first": Plant(_position_taken_first),
        "pending work lost at the feed": Plant(_pending_lost_at_feed),
        "a sent mutation edited": Plant(_sent_is_edited),
        "a download not verified": Plant(_download_unverified),
        "a portal believed": Plant(_portal_believed, Mix(deeds=40, faults=40, line=("portal",))),
        "what is hidden stays in sight": Plant(plants_of_streams.stays_in_sight, plants_of_streams.RIGHTS),
        "hidden work thrown away": Plant(plants_of_streams.hidden_work_dropped, plants_of_streams.RIGHTS),
        "an answer settled by its own stream alone": Plant(
            plants_of_streams.settled_by_one_stream, plants_of_streams.RIGHTS
        ),
        "a snapshot with a hole": Plant(plants_of_streams.snapshot_with_a_hole, plants_of_streams.NEWCOMER),
        "a stick with a hole": Plant(plants_of_streams.stick_with_a_hole, plants_of_streams.STICK),
        "what differs not mended": Plant(plants_of_streams.not_mended, plants_of_streams.DAMAGE),
        "a stream begun again by each lane": Plant(
            plants_of_streams.begun_again_by_each_lane, plants_of_streams.SET_BACK
        ),
        "an old program's work kept back": Plant(
            plants_of_streams.old_program_keeps_its_work, plants_of_streams.OLD
        ),
        "a signature not awaited": Plant(plants_at_home.signature_not_awaited, at_home.MIX),
        "a list kept at home": Plant(plants_at_home.acts_kept, at_home.MIX),
    }
)


@contextmanager
def planted(name: str) -> Iterator[Plant]:
    """Plant a mistake for a block; the town that every history begins with was made without it."""
    settled()
    with pytest.MonkeyPatch.context() as patch:
        PLANTS[name].put(patch)
        yield PLANTS[name]
