# SPDX-License-Identifier: EUPL-1.2
"""Laws of signature requests: the order and the minimum hold, there is one end, nothing signed is lost, all fold the same."""

from dataclasses import dataclass, field
from datetime import date

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from eset_desktop.domain.merge import APPLIED, REJECTED, merge
from eset_desktop.domain.mutations import COMMAND, CREATE, Mutation, ObjectState, Skip, apply, fold
from eset_desktop.domain.signature_acts import ACTS, REQUEST
from eset_desktop.domain.signature_flow import REVIEW, ROLES, Block, Flow, Signer, flow_json, flow_of, slots
from eset_desktop.domain.signature_marks import MARK_STATES, Progress
from eset_desktop.domain.signature_rules import DELEGATE, Standing, lineage, places_of
from eset_desktop.domain.states import AGAIN, DRAFT, PAUSED, RUNNING, SIGNED
from eset_desktop.domain.substitutions import Office
from eset_desktop.domain.values import Json
from eset_desktop.domain.versions import AUGMENTATION, CONTENT, SIGNATURE, Version

FIRST = "v0"
ASKING = {RUNNING, PAUSED}


@st.composite
def flows(draw: st.DrawFn) -> Flow:
    blocks, people = [], 0
    for _ in range(draw(st.integers(1, 3))):
        count = draw(st.integers(1, 3))
        roles = draw(st.lists(st.sampled_from(ROLES), min_size=count, max_size=count))
        signers = tuple(Signer(role, person=f"p{people + each}") for each, role in enumerate(roles))
        blocks.append(Block(signers, draw(st.integers(1, count))))
        people += count
    return tuple(blocks)


@dataclass
class Town:
    """A service that takes what comes, and people who act on what they last saw."""

    flow: Flow
    state: ObjectState
    seen: dict[str, ObjectState] = field(default_factory=dict)
    versions: dict[str, Version] = field(default_factory=lambda: {FIRST: Version(FIRST, None, CONTENT)})
    signed: list[tuple[str, str]] = field(default_factory=list)
    ends: list[str] = field(default_factory=list)

    @classmethod
    def asking(cls, flow: Flow) -> "Town":
        fields: dict[str, Json] = {"version": FIRST, "flow": flow_json(flow), "state": DRAFT, "sender": "s"}
        made = apply(None, Mutation("c", 1, CREATE, REQUEST, "r", "s", "t", fields=fields))
        assert isinstance(made, ObjectState)
        town = cls(flow, made)
        town.take(act("send", by="s"))
        return town

    def take(self, mutation: Mutation) -> str:
        """Merge as the service does and look that what has ended stays so."""
        before = self.state
        outcome = merge(before, mutation)
        assert outcome.state is not None
        self.state = outcome.state
        if before.get("state") not in {DRAFT, *ASKING}:
            assert self.state.get("state") == before.get("state"), "one end"
        if before.get("state") != self.state.get("state"):
            self.ends.append(str(self.state.get("state")))
        return outcome.status

    def sign(self, place: str, seen: ObjectState) -> Mutation:
        """Sign over the version that was last signed as one saw it, whatever happened meanwhile."""
        parent = str(seen.get("head") or FIRST)
        version = f"v{len(self.versions)}"
        self.versions[version] = Version(version, parent, SIGNATURE)
        self.signed.append((place, version))
        over: list[Json] = [*lineage(self.versions, version, FIRST)]
        return act("sign", by=slots(self.flow)[place].person, signer=place, version=version, over=over)


def act(command: str, by: str = "p", n: int = 1, **args: Json) -> Mutation:
    return Mutation(f"{command}-{n}", n, COMMAND, REQUEST, "r", by, f"t{n}", command=command, args=args)


def act_of(town: Town, place: str, seen: ObjectState, *, refuses: bool) -> Mutation:
    signer = slots(town.flow)[place]
    if refuses:
        return act("refuse", by=signer.person, signer=place, reason="No")
    if signer.role == REVIEW:
        return act("review", by=signer.person, signer=place)
    return town.sign(place, seen)


@st.composite
def histories(draw: st.DrawFn) -> Town:
    """People who saw the request at any moment of its life act on it, some of them late; the sender too."""
    town = Town.asking(draw(flows()))
    looked = [town.state]
    for _ in range(draw(st.integers(0, 12))):
        seen = looked[draw(st.integers(max(0, len(looked) - 4), len(looked) - 1))]
        what = draw(st.integers(0, 20))
        places = Progress.of(seen.fields).in_turn()
        if what < 2:
            town.take(act(("withdraw", "expire", "void", "pause", "resume")[draw(st.integers(0, 4))], by="s"))
        elif places:
            place = draw(st.sampled_from(places))
            mutation = act_of(town, place, seen, refuses=what == 20)
            status = town.take(mutation)
            assert status == APPLIED or mutation.command != "sign", "a signature is never refused"
        looked.append(town.state)
    return town


@given(histories())
def test_no_block_answers_before_the_ones_above_it_and_each_has_its_minimum(town: Town) -> None:
    progress = Progress.of(town.state.fields)
    open_block = progress.block_in_turn()
    for name, mark in progress.marks.items():
        assert mark.state in MARK_STATES
        row = int(name.partition(".")[0])
        assert open_block is None or row <= open_block
    for row, block in enumerate(progress.flow):
        if open_block is None or row < open_block:
            assert progress.missing(row, block) == 0, "no more and no fewer than the minimum"
    assert (town.state.get("state") == SIGNED) == (open_block is None)


@given(histories())
def test_there_is_one_end_at_most(town: Town) -> None:
    assert len([each for each in town.ends if each not in {*ASKING}]) <= 1


@given(histories())
def test_every_signature_is_found_again(town: Town) -> None:
    """Counted, to be made again, or late: nothing that somebody signed is passed over without a word."""
    late = town.state.get("late") or []
    assert isinstance(late, list)
    told = {mark.version for mark in Progress.of(town.state.fields).marks.values()}
    told |= {str(each["version"]) for each in late if isinstance(each, dict)}
    latest = dict(town.signed)  # who signed again is told with the last one
    assert set(latest.values()) <= told


@pytest.mark.parametrize("after", ["refuse", "dropped", "delegate"])
def test_who_signed_over_an_older_version_and_does_not_sign_again_is_found_too(after: str) -> None:
    people = tuple(Signer(person=f"p{number}") for number in range(3))
    town = Town.asking((Block(people, minimum=2),))
    seen = town.state
    town.take(town.sign("0.0", seen))
    town.take(town.sign("0.1", seen))
    second = town.signed[-1][1]
    assert Progress.of(town.state.fields).mark("0.1").state == AGAIN
    if after == "refuse":
        town.take(act("refuse", by="p1", signer="0.1", reason="No"))
    elif after == "dropped":
        town.take(town.sign("0.2", town.state))
    else:
        town.take(act("delegate", by="p1", signer="0.1", to="p9"))
    late = town.state.get("late") or []
    assert isinstance(late, list)
    told = {mark.version for mark in Progress.of(town.state.fields).marks.values()}
    told |= {str(each["version"]) for each in late if isinstance(each, dict)}
    assert second in told


@pytest.mark.parametrize("by_delegation", [True, False])
def test_who_signs_by_delegation_says_so_and_is_the_one_asked_to_sign_again(by_delegation: bool) -> None:
    """Art. 12.3 LRJSP (GK): what is signed by delegation says so, and whose authority it is."""
    town = Town.asking((Block((Signer(person="p0"), Signer(person="p1")), minimum=2),))
    town.take(act("delegate", by="p1", signer="0.1", to="p9"))
    seen, signer = town.state, "p9" if by_delegation else "p1"
    town.take(town.sign("0.0", seen))
    town.take(msgspec.structs.replace(town.sign("0.1", seen), by=signer))
    asked = Progress.of(town.state.fields).mark("0.1")
    assert (asked.state, asked.by, asked.delegator) == (AGAIN, signer, "p1" if by_delegation else "")
    places = places_of(town.state.fields, "p9", Office(), date(2026, 11, 22))
    assert places == ({"0.1": Standing(DELEGATE, "p1")} if by_delegation else {})
    town.take(msgspec.structs.replace(town.sign("0.1", town.state), by=signer))
    mark = Progress.of(town.state.fields).mark("0.1")
    assert (mark.state, mark.to, mark.delegated_by) == (SIGNED, "", "p1" if by_delegation else "")


@given(histories())
def test_what_counts_stands_on_what_counted_before(town: Town) -> None:
    """The signed versions are one line: nobody's signature that counts is missing under the last one."""
    marks = Progress.of(town.state.fields).marks.values()
    counted = {mark.version for mark in marks if mark.state == SIGNED}
    head = str(town.state.get("head"))
    under = {head, *lineage(town.versions, head, FIRST)} if head != FIRST else {FIRST}
    assert counted <= under


@given(st.data(), histories())
def test_the_same_act_twice_is_the_same_as_once(data: st.DataObject, town: Town) -> None:
    """A signature that is sent again under another id, after a backup was put back, is told once."""
    if not town.signed:
        return
    place, version = data.draw(st.sampled_from(town.signed))
    over: list[Json] = [*lineage(town.versions, version, FIRST)]
    by = slots(town.flow)[place].person
    again = act("sign", by=by, n=99, signer=place, version=version, over=over)
    once = merge(town.state, again).state
    assert once is not None
    assert merge(once, again).state == once
    assert Progress.of(once.fields).marks == Progress.of(town.state.fields).marks


def test_a_signature_over_an_older_version_that_is_sent_twice_is_told_once() -> None:
    town = Town.asking((Block((Signer(person="p0"), Signer(person="p1")), minimum=2),))
    seen = town.state
    town.take(town.sign("0.0", seen))
    second = town.sign("0.1", seen)
    town.take(second)
    before = town.state
    town.take(msgspec.structs.replace(second, id="again", at="t99"))
    assert town.state == before


@given(st.data(), flows())
def test_folding_on_what_others_did_shows_what_the_service_decides(data: st.DataObject, flow: Flow) -> None:
    """What a computer shows while its act is on its way is what the service will say to it, whatever came before."""
    town = Town.asking(flow)
    mine = data.draw(st.sampled_from(Progress.of(town.state.fields).in_turn()))
    pending = act_of(town, mine, town.state, refuses=data.draw(st.booleans()))
    for _ in range(data.draw(st.integers(0, 3))):
        places = [each for each in Progress.of(town.state.fields).in_turn() if each != mine]
        if places and town.state.get("state") in ASKING:
            town.take(act_of(town, data.draw(st.sampled_from(places)), town.state, refuses=False))
    shown = fold(town.state, [pending])
    town.take(pending)
    assert shown == town.state


@given(flows())
def test_a_flow_is_what_it_was(flow: Flow) -> None:
    assert flow_of(flow_json(flow)) == flow


VALUES: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers(-1, 60) | st.sampled_from(["", "sign", "0.0", "p0", "secretaria", "running"]),
    lambda deeper: st.lists(deeper, max_size=3) | st.dictionaries(
        st.sampled_from(["signers", "minimum", "role", "person", "office", "state", "0.0"]), deeper, max_size=4
    ),
    max_leaves=12,
)  # fmt: skip
FIELDS = st.dictionaries(
    st.sampled_from(["flow", "marks", "late", "state", "version", "head", "signer", "over", "to", "reason"]),
    VALUES,
)


@given(FIELDS, FIELDS, st.sampled_from(sorted(ACTS)))
def test_no_act_fails_on_what_anybody_may_send(
    fields: dict[str, Json], args: dict[str, Json], name: str
) -> None:
    state = ObjectState(REQUEST, "r", fields)
    mutation = Mutation("m", 1, COMMAND, REQUEST, "r", "p", "t", command=name, args=args)
    assert isinstance(apply(state, mutation), ObjectState | Skip)
    outcome = merge(state, mutation)
    assert outcome.status in {APPLIED, REJECTED}
    assert Progress.of(fields).in_turn() is not None


def test_evidence_that_was_added_is_stood_on_and_another_content_is_not() -> None:
    listed = [
        Version("v1", FIRST, SIGNATURE), Version("v2", "v1", AUGMENTATION), Version("v3", "v2", SIGNATURE),
        Version("c", "v1", CONTENT), Version("v4", "c", SIGNATURE), Version("loop", "loop", SIGNATURE),
    ]  # fmt: skip
    versions = {FIRST: Version(FIRST, None, CONTENT), **{each.id: each for each in listed}}
    assert lineage(versions, "v3", FIRST) == ("v2", "v1", FIRST)
    assert lineage(versions, "v4", FIRST) == ()
    assert lineage(versions, "loop", FIRST) == ()
    assert lineage(versions, "unknown", FIRST) == ()
