# SPDX-License-Identifier: EUPL-1.2
"""The port for certificates that a trust service keeps (CSC API v2: ``credentials/info``, ``signatures/signHash``).

Such a service signs hashes after the person authorised so many of them at once. Where there is no line, its certificates
are listed as they were last seen and opening one says that a connection is needed.
"""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol, TypeVar

from msgspec import structs

from eset_desktop.signing.identities.certificate import describe, read
from eset_desktop.signing.keys.errors import KeyNotFound, ServiceUnreachable
from eset_desktop.signing.keys.port import BatchPolicy, OpenKey, Secret, TokenState
from eset_desktop.signing.keys.remote import failed
from eset_desktop.signing.values import Identity, SecretKind, StoreKind

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Credential:
    """What ``credentials/info`` says of one certificate.

    Attributes:
        credential_id: The service's name for it.
        certificates: DER, the signer's first, then its issuers.
        multisign: How many hashes one authorisation may cover.
    """

    credential_id: str
    certificates: tuple[bytes, ...]
    multisign: int


class SigningService(Protocol):
    """A trust service that signs at a distance; its calls need the line and may wait for a person's telephone."""

    @property
    def name(self) -> str:
        """Stable name, for example its host."""
        ...

    def authorise(
        self, credential: Credential, secret: Secret | None, batch: BatchPolicy
    ) -> "Future[OpenKey]":
        """Ask the person to authorise a batch, and return the key for it.

        Raises:
            ServiceUnreachable: There is no line.
        """
        ...


class CloudKeyStore:
    """A :class:`~eset_desktop.signing.keys.port.KeyStore` over a trust service.

    Args:
        name: Of the service.
        known: Its credentials as they were last seen.
        service: The connected service; ``None`` while there is no line.
    """

    def __init__(self, name: str, known: Sequence[Credential], service: SigningService | None) -> None:
        self.name = f"cloud:{name}"
        self._service = service
        self._known = {identity.id: (identity, each) for each in known for identity in [self._describe(each)]}

    def identities(self) -> "Future[tuple[Identity, ...]]":
        """List the credentials, with a line or without."""
        return _done(tuple(identity for identity, _ in self._known.values()))

    def state(self, _: Identity) -> "Future[TokenState]":
        """Say how the PIN stands: the service keeps that to itself."""
        return _done(TokenState.OK) if self._service is not None else failed(ServiceUnreachable())

    def open(
        self, identity: Identity, secret: Secret | None, *, batch: BatchPolicy = BatchPolicy.ONE_ENTRY
    ) -> "Future[OpenKey]":
        """Have the person authorise the batch.

        Raises:
            ServiceUnreachable: There is no line.
            KeyNotFound: The service had no such credential when it was last asked.
        """
        found = self._known.get(identity.id)
        if found is not None and self._service is not None:
            return self._service.authorise(found[1], secret, batch)
        if secret is not None:
            secret.wipe()
        return failed(KeyNotFound() if found is None else ServiceUnreachable())

    def close(self) -> None:
        """Nothing is held here."""

    def _describe(self, credential: Credential) -> Identity:
        signer, *issuers = credential.certificates
        identity = describe(read(signer), handle=f"{self.name}:{{}}")
        return structs.replace(identity, store=StoreKind.CLOUD, secret=SecretKind.PIN, chain=tuple(issuers))


def _done(value: T) -> "Future[T]":
    future: Future[T] = Future()
    future.set_result(value)
    return future
