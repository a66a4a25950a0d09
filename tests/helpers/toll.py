# SPDX-License-Identifier: EUPL-1.2
"""What a kill loop did and what was lost."""

from collections import Counter
from dataclasses import dataclass, field


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

    def lines(self) -> list[str]:
        """Return the histograms for a person."""
        named = ", ".join(f"{name} {count}" for name, count in sorted(self.named.items()))
        random = ", ".join(f"{name} {count}" for name, count in sorted(self.random.items()))
        return [f"killed at crash points: {named}", f"killed at a random moment: {random}"]
