# SPDX-License-Identifier: EUPL-1.2
"""A store of keys that plays a card: what it answers is said by the test, what it was asked is written down."""

from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TypeVar

from eset_desktop.errors import EsetError
from eset_desktop.signing.keys.errors import PinLocked, SecretRequired, WrongPin
from eset_desktop.signing.keys.port import BatchPolicy, OpenKey, Secret, TokenState
from eset_desktop.signing.values import Capacity, Identity, SecretKind, StoreKind, Token

T = TypeVar("T")


def done(value: T) -> "Future[T]":
    """Return a future that has its value."""
    future: Future[T] = Future()
    future.set_result(value)
    return future


def failed(error: EsetError) -> "Future[T]":
    """Return a future that failed."""
    future: Future[T] = Future()
    future.set_exception(error)
    return future


def identity(name: str = "Anna Prova", **more: object) -> Identity:
    """Return a certificate on a card, good for 2026 and 2027 unless ``more`` says otherwise."""
    values: dict[str, object] = {
        "id": f"pkcs11:4711:{name}", "name": name, "subject_id": "00000000T", "subject": f"CN={name}",
        "issuer": "EC de proves", "serial": "01", "not_before": datetime(2026, 1, 1, tzinfo=UTC),
        "not_after": datetime(2027, 12, 31, tzinfo=UTC), "key_usage": ("non_repudiation",), "algorithm": "RSA-2048",
        "certificate": b"", "fingerprint": "ab" * 32, "store": StoreKind.PKCS11,
        "token": Token("Targeta de prova", "4711", "Lector 1"), "secret": SecretKind.PIN,
        "body": "Ajuntament de Sant Pere de Ribalta", "body_id": "Q0000000J", "capacity": Capacity.PUBLIC_EMPLOYEE,
    }  # fmt: skip
    return Identity(**{**values, **more})  # type: ignore[arg-type] # the names are the class's


@dataclass
class PlayedKey:
    """A key that was opened; signs nothing."""

    identity: Identity
    closed: bool = False

    def sign(self, attested: bytes, secret: Secret | None = None) -> "Future[bytes]":
        """Sign nothing."""
        raise NotImplementedError

    def close(self) -> "Future[None]":
        """Close."""
        self.closed = True
        return done(None)


@dataclass
class PlayedStore:
    """A card.

    Attributes:
        name: Of the store.
        held: Its certificates, or why they are not known.
        pin: What opens it.
        tries: Wrong PINs until it is locked.
        typed: What was tried.
    """

    name: str = "pkcs11:/usr/lib/prova.so"
    held: Sequence[Identity] | EsetError = ()
    pin: bytes = b"1234"
    tries: int = 3
    typed: list[bytes] = field(default_factory=list)

    def identities(self) -> "Future[tuple[Identity, ...]]":
        """List them."""
        return failed(self.held) if isinstance(self.held, EsetError) else done(tuple(self.held))

    def state(self, _: Identity) -> "Future[TokenState]":
        """Say how the PIN stands."""
        if self.tries <= 0:
            return done(TokenState.LOCKED)
        return done({1: TokenState.FINAL_TRY, 3: TokenState.OK}.get(self.tries, TokenState.COUNT_LOW))

    def open(
        self, which: Identity, secret: Secret | None, *, batch: BatchPolicy = BatchPolicy.ONE_ENTRY
    ) -> "Future[OpenKey]":
        """Try what was typed, once."""
        del batch
        if self.tries <= 0:
            return failed(PinLocked())
        if secret is None:
            return failed(SecretRequired())
        typed = bytes(secret.spend())
        self.typed.append(typed)
        if typed != self.pin:
            self.tries -= 1
            return failed(WrongPin(state="x") if self.tries else PinLocked())
        self.tries = 3
        return done(PlayedKey(which))

    def close(self) -> None:
        """Forget."""
