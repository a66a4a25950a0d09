# SPDX-License-Identifier: EUPL-1.2
"""Laws of apply, fold and merge: total, nothing a person entered disappears, both orders of independent edits agree."""

from hypothesis import given
from hypothesis import strategies as st

from eset_desktop.domain.merge import APPLIED, CONFLICT, MERGED, REJECTED, merge
from eset_desktop.domain.mutations import Change, Mutation, ObjectState, Skip, apply, coalesce, fold
from eset_desktop.domain.values import Json, normal_fields, same

NAMES = ("title", "unit", "notes", "unknown_field")
VALUES: st.SearchStrategy[Json] = st.one_of(
    st.none(),
    st.sampled_from(["", "a", "b", "c", "e\u0301", "é"]),
    st.integers(0, 3),
    st.lists(st.text(max_size=2), max_size=2),
)
FIELDS = st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=4)
STATES = FIELDS.map(
    lambda fields: ObjectState("dossier", "o", normal_fields({"situation": "open", **fields}))
)


def setting(identity: str, n: int, changes: dict[str, Change]) -> Mutation:
    return Mutation(id=identity, n=n, op="set", kind="dossier", object="o", by="p", at="t", changes=changes)


@st.composite
def edits_of(draw: st.DrawFn, state: ObjectState, *, identity: str = "m", n: int = 1) -> Mutation:
    wanted = draw(FIELDS)
    changes = {name: Change(before=state.get(name), to=value) for name, value in wanted.items()}
    return setting(identity, n, changes)


ANY = st.builds(
    Mutation,
    id=st.uuids().map(str), n=st.integers(1, 99), op=st.sampled_from(["create", "set", "command", "dance"]),
    kind=st.sampled_from(["dossier", "party", "document", "conflict", "lease"]), object=st.just("o"), by=st.just("p"),
    at=st.just("t"), fields=FIELDS,
    changes=st.dictionaries(st.sampled_from(NAMES), st.builds(Change, VALUES, VALUES), max_size=3),
    command=st.sampled_from(["", "close", "reopen", "remove", "advance", "settle", "finish", "fly"]), args=FIELDS,
)  # fmt: skip


@given(st.none() | STATES, ANY)
def test_apply_and_merge_are_total(state: ObjectState | None, mutation: Mutation) -> None:
    assert isinstance(apply(state, mutation), ObjectState | Skip)
    outcome = merge(state, mutation)
    assert outcome.status in {APPLIED, MERGED, CONFLICT, REJECTED}
    assert (outcome.status == REJECTED) == bool(outcome.problem)
    assert (outcome.status == CONFLICT) == bool(outcome.conflicts)
    if outcome.status == REJECTED:
        assert outcome.state == state


@given(st.none() | STATES, st.lists(ANY, max_size=6))
def test_fold_is_apply_in_order_without_what_does_not_take(
    state: ObjectState | None, pending: list[Mutation]
) -> None:
    expected = state
    for mutation in sorted(pending, key=lambda each: each.n):
        taken = apply(expected, mutation)
        expected = expected if isinstance(taken, Skip) else taken
    assert fold(state, pending) == expected


@given(st.data(), STATES)
def test_what_nobody_else_touched_is_taken_as_it_was_seen(data: st.DataObject, state: ObjectState) -> None:
    mine = data.draw(edits_of(state))
    outcome = merge(state, mine)
    assert outcome.status == APPLIED
    assert outcome.state == apply(state, mine)


@given(st.data(), STATES)
def test_merging_again_changes_nothing(data: st.DataObject, state: ObjectState) -> None:
    mine = data.draw(edits_of(state))
    once = merge(state, mine).state
    assert merge(once, mine).state == once
    assert not merge(once, mine).conflicts


@given(st.data(), STATES)
def test_every_value_stands_or_is_in_a_conflict(data: st.DataObject, base: ObjectState) -> None:
    theirs = merge(base, data.draw(edits_of(base, identity="a"))).state
    mine = data.draw(edits_of(base, identity="b", n=2))
    outcome = merge(theirs, mine)
    assert outcome.state
    assert theirs
    open_fields = {each.field: each for each in outcome.conflicts}
    for name, change in mine.changes.items():
        if name in open_fields:
            assert same(open_fields[name].other, change.to)
            assert same(open_fields[name].kept, outcome.state.get(name))
        else:
            assert same(outcome.state.get(name), change.to)
    for name in set(NAMES) - set(mine.changes):
        assert same(outcome.state.get(name), theirs.get(name))


@given(st.data(), STATES)
def test_edits_of_different_fields_end_the_same_in_both_orders(
    data: st.DataObject, base: ObjectState
) -> None:
    both = data.draw(edits_of(base))
    names = sorted(both.changes)
    first = setting("a", 1, {name: both.changes[name] for name in names[::2]})
    second = setting("b", 1, {name: both.changes[name] for name in names[1::2]})
    one = merge(merge(base, first).state, second)
    other = merge(merge(base, second).state, first)
    assert one.state == other.state
    assert not one.conflicts
    assert not other.conflicts


@given(st.data(), STATES)
def test_two_unsent_changes_joined_do_what_both_did(data: st.DataObject, base: ObjectState) -> None:
    first = data.draw(edits_of(base, identity="a"))
    middle = apply(base, first)
    assert isinstance(middle, ObjectState)
    second = data.draw(edits_of(middle, identity="b", n=2))
    joined = coalesce(first, second)
    assert joined
    assert joined.id == first.id
    assert apply(base, joined) == apply(middle, second)
    assert merge(base, joined).status == APPLIED


@given(FIELDS, FIELDS)
def test_a_change_joins_the_creation_of_its_object(fields: dict[str, Json], wanted: dict[str, Json]) -> None:
    creation = Mutation(id="a", n=1, op="create", kind="dossier", object="o", by="p", at="t", fields=fields)
    made = apply(None, creation)
    assert isinstance(made, ObjectState)
    edit = setting("b", 2, {name: Change(made.get(name), value) for name, value in wanted.items()})
    joined = coalesce(creation, edit)
    assert joined
    assert apply(None, joined) == apply(made, edit)


def test_equal_texts_in_another_unicode_form_are_no_conflict() -> None:
    state = ObjectState("dossier", "o", {"title": "Núria"})
    mine = setting("a", 1, {"title": Change(before="Nu\u0301ria", to="Marta")})
    assert merge(state, mine).status == APPLIED


def test_both_want_the_same_is_no_conflict() -> None:
    state = ObjectState("dossier", "o", {"title": "Mur"})
    assert merge(state, setting("a", 1, {"title": Change(before="Tanca", to="Mur")})).status == APPLIED


def test_two_wants_are_one_visible_conflict_and_the_rest_is_taken() -> None:
    state = ObjectState("dossier", "o", {"title": "Mur", "unit": "u1"})
    mine = setting(
        "a", 1, {"title": Change(before="Tanca", to="Reixa"), "unit": Change(before="u1", to="u2")}
    )
    outcome = merge(state, mine)
    assert outcome.status == CONFLICT
    assert [(each.field, each.kept, each.other) for each in outcome.conflicts] == [("title", "Mur", "Reixa")]
    assert outcome.state
    assert outcome.state.fields == {"title": "Mur", "unit": "u2"}


def test_edit_beats_delete() -> None:
    removed = ObjectState("party", "o", {"name": "Persona"}, deleted=True)
    edit = Mutation(
        id="a",
        n=1,
        op="set",
        kind="party",
        object="o",
        by="p",
        at="t",
        changes={"name": Change("Persona", "Persona B")},
    )
    outcome = merge(removed, edit)
    assert outcome.state
    assert not outcome.state.deleted
    seen_before = Mutation(
        id="b",
        n=1,
        op="command",
        kind="party",
        object="o",
        by="p",
        at="t",
        command="remove",
        args={"seen": "old"},
    )
    assert merge(outcome.state, seen_before).problem == "object.edited_since"
