# SPDX-License-Identifier: EUPL-1.2
"""Several lanes of one engine: what one finds out reaches the others, what fails in one stays there."""

import threading
from collections.abc import Callable, Generator
from typing import Any, cast

import pytest
from helpers.logs import ExpectedLogs
from helpers.office import LARGE, Office

from eset_desktop.clock import SystemClock
from eset_desktop.store.errors import NewerSchema
from sync.bell import Bell
from sync.context import CARRIERS, CONTROL
from sync.driver import Line
from sync.engine import Engine
from sync.lanes import drive_all
from sync.messages import (
    Answer,
    Asked,
    Connect,
    Hint,
    LineError,
    More,
    Part,
    Request,
    Response,
    Together,
    Wait,
)
from sync.transport import Transport

Listening = Callable[..., Any]
OK = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello"


def test_a_ring_reaches_every_ear_once_and_a_call_those_of_its_name() -> None:
    bell = Bell()
    control, carrier, late = bell.ear(CONTROL), bell.ear(CARRIERS), None
    bell.ring()
    bell.ring()
    late = bell.ear(CARRIERS)
    assert [each.wait(0) for each in (control, carrier, late)] == [Hint(), Hint(), None]
    assert control.wait(0) is None
    bell.call(CARRIERS)
    assert [each.wait(0) for each in (control, carrier, late)] == [
        None,
        Hint(outside=False),
        Hint(outside=False),
    ]
    bell.call(CONTROL)
    bell.ring()
    assert control.wait(0) == Hint()
    bell.stop()
    assert carrier.wait(60, hints=False) is None


def _line(url: str, bell: Bell | None = None) -> Line:
    return Line(lambda: Transport(url, SystemClock(), agent="t"), bell or Bell())


def _asked(count: int, at_once: int) -> Together:
    return Together(tuple(Request("GET", f"/{each}", timeout=5) for each in range(count)), at_once)


@pytest.mark.parametrize("at_once", [1, 3, 9])
def test_questions_are_asked_together_and_answered_in_order(listener: Listening, at_once: int) -> None:
    made = listener(OK, OK, OK, OK, OK)
    line = _line(made.url)
    answers = line.answer(_asked(5, at_once))
    assert isinstance(answers, tuple)
    assert [isinstance(each, Response) and each.body for each in answers] == [b"hello"] * 5
    line.close()


def test_after_a_question_that_fails_no_other_is_begun(listener: Listening) -> None:
    made = listener(OK, b"HTTP/1.1 404 Not Found\r\nConnection: close\r\nContent-Length: 2\r\n\r\nno", OK)
    line = _line(made.url)
    answers = line.answer(_asked(3, 1))
    assert isinstance(answers, tuple)
    assert [each.status if isinstance(each, Response) else each for each in answers] == [200, 404, None]
    line.close()


def test_a_streamed_answer_comes_in_parts_and_can_be_left(listener: Listening) -> None:
    large = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 300000\r\n\r\n" + b"x" * 300_000
    line = _line(listener(large, large, b"HTTP/1.1 404 Not Found\r\nContent-Length: 2\r\n\r\nno").url)
    asked = Request("GET", "/", timeout=5, streamed=True)
    answer, size = line.answer(asked), 0
    while isinstance(answer, Part):
        size += len(answer.data)
        answer = line.answer(More())
    assert size == 300_000
    assert isinstance(answer, Response)
    assert (answer.complete, answer.body) == (True, b"")
    assert isinstance(line.answer(asked), Part)
    left = line.answer(More(stop=True))
    assert isinstance(left, Response)
    assert not left.complete
    refused = line.answer(asked)
    assert isinstance(refused, Response)
    assert (refused.status, refused.body) == (404, b"no")
    line.close()


def test_a_streamed_answer_that_breaks_is_not_complete(listener: Listening) -> None:
    half = b"HTTP/1.1 200 OK\r\nContent-Length: 40000\r\n\r\n" + b"x" * 17_000
    line = _line(listener(half).url)
    answer, size = line.answer(Request("GET", "/", timeout=5, streamed=True)), 0
    while isinstance(answer, Part):
        size += len(answer.data)
        answer = line.answer(More())
    assert size == 17_000
    assert isinstance(answer, Response)
    assert not answer.complete
    line.close()


def test_another_network_means_new_connections(listener: Listening) -> None:
    bell, kept = Bell(), b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"
    made = listener(kept, kept)
    line = _line(made.url, bell)
    assert isinstance(line.answer(Request("GET", "/", timeout=5)), Response)
    bell.new_network()
    assert line.answer(Wait(5)) == Hint()
    assert isinstance(line.answer(Request("GET", "/", timeout=5)), Response)
    line.close()


class _Stand:
    """An engine whose lanes do what a test says."""

    def __init__(self, control: Generator[Asked, Answer, None], *carriers: Callable[[], None]) -> None:
        self.control = control
        self.carriers = list(carriers)
        self.begun = threading.Semaphore(0)

    def on_nudge(self, nudge: Callable[[str], None]) -> None:
        self.nudge = nudge

    def run(self, **_: float) -> Generator[Asked, Answer, None]:
        return self.control

    def carry(self) -> Generator[Asked, Answer, None]:
        self.begun.release()
        if self.carriers:
            self.carriers.pop()()
        while True:
            yield Wait(60)


def _waits() -> Generator[Asked, Answer, None]:
    while True:
        yield Wait(60)


def _newer() -> None:
    raise NewerSchema(found=9, known=2)


def _drive(stand: _Stand, bell: Bell, carriers: int) -> None:
    drive_all(
        cast("Engine", stand),
        lambda: Transport("http://127.0.0.1:1", SystemClock(), agent="t"),
        bell,
        carriers=carriers,
    )


def test_a_cache_that_a_newer_program_migrated_ends_every_lane() -> None:
    with pytest.raises(NewerSchema):
        _drive(_Stand(_waits(), _newer), Bell(), 3)


def test_a_fault_in_one_lane_ends_no_other(expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("a carrier failed: ZeroDivisionError")
    bell = Bell()
    stand = _Stand(_waits(), lambda: cast("None", 1 // 0))
    thread = threading.Thread(target=_drive, args=(stand, bell, 2))
    thread.start()
    assert stand.begun.acquire(timeout=5)
    assert stand.begun.acquire(timeout=5)
    for _ in range(500):
        if expected_logs.texts():
            break
        threading.Event().wait(0.01)
    assert expected_logs.texts() == ["a carrier failed: ZeroDivisionError"]
    assert thread.is_alive()
    bell.stop()
    thread.join(10)
    assert not thread.is_alive()


def test_a_line_that_a_carrier_finds_down_is_looked_at_by_the_control_lane(office: Office) -> None:
    engine, called = office.computer.alive.engine, list[str]()
    engine.on_nudge(called.append)
    office.work(LARGE)
    office.sync(lambda request: LineError("reset") if request.path.startswith("/v1/uploads") else None)
    office.clock.seconds += 600
    carrier = engine.carry()
    asked = next(carrier)
    while isinstance(asked, Wait):
        asked = carrier.send(Hint(outside=False))
    called.clear()
    rest = carrier.send(LineError("timeout"))
    assert isinstance(rest, Wait)
    assert CONTROL in called
    assert office.meta("line") == "down"
    office.clock.seconds += rest.seconds + 1
    control = engine.run()
    assert isinstance(next(control), Connect | Request | Wait)
    control.close()
    carrier.close()


def test_two_carriers_never_do_the_same_step(office: Office) -> None:
    engine = office.computer.alive.engine
    office.work(b"y" * 2_000_000)
    office.sync(lambda request: LineError("refused") if request.path.startswith("/v1/uploads") else None)
    office.clock.seconds += 600
    one, other, third = engine.carry(), engine.carry(), engine.carry()
    first = next(one)
    assert isinstance(first, Request)
    answer: Answer = Response(201, {"location": "/v1/uploads/1", "upload-offset": "0"})
    again = one.send(answer)
    steps = [again, next(other), next(third)]
    assert len({repr(each) for each in steps}) <= len(steps)
    claims = engine._context.claims
    assert len(claims) == 3
    for lane in (one, other, third):
        lane.close()
    assert engine._context.claims == set()
    assert engine._context.carriers == 0
