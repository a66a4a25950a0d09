# SPDX-License-Identifier: EUPL-1.2
"""What a kill loop did and what was lost."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

AT_RANDOM: Final = "(at random)"
POSTGRESQL: Final = frozenset({"backend", "postmaster"})
_WIDTH: Final = 40


@dataclass(slots=True)
class Toll:
    """What was done and what was lost.

    Attributes:
        named: Kills at named crash points, by ``process point``.
        random: Kills at a random moment, by process.
        lost: Acknowledged values that were missing after some life.
    """

    named: Counter[str] = field(default_factory=Counter)
    random: Counter[str] = field(default_factory=Counter)
    lost: list[str] = field(default_factory=list)

    @property
    def kills(self) -> int:
        """Return how many kills counted."""
        return self.named.total() + self.random.total()

    @property
    def victims(self) -> Counter[str]:
        """Return all kills by what was killed and where."""
        return self.named + Counter({f"{name} {AT_RANDOM}": count for name, count in self.random.items()})


def shares(victims: Mapping[str, int]) -> Counter[str]:
    """Return kills by what was killed, wherever: window, agent, both at once, service, PostgreSQL."""
    found: Counter[str] = Counter()
    for name, count in victims.items():
        who = name.removesuffix(f" {AT_RANDOM}") if name.endswith(AT_RANDOM) else name.partition(" ")[0]
        found["PostgreSQL" if who in POSTGRESQL else who] += count
    return found


def histogram(victims: Mapping[str, int]) -> list[str]:
    """Return kills by what was killed as bars, and below it where each died."""
    whole = sum(victims.values()) or 1
    bars = [
        f"{name:<16} {count:5} {count / whole:4.0%} {'█' * round(_WIDTH * count / whole)}"
        for name, count in shares(victims).most_common()
    ]
    return [*bars, ", ".join(f"{name} {count}" for name, count in sorted(victims.items()))]
