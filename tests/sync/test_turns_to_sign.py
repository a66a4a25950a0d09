# SPDX-License-Identifier: EUPL-1.2
"""Turns to sign at a computer whose clock is years behind: asked for through the agent, told with who has them, and missed."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from helpers.office import Office, silent

from central import admin
from central.callers import Caller
from eset_desktop.domain.signature_flow import Block, Signer
from eset_desktop.operations import signature_requests as folder
from eset_desktop.operations import turns
from eset_desktop.operations.signature_requests import NewRequest
from eset_desktop.store.queries import turns as told
from eset_desktop.store.queries.turns import FREE, MINE, THEIRS, UNKNOWN, TurnRow
from sync.messages import Answer, LineError, Request
from sync.protocol import TURNS_PATH, EnrolRequest
from sync.protocol.turns import TurnsRequest

Voice = Callable[[Request], Answer]


@pytest.fixture
def document(office: Office) -> str:
    office.work()
    office.sync()
    ((found,),) = office.computer.rows("SELECT id FROM object WHERE kind = 'document'")
    return str(found)


def look(office: Office, document: str) -> TurnRow:
    alive = office.computer.alive
    return told.of(alive.database.reader(), [document], alive.session.clock.now())[document]


def take(office: Office, document: str, voice: Voice = silent) -> TurnRow:
    turns.take(office.computer.alive.session, [document])
    assert look(office, document).is_asked
    office.sync(voice)
    return look(office, document)


def colleague(office: Office) -> Caller:
    """Return another person of the body at another computer."""
    service, body = office.central.service, office.computer.alive.replica.account().body
    person = admin.create_person(service, body, "Carme Prova", ("alcaldia",))
    code, _ = admin.enrolment_code(service, person, timedelta(hours=1))
    return service.caller(service.enrol(EnrolRequest(code, "portàtil", "sim")).token)


def test_a_turn_is_taken_and_lasts_by_the_services_clock(office: Office, document: str) -> None:
    assert look(office, document).state == UNKNOWN
    found = take(office, document)
    assert (found.state, found.here, found.is_asked, found.is_risky) == (MINE, True, False, False)
    office.clock.seconds += 29 * 60
    assert look(office, document).state == MINE
    office.clock.seconds += 60
    assert look(office, document).state == UNKNOWN
    turns.give_back(office.computer.alive.session, [document])
    office.sync()
    assert look(office, document).state == FREE


def test_without_a_line_nothing_is_promised(office: Office, document: str) -> None:
    found = take(office, document, lambda request: LineError("reset") if request.path == TURNS_PATH else None)
    assert (found.state, found.problem) == (UNKNOWN, "sync.line_down")


def test_who_has_it_is_told_and_a_person_is_warned(office: Office, document: str) -> None:
    theirs = colleague(office)
    office.central.service.turns_to_sign(theirs, TurnsRequest("take", (document,), 60))
    found = take(office, document)
    assert (found.state, found.holder, found.is_risky) == (THEIRS, "Carme Prova", True)
    assert found.until
    office.central.service.turns_to_sign(theirs, TurnsRequest("return", (document,)))
    turns.look(office.computer.alive.session, [document])
    office.sync()
    assert look(office, document).state == FREE


def test_where_two_are_asked_for_the_same_version_the_turn_is_missed(office: Office, document: str) -> None:
    session = office.computer.alive.session
    me, other = office.computer.alive.replica.account().person, colleague(office).person
    office.clock.seconds += 3600
    office.sync()
    alone = (Block((Signer(person=me),)),)
    request = str(folder.create(session, NewRequest(document, alone)).created)
    assert not look(office, document).is_risky
    folder.withdraw(session, request)
    folder.create(
        session, NewRequest(document, (Block((Signer(person=me), Signer(person=other)), minimum=2),))
    )
    assert (look(office, document).shared, look(office, document).is_risky) == (True, True)
    assert not take(office, document).is_risky


def test_what_was_answered_days_ago_is_forgotten(office: Office, document: str) -> None:
    take(office, document)
    office.clock.seconds += 4 * 86_400
    turns.look(office.computer.alive.session, [])
    turns.take(office.computer.alive.session, [document])
    office.sync()
    assert office.computer.rows("SELECT count(*) FROM errand WHERE what = 'turns'") == [(1,)]
