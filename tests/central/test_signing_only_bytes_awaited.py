# SPDX-License-Identifier: EUPL-1.2
"""What a signature that waits for its bytes shows on a signing-only computer: itself; nothing returns with it that had left."""

import hashlib

import pytest
from helpers.mirrors import is_lawful
from helpers.town import Desk, Town

from central.blob_batches import receive
from central.errors.requests import NotFound
from central.mirrors.contents import HOMES
from central.push.deciding import Sent
from central.store import objects
from central.verify import verify
from eset_desktop.domain.mutations import Mutation
from eset_desktop.domain.signature_flow import READY, Block, Flow, Signer, flow_json

DATA = b"%PDF-1.7 a decree"
SHA = hashlib.sha256(DATA).hexdigest()
LATE = b"%PDF-1.7 signed late"
LATE_SHA = hashlib.sha256(LATE).hexdigest()
SECRETARY: Flow = (Block((Signer(office="secretaria"),)),)


@pytest.fixture
def postgres() -> None:
    """Let these run on SQLite: nothing here is different on PostgreSQL."""


@pytest.fixture
def mayor(town: Town) -> Desk:
    return town.desk(town.body, "alcaldia")


@pytest.fixture
def home(town: Town, mayor: Desk) -> Desk:
    """The mayor's computer at home."""
    return town.enrolled(mayor.answer.person, signing_only=True)


def request(desk: Desk, document: str, version: str, flow: Flow) -> str:
    """Let somebody ask for signatures of a version."""
    told = {
        "document": document, "version": version, "sha256": SHA, "sender": desk.answer.person, "subject": "Decret",
        "flow": flow_json(flow), "state": "draft",
    }  # fmt: skip
    made = desk.mutation("create", "signature_request", desk.ids.uuid7(), fields=told)
    applied(desk, made, desk.command("signature_request", made.object, "send"))
    return made.object


def applied(desk: Desk, *mutations: Mutation) -> None:
    assert [each.problem or each.status for each in desk.push(*mutations)] == ["applied"] * len(mutations)


def comment(desk: Desk, about: str) -> Mutation:
    fields = {"request": about, "text": "Reservat"}
    return desk.mutation("create", "signature_comment", desk.ids.uuid7(), fields=fields)


def held(desk: Desk) -> set[str]:
    """Return what a computer holds because of requests."""
    page = desk.page()
    rows = () if page is None else page.rows
    return {row.id for row in rows if not row.left and row.kind not in {"body", "person", "substitution"}}


class Decree:
    """A document of the clerk's with its bytes; the mayor was asked to sign it, and is asked no more."""

    def __init__(self, town: Town) -> None:
        clerk = town.clerk
        dossier = clerk.dossier("Contracte menor")
        document = clerk.document(dossier.object)
        version = clerk.version(document.object, SHA, len(DATA))
        applied(clerk, dossier, document, version)
        receive(town.service.composer, clerk.caller, [(SHA, DATA)])
        self.dossier, self.document, self.version = dossier.object, document.object, version.object
        self.request = request(clerk, self.document, self.version, READY["mayor"])

    def withdraw(self, town: Town) -> None:
        applied(town.clerk, town.clerk.command("signature_request", self.request, "withdraw"))

    def signature(self, desk: Desk) -> Mutation:
        fields = {"parent": self.version, "relation": "signature"}
        return desk.version(self.document, LATE_SHA, len(LATE), fields=fields)


def at_the_town_hall(town: Town, version: str) -> dict[str, object]:
    """Return the fields of a version where it is at home, restricted or not."""
    with town.service.database.read() as connection:
        homes = connection.execute(HOMES, {"body": town.body}).scalars().all()
        return dict(objects.these(connection, homes, [version])[version].state.fields)


def check(town: Town, home: Desk, late: str) -> None:
    """See that a late signature is here and shows itself only, and that its bytes are taken."""
    assert at_the_town_hall(town, late)["sha256"] == LATE_SHA
    assert held(home) == {late}
    with pytest.raises(NotFound):
        town.service.blob_size(home.caller, SHA)
    assert is_lawful(town)
    (status,) = receive(town.service.composer, home.caller, [(LATE_SHA, LATE)])
    assert status.status == "stored"
    assert at_the_town_hall(town, late)["present"] is True
    assert held(home) == set()
    with pytest.raises(NotFound):
        town.service.blob_size(home.caller, LATE_SHA)
    assert is_lawful(town)
    assert list(verify(town.service)) == []


def test_it_brings_back_neither_the_document_nor_what_others_ask_and_say(town: Town, home: Desk) -> None:
    decree = Decree(town)
    decree.withdraw(town)
    others = request(town.clerk, decree.document, decree.version, SECRETARY)
    applied(town.clerk, comment(town.clerk, others))
    assert held(home) == set()
    late = decree.signature(home)
    applied(home, late)
    applied(town.clerk, comment(town.clerk, others))
    check(town, home, late.object)


def test_it_brings_nothing_of_a_dossier_that_was_restricted_meanwhile(
    town: Town, mayor: Desk, home: Desk
) -> None:
    decree = Decree(town)
    decree.withdraw(town)
    fields = {"scope_kind": "dossier", "scope": decree.dossier, "reason": "art. 15 LTAIBG"}
    applied(town.secretary, town.secretary.mutation("create", "restriction", town.ids.uuid7(), fields=fields))
    page = mayor.page()
    assert page is not None
    assert decree.document not in {row.id for row in page.rows if not row.left}
    late = decree.signature(home)
    applied(home, late)
    check(town, home, late.object)


def test_announced_before_the_end_it_does_not_keep_the_document(town: Town, home: Desk) -> None:
    decree = Decree(town)
    late = decree.signature(home)
    applied(home, late)
    assert held(home) == {decree.dossier, decree.document, decree.version, decree.request, late.object}
    decree.withdraw(town)
    check(town, home, late.object)


def test_on_a_report_that_nobody_asks_to_sign_it_leaves_too(town: Town, home: Desk) -> None:
    """The document of such a signature has no request by which a change of it would be told to concern signers."""
    decree = Decree(town)
    decree.withdraw(town)
    clerk = town.clerk
    report = clerk.document(decree.dossier, "Informe")
    version = clerk.version(report.object, SHA, len(DATA))
    applied(clerk, report, version)
    told = {
        "document": decree.document, "version": decree.version, "sha256": SHA, "sender": clerk.answer.person,
        "subject": "Amb informe", "flow": flow_json(READY["mayor"]), "state": "draft", "reports": [report.object],
    }  # fmt: skip
    made = clerk.mutation("create", "signature_request", clerk.ids.uuid7(), fields=told)
    applied(clerk, made, clerk.command("signature_request", made.object, "send"))
    assert report.object in held(home)
    applied(clerk, clerk.command("signature_request", made.object, "withdraw"))
    assert held(home) == set()
    fields = {"parent": version.object, "relation": "signature"}
    late = home.version(report.object, LATE_SHA, len(LATE), fields=fields)
    applied(home, late)
    check(town, home, late.object)


def test_acts_of_two_computers_of_one_person_that_come_together_are_both_taken(
    town: Town, mayor: Desk, home: Desk
) -> None:
    second = town.enrolled(mayor.answer.person, signing_only=True)
    first, other = Decree(town), Decree(town)
    sent = [
        Sent(home.caller, (comment(home, first.request),)),
        Sent(second.caller, (comment(second, other.request),)),
    ]
    answers, _ = town.service._push_together(sent, "")
    assert [each.status for answer in answers for each in answer.results] == ["applied", "applied"]
    comments = {part.mutations[0].object for part in sent}
    assert comments <= held(home)
