# SPDX-License-Identifier: EUPL-1.2
"""The C structures and numbers of PKCS#11 v2.40 (base specification, appendix; mechanisms specification) we use."""

import ctypes
import sys
from typing import Any, ClassVar, Final

ULONG: Final = ctypes.c_ulong
"""``CK_ULONG``: 32 bits on Windows, the pointer's size elsewhere."""

OK: Final = 0x0
USER: Final = 1
CONTEXT_SPECIFIC: Final = 2
SERIAL_SESSION: Final = 0x4
TOKEN_PRESENT: Final = 0x1
"""``CKF_TOKEN_PRESENT`` of a slot."""

LOGIN_REQUIRED: Final = 0x4
USER_PIN_INITIALIZED: Final = 0x8
PROTECTED_AUTHENTICATION_PATH: Final = 0x100
TOKEN_INITIALIZED: Final = 0x400
USER_PIN_COUNT_LOW: Final = 0x10000
USER_PIN_FINAL_TRY: Final = 0x20000
USER_PIN_LOCKED: Final = 0x40000
"""``CKF_*`` of a token."""

CLASS: Final = 0x0
VALUE: Final = 0x11
CERTIFICATE_TYPE: Final = 0x80
KEY_TYPE: Final = 0x100
ID: Final = 0x102
SIGN: Final = 0x108
MODULUS: Final = 0x120
ALWAYS_AUTHENTICATE: Final = 0x202
"""``CKA_*``"""

CERTIFICATE: Final = 1
PUBLIC_KEY: Final = 2
PRIVATE_KEY: Final = 3
"""``CKO_*``"""

RSA_PKCS: Final = 0x1
SHA256_RSA_PKCS: Final = 0x40
ECDSA: Final = 0x1041
ECDSA_SHA256: Final = 0x1044
"""``CKM_*``"""


class Packed(ctypes.Structure):
    """Windows' headers pack to one byte (PKCS#11 base specification §2.1); the others align naturally."""

    if sys.platform == "win32":
        _pack_: ClassVar[int] = 1


class Version(Packed):
    """``CK_VERSION``."""

    _fields_: ClassVar = [("major", ctypes.c_ubyte), ("minor", ctypes.c_ubyte)]


class Info(Packed):
    """``CK_INFO``."""

    _fields_: ClassVar = [
        ("cryptoki_version", Version),
        ("manufacturer", ctypes.c_char * 32),
        ("flags", ULONG),
        ("description", ctypes.c_char * 32),
        ("library_version", Version),
    ]


class SlotInfo(Packed):
    """``CK_SLOT_INFO``."""

    _fields_: ClassVar = [
        ("description", ctypes.c_char * 64),
        ("manufacturer", ctypes.c_char * 32),
        ("flags", ULONG),
        ("hardware", Version),
        ("firmware", Version),
    ]


class TokenInfo(Packed):
    """``CK_TOKEN_INFO``."""

    _fields_: ClassVar = [
        ("label", ctypes.c_char * 32),
        ("manufacturer", ctypes.c_char * 32),
        ("model", ctypes.c_char * 16),
        ("serial", ctypes.c_char * 16),
        ("flags", ULONG),
        ("max_sessions", ULONG),
        ("sessions", ULONG),
        ("max_rw_sessions", ULONG),
        ("rw_sessions", ULONG),
        ("max_pin", ULONG),
        ("min_pin", ULONG),
        ("total_public", ULONG),
        ("free_public", ULONG),
        ("total_private", ULONG),
        ("free_private", ULONG),
        ("hardware", Version),
        ("firmware", Version),
        ("time", ctypes.c_char * 16),
    ]


class Attribute(Packed):
    """``CK_ATTRIBUTE``."""

    _fields_: ClassVar = [("type", ULONG), ("value", ctypes.c_void_p), ("length", ULONG)]


class Mechanism(Packed):
    """``CK_MECHANISM``."""

    _fields_: ClassVar = [("type", ULONG), ("parameter", ctypes.c_void_p), ("length", ULONG)]


_ORDER: Final = (
    "Initialize Finalize GetInfo GetFunctionList GetSlotList GetSlotInfo GetTokenInfo GetMechanismList "
    "GetMechanismInfo InitToken InitPIN SetPIN OpenSession CloseSession CloseAllSessions GetSessionInfo "
    "GetOperationState SetOperationState Login Logout CreateObject CopyObject DestroyObject GetObjectSize "
    "GetAttributeValue SetAttributeValue FindObjectsInit FindObjects FindObjectsFinal EncryptInit Encrypt "
    "EncryptUpdate EncryptFinal DecryptInit Decrypt DecryptUpdate DecryptFinal DigestInit Digest DigestUpdate "
    "DigestKey DigestFinal SignInit Sign"
)
"""The beginning of ``CK_FUNCTION_LIST``, in its order; what follows is not used."""

_POINTER: Final = ctypes.c_void_p
_COUNT: Final = ctypes.POINTER(ULONG)

SIGNATURES: Final[dict[str, tuple[Any, ...]]] = {
    "Initialize": (_POINTER,),
    "Finalize": (_POINTER,),
    "GetInfo": (ctypes.POINTER(Info),),
    "GetSlotList": (ctypes.c_ubyte, _COUNT, _COUNT),
    "GetSlotInfo": (ULONG, ctypes.POINTER(SlotInfo)),
    "GetTokenInfo": (ULONG, ctypes.POINTER(TokenInfo)),
    "GetMechanismList": (ULONG, _COUNT, _COUNT),
    "OpenSession": (ULONG, ULONG, _POINTER, _POINTER, _COUNT),
    "CloseSession": (ULONG,),
    "CloseAllSessions": (ULONG,),
    "Login": (ULONG, ULONG, _POINTER, ULONG),
    "Logout": (ULONG,),
    "GetAttributeValue": (ULONG, ULONG, ctypes.POINTER(Attribute), ULONG),
    "FindObjectsInit": (ULONG, ctypes.POINTER(Attribute), ULONG),
    "FindObjects": (ULONG, _COUNT, ULONG, _COUNT),
    "FindObjectsFinal": (ULONG,),
    "SignInit": (ULONG, ctypes.POINTER(Mechanism), ULONG),
    "Sign": (ULONG, _POINTER, ULONG, _POINTER, _COUNT),
}
"""What the functions that we call take; all return ``CK_RV``."""


class FunctionList(Packed):
    """``CK_FUNCTION_LIST``, as far as it is used."""

    _fields_: ClassVar = [("version", Version), *((name, ctypes.c_void_p) for name in _ORDER.split())]
