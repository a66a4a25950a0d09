# SPDX-License-Identifier: EUPL-1.2
"""A law: whatever is restricted, lifted, reclassified and written in whatever order, each object is in its home and only there."""

import random
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import msgspec
import pytest
from helpers.town import Desk, Town
from sqlalchemy import select

from central.store import tables
from central.verify import verify
from eset_desktop.domain.commands import fingerprint
from eset_desktop.domain.kinds import body_stream, parent_of, restricted_stream, text_stream
from eset_desktop.domain.mutations import Change, Mutation
from eset_desktop.domain.values import DIGEST_MODULUS, content_hash, digest_part

STEPS = 40


class World:
    """A secretary doing things at random, and what the service ought to hold after them."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town, self.desk, self.chance = town, town.secretary, random.Random(seed)
        self.classes: dict[str, str | None] = {town.ids.uuid7(): None for _ in range(2)}
        for parent in tuple(self.classes):
            self.classes[town.ids.uuid7()] = parent
        self.batch: list[Mutation] = []
        self.made: dict[str, Mutation] = {}
        self.removed: set[str] = set()
        for key, above in self.classes.items():
            fields = {
                "plan": "propi",
                "code": key[-4:],
                "level": "series",
                "title_ca": "Sèrie",
                "parent": above,
            }
            self.note(self.desk.mutation("create", "class", key, fields=fields))

    def note(self, mutation: Mutation) -> None:
        self.made[mutation.object] = mutation
        self.batch.append(mutation)

    def of_kind(self, *kinds: str) -> list[Mutation]:
        return [each for each in self.made.values() if each.kind in kinds and each.object not in self.removed]

    def step(self) -> None:
        moves = (
            self.open,
            self.open,
            self.write,
            self.write,
            self.write,
            self.restrict,
            self.lift,
            self.reclassify,
        )
        self.chance.choice(moves)()

    def open(self) -> None:
        made = self.desk.dossier()
        fields = {**made.fields, "class": self.chance.choice(list(self.classes))}
        self.note(msgspec.structs.replace(made, fields=fields))

    def write(self) -> None:
        holders = self.of_kind("dossier", "document", "version")
        if not holders:
            return
        holder = self.chance.choice(holders)
        if holder.kind == "dossier":
            self.note(self.desk.document(holder.object))
        elif holder.kind == "document":
            self.note(self.desk.version(holder.object))
        else:
            fields = {"version": holder.object, "document": holder.fields["document"], "text": ["a"]}
            self.note(self.desk.mutation("create", "text", self.desk.ids.uuid7(), fields=fields))

    def restrict(self) -> None:
        taken = {each.fields["scope"] for each in self.of_kind("restriction")}
        kind = self.chance.choice(("class", "dossier"))
        scopes = [each.object for each in self.of_kind(kind) if each.object not in taken]
        if scopes:
            fields = {"scope_kind": kind, "scope": self.chance.choice(scopes), "reason": "art. 15"}
            self.note(self.desk.mutation("create", "restriction", self.desk.ids.uuid7(), fields=fields))

    def lift(self) -> None:
        standing = self.of_kind("restriction")
        if standing:
            chosen = self.chance.choice(standing)
            self.removed.add(chosen.object)
            seen = fingerprint(chosen.fields)
            self.batch.append(self.desk.command("restriction", chosen.object, "remove", seen=seen))

    def reclassify(self) -> None:
        dossiers = self.of_kind("dossier")
        if not dossiers:
            return
        chosen = self.chance.choice(dossiers)
        before, after = chosen.fields["class"], self.chance.choice(list(self.classes))
        if before != after:
            changes = {"class": Change(before, after)}
            self.batch.append(self.desk.mutation("set", "dossier", chosen.object, changes=changes, rev=1))
            self.made[chosen.object] = msgspec.structs.replace(
                chosen, fields={**chosen.fields, "class": after}
            )

    def home(self, mutation: Mutation) -> str:
        """Return where an object ought to be, by the rule's words."""
        body = body_stream(self.town.body)
        if mutation.kind not in {"dossier", "document", "version", "text"}:
            return body
        if mutation.kind != "dossier":
            home = self.home(self.made[str(parent_of(mutation.kind, mutation.fields))])
            return text_stream(home) if mutation.kind == "text" else home
        chain, node = [mutation.object], mutation.fields["class"]
        while node is not None:
            chain.append(str(node))
            node = self.classes[str(node)]
        by_scope = {each.fields["scope"]: each.object for each in self.of_kind("restriction")}
        return next((restricted_stream(by_scope[each]) for each in chain if each in by_scope), body)


def push(desk: Desk, batch: list[Mutation]) -> None:
    results = desk.push(*batch)
    assert {each.status for each in results} <= {"applied"}, results


@pytest.mark.parametrize("seed", range(4))
def test_every_object_is_in_its_home_and_only_there(town: Town, seed: int) -> None:
    world = World(town, seed)
    for _ in range(STEPS):
        world.step()
        if len(world.batch) >= world.chance.choice((1, 2, 6)):
            push(world.desk, world.batch)
            world.batch.clear()
    push(world.desk, world.batch)
    with town.service.database.read() as connection:
        stored = connection.execute(select(tables.objects)).all()
        digests = {row.name: row for row in connection.execute(select(tables.stream))}
        referred = connection.execute(select(tables.version_bytes)).all()
    standing = {row.id: row.stream for row in stored if not row.left}
    assert len(standing) == sum(not row.left for row in stored)
    assert {key: standing[key] for key in world.made} == {
        key: world.home(each) for key, each in world.made.items()
    }
    for name, row in digests.items():
        here = [each for each in stored if each.stream == name and not each.left]
        parts = (
            digest_part(
                content_hash(each.kind, each.id, msgspec.json.decode(each.fields), deleted=each.deleted)
            )
            for each in here
        )
        assert (row.digest_count, int(row.digest_sum)) == (len(here), sum(parts) % DIGEST_MODULUS)
    versions = {each.object: world.home(each) for each in world.of_kind("version")}
    assert {row.version: row.stream for row in referred} == versions
    assert len(referred) == len(versions)
    assert list(verify(town.service)) == []


def write(desk: Desk, dossiers: list[str], class_id: str, chance: random.Random) -> None:
    for _ in range(8):
        document = desk.document(chance.choice(dossiers))
        made = desk.dossier()
        opened = msgspec.structs.replace(made, fields={**made.fields, "class": class_id})
        push(desk, [document, desk.version(document.object, after=(document.id,)), opened])


def restrict(desk: Desk, dossiers: list[str], class_id: str, chance: random.Random) -> None:
    """Restrict and lift, and at last restrict the class for good."""
    for _ in range(5):
        for kind, scope in (("class", class_id), ("dossier", chance.choice(dossiers))):
            fields = {"scope_kind": kind, "scope": scope, "reason": "art. 15"}
            made = desk.mutation("create", "restriction", desk.ids.uuid7(), fields=fields)
            push(desk, [made])
            push(desk, [desk.command("restriction", made.object, "remove", seen=fingerprint(fields))])
    fields = {"scope_kind": "class", "scope": class_id, "reason": "art. 15"}
    push(desk, [desk.mutation("create", "restriction", desk.ids.uuid7(), fields=fields)])


def test_who_writes_while_others_restrict_and_lift_finds_everything_at_home(town: Town) -> None:
    """Writers beside a secretary: nothing is written where it no longer belongs, and nothing waits for ever."""
    class_id = town.ids.uuid7()
    dossiers = [town.clerk.done(town.clerk.dossier(f"Expedient {number}")) for number in range(3)]
    works = [partial(write, town.desk(town.body, "secretaria"), dossiers, class_id) for _ in range(3)]
    works.append(partial(restrict, town.secretary, dossiers, class_id))
    with ThreadPoolExecutor(len(works)) as pool:
        for running in [pool.submit(work, random.Random(seed)) for seed, work in enumerate(works)]:
            running.result()
    with town.service.database.read() as connection:
        stored = connection.execute(select(tables.objects).where(tables.objects.c.left.is_(False))).all()
    where = {row.id: row.stream for row in stored}
    assert sum(row.kind == "version" for row in stored) == 24
    inside = [row for row in stored if row.kind in {"document", "version"}]
    assert {row.id for row in inside if row.stream != where[row.parent]} == set()
    assert {where[key] for key in dossiers} == {body_stream(town.body)}
    restricted = {row.stream for row in stored if row.kind == "dossier" and row.parent == class_id}
    assert len(restricted) == 1
    assert restricted.isdisjoint({body_stream(town.body)})
    assert list(verify(town.service)) == []
