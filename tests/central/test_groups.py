# SPDX-License-Identifier: EUPL-1.2
"""Groups: mutations that take effect together or not at all."""

import msgspec
import pytest
from helpers.town import Town

from central.push.wellformed import content_key
from central.verify import verify
from eset_desktop.domain.kinds import restricted_stream
from eset_desktop.domain.mutations import Mutation
from sync.protocol import Result


def together(town: Town, *mutations: Mutation, size: int = 0) -> tuple[Mutation, ...]:
    """Return mutations as one group."""
    name = town.ids.uuid7()
    return tuple(
        msgspec.structs.replace(each, group=name, group_size=size or len(mutations)) for each in mutations
    )


def said(results: tuple[Result, ...]) -> list[tuple[str, str]]:
    return [(each.status, each.problem) for each in results]


def test_a_group_is_taken_as_a_whole(town: Town) -> None:
    dossier = town.clerk.done(town.clerk.dossier())
    document = town.clerk.document(dossier)
    group = together(town, document, town.clerk.version(document.object, after=(document.id,)))
    results = town.clerk.push(*group)
    assert said(results) == [("applied", "")] * 2
    assert town.clerk.push(*group) == results


def test_none_of_a_group_is_taken_when_one_is_refused(town: Town) -> None:
    first, broken, last = town.clerk.dossier(), town.clerk.dossier(title=""), town.clerk.dossier()
    before = town.clerk.page()
    group = together(town, first, broken, last)
    results = town.clerk.push(*group)
    assert said(results) == [
        ("rejected", "mutation.group_rejected"),
        ("rejected", "dossier.title_missing"),
        ("rejected", "mutation.group_rejected"),
    ]
    after = town.clerk.page()
    assert before is not None
    assert after is not None
    assert (after.head, after.digest) == (before.head, before.digest)
    assert town.clerk.push(*group) == results
    assert town.clerk.push(*reversed(group)) == results[::-1]
    following = town.clerk.done(town.clerk.dossier())
    assert town.clerk.object(following)["number"] == "2026/00001"


def test_what_stands_beside_a_refused_group_is_taken(town: Town) -> None:
    good, broken, better = town.clerk.dossier(), town.clerk.dossier(title=""), town.clerk.dossier()
    inside = town.clerk.dossier()
    following = town.clerk.mutation(
        "create",
        "party",
        town.ids.uuid7(),
        fields={"dossier": inside.object, "name": "P"},
        after=(inside.id,),
    )
    later = town.clerk.dossier()
    group = together(town, inside, msgspec.structs.replace(broken, n=inside.n))
    results = town.clerk.push(good, better, *group, following, later)
    assert [each.status for each in results] == ["applied"] * 2 + ["rejected"] * 3 + ["applied"]
    assert results[4].problem == "mutation.after_rejected"
    assert town.clerk.object(later.object)["number"] == "2026/00003"
    assert list(verify(town.service)) == []


def test_a_group_that_is_not_whole_waits(town: Town) -> None:
    one, two = together(town, town.clerk.dossier(), town.clerk.dossier())
    assert said(town.clerk.push(one)) == [("blocked", "mutation.group_incomplete")]
    between = town.clerk.dossier()
    three = msgspec.structs.replace(between, n=two.n)
    apart = msgspec.structs.replace(two, n=two.n + 1)
    assert [each.status for each in town.clerk.push(one, three, apart)] == ["blocked", "applied", "blocked"]
    assert said(town.clerk.push(one, one)) == [("blocked", "mutation.group_incomplete")] * 2
    assert said(town.clerk.push(one, two, one)) == [("applied", "")] * 3


def test_a_group_waits_for_what_one_of_it_stands_on(town: Town) -> None:
    unsent = town.clerk.dossier()
    free = town.clerk.dossier()
    standing = msgspec.structs.replace(town.clerk.dossier(), after=(unsent.id,))
    group = together(town, free, standing)
    assert said(town.clerk.push(*group)) == [
        ("blocked", "mutation.group_incomplete"),
        ("blocked", "mutation.after_unknown"),
    ]
    results = town.clerk.push(unsent, *group)
    assert said(results) == [("applied", "")] * 3
    numbers = [town.clerk.object(each.object)["number"] for each in (unsent, free, standing)]
    assert numbers == ["2026/00001", "2026/00002", "2026/00003"]


def test_a_refused_group_leaves_no_restriction_and_moves_nothing(town: Town) -> None:
    dossier = town.clerk.done(town.clerk.dossier())
    desk = town.secretary
    fields = {"scope_kind": "dossier", "scope": dossier, "reason": "art. 15"}
    made = desk.mutation("create", "restriction", town.ids.uuid7(), fields=fields)
    nobody = {"restriction": made.object, "person": town.stranger.answer.person}
    given = desk.mutation("create", "grant", town.ids.uuid7(), fields=nobody)
    assert said(desk.push(*together(town, made, given))) == [
        ("rejected", "mutation.group_rejected"),
        ("rejected", "grant.person_unknown"),
    ]
    assert restricted_stream(made.object) not in desk.caller.streams
    assert town.clerk.object(dossier)
    clerk = {"restriction": made.object, "person": town.clerk.answer.person}
    again = desk.mutation("create", "restriction", made.object, fields=fields)
    results = desk.push(
        *together(town, again, desk.mutation("create", "grant", town.ids.uuid7(), fields=clerk))
    )
    assert said(results) == [("applied", "")] * 2
    assert restricted_stream(made.object) in town.clerk.caller.streams
    assert list(verify(town.service)) == []


@pytest.mark.parametrize(("group", "size"), [("x", 2), ("01a1fd55-7a80-7000-8000-000000000000", 0)])
def test_a_misshapen_group_is_refused(town: Town, group: str, size: int) -> None:
    made = msgspec.structs.replace(town.clerk.dossier(), group=group, group_size=size)
    (result,) = town.clerk.push(made)
    assert result.status in {"rejected", "blocked"}
    assert town.clerk.all().results == () or result.problem == "mutation.malformed"


def test_a_mutation_without_a_group_keeps_the_content_that_is_stored_of_it(town: Town) -> None:
    made = town.clerk.dossier()
    assert content_key(made) == content_key(msgspec.structs.replace(made, group_size=3))
    assert content_key(made) != content_key(together(town, made)[0])
