# SPDX-License-Identifier: EUPL-1.2
"""What ``verify`` says of the copies for signing-only computers: missing, too many, not as their objects; and that it passes."""

from datetime import timedelta

import pytest
from helpers.signers import drafted
from helpers.town import Desk, Town

from central.cli import main
from central.mirrors import checking, following
from central.mirrors.checking import DIFFERENT, MISSING, NO_MIRROR, SUPERFLUOUS
from central.store import tables
from central.verify import verify
from eset_desktop.domain.mutations import Mutation
from eset_desktop.domain.signature_flow import READY, flow_json


@pytest.fixture
def postgres() -> None:
    """Let these run on SQLite: what is compared is the same on both."""


@pytest.fixture
def mayor(town: Town) -> Desk:
    return town.desk(town.body, "alcaldia")


@pytest.fixture
def home(town: Town, mayor: Desk) -> Desk:
    return town.enrolled(mayor.answer.person, signing_only=True)


def ask(desk: Desk, data: bytes, **fields: str) -> Mutation:
    """Ask the mayor for a signature."""
    basis = drafted(desk, data)
    sha256 = desk.object(basis.version)["sha256"]
    told = {
        "document": basis.document, "version": basis.version, "sha256": sha256, "sender": desk.answer.person,
        "subject": "Decret", "flow": flow_json(READY["mayor"]), "state": "draft", **fields,
    }  # fmt: skip
    made = desk.mutation("create", "signature_request", desk.ids.uuid7(), fields=told)
    results = desk.push(made, desk.command("signature_request", made.object, "send"))
    assert {each.status for each in results} == {"applied"}
    return made


def withdraw(desk: Desk, request: Mutation) -> None:
    desk.push(desk.command("signature_request", request.object, "withdraw"))


def told(town: Town) -> dict[str, str]:
    """Return what is wrong, by object."""
    findings = list(verify(town.service))
    return {each.where.split()[-1]: each.what for each in findings}


def in_mirrors(town: Town) -> list[tuple[str, str]]:
    """Return what is wrong with mirrors."""
    with town.service.database.read() as connection:
        return list(checking.differences(connection, checking.possible_days(connection, town.clock.now())))


def hours_pass(town: Town, hours: int = 2) -> None:
    town.clock.current += timedelta(hours=hours)
    town.service.jobs.run_due()


@pytest.mark.usefixtures("home")
def test_what_was_not_followed_is_named_and_set_right_within_the_hour(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, stays = ask(town.clerk, b"one"), ask(town.clerk, b"two")
    town.service.jobs.begin()
    town.service.jobs.run_due()
    assert told(town) == {}
    with monkeypatch.context() as unfollowed:
        unfollowed.setattr(following, "follow", lambda *_: {})
        withdraw(town.clerk, gone)
        comes = ask(town.clerk, b"three")
        urgent = town.clerk.set("signature_request", stays.object, 2, priority=(None, "urgent"))
        assert town.clerk.done(urgent) == stays.object
    found = told(town)
    wanted = {gone.object: SUPERFLUOUS, comes.object: MISSING, stays.object: DIFFERENT}
    assert {each: found[each] for each in wanted} == wanted
    assert found[str(gone.fields["version"])] == SUPERFLUOUS
    assert found[str(comes.fields["document"])] == MISSING
    hours_pass(town)
    assert told(town) == {}


def test_a_signature_whose_bytes_are_awaited_is_missed_too(
    town: Town, home: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = ask(town.clerk, b"decree")
    document, version = (str(asked.fields[each]) for each in ("document", "version"))
    made = home.version(document, "ab" * 32, 7, fields={"parent": version, "relation": "signature"})
    withdraw(town.clerk, asked)
    monkeypatch.setattr(following, "_compared", lambda *_: ({}, {}))
    assert [each.status for each in home.push(made)] == ["applied"]
    assert told(town) == {made.object: MISSING}
    town.service.jobs.begin()
    hours_pass(town)
    assert told(town) == {}


def test_what_comes_and_goes_with_the_day_is_no_finding_before_its_hour(town: Town, mayor: Desk) -> None:
    today = town.clock.now().date()
    deputy = town.desk(town.body, "lectura").answer.person
    at_deputys = town.enrolled(deputy, signing_only=True)
    fields = {
        "absent": mayor.answer.person, "substitute": deputy, "ground": "absence", "decree": "31/2026",
        "from_on": (today + timedelta(days=1)).isoformat(), "until_on": (today + timedelta(days=1)).isoformat(),
    }  # fmt: skip
    town.secretary.done(town.secretary.mutation("create", "substitution", town.ids.uuid7(), fields=fields))
    asked = ask(town.clerk, b"decree", expires_on=(today + timedelta(days=2)).isoformat())
    town.service.jobs.begin()
    for _ in range(14):
        town.clock.current += timedelta(hours=6)
        assert in_mirrors(town) == []
        town.service.jobs.run_due()
        assert in_mirrors(town) == []
    trail = tables.audit.c
    with town.service.database.read() as connection:
        shown = connection.execute(
            tables.audit.select().where(trail.stream == at_deputys.stream, trail.object == asked.object)
        ).all()
    assert len(shown) == 2, "it came and went with the day, and was never a finding"
    town.clock.current += timedelta(days=9)  # a service that stood still
    assert in_mirrors(town) == []


def test_a_mirror_that_is_gone_is_one_finding(town: Town, home: Desk) -> None:
    ask(town.clerk, b"decree")
    with town.service.database.write() as connection:
        for table in (tables.version_bytes, tables.objects, tables.audit, tables.stream):
            column = table.c.name if table is tables.stream else table.c.stream
            connection.execute(table.delete().where(column == home.stream))
    assert in_mirrors(town) == [(NO_MIRROR, home.stream)]


def test_the_keeper_is_told_that_it_passes(
    town: Town, home: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    command = ["verify", "--data", str(town.service.folder.root)]
    asked = ask(town.clerk, b"decree")
    assert main(command) == 0
    monkeypatch.setattr(following, "follow", lambda *_: {})
    withdraw(town.clerk, asked)
    assert main(command) == 1
    said = capsys.readouterr()
    assert f"{SUPERFLUOUS}: {home.stream} {asked.object}\n" in said.out
    assert "set right within an hour" in said.err
