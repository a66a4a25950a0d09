# SPDX-License-Identifier: EUPL-1.2
"""The system's card service by ctypes: ``winscard.dll``, ``libpcsclite.so.1`` or the PCSC framework, one interface.

Not yet run on Windows or macOS: there only the sizes of the types differ.
"""

import ctypes
import sys
from typing import Any, ClassVar, Final

WINDOWS: Final = sys.platform == "win32"
MAC: Final = sys.platform == "darwin"

_LIBRARY: Final = (
    "winscard.dll"
    if WINDOWS
    else "/System/Library/Frameworks/PCSC.framework/PCSC"
    if MAC
    else "libpcsclite.so.1"
)
_SYSTEM_SCOPE: Final = 2
_PNP: Final = b"\\\\?PnP?\\Notification"
"""A reader that is none: it changes when readers come or go."""

_DWORD: Any = ctypes.c_uint32 if WINDOWS or MAC else ctypes.c_ulong
_CONTEXT: Any = ctypes.c_void_p if WINDOWS else ctypes.c_int32 if MAC else ctypes.c_long

TIMEOUT: Final = 0x8010000A
NO_READERS: Final = 0x8010002E
UNKNOWN_READER: Final = 0x80100009
CANCELLED: Final = 0x80100002
CHANGED: Final = 0x2


class ReaderState(ctypes.Structure):
    """``SCARD_READERSTATE``."""

    if MAC:
        _pack_: ClassVar[int] = 1
    _fields_: ClassVar = [
        ("reader", ctypes.c_char_p),
        ("data", ctypes.c_void_p),
        ("current", _DWORD),
        ("event", _DWORD),
        ("atr_size", _DWORD),
        ("atr", ctypes.c_ubyte * (36 if WINDOWS else 33)),
    ]


_EXCLUSIVE: Final = 0x80
"""``SCARD_STATE_EXCLUSIVE``"""


class CardServiceDown(Exception):
    """The card service is not installed, not running, or went away."""


class CardService:
    """A connection to the card service; :meth:`cancel` may be called from another thread."""

    def __init__(self) -> None:
        """Connect.

        Raises:
            CardServiceDown: There is none.
        """
        try:
            self._library = _load()
        except OSError as error:
            raise CardServiceDown from error
        suffix = "A" if WINDOWS else ""
        self._list = getattr(self._library, f"SCardListReaders{suffix}")
        self._wait = getattr(self._library, f"SCardGetStatusChange{suffix}")
        self._list.argtypes = [_CONTEXT, ctypes.c_char_p, ctypes.c_char_p, ctypes.POINTER(_DWORD)]
        self._wait.argtypes = [_CONTEXT, _DWORD, ctypes.POINTER(ReaderState), _DWORD]
        self._library.SCardCancel.argtypes = [_CONTEXT]
        self._library.SCardReleaseContext.argtypes = [_CONTEXT]
        self._context = _CONTEXT()
        _check(
            self._library.SCardEstablishContext(
                _DWORD(_SYSTEM_SCOPE), None, None, ctypes.byref(self._context)
            )
        )

    def readers(self) -> list[str]:
        """Return the names of the readers that are there."""
        size = _DWORD(0)
        if not _check(self._list(self._context, None, None, ctypes.byref(size)), NO_READERS):
            return []
        names = ctypes.create_string_buffer(size.value)
        if not _check(self._list(self._context, None, names, ctypes.byref(size)), NO_READERS):
            return []
        return [each.decode(errors="replace") for each in names.raw[: size.value].split(b"\0") if each]

    def wait(self, known: dict[str, int], seconds: float) -> dict[str, int]:
        """Return each reader's state once something differs from what is known, or when the time is over.

        Args:
            known: Reader to the state that it had; 0 where it is not known yet.
            seconds: At most so long.
        """
        states = (ReaderState * (len(known) + 1))()
        for state, (reader, was) in zip(states, known.items(), strict=False):
            state.reader, state.current = reader.encode(), was & ~CHANGED
        states[len(known)].reader = _PNP
        quiet = self._wait(self._context, int(seconds * 1000), states, len(states)) & 0xFFFFFFFF
        if not _check(quiet, TIMEOUT, UNKNOWN_READER, CANCELLED):
            return known
        return {reader: state.event for state, reader in zip(states, known, strict=False)}

    def cancel(self) -> None:
        """Make :meth:`wait` return now."""
        self._library.SCardCancel(self._context)

    def close(self) -> None:
        """Give the connection back."""
        self._library.SCardReleaseContext(self._context)


def held_by_others() -> frozenset[str]:
    """Return the readers whose card a program has for itself alone; none where there is no card service."""
    try:
        service = CardService()
    except CardServiceDown:
        return frozenset()
    try:
        states = service.wait(dict.fromkeys(service.readers(), 0), 0.0)
        return frozenset(reader for reader, state in states.items() if state & _EXCLUSIVE)
    except CardServiceDown:
        return frozenset()
    finally:
        service.close()


def _load() -> ctypes.CDLL:
    if sys.platform == "win32":
        return ctypes.WinDLL(_LIBRARY)
    return ctypes.CDLL(_LIBRARY)


def _check(status: int, *expected: int) -> bool:
    """Return whether it worked; what is expected is no failure."""
    number = status & 0xFFFFFFFF
    if number and number not in expected:
        raise CardServiceDown(f"0x{number:x}")
    return number == 0
