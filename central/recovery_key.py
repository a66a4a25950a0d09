# SPDX-License-Identifier: EUPL-1.2
"""A body's recovery key pair: clients wrap their data keys for the public half, so that no reset password destroys work.

The private half leaves the service at once, in a file under a passphrase; the service keeps the public one only.
"""

import base64
from dataclasses import dataclass
from typing import Final

from central.errors.keeping import PassphraseRefused
from eset_desktop.clock import RandomBytes
from eset_desktop.domain import recovery

SHORTEST_PASSPHRASE: Final = 12


@dataclass(frozen=True, slots=True)
class RecoveryKey:
    """A new pair.

    Attributes:
        public: The 32 bytes of the X25519 public key, base64.
        private_pem: The private key under the passphrase, as :func:`eset_desktop.domain.recovery.from_pem` reads it.
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
    pair = recovery.generate(random)
    pem = recovery.to_pem(pair, passphrase, random)
    return RecoveryKey(base64.b64encode(pair.public).decode("ascii"), pem)
