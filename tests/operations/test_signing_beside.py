# SPDX-License-Identifier: EUPL-1.2
"""Signatures beside what takes none inside: documents of the same dossier, the signed one as it was."""

import io
import subprocess
import zipfile
from pathlib import Path

import msgspec
import pytest
from helpers.cache import Cache
from helpers.signing_keys import LocalKey

from eset_desktop.domain.states import FINAL
from eset_desktop.operations import documents
from eset_desktop.operations.documents import NewDocument, NewVersion
from eset_desktop.operations.evidence import evidence_of
from eset_desktop.operations.signing_beside import BesideStoreWriter, door
from eset_desktop.operations.signing_lists import ListToSign, freeze_all
from eset_desktop.signing.batch.running import Batch
from eset_desktop.signing.batch.states import ItemState
from eset_desktop.signing.batch.values import BatchReport
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.container.asice import MANIFEST, SIGNATURE
from eset_desktop.signing.container.offer import Offer
from eset_desktop.signing.evidence.writing import read
from eset_desktop.store.queries import dossier as query
from eset_desktop.store.queries.dossier import DocumentRow

CONTENT = b"una llista que no es cap PDF"


@pytest.fixture
def document(cache: Cache, dossier: str) -> str:
    new = NewDocument("Llista d'obres", "informe", language="ca")
    return str(documents.add(cache.session, dossier, new, CONTENT, "llista: 1.ods").created)


def sign(cache: Cache, key: LocalKey, listed: ListToSign, way: Offer, *, moved: bool = False) -> BatchReport:
    made = door(cache.session, listed.documents, way)
    try:
        batch = Batch(listed.frozen, made, BesideStoreWriter(cache.session, listed.documents, way))
        batch.check()
        if moved:
            (item,) = listed.frozen.items
            newer = NewVersion(b"altra cosa", "content", parent=item.id)
            documents.add_version(cache.session, listed.documents[item.id], newer)
        return batch.run(key)
    finally:
        made.close()


def beside(cache: Cache, dossier: str, document: str) -> DocumentRow:
    found = query.page(cache.database.reader(), dossier)
    assert found
    (row,) = (each for each in found.documents if each.id != document)
    return row


def test_a_detached_signature_is_a_final_document_that_outsiders_accept(
    cache: Cache, key: LocalKey, dossier: str, document: str, tmp_path: Path
) -> None:
    listed = freeze_all(cache.session, [document])
    report = sign(cache, key, listed, Offer.BESIDE)
    assert [each.state for each in report.results] == [ItemState.SIGNED]
    row = beside(cache, dossier, document)
    assert row.title == "Signatura de «Llista d'obres» (Persona de Prova)"
    assert (row.state, row.type, len(row.versions)) == (FINAL, "informe", 1)
    assert row.head
    assert (row.head.filename, row.head.signer) == ("llista- 1.ods.p7s", "Persona de Prova")
    assert row.id == (report.results[0].written and report.results[0].written.place)
    standing = query.document(cache.database.reader(), document)
    assert standing
    assert [each.id for each in standing.versions] == [listed.frozen.items[0].id]
    (tmp_path / "p7s").write_bytes(documents.read(cache.session, row.head.id))
    (tmp_path / "content").write_bytes(CONTENT)
    command = "openssl cms -verify -noverify -binary -inform DER -in p7s -content content -out out"
    judged = subprocess.run(command.split(), cwd=tmp_path, capture_output=True, text=True, check=False)
    assert judged.returncode == 0, judged.stderr


@pytest.mark.parametrize("way", list(Offer))
def test_its_evidence_can_be_told(
    cache: Cache, key: LocalKey, dossier: str, document: str, way: Offer
) -> None:
    listed = freeze_all(cache.session, [document])
    sign(cache, key, listed, way)
    row = beside(cache, dossier, document)
    assert row.head
    with SigningClient() as client:
        files = evidence_of(cache.session, client, row.id, row.head.id)
    record = read(files.json)
    assert record.evidence.confirmation == listed.frozen.seal
    assert record.material.certificate.name == "Persona de Prova"


def test_a_container_holds_the_document_and_its_signature(
    cache: Cache, key: LocalKey, dossier: str, document: str
) -> None:
    sign(cache, key, freeze_all(cache.session, [document]), Offer.CONTAINER)
    row = beside(cache, dossier, document)
    assert row.head
    assert row.title == "«Llista d'obres» amb la signatura (Persona de Prova)"
    with zipfile.ZipFile(io.BytesIO(documents.read(cache.session, row.head.id))) as container:
        assert container.namelist() == ["mimetype", "llista- 1.ods", MANIFEST, SIGNATURE]
        assert container.read("llista- 1.ods") == CONTENT


def test_documents_of_the_same_bytes_keep_their_own_names(cache: Cache, key: LocalKey, dossier: str) -> None:
    made = [
        documents.add(
            cache.session, dossier, NewDocument(name, "informe", language="ca"), CONTENT, f"{name}.ods"
        )
        for name in ("De la Maria", "Del Joan")
    ]
    report = sign(
        cache, key, freeze_all(cache.session, [str(each.created) for each in made]), Offer.CONTAINER
    )
    inside = {
        each.item.title: names_inside(cache, each.written.place) for each in report.results if each.written
    }
    assert inside == {
        name: ["mimetype", f"{name}.ods", MANIFEST, SIGNATURE] for name in ("De la Maria", "Del Joan")
    }


def names_inside(cache: Cache, document: str) -> list[str]:
    found = query.document(cache.database.reader(), document)
    assert found
    assert found.head
    with zipfile.ZipFile(io.BytesIO(documents.read(cache.session, found.head.id))) as container:
        return container.namelist()


@pytest.mark.parametrize("way", list(Offer))
def test_a_version_that_came_meanwhile_is_not_signed_over(
    cache: Cache, key: LocalKey, dossier: str, document: str, way: Offer
) -> None:
    report = sign(cache, key, freeze_all(cache.session, [document]), way, moved=True)
    (result,) = report.results
    assert (result.state, result.error and result.error.code) == (
        ItemState.FAILED,
        "operation.version_moved_on",
    )
    found = query.page(cache.database.reader(), dossier)
    assert found
    assert len(found.documents) == 1


def test_what_is_sent_of_it_goes_together_and_the_list_is_its_seal(
    cache: Cache, key: LocalKey, dossier: str, document: str
) -> None:
    before = len(cache.waiting())
    report = sign(cache, key, freeze_all(cache.session, [document]), Offer.BESIDE)
    sent = cache.waiting()[before:]
    assert [each.kind for each in sent] == ["document", "version", "document"]
    assert len({each.group for each in sent}) == 1
    evidence = sent[1].fields["evidence"]
    assert isinstance(evidence, dict)
    assert evidence["confirmation"] == report.seal
    assert msgspec.json.encode(evidence)
    assert dossier
