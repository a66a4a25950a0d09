# SPDX-License-Identifier: EUPL-1.2
"""What copies are called: a document and the signature beside it are a pair under any name, and both are found together."""

from pathlib import Path

import pytest
from helpers.cache import Cache
from helpers.signing_keys import LocalKey
from hypothesis import given
from hypothesis import strategies as st

from eset_desktop.operations import documents
from eset_desktop.operations.copies import Chosen, copies_of, file_name_of, save_together
from eset_desktop.operations.documents import NewDocument, NewVersion
from eset_desktop.operations.signing_beside import BesideStoreWriter, door
from eset_desktop.operations.signing_lists import freeze_all
from eset_desktop.signing.batch.running import Batch
from eset_desktop.signing.container.offer import Offer
from eset_desktop.signing.validation.client import ValidationClient
from eset_desktop.signing.validation.messages import Trusting
from eset_desktop.store.queries import dossier as query

LIST = b"una llista que no es cap PDF"


def added(cache: Cache, dossier: str, title: str, filename: str = "llista.ods") -> str:
    new = NewDocument(title, "informe", language="ca")
    return str(documents.add(cache.session, dossier, new, LIST + title.encode(), filename).created)


def signed(cache: Cache, key: LocalKey, *ids: str, way: Offer = Offer.BESIDE) -> list[str]:
    """Sign documents beside; return the signatures' documents."""
    listed = freeze_all(cache.session, ids)
    made = door(cache.session, listed.documents, way)
    try:
        batch = Batch(listed.frozen, made, BesideStoreWriter(cache.session, listed.documents, way))
        batch.check()
        return [each.written.place for each in batch.run(key).results if each.written is not None]
    finally:
        made.close()


def chosen(cache: Cache, *ids: str) -> Chosen:
    found = [query.document(cache.database.reader(), each) for each in ids]
    return [(row, row.head) for row in found if row is not None and row.head is not None]


def saved(cache: Cache, folder: Path, *ids: str) -> list[list[str]]:
    copies = copies_of(cache.session, chosen(cache, *ids))
    return [[each.name for each in save_together(cache.session, copy, folder)] for copy in copies]


def test_a_signature_goes_with_its_document_under_its_name_and_is_found_by_it(
    cache: Cache, key: LocalKey, dossier: str, tmp_path: Path
) -> None:
    document = added(cache, dossier, "Llista 1/2026: obres")
    (made,) = signed(cache, key, document)
    pair = ["Llista 1-2026- obres.ods", "Llista 1-2026- obres.ods.p7s"]
    assert saved(cache, tmp_path, made) == [pair]
    again = [each.replace("obres", "obres (2)") for each in pair]
    assert saved(cache, tmp_path, document, made) == [again]
    assert saved(cache, tmp_path, document) == [[pair[0].replace("obres", "obres (3)")]]
    assert (tmp_path / again[0]).read_bytes() == LIST + b"Llista 1/2026: obres"
    with ValidationClient(Trusting(), clock=cache.clock) as validation:
        report = validation.begin_file(tmp_path / again[1]).result()
    assert [each.integrity for each in report.signatures] == ["INTACT"]


def test_documents_of_one_title_have_each_its_own_signature(
    cache: Cache, key: LocalKey, dossier: str, tmp_path: Path
) -> None:
    ids = [added(cache, dossier, "Llista") for _ in range(2)]
    made = signed(cache, key, *ids)
    assert saved(cache, tmp_path, *ids, *made) == [
        ["Llista.ods", "Llista.ods.p7s"],
        ["Llista (2).ods", "Llista (2).ods.p7s"],
    ]


def test_two_signatures_of_one_document_are_two_pairs(
    cache: Cache, key: LocalKey, dossier: str, tmp_path: Path
) -> None:
    document = added(cache, dossier, "Llista")
    made = [*signed(cache, key, document), *signed(cache, key, document)]
    assert saved(cache, tmp_path, document, *made) == [
        ["Llista.ods", "Llista.ods.p7s"],
        ["Llista (2).ods", "Llista (2).ods.p7s"],
    ]


def test_a_document_is_not_put_beside_a_signature_of_something_else(
    cache: Cache, dossier: str, tmp_path: Path
) -> None:
    (tmp_path / "Llista.ods.p7s").write_bytes(b"")
    assert saved(cache, tmp_path, added(cache, dossier, "Llista")) == [["Llista (2).ods"]]


def test_a_signature_goes_with_the_version_that_it_speaks_of(
    cache: Cache, key: LocalKey, dossier: str, tmp_path: Path
) -> None:
    document = added(cache, dossier, "Llista")
    ((_, before),) = chosen(cache, document)
    (made,) = signed(cache, key, document)
    documents.add_version(cache.session, document, NewVersion(b"nova", "content", "l.ods", parent=before.id))
    assert saved(cache, tmp_path, document, made) == [
        ["Llista.ods"],
        ["Llista (2).ods", "Llista (2).ods.p7s"],
    ]
    assert (tmp_path / "Llista (2).ods").read_bytes() == LIST + b"Llista"


def test_without_the_bytes_of_its_document_a_signature_goes_alone_under_the_same_name(
    cache: Cache, key: LocalKey, dossier: str, tmp_path: Path
) -> None:
    document = added(cache, dossier, "Llista")
    (made,) = signed(cache, key, document)
    with cache.database.write() as connection:
        connection.execute(
            "UPDATE blob SET here = 0 WHERE sha256 = ?", (chosen(cache, document)[0][1].sha256,)
        )
    assert saved(cache, tmp_path, made) == [["Llista.ods.p7s"]]


def test_a_container_is_called_after_what_it_holds(
    cache: Cache, key: LocalKey, dossier: str, tmp_path: Path
) -> None:
    (made,) = signed(cache, key, added(cache, dossier, "Llista"), way=Offer.CONTAINER)
    assert saved(cache, tmp_path, made) == [["Llista.ods.asice"]]


@pytest.mark.parametrize(
    ("title", "filename", "name"),
    [
        ("Acta.ods", "acta.ods", "Acta.ods"),
        ("Acta", "acta.2026 definitiva", "Acta.pdf"),
        ("CON", "con.ods", "_CON.ods"),
        (" ..amagat.. ", "a.ods", "amagat.ods"),
        ("Acta\u202efdp", "a.ODS", "Acta-fdp.ODS"),
        ("é" * 200, "a.ods", "é" * 90 + ".ods"),
    ],
)
def test_odd_titles_become_names_that_every_system_takes(
    cache: Cache, dossier: str, tmp_path: Path, *, title: str, filename: str, name: str
) -> None:
    stored = added(cache, dossier, "Acta", filename)
    ((row, version),) = chosen(cache, stored)
    object.__setattr__(row, "title", title)
    (copy,) = copies_of(cache.session, [(row, version)])
    assert [each.name for each in save_together(cache.session, copy, tmp_path)] == [name]


@given(st.text(max_size=300))
def test_any_title_becomes_a_name(title: str) -> None:
    name = file_name_of(title)
    assert name
    assert len(name.encode()) <= 190
    assert "/" not in name
    assert name == name.strip(". ")
