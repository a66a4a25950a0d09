# SPDX-License-Identifier: EUPL-1.2
"""The law of mirrors: whatever is pushed side by side, a mirror holds what the body's objects say that it should."""

import random
import threading
from collections.abc import Iterator

import pytest
from helpers.mirrors import is_lawful
from helpers.served import Client
from helpers.town import Desk, Town

from central.verify import verify
from eset_desktop.domain.kinds import body_stream, text_stream
from eset_desktop.domain.mutations import Mutation
from eset_desktop.domain.signature_flow import READY, Block, Signer, flow_json

WORKERS = 4
ROUNDS = 6
SECRETARY = (Block((Signer(office="secretaria"),)),)


@pytest.fixture
def homes(town: Town) -> list[Desk]:
    """Computers at home of the mayor and of the secretary."""
    mayor = town.desk(town.body, "alcaldia").answer.person
    people = (mayor, town.secretary.answer.person)
    return [town.enrolled(each, signing_only=True) for each in people]


class Worker(threading.Thread):
    """Somebody in the office who asks, withdraws, signs and comments, about a dossier that all of them share."""

    def __init__(self, desk: Desk, dossier: str, seed: int) -> None:
        super().__init__()
        self._desk, self._dossier, self._chance = desk, dossier, random.Random(seed)
        self._sent: list[tuple[str, str, str]] = []
        self.failure: Exception | None = None

    def run(self) -> None:
        try:
            for _ in range(ROUNDS):
                self._desk.push(*self._something())
        except Exception as error:  # noqa: BLE001 - told by the test
            self.failure = error

    def _something(self) -> list[Mutation]:
        desk = self._desk
        act = (
            self._chance.choice(["ask", "ask", "withdraw", "say", "version", "rename"])
            if self._sent
            else "ask"
        )
        if act == "ask":
            return self._asked()
        request, document, version = self._chance.choice(self._sent)
        if act == "withdraw":
            return [desk.command("signature_request", request, "withdraw")]
        if act == "rename":
            return [
                desk.set("dossier", self._dossier, 99, title=(None, f"Expedient {self._chance.random()}"))
            ]
        if act == "say":
            fields = {"request": request, "text": "Quan pugueu"}
            return [desk.mutation("create", "signature_comment", desk.ids.uuid7(), fields=fields)]
        return [desk.version(document, "cd" * 32, 4, fields={"parent": version})]

    def _asked(self) -> list[Mutation]:
        desk = self._desk
        document = desk.document(self._dossier)
        version = desk.version(document.object, "ab" * 32, 4)
        told = {
            "document": document.object, "version": version.object, "sha256": "ab" * 32, "state": "draft",
            "sender": desk.answer.person, "subject": "Decret",
            "flow": flow_json(self._chance.choice([READY["mayor"], SECRETARY])),
            "reports": [each for _, each, _ in self._chance.sample(self._sent, min(len(self._sent), self._chance.randrange(3)))],
        }  # fmt: skip
        made = desk.mutation("create", "signature_request", desk.ids.uuid7(), fields=told)
        self._sent.append((made.object, document.object, version.object))
        return [document, version, made, desk.command("signature_request", made.object, "send")]


def test_mirrors_are_right_whatever_is_pushed_side_by_side(town: Town, homes: list[Desk]) -> None:
    dossier = town.clerk.done(town.clerk.dossier())
    desks = [town.desk(town.body, "administracio") for _ in range(WORKERS)]
    workers = [Worker(each, dossier, seed) for seed, each in enumerate(desks)]
    for each in workers:
        each.start()
    for each in workers:
        each.join(60)
    assert [each.failure for each in workers] == [None] * WORKERS
    assert is_lawful(town)
    held = [{row.id for row in page.rows if not row.left} for desk in homes if (page := desk.page())]
    assert any(dossier in each for each in held)
    for worker in workers:  # all is withdrawn: nothing of the dossier is left at home
        for request, _, _ in worker._sent:
            town.secretary.push(town.secretary.command("signature_request", request, "withdraw"))
    assert is_lawful(town)
    for desk in homes:
        page = desk.page()
        assert page is not None
        assert {row.kind for row in page.rows if not row.left} == {"body", "person"}
    assert list(verify(town.service)) == []


@pytest.fixture
def at_home(homes: list[Desk], url: str) -> Iterator[Client]:
    client = Client(url, homes[1].token)
    yield client
    client.session.close()


def test_over_the_line_it_finds_its_mirror_and_nothing_else(
    town: Town, homes: list[Desk], at_home: Client
) -> None:
    """The secretary's computer at home: the secretary reads everything elsewhere."""
    clerk = town.clerk
    dossier = clerk.dossier()
    worker = Worker(clerk, dossier.object, 1)
    clerk.push(dossier, *worker._asked())
    body, mine = body_stream(town.body), homes[1].stream
    hidden = (body, text_stream(body), homes[0].stream, text_stream(mine))
    for stream in hidden:
        for path in (
            f"/v1/streams/{stream}/changes?limit=10", f"/v1/streams/{stream}/digest", f"/v1/streams/{stream}/snapshot",
            f"/v1/changes?at={stream}@", f"/v1/changes?at={mine}@&at={stream}@",
        ):  # fmt: skip
            answer = at_home("GET", path)
            page = answer.json() if answer.status_code == 200 else {}
            if "&at=" in path and answer.status_code == 200:  # its own comes, without a word of the other
                assert (page["stream"], page.get("also", [])) == (mine, [])
                continue
            assert (answer.status_code, answer.json()["code"]) == (404, "request.not_found"), path
        asked = {"ids": [dossier.object]}
        assert at_home("POST", f"/v1/streams/{stream}/objects", json=asked).status_code == 404
    for path in ("/v1/devices", f"/v1/blobs/{'ab' * 32}"):
        assert at_home("GET", path).status_code == 404
    assert at_home("GET", f"/v1/streams/{mine}/changes").status_code == 200
    assert at_home("GET", "/v1/device").json()["streams"] == ["catalogue", mine]
