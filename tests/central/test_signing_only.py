# SPDX-License-Identifier: EUPL-1.2
"""Signing-only computers at the service: what they are shown, what they may do, and what leaves them when."""

import hashlib
from datetime import timedelta
from typing import Any

import pytest
from helpers.town import Desk, Town
from sqlalchemy import select

from central import admin, digests, people
from central.blob_batches import receive
from central.errors.requests import NotFound
from central.feed import Question
from central.mirrors import following
from central.store import tables
from central.verify import verify
from eset_desktop.clock import iso
from eset_desktop.domain.kinds import body_stream, restricted_stream, text_stream
from eset_desktop.domain.mutations import Mutation
from eset_desktop.domain.signature_acts import LATE
from eset_desktop.domain.signature_flow import READY, Block, Signer, flow_json
from sync.protocol import Result, Row
from sync.protocol.turns import TurnsRequest

BYTES = b"%PDF-1.7 a decree"
SECRETARY = (Block((Signer(office="secretaria"),)),)
SHA = hashlib.sha256(BYTES).hexdigest()


class Asked:
    """A document of the clerk's, with its bytes, that waits for signatures."""

    def __init__(self, town: Town, flow: tuple[Block, ...] = READY["mayor"], **fields: Any) -> None:
        self.town, clerk = town, town.clerk
        self.data = BYTES + clerk.ids.uuid7().encode()
        self.sha = hashlib.sha256(self.data).hexdigest()
        made = clerk.dossier("Contracte menor")
        self.dossier, self.document = made.object, clerk.document(made.object)
        version = clerk.version(self.document.object, self.sha, len(self.data))
        self.version = version.object
        assert statuses(clerk.push(made, self.document, version)) == {"applied"}
        receive(town.service.composer, clerk.caller, [(self.sha, self.data)])
        told = {
            "document": self.document.object, "version": self.version, "sha256": self.sha,
            "sender": clerk.answer.person, "subject": "Decret", "flow": flow_json(flow), "state": "draft", **fields,
        }  # fmt: skip
        made_request = clerk.mutation("create", "signature_request", clerk.ids.uuid7(), fields=told)
        self.request = made_request.object
        assert statuses(clerk.push(made_request, self.act(clerk, "send"))) == {"applied"}

    def act(self, desk: Desk, command: str, **args: Any) -> Mutation:
        return desk.command("signature_request", self.request, command, **args)

    @property
    def ids(self) -> set[str]:
        return {self.dossier, self.document.object, self.version, self.request}

    @property
    def fields(self) -> dict[str, Any]:
        return self.town.clerk.object(self.request)

    def signature(
        self, desk: Desk, data: bytes, place: str = "0.0", **args: Any
    ) -> tuple[Mutation, Mutation]:
        made = desk.version(
            self.document.object,
            hashlib.sha256(data).hexdigest(),
            len(data),
            fields={"parent": self.version, "relation": "signature"},
        )
        sign = self.act(desk, "sign", signer=place, version=made.object, over=[self.version], **args)
        return made, sign


def statuses(results: tuple[Result, ...]) -> set[str]:
    return {each.status for each in results}


def problems(results: tuple[Result, ...]) -> list[str]:
    return [each.problem or each.status for each in results]


def rows(desk: Desk) -> dict[str, Row]:
    page = desk.page()
    return {} if page is None else {row.id: row for row in page.rows if not row.left}


def held(desk: Desk) -> set[str]:
    """Return what a computer holds because of requests."""
    return {key for key, row in rows(desk).items() if row.kind not in {"body", "person", "substitution"}}


def a_day_passes(town: Town) -> None:
    town.clock.current += timedelta(days=1)
    town.service.jobs.begin()
    town.service.jobs.run_due()


def sound(town: Town) -> bool:
    return list(verify(town.service)) == []


@pytest.fixture
def postgres() -> None:
    """Let these run on SQLite; what is different on PostgreSQL are the locks (test_signing_only_walk)."""


@pytest.fixture
def mayor(town: Town) -> Desk:
    return town.desk(town.body, "alcaldia")


@pytest.fixture
def home(town: Town, mayor: Desk) -> Desk:
    """The mayor's computer at home."""
    return town.enrolled(mayor.answer.person, signing_only=True)


def test_it_is_shown_what_waits_for_its_person_and_nothing_else(town: Town, mayor: Desk, home: Desk) -> None:
    assert home.answer.signing_only
    assert home.caller.streams == ("catalogue", home.stream) == home.answer.streams
    before = Asked(town, SECRETARY)
    asked = Asked(town)
    assert held(home) == asked.ids
    shown = rows(home)
    at_home = rows(mayor)
    for key in asked.ids - {asked.dossier}:
        assert (shown[key].fields, shown[key].rev, shown[key].by) == (
            at_home[key].fields, at_home[key].rev, at_home[key].by,
        )  # fmt: skip
    assert shown[asked.dossier].fields == {
        "title": "Contracte menor", "number": "2026/00002", "label": at_home[asked.dossier].fields["label"],
        "situation": "open",
    }  # fmt: skip
    assert shown.keys() - asked.ids == {key for key, row in at_home.items() if row.kind in {"body", "person"}}
    assert not before.ids & shown.keys()
    assert sound(town)


def test_one_that_joins_later_finds_what_waits_already(town: Town, mayor: Desk) -> None:
    asked, other = Asked(town), Asked(town)
    home = town.enrolled(mayor.answer.person, signing_only=True)
    assert held(home) == asked.ids | other.ids
    assert town.enrolled(mayor.answer.person, signing_only=True).stream == home.stream
    assert held(home) == asked.ids | other.ids


def test_of_what_is_signed_the_signature_stays_until_its_bytes_are_here(
    town: Town, mayor: Desk, home: Desk
) -> None:
    asked, data = Asked(town), b"%PDF-1.7 signed"
    made, sign = asked.signature(home, data)
    results = home.push(made, sign)
    assert statuses(results) == {"applied"}
    page = home.page()
    assert page is not None
    assert {(each.stream, each.seq) for each in results} == {(home.stream, page.head)}
    assert page.results == results
    assert asked.fields["state"] == "signed"
    assert held(home) == {made.object}
    with pytest.raises(NotFound):
        town.service.blob_size(home.caller, asked.sha)
    sha = hashlib.sha256(data).hexdigest()
    with pytest.raises(NotFound):
        town.service.blob_size(home.caller, sha)
    (status,) = receive(town.service.composer, home.caller, [(sha, data)])
    assert status.status == "stored"
    assert held(home) == set()
    assert mayor.object(made.object)["present"] is True
    with pytest.raises(NotFound):
        town.service.blob_size(home.caller, sha)
    assert sound(town)


def test_it_reads_the_bytes_that_it_is_asked_to_sign_and_no_others(town: Town, home: Desk) -> None:
    asked, other = Asked(town), Asked(town, SECRETARY)
    report = town.clerk.document(asked.dossier, "Informe")
    draft = town.clerk.version(report.object, SHA, len(BYTES))
    assert statuses(town.clerk.push(report, draft)) == {"applied"}
    receive(town.service.composer, town.clerk.caller, [(SHA, BYTES)])
    service = town.service
    assert service.blob_size(home.caller, asked.sha) == len(asked.data)
    for sha in (other.sha, SHA):
        with pytest.raises(NotFound):
            service.blob_size(home.caller, sha)
    for stream in (body_stream(town.body), text_stream(body_stream(town.body)), text_stream(home.stream)):
        with pytest.raises(NotFound):
            service.changes(home.caller, stream, Question())
        with pytest.raises(NotFound):
            service.digest(home.caller, stream, "")
        with pytest.raises(NotFound):
            service.snapshots.find(home.caller, stream)
        with service.database.read() as connection, pytest.raises(NotFound):
            digests.objects(connection, home.caller, stream, (other.request,))
        with pytest.raises(NotFound):
            service.watch(home.caller, [(stream, Question())])
    (status,) = receive(service.composer, home.caller, [(SHA, BYTES)])
    assert status.status == "unreferenced"


def test_nobody_else_reads_what_somebody_is_asked_to_sign(town: Town, mayor: Desk, home: Desk) -> None:
    Asked(town)
    for desk in (mayor, town.clerk, town.secretary, town.stranger):
        with pytest.raises(NotFound):
            town.service.changes(desk.caller, home.stream, Question())


def test_to_name_bytes_is_not_to_have_them_though_its_person_may_read_them(town: Town, home: Desk) -> None:
    asked, other = Asked(town), Asked(town, SECRETARY)
    made, sign = asked.signature(home, other.data)
    assert statuses(home.push(made, sign)) == {"applied"}
    assert "present" not in town.clerk.object(made.object)
    with pytest.raises(NotFound):
        town.service.blob_size(home.caller, other.sha)


def test_the_turn_to_sign_is_taken_for_what_is_shown(town: Town, home: Desk) -> None:
    asked, other = Asked(town), Asked(town, SECRETARY)
    documents = (asked.document.object, other.document.object)
    answer = town.service.turns_to_sign(home.caller, TurnsRequest("take", documents, 60))
    assert [(each.document, each.mine, each.here) for each in answer.turns] == [(documents[0], True, True)]


def test_reports_are_shown_beside_it_by_the_version_that_stands(town: Town, home: Desk) -> None:
    first = Asked(town, SECRETARY)
    clerk = town.clerk
    elsewhere = Asked(town, SECRETARY)
    later = clerk.version(first.document.object, SHA, len(BYTES), fields={"parent": first.version})
    assert statuses(clerk.push(later)) == {"applied"}
    decree = clerk.document(first.dossier, "Decret")
    version = clerk.version(decree.object, "ab" * 32, 4)
    assert statuses(clerk.push(decree, version)) == {"applied"}
    told = {
        "document": decree.object, "version": version.object, "sha256": "ab" * 32, "sender": clerk.answer.person,
        "subject": "Decret", "flow": flow_json(READY["mayor"]), "state": "draft",
        "reports": [first.document.object, elsewhere.document.object],
    }  # fmt: skip
    made = clerk.mutation("create", "signature_request", clerk.ids.uuid7(), fields=told)
    assert statuses(clerk.push(made, clerk.command("signature_request", made.object, "send"))) == {"applied"}
    assert held(home) == {
        first.dossier, decree.object, version.object, made.object, first.document.object, later.object,
    }  # fmt: skip


def test_withdrawn_paused_resumed_and_voided(town: Town, home: Desk) -> None:
    asked = Asked(town)
    town.clerk.push(asked.act(town.clerk, "pause"))
    assert held(home) == set()
    town.clerk.push(asked.act(town.clerk, "resume"))
    assert held(home) == asked.ids
    fresh = town.clerk.version(asked.document.object, SHA, 4, fields={"parent": asked.version})
    town.clerk.push(fresh)
    assert held(home) == set()
    other = Asked(town)
    assert held(home) == other.ids
    town.clerk.push(other.act(town.clerk, "withdraw"))
    assert held(home) == set()
    assert sound(town)


def test_what_two_requests_share_stays_for_the_other(town: Town, home: Desk) -> None:
    asked = Asked(town)
    clerk = town.clerk
    second = clerk.document(asked.dossier, "Segon")
    version = clerk.version(second.object, SHA, 4)
    told = {
        "document": second.object, "version": version.object, "sha256": SHA, "sender": clerk.answer.person,
        "subject": "Segon", "flow": flow_json(READY["mayor"]), "state": "draft",
    }  # fmt: skip
    made = clerk.mutation("create", "signature_request", clerk.ids.uuid7(), fields=told)
    clerk.push(second, version, made, clerk.command("signature_request", made.object, "send"))
    clerk.push(asked.act(clerk, "withdraw"))
    assert held(home) == {asked.dossier, second.object, version.object, made.object}
    clerk.push(clerk.set("dossier", asked.dossier, 2, title=("Contracte menor", "Un altre títol")))
    assert home.object(asked.dossier)["title"] == "Un altre títol"


def test_signed_without_a_line_and_withdrawn_meanwhile_is_kept_as_late(
    town: Town, mayor: Desk, home: Desk
) -> None:
    asked, data = Asked(town), b"%PDF-1.7 late"
    made, sign = asked.signature(home, data)
    town.clerk.push(asked.act(town.clerk, "withdraw"))
    assert held(home) == set()
    results = home.push(made, sign)
    assert statuses(results) == {"applied"}
    assert [each.problem for each in results] == ["", LATE]
    assert [each["version"] for each in asked.fields["late"]] == [made.object]
    assert held(home) == {made.object}
    receive(town.service.composer, home.caller, [(hashlib.sha256(data).hexdigest(), data)])
    assert held(home) == set()
    assert mayor.object(made.object)["present"] is True
    assert home.push(made, sign) == home.push(made, sign)
    assert sound(town)


def test_refused_commented_and_delegated(town: Town, home: Desk) -> None:
    asked = Asked(town)
    town.clerk.done(town.clerk.command("document", asked.document.object, "finish"))
    assert home.object(asked.document.object)["state"] == "final"
    comment = home.mutation(
        "create", "signature_comment", home.ids.uuid7(), fields={"request": asked.request, "text": "Vist"}
    )
    assert statuses(home.push(comment)) == {"applied"}
    assert held(home) == {*asked.ids, comment.object}
    group = {"group": home.ids.uuid7(), "group_size": 2}
    refuse = home.mutation(
        "command", "signature_request", asked.request, command="refuse",
        args={"signer": "0.0", "reason": "Falta l'informe"}, **group,
    )  # fmt: skip
    redraft = home.mutation(
        "command",
        "document",
        asked.document.object,
        command="redraft",
        args={"request": asked.request},
        **group,
    )
    assert problems(home.push(refuse, redraft)) == ["applied", "applied"]
    assert asked.fields["state"] == "refused"
    assert town.clerk.object(asked.document.object)["state"] == "draft"
    assert held(home) == set()
    passed_on = Asked(town)
    deputy = town.desk(town.body, "tecnic_extern").answer.person
    at_deputys = town.enrolled(deputy, signing_only=True)
    assert statuses(home.push(passed_on.act(home, "delegate", signer="0.0", to=deputy))) == {"applied"}
    assert held(home) == passed_on.ids  # who passes a signature on may still sign
    assert held(at_deputys) == passed_on.ids


def test_it_does_nothing_but_a_signers_acts_on_what_it_was_shown(town: Town) -> None:
    home = town.enrolled(town.secretary.answer.person, signing_only=True)
    asked, other = Asked(town, SECRETARY), Asked(town)
    fresh = home.version(asked.document.object, fields={"parent": asked.version})
    results = home.push(
        home.dossier(), fresh, home.set("dossier", asked.dossier, 2, title=("Contracte menor", "X")),
        asked.act(home, "withdraw"), other.act(home, "refuse", signer="0.0", reason="No"),
        other.signature(home, b"x")[0],
        home.mutation("create", "signature_comment", home.ids.uuid7(), fields={"request": other.request, "text": "?"}),
    )  # fmt: skip
    assert problems(results) == ["rights.signing_only"] * 4 + ["stream.not_visible"] * 3
    assert {each.stream for each in results} == {home.stream}
    assert problems(home.push(asked.act(home, "refuse", signer="0.0", reason="No"))) == ["applied"]


def test_a_substitution_shows_from_its_first_to_its_last_day(town: Town, mayor: Desk) -> None:
    deputy = town.desk(town.body, "lectura").answer.person
    home = town.enrolled(deputy, signing_only=True)
    asked = Asked(town)
    tomorrow = (town.clock.now() + timedelta(days=1)).date().isoformat()
    fields = {
        "absent": mayor.answer.person, "substitute": deputy, "from_on": tomorrow, "until_on": tomorrow,
        "ground": "absence", "decree": "31/2026",
    }  # fmt: skip
    made = town.secretary.mutation("create", "substitution", town.ids.uuid7(), fields=fields)
    town.secretary.done(made)
    assert held(home) == set()
    assert made.object in rows(home)
    moved: list[str] = []
    town.service.on_moved = moved.append
    a_day_passes(town)
    assert held(home) == asked.ids
    assert home.stream in moved
    data = b"%PDF-1.7 in the mayor's place"
    signed, sign = asked.signature(home, data, substitution=made.object)
    assert problems(home.push(signed, sign)) == ["applied", "applied"]
    receive(town.service.composer, home.caller, [(hashlib.sha256(data).hexdigest(), data)])
    later = Asked(town)
    assert held(home) == later.ids
    a_day_passes(town)
    assert held(home) == set()
    assert sound(town)


def test_an_end_written_by_the_service_takes_it_away(town: Town, home: Desk) -> None:
    Asked(town, expires_on=iso(town.clock.now())[:10])
    assert held(home)
    a_day_passes(town)
    assert held(home) == set()


def test_who_gets_or_loses_an_office_is_shown_or_not(town: Town, mayor: Desk, home: Desk) -> None:
    asked = Asked(town)
    people.set_profiles(town.service, mayor.answer.person, ("lectura",))
    assert held(home) == set()
    people.set_profiles(town.service, mayor.answer.person, ("alcaldia",))
    assert held(home) == asked.ids
    fresh = admin.create_person(town.service, town.body, "Persona nova", ("administracio",))
    assert home.object(fresh)["name"] == "Persona nova"


def test_asking_shows_what_is_restricted_and_the_audit_trail_says_so(
    town: Town, mayor: Desk, home: Desk
) -> None:
    asked = Asked(town)
    made = town.secretary.mutation(
        "create", "restriction", town.ids.uuid7(),
        fields={"scope_kind": "dossier", "scope": asked.dossier, "reason": "art. 15 LTAIBG"},
    )  # fmt: skip
    town.secretary.done(made)
    assert asked.dossier not in rows(mayor)
    assert held(home) == asked.ids
    assert town.service.blob_size(home.caller, asked.sha) == len(asked.data)
    with pytest.raises(NotFound):
        town.service.blob_size(mayor.caller, asked.sha)
    data = b"%PDF-1.7 signed"
    signed, sign = asked.signature(home, data)
    assert problems(home.push(signed, sign)) == ["applied", "applied"]
    receive(town.service.composer, home.caller, [(hashlib.sha256(data).hexdigest(), data)])
    assert held(home) == set()
    page = town.service.changes(town.secretary.caller, restricted_stream(made.object), Question())
    assert signed.object in {row.id for row in getattr(page, "rows", ())}
    audit = tables.audit.c
    of_document = (audit.stream == home.stream, audit.object == asked.document.object)
    with town.service.database.read() as connection:
        told = connection.execute(select(audit.entry).where(*of_document).order_by(audit.seq)).scalars().all()
    assert [verb for entry in told for verb in ("show", "renew", "leave") if f'"verb":"{verb}"' in entry] == [
        "show", "renew", "leave",
    ]  # fmt: skip
    assert sound(town)


def test_a_renewed_device_stays_one_and_the_secretary_sees_that_it_is(town: Town, home: Desk) -> None:
    renewed = town.service.renew(home.caller)
    caller = town.service.caller(renewed.token)
    assert caller.signing_only
    listed = {each.id: each.signing_only for each in town.service.devices(town.secretary.caller).devices}
    assert listed[renewed.device]
    assert not listed[town.clerk.answer.device]


def test_what_was_announced_before_a_revocation_comes_from_the_computer_joined_anew(
    town: Town, mayor: Desk, home: Desk
) -> None:
    asked, data = Asked(town), b"%PDF-1.7 signed"
    made, sign = asked.signature(home, data)
    home.push(made, sign)
    admin.revoke_device(town.service, home.answer.device)
    anew = town.enrolled(mayor.answer.person, signing_only=True)
    assert held(anew) == {made.object}
    receive(town.service.composer, anew.caller, [(hashlib.sha256(data).hexdigest(), data)])
    assert held(anew) == set()


def test_mirrors_are_kept_for_those_who_read_them_only(town: Town, mayor: Desk, home: Desk) -> None:
    admin.revoke_device(town.service, home.answer.device)
    asked = Asked(town)
    with town.service.database.read() as connection:
        assert following.signers(connection, town.body) == []
        assert following.shown(connection, mayor.answer.person, asked.ids) == frozenset()
    assert held(town.enrolled(mayor.answer.person, signing_only=True)) == asked.ids


def test_a_flow_comes_when_it_is_ones_turn(town: Town, home: Desk) -> None:
    asked = Asked(town, (*SECRETARY, *READY["mayor"]))
    assert held(home) == set()
    data = b"%PDF-1.7 first"
    made, sign = asked.signature(town.secretary, data)
    assert problems(town.secretary.push(made, sign)) == ["applied", "applied"]
    assert held(home) == {*asked.ids, made.object}
