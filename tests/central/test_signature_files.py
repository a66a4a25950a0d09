# SPDX-License-Identifier: EUPL-1.2
"""Signature files at the service: part of what they sign, so whoever may sign makes them, and nothing else under their name."""

from typing import Any

import pytest
from helpers.town import Desk, Town

from eset_desktop.domain.mutations import Mutation
from eset_desktop.domain.signature_files import CONTAINER_MIME, DETACHED_MIME
from eset_desktop.domain.values import Json
from sync.protocol import Result


@pytest.fixture
def mayor(town: Town) -> Desk:
    return town.desk(town.body, "alcaldia")


@pytest.fixture
def signed(town: Town) -> Mutation:
    """A document of the clerk's with its file."""
    dossier = town.clerk.done(town.clerk.dossier())
    document = town.clerk.document(dossier)
    assert {each.status for each in town.clerk.push(document, town.clerk.version(document.object))} == {
        "applied"
    }
    return document


def beside(desk: Desk, signs: str, dossier: object, mime: str = DETACHED_MIME) -> list[Mutation]:
    """Return what a client sends of a signature beside a document."""
    made = desk.document(str(dossier), "Signatura")
    made.fields["signs"] = signs
    version = desk.version(made.object, fields={"mime": mime})
    return [made, version, desk.command("document", made.object, "finish")]


def problems(results: tuple[Result, ...]) -> list[str]:
    return [each.problem for each in results]


@pytest.mark.parametrize("mime", [DETACHED_MIME, CONTAINER_MIME])
def test_the_mayor_puts_a_signature_beside_a_document_and_it_is_final(
    town: Town, mayor: Desk, signed: Mutation, mime: str
) -> None:
    sent = beside(mayor, signed.object, signed.fields["dossier"], mime)
    assert problems(mayor.push(*sent)) == ["", "", ""]
    kept: dict[str, Any] = town.clerk.object(sent[0].object)
    assert (kept["signs"], kept["state"]) == (signed.object, "final")


def test_the_mayor_makes_no_other_document(mayor: Desk, signed: Mutation) -> None:
    plain = mayor.document(str(signed.fields["dossier"]))
    assert problems(mayor.push(plain)) == ["rights.denied"]
    assert problems(mayor.push(mayor.command("document", signed.object, "finish"))) == ["rights.denied"]
    forged: tuple[Json, ...] = (["x"], {"a": "b"}, "no such form", "")
    for signs in forged:
        odd = mayor.document(str(signed.fields["dossier"]))
        odd.fields["signs"] = signs
        assert mayor.push(odd)[0].status == "rejected"


def test_who_only_reads_makes_none(town: Town, signed: Mutation) -> None:
    reader = town.desk(town.body, "lectura")
    made, *_ = beside(reader, signed.object, signed.fields["dossier"])
    assert problems(reader.push(made)) == ["rights.denied"]


def test_what_is_signed_is_a_document_of_the_same_dossier_that_nobody_set_aside(
    town: Town, mayor: Desk, signed: Mutation
) -> None:
    other = town.clerk.done(town.clerk.dossier())
    dossier = signed.fields["dossier"]
    for signs, where in ((signed.object, other), (mayor.ids.uuid7(), dossier), (str(dossier), dossier)):
        made, *_ = beside(mayor, signs, where)
        assert problems(mayor.push(made)) == ["document.signs_unknown"]
    assert not problems(mayor.push(*beside(mayor, signed.object, dossier)))[0]
    of_a_signature, *_ = beside(mayor, next(iter(_files(town))), dossier)
    assert problems(mayor.push(of_a_signature)) == ["document.signs_unknown"]
    assert not problems(
        town.clerk.push(town.clerk.command("document", signed.object, "discard", reason="x"))
    )[0]
    made, *_ = beside(mayor, signed.object, dossier)
    assert problems(mayor.push(made)) == ["document.discarded"]


def test_a_signature_file_holds_nothing_but_a_signature(mayor: Desk, signed: Mutation) -> None:
    made, version, finish = beside(mayor, signed.object, signed.fields["dossier"], "application/pdf")
    assert problems(mayor.push(made, version, finish)) == ["", "document.signature_only", ""]


def test_a_signature_by_whoever_stands_in_for_the_mayor(town: Town, mayor: Desk, signed: Mutation) -> None:
    reader = town.desk(town.body, "lectura")
    stands_in = mayor.mutation(
        "create", "substitution", mayor.ids.uuid7(),
        fields={
            "absent": mayor.answer.person, "substitute": reader.answer.person, "from_on": "2026-11-01",
            "ground": "absence", "decree": "2026/1",
        },
    )  # fmt: skip
    assert problems(mayor.push(stands_in)) == [""]
    assert problems(reader.push(*beside(reader, signed.object, signed.fields["dossier"]))) == ["", "", ""]
    assert problems(reader.push(reader.document(str(signed.fields["dossier"])))) == ["rights.denied"]


def _files(town: Town) -> list[str]:
    return [row.id for row in town.clerk.all().rows if row.fields.get("signs")]
