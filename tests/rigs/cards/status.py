# SPDX-License-Identifier: EUPL-1.2
"""What the system's card service says of a reader (PC/SC part 5, ``SCardGetStatusChange``), waited for."""

import ctypes
import time
from typing import Final

EMPTY: Final = 0x10
PRESENT: Final = 0x20
_CHANGED, _MUTE = 0x2, 0x200
_UNKNOWN_READER: Final = 0x8010_0009
_TIMEOUT: Final = 0x8010_000A
_SYSTEM: Final = 2
_SECONDS: Final = 15.0
_LOOK_MILLISECONDS: Final = 1000


class _State(ctypes.Structure):
    """``SCARD_READERSTATE`` of pcsc-lite."""

    _fields_ = (
        ("reader", ctypes.c_char_p), ("user", ctypes.c_void_p), ("current", ctypes.c_ulong), ("event", ctypes.c_ulong),
        ("size", ctypes.c_ulong), ("atr", ctypes.c_ubyte * 33),
    )  # fmt: skip


def wait_until(reader: str, wanted: int) -> None:
    """Wait until a reader is :data:`EMPTY`, or has a card that answers (:data:`PRESENT`), for every program.

    Raises:
        AssertionError: It does not come to be so.
    """
    library, context = ctypes.CDLL("libpcsclite.so.1"), ctypes.c_long()
    assert library.SCardEstablishContext(ctypes.c_ulong(_SYSTEM), None, None, ctypes.byref(context)) == 0
    try:
        _wait(library, context, _State(reader=reader.encode()), wanted)
    finally:
        library.SCardReleaseContext(context)


def _wait(library: ctypes.CDLL, context: ctypes.c_long, state: _State, wanted: int) -> None:
    deadline = time.monotonic() + _SECONDS
    while not (state.event & wanted and not state.event & _MUTE):
        assert time.monotonic() < deadline, f"the reader's state is {state.event:#x}"
        state.current = state.event & ~_CHANGED
        told = library.SCardGetStatusChange(
            context, ctypes.c_ulong(_LOOK_MILLISECONDS), ctypes.byref(state), ctypes.c_ulong(1)
        )
        if told & 0xFFFF_FFFF == _UNKNOWN_READER:  # the service is about to list it
            time.sleep(0.005)
        else:
            assert told & 0xFFFF_FFFF in (0, _TIMEOUT), f"{told & 0xFFFF_FFFF:#x}"
