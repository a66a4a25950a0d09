# SPDX-License-Identifier: EUPL-1.2
"""Readers and cards that come and go: what is told, by a real card service and by made states."""

import queue

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rigs.cards.fixtures import MakeCard
from rigs.cards.reader import READER, VirtualReader

from eset_desktop.demo.authority import Signer
from eset_desktop.signing.keys.readers.events import PRESENT, Happened, ReaderEvent, changes
from eset_desktop.signing.keys.readers.pcsc import CardService, CardServiceDown
from eset_desktop.signing.keys.readers.watcher import CardWatcher


def next_at(told: "queue.Queue[ReaderEvent]", reader: str) -> Happened:
    while True:
        event = told.get(timeout=10)
        if event.reader == reader:
            return event.what


def test_a_card_is_told_when_it_comes_and_when_it_goes(
    virtual_reader: VirtualReader, make_card: MakeCard, rsa_signer: Signer, other_rsa_signer: Signer
) -> None:
    told: queue.Queue[ReaderEvent] = queue.Queue()
    card = make_card(rsa_signer, other_rsa_signer)
    with CardWatcher(told.put):
        assert next_at(told, READER) is Happened.READER_ADDED
        virtual_reader.insert(card)
        assert next_at(told, READER) is Happened.CARD_INSERTED
        virtual_reader.eject()
        assert next_at(told, READER) is Happened.CARD_REMOVED


def test_a_service_that_goes_away_takes_its_readers_along(virtual_reader: VirtualReader) -> None:
    if not virtual_reader.is_ours:
        pytest.skip("the card service is the machine's own")
    told: queue.Queue[ReaderEvent] = queue.Queue()
    with CardWatcher(told.put):
        assert next_at(told, READER) is Happened.READER_ADDED
        virtual_reader.stop_service()
        assert next_at(told, READER) is Happened.READER_REMOVED


def test_without_a_card_service_nothing_is_told_and_nothing_hangs() -> None:
    def nobody() -> CardService:
        raise CardServiceDown

    told: queue.Queue[ReaderEvent] = queue.Queue()
    CardWatcher(told.put, connect=nobody).close()
    assert told.empty()


def test_a_card_that_was_changed_unseen_is_told() -> None:
    before, now = {"a": PRESENT | 1 << 16}, {"a": PRESENT | 3 << 16}
    assert [each.what for each in changes(before, now)] == [Happened.CARD_REMOVED, Happened.CARD_INSERTED]


@given(*[st.dictionaries(st.sampled_from("abc"), st.integers(0, 1 << 18))] * 2)
def test_whoever_follows_the_events_knows_which_cards_are_there(
    before: dict[str, int], now: dict[str, int]
) -> None:
    cards = {reader for reader, state in before.items() if state & PRESENT}
    readers = set(before)
    for event in changes(before, now):
        match event.what:
            case Happened.READER_ADDED:
                readers.add(event.reader)
            case Happened.READER_REMOVED:
                readers.remove(event.reader)
            case Happened.CARD_INSERTED:
                assert event.reader not in cards
                cards.add(event.reader)
            case Happened.CARD_REMOVED:
                cards.remove(event.reader)
    assert readers == set(now)
    assert cards == {reader for reader, state in now.items() if state & PRESENT}
