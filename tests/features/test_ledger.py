# SPDX-License-Identifier: EUPL-1.2
"""What the kill loop calls lost: its judge is judged here."""

import pytest
from helpers.ledger import Ledger, Place, View, together, view_of

TITLE: Place = ("dossier-1", "title")
NOTES: Place = ("dossier-1", "notes")


@pytest.fixture
def ledger() -> Ledger:
    """A clerk who saved a title and, where somebody else writes too, notes."""
    made = Ledger("clerk", contested={NOTES})
    made.save({TITLE: "Gual"})
    made.save({NOTES: "Falta el plànol"})
    return made


def dossier(**fields: str) -> View:
    return view_of([("dossier-1", "dossier", fields)])


def test_what_stands_is_not_lost(ledger: Ledger) -> None:
    assert ledger.missing(dossier(title="Gual", notes="Falta el plànol"), contested=True) == []
    assert ledger.acknowledged == 2


@pytest.mark.parametrize(
    "view", [view_of([]), dossier(), dossier(title="Abans")], ids=["gone", "empty", "older"]
)
def test_what_is_gone_or_older_is_lost(ledger: Ledger, view: View) -> None:
    (lost,) = ledger.missing(view, contested=False)
    assert "title" in lost
    assert len(ledger.missing(view, contested=True)) == 2


def test_an_answer_that_never_came_may_stand_or_not(ledger: Ledger) -> None:
    ledger.doubt({TITLE: "Gual permanent"})
    assert ledger.missing(dossier(title="Gual"), contested=False) == []
    assert ledger.missing(dossier(title="Gual permanent"), contested=False) == []
    assert ledger.missing(dossier(title="Abans"), contested=False) != []


def test_what_was_in_doubt_and_was_seen_must_stay(ledger: Ledger) -> None:
    ledger.doubt({TITLE: "Gual permanent"})
    ledger.settle(dossier(title="Gual permanent"))
    assert ledger.missing(dossier(title="Gual"), contested=False) != []


def test_another_persons_value_may_stand_where_mine_is_in_a_conflict(ledger: Ledger) -> None:
    theirs = dossier(title="Gual", notes="Complet")
    fields = {
        "object": "dossier-1",
        "field": "notes",
        "before": "",
        "kept": "Complet",
        "other": "Falta el plànol",
    }
    conflict = view_of([("conflict-1", "conflict", fields)])
    assert ledger.missing(theirs, contested=True) != []
    assert ledger.missing(together(theirs, conflict), contested=True) == []
