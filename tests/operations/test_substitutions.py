# SPDX-License-Identifier: EUPL-1.2
"""Substitutions at one computer: what has held is not made never to have held; what is to come can be called off."""

from datetime import date, timedelta

import pytest
from helpers.cache import ANNA, MAYOR, Cache

from eset_desktop.operations import substitutions
from eset_desktop.operations.errors import Refused
from eset_desktop.operations.substitutions import NewSubstitution
from eset_desktop.store.queries import office

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)


def entered(town: Cache, first: date) -> str:
    decree = NewSubstitution(
        MAYOR, ANNA, first, "Decret 2026/12", until_on=first + 7 * DAY, office="alcaldia"
    )
    return str(substitutions.create(town.session, decree).created)


@pytest.mark.parametrize("first", [TODAY - 5 * DAY, TODAY])
def test_one_that_has_begun_ends_on_its_first_day_at_the_earliest(town: Cache, first: date) -> None:
    made, waiting = entered(town, first), len(town.waiting())
    with pytest.raises(Refused) as refused:
        substitutions.end(town.session, made, first - DAY)
    assert refused.value.details["reason"] == "substitution.days_turned"
    assert len(town.waiting()) == waiting
    substitutions.end(town.session, made, first)
    (known,) = office.substitutions(town.database.reader(), first)
    assert (known.active, known.over) == (True, False)


def test_one_that_is_to_come_is_called_off(town: Cache) -> None:
    made = entered(town, TODAY + 3 * DAY)
    substitutions.end(town.session, made, TODAY)
    for day in range(12):
        (known,) = office.substitutions(town.database.reader(), TODAY + day * DAY)
        assert not known.active
