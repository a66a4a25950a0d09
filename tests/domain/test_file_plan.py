# SPDX-License-Identifier: EUPL-1.2
"""File plans: order, identity, and what is refused."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eset_desktop.domain.file_plan import (
    FaultKind,
    FilePlanClass,
    PlanUnsound,
    build_plan,
    class_id,
    faults_of,
    natural_key,
)

CODES = st.text("0129.aB", min_size=1, max_size=6)
CLASSES = st.lists(
    st.builds(FilePlanClass, code=CODES, title_ca=st.just("t"), parent=st.none() | CODES), max_size=12
)


def one(code: str, parent: str | None = None) -> FilePlanClass:
    return FilePlanClass(code=code, title_ca=f"Classe {code}", parent=parent)


def test_classes_come_in_tree_order_with_brothers_in_natural_order() -> None:
    plan = build_plan("p", [one("10"), one("2.10", "2"), one("2"), one("2.9", "2"), one("1")])
    assert [each.code for each in plan] == ["1", "2", "2.9", "2.10", "10"]
    assert [each.code for each in plan.path("2.10")] == ["2", "2.10"]


def test_everything_wrong_is_told_at_once() -> None:
    faults = faults_of(
        [one("1"), one("1"), one("2", "9"), one("a", "b"), one("b", "a"), one("c", "a"), one("s", "s")]
    )
    assert [(fault.kind, fault.index, fault.value) for fault in faults] == [
        (FaultKind.DUPLICATE, 1, "1"),
        (FaultKind.ORPHAN, 2, "9"),
        (FaultKind.CYCLE, 3, "a → b → a"),
        (FaultKind.CYCLE, 6, "s → s"),
    ]


def test_the_identity_of_a_class_depends_on_plan_and_code_and_never_changes() -> None:
    assert class_id("standard", "eS-01") == "7c0b9668-377b-592b-82f5-c57ad76bfa6f"
    assert class_id("standard", "eS-01") != class_id("other", "eS-01")
    assert class_id("a:1", "b") != class_id("a", "1:b")


def test_a_class_gives_the_fields_of_its_synced_object() -> None:
    fields = one("1.1", "1").fields("p")
    assert fields["parent"] == class_id("p", "1")
    assert fields["retention"] == "permanent"


@given(CLASSES)
def test_classes_either_make_a_forest_or_are_told_apart_with_reasons(classes: list[FilePlanClass]) -> None:
    faults = faults_of(classes)
    if faults:
        with pytest.raises(PlanUnsound) as told:
            build_plan("p", classes)
        assert told.value.faults == faults
        return
    plan = build_plan("p", classes)
    assert sorted(each.code for each in plan) == sorted(each.code for each in classes)
    seen: set[str | None] = {None}
    for each in plan:
        assert each.parent in seen
        assert plan.path(each.code)[0].parent is None
        seen.add(each.code)


@given(CLASSES, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(classes: list[FilePlanClass], chance: random.Random) -> None:
    shuffled = list(classes)
    chance.shuffle(shuffled)
    if faults_of(classes):
        with pytest.raises(PlanUnsound):
            build_plan("p", shuffled)
    else:
        assert build_plan("p", shuffled) == build_plan("p", classes)


@given(CODES, CODES)
def test_natural_order_is_total_and_puts_a_beginning_first(one_code: str, other: str) -> None:
    first, second = natural_key(one_code), natural_key(other)
    assert (first == second) == (one_code == other)
    assert (first < second) or (second < first) or one_code == other
    if other.startswith(one_code + "."):
        assert first < second
