# SPDX-License-Identifier: EUPL-1.2
"""What a person does without a line stays, is in sight at once and waits in order."""

import re
from collections.abc import Callable

import pytest
from helpers.cache import BODY, SERIES, UNIT, Cache, row

from eset_desktop.domain.values import Json
from eset_desktop.operations import documents, dossiers, parties
from eset_desktop.operations.errors import BytesMissing, NotAllowed, NotFound, Refused
from eset_desktop.operations.parties import NewParty
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries import dossier as page_query
from eset_desktop.store.queries import dossiers as list_query
from eset_desktop.store.queries import history, waiting

PDF = b"%PDF-1.7 not looked at here"


def opened(cache: Cache, title: str = "Tanca de la finca") -> str:
    changes = dossiers.create(
        cache.session,
        dossiers.NewDossier(title, SERIES, unit_id=UNIT, party=NewParty("Persona de Prova", "00000000-t")),
    )
    assert changes.created
    return changes.created


def page(cache: Cache, dossier_id: str) -> page_query.DossierPage:
    found = page_query.page(cache.database.reader(), dossier_id)
    assert found
    return found


def test_a_new_dossier_has_its_final_identifier_and_a_provisional_label(cache: Cache) -> None:
    found = page(cache, opened(cache))
    assert re.fullmatch("PROV-A7-0001-[0-9A-Z]{3}", found.label)
    assert found.number == ""
    assert found.eni_id.startswith("ES_L01999999_2026_EXP_")
    assert len(found.eni_id.rsplit("_", 1)[1]) == 30
    assert (found.unit_name, found.class_code, found.pending) == ("Secretaria", "T1", True)
    assert [(party.name, party.identifier) for party in found.parties] == [("Persona de Prova", "00000000T")]


def test_a_wrong_nif_is_refused_and_nothing_is_half_done(cache: Cache) -> None:
    with pytest.raises(Refused) as refused:
        dossiers.create(
            cache.session,
            dossiers.NewDossier("Amb NIF dolent", SERIES, party=NewParty("Persona", "00000000A")),
        )
    assert refused.value.details["reason"] == "party.identifier_malformed"
    assert not cache.waiting()
    assert not list_query.ids(cache.database.reader(), list_query.DossierFilter())
    assert page(cache, opened(cache)).label.startswith("PROV-A7-0001-")


def test_what_waits_goes_in_the_persons_order_and_names_what_must_come_first(cache: Cache) -> None:
    dossier_id = opened(cache)
    documents.add(cache.session, dossier_id, documents.NewDocument("Informe", "informe"), PDF, "informe.pdf")
    first, party, document, version = cache.waiting()
    assert [each.n for each in (first, party, document, version)] == [1, 2, 3, 4]
    assert (party.after, document.after, version.after) == ((first.id,), (first.id,), (document.id,))
    assert version.fields["relation"] == "content"
    rows = waiting.pending(cache.database.reader())
    assert [row.what for row in rows] == [
        "dossier.create",
        "party.create",
        "document.create",
        "version.content",
    ]
    assert waiting.counts(cache.database.reader()).uploads == 1


def test_unsent_changes_of_one_field_are_one_change(cache: Cache) -> None:
    dossier_id = opened(cache)
    dossiers.rename(cache.session, dossier_id, "Primer")
    dossiers.rename(cache.session, dossier_id, "Segon")
    assert [each.op for each in cache.waiting()] == ["create", "create"]
    assert cache.waiting()[0].fields["title"] == "Segon"


def test_a_sent_change_is_never_edited(cache: Cache) -> None:
    dossier_id = opened(cache)
    cache.replica.mark_sent(cache.waiting())
    dossiers.rename(cache.session, dossier_id, "Corregit")
    created, _, correction = cache.waiting()
    assert created.fields["title"] == "Tanca de la finca"
    assert correction.changes["title"].to == "Corregit"
    assert correction.after == (created.id,)


def test_a_change_whose_request_never_left_can_still_be_joined(cache: Cache) -> None:
    dossier_id = opened(cache)
    arrived = cache.replica.mark_sent(cache.waiting()[:1])
    tried = cache.replica.mark_sent(cache.waiting())
    assert tried.first == (cache.waiting()[1].id,)
    cache.replica.never_left(tried)
    dossiers.rename(cache.session, dossier_id, "Corregit")
    parties.edit(cache.session, page(cache, dossier_id).parties[0].id, {"name": "Persona Corregida"})
    created, party, correction = cache.waiting()
    assert created == arrived.mutations[0]
    assert party.fields["name"] == "Persona Corregida"
    assert correction.changes["title"].to == "Corregit"


def test_a_dossier_is_found_by_what_a_person_types(cache: Cache) -> None:
    dossier_id = opened(cache, "Llicència d'obres al carrer Núria")
    documents.add(
        cache.session, dossier_id, documents.NewDocument("Plànol de situació", "informe"), PDF, "p.pdf"
    )
    reader = cache.database.reader()
    for text in ("nuria", "llicencia obr", "00000000T", "prov a7 0001", "planol", "PROVA"):
        assert len(list_query.ids(reader, list_query.DossierFilter(text=text))) == 1, text
    for text in ("manlleu", '"', "nuria AND (", "-"):
        assert len(list_query.ids(reader, list_query.DossierFilter(text=text))) == 0, text


def test_the_described_document_keeps_its_metadata(cache: Cache) -> None:
    dossier_id = opened(cache)
    added = documents.add(cache.session, dossier_id, documents.NewDocument("Escrit", "altres"), PDF, "e.pdf")
    assert added.created
    documents.describe(
        cache.session, added.created, {"title": "Informe tècnic", "type": "informe", "date": "2026-11-20"}
    )
    found = page(cache, dossier_id).documents[0]
    assert (found.title, found.type_title_ca, found.date) == ("Informe tècnic", "Informe", "2026-11-20")
    assert found.eni_id.startswith("ES_L01999999_2026_")
    assert len(found.csv) == 32
    assert found.head
    assert documents.read(cache.session, found.head.id) == PDF
    assert cache.waiting()[-1].changes["nti_type"].to == "TD13"


def test_a_closed_dossier_takes_nothing_until_it_is_reopened(cache: Cache) -> None:
    dossier_id = opened(cache)
    dossiers.close(cache.session, dossier_id, "resolved")
    attempts: tuple[Callable[[], Changes], ...] = (
        lambda: dossiers.rename(cache.session, dossier_id, "No"),
        lambda: parties.add(cache.session, dossier_id, NewParty("Altra")),
        lambda: documents.add(
            cache.session, dossier_id, documents.NewDocument("No", "informe"), PDF, "n.pdf"
        ),
    )
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert refused.value.details["reason"] == "dossier.not_open"
    dossiers.reopen(cache.session, dossier_id, "Falta un informe")
    dossiers.rename(cache.session, dossier_id, "Sí")
    assert page(cache, dossier_id).title == "Sí"


def test_a_party_that_was_removed_is_gone_from_the_page(cache: Cache) -> None:
    dossier_id = opened(cache)
    parties.remove(cache.session, page(cache, dossier_id).parties[0].id)
    assert page(cache, dossier_id).parties == ()


def test_who_may_only_read_changes_nothing(cache: Cache) -> None:
    with cache.database.write() as connection:
        connection.execute(
            """UPDATE object SET fields = '{"name":"Anna","profiles":["lectura"]}' WHERE kind = 'person'"""
        )
    with pytest.raises(NotAllowed):
        opened(cache)
    assert not cache.waiting()


def test_what_is_not_here_is_said_so(cache: Cache) -> None:
    with pytest.raises(NotFound):
        dossiers.rename(cache.session, BODY, "x")
    with pytest.raises(BytesMissing):
        documents.read(cache.session, BODY)


def test_history_tells_what_waits_and_what_was_made(cache: Cache) -> None:
    dossier_id = opened(cache)
    rows = history.history(cache.database.reader(), dossier_id)
    assert [(row.what, row.pending, row.by) for row in rows] == [
        ("party.create", True, "Anna Prova"), ("dossier.create", True, "Anna Prova"),
    ]  # fmt: skip


@pytest.mark.parametrize("years", [-5, 10])
def test_a_clock_off_by_years_puts_no_wrong_year_into_identifiers(cache: Cache, years: int) -> None:
    cache.replica.note_contact(ok=True, server_time="2026-11-21T09:00:00.000Z")
    cache.clock.current = cache.clock.current.replace(year=cache.clock.current.year + years)
    found = page(cache, opened(cache))
    assert found.eni_id.startswith("ES_L01999999_2026_EXP_")
    assert found.opened_on == "2026-11-21"


def test_a_procedure_of_another_series_is_refused(cache: Cache) -> None:
    procedure = "01900000-0000-7000-8000-00000000ee01"
    fields: dict[str, Json] = {"code": "p", "class": UNIT, "title_ca": "Un altre"}
    cache.feed(6, (row(7, "procedure", procedure, fields),))
    with pytest.raises(Refused) as refused:
        dossiers.create(cache.session, dossiers.NewDossier("Obres", SERIES, procedure_id=procedure))
    assert refused.value.details["reason"] == "dossier.procedure_of_another_series"


def test_labels_of_a_restored_profile_do_not_repeat(cache: Cache) -> None:
    first = page(cache, opened(cache)).label
    with cache.database.write() as connection:
        connection.execute("UPDATE meta SET value = '1' WHERE key = 'label_n'")
    assert page(cache, opened(cache)).label != first
