# SPDX-License-Identifier: EUPL-1.2
"""Who signs in whose place: substitutions from one day to another, by decree.

Art. 13 LRJSP (GK: its text is not in the repository): the holder of a body may be substituted in vacancy, absence, illness
or abstention; the competence stays where it is, and the act says in whose place it is made and who makes it. Art. 47 ROF (GK): the
deputies take the mayor's place in their order. So nothing is rewritten: whose turn it is is computed for the day, and it
returns by itself on the day after the last.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from eset_desktop.domain.acting import Acting, Effect, Refusal
from eset_desktop.domain.values import Fields

KIND: Final = "substitution"


@dataclass(frozen=True, slots=True)
class Substitution:
    """A substitution; days are ``YYYY-MM-DD`` and both ends count, an empty last one is open.

    Attributes:
        office: The office in which it is; empty for all that the absent person holds.
        decree: Number or reference of the decree.
    """

    id: str
    absent: str
    substitute: str
    from_on: str
    until_on: str = ""
    office: str = ""
    ended_on: str = ""
    decree: str = ""
    ground: str = ""

    @classmethod
    def of(cls, identity: str, fields: Fields) -> "Substitution":
        """Return the substitution of an object's fields."""
        names = set(cls.__slots__) - {"id"}
        return cls(identity, **{name: str(fields.get(name) or "") for name in names})

    @property
    def last_on(self) -> str:
        """Return the last day on which it holds, empty for none."""
        return min(filter(None, (self.until_on, self.ended_on)), default="")

    def is_active(self, on: date) -> bool:
        """Tell whether it holds on a day."""
        return self.from_on <= on.isoformat() and not self.is_over(on)

    def is_over(self, on: date) -> bool:
        """Tell whether its last day is over, or it was called off before its first."""
        return self.is_called_off or (bool(self.last_on) and self.last_on < on.isoformat())

    @property
    def is_called_off(self) -> bool:
        """Tell whether it was ended before its first day: it never held."""
        return bool(self.ended_on) and self.ended_on < self.from_on


@dataclass(frozen=True, slots=True)
class Office:
    """Who holds which profiles, and who stands in for whom."""

    profiles: Mapping[str, frozenset[str]] = field(default_factory=dict)
    substitutions: tuple[Substitution, ...] = ()

    def holders(self, office: str) -> frozenset[str]:
        """Return who holds an office."""
        return frozenset(person for person, held in self.profiles.items() if office in held)

    def active(self, person: str, on: date) -> tuple[Substitution, ...]:
        """Return the substitutions by which somebody stands in for others on a day."""
        return tuple(each for each in self.substitutions if each.substitute == person and each.is_active(on))

    def stood_in(self, person: str, on: date) -> bool:
        """Tell whether somebody stood in for another, and does not any more on a day."""
        own = [each for each in self.substitutions if each.substitute == person]
        return any(each.is_over(on) and not each.is_called_off for each in own)

    def profiles_on(self, person: str, on: date) -> frozenset[str]:
        """Return a person's profiles with those of the people whose place they take on a day."""
        found = self.profiles.get(person, frozenset())
        for each in self.active(person, on):
            held = self.profiles.get(each.absent, frozenset())
            found |= held & {each.office} if each.office else held
        return found


def problem_of(fields: Fields) -> str | None:
    """Return what is wrong with a new substitution, or None."""
    if fields.get("absent") == fields.get("substitute"):
        return f"{KIND}.same_person"
    first, last = str(fields.get("from_on") or ""), str(fields.get("until_on") or "")
    return f"{KIND}.days_turned" if last and last < first else None


def end(fields: Fields, args: Fields, _: Acting) -> Effect | Refusal:
    """End a substitution before its last day; ``on`` is the last day on which it holds. A second end may only be earlier."""
    on = args.get("on")
    if not isinstance(on, str) or not on:
        return Refusal(f"{KIND}.end_needs_on")
    known = min((str(each) for each in (fields.get("until_on"), fields.get("ended_on")) if each), default="")
    return Refusal(f"{KIND}.ended") if known and known <= on else Effect({"ended_on": on})
