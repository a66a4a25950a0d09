# SPDX-License-Identifier: EUPL-1.2
"""Who there is, what each may do, and what ends when somebody leaves."""

from datetime import timedelta

import pytest
from helpers.town import Town

from central import admin, people
from central.errors.devices import CodeRefused, DeviceRevoked
from central.errors.keeping import NameTaken, PersonRetired, UnknownName, ValueRefused
from central.revocations import noted
from central.verify import verify
from eset_desktop.domain.kinds import restricted_stream
from sync.protocol import EnrolRequest


def person_row(town: Town, person: str) -> dict[str, object]:
    """Return a person's object as a client reads it."""
    return town.secretary.object(person)


def test_bodies_and_people_are_listed(town: Town) -> None:
    with town.service.database.read() as connection:
        bodies = {each.id: each for each in people.bodies(connection)}
        listed = {each.id: each for each in people.people(connection)}
        own = {each.id for each in people.people(connection, town.clerk.answer.body)}
    assert bodies[town.clerk.answer.body].name == town.clerk.answer.body_name
    assert bodies[town.clerk.answer.body].people == len(own)
    clerk = listed[town.clerk.answer.person]
    assert (clerk.name, clerk.devices, clerk.state) == (town.clerk.answer.person_name, 1, "active")
    assert town.stranger.answer.person in listed.keys() - own


def test_other_profiles_reach_the_clients_as_a_row_and_count_at_once(town: Town) -> None:
    clerk = town.clerk.answer.person
    assert town.clerk.push(town.clerk.dossier())[0].status == "applied"
    people.set_profiles(town.service, clerk, ("lectura",))
    assert person_row(town, clerk)["profiles"] == ["lectura"]
    assert town.clerk.push(town.clerk.dossier())[0].problem == "rights.denied"
    people.set_profiles(town.service, clerk, ("administracio", "tecnic_extern"))
    assert town.clerk.push(town.clerk.dossier())[0].status == "applied"
    before = town.secretary.page()
    people.set_profiles(town.service, clerk, ("administracio", "tecnic_extern"))
    after = town.secretary.page()
    assert before is not None
    assert after is not None
    assert after.head == before.head
    assert list(verify(town.service)) == []
    with pytest.raises(UnknownName):
        people.set_profiles(town.service, "nobody", ("lectura",))


def test_who_leaves_has_no_computer_no_code_and_no_grant(town: Town) -> None:
    secretary, clerk = town.secretary, town.clerk.answer.person
    dossier = secretary.done(secretary.dossier())
    restriction = secretary.done(
        secretary.mutation(
            "create", "restriction", town.ids.uuid7(),
            fields={"scope_kind": "dossier", "scope": dossier, "reason": "art. 15 RGPD"},
        )
    )  # fmt: skip
    grant = secretary.done(
        secretary.mutation(
            "create", "grant", town.ids.uuid7(), fields={"restriction": restriction, "person": clerk}
        )
    )
    assert restricted_stream(restriction) in town.clerk.caller.streams
    second = town.enrolled(clerk)
    town.service.renew(second.caller)
    code, _ = admin.enrolment_code(town.service, clerk, timedelta(hours=1))
    done = people.retire(town.service, clerk)
    assert (len(done.devices), done.grants) == (3, 1)
    for desk in (town.clerk, second):
        with pytest.raises(DeviceRevoked):
            town.service.caller(desk.token)
    assert {device for device, _ in noted(town.service.revocations).devices} == set(done.devices)
    with pytest.raises(CodeRefused):
        town.service.enrol(EnrolRequest(code, "taulell", "0.1.0"))
    for work in (
        lambda: admin.enrolment_code(town.service, clerk, timedelta(hours=1)),
        lambda: people.retire(town.service, clerk),
    ):
        with pytest.raises(PersonRetired):
            work()
    assert "profiles" not in person_row(town, clerk)
    page = secretary.page()
    assert page is not None
    assert grant in {row.id for row in page.rows if row.deleted}
    assert list(verify(town.service)) == []

    people.set_profiles(town.service, clerk, ("administracio",))
    assert restricted_stream(restriction) not in town.enrolled(clerk).caller.streams


@pytest.mark.parametrize(
    "name",
    ["", " ", "a\0b", "a\nb", "a\tb", "a\u202eb", "a\u2028b", "a\udcffb", "x" * (admin.LONGEST_NAME + 1)],
)
def test_a_name_is_one_line_that_can_be_seen(town: Town, name: str) -> None:
    with pytest.raises(ValueRefused):
        admin.create_person(town.service, town.clerk.answer.body, name, ("lectura",))
    with pytest.raises(ValueRefused):
        admin.check_body(town.service, new_body(name=name))


def new_body(**other: str) -> admin.NewBody:
    values = {"name": "Ajuntament", "dir3": "L01080190", "nif": "Q0000000J", "colour": "#112233"}
    return admin.NewBody(**{**values, **other}, recovery_public_key="")


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        ({"nif": "Q0000000A"}, "control"),
        ({"nif": "Q00"}, "not a NIF"),
        ({"dir3": "0801"}, "nine"),
        ({"colour": "red"}, "#rrggbb"),
    ],
)
def test_what_is_wrong_with_a_new_body_is_said(town: Town, wrong: dict[str, str], reason: str) -> None:
    with pytest.raises(ValueRefused) as told:
        admin.check_body(town.service, new_body(**wrong))
    assert reason in str(told.value)


def test_a_body_that_is_there_is_no_new_one(town: Town) -> None:
    with town.service.database.read() as connection:
        taken = people.bodies(connection)[0].dir3
    with pytest.raises(NameTaken):
        admin.check_body(town.service, new_body(dir3=taken))
    admin.check_body(town.service, new_body())
