# SPDX-License-Identifier: EUPL-1.2
"""Who pushes by which token, as far as this process has asked before.

For pushes only. Whose device a token is never changes, and a push sees inside its own transaction whether that device may still
write and what its person may do today (:mod:`central.push.admission`), so asking before it as well tells nothing new. The page that
an answer brings with it is read right after that transaction, of the stream of the device's own body only. All who read
without having pushed are asked for each time: there is no later look that would find a revocation.
"""

import threading
from typing import Final

from central.callers import Caller
from central.codes import secret_hash

MOST: Final = 4_096
"""Devices remembered; when there are more, all are asked for anew."""


class Known:
    """The devices that have pushed. From any thread."""

    def __init__(self) -> None:
        self._callers: dict[str, Caller] = {}
        self._lock = threading.Lock()

    def find(self, token: str) -> Caller | None:
        """Return who used a token, or None."""
        return self._callers.get(secret_hash(token))

    def keep(self, token: str, caller: Caller) -> None:
        """Remember who used a token that was found good."""
        with self._lock:
            if len(self._callers) >= MOST:
                self._callers.clear()
            self._callers[secret_hash(token)] = caller
