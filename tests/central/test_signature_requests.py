# SPDX-License-Identifier: EUPL-1.2
"""Requests for signatures at the service: who may answer, in which order, and what becomes of acts that come late."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from helpers.signers import Basis, standing
from helpers.town import Desk, Town

from central.blob_batches import receive
from central.verify import verify
from eset_desktop.domain.kinds import restricted_stream
from eset_desktop.domain.mutations import Mutation
from eset_desktop.domain.signature_flow import READY, Block, Signer, flow_json
from sync.protocol import Result

BYTES = b"%PDF-1.7 a decree"
SHA = hashlib.sha256(BYTES).hexdigest()


@pytest.fixture
def mayor(town: Town) -> Desk:
    return town.desk(town.body, "alcaldia")


class Asked:
    """A document of the clerk's that waits for signatures."""

    def __init__(self, town: Town, flow: Sequence[Block], **fields: Any) -> None:
        self.town, clerk = town, town.clerk
        self.dossier = clerk.dossier()
        self.document = clerk.document(self.dossier.object)
        self.version = clerk.ids.uuid7()
        made = clerk.mutation("create", "version", self.version, fields=clerk_version(self.document.object))
        assert {each.status for each in clerk.push(self.dossier, self.document, made)} == {"applied"}
        self.request = ask(clerk, self.document.object, self.version, flow, **fields)
        assert {each.status for each in clerk.push(self.request, self.act(clerk, "send"))} == {"applied"}

    @property
    def fields(self) -> dict[str, Any]:
        return self.town.clerk.object(self.request.object)

    def act(self, desk: Desk, command: str, **args: Any) -> Mutation:
        return desk.command("signature_request", self.request.object, command, **args)

    def signed(
        self, desk: Desk, place: str, over: Sequence[str] = (), **args: Any
    ) -> tuple[str, tuple[Result, ...]]:
        """Push a signature over versions, the nearest first, with the answer that it is."""
        stands_on = list(over) or [self.version]
        made = signature(desk, self.document.object, stands_on[0])
        answer = self.act(desk, "sign", signer=place, version=made.object, over=stands_on, **args)
        return made.object, desk.push(made, answer)

    def state_of(self, place: str) -> str:
        return str(self.fields.get("marks", {}).get(place, {}).get("state", "pending"))


def clerk_version(
    document: str, parent: str | None = None, relation: str = "content", sha256: str = SHA
) -> dict[str, Any]:
    return {
        "document": document, "parent": parent, "relation": relation, "sha256": sha256, "size": len(BYTES),
        "mime": "application/pdf", "created_at": "2026-11-21T08:00:00Z",
    }  # fmt: skip


def signature(desk: Desk, document: str, parent: str) -> Mutation:
    sha256 = hashlib.sha256(desk.ids.uuid7().encode()).hexdigest()
    fields = clerk_version(document, parent, "signature", sha256)
    return desk.mutation("create", "version", desk.ids.uuid7(), fields=fields)


def ask(desk: Desk, document: str, version: str, flow: Sequence[Block], **fields: Any) -> Mutation:
    told = {
        "document": document, "version": version, "sha256": SHA, "sender": desk.answer.person, "subject": "Decret",
        "flow": flow_json(tuple(flow)), "state": "draft", **fields,
    }  # fmt: skip
    return desk.mutation("create", "signature_request", desk.ids.uuid7(), fields=told)


def of_person(desk: Desk) -> tuple[Block, ...]:
    return (Block((Signer(person=desk.answer.person),)),)


def problems(results: Sequence[Result]) -> list[str]:
    return [each.problem or each.status for each in results]


def test_mayor_and_then_secretary(town: Town, mayor: Desk) -> None:
    asked = Asked(town, READY["mayor_secretary"])
    _, early = asked.signed(town.secretary, "1.0")
    assert problems(early) == ["applied", "signature_request.not_in_turn"]
    first, _ = asked.signed(mayor, "0.0")
    assert (asked.state_of("0.0"), asked.fields["state"], asked.fields["head"]) == (
        "signed",
        "running",
        first,
    )
    last, _ = asked.signed(town.secretary, "1.0", [first, asked.version])
    assert (asked.fields["state"], asked.fields["head"]) == ("signed", last)
    assert asked.fields["ended_by"] == town.secretary.answer.person
    assert list(verify(town.service)) == []


def test_who_is_not_asked_cannot_answer(town: Town, mayor: Desk) -> None:
    asked = Asked(town, READY["mayor"])
    _, results = asked.signed(town.clerk, "0.0")
    assert problems(results) == ["applied", "signature_request.not_signer"]
    assert problems(town.clerk.push(asked.act(town.clerk, "refuse", signer="0.0", reason="No"))) == [
        "signature_request.not_signer"
    ]
    reader = town.desk(town.body, "lectura")
    assert problems(reader.push(asked.act(reader, "refuse", signer="0.0", reason="No"))) == ["rights.denied"]
    assert problems(mayor.push(asked.act(mayor, "withdraw"))) == ["rights.denied"]
    other = town.desk(town.body, "administracio")
    assert problems(other.push(asked.act(other, "pause"))) == ["signature_request.not_sender"]
    assert problems(town.secretary.push(asked.act(town.secretary, "pause"))) == ["applied"]


def test_nobody_takes_another_persons_signature_for_their_own(town: Town, mayor: Desk) -> None:
    asked = Asked(town, READY["mayor"])
    theirs = signature(town.clerk, asked.document.object, asked.version)
    town.clerk.done(theirs)
    answer = asked.act(mayor, "sign", signer="0.0", version=theirs.object, over=[asked.version])
    assert problems(mayor.push(answer)) == ["signature_request.version_unknown"]
    mine = signature(mayor, asked.document.object, theirs.object)
    over = [theirs.object, asked.version]
    untold = asked.act(mayor, "sign", signer="0.0", version=mine.object, over=[asked.version])
    answer = asked.act(mayor, "sign", signer="0.0", version=mine.object, over=over)
    assert problems(mayor.push(mine, untold, answer)) == [
        "applied",
        "signature_request.other_version",
        "applied",
    ]


def test_only_people_of_the_body_are_asked(town: Town) -> None:
    asked = Asked(town, of_person(town.clerk))
    clerk, stranger = town.clerk, town.stranger.answer.person
    made = ask(clerk, asked.document.object, asked.version, of_person(town.stranger))
    malformed = ask(clerk, asked.document.object, asked.version, ())
    delegated = asked.act(clerk, "delegate", signer="0.0", to=stranger)
    assert problems(clerk.push(made, malformed, delegated)) == [
        "signature_request.person_unknown", "signature_request.flow_missing", "signature_request.person_unknown",
    ]  # fmt: skip
    fields = {"name": "Factures", "flow": flow_json(of_person(town.stranger))}
    own = town.secretary.mutation("create", "signature_flow", town.ids.uuid7(), fields=fields)
    assert problems(town.secretary.push(own)) == ["signature_request.person_unknown"]


def test_only_the_service_voids_and_expires(town: Town) -> None:
    asked = Asked(town, of_person(town.clerk))
    for command in ("void", "expire"):
        assert problems(town.secretary.push(asked.act(town.secretary, command))) == ["rights.denied"]


def test_a_signature_over_an_older_version_is_kept_and_asked_for_again(town: Town, mayor: Desk) -> None:
    """Two sign the same version without a line: the second is told over whose version to sign (law 8)."""
    both = (Block((Signer(office="alcaldia"), Signer(office="secretaria")), minimum=2),)
    asked = Asked(town, both)
    first, _ = asked.signed(mayor, "0.0")
    second, results = asked.signed(town.secretary, "0.1")
    assert problems(results) == ["applied", "applied"]
    mark = asked.fields["marks"]["0.1"]
    assert (mark["state"], mark["version"], mark["over"]) == ("again", second, first)
    assert (asked.fields["state"], asked.fields["head"]) == ("running", first)
    third, _ = asked.signed(town.secretary, "0.1", [first, asked.version])
    assert (asked.state_of("0.1"), asked.fields["state"], asked.fields["head"]) == ("signed", "signed", third)


def test_a_signature_stands_on_more_evidence_too(town: Town, mayor: Desk) -> None:
    asked = Asked(town, READY["mayor_secretary"])
    first, _ = asked.signed(mayor, "0.0")
    raised = town.clerk.mutation(
        "create", "version", town.ids.uuid7(),
        fields=clerk_version(asked.document.object, first, "augmentation", "ab" * 32),
    )  # fmt: skip
    town.clerk.done(raised)
    assert asked.fields["state"] == "running"
    _, results = asked.signed(town.secretary, "1.0", [raised.object, first, asked.version])
    assert problems(results) == ["applied", "applied"]
    assert asked.fields["state"] == "signed"


@pytest.mark.parametrize("end", ["withdraw", "refuse", "content", "discard"])
def test_a_signature_made_meanwhile_is_kept_and_told(town: Town, mayor: Desk, end: str) -> None:
    asked = Asked(town, READY["mayor"])
    document, clerk = asked.document.object, town.clerk
    other = town.desk(town.body, "alcaldia")
    ending = {
        "withdraw": asked.act(clerk, "withdraw", reason="Error"),
        "refuse": asked.act(other, "refuse", signer="0.0", reason="Falta l'informe"),
        "content": clerk.mutation(
            "create",
            "version",
            clerk.ids.uuid7(),
            fields=clerk_version(document, asked.version, sha256="cd" * 32),
        ),
        "discard": clerk.command("document", document, "discard", reason="Error"),
    }[end]
    (other if end == "refuse" else clerk).done(ending)
    state, cause = asked.fields["state"], asked.fields.get("cause")
    assert (state, cause) == {
        "withdraw": ("cancelled", "withdrawn"), "refuse": ("refused", None), "content": ("cancelled", "changed"),
        "discard": ("cancelled", "changed"),
    }[end]  # fmt: skip
    version, results = asked.signed(mayor, "0.0")
    if end == "discard":  # a discarded document takes no version
        assert (
            problems(results) == ["document.discarded", "mutation.after_rejected"]
            or results[0].status == "rejected"
        )
        return
    assert problems(results) == ["applied", "signature_request.late"]
    assert results[1].status == "applied"
    (late,) = asked.fields["late"]
    assert (late["version"], late["by"], late["signer"]) == (version, mayor.answer.person, "0.0")
    assert asked.fields["state"] == state
    assert list(verify(town.service)) == []


def test_the_last_day_is_the_services(town: Town, mayor: Desk) -> None:
    asked = Asked(town, READY["mayor"], expires_on="2026-11-21")
    paused = Asked(town, READY["mayor"], expires_on="2026-11-21")
    town.clerk.done(paused.act(town.clerk, "pause"))
    later = Asked(town, READY["mayor"], expires_on="2026-12-31")
    town.clock.current += timedelta(days=1)
    version, results = asked.signed(mayor, "0.0")
    assert problems(results) == ["applied", "signature_request.late"]
    assert (asked.fields["state"], asked.fields["late"][0]["version"]) == ("expired", version)
    assert problems(mayor.push(paused.act(mayor, "refuse", signer="0.0", reason="No"))) == [
        "signature_request.ended"
    ]
    put_off = town.clerk.set(
        "signature_request", paused.request.object, expires_on=("2026-11-21", "2026-12-01")
    )
    assert problems(town.clerk.push(put_off)) == ["signature_request.ended"]
    further = town.clerk.set(
        "signature_request", later.request.object, expires_on=("2026-12-31", "2027-01-31")
    )
    assert problems(town.clerk.push(further)) == ["applied"]
    town.service.jobs.begin()
    town.service.jobs.run_due()
    assert (paused.fields["state"], paused.fields["cause"]) == ("expired", "deadline")
    assert later.fields["state"] == "running"
    assert list(verify(town.service)) == []


def test_what_is_over_holds_up_no_other_request_and_may_be_withdrawn(town: Town) -> None:
    """Also where the end of its last day is not written yet; withdrawn after that it stays as it ended."""
    clerk, flow = town.clerk, READY["mayor"]
    asked, written = (Asked(town, flow, expires_on="2026-11-21") for _ in range(2))
    town.clock.current += timedelta(days=1)
    second = ask(clerk, asked.document.object, asked.version, flow)
    send = clerk.command("signature_request", second.object, "send")
    assert problems(clerk.push(second, send)) == ["applied", "applied"]
    assert problems(clerk.push(asked.act(clerk, "withdraw", reason="Ja no cal"))) == ["applied"]
    assert (asked.fields["state"], asked.fields["cause"]) == ("cancelled", "withdrawn")
    town.service.jobs.begin()
    town.service.jobs.run_due()
    assert written.fields["state"] == "expired"
    assert clerk.push(written.act(clerk, "withdraw"))[0].status != "rejected"
    assert written.fields["state"] == "expired"
    assert list(verify(town.service)) == []


def test_a_last_day_that_was_over_when_it_was_asked_for_is_refused(town: Town) -> None:
    asked, clerk = Asked(town, READY["mayor"], expires_on="2026-12-31"), town.clerk
    over = ask(clerk, asked.document.object, asked.version, READY["mayor"], expires_on="2026-11-20")
    past = "signature_request.expires_on_past"
    assert problems(clerk.push(over)) == [past]
    moved = clerk.set("signature_request", asked.request.object, expires_on=("2026-12-31", "2026-11-20"))
    assert problems(clerk.push(moved)) == [past]


def test_a_reason_is_at_most_500_characters(town: Town, mayor: Desk) -> None:
    asked, clerk = Asked(town, READY["mayor"]), town.clerk
    long = asked.act(mayor, "refuse", signer="0.0", reason="é" * 501)
    assert problems(mayor.push(long)) == ["signature_request.refuse_reason_malformed"]
    assert problems(clerk.push(asked.act(clerk, "withdraw", reason="é" * 501))) == [
        "signature_request.withdraw_reason_malformed"
    ]
    assert problems(mayor.push(asked.act(mayor, "refuse", signer="0.0", reason="é" * 500))) == ["applied"]


def test_a_request_of_a_document_that_moved_on_is_not_sent(town: Town) -> None:
    asked = Asked(town, of_person(town.clerk))
    clerk = town.clerk
    second = ask(clerk, asked.document.object, asked.version, of_person(clerk))
    send = clerk.command("signature_request", second.object, "send")
    assert problems(clerk.push(second, send)) == ["applied", "signature_request.already_running"]
    changed = clerk_version(asked.document.object, asked.version, sha256="cd" * 32)
    clerk.done(clerk.mutation("create", "version", clerk.ids.uuid7(), fields=changed))
    assert asked.fields["cause"] == "changed"
    again = clerk.command("signature_request", second.object, "send")
    assert problems(clerk.push(again)) == ["signature_request.version_moved_on"]
    lying = ask(clerk, asked.document.object, asked.version, of_person(clerk), sha256="cd" * 32)
    sent = clerk.command("signature_request", lying.object, "send")
    assert problems(clerk.push(lying, sent)) == ["applied", "signature_request.version_unknown"]


def test_a_refusal_returns_the_document_to_its_draft(town: Town, mayor: Desk) -> None:
    asked = Asked(town, READY["mayor"])
    document = asked.document.object
    town.clerk.done(town.clerk.command("document", document, "finish"))
    assert problems(
        mayor.push(mayor.command("document", document, "redraft", request=asked.request.object))
    ) == ["document.redraft_needs_request"]
    group = {"group": town.ids.uuid7(), "group_size": 2}
    refused = mayor.mutation(
        "command", "signature_request", asked.request.object, command="refuse",
        args={"signer": "0.0", "reason": "Falta l'informe"}, **group,
    )  # fmt: skip
    redraft = mayor.mutation(
        "command", "document", document, command="redraft", args={"request": asked.request.object}, **group
    )
    assert problems(mayor.push(refused, redraft)) == ["applied", "applied"]
    assert (asked.fields["state"], town.clerk.object(document)["state"]) == ("refused", "draft")


def substitution(desk: Desk, of: Desk, by: Desk, **fields: Any) -> Mutation:
    told = {
        "absent": of.answer.person, "substitute": by.answer.person, "from_on": "2026-11-20",
        "until_on": "2026-11-30", "ground": "absence", "decree": "Decret 2026/12", **fields,
    }  # fmt: skip
    return desk.mutation("create", "substitution", desk.ids.uuid7(), fields=told)


def test_a_substitute_answers_for_the_days_of_the_decree_whatever_their_profile(
    town: Town, mayor: Desk
) -> None:
    deputy = town.desk(town.body, "lectura")
    asked, later = Asked(town, READY["mayor"]), Asked(town, READY["mayor"])
    assert problems(asked.signed(deputy, "0.0")[1]) == ["rights.denied", "rights.denied"]
    made = substitution(town.secretary, mayor, deputy)
    town.secretary.done(made)
    assert problems(asked.signed(deputy, "0.0")[1]) == ["applied", "signature_request.substitution_over"]
    _, results = asked.signed(deputy, "0.0", substitution=made.object)
    assert problems(results) == ["applied", "applied"]
    mark = asked.fields["marks"]["0.0"]
    assert (mark["by"], mark["substitution"]) == (deputy.answer.person, made.object)
    town.clock.current += timedelta(days=10)
    over = problems(later.signed(deputy, "0.0", substitution=made.object)[1])
    assert over[0] == "signature_request.substitution_over"
    assert problems(mayor.push(later.act(mayor, "refuse", signer="0.0", reason="No"))) == ["applied"]


def test_what_a_substitute_signed_in_time_counts_when_it_arrives_later(town: Town, mayor: Desk) -> None:
    """The day of the act is the one that is told, never later than it came."""
    asked = Asked(town, READY["mayor"])
    made = substitution(town.secretary, mayor, town.clerk, until_on="2026-11-21")
    town.secretary.done(made)
    version = signature(town.clerk, asked.document.object, asked.version)
    answer = asked.act(
        town.clerk,
        "sign",
        signer="0.0",
        version=version.object,
        over=[asked.version],
        substitution=made.object,
    )
    town.clock.current += timedelta(days=5)
    assert problems(town.clerk.push(version, answer)) == ["applied", "applied"]
    assert asked.fields["state"] == "signed"


def test_who_signs_for_somebody_else_does_not_delegate(town: Town, mayor: Desk) -> None:
    """Whatever a device sends: the mark would name the delegate as the one whose signature it is."""
    asked, deputy = Asked(town, READY["mayor"]), town.desk(town.body, "administracio")
    to_clerk = asked.act(mayor, "delegate", signer="0.0", to=town.clerk.answer.person)
    assert problems(mayor.push(to_clerk)) == ["applied"]
    onwards = asked.act(town.clerk, "delegate", signer="0.0", to=deputy.answer.person)
    made = substitution(town.secretary, mayor, deputy)
    town.secretary.done(made)
    to = {"signer": "0.0", "to": town.secretary.answer.person}
    instead = asked.act(deputy, "delegate", substitution=made.object, **to)
    refused = ["signature_request.not_delegable"]
    assert problems(town.clerk.push(onwards)) == refused
    assert problems(deputy.push(instead)) == refused
    assert asked.fields["marks"]["0.0"]["by"] == mayor.answer.person
    assert problems(mayor.push(asked.act(mayor, "delegate", **to))) == ["applied"]


def test_a_signature_is_delegated_to_who_has_a_charge_and_says_by_whom(town: Town, mayor: Desk) -> None:
    """Art. 12.1 and 12.3 LRJSP (GK)."""
    asked, reader = Asked(town, READY["mayor"]), town.desk(town.body, "lectura").answer.person
    to_reader = asked.act(mayor, "delegate", signer="0.0", to=reader)
    assert problems(mayor.push(to_reader)) == ["signature_request.delegate_reads_only"]
    clerk = town.clerk.answer.person
    assert problems(mayor.push(asked.act(mayor, "delegate", signer="0.0", to=clerk))) == ["applied"]
    assert problems(asked.signed(town.clerk, "0.0")[1]) == ["applied", "applied"]
    mark = asked.fields["marks"]["0.0"]
    assert (mark["state"], mark["by"], mark["delegated_by"]) == ("signed", clerk, mayor.answer.person)
    assert "to" not in mark


def test_a_substitution_says_who_when_and_by_which_decree(town: Town, mayor: Desk) -> None:
    bad = {
        "substitution.days_turned": {"until_on": "2026-11-01"},
        "substitution.decree_missing": {"decree": ""},
        "substitution.ground_unknown": {"ground": "holidays"},
        "substitution.person_unknown": {"substitute": town.stranger.answer.person},
        "substitution.same_person": {"substitute": mayor.answer.person},
    }
    for problem, fields in bad.items():
        (result,) = town.secretary.push(substitution(town.secretary, mayor, town.clerk, **fields))
        assert result.problem == problem
    assert problems(town.clerk.push(substitution(town.clerk, mayor, town.clerk))) == ["rights.denied"]
    made = substitution(mayor, mayor, town.clerk)
    mayor.done(made)
    mayor.done(mayor.command("substitution", made.object, "end", on="2026-11-25"))
    (result,) = mayor.push(mayor.command("substitution", made.object, "end", on="2026-11-26"))
    assert result.problem == "substitution.ended"


def test_a_dossier_is_not_closed_while_a_signature_is_asked_for(town: Town) -> None:
    asked = Asked(town, of_person(town.clerk))
    clerk = town.clerk
    receive(town.service.composer, clerk.caller, [(SHA, BYTES)])

    def close() -> list[str]:
        return problems(
            clerk.push(clerk.command("dossier", asked.dossier.object, "close", reason="resolved"))
        )

    assert close() == ["dossier.signature_pending"]
    clerk.done(asked.act(clerk, "withdraw"))
    assert close() == ["applied"]


def test_requests_and_comments_go_where_their_document_goes(town: Town) -> None:
    asked = Asked(town, of_person(town.clerk))
    clerk, secretary = town.clerk, town.secretary
    said = clerk.mutation(
        "create",
        "signature_comment",
        clerk.ids.uuid7(),
        fields={"request": asked.request.object, "text": "Urgent"},
    )
    clerk.done(said)
    fields = {"scope_kind": "dossier", "scope": asked.dossier.object, "reason": "art. 9 RGPD"}
    made = secretary.mutation("create", "restriction", secretary.ids.uuid7(), fields=fields)
    secretary.done(made)
    page = secretary.page(restricted_stream(made.object))
    assert page
    assert {asked.request.object, said.object} <= {row.id for row in page.rows if not row.left}
    assert problems(clerk.push(asked.act(clerk, "withdraw"))) == ["stream.not_visible"]
    assert list(verify(town.service)) == []


def test_answers_are_taken_in_the_order_of_the_list(town: Town, mayor: Desk) -> None:
    """A batch that was signed in one go is numbered in its list's order, however it is sent (``users.md`` §1.2)."""
    listed = [Asked(town, READY["mayor"]) for _ in range(5)]
    made = [signature(mayor, each.document.object, each.version) for each in listed]
    answers = [
        each.act(mayor, "sign", signer="0.0", version=version.object, over=[each.version])
        for each, version in zip(listed, made, strict=True)
    ]
    results = {each.id: each.seq for each in mayor.push(*reversed(answers), *reversed(made))}
    seqs = [results[each.id] for each in answers]
    assert seqs == sorted(seqs)
    assert {each.fields["state"] for each in listed} == {"signed"}


def requests_of(asked: Asked) -> list[dict[str, Any]]:
    rows = asked.town.secretary.all().rows
    found = (row.fields for row in rows if row.kind == "signature_request")
    return [fields for fields in found if fields["document"] == asked.document.object]


@pytest.mark.parametrize("first", ["mayor", "deputy"])
@pytest.mark.parametrize("after", [0, 20], ids=["while it lasts", "when it is over"])
@pytest.mark.parametrize("flow", ["mayor", "mayor_secretary"])
def test_of_two_who_sign_at_one_place_the_second_is_kept_and_nobody_is_asked_again(
    town: Town, mayor: Desk, first: str, after: int, flow: str
) -> None:
    """The mayor and who stands in for her both sign without a line (art. 13 LRJSP (GK)): one signature is what was asked for."""
    deputy = town.desk(town.body, "tecnic_extern")
    made = substitution(town.secretary, mayor, deputy)
    town.secretary.done(made)
    asked = Asked(town, READY[flow])

    def signs(desk: Desk) -> tuple[Mutation, Mutation]:
        version = signature(desk, asked.document.object, asked.version)
        own: dict[str, str] = {} if desk is mayor else {"substitution": made.object}
        answer = asked.act(desk, "sign", signer="0.0", version=version.object, over=[asked.version], **own)
        return version, answer

    pushed = [(desk, *signs(desk)) for desk in (mayor, deputy)]
    (one, version, answer), (other, late, second) = pushed if first == "mayor" else pushed[::-1]
    assert problems(one.push(version, answer)) == ["applied", "applied"]
    town.clock.current += timedelta(days=after)
    assert problems(other.push(late, second)) == ["applied", "signature_request.late"]
    (request,) = requests_of(asked)
    assert request["marks"]["0.0"]["by"] == one.answer.person
    assert [each["version"] for each in request["late"]] == [late.object]
    assert town.clerk.object(asked.document.object)["chosen_head"] == version.object
    assert list(verify(town.service)) == []


@pytest.mark.parametrize("newer", ["first", "second"])
def test_the_signature_that_came_first_stands_whatever_evidence_both_get(
    town: Town, mayor: Desk, newer: str
) -> None:
    """Timestamps are added to both, and the later one's may be the newest version of all."""
    both = (Block((Signer(office="alcaldia"), Signer(office="secretaria")), minimum=2),)
    asked = Asked(town, both)

    def made(desk: Desk, place: str) -> tuple[Mutation, Mutation]:
        version = signature(desk, asked.document.object, asked.version)
        answer = asked.act(desk, "sign", signer=place, version=version.object, over=[asked.version])
        return version, answer

    def raised(version: Mutation) -> Mutation:
        fields = clerk_version(
            asked.document.object, version.object, "augmentation", version.object[-4:] * 16
        )
        return town.clerk.mutation("create", "version", town.ids.uuid7(), fields=fields)

    desks = [(mayor, made(mayor, "0.0")), (town.secretary, made(town.secretary, "0.1"))]
    (one, signed), (other, again) = desks[::-1] if newer == "first" else desks
    for desk, mutations in ((one, signed), (other, again)):
        assert problems(desk.push(*mutations)) == ["applied", "applied"]
    assert (asked.fields["head"], asked.state_of(str(again[1].args["signer"]))) == (signed[0].object, "again")
    evidence = raised(signed[0])
    town.clerk.done(evidence)
    town.clerk.done(raised(again[0]))
    assert standing(town.clerk, Basis(asked.document.object, "", b""))[0] == evidence.object


@pytest.mark.parametrize("acting", ["Per substitució, Decret 2026/12", ""])
def test_a_signature_in_a_place_that_was_given_back_does_not_come_to_stand(
    town: Town, mayor: Desk, acting: str
) -> None:
    """Whoever has to sign instead would sign over it. One who may sign by their own profile signs as themselves."""
    deputy = town.desk(town.body, "tecnic_extern")
    made = substitution(town.secretary, mayor, deputy, until_on="2026-11-21")
    town.secretary.done(made)
    asked, delegated = Asked(town, READY["mayor"]), Asked(town, READY["mayor"])
    mayor.done(delegated.act(mayor, "delegate", signer="0.0", to=deputy.answer.person))

    def signs(of: Asked) -> tuple[Mutation, Mutation]:
        version = signature(deputy, of.document.object, of.version)
        version = msgspec.structs.replace(version, fields={**version.fields, "evidence": {"acting": acting}})
        named = {"substitution": made.object} if of is asked else {}
        answer = of.act(deputy, "sign", signer="0.0", version=version.object, over=[of.version], **named)
        return version, answer

    in_time = Asked(town, READY["mayor"])
    version, _ = signs(in_time)
    assert problems(deputy.push(version)) == ["applied"]
    town.clock.current += timedelta(days=5)
    over = "signature_request.substitution_over"
    first = problems(deputy.push(*signs(asked)))
    assert first == ([over, over] if acting else ["applied", over])
    assert problems(deputy.push(*signs(delegated))) == ["applied", "applied"]


def test_who_stood_in_is_told_that_it_is_over_and_others_that_they_may_not(town: Town, mayor: Desk) -> None:
    deputy, reader = town.desk(town.body, "lectura"), town.desk(town.body, "lectura")
    made = substitution(town.secretary, mayor, deputy)
    off = substitution(town.secretary, mayor, reader, from_on="2026-11-25")
    town.secretary.done(made)
    town.secretary.done(off)
    town.secretary.done(town.secretary.command("substitution", off.object, "end", on="2026-11-24"))
    town.clock.current += timedelta(days=10)
    asked = Asked(town, READY["mayor"])
    over = "signature_request.substitution_over"
    assert problems(asked.signed(deputy, "0.0", substitution=made.object)[1]) == [over, over]
    denied = problems(asked.signed(reader, "0.0", substitution=off.object)[1])
    assert denied == ["rights.denied", "rights.denied"]
