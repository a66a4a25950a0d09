# SPDX-License-Identifier: EUPL-1.2
"""What Windows' security status codes (winerror.h) mean to a person: one table, by number."""

from collections.abc import Mapping
from typing import Final

from eset_desktop.signing.keys.errors import (
    CannotSign,
    CardBusy,
    CardLost,
    KeyNotFound,
    KeyProblem,
    NoCard,
    PinEntryCancelled,
    PinLocked,
    SecretRequired,
    WrongPin,
)

MEANINGS: Final[Mapping[int, type[KeyProblem]]] = {
    0x80090008: CannotSign,  # NTE_BAD_ALGID
    0x80090029: CannotSign,  # NTE_NOT_SUPPORTED
    0x8009000D: KeyNotFound,  # NTE_NO_KEY
    0x80090016: KeyNotFound,  # NTE_BAD_KEYSET
    0x80090011: KeyNotFound,  # NTE_NOT_FOUND
    0x8009200B: KeyNotFound,  # CRYPT_E_NO_KEY_PROPERTY
    0x80090022: SecretRequired,  # NTE_SILENT_CONTEXT
    0x80090030: NoCard,  # NTE_DEVICE_NOT_READY
    0x80090035: NoCard,  # NTE_DEVICE_NOT_FOUND
    0x80090036: PinEntryCancelled,  # NTE_USER_CANCELLED
    0x800704C7: PinEntryCancelled,  # ERROR_CANCELLED
    0x8010000B: CardBusy,  # SCARD_E_SHARING_VIOLATION
    0x8010000C: NoCard,  # SCARD_E_NO_SMARTCARD
    0x80100017: NoCard,  # SCARD_E_READER_UNAVAILABLE
    0x8010001D: NoCard,  # SCARD_E_NO_SERVICE
    0x8010002E: NoCard,  # SCARD_E_NO_READERS_AVAILABLE
    0x80100066: CardLost,  # SCARD_W_UNRESPONSIVE_CARD
    0x80100067: CardLost,  # SCARD_W_UNPOWERED_CARD
    0x80100068: CardLost,  # SCARD_W_RESET_CARD
    0x80100069: CardLost,  # SCARD_W_REMOVED_CARD
    0x8010006B: WrongPin,  # SCARD_W_WRONG_CHV
    0x8010006C: PinLocked,  # SCARD_W_CHV_BLOCKED
    0x8010006E: PinEntryCancelled,  # SCARD_W_CANCELLED_BY_USER
}


def problem(status: int) -> KeyProblem:
    """Return what a status means; ctypes gives it signed."""
    number = status & 0xFFFFFFFF
    kind = MEANINGS.get(number, KeyProblem)
    return kind(number=f"0x{number:x}") if kind is KeyProblem else kind()
