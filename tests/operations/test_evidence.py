# SPDX-License-Identifier: EUPL-1.2
"""The evidence of a signature that was made into the cache."""

from collections.abc import Iterator

import pytest
from helpers.cache import NOW, SERIES, Cache
from helpers.pdfs import make_pdf
from helpers.signing_keys import LocalKey

from eset_desktop.clock import ManualClock
from eset_desktop.operations import documents, dossiers
from eset_desktop.operations.documents import NewDocument, NewVersion
from eset_desktop.operations.errors import NotFound
from eset_desktop.operations.evidence import evidence_of
from eset_desktop.operations.signing import StoreWriter, freeze
from eset_desktop.operations.signing_lists import freeze_all
from eset_desktop.signing.batch.inside import InsideDoor
from eset_desktop.signing.batch.running import Batch
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.evidence.errors import EvidenceMissing
from eset_desktop.signing.evidence.writing import read


@pytest.fixture(scope="module")
def client() -> Iterator[SigningClient]:
    with SigningClient(clock=ManualClock(NOW)) as opened:
        opened.check(make_pdf())
        yield opened


@pytest.fixture
def document(cache: Cache) -> str:
    opened = dossiers.create(cache.session, dossiers.NewDossier("Obres", SERIES))
    new = NewDocument("Decret de llicència", "informe")
    return str(documents.add(cache.session, str(opened.created), new, make_pdf(), "a.pdf").created)


def test_it_says_document_signer_and_list_and_follows_what_was_added(
    cache: Cache, client: SigningClient, key: LocalKey, document: str
) -> None:
    listed = freeze_all(cache.session, [document])
    batch = Batch(listed.frozen, InsideDoor(client), StoreWriter(cache.session, listed.documents))
    batch.check()
    (result,) = batch.run(key).results
    assert result.written
    version, confirmed = result.written.place, batch.confirmed.seal
    files = evidence_of(cache.session, client, document, version)
    record = read(files.json)
    assert record.document.title == "Decret de llicència"
    assert record.document.body == "Sant Pere de Ribalta"
    assert len(record.document.code) == 32
    assert record.evidence.confirmation == confirmed
    assert record.material.certificate.name == "Persona de Prova"
    assert record.made_at == NOW
    assert files.pdf.startswith(b"%PDF-")
    signed = documents.read(cache.session, version)
    later = NewVersion(signed + b"\n% more\n", "augmentation", "a.pdf", parent=version)
    added = str(documents.add_version(cache.session, document, later).created)
    assert read(evidence_of(cache.session, client, document, version).json).evidence == record.evidence
    broken = NewVersion(make_pdf(), "augmentation", "a.pdf", parent=added)
    documents.add_version(cache.session, document, broken)
    with pytest.raises(EvidenceMissing):
        evidence_of(cache.session, client, document, version)


def test_what_is_no_signature_of_this_program_has_none(
    cache: Cache, client: SigningClient, document: str
) -> None:
    version = freeze(cache.session, document).version_id
    for wrong in (version, "01900000-0000-7000-8000-000000000000"):
        with pytest.raises(NotFound):
            evidence_of(cache.session, client, document, wrong)
