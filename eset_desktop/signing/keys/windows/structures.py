# SPDX-License-Identifier: EUPL-1.2
"""The C structures and numbers of wincrypt.h, bcrypt.h and ncrypt.h that signing needs, the same on every system."""

import ctypes
from typing import ClassVar, Final

DWORD: Final = ctypes.c_uint32
HANDLE: Final = ctypes.c_void_p

ONLY_NCRYPT_KEY: Final = 0x00040000
"""``CRYPT_ACQUIRE_ONLY_NCRYPT_KEY_FLAG``: CNG keys and old ones through its bridge; old calls fail for EC keys."""

KEY_PROVIDER_INFO: Final = 2
"""``CERT_KEY_PROV_INFO_PROP_ID``: there is a private key, on this computer or on a card that was in it once."""

PAD_PKCS1: Final = 0x2
"""``BCRYPT_PAD_PKCS1``"""

WINDOW_HANDLE: Final = "HWND Handle"
"""``NCRYPT_WINDOW_HANDLE_PROPERTY``: over which window the driver asks for the PIN."""

SHA256: Final = "SHA256"
"""``BCRYPT_SHA256_ALGORITHM``"""


class CertificateContext(ctypes.Structure):
    """``CERT_CONTEXT``."""

    _fields_: ClassVar = [
        ("encoding", DWORD),
        ("encoded", ctypes.POINTER(ctypes.c_ubyte)),
        ("size", DWORD),
        ("info", ctypes.c_void_p),
        ("store", HANDLE),
    ]


class Pkcs1Padding(ctypes.Structure):
    """``BCRYPT_PKCS1_PADDING_INFO``."""

    _fields_: ClassVar = [("algorithm", ctypes.c_wchar_p)]


Context = ctypes.POINTER(CertificateContext)


def der_of(context: CertificateContext) -> bytes:
    """Return the certificate that a context holds."""
    return ctypes.string_at(context.encoded, context.size)


def padding_of(algorithm: str) -> tuple[Pkcs1Padding | None, int]:
    """Return the padding information and flags of ``NCryptSignHash`` for a key.

    Args:
        algorithm: Of the :class:`~eset_desktop.signing.values.Identity`: RSA wants PKCS#1 v1.5, EC nothing.
    """
    return (Pkcs1Padding(SHA256), PAD_PKCS1) if algorithm.startswith("RSA") else (None, 0)
