# SPDX-License-Identifier: EUPL-1.2
"""Seeded histories of a town hall on a bad line: whatever happens, nothing saved is lost and everybody ends with the same."""

import os
from collections import Counter

import pytest
from helpers.simulation import at_home, plans
from helpers.simulation.histories import live_through, live_twice
from helpers.simulation.plans import Mix, drawn
from helpers.simulation.signers import requests_met
from helpers.simulation.world import World

from eset_desktop.crashpoints import NAMES

AT_ONCE = 25
MANY = int(os.environ.get("ESET_HISTORIES", "200"))
OF_THE_STORE = ("writer.", "blob.", "part.", "sync.", "stick.")
NEVER_PASSED = ("blob.discarded",)
"""No history lasts the 30 days of the sweep."""
ONLY_WITH = {
    "sync.restarted": plans.SERVICE_RESTORED, "sync.snapshot_begun": plans.NEWCOMER,
    "sync.snapshot_slice": plans.NEWCOMER, "sync.mended": plans.DAMAGE, "sync.leaving": plans.RIGHTS,
    "sync.forgotten": plans.RIGHTS, "stick.package": plans.STICK, "stick.listed": plans.STICK,
    "stick.slice": plans.STICK, "stick.cursor": plans.STICK,
}  # fmt: skip
"""Trouble without which nobody comes to a crash point."""
FOLDER = Mix(deeds=50, faults=6, deaths=1, offline=8, troubles=0, signing=20)
STORM = Mix(deeds=60, faults=40, deaths=6, offline=4, troubles=4, minutes=12)


@pytest.mark.parametrize("first", range(1, 101, AT_ONCE))
def test_histories(first: int) -> None:
    """Every seed is run twice: a history that can't be repeated can't be examined."""
    for seed in range(first, first + AT_ONCE):
        live_twice(drawn(seed))


@pytest.mark.slow
@pytest.mark.parametrize("first", range(10_001, 10_001 + MANY, AT_ONCE))
def test_many_histories(first: int) -> None:
    """With those of the quick run, 300 of them; ``ESET_HISTORIES`` asks for more."""
    for seed in range(first, first + AT_ONCE):
        live_twice(drawn(seed))


@pytest.mark.parametrize(
    "point", [name for name in NAMES if name.startswith(OF_THE_STORE) and name not in NEVER_PASSED]
)
def test_death_at_every_crash_point(point: str) -> None:
    """At each named point computers die, killed or without power, and nothing is lost by it."""
    deaths: Counter[str] = Counter()
    only = (ONLY_WITH[point],) if point in ONLY_WITH else ()
    for seed in range(1000, 1040):
        plan = drawn(seed, Mix(deaths=6, dies_at=point, only=only, troubles=0))
        live_through(plan, lambda world: deaths.update(_deaths(world)))
        if deaths[point] >= 3:
            break
    assert deaths[point]


def _deaths(world: World) -> Counter[str]:
    return sum((computer.deaths for computer in world.computers), Counter())


@pytest.mark.parametrize("trouble", sorted(plans.TROUBLES))
def test_each_trouble(trouble: str) -> None:
    """Each trouble of a computer or the service is lived through by itself (design §6, laws 3, 11, 13)."""
    for seed in range(2000, 2012):
        live_through(drawn(seed, Mix(only=(trouble,))))


def test_long_histories_in_a_storm() -> None:
    for seed in range(3000, 3003):
        live_through(drawn(seed, STORM))


def test_at_the_signature_folder() -> None:
    """Asked, signed, refused, withdrawn and stood in for on a bad line: order, minimum, one end, and nothing signed is lost."""
    met: Counter[str] = Counter()
    for seed in range(5000, 5024):
        live_through(drawn(seed, FOLDER), lambda world: met.update(requests_met(world.central)))
    for what in ("signed", "cancelled", "refused", "again", "late", "dropped", "substitution"):
        assert met[what], what


def test_with_a_computer_at_home_only_for_signing() -> None:
    """It joins in the middle of it: what is signed there is never lost, and it holds what waits for its person and no more."""
    met: Counter[str] = Counter()
    for seed in range(6000, 6008):
        live_through(drawn(seed, at_home.MIX), lambda world: met.update(at_home.acts_let_go(world)))
    for what in ("version", "sign", "signature_comment"):
        assert met[what], what


def test_people_do_meet() -> None:
    """The histories are worth something: each has a crash and three faults, and among them is everything of interest."""
    seen: Counter[str] = Counter()
    worst: Counter[str] = Counter({"deaths": 9, "faults": 9})

    def look(world: World) -> None:
        nonlocal seen, worst
        found = world.statistics()
        seen += found
        worst &= found

    for seed in range(4000, 4020):
        plan = drawn(seed)
        assert len(plan.events) >= 40
        live_through(plan, look)
    assert worst["deaths"] >= 1
    assert worst["faults"] >= 3
    for what in (
        "applied",
        "merged",
        "conflict",
        "rejected",
        "deaths",
        "fetched",
        "faults",
        "service deaths",
    ):
        assert seen[what], what
