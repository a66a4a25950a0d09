# SPDX-License-Identifier: EUPL-1.2
"""A list that is being signed while others withdraw, pause and change what it is about: the agent brings it in mid-batch."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.cache import NOW
from helpers.office import Office, beside
from helpers.pdfs import make_pdf
from helpers.signing_batches import HerePdf
from helpers.signing_keys import LocalKey

from eset_desktop.clock import ManualClock
from eset_desktop.demo.authority import Authority, KeyKind
from eset_desktop.domain.signature_flow import Block, Signer
from eset_desktop.operations import documents, dossiers, signature_requests
from eset_desktop.operations.documents import NewVersion
from eset_desktop.operations.signature_requests import NewRequest
from eset_desktop.operations.signing import StoreWriter
from eset_desktop.operations.signing_lists import freeze_all
from eset_desktop.operations.still_asked import StillAsked
from eset_desktop.signing.batch.running import Batch
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.batch.values import BatchReport
from eset_desktop.store.queries import dossier as query
from eset_desktop.store.queries import signature_requests as lists

COUNT = 7


@pytest.fixture(scope="module")
def key() -> LocalKey:
    return LocalKey(Authority(NOW).issue("Persona 2", "clau", kind=KeyKind.EC))


@pytest.fixture
def signer(office: Office, tmp_path: Path) -> Iterator[Office]:
    with beside(office, tmp_path) as opened:
        yield opened


@pytest.fixture
def asked(office: Office, signer: Office) -> list[str]:
    """Documents that the secretary asks the other person to sign, here with their bytes."""
    session, person = office.computer.alive.session, signer.computer.alive.replica.account().person
    opened = str(office.work(make_pdf(1, padding=b"0")))
    for number in range(1, COUNT):
        new = documents.NewDocument(f"Decret {number}", "decret")
        documents.add(session, opened, new, make_pdf(1, padding=b"%d" % number), f"{number}.pdf")
    found = query.page(session.database.reader(), opened)
    assert found
    ids = sorted(row.id for row in found.documents)
    flow = (Block((Signer(person=person),)),)
    signature_requests.create_all(session, [NewRequest(each, flow) for each in ids])
    office.patiently()
    signer.sync()
    signature_requests.want_asked(signer.computer.alive.session)
    signer.patiently()
    return ids


class Signing:
    """The other person's list, begun as the window begins it."""

    def __init__(self, office: Office, key: LocalKey, ids: list[str]) -> None:
        self.key = key
        session = office.computer.alive.session
        reader, person = session.database.reader(), session.account().person
        rows = lists.to_sign(reader, person, dossiers.today(session))
        assert sorted(row.document_id for row in rows) == ids
        assert all(row.here for row in rows)
        listed = freeze_all(session, ids)
        still = StillAsked(session, listed.documents, {row.document_id: row.id for row in rows})
        writer = StoreWriter(session, listed.documents)
        self.batch = Batch(listed.frozen, HerePdf(ManualClock(NOW)), writer, still=still)
        self.requests = {row.document_id: row.id for row in rows}

    def run(self) -> BatchReport:
        self.key.signed.clear()
        assert not [each.error for each in self.batch.check().results if each.error]
        return self.batch.run(self.key)


def test_what_arrives_in_mid_batch_is_not_signed_and_said_and_the_rest_is_signed(
    office: Office, signer: Office, asked: list[str], key: LocalKey
) -> None:
    signing, session = Signing(signer, key, asked), office.computer.alive.session
    requests = [signing.requests[each] for each in asked]

    def meanwhile() -> None:
        if len(key.signed) != 1:
            return
        signature_requests.withdraw(session, requests[2], "Era un altre")
        signature_requests.pause(session, requests[3])
        head = next(row for row in lists.of_document(session.database.reader(), asked[4], "", today))
        documents.add_version(session, asked[4], NewVersion(make_pdf(2), "content", parent=head.version_id))
        documents.discard(session, asked[5], "Repetit")
        office.sync()
        signer.sync()

    today = dossiers.today(session)
    key.before = meanwhile
    report = signing.run()
    key.before = lambda: None
    yes, no = ItemState.SIGNED, ItemState.REFUSED
    assert [each.state for each in report.results] == [yes, yes, no, no, no, no, yes]
    assert report.state is BatchState.DONE
    assert [each.error.details["reason"] for each in report.results if each.error] == [
        "signature_request.meanwhile_withdrawn", "signature_request.meanwhile_paused",
        "signature_request.meanwhile_changed", "signature_request.meanwhile_changed",
    ]  # fmt: skip
    assert len(key.signed) == 3
    signer.patiently()
    office.sync()
    reader, me = session.database.reader(), session.account().person
    rows = [lists.row(reader, each, me, today) for each in requests]
    assert [row.state for row in rows if row] == [
        "signed", "signed", "cancelled", "paused", "cancelled", "cancelled", "signed",
    ]  # fmt: skip
    assert [row.late for row in rows if row] == [0] * COUNT
    assert set(signer.states()) <= {"done"}


def test_a_closed_dossier_and_what_another_computer_signed_are_not_asked_of_the_key(
    office: Office, signer: Office, asked: list[str], key: LocalKey
) -> None:
    """What was chosen freely too: nobody asks for it, and it is looked at all the same."""
    session = signer.computer.alive.session
    mine = office.computer.alive.session
    listed = freeze_all(session, asked[:3])
    still = StillAsked(session, listed.documents)
    batch = Batch(
        listed.frozen, HerePdf(ManualClock(NOW)), StoreWriter(session, listed.documents), still=still
    )
    batch.check()
    row = lists.of_document(mine.database.reader(), asked[0], "", dossiers.today(mine))[0]
    documents.add_version(mine, asked[0], NewVersion(make_pdf(3), "signature", parent=row.version_id))
    documents.discard(mine, asked[1], "Repetit")
    office.patiently()
    signer.sync()
    key.signed.clear()
    report = batch.run(key)
    told = [
        (each.error.code, each.error.details.get("reason")) if each.error else None for each in report.results
    ]
    assert told == [("operation.version_moved_on", None), ("operation.refused", "document.discarded"), None]
    assert len(key.signed) == 1
