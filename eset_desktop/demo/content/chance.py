# SPDX-License-Identifier: EUPL-1.2
"""Draws that the seed decides: who, where, how much. The same on every machine and every supported Python."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from eset_desktop.demo.content.texts import Names

T = TypeVar("T")


class Chance:
    """A stream of draws of its own for each thing that is made, so that more of one never changes another."""

    def __init__(self, *name: object) -> None:
        self._random = random.Random("/".join(map(str, name)))  # noqa: S311 - a story, not a secret

    def below(self, n: int) -> int:
        """Return a whole number from 0 to n - 1."""
        return int(self._random.random() * n)

    def between(self, first: int, last: int) -> int:
        """Return a whole number, both ends included."""
        return first + self.below(last - first + 1)

    def one_of(self, things: Sequence[T]) -> T:
        """Return one of the things."""
        return things[self.below(len(things))]

    def happens(self, percent: int) -> bool:
        """Tell whether something that happens so many times in a hundred happens now."""
        return self.below(100) < percent

    def shuffled(self, things: Sequence[T]) -> list[T]:
        """Return the things in another order."""
        left = list(things)
        return [left.pop(self.below(len(left))) for _ in things]

    def bytes(self, n: int) -> bytes:
        """Return n bytes, for identifiers."""
        return self._random.getrandbits(8 * n).to_bytes(n, "big")


@dataclass(frozen=True, slots=True)
class Place:
    """A street and number: ``name`` alone, and ``at`` as it stands in a sentence."""

    name: str
    at: str


def place(chance: Chance, names: Names) -> Place:
    """Draw a place of the town."""
    number = chance.between(1, 60)
    if chance.happens(70):
        street = f"{chance.one_of(names.streets)}, {number}"
        return Place(street, f"al {street}")
    words, square = chance.one_of(names.squares)
    joined = words if words.endswith("'") else f"{words} "
    return Place(f"{square}, {number}", f"{joined}{square}, {number}")


def person_name(chance: Chance, names: Names) -> str:
    """Draw an invented person's first name and two surnames."""
    first, second = chance.shuffled(names.surnames)[:2]
    return f"{chance.one_of(names.first_names)} {first} {second}"


def amount(chance: Chance) -> str:
    """Draw an amount of money as people write it: ``1.234,50 euros``."""
    euros = chance.between(3, 1400) * 10 + chance.below(10)
    return f"{euros:,}".replace(",", ".") + f",{chance.below(20) * 5:02d} euros"


def long_date(day: date, names: Names) -> str:
    """Return a date as documents write it: ``3 d'abril de 2025``."""
    return f"{day.day} {names.months[day.month - 1]} de {day.year}"
