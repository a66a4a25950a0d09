# SPDX-License-Identifier: EUPL-1.2
"""Recovery keys and sealed secrets: only the right key, passphrase and purpose open them."""

import secrets

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eset_desktop.domain import recovery, sealing
from eset_desktop.domain.sealing import Cost, MalformedError, NotOpenedError

CHEAP = Cost(memory_kib=64, passes=1, lanes=1)
KEY = recovery.generate(lambda n: b"\x07" * n)
OTHER = recovery.generate(lambda n: b"\x09" * n)


@given(secret=st.binary(max_size=80), context=st.binary(max_size=20))
def test_only_the_private_half_opens_what_was_sealed(secret: bytes, context: bytes) -> None:
    sealed = recovery.seal(KEY.public, secret, context, secrets.token_bytes)
    assert recovery.open_sealed(KEY, sealed, context) == secret
    for key, purpose in ((OTHER, context), (KEY, context + b"x")):
        with pytest.raises(recovery.RecoveryWrongKey):
            recovery.open_sealed(key, sealed, purpose)


@given(at=st.integers(0, 80), bit=st.integers(0, 7))
def test_a_changed_bit_is_found_out(at: int, bit: int) -> None:
    sealed = bytearray(recovery.seal(KEY.public, bytes(32), b"", secrets.token_bytes))
    sealed[at] ^= 1 << bit
    with pytest.raises(recovery.RecoveryWrongKey):
        recovery.open_sealed(KEY, bytes(sealed), b"")


@pytest.mark.parametrize("sealed", [b"", b"\x01", b"\x01" + bytes(80), b"\x02" + bytes(80)])
def test_foreign_bytes_are_told(sealed: bytes) -> None:
    with pytest.raises(recovery.RecoveryWrongKey):
        recovery.open_sealed(KEY, sealed, b"")


@pytest.mark.parametrize("public", [b"", bytes(32), bytes(31)])
def test_a_weak_or_short_public_key_is_refused(public: bytes) -> None:
    with pytest.raises(recovery.RecoveryKeyDamaged):
        recovery.seal(public, b"secret", b"", secrets.token_bytes)


def test_the_pem_opens_with_its_passphrase_only() -> None:
    pem = recovery.to_pem(KEY, "una frase prou llarga", secrets.token_bytes, CHEAP)
    assert (
        recovery.from_pem(b"Ajuntament de Prova\r\n" + pem.replace(b"\n", b"\r\n"), "una frase prou llarga")
        == KEY
    )
    with pytest.raises(recovery.RecoveryWrongPassphrase):
        recovery.from_pem(pem, "una altra frase")
    assert KEY.private.hex() not in repr(KEY)
    assert recovery.fingerprint(KEY.public) in repr(KEY)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda pem: pem[:0],
        lambda pem: pem[:90],
        lambda pem: pem.replace(b"A", b"B"),
        lambda pem: pem.replace(b"A", b"!"),
        lambda pem: b"-----BEGIN CERTIFICATE-----\n" + pem[40:],
        lambda pem: b"\xff\xfe" + pem[:50],
    ],
)
def test_a_damaged_pem_is_told_from_a_wrong_passphrase(spoil: object) -> None:
    pem = recovery.to_pem(KEY, "una frase prou llarga", lambda n: b"\0" * n, CHEAP)
    assert callable(spoil)
    with pytest.raises(recovery.RecoveryKeyDamaged):
        recovery.from_pem(spoil(pem), "una frase prou llarga")


def test_a_passphrase_opens_however_its_accents_are_composed() -> None:
    sealed = sealing.seal_with_passphrase("càntir de fang", b"secret", b"p", secrets.token_bytes, CHEAP)
    assert sealing.unseal_with_passphrase("ca\u0300ntir de fang", sealed, b"p") == b"secret"
    for passphrase, purpose in (("cantir de fang", b"p"), ("càntir de fang", b"q")):
        with pytest.raises(NotOpenedError):
            sealing.unseal_with_passphrase(passphrase, sealed, purpose)


@pytest.mark.parametrize("head", [b"", b"\x02" + bytes(40), b"\x01" + b"\xff" * 40, b"\x01" + bytes(40)])
def test_an_absurd_cost_is_refused_before_it_is_paid(head: bytes) -> None:
    with pytest.raises(MalformedError):
        sealing.unseal_with_passphrase("x", head, b"")


def test_a_short_sealing_does_not_open() -> None:
    with pytest.raises(NotOpenedError):
        sealing.unseal(bytes(32), b"short", b"")
