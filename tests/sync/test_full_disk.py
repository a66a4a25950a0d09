# SPDX-License-Identifier: EUPL-1.2
"""A disk without room for news: what was fetched is not fetched again at each save, it is told, and goes on with room."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from helpers.seat import Seat, silent
from helpers.small_disk import fill, mounted
from helpers.town import Town, build

from sync.backoff import OF_ROOM
from sync.messages import Request

FULL = "store.disk_full"
SAVES = 20
TITLE = "Llicència d'obres " * 20


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    made = build(tmp_path / "central")
    yield made
    made.service.close()


@pytest.fixture
def seat(town: Town, tmp_path: Path) -> Iterator[Seat]:
    with mounted(tmp_path / "disk", "8m") as disk:
        made = Seat(town, disk)
        yield made
        made.database.close()


def _look(seat: Seat, *, saves: int) -> int:
    """Let a person's saves wake the engine once a second, and return how many pages were asked for."""
    before = len(seat.asked)
    for _ in range(saves):
        seat.clock.seconds += 1
        seat.engine._context.backoffs.hint(seat.clock.monotonic())
        seat.engine._context.level.clear()
        lane = seat.engine.run(stop_when_idle=True)
        with suppress(StopIteration):
            asked = next(lane)
            while isinstance(asked, Request):
                asked = lane.send(seat._answer(asked, silent))
        lane.close()
    return len([each for each in seat.asked[before:] if each.path.startswith("/v1/changes")])


def test_a_full_disk_waits_for_room_and_not_for_the_next_save(town: Town, seat: Seat) -> None:
    seat.sync()
    fill(seat.folder)
    town.clerk.push(*(town.clerk.dossier(f"{TITLE} {number}") for number in range(100)))
    assert _look(seat, saves=SAVES) <= 1 + SAVES / OF_ROOM.first
    assert FULL in seat.engine.problems.values()
    (seat.folder / "filler").unlink()
    seat.clock.seconds += OF_ROOM.longest
    seat.engine._context.level.clear()
    seat.sync()
    assert FULL not in seat.engine.problems.values()
    (count,) = seat.database.reader().execute("SELECT count(*) FROM object WHERE kind = 'dossier'").fetchone()
    assert count == 100
