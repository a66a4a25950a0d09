# SPDX-License-Identifier: EUPL-1.2
"""Running a history from beginning to end, twice when it matters, and making a failing one small."""

import gc
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import NamedTuple

from helpers.simulation import laws
from helpers.simulation.plans import Event, Plan
from helpers.simulation.world import World


class Lived(NamedTuple):
    """What became of a history."""

    steps: int
    trace: list[str]


def live_through(plan: Plan, look: Callable[[World], None] = lambda _: None) -> Lived:
    """Run a history and check every law; ``look`` sees it at its end. On failure say how to see it again."""
    gc.disable()  # it takes a sixth of the time, and what one history leaves is small
    world = World(plan)
    try:
        world.run()
        laws.check(world)
        look(world)
    except BaseException as error:
        error.add_note(f"again with: {plan!r}; its end:\n" + "\n".join(world.trace[-15:]))
        raise
    finally:
        world.stop()
        gc.enable()
    return Lived(world.steps, world.trace)


def live_twice(plan: Plan) -> Lived:
    """Run a history twice; a history that can't be repeated can't be examined."""
    first, second = live_through(plan), live_through(plan)
    for number, (one, other) in enumerate(zip(first.trace, second.trace, strict=False)):
        assert one == other, f"seed {plan.seed} does not repeat at {number}: {one!r}, then {other!r}"
    assert len(first.trace) == len(second.trace), f"seed {plan.seed} does not repeat"
    return first


def shrunk(plan: Plan, fails: Callable[[Plan], bool]) -> Plan:
    """Return a plan that still fails with as few events as bisection finds: halves, quarters, then one by one."""
    events: Sequence[Event] = plan.events
    size = len(events) // 2
    while size:
        start = 0
        while start < len(events):
            fewer = (*events[:start], *events[start + size :])
            if fails(replace(plan, events=fewer)):
                events = fewer
            else:
                start += size
        size //= 2
    return replace(plan, events=tuple(events))
