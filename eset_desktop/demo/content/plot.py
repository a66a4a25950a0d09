# SPDX-License-Identifier: EUPL-1.2
"""The course of one dossier, drawn before anything of it is written: what it is about, who asks, what comes when."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from eset_desktop.demo.content.chance import Chance, Place, person_name, place
from eset_desktop.demo.content.texts import Names, Story

DOCUMENTS_IN_EIGHT = (2, 3, 3, 4, 4, 4, 5, 5)
"""How many documents each of eight dossiers has: thirty in all, so that 400 dossiers hold 1,500."""

YEARS_BACK = timedelta(days=730)
_IDLE_AFTER_END = 20
_IDLE_IN_THE_MIDDLE = 150


@dataclass(frozen=True, slots=True)
class Applicant:
    """The interested party of a dossier: a made-up person or company with a test identity."""

    type: str
    name: str
    identifier: str


@dataclass(frozen=True, slots=True)
class Plot:
    """What will happen in a dossier.

    Attributes:
        story: The kind of dossier.
        class_code: Its class in the standard plan.
        subject: What it is about.
        place: Where.
        applicant: Who asks, None where the town hall acts for itself.
        days: The day of each document, the first one the day of opening.
        closed_on: When it was closed, None while it is open.
        closing_reason: Why.
    """

    story: Story
    class_code: str
    subject: str
    place: Place
    applicant: Applicant | None
    days: tuple[date, ...]
    closed_on: date | None
    closing_reason: str

    @property
    def title(self) -> str:
        """The dossier's title."""
        return _sentence(self.story.title.format(subject=self.subject))


def opening_days(count: int, until: date) -> Iterator[date]:
    """Yield the opening day of each dossier in order, spread over the two years before ``until``, on working days."""
    first = until - YEARS_BACK
    for index in range(count):
        yield working_day(first + YEARS_BACK * index // max(count, 1), until)


def document_counts(count: int, chance: Chance) -> Iterator[int]:
    """Yield how many documents each dossier has."""
    for index in range(count):
        if index % len(DOCUMENTS_IN_EIGHT) == 0:
            eight = chance.shuffled(DOCUMENTS_IN_EIGHT)
        yield eight[index % len(DOCUMENTS_IN_EIGHT)]


def plot(
    chance: Chance,
    names: Names,
    deck: Sequence[Story],
    classes: Mapping[str, str],
    *,
    opened: date,
    documents: int,
    until: date,
) -> Plot:
    """Draw the course of a dossier.

    Args:
        chance: Where draws come from.
        names: The invented names.
        deck: The stories, each as often as its weight.
        classes: Class code by procedure code.
        opened: The day of opening.
        documents: How many documents come.
        until: The last day on which anything may happen.
    """
    story = chance.one_of(deck)
    which = chance.below(len(story.subjects))
    where = place(chance, names)
    days = _days(chance, opened, documents, until)
    closed_on, reason = _closing(chance, story, days, until)
    return Plot(
        story=story,
        class_code=classes[story.procedure] if story.procedure else story.classes[which],
        subject=story.subjects[which].format(at=where.at, place=where.name),
        place=where,
        applicant=_applicant(chance, names, story.party),
        days=days,
        closed_on=closed_on,
        closing_reason=reason,
    )


def working_day(day: date, until: date) -> date:
    """Return the day, or the next Monday for a weekend; never after ``until``."""
    moved = day + timedelta(days=max(0, 7 - day.weekday()) if day.weekday() >= 5 else 0)
    return min(moved, until)


def _days(chance: Chance, opened: date, count: int, until: date) -> tuple[date, ...]:
    room = (until - opened).days // count
    days = [opened]
    for _ in range(count - 1):
        days.append(working_day(days[-1] + timedelta(days=min(chance.between(1, 18), room)), until))
    return tuple(days)


def _closing(chance: Chance, story: Story, days: Sequence[date], until: date) -> tuple[date | None, str]:
    idle = (until - days[-1]).days
    done = len(days) >= len(story.documents) - 1
    if done and idle > _IDLE_AFTER_END and chance.happens(90):
        return working_day(days[-1] + timedelta(days=chance.between(3, 15)), until), "resolved"
    if not done and idle > _IDLE_IN_THE_MIDDLE and chance.happens(60):
        reason = "withdrawal" if story.party != "none" else "other"
        return working_day(days[-1] + timedelta(days=chance.between(60, 120)), until), reason
    return None, ""


def _applicant(chance: Chance, names: Names, party: str) -> Applicant | None:
    if party == "none":
        return None
    if party == "legal" or (party == "any" and chance.happens(35)):
        return Applicant("legal", chance.one_of(names.companies), "Q0000000J")
    return Applicant("natural", person_name(chance, names), "00000000T")


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
