# SPDX-License-Identifier: EUPL-1.2
"""Signing a confirmed list into the cache: in order, each in one transaction, and after any death nothing lost or twice."""

from collections import deque
from collections.abc import Iterator

import pytest
from helpers.cache import NOW, SERIES, UNIT, Cache
from helpers.pdfs import make_pdf
from helpers.signing_keys import LocalKey

from eset_desktop.clock import ManualClock
from eset_desktop.crashpoints import armed
from eset_desktop.domain.versions import SIGNATURE
from eset_desktop.operations import documents, dossiers, signing
from eset_desktop.operations.errors import VersionMovedOn
from eset_desktop.signing.batch.inside import InsideDoor
from eset_desktop.signing.batch.running import Batch
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.batch.values import BatchItem, BatchReport, FrozenList
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.inspection import inspect_pdf
from eset_desktop.signing.sources import SealedFile
from eset_desktop.signing.values import Integrity
from eset_desktop.store.queries import dossier as query

COUNT = 3


class Killed(BaseException):
    """The process died there."""


@pytest.fixture(scope="module")
def client() -> Iterator[SigningClient]:
    with SigningClient(clock=ManualClock(NOW)) as opened:
        opened.check(make_pdf())
        yield opened


class Desk:
    """A dossier with documents, and what signing needs."""

    def __init__(self, cache: Cache, client: SigningClient, key: LocalKey) -> None:
        self.cache, self.client, self.key = cache, client, key
        created = dossiers.create(cache.session, dossiers.NewDossier("Tanca", SERIES, unit_id=UNIT)).created
        assert created
        self.dossier = created
        for number in range(COUNT):
            new = documents.NewDocument(f"Decret {number}", "informe")
            pdf = make_pdf(1, padding=b"%d" % number)
            documents.add(cache.session, self.dossier, new, pdf, f"decret-{number}.pdf")
        self.rows = sorted(self.page(), key=lambda row: row.title)
        found = [self._frozen(row.id) for row in self.rows]
        self.list = FrozenList(tuple(found))
        owners = {item.id: row.id for item, row in zip(found, self.rows, strict=True)}
        self.writer = signing.StoreWriter(cache.session, owners)

    def page(self) -> tuple[query.DocumentRow, ...]:
        found = query.page(self.cache.database.reader(), self.dossier)
        assert found
        return found.documents

    def _frozen(self, document_id: str) -> BatchItem:
        frozen = signing.freeze(self.cache.session, document_id)
        path, file_key = self.cache.blobs.sealed_file(frozen.sha256)
        source = SealedFile(str(path), file_key, frozen.sha256)
        return BatchItem(frozen.version_id, frozen.title, source, frozen.sha256, frozen.size)

    def batch(self) -> Batch:
        return Batch(self.list, InsideDoor(self.client), self.writer)

    def sign(self) -> BatchReport:
        batch = self.batch()
        batch.check()
        return batch.run(self.key)

    def write(self, item: BatchItem) -> str:
        """What a batch does for one document, in this thread, so that its death is seen here."""
        prepared = self.client.begin_prepare(item.source, self.key.identity).result()
        value = self.key.sign(prepared.attested).result()
        signed = self.client.begin_finish(
            item.source, prepared, value, self.key.identity, confirmation=self.list.seal
        ).result()
        self.writer.stage(item, signed)
        return self.writer.write(item, signed)

    def signatures(self) -> list[int]:
        """How many signatures the standing version of each document has, all of them good."""
        heads = [row.head for row in sorted(self.page(), key=lambda row: row.title)]
        facts = [inspect_pdf(self.cache.blobs.read(head.sha256)) for head in heads if head]
        assert all(each.integrity is Integrity.GOOD for found in facts for each in found)
        return [len(found) for found in facts]


@pytest.fixture
def desk(cache: Cache, client: SigningClient, key: LocalKey) -> Desk:
    return Desk(cache, client, key)


def test_each_document_gets_one_signed_version_in_the_lists_order(desk: Desk) -> None:
    before = len(desk.cache.waiting())
    report = desk.sign()
    assert report.state is BatchState.DONE
    assert [each.state for each in report.results] == [ItemState.SIGNED] * COUNT
    assert desk.signatures() == [1] * COUNT
    versions = [mutation for mutation in desk.cache.waiting()[before:] if mutation.kind == "version"]
    assert [each.fields["parent"] for each in versions] == [each.item.id for each in report.results]
    for mutation, result in zip(versions, report.results, strict=True):
        assert result.written
        evidence = mutation.fields["evidence"]
        assert isinstance(evidence, dict)
        assert (mutation.object, mutation.fields["relation"]) == (result.written.place, SIGNATURE)
        assert (evidence["confirmation"], mutation.fields["signer"]) == (report.seal, "Persona de Prova")
        assert evidence["output_sha256"] == mutation.fields["sha256"] == result.written.sha256


def test_a_version_that_came_meanwhile_is_not_signed_over(desk: Desk) -> None:
    batch = desk.batch()
    batch.check()
    moved = desk.rows[1]
    assert moved.head
    newer = documents.NewVersion(make_pdf(2), "content", parent=moved.head.id)
    documents.add_version(desk.cache.session, moved.id, newer)
    report = batch.run(desk.key)
    assert [each.state for each in report.results] == [ItemState.SIGNED, ItemState.FAILED, ItemState.SIGNED]
    assert isinstance(report.results[1].error, VersionMovedOn)
    assert desk.signatures() == [1, 0, 1]


@pytest.mark.parametrize("nth", [1, 2, 3])
@pytest.mark.parametrize(
    "point",
    [
        "blob.written",
        "blob.synced",
        "blob.renamed",
        "blob.stored",
        "signing.stored",
        "writer.begun",
        "writer.committing",
        "writer.committed",
    ],
)
def test_killed_anywhere_and_begun_again_everything_is_signed_once(desk: Desk, point: str, nth: int) -> None:
    passed = 0

    def die(name: str) -> None:
        nonlocal passed
        passed += name == point
        if name == point and passed == nth:
            raise Killed

    with armed(die), pytest.raises(Killed):
        deque(map(desk.write, desk.list.items))
    again = desk.sign()
    assert again.state is BatchState.DONE
    assert desk.signatures() == [1] * COUNT
    refused = [each.error for each in again.results if each.state is not ItemState.SIGNED]
    assert len(refused) == nth - (point != "writer.committed")
    assert all(isinstance(each, VersionMovedOn) for each in refused)


def test_a_damaged_content_is_refused_before_the_pin(desk: Desk) -> None:
    batch = desk.batch()
    first = desk.rows[0].head
    assert first
    path, _ = desk.cache.blobs.sealed_file(first.sha256)
    path.write_bytes(path.read_bytes()[:-3] + b"xyz")
    report = batch.check()
    assert [each.state for each in report.results] == [ItemState.FAILED, ItemState.READY, ItemState.READY]
    assert report.results[0].error
    assert report.results[0].error.code == "store.blob_damaged"
