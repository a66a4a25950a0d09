# SPDX-License-Identifier: EUPL-1.2
"""The body's recovery key: whoever keeps it can open a profile whose passphrase and keyring are lost.

The public half reaches every device at enrolment; the private half leaves the central service once, as a PEM file
under a passphrase, and is kept by the body in a safe place. A secret is sealed for it as ``format byte | ephemeral
public key (32) | ciphertext and tag``: X25519 (RFC 7748), HKDF-SHA-256 (RFC 5869) and AES-256-GCM; each sealing has its
own ephemeral key, so the nonce is zero.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from eset_desktop.clock import RandomBytes
from eset_desktop.domain.sealing import (
    RECOMMENDED,
    Cost,
    MalformedError,
    NotOpenedError,
    seal_with_passphrase,
    unseal_with_passphrase,
)
from eset_desktop.errors import EsetError

KEY_BYTES: Final = 32
_FORMAT: Final = 1
_NONCE: Final = bytes(12)
_TAG: Final = 16
_CHECKSUM: Final = 4
_BEGIN: Final = "-----BEGIN ESET RECOVERY KEY-----"
_END: Final = "-----END ESET RECOVERY KEY-----"
_PEM_PURPOSE: Final = b"eset/recovery-key/1:"


class RecoveryKeyDamaged(EsetError):
    """The file holds no recovery key, or the public key is none."""

    code = "recovery.damaged"
    title = "This is not a recovery key, or it is damaged."
    advice = "Choose the .pem file that was made when the town hall was set up."


class RecoveryWrongPassphrase(EsetError):
    """The passphrase does not open the file of the recovery key."""

    code = "recovery.wrong_passphrase"
    title = "The passphrase does not open the recovery key."
    advice = "Type it again; mind capital letters."


class RecoveryWrongKey(EsetError):
    """The secret was sealed for another key or for another purpose, or was changed."""

    code = "recovery.wrong_key"
    title = "This recovery key does not open these data."
    advice = "Use the recovery key of the town hall that these data belong to."


@dataclass(frozen=True, slots=True, repr=False)
class RecoveryKey:
    """Both halves of a recovery key; ``private`` is 32 secret bytes and never shown."""

    private: bytes
    public: bytes

    def __repr__(self) -> str:
        return f"RecoveryKey({fingerprint(self.public)})"


def generate(random: RandomBytes) -> RecoveryKey:
    """Return a new recovery key from 32 random bytes."""
    return _of(X25519PrivateKey.from_private_bytes(random(KEY_BYTES)))


def fingerprint(public: bytes) -> str:
    """Return what people compare: 64 bits of the public key's SHA-256, in groups of four digits."""
    digits = hashlib.sha256(public).hexdigest()[:16]
    return "-".join(digits[start : start + 4] for start in range(0, 16, 4))


def to_pem(key: RecoveryKey, passphrase: str, random: RandomBytes, cost: Cost = RECOMMENDED) -> bytes:
    """Return the private half under a passphrase as a PEM text (RFC 7468) that people can store and print.

    PKCS#8 as OpenSSL writes it stretches the passphrase with 2,048 rounds only; hence a label of our own.
    """
    body = key.public + seal_with_passphrase(passphrase, key.private, _PEM_PURPOSE + key.public, random, cost)
    text = base64.b64encode(body + hashlib.sha256(body).digest()[:_CHECKSUM]).decode()
    lines = (text[start : start + 64] for start in range(0, len(text), 64))
    return "\n".join([_BEGIN, *lines, _END, ""]).encode()


def from_pem(pem: bytes, passphrase: str) -> RecoveryKey:
    """Return the key in a PEM text; what stands around it does not matter.

    Raises:
        RecoveryKeyDamaged: There is no recovery key in it, or a character is wrong.
        RecoveryWrongPassphrase: The passphrase does not open it.
    """
    try:
        _, found, rest = pem.decode("ascii", "replace").partition(_BEGIN)
        text, ended, _ = rest.partition(_END)
        decoded = base64.b64decode("".join(text.split()), validate=True) if found and ended else b""
    except binascii.Error:
        raise RecoveryKeyDamaged from None
    body, checksum = decoded[:-_CHECKSUM], decoded[-_CHECKSUM:]
    if len(body) <= KEY_BYTES or hashlib.sha256(body).digest()[:_CHECKSUM] != checksum:
        raise RecoveryKeyDamaged
    public = body[:KEY_BYTES]
    try:
        private = unseal_with_passphrase(passphrase, body[KEY_BYTES:], _PEM_PURPOSE + public)
    except MalformedError:
        raise RecoveryKeyDamaged from None
    except NotOpenedError:
        raise RecoveryWrongPassphrase from None
    return _of(X25519PrivateKey.from_private_bytes(private))


def seal(public: bytes, secret: bytes, context: bytes, random: RandomBytes) -> bytes:
    """Return a secret that only the private half opens.

    Args:
        public: The 32-byte public key.
        secret: What to seal.
        context: What it is for; the same must be given to open it.
        random: Source of the ephemeral key.

    Raises:
        RecoveryKeyDamaged: The public key is none.
    """
    ephemeral = X25519PrivateKey.from_private_bytes(random(KEY_BYTES))
    ephemeral_public = ephemeral.public_key().public_bytes_raw()
    cipher = _cipher(ephemeral, public, ephemeral_public, public, context)
    return bytes([_FORMAT]) + ephemeral_public + cipher.encrypt(_NONCE, secret, None)


def open_sealed(key: RecoveryKey, sealed: bytes, context: bytes) -> bytes:
    """Return the secret that was sealed for a key.

    Raises:
        RecoveryWrongKey: It was sealed for another key or context, or was changed.
    """
    if len(sealed) < 1 + KEY_BYTES + _TAG or sealed[0] != _FORMAT:
        raise RecoveryWrongKey
    ephemeral_public, ciphertext = sealed[1 : 1 + KEY_BYTES], sealed[1 + KEY_BYTES :]
    private = X25519PrivateKey.from_private_bytes(key.private)
    try:
        return _cipher(private, ephemeral_public, ephemeral_public, key.public, context).decrypt(
            _NONCE, ciphertext, None
        )
    except (InvalidTag, RecoveryKeyDamaged):
        raise RecoveryWrongKey from None


def _cipher(
    mine: X25519PrivateKey, theirs: bytes, ephemeral_public: bytes, public: bytes, context: bytes
) -> AESGCM:
    try:
        shared = mine.exchange(X25519PublicKey.from_public_bytes(theirs))
    except ValueError:  # wrong length, or a point of low order (RFC 7748 §6.1)
        raise RecoveryKeyDamaged from None
    info = b"eset/recovery/1:" + context
    return AESGCM(
        HKDF(algorithm=SHA256(), length=32, salt=ephemeral_public + public, info=info).derive(shared)
    )


def _of(private: X25519PrivateKey) -> RecoveryKey:
    return RecoveryKey(private.private_bytes_raw(), private.public_key().public_bytes_raw())
