# SPDX-License-Identifier: EUPL-1.2
"""Turns to sign: one person at a time, for a while, told to whoever asks; a signature that arrives gives its turn back."""

from datetime import timedelta

import msgspec
import pytest
from helpers.served import Client
from helpers.town import Desk, Town

from central.errors.requests import RequestMalformed
from central.turns_to_sign import clear
from sync.protocol import TURNS, TURNS_PATH
from sync.protocol.turns import TurnsAnswer, TurnsRequest, TurnToSign


def turns(desk: Desk, act: str, *documents: str, minutes: int = 30) -> tuple[TurnToSign, ...]:
    return desk.service.turns_to_sign(desk.caller, TurnsRequest(act, documents, minutes)).turns


def turn(desk: Desk, act: str, document: str, minutes: int = 30) -> TurnToSign:
    (found,) = turns(desk, act, document, minutes=minutes)
    return found


@pytest.fixture
def document(town: Town) -> str:
    dossier = town.clerk.dossier()
    made = town.clerk.document(dossier.object)
    assert {each.status for each in town.clerk.push(dossier, made)} == {"applied"}
    return made.object


def test_who_has_it_is_told_until_it_ends(town: Town, document: str) -> None:
    mine = turn(town.clerk, "take", document)
    assert (mine.mine, mine.here, mine.person_name) == (True, True, "Administrativa de prova")
    theirs = turn(town.secretary, "take", document)
    assert (theirs.mine, theirs.here, theirs.person_name) == (False, False, "Administrativa de prova")
    assert (theirs.since, theirs.until) == (mine.since, "2026-11-21T09:30:00.000Z")
    town.clock.current += timedelta(minutes=30)
    assert turn(town.secretary, "ask", document) == TurnToSign(document)
    assert turn(town.secretary, "take", document).mine
    assert not turn(town.clerk, "take", document).mine


def test_it_is_renewed_by_its_holder_at_any_computer_and_given_back(town: Town, document: str) -> None:
    first = turn(town.clerk, "take", document)
    town.clock.current += timedelta(minutes=20)
    laptop = town.enrolled(town.clerk.answer.person)
    renewed = turn(laptop, "take", document, minutes=60)
    assert (renewed.since, renewed.until, renewed.here) == (first.since, "2026-11-21T10:20:00.000Z", True)
    assert not turn(town.clerk, "ask", document).here
    turn(town.secretary, "return", document)
    assert turn(town.secretary, "ask", document).person == town.clerk.answer.person, (
        "only its holder gives it back"
    )
    assert turn(town.clerk, "return", document) == TurnToSign(document)


def test_a_signature_that_arrives_gives_its_turn_back(town: Town, document: str) -> None:
    version = town.clerk.version(document)
    town.clerk.done(version)
    turn(town.clerk, "take", document)
    turn(town.secretary, "take", document)
    fields = {**version.fields, "relation": "signature", "parent": version.object, "sha256": "ab" * 32}
    by_another = town.secretary.mutation("create", "version", town.ids.uuid7(), fields=fields)
    town.secretary.done(by_another)
    assert turn(town.secretary, "ask", document).person == town.clerk.answer.person
    town.clerk.done(
        town.clerk.mutation("create", "version", town.ids.uuid7(), fields={**fields, "sha256": "cd" * 32})
    )
    assert turn(town.secretary, "ask", document) == TurnToSign(document)


def test_what_one_may_not_read_does_not_exist(town: Town, document: str) -> None:
    assert turns(town.stranger, "take", document, town.ids.uuid7(), "no id") == ()
    assert turns(town.stranger, "take", document) == ()
    fields = {
        "scope_kind": "dossier",
        "scope": town.clerk.object(document)["dossier"],
        "reason": "art. 9 RGPD",
    }
    town.secretary.done(town.secretary.mutation("create", "restriction", town.ids.uuid7(), fields=fields))
    assert turns(town.clerk, "take", document) == ()
    assert turn(town.secretary, "take", document).mine


@pytest.mark.parametrize(
    ("act", "minutes", "count"),
    [("lend", 30, 1), ("take", 0, 1), ("take", -5, 1), ("take", 4321, 1), ("ask", 0, 501)],
)
def test_what_is_no_question_is_refused(town: Town, act: str, minutes: int, count: int) -> None:
    with pytest.raises(RequestMalformed):
        turns(town.clerk, act, *(town.ids.uuid7() for _ in range(count)), minutes=minutes)


def test_many_at_once_over_http(town: Town, clerk: Client) -> None:
    dossier = town.clerk.dossier()
    made = [town.clerk.document(dossier.object) for _ in range(40)]
    town.clerk.push(dossier, *made)
    asked = msgspec.json.encode(TurnsRequest("take", tuple(each.object for each in made), 4320))
    answer = clerk("POST", TURNS_PATH, data=asked, headers={"Content-Type": "application/json"})
    found = msgspec.json.decode(answer.content, type=TurnsAnswer).turns
    assert [each.mine for each in found] == [True] * 40
    assert TURNS in town.service.discovery().features
    assert (
        clerk("POST", TURNS_PATH, data=b"[]", headers={"Content-Type": "application/json"}).status_code == 400
    )
    town.clock.current += timedelta(days=4)
    with town.service.database.write() as connection:
        clear(connection, town.clock.now())
    assert not turn(town.secretary, "ask", made[0].object).person
