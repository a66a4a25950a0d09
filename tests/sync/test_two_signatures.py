# SPDX-License-Identifier: EUPL-1.2
"""Two people sign the same document without a line: one signature stands everywhere, the other's author is asked to sign again."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.office import Office, beside

from eset_desktop.domain.signature_flow import Block, Signer
from eset_desktop.operations import documents, dossiers, signature_requests, signing
from eset_desktop.operations.documents import NewVersion
from eset_desktop.store.queries import dossier as query
from eset_desktop.store.queries import signature_requests as lists
from eset_desktop.store.queries.dossier import DocumentRow
from eset_desktop.store.queries.signature_rows import RequestRow


@pytest.fixture
def other(office: Office, tmp_path: Path) -> Iterator[Office]:
    with beside(office, tmp_path) as opened:
        yield opened


@pytest.fixture
def document(office: Office, other: Office) -> str:
    opened = office.work(b"%PDF-")
    office.patiently()
    other.sync()
    page = query.page(office.computer.alive.database.reader(), opened)
    assert page
    return page.documents[0].id


def person(office: Office) -> str:
    return office.computer.alive.session.account().person


def shown(office: Office, document: str) -> DocumentRow:
    found = query.document(office.computer.alive.database.reader(), document)
    assert found
    return found


def signs(office: Office, document: str, words: bytes) -> str:
    """Sign what stands, as the signing page does: the version that it would freeze."""
    session = office.computer.alive.session
    standing = signing.freeze(session, document).version_id
    new = NewVersion(b"%PDF signed " + words, "signature", parent=standing, signer=words.decode())
    return str(documents.add_version(session, document, new).created)


def waits(office: Office) -> tuple[RequestRow, ...]:
    session = office.computer.alive.session
    return lists.to_sign(session.database.reader(), person(office), dossiers.today(session))


def all_sync(*offices: Office) -> None:
    for each in (*offices, *offices):
        each.patiently()


@pytest.mark.parametrize("first", [0, 1])
def test_the_second_is_asked_again_and_signs_over_the_first(
    office: Office, other: Office, document: str, first: int
) -> None:
    """Whoever signed earlier by their own clock: who comes to the service first stands."""
    made = {0: signs(office, document, b"one"), 1: signs(other, document, b"two")}
    pair = (office, other)
    early, late = pair[first], pair[1 - first]
    all_sync(early, late)
    for each in pair:
        row = shown(each, document)
        assert row.head
        assert (row.head.id, row.needs_choice, len(row.versions)) == (made[first], False, 3)
    assert waits(early) == ()
    (row_again,) = waits(late)
    assert (row_again.again, row_again.standing, row_again.document_id) == (True, made[first], document)
    assert row_again.again_over
    assert lists.counts(
        late.computer.alive.database.reader(), person(late), dossiers.today(late.computer.alive.session)
    ).again
    again = signs(late, document, b"again")
    assert waits(late) == ()
    all_sync(late, early)
    for each in pair:
        row = shown(each, document)
        assert row.head
        assert (row.head.id, row.head.parent, row.needs_choice) == (again, made[first], False)
        (request,) = lists.of_document(
            each.computer.alive.database.reader(),
            document,
            person(each),
            dossiers.today(each.computer.alive.session),
        )
        assert (request.state, request.late) == ("signed", 0)
    assert set(office.states() + other.states()) <= {"done"}


@pytest.mark.parametrize("asked_first", [True, False])
def test_who_was_asked_and_who_was_not_sign_at_one_moment(
    office: Office, other: Office, document: str, *, asked_first: bool
) -> None:
    """Whoever comes second signs again, whether the request that runs names them or not."""
    flow = (Block((Signer(person=person(office)),)),)
    signature_requests.create(office.computer.alive.session, signature_requests.NewRequest(document, flow))
    all_sync(office, other)
    pair = [office, other] if asked_first else [other, office]
    made = [signs(each, document, b"asked" if each is office else b"not asked") for each in pair]
    first, second = pair
    all_sync(first, second)
    assert waits(first) == ()
    (row,) = waits(second)
    assert (row.again, row.standing) == (True, made[0])
    again = signs(second, document, b"again")
    all_sync(second, first)
    assert waits(first) == waits(second) == ()
    head = shown(first, document).head
    assert head
    assert (head.id, head.parent) == (again, made[0])


def test_a_request_of_a_former_content_holds_nothing_back(
    office: Office, other: Office, document: str
) -> None:
    session, start = office.computer.alive.session, shown(office, document).head
    assert start
    flow = (Block((Signer(person=person(office)), Signer(person=person(other)))),)
    asked = signature_requests.create(session, signature_requests.NewRequest(document, flow)).created
    signature_requests.withdraw(session, str(asked))
    documents.add_version(session, document, NewVersion(b"%PDF new", "content", parent=start.id))
    all_sync(office, other)
    signs(office, document, b"one")
    signs(other, document, b"two")
    all_sync(office, other)
    assert waits(office) == ()
    (row,) = waits(other)
    assert row.again


@pytest.mark.parametrize("how", ["withdraw", "refuse"])
def test_who_does_not_want_to_sign_again_says_so(
    office: Office, other: Office, document: str, how: str
) -> None:
    documents.finish(office.computer.alive.session, document)
    signs(office, document, b"one")
    signs(other, document, b"two")
    all_sync(office, other)
    (row,) = waits(other)
    act = signature_requests.withdraw if how == "withdraw" else signature_requests.refuse
    act(other.computer.alive.session, row.id, "No cal")
    all_sync(other, office)
    assert waits(other) == ()
    assert shown(office, document).state == "final"
    assert shown(office, document).needs_choice is False
    signs(other, document, b"once more")
    all_sync(other, office)
    assert waits(other) == waits(office) == ()


def test_another_content_beside_signatures_is_a_choice(office: Office, other: Office, document: str) -> None:
    """A choice that was made before it, by the service or by a person, hides no new content."""
    start = shown(office, document).head
    assert start
    signs(office, document, b"one")
    signs(other, document, b"two")
    all_sync(office, other)
    session = other.computer.alive.session
    documents.add_version(session, document, NewVersion(b"%PDF other", "content", parent=start.id))
    all_sync(other, office)
    assert all(shown(each, document).needs_choice for each in (office, other))
    assert waits(other) == ()


def test_the_same_person_at_two_computers_is_asked_for_nothing(
    office: Office, other: Office, document: str
) -> None:
    session, start = office.computer.alive.session, shown(office, document).head
    assert start
    for words in (b"one", b"two"):
        new = NewVersion(b"%PDF signed " + words, "signature", parent=start.id)
        documents.add_version(session, document, new)
    all_sync(office, other)
    assert waits(office) == waits(other) == ()
    assert shown(other, document).needs_choice is False


def test_a_request_of_two_asks_again_over_what_stands(office: Office, other: Office, document: str) -> None:
    """The signing page freezes the version that came first, though the second has the newer id."""
    flow = (Block((Signer(person=person(office)), Signer(person=person(other))), minimum=2),)
    signature_requests.create(office.computer.alive.session, signature_requests.NewRequest(document, flow))
    all_sync(office, other)
    first = signs(office, document, b"one")
    signs(other, document, b"two")
    all_sync(office, other)
    (row,) = waits(other)
    assert (row.again, row.standing) == (True, first)
    signs(other, document, b"again")
    all_sync(other, office)
    (request,) = lists.of_document(
        office.computer.alive.database.reader(),
        document,
        person(office),
        dossiers.today(office.computer.alive.session),
    )
    assert request.state == "signed"
