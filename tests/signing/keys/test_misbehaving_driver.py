# SPDX-License-Identifier: EUPL-1.2
"""Drivers that crash, hang, refuse or lack something: only their process suffers, and each refusal has its name."""

from pathlib import Path

import pytest
from helpers.keys import by_algorithm, holds, typed
from rigs.cards.modules import Shim, compile_dying, compiler
from rigs.cards.softhsm import PIN

from eset_desktop.signing.errors import IdentityForgotten, SigningError
from eset_desktop.signing.keys import errors
from eset_desktop.signing.keys.pkcs11.store import card_store
from eset_desktop.signing.keys.port import BatchPolicy
from eset_desktop.signing.keys.remote import Limits, RemoteKeyStore
from eset_desktop.signing.values import SecretKind

ATTESTED = b"atributs signats"


def test_a_driver_that_dies_at_once_is_named_and_nothing_else_suffers(tmp_path: Path) -> None:
    if compiler() is None:
        pytest.skip("no C compiler (package gcc)")
    with card_store(str(compile_dying(tmp_path))) as store:
        for _ in range(2):
            with pytest.raises(errors.ModuleCrashed):
                store.identities().result()


@pytest.mark.parametrize("function", ["Initialize", "GetSlotList", "Login", "Sign"])
def test_a_crash_anywhere_ends_the_driver_only(shim: Shim, shim_store: RemoteKeyStore, function: str) -> None:
    fails_and_mends(shim, shim_store, f"crash.{function}", errors.ModuleCrashed)


@pytest.mark.parametrize("function", ["Initialize", "Login", "Sign"])
def test_a_hang_anywhere_ends_the_driver_only(shim: Shim, function: str) -> None:
    with card_store(str(shim.module), limits=Limits(probe=1.0, listing=1.0, key=1.0)) as impatient:
        fails_and_mends(shim, impatient, f"hang.{function}", errors.ModuleHung)


def fails_and_mends(shim: Shim, store: RemoteKeyStore, fault: str, told: type[SigningError]) -> None:
    identity = by_algorithm(store, "EC")
    store.cancel()  # begin with a fresh process, which has to initialise
    shim.tell(fault)
    with pytest.raises(told):
        store.open(identity, typed(PIN)).result().sign(ATTESTED).result()
    shim.behave(fault)
    key = store.open(identity, typed(PIN)).result()
    assert holds(identity, ATTESTED, key.sign(ATTESTED).result())


def test_keys_of_a_process_that_died_must_be_opened_again(shim: Shim, shim_store: RemoteKeyStore) -> None:
    key = shim_store.open(by_algorithm(shim_store, "EC"), typed(PIN)).result()
    shim.tell("crash.Sign")
    with pytest.raises(errors.ModuleCrashed):
        key.sign(ATTESTED).result()
    shim.behave("crash.Sign")
    with pytest.raises(IdentityForgotten):
        key.sign(ATTESTED).result()


REFUSALS = {
    "0xa0": errors.WrongPin,
    "0xa1": errors.PinNotAccepted,
    "0xa2": errors.PinNotAccepted,
    "0xa3": errors.PinExpired,
    "0xa4": errors.PinLocked,
    "0x102": errors.PinExpired,
    "0x50": errors.PinEntryCancelled,
    "0x104": errors.CardBusy,
    "0x6": errors.CardLost,
    "0x80000001": errors.KeyProblem,
}


def test_a_refused_login_is_named_by_its_number_and_tried_once(
    shim: Shim, shim_store: RemoteKeyStore
) -> None:
    identity = by_algorithm(shim_store, "EC")
    for tries, (code, told) in enumerate(REFUSALS.items(), start=1):
        shim.tell("fail.Login", code)
        with pytest.raises(told) as refused:
            shim_store.open(identity, typed(PIN)).result()
        assert type(refused.value) is told
        assert shim.calls("Login") == ["Login 1 4"] * tries
    shim.behave("fail.Login")
    key = shim_store.open(identity, typed(PIN)).result()
    assert holds(identity, ATTESTED, key.sign(ATTESTED).result())


def test_a_driver_that_does_not_start_is_no_lost_card(shim: Shim, shim_store: RemoteKeyStore) -> None:
    shim.tell("fail.Initialize", "0x5")
    with pytest.raises(errors.ModuleNotReady):
        shim_store.identities().result()
    shim.behave("fail.Initialize")
    assert by_algorithm(shim_store, "EC").algorithm == "EC-secp256r1"


@pytest.mark.parametrize("function", ["SignInit", "Sign"])
def test_every_way_of_losing_a_card_is_one(shim: Shim, shim_store: RemoteKeyStore, function: str) -> None:
    identity = by_algorithm(shim_store, "EC")
    lost = ["0x5", "0x6", "0x30", "0x32", "0x60", "0x82", "0xb0", "0xb3", "0xe0", "0xe1"]
    for code in lost:
        key = shim_store.open(identity, typed(PIN)).result()
        shim.tell(f"fail.{function}", code)
        with pytest.raises(errors.CardLost):
            key.sign(ATTESTED).result()
        shim.behave(f"fail.{function}")
    assert shim.calls("Login") == ["Login 1 4"] * len(lost), "a PIN was given again that nobody typed"


def test_a_pin_of_impossible_length_is_never_sent(shim: Shim, shim_store: RemoteKeyStore) -> None:
    identity = by_algorithm(shim_store, "EC")
    for text in ("", "123", "7" * 300):
        with pytest.raises(errors.PinNotAccepted):
            shim_store.open(identity, typed(text)).result()
    assert shim.calls("Login") == []


def test_without_a_secret_nothing_is_tried(shim: Shim, shim_store: RemoteKeyStore) -> None:
    identity = by_algorithm(shim_store, "EC")
    with pytest.raises(errors.SecretRequired):
        shim_store.open(identity, None).result()
    assert shim.calls("Login") == []


def test_a_login_that_a_card_forgot_is_given_again_while_nothing_was_refused(
    shim: Shim, shim_store: RemoteKeyStore
) -> None:
    key = shim_store.open(by_algorithm(shim_store, "EC"), typed(PIN)).result()
    shim.tell("fail.SignInit", "0x101")
    shim.tell("fail.Login", "0xa0")
    with pytest.raises(errors.WrongPin):
        key.sign(ATTESTED).result()
    assert len(shim.calls("Login")) == 2
    shim.behave("fail.Login")
    with pytest.raises(errors.LoginLost):
        key.sign(ATTESTED).result()
    assert len(shim.calls("Login")) == 2, "a refused PIN was tried again"


def test_a_reader_with_its_own_keys_gets_no_pin_from_us(shim: Shim, shim_store: RemoteKeyStore) -> None:
    shim.tell("pinpad", PIN)
    identity = by_algorithm(shim_store, "RSA")
    assert identity.secret is SecretKind.NONE
    key = shim_store.open(identity, None).result()
    assert holds(identity, ATTESTED, key.sign(ATTESTED).result())
    each = shim_store.open(identity, typed(PIN), batch=BatchPolicy.EACH_SIGNATURE).result()
    assert holds(identity, ATTESTED, each.sign(ATTESTED, typed(PIN)).result())
    assert set(shim.calls("Login")) == {"Login 1 -1"}


def test_a_driver_that_does_not_hash_is_given_the_digest(shim: Shim, shim_store: RemoteKeyStore) -> None:
    identity = by_algorithm(shim_store, "RSA")
    key = shim_store.open(identity, typed(PIN)).result()
    shim.tell("nohash")  # told after the list of mechanisms was read: the refusal itself must be understood
    assert holds(identity, ATTESTED, key.sign(ATTESTED).result())
    other = shim_store.open(identity, typed(PIN)).result()
    assert holds(identity, ATTESTED, other.sign(ATTESTED).result())


def test_a_key_that_signs_in_no_way_says_so(shim: Shim, shim_store: RemoteKeyStore) -> None:
    key = shim_store.open(by_algorithm(shim_store, "RSA"), typed(PIN)).result()
    shim.tell("fail.SignInit", "0x70")
    with pytest.raises(errors.CannotSign):
        key.sign(ATTESTED).result()
