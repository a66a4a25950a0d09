# SPDX-License-Identifier: EUPL-1.2
"""Signature requests at one moment on PostgreSQL: one end, one line of signatures, one holder of a turn; nobody waits for ever."""

import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from helpers.postgres import Server
from helpers.running import until
from helpers.signers import Basis, drafted
from helpers.town import Desk, Town, build
from sqlalchemy import Connection, text

from central import turns_to_sign
from central.verify import verify
from eset_desktop.domain.mutations import Mutation
from eset_desktop.domain.signature_flow import Block, Signer, flow_json
from sync.protocol.turns import TurnsRequest

ROUNDS = 6
_DEADLOCKS = text("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
_WAITING = text(
    "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()"
)
BOTH = (Block((Signer(office="alcaldia"), Signer(office="secretaria")), minimum=2),)


@pytest.fixture
def town(tmp_path: Path, postgres_server: Server) -> Iterator[Town]:
    built = build(tmp_path / "central", postgres_server)
    yield built
    built.service.close()
    postgres_server.give_back(str(built.service.database.engine.url.database))


@pytest.fixture
def mayor(town: Town) -> Desk:
    return town.desk(town.body, "alcaldia")


class Asked:
    """A document that asks the mayor and the secretary for a signature, in any order."""

    def __init__(self, clerk: Desk) -> None:
        dossier = clerk.dossier()
        self.document = clerk.document(dossier.object)
        self.version = clerk.version(self.document.object)
        told = {
            "document": self.document.object, "version": self.version.object, "sha256": self.version.fields["sha256"],
            "sender": clerk.answer.person, "subject": "Decret", "flow": flow_json(BOTH), "state": "draft",
        }  # fmt: skip
        self.request = clerk.mutation("create", "signature_request", clerk.ids.uuid7(), fields=told)
        send = clerk.command("signature_request", self.request.object, "send")
        assert {
            each.status for each in clerk.push(dossier, self.document, self.version, self.request, send)
        } == {"applied"}

    def derived(self, desk: Desk, relation: str) -> Mutation:
        """Return a version that comes of the requested one."""
        fields = {
            **self.version.fields,
            "relation": relation,
            "parent": self.version.object,
            "sha256": "ab" * 32,
        }
        return desk.mutation("create", "version", desk.ids.uuid7(), fields=fields)

    def signed(self, desk: Desk, place: str) -> tuple[Mutation, Mutation]:
        made = self.derived(desk, "signature")
        args = {"signer": place, "version": made.object, "over": [self.version.object]}
        return made, desk.command("signature_request", self.request.object, "sign", **args)


def at_once(*acts: Callable[[], object]) -> list[object]:
    start = threading.Barrier(len(acts))

    def begin(act: Callable[[], object]) -> object:
        start.wait(10)
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return [each.result(60) for each in [pool.submit(begin, act) for act in acts]]


def pushing(desk: Desk, mutations: Sequence[Mutation]) -> Callable[[], list[str]]:
    return lambda: [each.problem or each.status for each in desk.push(*mutations)]


def test_of_two_who_sign_one_version_one_is_asked_again(town: Town, mayor: Desk) -> None:
    for _ in range(ROUNDS):
        asked = Asked(town.clerk)
        answers = at_once(
            pushing(mayor, asked.signed(mayor, "0.0")),
            pushing(town.secretary, asked.signed(town.secretary, "0.1")),
        )
        assert answers == [["applied", "applied"]] * 2
        marks = town.clerk.object(asked.request.object)["marks"]
        assert sorted(each["state"] for each in marks.values()) == ["again", "signed"]
    assert list(verify(town.service)) == []


def test_of_two_who_sign_what_nobody_asked_for_the_second_is_asked_again(town: Town, mayor: Desk) -> None:
    desks = (mayor, town.secretary)
    for number in range(ROUNDS):
        basis = drafted(town.clerk, b"%%PDF-1.7 %d" % number)
        made = [signature_over(desk, basis) for desk in desks]
        answers = at_once(*(pushing(desk, [each]) for desk, each in zip(desks, made, strict=True)))
        assert answers == [["applied"]] * 2
        document = town.clerk.object(basis.document)
        first = document.get("chosen_head") or max(each.object for each in made)
        (second,) = (desk for desk, each in zip(desks, made, strict=True) if each.object != first)
        (request,) = (
            dict[str, Any](row.fields)
            for row in town.clerk.all().rows
            if row.kind == "signature_request" and row.fields["document"] == basis.document
        )
        assert request["sender"] == second.answer.person
        assert request["marks"]["0.0"]["over"] == request["head"] == first
    assert list(verify(town.service)) == []


def signature_over(desk: Desk, basis: Basis) -> Mutation:
    fields = {"relation": "signature", "parent": basis.version}
    return desk.version(basis.document, sha256(desk.ids.uuid7().encode()).hexdigest(), 9, fields=fields)


def test_a_signature_and_another_content_meet(town: Town, mayor: Desk) -> None:
    for _ in range(ROUNDS):
        asked = Asked(town.clerk)
        at_once(
            pushing(mayor, asked.signed(mayor, "0.0")),
            pushing(town.clerk, [asked.derived(town.clerk, "content")]),
            pushing(
                town.secretary, [town.secretary.command("signature_request", asked.request.object, "pause")]
            ),
        )
        fields = town.clerk.object(asked.request.object)
        assert (fields["state"], fields["cause"]) == ("cancelled", "changed")
        counted = [each["state"] for each in fields.get("marks", {}).values()]
        assert counted == ["signed"] or len(fields["late"]) == 1, "kept either way"
    assert list(verify(town.service)) == []


def test_turns_end_in_the_order_in_which_they_are_taken(town: Town, mayor: Desk) -> None:
    """Signatures of two people came in one batch while a third takes both turns: whoever is second waits, nobody for ever."""
    first, second = sorted(Asked(town.clerk).document.object for _ in range(2))
    held = list(
        zip(
            (second, first), sorted((mayor, town.secretary), key=lambda desk: desk.answer.person), strict=True
        )
    )
    for document, desk in held:
        desk.service.turns_to_sign(desk.caller, TurnsRequest("take", (document,), 30))
    database, ended = town.service.database, [(document, desk.answer.person) for document, desk in held]
    takes = partial(turns_to_sign.answer, caller=town.clerk.caller, now=town.clock.now())

    def end(connection: Connection) -> None:
        turns_to_sign.give_back(connection, town.body, ended)

    with ThreadPoolExecutor(1) as pool:
        with database.write() as connection:
            takes(connection, asked=TurnsRequest("take", (first,), 30))
            ending = pool.submit(lambda: database.attempt(end))
            assert until(lambda: waits_for_a_lock(town))
            takes(connection, asked=TurnsRequest("take", (second,), 30))
        ending.result(60)
    with database.look() as looking:
        assert looking.execute(_DEADLOCKS).scalar_one() == 0
    told = mayor.service.turns_to_sign(mayor.caller, TurnsRequest("ask", (first, second))).turns
    assert [each.person for each in told] == ["", ""]


def waits_for_a_lock(town: Town) -> bool:
    with town.service.database.look() as connection:
        return bool(connection.execute(_WAITING).scalar_one())


def test_a_turn_has_one_holder(town: Town, mayor: Desk) -> None:
    documents = tuple(Asked(town.clerk).document.object for _ in range(5))
    desks = (mayor, town.secretary, town.clerk)

    def taking(desk: Desk, order: Sequence[str]) -> Callable[[], object]:
        return lambda: desk.service.turns_to_sign(desk.caller, TurnsRequest("take", tuple(order), 30))

    at_once(*(taking(desk, documents[:: (1, -1)[number % 2]]) for number, desk in enumerate(desks)))
    told = [desk.service.turns_to_sign(desk.caller, TurnsRequest("ask", documents)).turns for desk in desks]
    for held in zip(*told, strict=True):
        assert len({each.person for each in held}) == 1
        assert [each.mine for each in held].count(True) == 1
