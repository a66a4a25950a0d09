# SPDX-License-Identifier: EUPL-1.2
"""What the window asks through the agent: answered or given up, never done late."""

import contextlib
from collections.abc import Callable
from datetime import timedelta

import pytest
from helpers.office import LARGE, Office, problem
from sqlalchemy import update

from central import admin
from central.store import tables
from eset_desktop.operations import errands
from eset_desktop.store.queries import devices
from sync.messages import Answer, Asked, LineError, Request, Wait
from sync.protocol import DEVICE_PATH, DEVICES_PATH, DISCOVERY_PATH
from sync.protocol.devices import DeviceList, OnlyThere

Voice = Callable[[Request], Answer]


@pytest.fixture(autouse=True)
def secretary(office: Office) -> None:
    """Let the person be the body's secretary."""
    with office.central.service.database.write() as connection:
        connection.execute(update(tables.person).values(profiles='["secretaria"]'))
    office.asked.clear()


def ask(office: Office) -> devices.Told[DeviceList]:
    errands.ask_devices(office.computer.alive.session)
    return told(office)


def told(office: Office) -> devices.Told[DeviceList]:
    return devices.devices(office.computer.alive.database.reader())


def revoke(office: Office, device: str, voice: Voice = lambda _: None) -> devices.Told[OnlyThere]:
    errands.revoke_device(office.computer.alive.session, device)
    office.sync(voice)
    return devices.only_there(office.computer.alive.database.reader(), device)


def other(office: Office) -> str:
    mine = office.computer.alive.replica.account().device
    listing = told(office).answer
    assert listing is not None
    return next(each.id for each in listing.devices if each.id != mine)


def changes(office: Office) -> list[str]:
    return [
        each for (each,) in office.computer.rows("SELECT id FROM change WHERE kind = 'errand' ORDER BY seq")
    ]


def test_the_list_is_asked_for_and_kept(office: Office) -> None:
    assert ask(office).is_asked
    office.work()
    office.sync()
    found = told(office)
    assert found.answer is not None
    assert (found.is_asked, found.problem, bool(found.answered_at)) == (False, "", True)
    assert office.computer.alive.replica.account().device in {each.id for each in found.answer.devices}
    asked = [each.path for each in office.asked if each.path not in {DISCOVERY_PATH, DEVICE_PATH}]
    assert asked[0] == DEVICES_PATH, "a person waits for it: it goes before what is saved"
    assert changes(office) == ["devices", "devices"]
    office.asked.clear()
    office.sync()
    assert DEVICES_PATH not in [each.path for each in office.asked]


def test_a_computer_is_revoked_and_an_answer_that_was_lost_is_had_by_asking_again(office: Office) -> None:
    ask(office)
    office.sync()
    device = other(office)

    def loses(request: Request) -> Answer:
        if not request.path.endswith("/revoke"):
            return None
        office.central.handle(request)
        return LineError("reset")

    assert revoke(office, device, loses).problem == "sync.line_down"
    office.clock.seconds += 3600
    found = revoke(office, device)
    assert (found.answer, found.problem) == (OnlyThere(), "")
    ask(office)
    office.sync()
    listing = told(office).answer
    assert listing is not None
    assert {each.id: each.state for each in listing.devices}[device] == "revoked"


@pytest.mark.parametrize("path", [DEVICE_PATH, DEVICES_PATH])
@pytest.mark.parametrize(
    ("answer", "code"),
    [(LineError("refused"), "sync.line_down"), (problem(500, "service.failed"), "sync.service_failed")],
)
def test_without_an_answer_it_is_given_up_at_once_and_the_last_one_stays(
    office: Office, path: str, answer: Answer, code: str
) -> None:
    ask(office)
    office.sync()
    office.computer.stop()
    office.computer.start()
    ask(office)
    office.sync(lambda request: answer if request.path == path else None)
    found = told(office)
    assert (found.is_asked, found.problem) == (False, code)
    assert found.answer is not None
    office.clock.seconds += 3600
    office.sync()
    assert told(office).problem == code
    assert office.problems == {}


def test_what_the_service_refuses_is_told_and_hinders_nothing(office: Office) -> None:
    with office.central.service.database.write() as connection:
        connection.execute(update(tables.person).values(profiles='["lectura"]'))
    office.work()
    ask(office)
    office.sync()
    assert told(office).problem == "sync.request_refused"
    assert office.problems == {}
    assert office.meta("line.problem") == ""


@pytest.mark.parametrize("later", [timedelta(seconds=61), timedelta(days=-1)])
def test_nothing_is_done_after_its_minute(office: Office, later: timedelta) -> None:
    ask(office)
    office.sync()
    device = other(office)
    errands.revoke_device(office.computer.alive.session, device)
    office.clock.seconds += later.total_seconds()
    office.sync()
    found = devices.only_there(office.computer.alive.database.reader(), device)
    assert (found.is_asked, found.problem, found.answer) == (False, "sync.line_down", None)
    assert not [each for each in office.asked if each.path.endswith("/revoke")]


def test_the_window_gives_up_what_no_agent_took(office: Office) -> None:
    ask(office)
    session = office.computer.alive.session
    errands.give_up(session)
    assert told(office).is_asked
    office.clock.seconds += 60
    errands.give_up(session)
    assert (told(office).is_asked, told(office).problem) == (False, "sync.line_down")


def test_a_program_that_is_too_old_says_so(office: Office) -> None:
    office.computer.alive.engine._context.push_only = True
    ask(office)
    office.sync()
    assert told(office).problem == "sync.program_too_old"


def test_an_answer_of_another_version_is_no_answer(office: Office) -> None:
    ask(office)
    office.sync()
    with office.computer.alive.database.write() as connection:
        connection.execute("UPDATE errand SET answer = '[]'")
    assert told(office).answer is None


def test_a_computer_that_revokes_itself_is_locked(office: Office) -> None:
    revoke(office, office.computer.alive.replica.account().device)
    errands.ask_devices(office.computer.alive.session)
    office.sync()
    assert office.computer.alive.replica.is_revoked()


def test_a_carrier_of_a_revoked_computer_ends_at_its_next_question(office: Office) -> None:
    engine = office.computer.alive.engine
    office.work(LARGE)
    office.sync(lambda request: LineError("reset") if request.path.startswith("/v1/uploads") else None)
    office.clock.seconds += 3600
    engine._context.backoffs.hint(office.clock.seconds)
    carrier = engine.carry()
    asked: Asked = next(carrier)
    admin.revoke_device(office.central.service, office.computer.alive.replica.account().device)
    assert isinstance(asked, Request), "there is something to carry"
    with contextlib.suppress(StopIteration):
        for _ in range(20):
            answer = office._answer(asked, lambda _: None) if isinstance(asked, Request | Wait) else None
            asked = carrier.send(answer)
    assert office.computer.alive.replica.is_revoked()
    assert office.computer.rows("SELECT confirmed FROM blob") == [(0,)]
    assert next(carrier, None) is None, "it ended"
