# SPDX-License-Identifier: EUPL-1.2
"""Restricting the access: the secretary's act, as one group; who may read; what lists show."""

import pytest
from helpers.cache import ANNA, BERTA, FIRST_ROWS, SERIES, Cache, row

from eset_desktop.operations import dossiers, restrictions
from eset_desktop.operations.dossiers import NewDossier
from eset_desktop.operations.errors import NotAllowed, NotFound, Refused
from eset_desktop.store.queries import access, dossier
from eset_desktop.store.queries import dossiers as list_query
from eset_desktop.store.queries.dossiers import DossierFilter

HEAD = FIRST_ROWS[-1].seq
REASON = "Dades de salut (art. 9 RGPD)"


def opened(cache: Cache) -> str:
    made = dossiers.create(cache.session, NewDossier("Ajut social", SERIES))
    assert made.created
    return made.created


def restricted(cache: Cache, scope_kind: str, scope: str, *people: str) -> str:
    made = restrictions.restrict(cache.session, scope_kind, scope, REASON, people)
    assert made.created
    return made.created


def is_listed_as_restricted(cache: Cache) -> bool:
    reader = cache.database.reader()
    (found,) = list_query.rows(reader, list_query.ids(reader, DossierFilter())).values()
    return found.restricted


def test_a_restriction_goes_with_its_readers_as_one_group(cache: Cache) -> None:
    dossier_id = opened(cache)
    assert not is_listed_as_restricted(cache)
    made = restricted(cache, "dossier", dossier_id, BERTA)
    restriction, grant = cache.waiting()[1:]
    assert restriction.group == grant.group != ""
    assert grant.after == (restriction.id, *grant.after[1:])
    reader = cache.database.reader()
    page = dossier.page(reader, dossier_id)
    assert page
    assert page.restriction
    assert (page.restriction.id, page.restriction.reason, page.restriction.pending) == (made, REASON, True)
    assert is_listed_as_restricted(cache)
    assert [each.name for each in access.readers(reader, made)] == ["Anna Prova", "Berta Prova"]
    assert [each.name for each in access.people_to_grant(reader)] == ["Berta Prova"]


def test_a_class_restricts_what_hangs_from_it_and_lifting_it_opens_it_again(cache: Cache) -> None:
    dossier_id = opened(cache)
    made = restricted(cache, "class", SERIES)
    reader = cache.database.reader()
    found = access.restriction_of(reader, dossier_id)
    assert found
    assert (found.id, found.scope_kind) == (made, "class")
    assert is_listed_as_restricted(cache)
    restrictions.lift(cache.session, made)
    assert access.restriction_of(reader, dossier_id) is None
    assert not is_listed_as_restricted(cache)


def test_a_right_is_given_once_and_taken(cache: Cache) -> None:
    made = restricted(cache, "dossier", opened(cache))
    restrictions.set_readers(cache.session, made, [BERTA])
    given = len(cache.waiting())
    restrictions.set_readers(cache.session, made, [BERTA, BERTA])
    assert len(cache.waiting()) == given
    restrictions.set_readers(cache.session, made, [])
    assert [each.person_id for each in access.readers(cache.database.reader(), made)] == [ANNA]


def test_a_right_that_two_people_gave_without_a_line_is_taken_whole(cache: Cache) -> None:
    made = restricted(cache, "dossier", opened(cache), BERTA)
    other = row(
        HEAD + 1, "grant", "01900000-0000-7000-8000-00000000b001", {"restriction": made, "person": BERTA}
    )
    cache.feed(HEAD, (other,))
    restrictions.set_readers(cache.session, made, [])
    assert access.grants(cache.database.reader(), made) == ()


def test_readers_are_changed_together_or_not_at_all(cache: Cache) -> None:
    carla = "01900000-0000-7000-8000-00000000a003"
    cache.feed(HEAD, (row(HEAD + 1, "person", carla, {"name": "Carla Prova", "profiles": ["lectura"]}),))
    made = restricted(cache, "dossier", opened(cache), BERTA)
    before = len(cache.waiting())
    with pytest.raises(Refused):
        restrictions.set_readers(cache.session, made, [carla, "nobody"])
    assert len(cache.waiting()) == before
    restrictions.set_readers(cache.session, made, [carla])
    given, taken = cache.waiting()[before:]
    assert (given.op, taken.op, given.kind, taken.kind) == ("create", "command", "grant", "grant")
    assert given.group == taken.group != ""
    assert given.group_size == 2
    assert [each.person_id for each in access.readers(cache.database.reader(), made)] == [ANNA, carla]


def test_what_the_rules_refuse_changes_nothing(cache: Cache) -> None:
    dossier_id = opened(cache)
    with pytest.raises(Refused) as nobody:
        restrictions.restrict(cache.session, "dossier", dossier_id, REASON, ("nobody",))
    assert nobody.value.details["reason"] == "grant.person_unknown"
    with pytest.raises(Refused) as groundless:
        restrictions.restrict(cache.session, "dossier", dossier_id, "  ")
    assert groundless.value.details["reason"] == "restriction.reason_missing"
    with pytest.raises(NotFound):
        restrictions.restrict(cache.session, "dossier", "nothing", REASON)
    assert len(cache.waiting()) == 1
    restricted(cache, "dossier", dossier_id)
    with pytest.raises(Refused) as twice:
        restricted(cache, "dossier", dossier_id)
    assert twice.value.details["reason"] == "restriction.taken"


def test_only_the_secretary_restricts(cache: Cache) -> None:
    dossier_id = opened(cache)
    cache.feed(
        HEAD, (row(HEAD + 1, "person", ANNA, {"name": "Anna Prova", "profiles": ["administracio"]}, rev=2),)
    )
    with pytest.raises(NotAllowed):
        restricted(cache, "dossier", dossier_id)
