# SPDX-License-Identifier: EUPL-1.2
"""Substitutions at one computer: under which something was signed is not made never to have held; others can be called off."""

from datetime import date, timedelta

import pytest
from helpers.cache import ANNA, BERTA, MAYOR, SERIES, Cache

from eset_desktop.domain.signature_flow import READY
from eset_desktop.operations import documents, dossiers, signature_requests, substitutions
from eset_desktop.operations.documents import NewDocument, NewVersion
from eset_desktop.operations.errors import Refused
from eset_desktop.operations.signature_requests import NewRequest
from eset_desktop.operations.still_asked import no_longer
from eset_desktop.operations.substitutions import NewSubstitution
from eset_desktop.store.queries import office
from eset_desktop.store.queries.signature_requests import done, page, to_sign
from eset_desktop.store.queries.signature_rows import RequestRow, StepRow
from ui.request_words import asked_of_me, step_line, step_state

TODAY = date(2026, 11, 21)
DAY = timedelta(days=1)


def entered(town: Cache, first: date) -> str:
    decree = NewSubstitution(
        MAYOR, ANNA, first, "Decret 2026/12", until_on=first + 7 * DAY, office="alcaldia"
    )
    return str(substitutions.create(town.session, decree).created)


def asked(town: Cache) -> str:
    """Ask for the mayor's signature."""
    dossier = str(dossiers.create(town.session, dossiers.NewDossier("Obres", SERIES)).created)
    new = NewDocument("Decret", "informe")
    document = str(documents.add(town.session, dossier, new, b"%PDF", "a.pdf").created)
    return str(signature_requests.create(town.session, NewRequest(document, READY["mayor"])).created)


def sign(town: Cache, row: RequestRow) -> None:
    new_version = NewVersion(b"%PDF signed", "signature", "a.pdf", parent=row.standing)
    documents.add_version(town.session, row.document_id, new_version)


def signed(town: Cache) -> None:
    """Let Anna sign in the mayor's place."""
    asked(town)
    (waiting,) = to_sign(town.database.reader(), ANNA, TODAY)
    sign(town, waiting)


def steps(town: Cache, request: str, on: date) -> tuple[StepRow, ...]:
    found = page(town.database.reader(), request, MAYOR, on)
    assert found is not None
    return found.steps


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


def test_while_it_lasts_it_is_told_who_may_answer_and_afterwards_who_did_by_which_decree(town: Cache) -> None:
    made = entered(town, TODAY)
    request = asked(town)
    reader = town.database.reader()
    (step,) = steps(town, request, TODAY)
    assert (step.people, step.stand_ins) == (("Carme Prova",), ("Anna Prova",))
    assert step_line(step).endswith("(Carme Prova, or, in their place, Anna Prova)")
    (step,) = steps(town, request, TODAY + 8 * DAY)
    assert step.stand_ins == ()
    (waiting,) = to_sign(reader, ANNA, TODAY)
    assert asked_of_me(waiting).endswith("Carme Prova · Decret 2026/12")
    assert done(reader, MAYOR, TODAY) == ()
    sign(town, waiting)
    (step,) = steps(town, request, TODAY)
    assert (step.by, step.as_substitute, step.decree, step.stand_ins) == (
        "Anna Prova", True, "Decret 2026/12", (),
    )  # fmt: skip
    assert step_state(step).startswith("Has signed: Anna Prova, as a substitute (Decret 2026/12)")
    assert step.people == ("Carme Prova",), "whoever holds the office by now"
    for person in (MAYOR, ANNA):
        assert [each.id for each in done(reader, person, TODAY)] == [request]
    assert done(reader, BERTA, TODAY) == ()
    assert made


def test_who_stood_in_is_told_that_it_is_over_and_whose_signature_it_waits_for(town: Cache) -> None:
    entered(town, TODAY)
    request = asked(town)
    reader = town.database.reader()
    assert no_longer(reader, request, ANNA, TODAY + 7 * DAY) is None
    over = no_longer(reader, request, ANNA, TODAY + 8 * DAY)
    assert over is not None
    assert over.details == {
        "reason": "signature_request.meanwhile_substitution_over", "person": "Carme Prova",
    }  # fmt: skip
    never = no_longer(reader, request, BERTA, TODAY + 8 * DAY)
    assert never is not None
    assert never.details == {}
