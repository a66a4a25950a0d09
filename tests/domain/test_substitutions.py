# SPDX-License-Identifier: EUPL-1.2
"""Substitutions by decree (arts. 13 LRJSP and 47 ROF, both GK): who signs in whose place on which day, and when it returns."""

from datetime import UTC, date, datetime

import pytest

from eset_desktop.domain.office_day import next_office_day, office_day
from eset_desktop.domain.profiles import ALCALDIA, LECTURA, SECRETARIA
from eset_desktop.domain.signature_flow import Signer
from eset_desktop.domain.signature_marks import Mark
from eset_desktop.domain.signature_rules import DELEGATE, OFFICE, OWN, SUBSTITUTE, Standing, standings
from eset_desktop.domain.states import DELEGATED
from eset_desktop.domain.substitutions import Office, Substitution

MAYOR, DEPUTY, SECRETARY = "mayor", "deputy", "secretary"
HELD = {MAYOR: frozenset({ALCALDIA}), DEPUTY: frozenset({LECTURA}), SECRETARY: frozenset({SECRETARIA})}
AUGUST = Substitution(
    "s1", MAYOR, DEPUTY, "2026-08-01", "2026-08-15", office=ALCALDIA, decree="Decret 2026/77"
)
OPEN = Substitution("s2", MAYOR, DEPUTY, "2026-08-01", decree="Decret 2026/77")


def ways(person: str, on: str, *substitutions: Substitution, mark: Mark | None = None) -> list[Standing]:
    office = Office(HELD, substitutions)
    asked = Signer(office=ALCALDIA)
    return list(standings(asked, mark or Mark(), person, office, date.fromisoformat(on)))


@pytest.mark.parametrize(
    ("on", "may"),
    [("2026-07-31", False), ("2026-08-01", True), ("2026-08-15", True), ("2026-08-16", False)],
)
def test_the_deputy_signs_for_the_days_of_the_decree_both_counted(on: str, may: bool) -> None:
    expected = [Standing(SUBSTITUTE, MAYOR, "s1")] if may else []
    assert ways(DEPUTY, on, AUGUST) == expected
    assert ways(MAYOR, on, AUGUST) == [Standing(OFFICE)], "the competence stays where it is"


def test_it_returns_when_it_is_ended_before_its_last_day() -> None:
    ended = Substitution.of(
        "s1", {"absent": MAYOR, "substitute": DEPUTY, "from_on": "2026-08-01", "ended_on": "2026-08-03"}
    )
    assert ways(DEPUTY, "2026-08-03", ended)
    assert not ways(DEPUTY, "2026-08-04", ended)
    assert ways(DEPUTY, "2030-01-01", OPEN)


def test_it_holds_for_its_office_only() -> None:
    elsewhere = Substitution("s3", MAYOR, DEPUTY, "2026-08-01", office=SECRETARIA)
    assert not ways(DEPUTY, "2026-08-01", elsewhere)


def test_who_is_asked_by_name_is_stood_in_for_too() -> None:
    office = Office(HELD, (AUGUST,))
    asked, day = Signer(person=MAYOR), date(2026, 8, 2)
    assert standings(asked, Mark(), MAYOR, office, day) == (Standing(OWN),)
    assert standings(asked, Mark(), DEPUTY, office, day) == (Standing(SUBSTITUTE, MAYOR, "s1"),)
    assert standings(asked, Mark(), SECRETARY, office, day) == ()


def test_a_delegate_signs_and_who_delegated_may_still() -> None:
    mark = Mark(DELEGATED, by=MAYOR, to=SECRETARY)
    assert ways(SECRETARY, "2026-08-20", mark=mark) == [Standing(DELEGATE, MAYOR)]
    assert ways(MAYOR, "2026-08-20", mark=mark) == [Standing(OFFICE)]


def test_who_stands_in_has_the_profile_while_it_lasts() -> None:
    office = Office(HELD, (AUGUST,))
    assert office.profiles_on(DEPUTY, date(2026, 8, 2)) == {LECTURA, ALCALDIA}
    assert office.profiles_on(DEPUTY, date(2026, 8, 16)) == {LECTURA}
    assert office.profiles_on("nobody", date(2026, 8, 2)) == frozenset()


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 8, 15, 21, 59, tzinfo=UTC), date(2026, 8, 15)),
        (datetime(2026, 8, 15, 22, 0, tzinfo=UTC), date(2026, 8, 16)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_day_is_the_offices(moment: datetime, day: date) -> None:
    assert office_day(moment) == day


@pytest.mark.parametrize(
    ("moment", "then"),
    [
        (datetime(2026, 8, 15, 21, 59, tzinfo=UTC), datetime(2026, 8, 15, 22, 0, tzinfo=UTC)),
        (datetime(2026, 8, 15, 22, 0, tzinfo=UTC), datetime(2026, 8, 16, 22, 0, tzinfo=UTC)),
        # The day on which summer time ends has 25 hours.
        (datetime(2026, 10, 24, 23, 30, tzinfo=UTC), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
    ],
)
def test_the_next_day_begins_in_the_office(moment: datetime, then: datetime) -> None:
    assert next_office_day(moment) == then
