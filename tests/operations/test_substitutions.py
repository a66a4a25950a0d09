# SPDX-License-Identifier: EUPL-1.2
"""Substitutions at one computer: under which something was signed is not made never to have held; others can be called off."""

from datetime import date, timedelta

import pytest
from helpers.cache import ANNA, MAYOR, SERIES, Cache

from eset_desktop.domain.signature_flow import READY
from eset_desktop.operations import documents, dossiers, signature_requests, substitutions
from eset_desktop.operations.documents import NewDocument, NewVersion
from eset_desktop.operations.errors import Refused
from eset_desktop.operations.signature_requests import NewRequest
from eset_desktop.operations.substitutions import NewSubstitution
from eset_desktop.store.queries import office
from eset_desktop.store.queries.signature_requests import to_sign

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)


def entered(town: Cache, first: date) -> str:
    decree = NewSubstitution(
        MAYOR, ANNA, first, "Decret 2026/12", until_on=first + 7 * DAY, office="alcaldia"
    )
    return str(substitutions.create(town.session, decree).created)


def signed(town: Cache) -> None:
    """Let Anna sign in the mayor's place."""
    dossier = str(dossiers.create(town.session, dossiers.NewDossier("Obres", SERIES)).created)
    new = NewDocument("Decret", "informe")
    document = str(documents.add(town.session, dossier, new, b"%PDF", "a.pdf").created)
    signature_requests.create(town.session, NewRequest(document, READY["mayor"]))
    (waiting,) = to_sign(town.database.reader(), ANNA, TODAY)
    new_version = NewVersion(b"%PDF signed", "signature", "a.pdf", parent=waiting.standing)
    documents.add_version(town.session, document, new_version)


def is_ever_active(town: Cache, *days: date) -> bool:
    reader = town.database.reader()
    return any(each.active for day in days for each in office.substitutions(reader, day))


@pytest.mark.parametrize("first", [TODAY - 5 * DAY, TODAY])
def test_one_under_which_something_was_signed_holds_that_day(town: Cache, first: date) -> None:
    made = entered(town, first)
    signed(town)
    waiting = len(town.waiting())
    with pytest.raises(Refused) as refused:
        substitutions.end(town.session, made, TODAY - DAY)
    assert refused.value.details["reason"] == "substitution.acted_later"
    assert len(town.waiting()) == waiting
    substitutions.end(town.session, made, TODAY)
    assert is_ever_active(town, TODAY)
    assert not is_ever_active(town, TODAY + DAY)


@pytest.mark.parametrize("first", [TODAY - 2 * DAY, TODAY, TODAY + 3 * DAY])
def test_one_under_which_nothing_was_signed_is_called_off(town: Cache, first: date) -> None:
    made = entered(town, first)
    substitutions.end(town.session, made, first - DAY)
    assert not is_ever_active(town, *(first + day * DAY for day in range(-2, 10)))


def test_a_clock_that_was_ahead_keeps_nobody_from_ending_it(town: Cache) -> None:
    made = entered(town, TODAY)
    town.clock.current += 3 * DAY
    signed(town)
    town.clock.current -= 3 * DAY
    substitutions.end(town.session, made, TODAY)
    assert not is_ever_active(town, TODAY + DAY)
