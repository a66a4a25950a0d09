# SPDX-License-Identifier: EUPL-1.2
"""Sealing documents by the body's certificate, for receipts and evidence.

Nobody confirms each sealing: it is an automated act, which a resolution authorised beforehand (Llei 40/2015 art. 41.2; the
seal: art. 42). So the reference of the resolution goes into what the evidence keeps as the confirmation. The PIN or
passphrase is used once for each opening of the key, which is opened again after a failure only. Once refused it is not
tried again in the life of the process, and not at all on a card that was given a wrong one before.
"""

import hashlib
from concurrent.futures import Future
from datetime import date
from types import TracebackType
from typing import Final, Self, TypeVar

import msgspec

from central.errors.sealing import SealStopped, SealUnfit
from central.sealing.settings import SealSettings
from eset_desktop.clock import Clock
from eset_desktop.errors import EsetError
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.keys.errors import PinExpired, PinLocked, PinNotAccepted, WrongPin
from eset_desktop.signing.keys.pkcs11.store import card_store
from eset_desktop.signing.keys.pkcs12.store import FileKeyStore
from eset_desktop.signing.keys.port import KeyStore, OpenKey, Secret, TokenState
from eset_desktop.signing.sources import HeldBytes
from eset_desktop.signing.values import Capacity, Evidence, Identity

T = TypeVar("T")

_MOST_SECRET: Final = 1_024
_REFUSALS: Final = (WrongPin, PinLocked, PinNotAccepted, PinExpired)


class Sealed(msgspec.Struct, frozen=True):
    """A sealed document.

    Attributes:
        data: The document before, followed by the seal.
        evidence: How the seal came about; its confirmation is :attr:`authority`.
        resolution: What authorised it.
        resolved_on: The resolution's date.
        authority: SHA-256 (hexadecimal) over the document's hash, resolution and date: see :func:`authority_of`.
    """

    data: bytes
    evidence: Evidence
    resolution: str
    resolved_on: date
    authority: str


class BodySeal:
    """The seal of one body; opened at the first use, in processes of its own."""

    def __init__(self, settings: SealSettings, clock: Clock) -> None:
        self._settings = settings
        self._clock = clock
        self._documents = SigningClient(clock=clock)
        self._store: KeyStore | None = None
        self._key: OpenKey | None = None
        self._refused: str | None = None
        """Why the key is not asked any more, once it refused."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Forget the key and end the processes."""
        self._forget()
        self._documents.close()

    def _forget(self) -> None:
        """Close the key, and end its process: it may hold the secret."""
        store = self._store
        self._key = self._store = None
        if store is not None:
            store.close()

    def seal(self, pdf: bytes) -> Sealed:
        """Seal a document and check the seal.

        Raises:
            SealStopped: The secret was refused once; it is not tried again.
            SealUnfit: The certificate is no seal of the body, or the resolution is of a later day.
            DocumentRefused: One of its subclasses: the document cannot be signed.
            SigningError: The key or the documents' process failed; nothing was sealed.
        """
        settings = self._settings
        if self._clock.now().date() < settings.resolved_on:
            raise SealUnfit(reason="resolution")
        key = self._open()
        authority = authority_of(pdf, settings)
        source = HeldBytes(pdf)
        prepared = self._documents.begin_prepare(source, key.identity).result()
        try:
            value = key.sign(prepared.attested).result()
        except EsetError as error:
            self._forget()  # a card that went away is opened anew the next time
            if isinstance(error, _REFUSALS):
                self._refused = error.code
                raise SealStopped(reason=error.code) from error
            raise
        signed = self._documents.begin_finish(
            source, prepared, value, key.identity, confirmation=authority
        ).result()
        return Sealed(
            pdf + signed.tail, signed.evidence, settings.resolution, settings.resolved_on, authority
        )

    def _open(self) -> OpenKey:
        if self._refused is not None:
            raise SealStopped(reason=self._refused)
        if self._key is None:
            try:
                self._key = self._opened()
                self._check(self._key.identity)
            except (EsetError, OSError):
                self._forget()
                raise
        return self._key

    def _opened(self) -> OpenKey:
        settings = self._settings
        if settings.file is not None:
            files = FileKeyStore()
            self._store = files
            return self._tried(files.open_file(settings.file.read_bytes(), self._secret()))
        store = self._store = card_store(settings.module)
        named = [each for each in store.identities().result() if each.id == settings.key]
        if not named:
            raise SealUnfit(reason="key")
        state = store.state(named[0]).result()
        if state is not TokenState.OK:
            self._refused = str(state)
            raise SealStopped(reason=self._refused)
        return self._tried(store.open(named[0], self._secret()))

    def _tried(self, opening: "Future[T]") -> T:
        """Return what opens; a refusal is remembered, because the same secret would be refused again."""
        try:
            return opening.result()
        except EsetError as error:
            self._refused = error.code
            raise SealStopped(reason=error.code) from error

    def _secret(self) -> Secret:
        with self._settings.secret.open("rb") as file:
            return Secret(bytearray(file.read(_MOST_SECRET).rstrip(b"\r\n")))

    def _check(self, identity: Identity) -> None:
        if identity.capacity is not Capacity.SEAL:
            raise SealUnfit(reason="capacity")
        if identity.body_id.upper() != self._settings.nif.upper():
            raise SealUnfit(reason="body")


def authority_of(pdf: bytes, settings: SealSettings) -> str:
    """Return what stands for a person's confirmation: the document and the resolution that lets it be sealed, as one hash."""
    told = {
        "document": hashlib.sha256(pdf).hexdigest(),
        "resolution": settings.resolution,
        "resolved_on": settings.resolved_on.isoformat(),
    }
    return hashlib.sha256(msgspec.json.encode(told, order="sorted")).hexdigest()
