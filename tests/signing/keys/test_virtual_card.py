# SPDX-License-Identifier: EUPL-1.2
"""A card in a reader through OpenSC: its PIN counter, its lock, its going and coming; nothing is tried that nobody typed."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future

import pytest
from helpers.keys import holds, typed
from helpers.readers import exclusively, transaction, until_listed
from rigs.cards.fixtures import MakeCard
from rigs.cards.piv import PIN, PivCard
from rigs.cards.reader import READER, VirtualReader

from eset_desktop.demo.authority import Signer
from eset_desktop.signing.keys import errors
from eset_desktop.signing.keys.pkcs11.store import card_store
from eset_desktop.signing.keys.port import BatchPolicy, TokenState
from eset_desktop.signing.keys.remote import Limits, RemoteKeyStore
from eset_desktop.signing.values import Identity

ATTESTED = b"atributs signats"


@pytest.fixture
def card(make_card: MakeCard, rsa_signer: Signer, other_rsa_signer: Signer) -> PivCard:
    return make_card(rsa_signer, other_rsa_signer)


@pytest.fixture
def store(virtual_reader: VirtualReader, card: PivCard, opensc: str) -> Iterator[RemoteKeyStore]:
    virtual_reader.insert(card)
    with card_store(opensc) as opened:
        yield opened


@pytest.fixture
def identities(store: RemoteKeyStore) -> tuple[Identity, ...]:
    return until_listed(store, 2)


@pytest.fixture
def ordinary(identities: tuple[Identity, ...], rsa_signer: Signer) -> Identity:
    return next(each for each in identities if each.serial == f"{rsa_signer.certificate.serial_number:x}")


@pytest.fixture
def careful(identities: tuple[Identity, ...], ordinary: Identity) -> Identity:
    return next(each for each in identities if each != ordinary)


def test_one_entry_serves_a_batch(store: RemoteKeyStore, card: PivCard, ordinary: Identity) -> None:
    key = store.open(ordinary, typed(PIN)).result()
    waiting = [key.sign(ATTESTED + bytes([n])) for n in range(4)]
    assert all(holds(ordinary, ATTESTED + bytes([n]), each.result()) for n, each in enumerate(waiting))
    assert (card.entries, card.signatures) == (1, 4)


def test_a_key_that_asks_each_time_gets_the_same_entry_again_in_one_batch(
    store: RemoteKeyStore, card: PivCard, careful: Identity
) -> None:
    key = store.open(careful, typed(PIN)).result()
    assert key.identity.always_authenticate
    assert all(holds(careful, ATTESTED, key.sign(ATTESTED).result()) for _ in range(3))
    assert card.tries == 3


def test_a_key_that_asks_each_time_can_demand_one_entry_a_signature(
    store: RemoteKeyStore, card: PivCard, careful: Identity
) -> None:
    key = store.open(careful, None, batch=BatchPolicy.EACH_SIGNATURE).result()
    assert card.entries == 0
    assert holds(careful, ATTESTED, key.sign(ATTESTED, typed(PIN)).result())
    before = card.entries
    with pytest.raises(errors.SecretRequired):
        key.sign(ATTESTED).result()
    assert card.entries == before


def test_a_card_that_forgets_its_login_signs_a_whole_batch(
    store: RemoteKeyStore, card: PivCard, ordinary: Identity
) -> None:
    card.forgets_login = True
    key = store.open(ordinary, typed(PIN)).result()
    assert all(holds(ordinary, ATTESTED, key.sign(ATTESTED).result()) for _ in range(3))
    assert card.tries == 3


def test_each_wrong_entry_costs_one_try_and_the_last_one_is_announced(
    store: RemoteKeyStore, card: PivCard, ordinary: Identity
) -> None:
    with pytest.raises(errors.WrongPin):
        store.open(ordinary, typed("000000")).result()
    assert card.tries == 2
    with pytest.raises(errors.WrongPinOneLeft):
        store.open(ordinary, typed("000000")).result()
    assert card.tries == 1
    assert store.state(ordinary).result() is TokenState.FINAL_TRY
    with pytest.raises(errors.PinLocked):
        store.open(ordinary, typed("000000")).result()
    assert store.state(ordinary).result() is TokenState.LOCKED
    entries = card.entries
    with pytest.raises(errors.PinLocked):
        store.open(ordinary, typed(PIN)).result()
    assert card.entries == entries == 3, "a locked card was asked all the same"


def test_a_right_entry_gives_the_tries_back(store: RemoteKeyStore, card: PivCard, ordinary: Identity) -> None:
    with pytest.raises(errors.WrongPin):
        store.open(ordinary, typed("000000")).result()
    store.open(ordinary, typed(PIN)).result()
    assert (card.entries, card.tries) == (2, 3)
    assert store.state(ordinary).result() is TokenState.OK


def test_the_last_try_is_known_to_a_program_that_starts_anew(
    card: PivCard, ordinary: Identity, opensc: str
) -> None:
    card.tries = 1
    with card_store(opensc) as later:
        assert later.state(ordinary).result() is TokenState.FINAL_TRY
    assert (card.entries, card.tries) == (0, 1)


def test_a_removed_card_stops_the_batch_and_a_new_entry_goes_on(
    store: RemoteKeyStore, card: PivCard, ordinary: Identity, virtual_reader: VirtualReader
) -> None:
    key = store.open(ordinary, typed(PIN)).result()
    card.seconds = 0.05
    waiting = [key.sign(ATTESTED + bytes([n])) for n in range(6)]
    with card.changed:
        assert card.changed.wait_for(lambda: card.signatures >= 3, timeout=10)
    virtual_reader.eject()
    signed, lost = outcomes(waiting)
    assert signed >= 2
    assert lost[0] is errors.CardLost
    with pytest.raises(errors.NoCard):
        until_refused(store, ordinary)
    assert card.entries == 1
    virtual_reader.insert(card)
    until_listed(store, 2)
    again = store.open(ordinary, typed(PIN)).result()
    assert holds(ordinary, ATTESTED, again.sign(ATTESTED).result())
    assert card.entries == 2


def test_a_card_that_is_too_slow_is_given_up_and_can_be_used_again(
    store: RemoteKeyStore, card: PivCard, ordinary: Identity, opensc: str
) -> None:
    with card_store(opensc, limits=Limits(key=2.0)) as impatient:
        key = impatient.open(ordinary, typed(PIN)).result()
        card.seconds = 3.0
        waiting = key.sign(ATTESTED)
        assert not waiting.done(), "nobody waits for a card but who wants to"
        with pytest.raises(errors.ModuleHung):
            waiting.result()
    card.seconds = 0.0
    again = store.open(ordinary, typed(PIN)).result()
    assert holds(ordinary, ATTESTED, again.sign(ATTESTED).result())
    assert (card.entries, card.tries) == (2, 3)


def test_another_card_does_not_get_the_first_ones_entry(
    store: RemoteKeyStore, card: PivCard, ordinary: Identity, virtual_reader: VirtualReader
) -> None:
    other = PivCard(card.slots, serial=b"e-SET 002")
    key = store.open(ordinary, typed(PIN)).result()
    virtual_reader.eject()
    virtual_reader.insert(other)
    with pytest.raises(errors.KeyProblem):
        key.sign(ATTESTED).result()
    assert (card.entries, other.entries, other.tries) == (1, 0, 3)


def test_a_program_that_uses_the_card_meanwhile_costs_no_signature(
    store: RemoteKeyStore, card: PivCard, ordinary: Identity, opensc: str
) -> None:
    key = store.open(ordinary, typed(PIN)).result()
    key.sign(ATTESTED).result()
    with card_store(opensc) as second:
        theirs = second.open(ordinary, typed(PIN)).result()
        assert holds(ordinary, ATTESTED, theirs.sign(ATTESTED).result())
        assert holds(ordinary, ATTESTED, key.sign(ATTESTED).result())
        theirs.close().result()
    assert holds(ordinary, ATTESTED, key.sign(ATTESTED).result())
    assert card.tries == 3


def test_a_closed_key_leaves_the_card_locked_for_others(
    store: RemoteKeyStore, card: PivCard, ordinary: Identity, opensc: str
) -> None:
    key = store.open(ordinary, typed(PIN)).result()
    key.sign(ATTESTED).result()
    key.close().result()
    with card.changed:
        assert card.changed.wait_for(lambda: not card.verified, timeout=10)
    with card_store(opensc) as second, pytest.raises(errors.SecretRequired):
        second.open(ordinary, None).result()


def test_a_card_service_that_was_restarted_is_found_again(
    store: RemoteKeyStore, card: PivCard, ordinary: Identity, virtual_reader: VirtualReader
) -> None:
    if not virtual_reader.is_ours:
        pytest.skip("the card service is the machine's own")
    key = store.open(ordinary, typed(PIN)).result()
    virtual_reader.eject()
    virtual_reader.stop_service()
    with pytest.raises(errors.CardLost):
        key.sign(ATTESTED).result()
    virtual_reader.start_service()
    virtual_reader.insert(card)
    until_listed(store, 2)
    again = store.open(ordinary, typed(PIN)).result()
    assert holds(ordinary, ATTESTED, again.sign(ATTESTED).result())
    assert card.entries == 2


def test_a_card_that_another_program_has_for_itself_is_in_use_and_not_absent(
    store: RemoteKeyStore, card: PivCard, ordinary: Identity
) -> None:
    store.cancel()
    with exclusively(READER):
        with pytest.raises(errors.CardBusy):
            store.identities().result()
        with pytest.raises(errors.CardBusy):
            store.open(ordinary, typed(PIN)).result()
    until_listed(store, 2)
    assert card.entries == 0


def test_a_program_that_resets_the_card_costs_no_signature(
    store: RemoteKeyStore, card: PivCard, ordinary: Identity
) -> None:
    key = store.open(ordinary, typed(PIN)).result()
    with transaction(READER, reset=True):
        waiting = key.sign(ATTESTED)
    assert holds(ordinary, ATTESTED, waiting.result())
    assert card.tries == 3


WINDOW_THAT_DIES = """
import os, sys
from eset_desktop.signing.keys.pkcs11.store import card_store
from eset_desktop.signing.keys.port import Secret
store = card_store(sys.argv[1])
identity = next(each for each in store.identities().result() if each.id == sys.argv[2])
store.open(identity, Secret.from_text(sys.stdin.readline().strip())).result().sign(b"x").result()
os._exit(9)
"""


def test_a_window_that_dies_leaves_no_card_open(
    store: RemoteKeyStore, card: PivCard, ordinary: Identity, opensc: str
) -> None:
    store.cancel()  # nobody else holds the card
    command = [sys.executable, "-c", WINDOW_THAT_DIES, opensc, ordinary.id]
    done = subprocess.run(command, input=f"{PIN}\n", text=True, timeout=60, check=False)
    assert done.returncode == 9
    with card.changed:
        assert card.changed.wait_for(lambda: not card.verified, timeout=10)
    assert card.signatures == 1


def outcomes(waiting: "list[Future[bytes]]") -> tuple[int, list[type[BaseException]]]:
    failures = [type(error) for each in waiting if (error := each.exception()) is not None]
    return len(waiting) - len(failures), failures


def until_refused(store: RemoteKeyStore, identity: Identity) -> None:
    """Open without a PIN until the driver has seen that the card is gone: no try can come of it."""
    for _ in range(500):
        try:
            store.open(identity, None).result()
        except errors.SecretRequired:
            continue
