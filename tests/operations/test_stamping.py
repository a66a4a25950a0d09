# SPDX-License-Identifier: EUPL-1.2
"""A visible signature says as what this person signs today: by office, in somebody's place and by which decree."""

from datetime import date

import pytest
from helpers.cache import ANNA, BERTA, MAYOR, SERIES, Cache

import resources
from eset_desktop.domain.signature_flow import READY, Block, Signer
from eset_desktop.operations import documents, dossiers, substitutions
from eset_desktop.operations import signature_requests as folder
from eset_desktop.operations.documents import NewDocument
from eset_desktop.operations.signature_requests import NewRequest
from eset_desktop.operations.signing_lists import freeze_all
from eset_desktop.operations.stamping import acting_for, stamp_for
from eset_desktop.operations.substitutions import NewSubstitution
from eset_desktop.signing.stamp.templates import check_request, fill
from eset_desktop.store import meta

TODAY = date(2026, 11, 21)


@pytest.fixture
def document(town: Cache) -> str:
    opened = dossiers.create(town.session, dossiers.NewDossier("Obres", SERIES))
    new = NewDocument("Decret", "informe")
    return str(documents.add(town.session, str(opened.created), new, b"%PDF", "a.pdf").created)


def test_without_a_request_the_certificate_says_as_what(town: Cache, document: str) -> None:
    stamp = stamp_for(town.session, document)
    assert (stamp.name, stamp.capacity, stamp.substitution) == ("", "", "")
    assert stamp.body == "Sant Pere de Ribalta"
    assert len(stamp.code) == 32
    check_request(stamp)


def test_no_number_and_no_label_of_the_dossier_is_in_it(town: Cache, document: str) -> None:
    stamp = stamp_for(town.session, document)
    said = " ".join(text for _, text in fill(stamp, town.clock.now()).lines)
    assert "PROV-" not in said
    assert "2026/" not in said


@pytest.mark.parametrize(
    ("decree", "said"),
    [
        ("31/2026", "Decret 31/2026 (en lloc de Carme Prova)"),
        ("Resolució 7", "Resolució 7 (en lloc de Carme Prova)"),
    ],
)
def test_who_signs_in_the_mayors_place_says_so_and_by_which_decree(
    town: Cache, document: str, decree: str, said: str
) -> None:
    folder.create(town.session, NewRequest(document, READY["mayor"]))
    assert stamp_for(town.session, document).capacity == ""
    substitutions.create(town.session, NewSubstitution(MAYOR, ANNA, TODAY, decree))
    stamp = stamp_for(town.session, document)
    assert (stamp.capacity, stamp.substitution) == ("Alcaldia", said)
    lines = [text for _, text in fill(stamp, town.clock.now()).lines]
    assert f"per substitució, {said}" in lines
    assert acting_for(town.session, document) == f"Per substitució, {said}"
    (item,) = freeze_all(town.session, [document]).frozen.items
    assert (item.wanted.stamp, item.wanted.acting) == (None, f"Per substitució, {said}")
    for language in resources.LANGUAGES:
        check_request(stamp_for(town.session, document, language=language))


def test_who_is_asked_by_office_signs_as_that_office(town: Cache, document: str) -> None:
    folder.create(town.session, NewRequest(document, (Block((Signer(office="secretaria"),)),)))
    assert stamp_for(town.session, document).capacity == "Secretaria"
    assert acting_for(town.session, document) == ""
    assert stamp_for(town.session, document, language="es").capacity == "Secretaría"


@pytest.mark.parametrize(
    ("asked", "said"),
    [(Signer(office="secretaria"), "Secretaria (Anna Prova)"), (Signer(person=ANNA), "Anna Prova")],
)
def test_who_signs_by_delegation_says_whose_signature_it_is(
    town: Cache, document: str, asked: Signer, said: str
) -> None:
    """Art. 12.3 LRJSP, in force since 2 October 2016: the act says that it is signed by delegation, and of which authority."""
    made = folder.create(town.session, NewRequest(document, (Block((asked,)),)))
    folder.delegate(town.session, str(made.created), BERTA)
    with town.database.write() as connection:
        meta.put(connection, "account.person", BERTA)
    stamp = stamp_for(town.session, document)
    assert (stamp.capacity, stamp.substitution, stamp.delegation) == ("", "", said)
    assert f"per delegació de signatura: {said}" in [text for _, text in fill(stamp, town.clock.now()).lines]
    assert acting_for(town.session, document) == f"Per delegació de signatura: {said}"
    for language in resources.LANGUAGES:
        check_request(stamp_for(town.session, document, language=language))


def test_a_list_to_sign_takes_it_along_when_it_is_wanted(town: Cache, document: str) -> None:
    (seen,) = freeze_all(town.session, [document], visible=True).frozen.items
    assert seen.wanted.stamp == stamp_for(town.session, document)
    assert seen.wanted.stamp.language == "ca"
    (unseen,) = freeze_all(town.session, [document]).frozen.items
    assert unseen.wanted.stamp is None
