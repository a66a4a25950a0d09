# SPDX-License-Identifier: EUPL-1.2
"""Enrolment codes, tokens, devices."""

import base64
from datetime import timedelta

import pytest
from helpers.town import Town, counted_bytes
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from central import admin
from central.codes import MOST_LIVES, device_code, new_code, read_code
from central.errors.devices import CodeRefused, DeviceRevoked, DeviceUnknown
from central.errors.keeping import PassphraseRefused, UnknownName
from central.recovery_key import new_recovery_key
from central.store import tables
from eset_desktop.domain import recovery
from sync.protocol import EnrolRequest

LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def use(town: Town, code: str) -> str:
    return town.service.enrol(EnrolRequest(code, "taulell\n\x00", "0.1.0")).token


def test_a_code_works_once(town: Town) -> None:
    code, _ = admin.enrolment_code(town.service, town.clerk.answer.person, timedelta(hours=24))
    assert town.service.caller(use(town, code)).person == town.clerk.answer.person
    with pytest.raises(CodeRefused):
        use(town, code)


def test_a_code_expires(town: Town) -> None:
    codes = [
        admin.enrolment_code(town.service, town.clerk.answer.person, timedelta(hours=24))[0] for _ in "ab"
    ]
    town.clock.current += timedelta(hours=24) - timedelta(seconds=1)
    assert use(town, codes[0])
    town.clock.current += timedelta(seconds=1)
    with pytest.raises(CodeRefused):
        use(town, codes[1])


@pytest.mark.parametrize("code", ["", "0000-0000-0000", "x" * 500, "AAAA-AAAA-AAAA", "\ud800"])
def test_a_code_nobody_gave_out_is_refused(town: Town, code: str) -> None:
    with pytest.raises(CodeRefused):
        use(town, code)


@given(seed=st.integers(0, 1 << 56), place=st.integers(0, 11), letter=st.sampled_from(LETTERS))
def test_a_slip_of_one_letter_is_noticed(seed: int, place: int, letter: str) -> None:
    code = read_code(new_code(lambda size: (seed % (1 << 8 * size)).to_bytes(size, "big")))
    assert code is not None
    wrong = code[:place] + letter + code[place + 1 :]
    assert (read_code(wrong) is None) == (wrong != code)


def test_a_code_is_read_as_people_type_it() -> None:
    code = new_code(counted_bytes(7))
    bare = code.replace("-", "")
    for typed in (
        code,
        code.lower(),
        f" {bare} ",
        code.replace("-", " "),
        code.replace("0", "o").replace("1", "l"),
    ):
        assert read_code(typed) == bare


def test_device_codes_are_short_and_never_repeat() -> None:
    codes = [device_code(serial) for serial in range(1, 1000)]
    assert len(set(codes)) == len(codes)
    assert codes[:2] == ["A1", "B1"]
    assert codes[24] == "A2"
    assert max(map(len, codes)) == 3
    lives = {device_code(3, life) for life in range(MOST_LIVES + 1)}
    assert len(lives) == MOST_LIVES + 1
    assert "C1AAA" in lives


def test_each_device_of_a_body_has_its_own_code(town: Town) -> None:
    codes = [town.enrolled(town.clerk.answer.person).answer.device_code for _ in range(3)]
    assert len({*codes, town.clerk.answer.device_code, town.secretary.answer.device_code}) == 5


def test_a_revoked_device_stays_revoked(town: Town) -> None:
    admin.revoke_device(town.service, town.clerk.answer.device)
    for renewing in (True, False):
        with pytest.raises(DeviceRevoked):
            town.service.caller(town.clerk.token, renewing=renewing)
    with pytest.raises(UnknownName):
        admin.revoke_device(town.service, town.clerk.answer.device)
    listing = town.service.devices(town.secretary.caller).devices
    (row,) = [each for each in listing if each.id == town.clerk.answer.device]
    assert row.state == "revoked"


def test_an_unknown_token_is_unknown(town: Town) -> None:
    for token in ("", "x", town.clerk.token + "x", "\udcff"):
        with pytest.raises(DeviceUnknown):
            town.service.caller(token)


def test_tokens_are_kept_as_hashes_only(town: Town) -> None:
    with town.service.database.read() as connection:
        data = repr([connection.execute(select(table)).all() for table in tables.metadata.sorted_tables])
    for desk in (town.clerk, town.secretary):
        assert desk.answer.device in data
        assert desk.token not in data


def test_a_recovery_key_needs_a_passphrase_worth_the_name() -> None:
    with pytest.raises(PassphraseRefused):
        new_recovery_key(counted_bytes(), "curta")


def test_a_recovery_key_opens_what_was_sealed_for_it() -> None:
    """The file that the service gives away is the one that a computer is recovered with."""
    made = new_recovery_key(counted_bytes(), "una frase prou llarga")
    sealed = recovery.seal(base64.b64decode(made.public), b"secret", b"context", counted_bytes(2))
    private = recovery.from_pem(made.private_pem, "una frase prou llarga")
    assert recovery.open_sealed(private, sealed, b"context") == b"secret"
