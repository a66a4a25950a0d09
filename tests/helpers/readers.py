# SPDX-License-Identifier: EUPL-1.2
"""Waiting for what the system's card service tells late."""

import time

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
