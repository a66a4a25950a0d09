# SPDX-License-Identifier: EUPL-1.2
"""An engine that is to end when it is idle: it waits out what fails for a moment, and no longer than it was told."""

from collections import Counter
from collections.abc import Callable

import pytest
from helpers.office import LARGE, Office, problem

from sync.context import CONTROL
from sync.engine import Engine, Lane
from sync.messages import Answer, Connect, Hint, LineError, Request, Response, Wait
from sync.protocol import UPLOADS_PATH

PATIENCE = 30.0
FAILS: dict[str, Answer] = {
    "no line": LineError("refused"),
    "broken off": LineError("reset"),
    "a database that is being recovered": problem(503, "request.busy"),
    "a service that fails": problem(500, "request.failed"),
}


def failing(answer: Answer, times: int, path: str = "") -> Callable[[Request], Answer]:
    """Return a line that answers so, so often, to what is asked there."""
    left = Counter({"": times})

    def voice(request: Request) -> Answer:
        if request.path.startswith(path) and left[""]:
            left[""] -= 1
            return answer
        return None

    return voice


def is_all_sent(office: Office) -> bool:
    unconfirmed = office.computer.rows("SELECT count(*) FROM blob WHERE NOT confirmed")[0][0]
    return set(office.states()) == {"done"} and not unconfirmed


@pytest.mark.parametrize("path", ["", UPLOADS_PATH])
@pytest.mark.parametrize("why", FAILS)
def test_what_fails_for_a_moment_is_waited_for(office: Office, why: str, path: str) -> None:
    office.work(LARGE)
    voice = failing(FAILS[why], 2, path)
    office.sync(voice)
    assert not is_all_sent(office)
    office.sync(voice, patience=PATIENCE)
    assert is_all_sent(office)
    assert office.problems == {}


def test_a_service_that_asks_for_time_gets_it_once(office: Office) -> None:
    office.work(LARGE)
    before = office.clock.seconds
    office.sync(failing(problem(503, "request.busy", **{"retry-after": "20"}), 2), patience=PATIENCE)
    assert not is_all_sent(office)
    assert 20 <= office.clock.seconds - before < 30


@pytest.mark.parametrize("path", ["", UPLOADS_PATH])
@pytest.mark.parametrize("why", FAILS)
def test_what_goes_on_failing_is_left_when_the_patience_is_over(office: Office, why: str, path: str) -> None:
    office.work(LARGE)
    before = office.clock.seconds
    office.sync(failing(FAILS[why], 1000, path), patience=PATIENCE)
    assert not is_all_sent(office)
    assert office.clock.seconds - before < PATIENCE + 10


def test_bytes_that_are_being_put_together_are_waited_for(office: Office) -> None:
    office.work(LARGE)
    done = {"upload-length": str(len(LARGE)), "upload-offset": str(len(LARGE))}
    looks = Counter[str]()

    def composing(request: Request) -> Answer:
        if request.method == "POST" and request.path == UPLOADS_PATH:
            return Response(201, {**done, "eset-state": "composing", "location": f"{UPLOADS_PATH}/1"})
        looks[request.method] += 1
        state = "composing" if looks["HEAD"] < 3 else "done"
        return Response(200, {**done, "eset-state": state}) if request.method == "HEAD" else None

    office.sync(composing, patience=PATIENCE)
    assert is_all_sent(office)
    assert looks["PATCH"] == 0


def test_what_a_carrier_put_off_is_waited_for(office: Office) -> None:
    office.work(LARGE)
    voice = failing(problem(500, "request.failed"), 1, UPLOADS_PATH)
    engine = office.computer.alive.engine
    lanes = _Lanes(office, engine, voice)
    lanes.live()
    assert is_all_sent(office)


class _Lanes:
    """A control lane and a carrier, each asked when the other waits; the time goes on when both do."""

    def __init__(self, office: Office, engine: Engine, voice: Callable[[Request], Answer]) -> None:
        self._office, self._voice = office, voice
        self._called = set[str]()
        engine.on_nudge(self._called.add)
        self._carrier = engine.carry()
        self._control = engine.run(stop_when_idle=True, patience=PATIENCE)

    def live(self) -> None:
        """Go on until the control lane ends."""
        resting = self._until_wait(self._carrier, None)
        answer: Answer = None
        for _ in range(100):
            try:
                waiting = self._until_wait(self._control, answer)
            except StopIteration:
                self._carrier.close()
                return
            resting = self._until_wait(self._carrier, Hint(outside=False))
            answer = Hint(outside=False) if CONTROL in self._called else None
            self._called.clear()
            if answer is None:
                self._office.clock.seconds += min(waiting, resting)
        pytest.fail("the control lane goes on and on")

    def _until_wait(self, lane: Lane, answer: Answer) -> float:
        """Answer a lane until it waits; return for how long."""
        while True:
            asked = lane.send(answer)
            match asked:
                case Wait(seconds=seconds):
                    return seconds
                case Connect():
                    answer = None
                case Request():
                    answer = self._office._answer(asked, self._voice)
                case _:
                    pytest.fail(f"{asked} in a test of one small thing")
