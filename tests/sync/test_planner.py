# SPDX-License-Identifier: EUPL-1.2
"""Laws of the planner: there is always an action, nothing starves, nothing that fails is hammered."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from sync import planner
from sync.planner import CheckDevice, Download, Feed, PlanState, Push, Sleep, StreamState, Upload, plan

BODY = "body:b"
LEVEL = (StreamState("catalogue", level=True, looked_at=0.0), StreamState(BODY, level=True, looked_at=0.0))

names = st.sampled_from(("a" * 64, "b" * 64, "c" * 64))
hashes = st.lists(names, unique=True, max_size=3).map(tuple)
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
    uploads=hashes,
    wanted=hashes,
    downloads=hashes,
    retry_at=targets,
    passed_over=st.dictionaries(st.sampled_from(planner.LANES), st.integers(0, 20)),
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


@given(states)
def test_no_lane_starves(state: PlanState) -> None:
    """With every lane always ready, each gets its turn within a bounded number of actions."""
    state = replace(state, revoked=False, passed_over={})
    lanes = planner.ready(state)
    done: set[str] = set()
    for _ in range((planner.PATIENCE + 1) * len(planner.LANES)):
        chosen = planner.lane_of(plan(state))
        done.add(chosen)
        passed = {lane: state.passed_over.get(lane, 0) + 1 for lane in lanes if lane != chosen}
        state = replace(state, passed_over=passed)
    assert done >= lanes.keys()


@given(states)
def test_a_long_poll_only_when_nothing_else_can_be_done(state: PlanState) -> None:
    action = plan(state)
    if isinstance(action, Feed) and action.wait:
        assert not planner.ready(state)


def _idle(**changes: object) -> PlanState:
    return replace(PlanState(now=10.0, checked=True, streams=LEVEL), **changes)  # type: ignore[arg-type]


def test_the_order_of_lanes() -> None:
    sha = "a" * 64
    everything = _idle(
        sendable=True, streams=(StreamState(BODY),), uploads=(sha,), wanted=("b" * 64,), downloads=("c" * 64,)
    )
    assert plan(replace(everything, checked=False)) == CheckDevice()
    assert plan(everything) == Push()
    assert plan(replace(everything, sendable=False)) == Feed(BODY)
    without_feed = replace(everything, sendable=False, streams=LEVEL)
    assert plan(without_feed) == Download("b" * 64)
    assert plan(replace(without_feed, wanted=())) == Upload(sha)
    assert plan(replace(without_feed, wanted=(), uploads=())) == Download("c" * 64, planner.DOWNLOAD)


def test_a_refused_upload_stops_neither_downloads_nor_other_uploads() -> None:
    first, second = "a" * 64, "b" * 64
    state = _idle(uploads=(first, second), retry_at={f"upload:{first}": 99.0})
    assert plan(state) == Upload(second)
    assert plan(replace(state, wanted=(first,))) == Download(first)


def test_an_idle_client_listens_to_its_body_and_looks_at_the_catalogue_now_and_then() -> None:
    assert plan(_idle()) == Feed(BODY, wait=planner.LISTEN_SECONDS)
    assert plan(_idle(now=planner.LOOK_EVERY - 7.5)) == Feed(BODY, wait=7)
    assert plan(_idle(now=planner.LOOK_EVERY)) == Feed("catalogue")


def test_a_long_poll_ends_when_something_falls_due() -> None:
    assert plan(_idle(retry_at={"upload:x": 30.5})) == Feed(BODY, wait=20)
    assert plan(_idle(retry_at={"upload:x": 10.4})) == Sleep(10.4 - 10.0)


def test_a_dead_line_is_left_alone_until_its_time() -> None:
    assert plan(_idle(sendable=True, retry_at={planner.LINE: 14.0})) == Sleep(4.0)
