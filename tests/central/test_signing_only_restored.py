# SPDX-License-Identifier: EUPL-1.2
"""What was signed at home before the service was set back, and what the mirror since then never showed."""

import hashlib
from collections.abc import Sequence

import pytest
from helpers.mirrors import is_lawful
from helpers.signers import Basis, drafted
from helpers.town import Desk, Town

from eset_desktop.domain.mutations import Mutation
from eset_desktop.domain.signature_flow import READY, Block, Flow, Signer, flow_json

SECRETARY: Flow = (Block((Signer(office="secretaria"),)),)


@pytest.fixture
def postgres() -> None:
    """Let these run on SQLite: nothing here is different on PostgreSQL."""


@pytest.fixture
def home(town: Town) -> Desk:
    """The mayor's computer at home."""
    mayor = town.desk(town.body, "alcaldia")
    return town.enrolled(mayor.answer.person, signing_only=True)


def request(desk: Desk, basis: Basis, flow: Flow, reports: Sequence[str] = ()) -> tuple[Mutation, Mutation]:
    told = {
        "document": basis.document, "version": basis.version, "sha256": hashlib.sha256(basis.data).hexdigest(),
        "sender": desk.answer.person, "subject": "Decret", "flow": flow_json(flow), "state": "draft",
        "reports": list(reports),
    }  # fmt: skip
    made = desk.mutation("create", "signature_request", desk.ids.uuid7(), fields=told)
    return made, desk.command("signature_request", made.object, "send")


def signature(desk: Desk, basis: Basis, asked: str) -> tuple[Mutation, Mutation]:
    fields = {"parent": basis.version, "relation": "signature"}
    made = desk.version(basis.document, "ab" * 32, 7, fields=fields)
    args = {"signer": "0.0", "version": made.object, "over": [basis.version]}
    return made, desk.command("signature_request", asked, "sign", **args)


def told(desk: Desk, *mutations: Mutation) -> list[str]:
    return [each.problem or each.status for each in desk.push(*mutations)]


def withdrawn(desk: Desk, asked: tuple[Mutation, Mutation]) -> Mutation:
    return desk.command("signature_request", asked[0].object, "withdraw")


def test_a_request_that_came_again_already_ended_is_answered_late(town: Town, home: Desk) -> None:
    """Its sender sent it again with its end, in one: the mirror never showed it; its document it did."""
    basis = drafted(town.clerk, b"decree")
    ended = request(town.clerk, basis, READY["mayor"])
    assert told(town.clerk, *ended, withdrawn(town.clerk, ended)) == ["applied"] * 3
    assert told(home, *signature(home, basis, ended[0].object)) == ["stream.not_visible"] * 2
    assert told(town.clerk, *request(town.clerk, basis, READY["mayor"])) == ["applied"] * 2
    made, sign = signature(home, basis, ended[0].object)
    assert [each.status for each in home.push(made, sign)] == ["applied"] * 2
    assert [each["version"] for each in town.clerk.object(ended[0].object)["late"]] == [made.object]
    assert is_lawful(town)


def test_who_a_request_does_not_name_may_not_answer_it(town: Town, home: Desk) -> None:
    basis = drafted(town.clerk, b"decree")
    assert told(town.clerk, *request(town.clerk, basis, SECRETARY)) == ["applied"] * 2
    (others,) = (row.id for row in town.clerk.all().rows if row.kind == "signature_request")
    refuse = home.command("signature_request", others, "refuse", signer="0.0", reason="No")
    assert told(home, refuse) == ["stream.not_visible"]
    report = drafted(town.clerk, b"report")
    mine, send = request(town.clerk, report, READY["mayor"], reports=[basis.document])
    assert told(town.clerk, mine, send) == ["applied"] * 2
    again = home.command("signature_request", others, "refuse", signer="0.0", reason="No")
    comment = home.mutation(
        "create", "signature_comment", home.ids.uuid7(), fields={"request": others, "text": "?"}
    )
    assert told(home, again, comment) == ["stream.not_visible"] * 2, "reports of other dossiers are not shown"
    assert is_lawful(town)
