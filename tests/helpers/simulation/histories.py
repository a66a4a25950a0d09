# SPDX-License-Identifier: EUPL-1.2
"""Running a history from beginning to end."""

from helpers.simulation import laws
from helpers.simulation.world import Plan, World


def live_through(plan: Plan) -> World:
    """Run a history and check every law; on failure say how to see it again."""
    world = World(plan)
    try:
        world.run()
        laws.check(world)
    except BaseException as error:
        error.add_note(f"again with: {plan!r}; its end:\n" + "\n".join(world.trace[-15:]))
        raise
    finally:
        world.stop()
    return world
