# SPDX-License-Identifier: EUPL-1.2
"""A list that is signed by a process of its own: told as if it were signed here, and nothing lost when it dies."""

import itertools
import os
import signal
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from helpers.batch_town import Town
from helpers.logs import ExpectedLogs
from helpers.pdfs import make_pdf
from helpers.signing_keys import LocalKey

from eset_desktop.batches.channel import Channel
from eset_desktop.batches.errors import SigningStopped
from eset_desktop.batches.messages import Begin, Check, Run
from eset_desktop.batches.port import Order
from eset_desktop.crashpoints import ENVIRONMENT
from eset_desktop.domain.signature_flow import Block, Signer
from eset_desktop.errors import Cancelled
from eset_desktop.operations import documents as operations
from eset_desktop.operations import signature_requests
from eset_desktop.operations.errors import NoLongerAsked, VersionMovedOn
from eset_desktop.operations.signature_requests import NewRequest
from eset_desktop.signing.batch.errors import NothingChecked
from eset_desktop.signing.batch.states import BatchState, ItemState
from eset_desktop.signing.batch.values import BatchItem, BatchMoved, BatchReport, ItemMoved, Written
from eset_desktop.signing.container.offer import Offer
from eset_desktop.signing.errors import SigningError
from eset_desktop.signing.keys.errors import CardLost
from eset_desktop.signing.keys.port import Secret
from eset_desktop.store.errors import StoreError
from eset_desktop.store.queries import dossier as query


def states(report: BatchReport) -> list[ItemState]:
    return [each.state for each in report.results]


def test_a_list_is_signed_in_its_order_and_told_as_it_moves(town: Town, key: LocalKey) -> None:
    documents = town.documents(4)
    batch = town.batch(documents)
    assert states(batch.check()) == [ItemState.READY] * 4
    confirmed = batch.confirmed
    report = batch.run(key)
    assert (report.state, states(report)) == (BatchState.DONE, [ItemState.SIGNED] * 4)
    assert report.seal == confirmed.seal
    assert report.seconds > 0
    assert town.signatures(documents) == [1] * 4
    written = [each.written for each in report.results]
    heads = town.made.heads(documents)
    assert [each.place for each in written if each] == [head.id for head in heads]
    assert [each.sha256 for each in written if each] == [head.sha256 for head in heads]
    assert all(each and each.evidence.confirmation == confirmed.seal for each in written)
    last = town.heard[-1]
    assert isinstance(last, BatchMoved)
    assert (last.state, last.progress.signed, last.progress.total) == (BatchState.DONE, 4, 4)
    signed = {
        e.result.item.id
        for e in town.heard
        if isinstance(e, ItemMoved) and e.result.state is ItemState.SIGNED
    }
    assert signed == {item.id for item in confirmed.items}


def test_what_cannot_be_signed_is_told_by_its_own_error(town: Town, key: LocalKey) -> None:
    documents = town.documents(2)
    batch = town.batch(documents)
    batch.check()
    moved, _ = town.made.heads(documents)
    newer = operations.NewVersion(make_pdf(2), "content", parent=moved.id)
    operations.add_version(town.made.place.session, documents[0], newer)
    report = batch.run(key)
    assert states(report) == [ItemState.REFUSED, ItemState.SIGNED]
    assert isinstance(report.results[0].error, VersionMovedOn)


def test_a_request_that_is_withdrawn_meanwhile_is_not_answered(town: Town, key: LocalKey) -> None:
    document, session = town.documents(1)[0], town.made.place.session
    created = signature_requests.create(
        session, NewRequest(document, (Block((Signer(person=session.account().person),)),))
    ).created
    assert created
    batch = town.batch([document], requests={document: created})
    batch.check()
    signature_requests.withdraw(session, created)
    report = batch.run(key)
    assert isinstance(report.results[0].error, NoLongerAsked)
    assert town.signatures([document]) == [0]


def test_nothing_is_signed_that_was_not_looked_at(town: Town, key: LocalKey) -> None:
    batch = town.batch(town.documents(1))
    with pytest.raises(NothingChecked):
        batch.run(key)


def test_a_lost_card_pauses_and_the_list_goes_on_at_the_first_without_value(
    town: Town, key: LocalKey
) -> None:
    documents = town.documents(3)
    batch = town.batch(documents)
    batch.check()
    key.script.extend([None, CardLost()])
    paused = batch.run(key)
    assert (paused.state, type(paused.cause)) == (BatchState.PAUSED, CardLost)
    assert states(paused) == [ItemState.SIGNED, ItemState.READY, ItemState.READY]
    done = batch.run(key)
    assert (done.state, done.seal) == (BatchState.DONE, paused.seal)
    assert town.signatures(documents) == [1] * 3


def test_it_stops_while_the_key_takes_its_time(town: Town, key: LocalKey) -> None:
    documents = town.documents(3)
    batch = town.batch(documents)
    batch.check()
    slow = _Slow(key, batch.cancel)
    report = batch.run(slow)
    assert (report.state, states(report)) == (BatchState.CANCELLED, [ItemState.CANCELLED] * 3)
    assert town.signatures(documents) == [0] * 3
    with pytest.raises(Cancelled):
        batch.run(key)


def test_a_list_that_waits_may_be_left(town: Town, key: LocalKey) -> None:
    documents = town.documents(2)
    batch = town.batch(documents)
    batch.check()
    key.script.append(CardLost())
    batch.run(key)
    batch.cancel()
    assert (batch.report().state, states(batch.report())) == (BatchState.CANCELLED, [ItemState.CANCELLED] * 2)
    another = town.batch(documents)  # the process is there for the next list
    another.check()
    assert another.run(key).state is BatchState.DONE


def test_a_person_is_asked_for_each_signature_and_what_they_type_stays_here(
    town: Town, key: LocalKey
) -> None:
    documents = town.documents(2)
    batch = town.batch(documents)
    batch.check()
    asked: list[str] = []
    used = _Noting(key)

    def type_for(item: BatchItem) -> Secret:
        asked.append(item.id)
        return Secret.from_text("1234")

    report = batch.run(used, type_for)
    assert report.state is BatchState.DONE
    assert asked == [item.id for item in batch.confirmed.items]
    assert used.typed == [b"1234", b"1234"]


def test_leaving_the_box_pauses_the_list(town: Town, key: LocalKey) -> None:
    batch = town.batch(town.documents(2))
    batch.check()

    def leave(_: BatchItem) -> Secret:
        raise Cancelled

    report = batch.run(key, leave)
    assert (report.state, type(report.cause)) == (BatchState.PAUSED, Cancelled)


def test_signatures_beside_become_documents(town: Town, key: LocalKey) -> None:
    documents = town.documents(2)
    batch = town.batch(documents, way=Offer.BESIDE)
    batch.check()
    report = batch.run(key)
    assert report.state is BatchState.DONE
    places = [each.written.place for each in report.results if each.written]
    page = query.page(town.made.place.database.reader(), town.made.dossier)
    assert page
    assert set(places) <= {row.id for row in page.documents}
    assert town.signatures(documents) == [0, 0]


@pytest.mark.parametrize("way", [None, Offer.BESIDE])
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_process_that_dies_loses_nothing_and_signs_nothing_twice(
    town: Town, key: LocalKey, expected_logs: ExpectedLogs, nth: int, way: Offer | None
) -> None:
    expected_logs.allow("the process that signs ended")
    documents = town.documents(3)
    batch = town.batch(documents, way=way)
    batch.check()
    key.before = _dying_at(town, nth)
    paused = batch.run(key)
    assert (paused.state, type(paused.cause)) == (BatchState.PAUSED, SigningStopped)
    assert paused.of(ItemState.SIGNED) == paused.results[: len(paused.of(ItemState.SIGNED))]
    done = batch.run(key)
    assert (done.state, states(done), done.seal) == (BatchState.DONE, [ItemState.SIGNED] * 3, paused.seal)
    confirmations = {each.written.evidence.confirmation for each in done.results if each.written}
    assert confirmations == {paused.seal}
    page = query.page(town.made.place.database.reader(), town.made.dossier)
    assert page
    places = [each.written.place for each in done.results if each.written]
    if way is None:
        assert town.signatures(documents) == [1] * 3
        assert places == [head.id for head in town.made.heads(documents)]
    else:
        titles = [row.title for row in page.documents if "Signatura de" in row.title and row.id in places]
        assert len(titles) == len(set(titles)) == 3


@pytest.mark.parametrize("point", ["signing.stored", "writer.committed"])
def test_what_was_written_when_it_died_counts_as_signed(
    town: Town, key: LocalKey, expected_logs: ExpectedLogs, monkeypatch: pytest.MonkeyPatch, point: str
) -> None:
    expected_logs.allow("the process that signs ended")
    town.let_process_end()
    monkeypatch.setenv(ENVIRONMENT, f"{point}:2")
    documents = town.documents(3)
    batch = town.batch(documents)
    batch.check()
    paused = batch.run(key)
    monkeypatch.delenv(ENVIRONMENT)
    assert paused.state is BatchState.PAUSED
    counts = town.signatures(documents)
    assert [state is ItemState.SIGNED for state in states(paused)] == [count == 1 for count in counts]
    assert sum(counts) < 2 if point == "signing.stored" else sum(counts) == 2
    assert batch.run(key).state is BatchState.DONE
    assert town.signatures(documents) == [1] * 3


def test_a_process_that_dies_before_it_looked_is_started_anew(
    town: Town, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("the process that signs ended")
    documents = town.documents(2)
    town.batch(documents).check()
    os.kill(town.channels[-1].pid, signal.SIGSTOP)
    batch = town.batch(documents)
    os.kill(town.channels[-1].pid, signal.SIGKILL)
    assert states(batch.check()) == [ItemState.READY] * 2


def test_of_two_alike_documents_only_the_signed_one_counts(
    town: Town, key: LocalKey, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("the process that signs ended")
    pdf = make_pdf(1, padding=b"the same bytes")
    documents = [town.made.add(f"Igual {number}", pdf) for number in range(3)]
    batch = town.batch(documents)
    batch.check()
    key.before = _dying_at(town, 2)
    paused = batch.run(key)
    assert [state is ItemState.SIGNED for state in states(paused)] == [
        count == 1 for count in town.signatures(documents)
    ]
    assert states(batch.run(key)) == [ItemState.SIGNED] * 3
    assert town.signatures(documents) == [1] * 3


def test_signatures_of_an_earlier_list_do_not_count(
    town: Town, key: LocalKey, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("the process that signs ended")
    documents = town.documents(2)
    first = town.batch(documents, way=Offer.BESIDE)
    first.check()
    before = first.run(key)
    again = town.batch(documents, way=Offer.BESIDE)
    again.check()
    key.before = _dying_at(town, 1)
    paused = again.run(key)
    assert (paused.seal, states(paused)) == (before.seal, [ItemState.READY] * 2)
    done = again.run(key)
    places = {each.written.place for report in (before, done) for each in report.results if each.written}
    assert len(places) == 4


@pytest.mark.parametrize("error", [CardLost(), ValueError("no answer")])
def test_a_key_that_fails_at_once_pauses_the_list(
    town: Town, key: LocalKey, expected_logs: ExpectedLogs, error: Exception
) -> None:
    expected_logs.allow("failed unexpectedly")
    documents = town.documents(2)
    batch = town.batch(documents)
    batch.check()

    def fail() -> None:
        key.before = lambda: None
        raise error

    key.before = fail
    paused = batch.run(key)
    assert (paused.state, states(paused)) == (BatchState.PAUSED, [ItemState.READY] * 2)
    assert batch.run(key).state is BatchState.DONE


def test_a_fault_of_the_program_is_told_and_logged_where_it_is(
    town: Town, key: LocalKey, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("the process that signs failed unexpectedly: KeyError")
    documents = town.documents(2)
    listed = town.listed(documents)
    batch = town.batches.batch(Order(listed.frozen, {}), town.heard.append)
    with pytest.raises(SigningError):
        batch.check()
    assert any("served.py" in text for text in expected_logs.texts())
    another = town.batch(documents)
    another.check()
    assert another.run(key).state is BatchState.DONE


def test_a_cache_that_cannot_be_read_pauses_the_list(
    town: Town, key: LocalKey, expected_logs: ExpectedLogs, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected_logs.allow("the process that signs ended")
    documents = town.documents(2)
    batch = town.batch(documents)
    batch.check()

    def unreadable(*_: object) -> dict[str, tuple[Written, ...]]:
        raise StoreError

    def die() -> None:
        monkeypatch.setattr(batch, "_found", unreadable)
        os.kill(town.channels[-1].pid, signal.SIGKILL)

    key.before = die
    paused = batch.run(key)
    assert (paused.state, type(paused.cause)) == (BatchState.PAUSED, StoreError)
    key.before = lambda: None
    assert batch.run(key).state is BatchState.DONE
    assert town.signatures(documents) == [1] * 2


def test_stopping_while_it_looks_again_cancels(
    town: Town, key: LocalKey, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("the process that signs ended")
    batch = town.batch(town.documents(2))
    batch.check()
    key.before = _dying_at(town, 1)
    assert batch.run(key).state is BatchState.PAUSED
    town.started = batch.cancel
    report = batch.run(key)
    town.started = lambda: None
    assert (report.state, states(report)) == (BatchState.CANCELLED, [ItemState.CANCELLED] * 2)


def test_a_process_that_hangs_is_ended_after_a_stop(
    town: Town, key: LocalKey, expected_logs: ExpectedLogs
) -> None:
    expected_logs.allow("the process that signs ended")
    batch = town.batch(town.documents(2))
    batch.check()

    def hang() -> None:
        os.kill(town.channels[-1].pid, signal.SIGSTOP)
        batch.cancel()

    key.before = hang
    assert batch.run(key).state is BatchState.CANCELLED


def test_a_process_that_hangs_is_ended_with_the_window(town: Town, expected_logs: ExpectedLogs) -> None:
    expected_logs.allow("the process that signs ended")
    channel = Channel(town.made.place.profile.folder, town.made.place.key, patience=0.5)
    os.kill(channel.pid, signal.SIGSTOP)
    with ThreadPoolExecutor(1) as other:
        heard = other.submit(channel.hear)
        channel.close()
        assert isinstance(heard.exception(), SigningStopped)
    assert not channel.is_alive


def _dying_at(town: Town, nth: int) -> Callable[[], None]:
    """Return what kills the process when the key is asked for the nth time."""
    asked = itertools.count(1)

    def die() -> None:
        if next(asked) == nth:
            os.kill(town.channels[-1].pid, signal.SIGKILL)

    return die


def test_it_ends_when_the_window_is_gone(town: Town, key: LocalKey) -> None:
    documents = town.documents(2)
    listed = town.listed(documents)
    channel = Channel(town.made.place.profile.folder, town.made.place.key)
    channel.say(Begin(1, Order(listed.frozen, dict(listed.documents))))
    channel.say(Check(1))
    channel.say(Run(1, key.identity, each=False))
    channel.hear()
    channel.close()
    assert not channel.is_alive
    assert town.signatures(documents) == [0, 0]


class _Slow:
    """A key whose card never answers; what is done while it is asked."""

    def __init__(self, key: LocalKey, meanwhile: Callable[[], None]) -> None:
        self.identity = key.identity
        self._meanwhile = meanwhile

    def sign(self, attested: bytes, secret: Secret | None = None) -> "Future[bytes]":
        assert attested
        assert secret is None
        self._meanwhile()
        return Future()

    def close(self) -> "Future[None]":
        return Future()


class _Noting:
    """A key that notes what was typed for each signature."""

    def __init__(self, key: LocalKey) -> None:
        self.identity = key.identity
        self._key = key
        self.typed: list[bytes] = []

    def sign(self, attested: bytes, secret: Secret | None = None) -> "Future[bytes]":
        assert secret
        self.typed.append(bytes(secret.spend()))
        return self._key.sign(attested)

    def close(self) -> "Future[None]":
        return self._key.close()
