# SPDX-License-Identifier: EUPL-1.2
"""Large pushes in parts, a program that is too old, what a device tells of itself: the real service, a line that is a function."""

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from helpers.seat import Seat
from helpers.town import build

from eset_desktop.operations import dossiers
from sync import parts
from sync.messages import LineError, Request, Response
from sync.protocol import PARTS_TYPE, WATCH_PATH, DeviceReport


@pytest.fixture
def seat(tmp_path: Path) -> Iterator[Seat]:
    (tmp_path / "seat").mkdir()
    town = build(tmp_path / "central")
    made = Seat(town, tmp_path / "seat")
    made.sync()
    made.asked.clear()
    yield made
    made.database.close()
    town.service.close()


def save(seat: Seat, count: int) -> None:
    """Open dossiers with words that hardly compress."""
    (series,) = (
        seat.database.reader().execute("SELECT id FROM object WHERE kind = 'class' LIMIT 1").fetchone()
    )
    for _ in range(count):
        words = " ".join(seat.town.ids.random(8).hex() for _ in range(3))
        dossiers.create(seat.session, dossiers.NewDossier(f"Gual {words}", series))


def sent(seat: Seat) -> list[str]:
    """Return what was sent in parts, by the number or as the whole."""
    return [
        each.path.rpartition("/")[2] if each.method == "PUT" else "whole"
        for each in seat.asked
        if each.method == "PUT" or each.headers.get("Content-Type") == PARTS_TYPE
    ]


def states(seat: Seat) -> set[str]:
    return {state for (state,) in seat.database.reader().execute("SELECT state FROM outbox").fetchall()}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "WORTH", 1000)
    monkeypatch.setattr(parts, "LARGEST", 1500)


@pytest.mark.usefixtures("small")
def test_a_large_push_goes_in_parts_and_is_one(seat: Seat) -> None:
    save(seat, 40)
    seat.sync()
    assert states(seat) == {"done"}
    assert sent(seat)[-1] == "whole"
    assert sent(seat)[:-1] == [str(number) for number in range(len(sent(seat)) - 1)]
    assert len(sent(seat)) > 4
    assert "/v1/push" not in [
        each.path for each in seat.asked if each.headers.get("Content-Type") != PARTS_TYPE
    ]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("again", [False, True])
def test_after_a_break_only_the_missing_parts_are_sent(seat: Seat, again: bool) -> None:
    save(seat, 40)
    seat.sync(lambda request: LineError("reset") if request.path.endswith("/2") else None)
    there = set(sent(seat)) - {"2"}
    assert there
    assert "whole" not in there
    seat.asked.clear()
    seat.clock.seconds += 3600
    if again:
        seat.database.close()
        seat.live()
    seat.sync()
    assert not there & set(sent(seat))
    assert states(seat) == {"done"}


@pytest.mark.usefixtures("small")
def test_a_lost_answer_is_asked_for_again_without_the_parts(seat: Seat) -> None:
    save(seat, 40)

    def lost(request: Request) -> LineError | None:
        if request.headers.get("Content-Type") == PARTS_TYPE:
            seat.said(request)
            return LineError("timeout")
        return None

    seat.sync(lost)
    seat.asked.clear()
    seat.clock.seconds += 3600
    seat.sync()
    assert sent(seat) == ["whole"]
    assert states(seat) == {"done"}


@pytest.mark.usefixtures("small")
def test_parts_that_the_service_lost_are_sent_again(seat: Seat) -> None:
    save(seat, 40)
    cleared: list[bool] = []

    def clear(request: Request) -> None:
        if request.headers.get("Content-Type") == PARTS_TYPE and not cleared:
            cleared.append(True)
            with seat.town.service.database.write() as connection:
                connection.exec_driver_sql("DELETE FROM push_part WHERE part != 1")

    seat.sync(clear)
    assert states(seat) == {"done"}
    assert sent(seat).count("whole") == 2
    assert sent(seat).count("1") == 1


def test_a_program_that_is_too_old_still_sends_and_says_so(seat: Seat) -> None:
    seat.town.service.min_client = 99
    seat.database.close()
    seat.live()
    save(seat, 2)
    seat.sync()
    assert states(seat) == {"answered"}
    assert WATCH_PATH not in [each.path for each in seat.asked]
    assert "sync.program_too_old" in seat.engine.problems.values()


def test_what_only_this_computer_holds_is_told_and_when_it_no_longer_does(seat: Seat) -> None:
    def told() -> list[DeviceReport]:
        reports = [each.body for each in seat.asked if each.path.endswith("/report")]
        return [msgspec.json.decode(each, type=DeviceReport) for each in reports]

    seat.sync()
    assert told() == []
    save(seat, 1)
    problem = {"content-type": "application/problem+json"}
    down = Response(500, problem, b'{"code":"service.failed","title":"x","status":500}')
    seat.database.close()
    seat.live()
    lane, answer = seat.engine.run(), None
    for _ in range(100):
        answer = seat._answer(lane.send(answer), lambda each: down if each.path == "/v1/push" else None)
        if told():
            lane.send(answer)
            break
    lane.close()
    (first,) = told()
    paths = [each.path for each in seat.asked]
    assert paths.index("/v1/push") < paths.index("/v1/device/report")  # nothing waits for the telling
    assert (first.unsent, len(first.acts), first.acts[0].verb) == (1, 1, "create")
    assert "Gual" not in msgspec.json.encode(first).decode()
    seat.clock.seconds += 3600
    seat.sync()
    seat.database.close()
    seat.live()
    seat.sync()
    assert [each.unsent for each in told()] == [1, 0]
