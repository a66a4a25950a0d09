# SPDX-License-Identifier: EUPL-1.2
"""Large pushes in parts, a program that is too old, what a device tells of itself: the real service, a line that is a function."""

import random
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from helpers.seat import Seat, silent
from helpers.town import build

from eset_desktop.operations import dossiers, errands
from sync import parts
from sync.messages import Connect, Hint, LineError, Request, Response, Together, Wait
from sync.planner import Push
from sync.protocol import PARTS_TYPE, WATCH_PATH
from sync.protocol.devices import DeviceReport


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


def asks_for_the_whole(request: Request) -> bool:
    return (
        bool(request.query) if request.method == "PUT" else request.headers.get("Content-Type") == PARTS_TYPE
    )


def sent(seat: Seat) -> list[str]:
    """Return what was sent in parts, by the number; one that asks for the whole, or nothing but that question, with "whole"."""
    return [
        (each.path.rpartition("/")[2] if each.method == "PUT" else "")
        + ("whole" if asks_for_the_whole(each) else "")
        for each in seat.asked
        if each.method == "PUT" or asks_for_the_whole(each)
    ]


def reset_after(seat: Seat, request: Request) -> LineError:
    """Let a request arrive and its answer get lost."""
    seat.said(request)
    return LineError("reset")


def states(seat: Seat) -> set[str]:
    return {state for (state,) in seat.database.reader().execute("SELECT state FROM outbox").fetchall()}


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "WORTH", 1000)
    monkeypatch.setattr(parts, "PLAIN", 4000)


@pytest.mark.usefixtures("small")
def test_a_large_push_goes_in_parts_and_is_one(seat: Seat) -> None:
    save(seat, 40)
    seat.sync()
    assert states(seat) == {"done"}
    last = len(sent(seat)) - 1
    assert sent(seat) == [*map(str, range(last)), f"{last}whole"]
    assert len(sent(seat)) > 4
    assert "/v1/push" not in [
        each.path for each in seat.asked if each.headers.get("Content-Type") != PARTS_TYPE
    ]


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("count", "large"), [(3, False), (20, True)])
def test_much_goes_in_parts_however_well_it_compresses(seat: Seat, count: int, large: bool) -> None:
    (series,) = (
        seat.database.reader().execute("SELECT id FROM object WHERE kind = 'class' LIMIT 1").fetchone()
    )
    for _ in range(count):
        dossiers.create(seat.session, dossiers.NewDossier("Gual", series))
    seat.sync()
    assert bool(sent(seat)) == large
    assert states(seat) == {"done"}


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize("again", [False, True])
def test_after_a_break_only_the_missing_parts_are_sent(seat: Seat, again: bool) -> None:
    save(seat, 40)
    seat.sync(lambda request: LineError("reset") if request.path.endswith("/2") else None)
    there = set(sent(seat)) - {"2"}
    assert there == {"0", "1"}
    seat.asked.clear()
    seat.clock.seconds += 3600
    if again:
        seat.database.close()
        seat.live()
    seat.sync()
    assert not there & set(sent(seat))
    assert states(seat) == {"done"}


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("status", "number"), [(429, "2"), (502, "2"), (502, "last"), (503, "2"), (503, "last")]
)
def test_a_busy_answer_to_one_part_costs_that_part(seat: Seat, status: int, number: str) -> None:
    save(seat, 40)
    busy = iter([Response(status, {}, b"<html>")])

    def voice(request: Request) -> Response | None:
        last = number == "last" and asks_for_the_whole(request)
        return next(busy, None) if last or request.path.endswith(f"/{number}") else None

    seat.sync(voice)
    seat.clock.seconds += 3600
    seat.sync()
    puts = [each.removesuffix("whole") for each in sent(seat)]
    twice = [each for each in puts if puts.count(each) > 1]
    assert twice == [puts[-1] if number == "last" else number] * 2
    assert states(seat) == {"done"}


@pytest.mark.usefixtures("small")
def test_a_push_that_the_service_fails_on_again_is_made_smaller(seat: Seat) -> None:
    """Whatever fails on one part, it is not asked the same for ever."""
    save(seat, 40)
    seat.sync(lambda request: Response(502, {}, b"<html>") if request.path.endswith("/2") else None)
    names = {each.path.rpartition("/")[0] for each in seat.asked if each.method == "PUT"}
    assert len(names) == 1
    seat.clock.seconds += 3600
    seat.sync(
        lambda request: Response(502, {}, b"<html>") if request.path.rpartition("/")[0] in names else None
    )
    seat.clock.seconds += 3600
    seat.sync()
    assert states(seat) == {"done"}


def test_where_a_push_is_cut_is_in_its_name(seat: Seat) -> None:
    """Parts of one division are not joined with those of another, should the service change what it takes meanwhile."""
    save(seat, 1)
    (saved,) = seat.replica.sendable(max_bytes=1 << 20, max_count=100)
    words = random.Random(7).randbytes(2000).hex()
    mutations = [msgspec.structs.replace(saved, fields={**saved.fields, "title": words})]
    one, again, other = (parts.LargePush.of(mutations, "epoch", each) for each in (1000, 1000, 1500))
    assert b"".join(one.parts) == b"".join(other.parts)
    assert one == again
    assert one.name != other.name


@pytest.mark.usefixtures("small")
def test_a_lost_answer_is_asked_for_again_without_the_parts(seat: Seat) -> None:
    save(seat, 40)
    seat.sync(lambda request: reset_after(seat, request) if asks_for_the_whole(request) else None)
    last = len(sent(seat)) - 1
    seat.asked.clear()
    seat.clock.seconds += 3600
    seat.sync()
    assert sent(seat) == [f"{last}whole"]
    assert states(seat) == {"done"}


@pytest.mark.usefixtures("small")
def test_in_the_next_life_nothing_is_sent_again_but_the_question(seat: Seat) -> None:
    save(seat, 40)
    seat.sync(lambda request: reset_after(seat, request) if asks_for_the_whole(request) else None)
    seat.asked.clear()
    seat.clock.seconds += 3600
    seat.database.close()
    seat.live()
    seat.sync()
    assert sent(seat) == ["whole"]
    assert states(seat) == {"done"}


@pytest.mark.usefixtures("small")
def test_parts_that_the_service_lost_are_sent_again(seat: Seat) -> None:
    save(seat, 40)
    cleared: list[bool] = []

    def clear(request: Request) -> None:
        if asks_for_the_whole(request) and not cleared:
            cleared.append(True)
            with seat.town.service.database.write() as connection:
                connection.exec_driver_sql("DELETE FROM push_part WHERE part != 1")

    seat.sync(clear)
    assert states(seat) == {"done"}
    assert sent(seat).count("whole") == 1
    assert sent(seat).count("1") == 1
    assert sent(seat).count("0") == 2


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(("arrives", "state"), [(False, "queued"), (True, "sent")])
def test_what_may_have_arrived_is_never_edited_again(seat: Seat, arrives: bool, state: str) -> None:
    """The service decides about parts before all are there: one that came makes all of the push sent."""
    save(seat, 40)

    def refused(request: Request) -> LineError | None:
        if "/parts/" in request.path and not (arrives and request.path.endswith("/0")):
            return LineError("refused")
        return None

    seat.sync(refused)
    assert states(seat) == {state}


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


@pytest.mark.usefixtures("small")
def test_news_and_errands_do_not_wait_for_a_large_push(seat: Seat) -> None:
    save(seat, 40)
    carrier, control = seat.engine.carry(), seat.engine.run()
    assert isinstance(next(carrier), Wait)
    asked = next(control)
    assert isinstance(asked, Connect), "connections for it are opened while the first questions are asked"
    asked = control.send(None)
    push = carrier.send(Hint(outside=False))
    assert isinstance(push, Together)
    news = seat.town.secretary.done(seat.town.secretary.dossier("Notícia"))
    errands.ask_devices(seat.session)
    for _ in range(6):
        assert isinstance(asked, Request)
        assert not asked.path.startswith("/v1/push")
        asked = control.send(seat._answer(asked, silent))
    known = seat.database.reader().execute("SELECT count(*) FROM object WHERE id = ?", (news,)).fetchone()
    assert known == (1,)
    assert "/v1/devices" in {each.path for each in seat.asked}
    assert states(seat) == {"sent"}
    assert isinstance(carrier.send(seat._answer(push, silent)), Wait)
    assert states(seat) == {"answered"}
    control.close()
    carrier.close()


@pytest.mark.usefixtures("small")
def test_what_the_control_lane_pushes_is_given_to_no_carrier(seat: Seat) -> None:
    """A carrier looks right after the control lane has chosen, and by then so much is queued that it would be a carrier's."""
    carrier, control = seat.engine.carry(), seat.engine.run()
    assert isinstance(next(carrier), Wait)
    asked = next(control)
    while not (isinstance(asked, Request) and asked.listening):
        asked = control.send(seat._answer(asked, silent))
    save(seat, 1)
    assert isinstance(seat.engine._next(), Push)
    save(seat, 40)
    assert isinstance(carrier.send(Hint(outside=False)), Wait)
    assert isinstance(carrier.send(Hint(outside=False)), Wait)
    control.close()
    carrier.close()


@pytest.mark.usefixtures("small")
def test_results_of_a_life_that_is_over_are_not_believed(seat: Seat) -> None:
    save(seat, 40)
    carrier, control = seat.engine.carry(), seat.engine.run()
    next(carrier)
    next(control)
    control.send(None)
    push = carrier.send(Hint(outside=False))
    answer = seat._answer(push, silent)
    seat.replica.restart_stream(seat.town.clerk.stream, "another")
    carrier.send(answer)
    assert states(seat) == {"sent"}
    control.close()
    carrier.close()
