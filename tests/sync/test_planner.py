# SPDX-License-Identifier: EUPL-1.2
"""Laws of the planner: there is always an action, nothing starves, nothing that fails is hammered."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sync import planner
from sync.planner import Carry, CheckDevice, Feed, PlanState, Push, Sleep, StreamState, plan, plan_carrier

BODY = "body:b"
LEVEL = (StreamState("catalogue", level=True, looked_at=0.0), StreamState(BODY, level=True, looked_at=0.0))

names = st.sampled_from(("a" * 64, "b" * 64, "c" * 64))
jobs = st.lists(
    st.builds(
        Carry,
        st.sampled_from(planner.CARRIED[:-1]),
        names,
        st.integers(0, 2),
        st.sampled_from(("", "1", "2")),
    ),
    max_size=6,
    unique_by=lambda each: each.claim,
).map(tuple)
streams = st.lists(
    st.builds(
        StreamState,
        st.sampled_from(("catalogue", BODY)),
        st.booleans(),
        st.none() | st.floats(0, 2000),
    ),
    max_size=2,
    unique_by=lambda each: each.name,
).map(tuple)
targets = st.dictionaries(
    st.sampled_from((planner.LINE, planner.CHECK, planner.PUSH, f"feed:{BODY}", "upload:" + "a" * 64)),
    st.floats(0, 4000),
)
states = st.builds(
    PlanState,
    now=st.floats(1000, 2000),
    checked=st.booleans(),
    sendable=st.booleans(),
    streams=streams,
    jobs=jobs,
    retry_at=targets,
    line_failures=st.integers(0, 9),
    passed_over=st.dictionaries(st.sampled_from(planner.KINDS), st.integers(0, 20)),
    revoked=st.booleans(),
)


@given(states)
def test_there_is_always_an_action_and_a_sleep_takes_time(state: PlanState) -> None:
    action = plan(state)
    if isinstance(action, Sleep):
        assert planner.SHORTEST_SLEEP <= action.seconds <= planner.LOOK_EVERY
    if isinstance(action, Feed):
        assert 0 <= action.wait <= planner.LISTEN_SECONDS


@given(states)
def test_nothing_that_is_put_off_is_asked(state: PlanState) -> None:
    action = plan(state)
    if not isinstance(action, Sleep):
        for target in (planner.LINE, planner.target_of(action)):
            assert state.retry_at.get(target, 0) <= state.now


@given(states)
def test_a_revoked_device_asks_nothing(state: PlanState) -> None:
    assert isinstance(plan(replace(state, revoked=True)), Sleep)


@given(states)
def test_nothing_comes_before_the_device_check(state: PlanState) -> None:
    assert isinstance(plan(replace(state, checked=False)), CheckDevice | Sleep)


@given(states, st.booleans())
def test_no_kind_of_work_starves(state: PlanState, control: bool) -> None:
    """With every kind always ready, each gets its turn within a bounded number of actions, the oldest job too."""
    state = replace(state, revoked=False, passed_over={})
    ready = planner.ready(state) if control else planner.ready_to_carry(state)
    done: list[planner.Action] = []
    for _ in range((planner.PATIENCE + 1) * len(planner.KINDS)):
        chosen = plan(state) if control else plan_carrier(state)
        done.append(chosen)
        passed = {kind: state.passed_over.get(kind, 0) + 1 for kind, each in ready.items() if each != chosen}
        state = replace(state, passed_over=passed)
    assert all(each in done for each in ready.values())


@given(states)
def test_a_carrier_rests_or_does_what_may_be_done(state: PlanState) -> None:
    action = plan_carrier(state)
    if isinstance(action, Sleep):
        assert planner.SHORTEST_SLEEP <= action.seconds <= planner.LOOK_EVERY
        return
    assert state.checked
    assert not state.revoked
    assert state.line_failures <= planner.PROBES
    for target in (planner.LINE, planner.target_of(action)):
        assert state.retry_at.get(target, 0) <= state.now


@given(states)
def test_a_long_poll_only_when_nothing_else_can_be_done(state: PlanState) -> None:
    action = plan(state)
    if isinstance(action, Feed) and action.wait:
        assert not planner.ready(state)


def _idle(**changes: object) -> PlanState:
    return replace(PlanState(now=10.0, checked=True, streams=LEVEL), **changes)  # type: ignore[arg-type]  # passed on as they are


def test_the_order_of_work() -> None:
    work = [Carry(kind, f"{number:064d}", since="1") for number, kind in enumerate(planner.CARRIED[:-1])]
    everything = _idle(sendable=True, streams=(StreamState(BODY),), jobs=tuple(reversed(work)))
    assert plan(replace(everything, checked=False)) == CheckDevice()
    assert plan(everything) == Push()
    assert plan(replace(everything, sendable=False)) == Feed(BODY)
    bytes_only = replace(everything, sendable=False, streams=LEVEL)
    for job in work:
        assert plan(bytes_only) == plan_carrier(bytes_only) == job
        bytes_only = replace(bytes_only, jobs=tuple(each for each in bytes_only.jobs if each != job))


def test_the_oldest_job_has_its_turn_although_smaller_ones_keep_coming() -> None:
    small, old = Carry(planner.UPLOAD, "a" * 64, since="9"), Carry(planner.UPLOAD, "b" * 64, since="1")
    state = _idle(jobs=(small, old))
    assert plan_carrier(state) == small
    assert plan_carrier(replace(state, passed_over={planner.OLDEST: planner.PATIENCE})) == old


def test_a_refused_upload_stops_neither_downloads_nor_other_uploads() -> None:
    first, second = Carry(planner.UPLOAD, "a" * 64), Carry(planner.UPLOAD, "b" * 64)
    state = _idle(jobs=(first, second), retry_at={planner.target_of(first): 99.0})
    assert plan_carrier(state) == second
    wanted = Carry(planner.WANTED, first.name)
    assert plan_carrier(replace(state, jobs=(first, second, wanted))) == wanted


def test_on_a_line_that_fails_for_long_only_the_control_lane_tries() -> None:
    state = _idle(jobs=(Carry(planner.UPLOAD, "a" * 64),), line_failures=planner.PROBES + 1)
    assert isinstance(plan_carrier(state), Sleep)
    assert isinstance(plan(replace(state, jobs=())), Feed)


def test_an_idle_client_listens_to_its_body_and_looks_at_the_catalogue_now_and_then() -> None:
    assert plan(_idle()) == Feed(BODY, wait=planner.LISTEN_SECONDS)
    assert plan(_idle(now=planner.LOOK_EVERY - 7.5)) == Feed(BODY, wait=7)
    assert plan(_idle(now=planner.LOOK_EVERY)) == Feed("catalogue")


def test_a_long_poll_ends_when_something_falls_due() -> None:
    assert plan(_idle(retry_at={"upload:x": 30.5})) == Feed(BODY, wait=20)
    assert plan(_idle(retry_at={"upload:x": 10.4})) == Sleep(10.4 - 10.0)


def test_a_dead_line_is_left_alone_until_its_time() -> None:
    assert plan(_idle(sendable=True, retry_at={planner.LINE: 14.0})) == Sleep(4.0)
