# SPDX-License-Identifier: EUPL-1.2
"""The law of a correction: whatever was done on top of the refused change, its author is never in conflict with himself."""

from hypothesis import given
from hypothesis import strategies as st

from eset_desktop.domain.merge import APPLIED, merge
from eset_desktop.domain.mutations import CREATE, SET, Change, Mutation, ObjectState, fold
from eset_desktop.domain.rebase import Rebase

VALUES = st.sampled_from(["", "a", "b", "c"])
FIELDS = st.dictionaries(st.sampled_from(["title", "notes", "unit"]), VALUES, max_size=3)


def mutation(n: int, op: str, before: ObjectState | None, wanted: dict[str, str]) -> Mutation:
    changes = {name: Change(before.get(name) if before else None, to) for name, to in wanted.items()}
    content = {"fields": dict(wanted)} if op == CREATE else {"changes": changes}
    return Mutation(id=f"m{n}", n=n, op=op, kind="dossier", object="d", by="anna", at="t", **content)


@given(base=st.none() | FIELDS, first=FIELDS, corrected=FIELDS, later=st.lists(FIELDS, max_size=4))
def test_a_corrected_change_and_all_that_stood_on_it_are_taken(
    base: dict[str, str] | None, first: dict[str, str], corrected: dict[str, str], later: list[dict[str, str]]
) -> None:
    accepted = None if base is None else ObjectState("dossier", "d").with_fields(dict(base))
    op = CREATE if accepted is None else SET
    refused = mutation(1, op, accepted, first)
    chain = [refused]
    for number, wanted in enumerate(later, 2):
        chain.append(mutation(number, SET, fold(accepted, chain), wanted))
    better = mutation(1, op, accepted, {**first, **{n: v for n, v in corrected.items() if n in first}})
    rebase = Rebase(refused, better, {"d": accepted})
    state, sent = accepted, [rebase.first(better), *map(rebase.then, chain[1:])]
    for each in sent:
        assert isinstance(each, Mutation)
        outcome = merge(state, each)
        assert outcome.status == APPLIED
        state = outcome.state
    assert state == fold(accepted, [each for each in sent if isinstance(each, Mutation)])
