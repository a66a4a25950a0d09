# SPDX-License-Identifier: EUPL-1.2
"""Where something that was saved is: the table of facts and states."""

import pytest

from eset_desktop.domain.sending import (
    ANSWERED,
    ATTENTION,
    AWAITED,
    BLOCKED,
    DONE,
    ELSEWHERE,
    FETCHING,
    KINDS,
    ONLY_HERE,
    QUEUED,
    SENDING,
    SENT,
    Facts,
    State,
    state_of,
)

UP, DOWN = True, False
TABLE = (
    (Facts(UP), State(DONE)),
    (Facts(DOWN), State(DONE)),
    (Facts(UP, waiting=True), State(QUEUED)),
    (Facts(DOWN, waiting=True), State(QUEUED)),
    (Facts(UP, waiting=True, held=False), State(QUEUED)),
    (Facts(DOWN, waiting=True, held=False), State(ONLY_HERE)),
    (Facts(UP, held=False), State(ONLY_HERE)),
    (Facts(UP, sent=True, held=False), State(SENT)),
    (Facts(DOWN, sent=True), State(QUEUED)),
    (Facts(DOWN, sent=True, held=False), State(ONLY_HERE)),
    (Facts(UP, answered=True), State(ANSWERED)),
    (Facts(DOWN, answered=True), State(ANSWERED)),
    (Facts(UP, waiting=True, bytes_sent=43, bytes_total=100), State(SENDING, 43)),
    (Facts(DOWN, waiting=True, bytes_sent=43, bytes_total=100), State(QUEUED, 43)),
    (Facts(DOWN, waiting=True, bytes_sent=43, bytes_total=100, held=False), State(QUEUED, 43)),
    (Facts(UP, waiting=True, bytes_sent=0, bytes_total=100), State(QUEUED)),
    (Facts(UP, waiting=True, bytes_sent=100, bytes_total=100), State(SENT)),
    (Facts(DOWN, waiting=True, bytes_sent=100, bytes_total=100), State(QUEUED)),
    (Facts(UP, waiting=True, problem="rights.denied"), State(ATTENTION, problem="rights.denied")),
    (
        Facts(UP, waiting=True, bytes_sent=4, bytes_total=9, problem="upload.too_large"),
        State(ATTENTION, problem="upload.too_large"),
    ),
    (Facts(DOWN, held=False, blocked=True), State(BLOCKED)),
    (Facts(UP, here=False), State(ELSEWHERE)),
    (Facts(DOWN, here=False, wanted=True), State(FETCHING)),
    (Facts(UP, here=False, wanted=True, present=False), State(AWAITED)),
    (Facts(UP, here=False, present=False), State(ELSEWHERE)),
)


@pytest.mark.parametrize(("facts", "state"), TABLE)
def test_the_state_follows_from_the_facts(facts: Facts, state: State) -> None:
    assert state_of(facts) == state


def test_the_table_has_every_state() -> None:
    assert {state.kind for _, state in TABLE} == set(KINDS)
