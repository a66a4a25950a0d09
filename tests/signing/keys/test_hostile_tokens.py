# SPDX-License-Identifier: EUPL-1.2
"""What a bad card or driver may answer: certificates of any bytes, signatures of any shape, flags of any kind."""

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from hypothesis import given
from hypothesis import strategies as st

from eset_desktop.demo.authority import Signer
from eset_desktop.signing.errors import BrokenIdentity, UnsupportedKey
from eset_desktop.signing.identities.certificate import describe, is_authority, read
from eset_desktop.signing.identities.chain import chain_of
from eset_desktop.signing.keys.errors import CannotSign, KeyProblem
from eset_desktop.signing.keys.messages import Answer, Opened, OpenKey
from eset_desktop.signing.keys.pkcs11 import codes
from eset_desktop.signing.keys.pkcs11 import structures as c
from eset_desktop.signing.keys.pkcs11.cryptoki import TokenFacts
from eset_desktop.signing.keys.pkcs11.tokens import state_of
from eset_desktop.signing.keys.pkcs11.ways import signature_value, ways
from eset_desktop.signing.keys.pkcs12.worker import FileBackend, FileKey
from eset_desktop.signing.keys.port import BatchPolicy, TokenState
from eset_desktop.signing.keys.service import KeyService
from eset_desktop.workers.messages import Failure


@pytest.mark.filterwarnings("ignore")
@given(data=st.data())
def test_a_damaged_certificate_is_left_out_and_never_stops_a_listing(
    data: st.DataObject, signer: Signer
) -> None:
    der = bytearray(signer.certificate.public_bytes(Encoding.DER))
    for _ in range(data.draw(st.integers(1, 4))):
        der[data.draw(st.integers(0, len(der) - 1))] = data.draw(st.integers(0, 255))
    try:
        certificate = read(bytes(der))
        is_authority(certificate)
        chain_of(certificate, [certificate])
        describe(certificate, handle="x:{}")
    except (BrokenIdentity, UnsupportedKey):
        pass


@given(st.binary(max_size=200))
def test_any_answer_to_a_signature_is_a_signature_or_refused(raw: bytes) -> None:
    for algorithm, size in {
        "RSA-2048": 256,
        "RSA-3072": 384,
        "EC-secp256r1": 64,
        "EC-secp521r1": 132,
    }.items():
        try:
            value = signature_value(algorithm, raw)
        except CannotSign:
            continue
        assert len(raw) == size or value == raw
        if algorithm.startswith("EC"):
            decode_dss_signature(value)


@given(st.integers(1, 2**256 - 1), st.integers(1, 2**256 - 1))
def test_both_forms_of_ecdsa_become_the_one_of_cms(r: int, s: int) -> None:
    wanted = encode_dss_signature(r, s)
    assert signature_value("EC-secp256r1", r.to_bytes(32) + s.to_bytes(32)) == wanted
    if len(wanted) != 64:
        assert signature_value("EC-secp256r1", wanted) == wanted


@given(st.integers(0, 2**64 - 1))
def test_any_number_of_a_driver_has_a_meaning(code: int) -> None:
    assert isinstance(codes.problem(code), KeyProblem)


@pytest.mark.parametrize(
    ("flags", "state"),
    [
        (c.LOGIN_REQUIRED | c.USER_PIN_INITIALIZED, TokenState.OK),
        (c.LOGIN_REQUIRED | c.USER_PIN_INITIALIZED | c.USER_PIN_COUNT_LOW, TokenState.COUNT_LOW),
        (
            c.LOGIN_REQUIRED | c.USER_PIN_INITIALIZED | c.USER_PIN_COUNT_LOW | c.USER_PIN_FINAL_TRY,
            TokenState.FINAL_TRY,
        ),
        (
            c.LOGIN_REQUIRED | c.USER_PIN_INITIALIZED | c.USER_PIN_FINAL_TRY | c.USER_PIN_LOCKED,
            TokenState.LOCKED,
        ),
        (c.LOGIN_REQUIRED, TokenState.NOT_INITIALISED),
        (0, TokenState.OK),
    ],
)
def test_flags_say_how_the_pin_stands(flags: int, state: TokenState) -> None:
    assert state_of(TokenFacts("", "", "", "", flags, 4, 8)) is state


def test_the_driver_hashes_where_it_can_and_every_way_is_tried_where_it_says_nothing() -> None:
    assert [way.mechanism for way in ways("RSA-2048", {c.RSA_PKCS, c.SHA256_RSA_PKCS})] == [
        c.SHA256_RSA_PKCS,
        c.RSA_PKCS,
    ]
    assert [way.mechanism for way in ways("RSA-2048", {c.RSA_PKCS})] == [c.RSA_PKCS]
    assert [way.mechanism for way in ways("EC-secp256r1", set())] == [c.ECDSA, c.ECDSA_SHA256]


@given(st.binary(max_size=100))
def test_a_worker_answers_any_question(frame: bytes) -> None:
    answer = msgspec.msgpack.decode(KeyService(FileBackend()).handle(frame), type=Answer)
    assert isinstance(answer, Failure)


def test_a_secret_in_a_question_is_overwritten_when_it_was_used(signer: Signer) -> None:
    seen: list[bytearray] = []

    class Looking(FileBackend):
        def open(self, request: OpenKey) -> FileKey:
            assert request.secret is not None
            seen.append(request.secret)
            return super().open(request)

    question = OpenKey("", "", bytearray(signer.passphrase.encode()), BatchPolicy.ONE_ENTRY, signer.pkcs12)
    answer = msgspec.msgpack.decode(
        KeyService(Looking()).handle(msgspec.msgpack.encode(question)), type=Answer
    )
    assert isinstance(answer, Opened)
    assert seen == [bytearray(len(signer.passphrase))]
