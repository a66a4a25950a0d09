# SPDX-License-Identifier: EUPL-1.2
"""A body's recovery key pair: clients wrap their data keys for the public half, so that no reset password destroys work.

The private half leaves the service at once, in a file under a passphrase; the service keeps the public one only.
"""

import base64
from dataclasses import dataclass
from typing import Final

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
)

from central.errors import PassphraseRefused
from eset_desktop.clock import RandomBytes

SHORTEST_PASSPHRASE: Final = 12


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """A new pair.

    Attributes:
        public: The 32 bytes of the X25519 public key, base64.
        private_pem: The private key, PKCS#8 PEM under the passphrase.
    """

    public: str
    private_pem: bytes


def new_recovery_key(random: RandomBytes, passphrase: str) -> RecoveryKey:
    """Return a new pair.

    Raises:
        PassphraseRefused: The passphrase is too short.
    """
    if len(passphrase) < SHORTEST_PASSPHRASE:
        raise PassphraseRefused
    private = X25519PrivateKey.from_private_bytes(random(32))
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    pem = private.private_bytes(
        Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode())
    )
    return RecoveryKey(base64.b64encode(public).decode("ascii"), pem)
