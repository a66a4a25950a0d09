# SPDX-License-Identifier: EUPL-1.2
"""Whatever the key, the documents, the disk and the person do: order is kept and nothing is signed twice or half."""

import hashlib
from collections.abc import Callable

import pytest
from helpers.pdfs import certified, encrypted, make_pdf
from helpers.signing_batches import HerePdf, Shelf
from helpers.signing_keys import LocalKey
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from eset_desktop.demo.authority import KeyKind, Signer, Variant
from eset_desktop.errors import Cancelled, EsetError
from eset_desktop.signing import errors
from eset_desktop.signing.batch.errors import NothingChecked, OtherCertificate, OutputExists, OutputUnwritable
from eset_desktop.signing.batch.running import Batch
from eset_desktop.signing.batch.states import BATCH_STEPS, ITEM_STEPS, BatchState, ItemState
from eset_desktop.signing.batch.values import BatchItem, BatchMoved, Event, FrozenList, ItemMoved
from eset_desktop.signing.inspection import inspect_pdf
from eset_desktop.signing.keys.errors import CardLost, ModuleCrashed, PinLocked, SecretRequired
from eset_desktop.signing.keys.port import Secret
from eset_desktop.signing.messages import FinishPdf, PreparePdf, Request
from eset_desktop.signing.sources import HeldBytes
from eset_desktop.signing.values import Integrity

GOOD = [make_pdf(padding=b"%d" % number) for number in range(12)]
BAD = {"encrypted": encrypted(), "certified": certified(1), "cut": GOOD[0][:200]}
OUTCOMES: dict[str, Callable[[], EsetError | None]] = {
    "lost": CardLost, "crashed": ModuleCrashed, "locked": PinLocked, "asks": SecretRequired, "good": lambda: None,
}  # fmt: skip


def listed(documents: dict[str, bytes]) -> FrozenList:
    return FrozenList(tuple(BatchItem(name, name, HeldBytes(pdf), "", 0) for name, pdf in documents.items()))


def some(count: int) -> FrozenList:
    return listed({f"decret-{n}": GOOD[n] for n in range(count)})


def begun(here: HerePdf, frozen: FrozenList, shelf: Shelf, heard: list[Event] | None = None) -> Batch:
    batch = Batch(frozen, here, shelf, listener=heard.append if heard is not None else None)
    batch.check()
    return batch


def is_good(frozen: FrozenList, shelf: Shelf) -> bool:
    """Each that was kept is the document with one good signature."""
    originals = {item.id: item.source.data for item in frozen.items if isinstance(item.source, HeldBytes)}
    for name, signed in shelf.kept:
        whole = originals[name] + signed.tail
        (found,) = inspect_pdf(whole)
        if found.integrity is not Integrity.GOOD or not found.covers_whole_file:
            return False
        if hashlib.sha256(whole).hexdigest() != signed.evidence.output_sha256:
            return False
    return True


def test_all_are_looked_at_before_the_key_is_and_signed_in_order(here: HerePdf, key: LocalKey) -> None:
    frozen = listed({"a": GOOD[0], "b": BAD["encrypted"], "c": GOOD[1], "d": BAD["certified"], "e": GOOD[2]})
    shelf, heard = Shelf(), list[Event]()
    batch = begun(here, frozen, shelf, heard)
    assert not key.signed
    assert [item.id for item in batch.confirmed.items] == ["a", "c", "e"]
    assert all(item.sha256 for item in batch.confirmed.items)
    seal = batch.confirmed.seal
    report = batch.run(key)
    assert (report.state, report.seal) == (BatchState.DONE, seal)
    assert [name for name, _ in shelf.kept] == ["a", "c", "e"]
    assert [type(each.error) for each in report.results] == [
        type(None), errors.EncryptedPdf, type(None), errors.CertifiedPdf, type(None),
    ]  # fmt: skip
    assert {signed.evidence.confirmation for _, signed in shelf.kept} == {seal}
    assert is_good(frozen, shelf)
    assert_told_by_the_tables(heard)


@pytest.mark.parametrize("asks", [False, True])
def test_what_is_not_to_be_signed_any_more_is_refused_at_the_key_and_the_rest_goes_on(
    here: HerePdf, key: LocalKey, asks: bool
) -> None:
    """Many in a row too: the room of what is not signed is free for the next."""
    frozen, shelf, heard = some(12), Shelf(), list[Event]()
    gone, typed = set[str](), list[Secret]()

    def leave() -> None:
        gone.update(f"decret-{n}" for n in range(2, 11))

    def still(item: BatchItem) -> None:
        if item.id in gone:
            raise errors.DocumentChanged

    def secret(_: BatchItem) -> Secret:
        typed.append(Secret.from_text("123456"))
        return typed[-1]

    key.before = lambda: leave() if len(key.signed) == 1 else None
    batch = Batch(frozen, here, shelf, listener=heard.append, still=still)
    batch.check()
    report = batch.run(key, secret if asks else None)
    assert [each.state for each in report.results] == [
        *[ItemState.SIGNED] * 2, *[ItemState.REFUSED] * 9, ItemState.SIGNED,
    ]  # fmt: skip
    assert {type(each.error) for each in report.of(ItemState.REFUSED)} == {errors.DocumentChanged}
    assert (report.state, len(key.signed), len(typed)) == (BatchState.DONE, 3, 3 * asks)
    assert is_good(frozen, shelf)
    assert_told_by_the_tables(heard)


def test_a_secret_that_was_typed_too_late_for_its_document_is_tried_nowhere(
    here: HerePdf, key: LocalKey
) -> None:
    typed, gone = list[Secret](), set[str]()

    def still(item: BatchItem) -> None:
        if item.id in gone:
            raise errors.DocumentChanged

    def secret(_: BatchItem) -> Secret:
        gone.add("decret-0")  # meanwhile
        typed.append(Secret.from_text("123456"))
        return typed[-1]

    batch = Batch(some(2), here, Shelf(), still=still)
    batch.check()
    report = batch.run(key, secret)
    assert [each.state for each in report.results] == [ItemState.REFUSED, ItemState.SIGNED]
    assert len(key.signed) == 1
    with pytest.raises(SecretRequired):
        typed[0].spend()


def assert_told_by_the_tables(heard: list[Event]) -> None:
    ways, moves = set(ITEM_STEPS.items()), set(BATCH_STEPS.items())
    now: dict[str, ItemState] = {}
    batch = BatchState.OPEN
    for event in heard:
        if isinstance(event, ItemMoved):
            before = now.get(event.result.item.id, ItemState.QUEUED)
            assert any(step[0] is before and after is event.result.state for step, after in ways)
            now[event.result.item.id] = event.result.state
        else:
            assert any(step[0] is batch and after is event.state for step, after in moves)
            batch = event.state
    ends = [event.progress.ended for event in heard]
    assert ends == sorted(ends)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    kinds=st.lists(st.sampled_from(["good", "good", "encrypted", "cut"]), min_size=1, max_size=5),
    script=st.lists(st.sampled_from([*OUTCOMES, "good", "good"]), max_size=8),
)
def test_a_key_that_goes_away_at_any_signature_costs_nothing(
    here: HerePdf, key: LocalKey, kinds: list[str], script: list[str]
) -> None:
    key.script.clear()
    key.signed.clear()
    key.script.extend(OUTCOMES[outcome]() for outcome in script)
    frozen = listed({f"{n}": GOOD[n] if kind == "good" else BAD[kind] for n, kind in enumerate(kinds)})
    shelf, heard = Shelf(), list[Event]()
    batch = begun(here, frozen, shelf, heard)
    report = batch.run(key)
    runs = 1
    while report.state is BatchState.PAUSED:
        assert report.cause is not None
        assert [name for name, _ in shelf.kept] == [item.id for item in batch.confirmed.items][
            : len(shelf.kept)
        ]
        report = batch.run(key)
        runs += 1
    wanted = [str(n) for n, kind in enumerate(kinds) if kind == "good"]
    assert report.state is BatchState.DONE
    assert [name for name, _ in shelf.kept] == wanted
    assert len(key.signed) == len(wanted), "one value for each document"
    assert runs <= 1 + sum(outcome != "good" for outcome in script)
    assert is_good(frozen, shelf)
    assert_told_by_the_tables(heard)


@pytest.mark.parametrize("when", range(4))
def test_cancelling_leaves_the_rest_alone(here: HerePdf, key: LocalKey, when: int) -> None:
    shelf = Shelf()
    batch = begun(here, some(4), shelf)
    asked = 0

    def cancel() -> None:
        nonlocal asked
        if asked == when:
            batch.cancel()
        asked += 1

    key.before = cancel
    report = batch.run(key)
    assert report.state is BatchState.CANCELLED
    states = [each.state for each in report.results]
    assert states == [ItemState.SIGNED] * when + [ItemState.CANCELLED] * (4 - when)
    assert len(shelf.kept) == when
    with pytest.raises(Cancelled):
        batch.run(key)


def test_cancelling_before_and_in_a_pause(here: HerePdf, key: LocalKey) -> None:
    batch = begun(here, some(2), Shelf())
    batch.cancel()
    batch.cancel()
    assert {each.state for each in batch.report().results} == {ItemState.CANCELLED}
    key.script.append(CardLost())
    paused = begun(here, some(2), Shelf())
    assert paused.run(key).state is BatchState.PAUSED
    paused.cancel()
    assert paused.report().state is BatchState.CANCELLED


def test_what_was_not_looked_at_is_not_signed(here: HerePdf, key: LocalKey) -> None:
    with pytest.raises(NothingChecked):
        Batch(some(1), here, Shelf()).run(key)
    assert not key.signed


def test_it_goes_on_with_the_same_certificate_only(
    here: HerePdf, key: LocalKey, issue: Callable[[KeyKind, Variant], Signer]
) -> None:
    key.script.append(CardLost())
    batch = begun(here, some(2), Shelf())
    batch.run(key)
    with pytest.raises(OtherCertificate):
        batch.run(LocalKey(issue(KeyKind.RSA, Variant.GOOD)))
    assert batch.run(key).state is BatchState.DONE


def test_a_key_that_gives_wrong_values_is_not_asked_on(here: HerePdf, key: LocalKey) -> None:
    key.script.extend([None, b"\x30\x06\x02\x01\x01\x02\x01\x01"])
    shelf = Shelf()
    report = begun(here, some(12), shelf).run(key)
    assert report.state is BatchState.PAUSED
    assert isinstance(report.cause, errors.OwnCheckFailed)
    assert report.results[1].state is ItemState.FAILED
    assert "decret-1" not in [name for name, _ in shelf.kept]
    assert len(key.signed) < 12


def test_a_full_disk_pauses_after_some_documents(here: HerePdf, key: LocalKey) -> None:
    shelf = Shelf(script={f"decret-{n}": [OutputUnwritable(file="x", reason="full")] for n in range(1, 12)})
    batch = begun(here, some(12), shelf)
    report = batch.run(key)
    assert report.state is BatchState.PAUSED
    assert len(report.of(ItemState.FAILED)) >= 3
    assert [name for name, _ in shelf.kept] == ["decret-0"]


def test_places_that_were_taken_meanwhile_stop_nobody_else(here: HerePdf, key: LocalKey) -> None:
    shelf = Shelf(script={f"decret-{n}": [OutputExists(file="x")] for n in range(1, 11)})
    report = begun(here, some(12), shelf).run(key)
    assert (report.state, report.cause) == (BatchState.DONE, None)
    assert len(report.of(ItemState.FAILED)) == 10
    assert [name for name, _ in shelf.kept] == ["decret-0", "decret-11"]


def test_a_document_that_changed_since_it_was_frozen_is_refused(here: HerePdf, key: LocalKey) -> None:
    items = (
        BatchItem("a", "a", HeldBytes(GOOD[0]), "0" * 64, 1),
        BatchItem("b", "b", HeldBytes(GOOD[1]), hashlib.sha256(GOOD[1]).hexdigest(), len(GOOD[1])),
    )
    shelf = Shelf()
    report = begun(here, FrozenList(items), shelf).run(key)
    assert isinstance(report.results[0].error, errors.DocumentChanged)
    assert [name for name, _ in shelf.kept] == ["b"]


def test_a_pdf_worker_that_dies_takes_one_document_at_most(here: HerePdf, key: LocalKey) -> None:
    died: list[type[Request]] = []

    def die(request: Request) -> None:
        for kind in (PreparePdf, FinishPdf):
            if isinstance(request, kind) and kind not in died:
                died.append(kind)
                raise errors.WorkerDied

    here.before = die
    shelf = Shelf()
    report = begun(here, some(4), shelf).run(key)
    assert report.state is BatchState.DONE
    assert [each.state for each in report.results] == [ItemState.FAILED] + [ItemState.SIGNED] * 3
    assert len(key.signed) == 3, "what had its value was finished by another worker"


def test_each_signature_with_its_own_secret(here: HerePdf, key: LocalKey) -> None:
    asked: list[str] = []

    def ask(item: BatchItem) -> Secret:
        asked.append(item.id)
        return Secret.from_text("1234")

    batch = begun(here, some(3), Shelf())
    assert batch.run(key, ask).state is BatchState.DONE
    assert asked == ["decret-0", "decret-1", "decret-2"]


def test_a_listener_hears_everything_once_and_in_order(here: HerePdf, key: LocalKey) -> None:
    heard: list[Event] = []
    key.script.append(CardLost())
    batch = begun(here, some(3), Shelf(), heard)
    batch.run(key)
    batch.run(key)
    moves = [event.state for event in heard if isinstance(event, BatchMoved)]
    assert moves == [BatchState.RUNNING, BatchState.PAUSED, BatchState.RUNNING, BatchState.DONE]
    signed = [
        event for event in heard if isinstance(event, ItemMoved) and event.result.state is ItemState.SIGNED
    ]
    assert [event.result.item.id for event in signed] == ["decret-0", "decret-1", "decret-2"]
    assert_told_by_the_tables(heard)
