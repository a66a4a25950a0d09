# SPDX-License-Identifier: EUPL-1.2
"""Seeded histories of a town hall on a bad line: whatever happens, nothing saved is lost and everybody ends with the same."""

from collections import Counter
from dataclasses import replace

import pytest
from helpers.simulation.histories import live_through
from helpers.simulation.world import Plan, World

from eset_desktop.store.crashpoints import NAMES

SEEDS = range(1, 201)
AT_ONCE = 10
OF_THE_STORE = ("writer.", "blob.", "part.", "sync.")
NEVER_PASSED = ("blob.discarded",)
"""Only the sweep passes it, and no history lasts 30 days."""


@pytest.mark.parametrize("first", SEEDS[::AT_ONCE])
def test_histories(first: int) -> None:
    """Every second seed is run twice: a history that can't be repeated can't be examined."""
    for seed in range(first, first + AT_ONCE):
        plan = Plan(seed, computers=3 if seed % 5 == 0 else 2, faults=(0.0, 0.1, 0.3)[seed % 3])
        trace = live_through(plan).trace
        if seed % 2:
            assert live_through(plan).trace == trace, f"seed {seed} does not repeat"


@pytest.mark.parametrize(
    "point", [name for name in NAMES if name.startswith(OF_THE_STORE) and name not in NEVER_PASSED]
)
def test_death_at_every_crash_point(point: str) -> None:
    """At each named point computers die, up to three times a history, and nothing is lost by it."""
    deaths: Counter[str] = Counter()
    for seed in range(1000, 1040):
        plan = Plan(seed, dies_at=point, nth=1 + seed % 4, restored=point == "sync.restarted")
        for computer in live_through(plan).computers:
            deaths += computer.deaths
        if deaths[point] >= 3:
            break
    assert deaths[point]


@pytest.mark.parametrize("first", range(2000, 2020, AT_ONCE))
def test_a_service_set_back_to_a_backup(first: int) -> None:
    """The service forgets what it took since its backup; the computers bring it back (design §6, law 13)."""
    for seed in range(first, first + AT_ONCE):
        live_through(Plan(seed, restored=True))


def test_long_histories_with_three_computers_in_a_storm() -> None:
    for seed in range(3000, 3004):
        live_through(Plan(seed, computers=3, deeds=60, minutes=12, faults=0.3, deaths=6))


def test_people_do_meet() -> None:
    """The histories are worth something: there are conflicts, refusals, merges, documents and deaths in them."""
    seen: Counter[str] = Counter()
    for seed in range(4000, 4012):
        world = World(replace(Plan(seed), deeds=40))
        try:
            world.run()
            seen += world.statistics()
        finally:
            world.stop()
    for what in ("applied", "merged", "conflict", "rejected", "deaths", "fetched", "faults"):
        assert seen[what], what
