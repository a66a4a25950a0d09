# SPDX-License-Identifier: EUPL-1.2
"""What can be known of Windows' store without Windows: structures, choices, statuses, and the flow over made libraries."""

import ctypes
from types import SimpleNamespace
from typing import Any

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from helpers.keys import holds

from eset_desktop.demo.authority import Signer
from eset_desktop.signing.keys import errors
from eset_desktop.signing.keys.messages import OpenKey
from eset_desktop.signing.keys.port import BatchPolicy
from eset_desktop.signing.keys.windows import codes
from eset_desktop.signing.keys.windows import structures as w
from eset_desktop.signing.keys.windows.cng import Cng, Libraries
from eset_desktop.signing.keys.windows.worker import SystemBackend
from eset_desktop.signing.values import SecretKind, StoreKind

ATTESTED = b"atributs signats"


class MadeLibraries:
    """``crypt32`` and ``ncrypt`` over keys in memory, by the documented contracts of the functions called."""

    def __init__(self, signers: list[Signer]) -> None:
        self.keys: dict[bytes, Any] = {}
        self.stores: dict[str, list[bytes]] = {"MY": [], "CA": []}
        for signer in signers:
            key, certificate, others = pkcs12.load_key_and_certificates(
                signer.pkcs12, signer.passphrase.encode()
            )
            assert certificate is not None
            der = certificate.public_bytes(Encoding.DER)
            self.keys[der] = key
            self.stores["MY"].append(der)
            ders = [each.public_bytes(Encoding.DER) for each in others]
            self.stores["CA"] += [each for each in ders if each not in self.stores["CA"]]
        self.status = 0
        self.windows: list[int] = []
        self.handles = 0
        self._alive: list[Any] = []
        self.libraries = Libraries(
            SimpleNamespace(
                CertOpenSystemStoreW=lambda _, name: name,
                CertEnumCertificatesInStore=self._next,
                CertGetCertificateContextProperty=lambda context, *_: w.der_of(context.contents) in self.keys,
                CertCloseStore=lambda *_: 1,
                CertFreeCertificateContext=lambda _: 1,
                CryptAcquireCertificatePrivateKey=self._acquire,
            ),
            SimpleNamespace(
                NCryptSetProperty=self._set, NCryptSignHash=self._sign, NCryptFreeObject=self._free
            ),
            lambda: self.status,
        )

    def _next(self, store: str, before: Any) -> Any:
        ders = self.stores[store]
        at = ders.index(w.der_of(before.contents)) + 1 if before else 0
        if at == len(ders):
            return None
        buffer = (ctypes.c_ubyte * len(ders[at])).from_buffer_copy(ders[at])
        context = w.CertificateContext(1, buffer, len(buffer), None, None)
        self._alive += [buffer, context]
        return ctypes.pointer(context)

    def _acquire(self, context: Any, flags: int, _: None, handle: Any, *_rest: Any) -> bool:
        assert flags == w.ONLY_NCRYPT_KEY
        self.handles += 1
        handle._obj.value = list(self.keys).index(w.der_of(context.contents)) + 1
        return not self.status

    def _set(self, _: Any, name: str, value: Any, size: int, flags: int) -> int:
        assert (name, size, flags) == (w.WINDOW_HANDLE, ctypes.sizeof(ctypes.c_void_p), 0)
        self.windows.append(value._obj.value)
        return 0

    def _free(self, _: Any) -> int:
        self.handles -= 1
        return 0

    def _sign(self, handle: Any, info: Any, digest: bytes, *rest: Any) -> int:
        _, out, _, size, flags = rest
        key = list(self.keys.values())[handle.value - 1]
        if isinstance(key, rsa.RSAPrivateKey):
            assert flags == w.PAD_PKCS1
            assert info._obj.algorithm == "SHA256"
            raw = key.sign(digest, padding.PKCS1v15(), utils.Prehashed(hashes.SHA256()))
        else:
            assert (info, flags) == (None, 0)
            der = key.sign(digest, ec.ECDSA(utils.Prehashed(hashes.SHA256())))
            raw = b"".join(part.to_bytes(32) for part in utils.decode_dss_signature(der))
        out.raw = raw.ljust(len(out), b"\0")
        size._obj.value = len(raw)
        return self.status


@pytest.fixture
def made(signer: Signer, rsa_signer: Signer) -> MadeLibraries:
    return MadeLibraries([signer, rsa_signer])


def test_structures_have_the_sizes_of_sixty_four_bits() -> None:
    assert ctypes.sizeof(w.CertificateContext) == 40
    assert w.CertificateContext.size.offset == 16
    assert ctypes.sizeof(w.Pkcs1Padding) == 8


def test_the_store_lists_and_signs_without_a_pin_of_ours(made: MadeLibraries) -> None:
    backend = SystemBackend(Cng(made.libraries))
    found = backend.identities("")
    assert {each.algorithm for each in found} == {"RSA-2048", "EC-secp256r1"}
    for identity in found:
        assert (identity.store, identity.secret) == (StoreKind.WINDOWS, SecretKind.NONE)
        assert identity.id == f"windows:{identity.fingerprint[:16]}"
        assert identity.chain
        key = backend.open(OpenKey("77", identity.id, None, BatchPolicy.ONE_ENTRY))
        assert holds(identity, ATTESTED, key.sign(ATTESTED, None))
    assert made.windows == [77, 77]
    assert made.handles == 0


def test_a_certificate_that_is_gone_is_told(made: MadeLibraries) -> None:
    backend = SystemBackend(Cng(made.libraries))
    key = backend.open(OpenKey("", backend.identities("")[0].id, None, BatchPolicy.ONE_ENTRY))
    made.stores["MY"].clear()
    with pytest.raises(errors.KeyNotFound):
        key.sign(ATTESTED, None)
    with pytest.raises(errors.KeyNotFound):
        backend.open(OpenKey("", key.identity.id, None, BatchPolicy.ONE_ENTRY))


def test_authorities_and_what_has_no_key_are_not_listed(made: MadeLibraries) -> None:
    without_key, kept = made.stores["MY"]
    authority = made.stores["CA"][0]
    made.keys[authority] = made.keys.pop(without_key)
    made.stores["MY"].append(authority)
    assert [each.certificate for each in SystemBackend(Cng(made.libraries)).identities("")] == [kept]


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (0x8010006B, errors.WrongPin),
        (0x8010006C - (1 << 32), errors.PinLocked),
        (0x8010006E, errors.PinEntryCancelled),
        (0x80100069, errors.CardLost),
        (0x8010000C, errors.NoCard),
        (0x80090016, errors.KeyNotFound),
        (0x80090029, errors.CannotSign),
        (0x80070005, errors.KeyProblem),
    ],
)
def test_statuses_are_named(made: MadeLibraries, status: int, told: type[errors.KeyProblem]) -> None:
    backend = SystemBackend(Cng(made.libraries))
    key = backend.open(OpenKey("", backend.identities("")[0].id, None, BatchPolicy.ONE_ENTRY))
    made.status = status
    with pytest.raises(told) as refused:
        key.sign(ATTESTED, None)
    assert type(refused.value) is told
    assert type(codes.problem(status)) is told
    assert made.handles in (0, 1)
