# SPDX-License-Identifier: EUPL-1.2
"""Refused work that is sent again, corrected: checked first, and never in conflict with its own author."""

import pytest
from helpers.cache import ANNA, EPOCH, FIRST_ROWS, STREAM, Cache, row

from eset_desktop.domain.merge import APPLIED, merge
from eset_desktop.domain.mutations import Mutation, ObjectState
from eset_desktop.domain.values import Json
from eset_desktop.operations import dossiers, parties, waiting
from eset_desktop.operations.dossiers import NewDossier
from eset_desktop.operations.errors import NotAllowed, Refused
from eset_desktop.operations.parties import NewParty
from eset_desktop.store import live
from sync.protocol import Result

SERIES = FIRST_ROWS[4].id
HEAD = FIRST_ROWS[-1].seq


def opened(cache: Cache, title: str = "Tanca") -> str:
    made = dossiers.create(cache.session, NewDossier(title, SERIES)).created
    assert made
    return made


def with_party(cache: Cache) -> tuple[str, str]:
    """Return a dossier and a party of it that the service accepted."""
    dossier = opened(cache)
    party = parties.add(cache.session, dossier, NewParty("Persona de Prova")).created
    sent = cache.replica.mark_sent(cache.waiting()).mutations
    results = tuple(cache.accept(each, HEAD + 1 + place) for place, each in enumerate(sent))
    rows = tuple(
        row(HEAD + 1 + place, each.kind, each.object, dict(each.fields), by=ANNA)
        for place, each in enumerate(sent)
    )
    cache.feed(HEAD, rows, results)
    assert party
    return dossier, party


def sent(cache: Cache) -> Mutation:
    """Let the last change leave and return it; it takes in nothing more."""
    last = cache.waiting()[-1]
    cache.replica.mark_sent([last])
    return last


def refuse(cache: Cache, mutation: Mutation, problem: str = "value.malformed") -> None:
    cache.replica.take_results([Result(mutation.id, "rejected", STREAM, EPOCH, HEAD, 0, problem)])


def state_of(cache: Cache, object_id: str) -> ObjectState | None:
    stored = live.load(cache.database.reader(), object_id)
    return stored.state if stored else None


def outbox(cache: Cache) -> list[tuple[object, ...]]:
    return list(cache.database.reader().execute("SELECT * FROM outbox ORDER BY n").fetchall())


def taken_in_turn(state: ObjectState | None, mutations: list[Mutation]) -> ObjectState | None:
    """Let a service decide; every change must be taken as it is."""
    for mutation in mutations:
        outcome = merge(state, mutation)
        assert (outcome.status, outcome.conflicts) == (APPLIED, ())
        state = outcome.state
    return state


@pytest.mark.parametrize(
    ("wanted", "reason"),
    [({"title": ""}, "dossier.title_missing"), ({"title": "x" * 501}, "dossier.title_malformed")],
)
def test_a_correction_that_is_no_better_is_refused_and_changes_nothing(
    cache: Cache, wanted: dict[str, Json], reason: str
) -> None:
    opened(cache)
    creation = sent(cache)
    refuse(cache, creation)
    before = outbox(cache)
    with pytest.raises(Refused) as told:
        waiting.send_again(cache.session, creation.id, wanted)
    assert told.value.details["reason"] == reason
    assert outbox(cache) == before


def test_what_the_profile_no_longer_allows_is_not_sent_again(cache: Cache) -> None:
    opened(cache)
    creation = sent(cache)
    refuse(cache, creation, "rights.denied")
    cache.feed(HEAD, (row(HEAD + 1, "person", ANNA, {"name": "Anna", "profiles": ["lectura"]}, rev=2),))
    before = outbox(cache)
    with pytest.raises(NotAllowed):
        waiting.send_again(cache.session, creation.id)
    assert outbox(cache) == before


def test_a_command_that_no_longer_takes_is_refused_and_changes_nothing(cache: Cache) -> None:
    dossier, _ = with_party(cache)
    dossiers.close(cache.session, dossier, "resolved")
    closing = sent(cache)
    refuse(cache, closing, "dossier.documents_missing")
    state = state_of(cache, dossier)
    assert state
    closed = {**state.fields, "situation": "closed", "close_reason": "resolved"}
    cache.feed(HEAD + 2, (row(HEAD + 3, "dossier", dossier, closed, rev=2),))
    before = outbox(cache)
    with pytest.raises(Refused):
        waiting.send_again(cache.session, closing.id)
    assert outbox(cache) == before


def test_an_edit_made_on_top_of_the_refused_value_knows_the_corrected_one(cache: Cache) -> None:
    dossier = opened(cache)
    creation = sent(cache)
    dossiers.rename(cache.session, dossier, "Segon")
    sent(cache)
    dossiers.rename(cache.session, dossier, "Tercer")
    refuse(cache, creation)
    waiting.send_again(cache.session, creation.id, {"title": "Corregit"})
    again = cache.waiting()
    assert [each.changes["title"].before for each in again[1:]] == ["Corregit", "Segon"]
    state = taken_in_turn(None, again)
    assert state == state_of(cache, dossier)
    assert state
    assert state.text("title") == "Tercer"


def test_an_edit_of_an_edit_knows_the_corrected_value_and_other_fields_stay(cache: Cache) -> None:
    dossier, _ = with_party(cache)
    accepted = state_of(cache, dossier)
    dossiers.rename(cache.session, dossier, "Segon")
    first = sent(cache)
    dossiers.rename(cache.session, dossier, "Tercer")
    dossiers.edit(cache.session, dossier, {"notes": "Nota"})
    refuse(cache, first)
    waiting.send_again(cache.session, first.id, {"title": "Corregit"})
    again = cache.waiting()
    assert {name: each.before for name, each in again[0].changes.items()} == {"title": "Tanca"}
    assert {name: each.before for name, each in again[1].changes.items()} == {
        "title": "Corregit",
        "notes": None,
    }
    assert taken_in_turn(accepted, again) == state_of(cache, dossier)


def test_a_refused_removal_is_of_what_the_person_sees_now(cache: Cache) -> None:
    _, party = with_party(cache)
    parties.remove(cache.session, party)
    removal = sent(cache)
    edited = row(HEAD + 3, "party", party, {"dossier": "x", "name": "Editada", "type": "natural"}, rev=2)
    cache.feed(HEAD + 2, (edited,))
    refuse(cache, removal, "object.edited_since")
    accepted = state_of(cache, party)
    assert accepted
    assert not accepted.deleted
    waiting.send_again(cache.session, removal.id)
    state = taken_in_turn(accepted, cache.waiting())
    assert state
    assert state.deleted


def test_a_removal_that_stood_on_the_refused_value_still_removes(cache: Cache) -> None:
    _, party = with_party(cache)
    accepted = state_of(cache, party)
    parties.edit(cache.session, party, {"name": "Refusada"})
    edit = sent(cache)
    parties.remove(cache.session, party)
    refuse(cache, edit)
    waiting.send_again(cache.session, edit.id, {"name": "Corregida"})
    state = taken_in_turn(accepted, cache.waiting())
    assert state
    assert (state.deleted, state.text("name")) == (True, "Corregida")


def test_a_corrected_identifier_is_compact(cache: Cache) -> None:
    dossier, _ = with_party(cache)
    parties.add(cache.session, dossier, NewParty("Altra", identifier="Q0000000J"))
    creation = sent(cache)
    refuse(cache, creation)
    waiting.send_again(cache.session, creation.id, {"identifier": " 00.000.000-t "})
    assert cache.waiting()[0].fields["identifier"] == "00000000T"


def test_what_stands_on_the_refused_change_does_not_refuse_its_correction(cache: Cache) -> None:
    dossier = opened(cache)
    creation = sent(cache)
    dossiers.close(cache.session, dossier, "resolved")
    refuse(cache, creation)
    waiting.send_again(cache.session, creation.id, {"title": "Corregit"})
    state = taken_in_turn(None, cache.waiting())
    assert state == state_of(cache, dossier)
    assert state
    assert (state.text("title"), state.text("situation")) == ("Corregit", "closed")
