# SPDX-License-Identifier: EUPL-1.2
"""The simulator is worth what it catches: mistakes planted in the real code, each found within a few seeds."""

import sqlite3
from collections.abc import Callable

import msgspec
import pytest
import sqlalchemy.exc
from helpers.simulation.histories import live_through
from helpers.simulation.plans import SERVICE_RESTORED, Mix, drawn
from helpers.simulation.plants import PLANTS, planted

import sync.pushing
from central.push import admission
from eset_desktop.errors import EsetError

CAUGHT = (AssertionError, EsetError, msgspec.MsgspecError, sqlite3.Error, sqlalchemy.exc.SQLAlchemyError)
"""A broken law, or one side that no longer understands the other."""
WITHIN = range(1, 61)


@pytest.mark.parametrize("name", PLANTS)
def test_a_planted_fault_is_caught(name: str, tell: Callable[[str], None]) -> None:
    with planted(name) as plant:
        for seed in WITHIN:
            try:
                live_through(drawn(seed, plant.mix))
            except CAUGHT as error:
                tell(f"seed {seed}: {type(error).__name__}: {str(error)[:90]}")
                break
        else:
            pytest.fail(f"{name}: not caught by {len(WITHIN)} histories")
    live_through(drawn(seed, plant.mix))


def test_new_work_sent_before_what_a_restored_service_lost_is_caught(
    monkeypatch: pytest.MonkeyPatch, tell: Callable[[str], None]
) -> None:
    """Neither side compares the stream's life before new work is pushed."""
    known = admission.surroundings
    monkeypatch.setattr(
        admission, "surroundings", lambda at, callers, _epoch, ids: known(at, callers, "", ids)
    )
    monkeypatch.setattr(sync.pushing, "is_held", lambda _: False)
    for seed in range(30, 120):
        try:
            live_through(drawn(seed, Mix(faults=20, deaths=3, only=(SERVICE_RESTORED,))))
        except CAUGHT as error:
            tell(f"seed {seed}: {type(error).__name__}: {str(error)[:90]}")
            return
    pytest.fail("it was not caught by 90 histories")
