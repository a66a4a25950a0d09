# SPDX-License-Identifier: EUPL-1.2
"""The key worker of Windows' store: ``python -m eset_desktop.signing.keys.windows.worker``.

The driver asks for the PIN in a window of its own: it never passes through us, and nothing of it is kept.
"""

import ctypes
import hashlib
import sys

from cryptography import x509
from msgspec import structs

from eset_desktop.signing.errors import BrokenIdentity, UnsupportedKey
from eset_desktop.signing.identities.certificate import describe, is_authority, read
from eset_desktop.signing.identities.chain import chain_of
from eset_desktop.signing.keys.errors import KeyNotFound, ModuleMissing
from eset_desktop.signing.keys.messages import OpenKey
from eset_desktop.signing.keys.pkcs11.ways import signature_value
from eset_desktop.signing.keys.port import TokenState
from eset_desktop.signing.keys.service import KeyService
from eset_desktop.signing.keys.windows.cng import AUTHORITIES, PERSONAL, Cng, Libraries, declare
from eset_desktop.signing.values import Identity, SecretKind, StoreKind
from eset_desktop.workers.host import Handler, serve


class SystemKey:
    """A certificate of the store; its key is asked for anew at each signature, and the driver knows whom to ask."""

    def __init__(self, cng: Cng, identity: Identity, window: int) -> None:
        self._cng = cng
        self._window = window
        self.identity = identity

    def sign(self, attested: bytes, secret: bytearray | None) -> bytes:  # noqa: ARG002 - the driver asks
        """Return the bare signature value; see :meth:`eset_desktop.signing.keys.port.OpenKey.sign`."""
        digest = hashlib.sha256(attested).digest()
        with self._cng.key_of(self.identity.certificate, self._window) as key:
            raw = self._cng.sign(key, self.identity.algorithm, digest)
        return signature_value(self.identity.algorithm, raw)

    def close(self) -> None:
        """Nothing is held."""


class SystemBackend:
    """The person's store; ``place`` is the number of the window over which drivers ask, or empty."""

    def __init__(self, cng: Cng) -> None:
        self._cng = cng

    def probe(self, place: str) -> str:  # noqa: ARG002 - the same for every store
        """Return what this is."""
        return "Windows CNG"

    def identities(self, place: str) -> tuple[Identity, ...]:  # noqa: ARG002 - as above
        """List the certificates of the person's store that have a key."""
        personal = self._cng.certificates(PERSONAL)
        others = [each.der for each in (*self._cng.certificates(AUTHORITIES), *personal)]
        found = (_identity(each.der, others) for each in personal if each.has_key)
        return tuple(each for each in found if each is not None)

    def state(self, place: str, identity_id: str) -> TokenState:  # noqa: ARG002 - as above
        """Return ``OK``: the driver's own window says how many tries are left."""
        return TokenState.OK

    def open(self, request: OpenKey) -> SystemKey:
        """Find the certificate; the driver asks when it signs."""
        for identity in self.identities(request.place):
            if identity.id == request.id:
                return SystemKey(self._cng, identity, int(request.place or "0"))
        raise KeyNotFound


def _identity(der: bytes, others: list[bytes]) -> Identity | None:
    try:
        certificate = read(der)
        identity = describe(certificate, handle="windows:{}")
    except (BrokenIdentity, UnsupportedKey):
        return None
    if is_authority(certificate):
        return None
    chain = chain_of(certificate, _readable(others))
    return structs.replace(identity, store=StoreKind.WINDOWS, secret=SecretKind.NONE, chain=chain)


def _readable(ders: list[bytes]) -> list[x509.Certificate]:
    found = []
    for der in ders:
        try:
            found.append(read(der))
        except BrokenIdentity:
            continue
    return found


def start() -> Handler:
    """Return the handler of requests.

    Raises:
        ModuleMissing: This is not Windows.
    """
    return KeyService(SystemBackend(Cng(_libraries()))).handle


def _libraries() -> Libraries:
    if sys.platform == "win32":
        crypt32, ncrypt = ctypes.WinDLL("crypt32", use_last_error=True), ctypes.WinDLL("ncrypt")
        return declare(Libraries(crypt32, ncrypt, ctypes.get_last_error))
    raise ModuleMissing(module="ncrypt.dll")


if __name__ == "__main__":
    serve(start)
