# SPDX-License-Identifier: EUPL-1.2
"""The account of a batch goes by its tables whatever is asked of it, and they are the ones in the documentation."""

from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from eset_desktop.signing.batch.ledger import IllegalStep, Ledger
from eset_desktop.signing.batch.pace import Pace
from eset_desktop.signing.batch.states import (
    BATCH_ENDS,
    BATCH_STEPS,
    ITEM_ENDS,
    ITEM_STEPS,
    BatchState,
    ItemState,
)
from eset_desktop.signing.batch.values import BatchItem, FrozenList
from eset_desktop.signing.sources import HeldBytes

COUNT = 4
ITEMS = tuple(BatchItem(str(n), f"Decret {n}", HeldBytes(b""), "0" * 64, 1) for n in range(COUNT))
EVENTS = sorted({event for _, event in ITEM_STEPS})
MOVES = sorted({event for _, event in BATCH_STEPS})


class LedgerMachine(RuleBasedStateMachine):
    """Asks for any step at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.ledger = Ledger(ITEMS)
        self.values = [0] * COUNT
        self.ended: dict[int, ItemState] = {}

    @rule(index=st.integers(0, COUNT - 1), event=st.sampled_from(EVENTS))
    def step(self, index: int, event: str) -> None:
        before = self.ledger.at(index).state
        if (before, event) in ITEM_STEPS:
            after = self.ledger.step(index, event).state
            assert after is ITEM_STEPS[before, event]
            self.values[index] += event == "value"
            if after in ITEM_ENDS:
                self.ended[index] = after
        else:
            with pytest.raises(IllegalStep):
                self.ledger.step(index, event)
            assert self.ledger.at(index).state is before

    @rule(event=st.sampled_from(MOVES))
    def move(self, event: str) -> None:
        before = self.ledger.state
        if (before, event) in BATCH_STEPS:
            assert self.ledger.move(event) is BATCH_STEPS[before, event]
        else:
            with pytest.raises(IllegalStep):
                self.ledger.move(event)

    @rule()
    def card_is_lost(self) -> None:
        for index in self.ledger.put_back():
            assert self.ledger.at(index).state is ItemState.READY

    @rule()
    def person_cancels(self) -> None:
        for index in self.ledger.cancel_rest():
            self.ended[index] = ItemState.CANCELLED
        assert {each.state for each in self.ledger.results} <= ITEM_ENDS | {ItemState.WRITING}

    @invariant()
    def nothing_is_signed_twice_and_ends_stay(self) -> None:
        assert max(self.values) <= 1
        assert all(self.ledger.at(index).state is state for index, state in self.ended.items())

    @invariant()
    def progress_is_what_it_is(self) -> None:
        progress = self.ledger.progress(2.0)
        states = [each.state for each in self.ledger.results]
        assert progress.ended == sum(state in ITEM_ENDS for state in states)
        assert progress.signed == states.count(ItemState.SIGNED)
        assert progress.left == (COUNT - progress.ended) / 2.0


TestLedger = LedgerMachine.TestCase
TestLedger.settings = settings(max_examples=30, stateful_step_count=30)


def test_every_state_is_reached_and_left_but_the_ends() -> None:
    assert {ItemState.QUEUED, *ITEM_STEPS.values()} == set(ItemState)
    assert {state for state, _ in ITEM_STEPS} == set(ItemState) - ITEM_ENDS
    assert {BatchState.OPEN, *BATCH_STEPS.values()} == set(BatchState)
    assert {state for state, _ in BATCH_STEPS} == set(BatchState) - BATCH_ENDS


def test_the_tables_are_in_the_documentation() -> None:
    text = (Path(__file__).resolve().parents[3] / "docs" / "states.md").read_text(encoding="utf-8")
    for kind, steps in (("item", ITEM_STEPS), ("batch", BATCH_STEPS)):
        for (before, event), after in steps.items():
            assert f"| {kind} | {event} | {before.value} | {after.value} |" in text


def test_one_document_is_not_on_a_list_twice() -> None:
    with pytest.raises(ValueError, match="twice"):
        FrozenList((ITEMS[0], ITEMS[0]))


def test_pauses_do_not_count() -> None:
    pace = Pace()
    pace.begin(100.0)
    for moment in (101.0, 102.0):
        pace.signed(moment)
    assert pace.rate() == 1.0
    pace.rest(102.0)
    assert pace.seconds(500.0) == 2.0
    pace.begin(500.0)
    assert pace.rate() == 0.0
    pace.signed(500.5)
    assert (pace.rate(), pace.seconds(501.0)) == (2.0, 3.0)
