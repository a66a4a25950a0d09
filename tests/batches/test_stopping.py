# SPDX-License-Identifier: EUPL-1.2
"""A list that is told to stop, or whose look fails, at the moments between one step and the next."""

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest
from helpers.batch_town import Town
from helpers.logs import ExpectedLogs
from helpers.signing_keys import LocalKey

from eset_desktop.batches.remote import RemoteBatch
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.batch.values import BatchReport
from eset_desktop.signing.container.offer import Offer
from eset_desktop.store.errors import StoreError


def states(report: BatchReport) -> list[ItemState]:
    return [each.state for each in report.results]


def around(batch: RemoteBatch, step: str, before: Callable[[], None], after: Callable[[], None]) -> None:
    """Let something come right before or after a step of a batch, as another thread may."""
    done: Callable[..., Any] = getattr(batch, step)

    def between(*arguments: Any) -> Any:
        before()
        try:
            return done(*arguments)
        finally:
            after()

    setattr(batch, step, between)


def nothing() -> None:
    """Do nothing."""


def checked(town: Town, count: int) -> tuple[RemoteBatch, list[str]]:
    documents = town.documents(count)
    batch = town.batch(documents)
    batch.check()
    return batch, documents


def test_stopping_when_all_is_signed_changes_nothing(town: Town, key: LocalKey) -> None:
    batch, documents = checked(town, 2)
    around(batch, "_asked", nothing, batch.cancel)
    report = batch.run(key)
    assert (report.state, states(report)) == (BatchState.DONE, [ItemState.SIGNED] * 2)
    assert town.signatures(documents) == [1] * 2


def test_stopping_before_the_first_is_signed_cancels(town: Town, key: LocalKey) -> None:
    batch, documents = checked(town, 2)
    around(batch, "_asked", batch.cancel, nothing)
    report = batch.run(key)
    assert (report.state, states(report)) == (BatchState.CANCELLED, [ItemState.CANCELLED] * 2)
    assert town.signatures(documents) == [0] * 2


def test_stopping_while_one_looks_what_a_dead_process_signed_loses_none_of_it(
    town: Town, key: LocalKey, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("the process that signs ended")
    batch, documents = checked(town, 3)
    around(batch, "_stop_by", batch.cancel, nothing)

    def die_after_one() -> None:
        if key.signed:
            os.kill(town.channels[-1].pid, signal.SIGKILL)

    key.before = die_after_one
    report = batch.run(key)
    assert report.state is BatchState.CANCELLED
    assert [state is ItemState.SIGNED for state in states(report)] == [
        count == 1 for count in town.signatures(documents)
    ]


def test_a_look_that_failed_is_taken_again_before_anything_is_signed(
    town: Town, key: LocalKey, expected_logs: ExpectedLogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else signatures that were there before count for this list's when its process dies."""
    expected_logs.allow("the process that signs ended")
    documents = town.documents(2)
    earlier = town.batch(documents, way=Offer.BESIDE)
    earlier.check()
    assert earlier.run(key).state is BatchState.DONE
    batch = town.batch(documents, way=Offer.BESIDE)
    batch.check()

    def unreadable(*_: object) -> None:
        raise StoreError

    with monkeypatch.context() as broken:
        broken.setattr(batch, "_found", unreadable)
        with pytest.raises(StoreError):
            batch.run(key)
    key.before = lambda: os.kill(town.channels[-1].pid, signal.SIGKILL)
    paused = batch.run(key)
    assert (paused.state, states(paused)) == (BatchState.PAUSED, [ItemState.READY] * 2)
