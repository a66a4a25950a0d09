# SPDX-License-Identifier: EUPL-1.2
"""What the return values of PKCS#11 (v2.40 §5.1) mean to a person: one table, by number, never by text."""

from collections.abc import Mapping
from typing import Final

from eset_desktop.signing.keys.errors import (
    CannotSign,
    CardBusy,
    CardLost,
    KeyNotFound,
    KeyProblem,
    PinEntryCancelled,
    PinExpired,
    PinLocked,
    PinNotAccepted,
    WrongPin,
)

HOST_MEMORY: Final = 0x2
SLOT_ID_INVALID: Final = 0x3
GENERAL_ERROR: Final = 0x5
FUNCTION_FAILED: Final = 0x6
ATTRIBUTE_SENSITIVE: Final = 0x11
ATTRIBUTE_TYPE_INVALID: Final = 0x12
DEVICE_ERROR: Final = 0x30
DEVICE_REMOVED: Final = 0x32
FUNCTION_CANCELED: Final = 0x50
FUNCTION_NOT_SUPPORTED: Final = 0x54
KEY_HANDLE_INVALID: Final = 0x60
KEY_TYPE_INCONSISTENT: Final = 0x63
KEY_FUNCTION_NOT_PERMITTED: Final = 0x68
MECHANISM_INVALID: Final = 0x70
MECHANISM_PARAM_INVALID: Final = 0x71
OBJECT_HANDLE_INVALID: Final = 0x82
OPERATION_ACTIVE: Final = 0x90
OPERATION_NOT_INITIALIZED: Final = 0x91
PIN_INCORRECT: Final = 0xA0
PIN_INVALID: Final = 0xA1
PIN_LEN_RANGE: Final = 0xA2
PIN_EXPIRED: Final = 0xA3
PIN_LOCKED: Final = 0xA4
SESSION_CLOSED: Final = 0xB0
SESSION_COUNT: Final = 0xB1
SESSION_HANDLE_INVALID: Final = 0xB3
TOKEN_NOT_PRESENT: Final = 0xE0
TOKEN_NOT_RECOGNIZED: Final = 0xE1
USER_ALREADY_LOGGED_IN: Final = 0x100
USER_NOT_LOGGED_IN: Final = 0x101
USER_PIN_NOT_INITIALIZED: Final = 0x102
USER_ANOTHER_ALREADY_LOGGED_IN: Final = 0x104
USER_TOO_MANY_TYPES: Final = 0x105
CRYPTOKI_NOT_INITIALIZED: Final = 0x190
CRYPTOKI_ALREADY_INITIALIZED: Final = 0x191
FUNCTION_REJECTED: Final = 0x200

LOST: Final = frozenset(
    {
        SLOT_ID_INVALID,
        GENERAL_ERROR,
        FUNCTION_FAILED,
        DEVICE_ERROR,
        DEVICE_REMOVED,
        KEY_HANDLE_INVALID,
        OBJECT_HANDLE_INVALID,
        OPERATION_NOT_INITIALIZED,
        SESSION_CLOSED,
        SESSION_HANDLE_INVALID,
        TOKEN_NOT_PRESENT,
        TOKEN_NOT_RECOGNIZED,
        CRYPTOKI_NOT_INITIALIZED,
    }
)
"""What drivers answer when a card went away: they do not agree, so it is one class."""

NO_SUCH_ATTRIBUTE: Final = frozenset({ATTRIBUTE_SENSITIVE, ATTRIBUTE_TYPE_INVALID})

OTHER_MECHANISM: Final = frozenset(
    {
        FUNCTION_NOT_SUPPORTED,
        KEY_TYPE_INCONSISTENT,
        KEY_FUNCTION_NOT_PERMITTED,
        MECHANISM_INVALID,
        MECHANISM_PARAM_INVALID,
    }
)
"""From ``C_SignInit``: this key does not sign in this way; another may do."""

MEANINGS: Final[Mapping[int, type[KeyProblem]]] = {
    **dict.fromkeys(LOST, CardLost),
    **dict.fromkeys(OTHER_MECHANISM, CannotSign),
    PIN_INCORRECT: WrongPin,
    PIN_INVALID: PinNotAccepted,
    PIN_LEN_RANGE: PinNotAccepted,
    PIN_EXPIRED: PinExpired,
    PIN_LOCKED: PinLocked,
    USER_PIN_NOT_INITIALIZED: PinExpired,
    USER_ANOTHER_ALREADY_LOGGED_IN: CardBusy,
    USER_TOO_MANY_TYPES: CardBusy,
    SESSION_COUNT: CardBusy,
    FUNCTION_CANCELED: PinEntryCancelled,
    FUNCTION_REJECTED: PinEntryCancelled,
    USER_NOT_LOGGED_IN: KeyNotFound,
}


def problem(code: int) -> KeyProblem:
    """Return what a return value means; the number goes along where only support can read it."""
    kind = MEANINGS.get(code, KeyProblem)
    return kind(number=f"0x{code:x}") if kind is KeyProblem else kind()
