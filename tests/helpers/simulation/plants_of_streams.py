# SPDX-License-Identifier: EUPL-1.2
"""More mistakes to plant: in what begins, leaves, mends and closes streams."""

from collections.abc import Iterator, Sequence
from typing import Any, Final

import msgspec
import pytest
from helpers.simulation import plans
from helpers.simulation.plans import Mix

import sync.pushing
from eset_desktop.store import feed, quarantine, taking
from eset_desktop.store.replica import Replica
from eset_desktop.store.stick import StickRows
from sync import epochs, feeding
from sync.protocol import Row
from sync.pushing import batch

Patch = pytest.MonkeyPatch

RIGHTS: Final = Mix(only=(plans.RIGHTS,))
NEWCOMER: Final = Mix(only=(plans.NEWCOMER,))
STICK: Final = Mix(only=(plans.STICK,))
DAMAGE: Final = Mix(only=(plans.DAMAGE,))
SET_BACK: Final = Mix(deeds=40, faults=4, deaths=0, offline=6, only=(plans.SERVICE_RESTORED,) * 3)
OLD: Final = Mix(only=(plans.MIN_CLIENT,))

_BY_ITS_OWN_STREAM: Final = (
    "SELECT o.id FROM outbox AS o JOIN stream AS s ON s.id = o.stream LEFT JOIN object AS x ON x.id = o.object"
    " WHERE o.state = 'answered' AND o.stream = ? AND o.epoch = s.epoch AND o.seq <= s.seq"
    " AND coalesce(x.rev, o.rev) >= o.rev"
)


def stays_in_sight(patch: Patch) -> None:
    """What lies in a stream that may not be read any more is not taken out of sight."""
    patch.setattr(Replica, "_leave_some", lambda *_: False)


def hidden_work_dropped(patch: Patch) -> None:
    """Unsent work on what its author may not read any more is thrown away."""

    def hold(connection: Any, object_id: str) -> None:
        connection.execute(
            "DELETE FROM outbox WHERE object = ? AND state IN ('queued', 'sent')", (object_id,)
        )

    patch.setattr(quarantine, "hold", hold)


def settled_by_one_stream(patch: Patch) -> None:
    """An answer waits for the stream that has its position, although its object came by another (found by seed 6 of rights)."""
    settle = feed.settle

    def settled(connection: Any, stream: str) -> None:
        if connection.execute(_BY_ITS_OWN_STREAM, (stream,)).fetchone():
            settle(connection, stream)

    patch.setattr(feed, "settle", settled)


def snapshot_with_a_hole(patch: Patch) -> None:
    """The last row of each piece of a snapshot comes without its words, and nobody compares."""
    taken = Replica.take_snapshot

    def take_snapshot(self: Replica, stream: str, progress: Any, rows: Sequence[Any]) -> Iterator[Any]:
        holed = [msgspec.structs.replace(each, fields={}) for each in rows[-1:]]
        return taken(self, stream, progress, [*rows[:-1], *holed])

    patch.setattr(Replica, "take_snapshot", take_snapshot)
    patch.setattr(Replica, "holds", lambda *_: True)
    patch.setattr(Replica, "digest_matches", lambda *_: True)


def stick_with_a_hole(patch: Patch) -> None:
    """A stick's stream counts as taken without its last object."""
    taken = StickRows.take

    def take(self: StickRows, stream: str, epoch: str, seq: int, rows: Sequence[Row]) -> Iterator[int]:
        return taken(self, stream, epoch, seq, rows[:-1])

    patch.setattr(StickRows, "take", take)


def not_mended(patch: Patch) -> None:
    """What a walk found to differ is asked for and not taken."""
    patch.setattr(Replica, "mend", lambda *_: None)


def begun_again_by_each_lane(patch: Patch) -> None:
    """Each lane that hears that the service was set back begins the stream again, and takes what it asked before that; pages are small."""

    def set_back(context: Any, stream: str, response: Any, _asked: Any) -> bool:
        now = epochs.cursor_of(context, stream)
        return heard(context, stream, response, () if now is None else (now,))

    heard = epochs.set_back
    patch.setattr(sync.pushing, "set_back", set_back)
    patch.setattr(taking, "place_in", lambda _connection, _page, begun: begun)
    patch.setattr(feeding, "ROWS", 2)


def old_program_keeps_its_work(patch: Patch) -> None:
    """A program that the service shows nothing any more sends nothing either."""
    patch.setattr(
        sync.pushing,
        "batch",
        lambda context, **options: () if context.push_only else batch(context, **options),
    )
