# SPDX-License-Identifier: EUPL-1.2
"""The calls: certificates of the person's store, and signing with the key of one. The libraries come from outside."""

import contextlib
import ctypes
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any, Final, NamedTuple

from eset_desktop.signing.keys.windows import codes
from eset_desktop.signing.keys.windows import structures as w

PERSONAL: Final = "MY"
AUTHORITIES: Final = "CA"
_MOST_SIGNATURE: Final = 2048


class Libraries(NamedTuple):
    """``crypt32`` and ``ncrypt``, with the types of their functions declared, and the thread's last error."""

    crypt32: Any
    ncrypt: Any
    last_error: Any


class Found(NamedTuple):
    """A certificate in a store."""

    der: bytes
    has_key: bool


def declare(libraries: Libraries) -> Libraries:
    """Say what the functions take and give: handles are pointers, and cut in half where that is not said."""
    crypt32, ncrypt = libraries.crypt32, libraries.ncrypt
    crypt32.CertOpenSystemStoreW.argtypes = [w.HANDLE, ctypes.c_wchar_p]
    crypt32.CertOpenSystemStoreW.restype = w.HANDLE
    crypt32.CertEnumCertificatesInStore.argtypes = [w.HANDLE, w.Context]
    crypt32.CertEnumCertificatesInStore.restype = w.Context
    crypt32.CertGetCertificateContextProperty.argtypes = [
        w.Context,
        w.DWORD,
        w.HANDLE,
        ctypes.POINTER(w.DWORD),
    ]
    crypt32.CertCloseStore.argtypes = [w.HANDLE, w.DWORD]
    crypt32.CertFreeCertificateContext.argtypes = [w.Context]
    crypt32.CryptAcquireCertificatePrivateKey.argtypes = [
        w.Context, w.DWORD, w.HANDLE, ctypes.POINTER(w.HANDLE), ctypes.POINTER(w.DWORD), ctypes.POINTER(ctypes.c_int),
    ]  # fmt: skip
    ncrypt.NCryptSetProperty.argtypes = [w.HANDLE, ctypes.c_wchar_p, w.HANDLE, w.DWORD, w.DWORD]
    ncrypt.NCryptSignHash.argtypes = [
        w.HANDLE, w.HANDLE, w.HANDLE, w.DWORD, w.HANDLE, w.DWORD, ctypes.POINTER(w.DWORD), w.DWORD,
    ]  # fmt: skip
    ncrypt.NCryptFreeObject.argtypes = [w.HANDLE]
    return libraries


class Cng:
    """Windows' store of one person."""

    def __init__(self, libraries: Libraries) -> None:
        self._crypt32 = libraries.crypt32
        self._ncrypt = libraries.ncrypt
        self._last_error = libraries.last_error

    def certificates(self, store: str) -> list[Found]:
        """Return the certificates of a system store."""
        return [
            Found(w.der_of(context.contents), self._has_key(context)) for context in self._contexts(store)
        ]

    @contextmanager
    def key_of(self, der: bytes, window: int) -> Iterator[Any]:
        """Give the handle of a certificate's key for the block's length; the driver may ask for the PIN.

        Args:
            der: The certificate.
            window: Over which window it asks; 0: none.

        Raises:
            KeyNotFound: It is not in the store any more, or has no key.
            KeyProblem: One of its subclasses, by the status.
        """
        handle, free = self._acquire(der), self._ncrypt.NCryptFreeObject
        try:
            if window:
                value = ctypes.c_void_p(window)
                size = ctypes.sizeof(value)
                self._ncrypt.NCryptSetProperty(handle, w.WINDOW_HANDLE, ctypes.byref(value), size, 0)
            yield handle
        finally:
            free(handle)

    def sign(self, key: Any, algorithm: str, digest: bytes) -> bytes:
        """Return the signature of a SHA-256 digest as the provider gives it: for EC, r and s side by side."""
        padding, flags = w.padding_of(algorithm)
        out, size = ctypes.create_string_buffer(_MOST_SIGNATURE), w.DWORD(0)
        info = ctypes.byref(padding) if padding is not None else None
        status = self._ncrypt.NCryptSignHash(
            key, info, digest, len(digest), out, _MOST_SIGNATURE, ctypes.byref(size), flags
        )
        if status:
            raise codes.problem(status)
        return out.raw[: size.value]

    def _acquire(self, der: bytes) -> Any:
        with contextlib.closing(self._contexts(PERSONAL)) as contexts:
            for context in contexts:
                if w.der_of(context.contents) == der:
                    return self._key_handle(context)
        raise codes.problem(0x8009000D)

    def _key_handle(self, context: Any) -> Any:
        handle, kind, ours_to_free = w.HANDLE(), w.DWORD(), ctypes.c_int()
        good = self._crypt32.CryptAcquireCertificatePrivateKey(
            context,
            w.ONLY_NCRYPT_KEY,
            None,
            ctypes.byref(handle),
            ctypes.byref(kind),
            ctypes.byref(ours_to_free),
        )
        if not good:
            raise codes.problem(self._last_error())
        return handle

    def _has_key(self, context: Any) -> bool:
        size = w.DWORD(0)
        return bool(
            self._crypt32.CertGetCertificateContextProperty(
                context, w.KEY_PROVIDER_INFO, None, ctypes.byref(size)
            )
        )

    def _contexts(self, store: str) -> Generator[Any, None, None]:
        """Give each context; the system frees the one before when it is asked for the next."""
        opened = self._crypt32.CertOpenSystemStoreW(None, store)
        if not opened:
            raise codes.problem(self._last_error())
        context = None
        try:
            while context := self._crypt32.CertEnumCertificatesInStore(opened, context):
                yield context
        finally:
            if context:
                self._crypt32.CertFreeCertificateContext(context)
            self._crypt32.CertCloseStore(opened, 0)
