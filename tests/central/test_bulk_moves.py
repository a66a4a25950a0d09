# SPDX-License-Identifier: EUPL-1.2
"""A class of many dossiers goes from stream to stream by sets: as right as one by one, and without a row at a time."""

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from helpers.town import Desk, Town
from sqlalchemy import event, select

from central.store import bulk_moves, dialect, tables
from central.verify import verify
from eset_desktop.domain.commands import fingerprint
from eset_desktop.domain.kinds import body_stream, restricted_stream
from eset_desktop.domain.mutations import Mutation

MANY = 40


def filled(town: Town, class_id: str, many: int = MANY) -> set[str]:
    """Make dossiers of a class, each with a document, a version and its words; return what is in the body's stream."""
    clerk = town.clerk
    made: list[Mutation] = []
    for number in range(many):
        dossier = clerk.dossier(f"Expedient {number}")
        dossier = msgspec.structs.replace(dossier, fields={**dossier.fields, "class": class_id})
        document = clerk.document(dossier.object)
        version = clerk.version(document.object)
        words = {"version": version.object, "document": document.object, "text": ["paraules"]}
        made += [
            dossier,
            document,
            version,
            clerk.mutation("create", "text", town.ids.uuid7(), fields=words),
        ]
    assert {each.status for each in clerk.push(*made)} == {"applied"}
    return {each.object for each in made if each.kind != "text"}


def restriction(desk: Desk, class_id: str) -> Mutation:
    fields = {"scope_kind": "class", "scope": class_id, "reason": "art. 15 LTAIBG"}
    return desk.mutation("create", "restriction", desk.ids.uuid7(), fields=fields)


def standing(desk: Desk, stream: str) -> dict[str, int]:
    """Return the revisions of what lies in a stream."""
    page = desk.page(stream)
    assert page is not None
    return {row.id: row.rev for row in page.rows if not row.left}


def sound(town: Town) -> bool:
    return list(verify(town.service)) == []


@pytest.fixture
def longest(town: Town) -> Iterator[list[int]]:
    """Give how many rows at a time were written one by one."""
    found: list[int] = []

    def note(_c: Any, _cursor: Any, _statement: str, parameters: Any, _context: Any, many: bool) -> None:
        found.append(len(parameters) if many else 1)

    event.listen(town.service.database.engine, "before_cursor_execute", note)
    yield found
    event.remove(town.service.database.engine, "before_cursor_execute", note)


def test_many_move_with_some_statements_and_come_back(
    town: Town, longest: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bulk_moves, "_AT_ONCE", 50)  # several rounds
    class_id, body = town.ids.uuid7(), body_stream(town.body)
    objects = filled(town, class_id)
    longest.clear()
    made = restriction(town.secretary, class_id)
    town.secretary.done(made)
    assert max(longest) <= 4
    stream = restricted_stream(made.object)
    assert standing(town.secretary, stream) == dict.fromkeys(objects, 2)
    assert objects.isdisjoint(standing(town.clerk, body))
    assert sound(town)
    removal = town.secretary.command("restriction", made.object, "remove", seen=fingerprint(made.fields))
    town.secretary.done(removal)
    back = standing(town.clerk, body)
    assert {key: back[key] for key in objects} == dict.fromkeys(objects, 3)
    assert sound(town)


def test_the_trail_says_the_same_as_of_one_that_moves_by_itself(town: Town) -> None:
    class_id = town.ids.uuid7()
    objects = filled(town, class_id, 1)
    town.secretary.done(restriction(town.secretary, class_id))
    dossier = next(key for key in objects if _kind(town, key) == "dossier")
    by_name = {"scope_kind": "dossier", "scope": dossier, "reason": "art. 15 LTAIBG"}
    town.secretary.done(town.secretary.mutation("create", "restriction", town.ids.uuid7(), fields=by_name))
    entries = [msgspec.json.decode(text) for text in _entries(town)]
    moves = [each for each in entries if each["verb"] in {"leave", "put"}]
    assert {tuple(each) for each in moves} == {tuple(moves[0])}
    assert {(each["object"] == dossier, each["verb"]) for each in moves} == {
        (True, "leave"), (True, "put"), (False, "leave"), (False, "put"),
    }  # fmt: skip
    assert sound(town)


def _entries(town: Town) -> list[str]:
    with town.service.database.read() as connection:
        return list(connection.execute(select(tables.audit.c.entry)).scalars())


def _kind(town: Town, key: str) -> str:
    found = select(tables.objects.c.kind).where(tables.objects.c.id == key, tables.objects.c.left.is_(False))
    with town.service.database.read() as connection:
        return str(connection.execute(found).scalar_one())


def test_restricted_lifted_and_changed_in_one_batch(town: Town) -> None:
    """What a bulk move brings somewhere is found there by the rest of the batch."""
    class_id, body = town.ids.uuid7(), body_stream(town.body)
    objects = filled(town, class_id, 5)
    secretary = town.secretary
    dossier = next(key for key in objects if _kind(town, key) == "dossier")
    made = restriction(secretary, class_id)
    results = secretary.push(
        secretary.set("dossier", dossier, notes=(None, "Abans")),
        made,
        secretary.set("dossier", dossier, 2, notes=("Abans", "Després")),
        secretary.document(dossier),
        secretary.command("restriction", made.object, "remove", seen=fingerprint(made.fields)),
    )
    assert {each.status for each in results} <= {"applied", "merged"}
    back = standing(town.clerk, body)
    assert {back[key] for key in objects - {dossier}} == {3}
    assert town.clerk.object(dossier)["notes"] == "Després"
    assert sound(town)


def test_a_group_that_is_refused_moves_nothing(town: Town) -> None:
    class_id, body = town.ids.uuid7(), body_stream(town.body)
    objects = filled(town, class_id, 5)
    group = town.ids.uuid7()
    together = [
        msgspec.structs.replace(each, group=group, group_size=2)
        for each in (
            restriction(town.secretary, class_id),
            town.secretary.set("dossier", town.ids.uuid7(), notes=(None, "Nota")),
        )
    ]
    later = town.secretary.dossier()
    results = town.secretary.push(*together, later)
    assert [each.status for each in results] == ["rejected", "rejected", "applied"]
    assert standing(town.clerk, body).items() >= dict.fromkeys(objects, 1).items()
    assert sound(town)


def test_twice_as_many_are_twice_the_work(town: Town) -> None:
    """On SQLite work can be counted; a plan that goes through all for each would be four times the work."""
    engine = town.service.database.engine
    if not dialect.is_sqlite(engine):
        pytest.skip("PostgreSQL does not count its steps")
    steps = [0]

    def count() -> int:
        steps[0] += 1
        return 0

    event.listen(engine, "connect", lambda raw, _record: raw.set_progress_handler(count, 100))
    engine.dispose()
    took: list[int] = []
    for many in (50, 200):
        class_id = town.ids.uuid7()
        filled(town, class_id, many)
        steps[0] = 0
        town.secretary.done(restriction(town.secretary, class_id))
        took.append(steps[0])
    assert took[1] < 6 * took[0]
