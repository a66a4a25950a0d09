# SPDX-License-Identifier: EUPL-1.2
"""A seeded walk: after each step of whatever a town hall does, each mirror holds what follows from the body's objects."""

import hashlib
import random
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Final

import pytest
from helpers.mirrors import is_lawful
from helpers.town import Desk, Town

from central.blob_batches import receive
from central.verify import verify
from eset_desktop.domain.commands import fingerprint
from eset_desktop.domain.mutations import Mutation
from eset_desktop.domain.signature_flow import READY, Block, Signer, flow_json

STEPS: Final = 40
SECRETARY: Final = (Block((Signer(office="secretaria"),)),)


@pytest.fixture
def postgres() -> None:
    """Let it run on SQLite: what follows from what is the same on both."""


class Walk:
    """A town hall where everybody does something; the mayor, the secretary and a deputy have computers at home."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town, self.chance = town, random.Random(seed)
        self.secretary = town.secretary
        people = [
            town.desk(town.body, "alcaldia").answer.person,
            town.secretary.answer.person,
            town.desk(town.body, "tecnic_extern").answer.person,
        ]
        self.people = people
        self.homes = [town.enrolled(each, signing_only=True) for each in people]
        self.dossiers = {town.clerk.done(town.clerk.dossier(f"d{each}")): f"d{each}" for each in range(3)}
        self.requests: list[tuple[str, str, str]] = []
        self.restrictions: list[Mutation] = []
        self.signed: list[tuple[Desk, bytes]] = []
        self.made = 0

    @property
    def acts(self) -> dict[str, Callable[[], object]]:
        """Return what may be done now, some of it more often."""
        found: dict[str, Callable[[], object]] = {
            "ask": self.ask, "ask again": self.ask, "rename": self.rename, "restrict": self.restrict,
            "stand in": self.stand_in, "a day passes": self.a_day_passes,
        }  # fmt: skip
        if self.requests:
            found |= {act: partial(self.command, act) for act in ("withdraw", "pause", "resume")}
            found |= {"sign": self.sign, "sign more": self.sign, "change": self.change, "say": self.say}
            found |= {"delegate": self.delegate, "discard": self.discard}
        if self.restrictions:
            found["lift"] = self.lift
        if self.signed:
            found["bytes come"] = self.bytes_come
        return found

    @property
    def one(self) -> tuple[str, str, str]:
        """A request with its document and version."""
        return self.chance.choice(self.requests)

    def command(self, act: str) -> None:
        self.push(self.secretary.command("signature_request", self.one[0], act))

    def push(self, *mutations: Mutation) -> None:
        self.secretary.push(*mutations)

    def fresh(self) -> bytes:
        self.made += 1
        return f"bytes {self.made}".encode()

    def ask(self) -> None:
        desk, sha = self.secretary, hashlib.sha256(self.fresh()).hexdigest()
        document = desk.document(self.chance.choice(list(self.dossiers)))
        version = desk.version(document.object, sha, 7)
        delegate = (Block((Signer(person=self.people[2]),)),)
        flow = self.chance.choice([READY["mayor"], READY["mayor_secretary"], SECRETARY, delegate])
        reports = self.chance.sample(self.requests, min(len(self.requests), self.chance.randrange(4)))
        told = {
            "document": document.object, "version": version.object, "sha256": sha, "state": "draft",
            "sender": desk.answer.person, "subject": "Decret", "flow": flow_json(flow),
            "reports": [each for _, each, _ in reports],
        }  # fmt: skip
        made = desk.mutation("create", "signature_request", desk.ids.uuid7(), fields=told)
        self.push(document, version, made, desk.command("signature_request", made.object, "send"))
        self.requests.append((made.object, document.object, version.object))

    def change(self) -> None:
        _, document, version = self.one
        sha = hashlib.sha256(self.fresh()).hexdigest()
        self.push(self.secretary.version(document, sha, 7, fields={"parent": version}))

    def say(self) -> None:
        fields = {"request": self.one[0], "text": "Quan pugueu"}
        self.push(
            self.secretary.mutation("create", "signature_comment", self.town.ids.uuid7(), fields=fields)
        )

    def rename(self) -> None:
        dossier, title = self.chance.choice(list(self.dossiers.items()))
        self.made += 1
        self.push(self.secretary.set("dossier", dossier, 99, title=(title, f"t{self.made}")))
        self.dossiers[dossier] = f"t{self.made}"

    def restrict(self) -> None:
        scope = self.chance.choice(list(self.dossiers))
        fields = {"scope_kind": "dossier", "scope": scope, "reason": "art. 15 LTAIBG"}
        made = self.secretary.mutation("create", "restriction", self.town.ids.uuid7(), fields=fields)
        if self.secretary.push(made)[0].status == "applied":
            self.restrictions.append(made)

    def lift(self) -> None:
        made = self.restrictions.pop()
        self.push(self.secretary.command("restriction", made.object, "remove", seen=fingerprint(made.fields)))

    def discard(self) -> None:
        self.push(self.secretary.command("document", self.one[1], "discard", reason="Error"))

    def delegate(self) -> None:
        home = self.homes[0]
        home.push(home.command("signature_request", self.one[0], "delegate", signer="0.0", to=self.people[2]))

    def sign(self) -> None:
        (request, document, version), home, data = self.one, self.chance.choice(self.homes), self.fresh()
        fields = {"parent": version, "relation": "signature"}
        made = home.version(document, hashlib.sha256(data).hexdigest(), len(data), fields=fields)
        args = {"signer": "0.0", "version": made.object, "over": [version]}
        home.push(made, home.command("signature_request", request, "sign", **args))
        self.signed.append((home, data))

    def bytes_come(self) -> None:
        home, data = self.signed.pop()
        receive(self.town.service.composer, home.caller, [(hashlib.sha256(data).hexdigest(), data)])

    def stand_in(self) -> None:
        on = (self.town.clock.now() + timedelta(days=self.chance.randrange(2))).date().isoformat()
        fields = {
            "absent": self.chance.choice(self.people[:2]), "substitute": self.people[2], "from_on": on,
            "until_on": on, "ground": "absence", "decree": "31/2026",
        }  # fmt: skip
        self.push(self.secretary.mutation("create", "substitution", self.town.ids.uuid7(), fields=fields))

    def a_day_passes(self) -> None:
        self.town.clock.current += timedelta(days=1)
        self.town.service.jobs.begin()
        self.town.service.jobs.run_due()


@pytest.mark.parametrize("seed", range(2))
def test_after_each_step_mirrors_hold_what_they_should(town: Town, seed: int) -> None:
    walk = Walk(town, seed)
    done = []
    for _ in range(STEPS):
        acts = walk.acts
        done.append(walk.chance.choice(sorted(acts)))
        acts[done[-1]]()
        assert is_lawful(town), done
    assert list(verify(town.service)) == []
