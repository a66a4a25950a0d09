# SPDX-License-Identifier: EUPL-1.2
"""Another program at the same card, and waiting for what the system's card service tells late."""

import ctypes
import time
from collections.abc import Iterator
from contextlib import contextmanager

from eset_desktop.signing.keys.remote import RemoteKeyStore
from eset_desktop.signing.values import Identity

_SECONDS = 15.0


def until_listed(store: RemoteKeyStore, count: int) -> tuple[Identity, ...]:
    """Return the identities once there are so many: ``pcscd`` looks at its readers only now and then."""
    deadline = time.monotonic() + _SECONDS
    while True:
        found = store.identities().result()
        if len(found) == count:
            return found
        assert time.monotonic() < deadline, f"{len(found)} certificates instead of {count}"


@contextmanager
def exclusively(reader: str) -> Iterator[None]:
    """Have a reader's card for oneself alone, as another program may."""
    with _connected(reader, 1):
        yield


@contextmanager
def transaction(reader: str, *, reset: bool) -> Iterator[None]:
    """Be in the middle of talking to a card; at the end it may lose what it was told."""
    with _connected(reader, 2) as (library, card):
        assert library.SCardBeginTransaction(card) == 0
        try:
            yield
        finally:
            assert library.SCardEndTransaction(card, ctypes.c_ulong(1 if reset else 0)) == 0


@contextmanager
def _connected(reader: str, share: int) -> Iterator[tuple[ctypes.CDLL, ctypes.c_long]]:
    library = ctypes.CDLL("libpcsclite.so.1")
    context, card, protocol = ctypes.c_long(), ctypes.c_long(), ctypes.c_ulong()
    assert library.SCardEstablishContext(ctypes.c_ulong(2), None, None, ctypes.byref(context)) == 0
    deadline = time.monotonic() + _SECONDS
    asked = (context, reader.encode(), ctypes.c_ulong(share), ctypes.c_ulong(3))
    while library.SCardConnect(*asked, ctypes.byref(card), ctypes.byref(protocol)):
        assert time.monotonic() < deadline, "somebody else holds the card"
    try:
        yield library, card
    finally:
        library.SCardDisconnect(card, ctypes.c_ulong(0))
        library.SCardReleaseContext(context)
