# SPDX-License-Identifier: EUPL-1.2
"""The contract of every store of keys; whoever signs knows nothing else of cards, files or systems.

All methods return at once; futures complete on a thread of the store. What a future may raise is in
:mod:`eset_desktop.signing.keys.errors`. A typed secret is tried once and never again by itself (design §7).
"""

from concurrent.futures import Future
from enum import StrEnum
from typing import NoReturn, Protocol, Self

from eset_desktop.signing.keys.errors import SecretRequired
from eset_desktop.signing.values import Identity


class Secret:
    """A PIN or passphrase that a person typed, on its way to a key worker: good for one try, then wiped.

    Python may still hold copies of the text that it was made from; what is ours is overwritten.
    """

    __slots__ = ("_buffer",)

    def __init__(self, typed: bytearray) -> None:
        """Take over ``typed``: it is wiped with this."""
        self._buffer: bytearray | None = typed

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Return the secret as UTF-8; half a character, from a broken input method, becomes ``?`` and is refused."""
        return cls(bytearray(text.encode(errors="replace")))

    def spend(self) -> bytearray:
        """Hand the content over, once; whoever takes it wipes it.

        Raises:
            SecretRequired: It was spent or wiped before: the person must type again.
        """
        typed, self._buffer = self._buffer, None
        if typed is None:
            raise SecretRequired
        return typed

    def wipe(self) -> None:
        """Overwrite and forget the content."""
        if self._buffer is not None:
            self._buffer[:] = bytes(len(self._buffer))
            self._buffer = None

    def __repr__(self) -> str:
        return "Secret(...)"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is never stored")


class TokenState(StrEnum):
    """What a token says of its PIN before anybody types one (PKCS#11 §3.2, ``CKF_USER_PIN_*``)."""

    OK = "ok"
    COUNT_LOW = "count_low"
    """A wrong PIN was typed since the last right one."""
    FINAL_TRY = "final_try"
    """One try is left: a wrong PIN locks the card."""
    LOCKED = "locked"
    NOT_INITIALISED = "not_initialised"
    """The card has no PIN yet."""


class BatchPolicy(StrEnum):
    """How often a person types the secret for the documents they confirmed together."""

    ONE_ENTRY = "one_entry"
    """Once; kept in the key's worker while the key is open and nothing was refused (design §7's rule)."""
    EACH_SIGNATURE = "each_signature"
    """For every signature; nothing is kept."""


class OpenKey(Protocol):
    """A key that is ready to sign until it is closed or lost."""

    @property
    def identity(self) -> Identity:
        """Whose it is."""
        ...

    def sign(self, attested: bytes, secret: Secret | None = None) -> "Future[bytes]":
        """Return the bare signature value over the SHA-256 of ``attested``.

        RSASSA-PKCS1-v1_5 (RFC 8017 §8.2), or ECDSA as the DER of ``ECDSA-Sig-Value`` (RFC 3279 §2.2.3).

        Args:
            attested: What is signed, at most a few kilobytes: the DER of the signed attributes.
            secret: Typed for this signature where :attr:`BatchPolicy.EACH_SIGNATURE` holds.

        Raises:
            SecretRequired: A secret must be typed for this signature.
            CardLost: The card went away; a new ``open`` after it is back goes on.
            WrongPin: Refused; nothing was tried twice and the kept secret is dropped.
        """
        ...

    def close(self) -> "Future[None]":
        """Log out where nobody else uses the token, and forget the key and its secret."""
        ...


class KeyStore(Protocol):
    """A place with keys: all certificate files, the cards of one driver, the system's store."""

    @property
    def name(self) -> str:
        """Stable name: ``p12``, ``pkcs11:<module path>``, ``windows``, ``cloud:<service>``."""
        ...

    def identities(self) -> "Future[tuple[Identity, ...]]":
        """List every certificate with a key here, fit to sign or not."""
        ...

    def state(self, identity: Identity) -> "Future[TokenState]":
        """Say how the token's PIN stands, without a try."""
        ...

    def open(
        self, identity: Identity, secret: Secret | None, *, batch: BatchPolicy = BatchPolicy.ONE_ENTRY
    ) -> "Future[OpenKey]":
        """Log in and return the key.

        Args:
            identity: From :meth:`identities`, of this or an earlier start.
            secret: What its :attr:`~eset_desktop.signing.values.Identity.secret` asks for; ``None`` where the driver
                or the reader asks, or where each signature brings its own.
            batch: How often the person types.

        Raises:
            WrongPin: The card counted one try.
            PinLocked: No try is left.
            NoCard: Its card is not in any reader.
            KeyNotFound: The card is there and has no such key.
            SecretRequired: A secret is needed and none was given.
        """
        ...

    def close(self) -> None:
        """End the worker and forget every key."""
        ...
