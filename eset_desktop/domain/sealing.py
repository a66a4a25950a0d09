# SPDX-License-Identifier: EUPL-1.2
"""Small secrets sealed under a key or a passphrase, each for one stated purpose.

``seal``: ``nonce (12) | AES-256-GCM``. ``seal_with_passphrase``: ``format byte | memory in KiB (4) | passes (4) | lanes
(4) | salt (16)`` and the same under the key that Argon2id (RFC 9106) makes of the passphrase. The purpose is associated
data: what was sealed for one does not open for another.
"""

import struct
import unicodedata
from typing import Final, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from eset_desktop.clock import RandomBytes

MINIMUM_PASSPHRASE: Final = 12
"""Characters of a new passphrase: NIST SP 800-63B asks for 8 where tries are limited; offline nothing limits them."""

_FORMAT: Final = 1
_NONCE: Final = 12
_COST: Final = struct.Struct(">BIII16s")


class Cost(NamedTuple):
    """What one try of a passphrase costs."""

    memory_kib: int
    passes: int
    lanes: int


RECOMMENDED: Final = Cost(memory_kib=64 * 1024, passes=3, lanes=4)
"""RFC 9106 §4, second recommended option; about 0.15 s on a plain office computer."""

_HIGHEST: Final = Cost(memory_kib=1024 * 1024, passes=64, lanes=64)


class NotOpenedError(Exception):
    """The key or passphrase is wrong, or the bytes were changed: the two cannot be told apart."""


class MalformedError(Exception):
    """The bytes were never made here, or were cut."""


def seal(key: bytes, secret: bytes, purpose: bytes, random: RandomBytes) -> bytes:
    """Return the secret sealed under a 32-byte key."""
    nonce = random(_NONCE)
    return nonce + AESGCM(key).encrypt(nonce, secret, purpose)


def unseal(key: bytes, sealed: bytes, purpose: bytes) -> bytes:
    """Return the secret sealed under a key; raises NotOpenedError."""
    try:
        return AESGCM(key).decrypt(sealed[:_NONCE], sealed[_NONCE:], purpose)
    except (InvalidTag, ValueError):
        raise NotOpenedError from None


def seal_with_passphrase(
    passphrase: str, secret: bytes, purpose: bytes, random: RandomBytes, cost: Cost = RECOMMENDED
) -> bytes:
    """Return the secret sealed under a passphrase of any length; the caller has judged it."""
    salt = random(16)
    head = _COST.pack(_FORMAT, *cost, salt)
    return head + seal(_stretched(passphrase, salt, cost), secret, head + purpose, random)


def unseal_with_passphrase(passphrase: str, sealed: bytes, purpose: bytes) -> bytes:
    """Return the secret sealed under a passphrase; raises NotOpenedError, MalformedError."""
    if len(sealed) <= _COST.size:
        raise MalformedError
    form, memory, passes, lanes, salt = _COST.unpack_from(sealed)
    cost = Cost(memory, passes, lanes)
    too_dear = any(one > most for one, most in zip(cost, _HIGHEST, strict=True))
    if form != _FORMAT or too_dear or not (lanes and passes and memory >= 8 * lanes):
        raise MalformedError
    head, body = sealed[: _COST.size], sealed[_COST.size :]
    return unseal(_stretched(passphrase, salt, cost), body, head + purpose)


def _stretched(passphrase: str, salt: bytes, cost: Cost) -> bytes:
    # keyboards differ in how they compose accents (RFC 8265 §4.2.1)
    text = unicodedata.normalize("NFC", passphrase).encode()
    kdf = Argon2id(
        salt=salt, length=32, iterations=cost.passes, lanes=cost.lanes, memory_cost=cost.memory_kib
    )
    return kdf.derive(text)
