# SPDX-License-Identifier: EUPL-1.2
"""The simulator is worth what it catches: mistakes planted in the real code, each found within a few seeds."""

import sqlite3
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from helpers.simulation.histories import live_through
from helpers.simulation.plans import SERVICE_RESTORED, Mix, drawn

import sync.engine
import sync.feeding
import sync.pushing
import sync.transfers
from central.push import batch, decide, results
from eset_desktop.domain.merge import Outcome, merge
from eset_desktop.errors import EsetError
from eset_desktop.store import feed, live
from eset_desktop.store.blobs import BlobStore
from eset_desktop.store.replica import Marked, Replica
from sync.messages import Response
from sync.protocol import FeedPage

Plant = Callable[[pytest.MonkeyPatch], None]


def cursor_before_rows(patch: pytest.MonkeyPatch) -> None:
    """The cursor moves in a transaction of its own, before the rows it passes."""
    taken = Replica.take_page

    def take_page(self: Replica, page: FeedPage, **options: Any) -> Iterator[int]:
        with self._database.write() as connection:
            feed.move_cursor(connection, page.stream, page.epoch, page.end)
        return taken(self, page, **options)

    patch.setattr(Replica, "take_page", take_page)
    patch.setattr(Replica, "digest_matches", lambda *_: True)


def result_not_stored(patch: pytest.MonkeyPatch) -> None:
    """The service forgets what it answered, so that a repeat is decided again."""
    patch.setattr(results, "store", lambda *_: None)


def no_conflict_check(patch: pytest.MonkeyPatch) -> None:
    """The last one wins, and nobody hears of it; the lost value is not even in the audit trail."""

    def last_wins(current: Any, mutation: Any, **options: Any) -> Outcome:
        outcome = merge(current, mutation, **options)
        return replace(outcome, status="applied", conflicts=()) if outcome.conflicts else outcome

    patch.setattr(decide, "merge", last_wins)


def pending_lost_at_feed(patch: pytest.MonkeyPatch) -> None:
    """A row of the feed overwrites the live state and drops what is pending on it."""

    def refold(connection: Any, object_id: str) -> None:
        connection.execute("DELETE FROM outbox WHERE object = ? AND state = 'queued'", (object_id,))

    patch.setattr(live, "refold", refold)


def sent_is_edited(patch: pytest.MonkeyPatch) -> None:
    """A mutation that may have reached the service takes in a later change."""
    patch.setattr(Replica, "mark_sent", lambda _, mutations: Marked(tuple(mutations), ()))


def download_unverified(patch: pytest.MonkeyPatch) -> None:
    """Downloaded bytes are stored under the hash they should have."""

    def finish(self: BlobStore, sha256: str, _size: int) -> bool:
        pieces = b"".join(self._parts.pieces(self._name(sha256), bytes.fromhex(sha256)))
        path = self._path(sha256)
        path.parent.mkdir(parents=True, exist_ok=True)
        stored = self.put(pieces)
        self._path(stored.sha256).replace(path)
        return True

    patch.setattr(BlobStore, "finish_part", finish)


def portal_believed(patch: pytest.MonkeyPatch) -> None:
    """Any answer of 2xx to an upload counts as "I have the bytes"."""

    def believed(context: Any, due: Any, _length: int, asked: Any) -> None:
        if isinstance(asked.response, Response) and asked.response.status < 300:
            sync.transfers._done(context, due)

    patch.setattr(sync.transfers, "_sent", believed)


PLANTS: tuple[Plant, ...] = (
    cursor_before_rows,
    result_not_stored,
    no_conflict_check,
    pending_lost_at_feed,
    sent_is_edited,
    download_unverified,
    portal_believed,
)

ROUGH = Mix(faults=20, deaths=4)
CAUGHT = (AssertionError, EsetError, msgspec.MsgspecError, sqlite3.Error)
"""A broken law, or one side that no longer understands the other."""


@pytest.mark.parametrize("plant", PLANTS, ids=lambda each: each.__name__)
def test_a_planted_fault_is_caught(
    plant: Plant, monkeypatch: pytest.MonkeyPatch, tell: Callable[[str], None]
) -> None:
    live_through(drawn(1))
    with monkeypatch.context() as patch:
        plant(patch)
        for seed in range(1, 61):
            try:
                live_through(drawn(seed, ROUGH))
            except CAUGHT as error:
                tell(f"seed {seed}: {type(error).__name__}: {str(error)[:90]}")
                return
    pytest.fail(f"{plant.__name__} was not caught by 60 histories")


def test_new_work_sent_before_what_a_restored_service_lost_is_caught(
    monkeypatch: pytest.MonkeyPatch, tell: Callable[[str], None]
) -> None:
    """Neither side compares the stream's life before new work is pushed."""
    monkeypatch.setattr(batch, "_check_epoch", lambda *_: None)
    for module in (sync.engine, sync.pushing):
        monkeypatch.setattr(module, "is_held", lambda _: False)
    for seed in range(30, 120):
        try:
            live_through(drawn(seed, Mix(faults=20, deaths=3, only=(SERVICE_RESTORED,))))
        except CAUGHT as error:
            tell(f"seed {seed}: {type(error).__name__}: {str(error)[:90]}")
            return
    pytest.fail("it was not caught by 90 histories")
