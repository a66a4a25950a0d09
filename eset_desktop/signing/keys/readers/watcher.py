# SPDX-License-Identifier: EUPL-1.2
"""Telling of readers and cards as they come and go; one quiet thread, woken by the card service.

``SCardGetStatusChange`` and not the drivers' own ``C_WaitForSlotEvent``: one thread hears of every card whatever its
driver, and a driver's worker stays free for questions (decision 0032).
"""

import logging
import threading
from collections.abc import Callable
from typing import Final, Self

from eset_desktop.signing.keys.readers.events import ReaderEvent, changes
from eset_desktop.signing.keys.readers.pcsc import CardService, CardServiceDown

_log = logging.getLogger(__name__)

LOOK_SECONDS: Final = 60.0
"""A look without a reason now and then: some services do not tell of new readers."""

AGAIN_SECONDS: Final = 10.0
"""Until the service is asked again when it is not there."""


class CardWatcher:
    """Calls back from its own thread.

    Args:
        told: Gets each event; must return soon.
        connect: Makes the connection to the card service.
    """

    def __init__(
        self, told: Callable[[ReaderEvent], None], *, connect: Callable[[], CardService] = CardService
    ) -> None:
        self._told = told
        self._connect = connect
        self._ended = threading.Event()
        self._guard = threading.Lock()
        self._service: CardService | None = None
        self._thread = threading.Thread(target=self._run, name="card readers", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop and wait for the thread; not to be called from ``told``."""
        self._ended.set()
        while self._thread.is_alive():
            # again and again: a cancel that comes just before the wait is lost (PC/SC has no memory of it)
            with self._guard:
                if self._service is not None:
                    self._service.cancel()
            self._thread.join(0.05)

    def _run(self) -> None:
        known: dict[str, int] = {}
        while not self._ended.is_set():
            try:
                service = self._connect()
            except CardServiceDown as down:
                _log.debug("no card service: %s", down)
                known = self._tell(known, {})
                self._ended.wait(AGAIN_SECONDS)
                continue
            with self._guard:
                self._service = service
            try:
                self._watch(service, known)
            except CardServiceDown as down:
                _log.debug("the card service went away: %s", down)
                known = self._tell(known, {})
                self._ended.wait(AGAIN_SECONDS)
            finally:
                with self._guard:
                    self._service = None
                service.close()

    def _watch(self, service: CardService, known: dict[str, int]) -> None:
        while not self._ended.is_set():
            there = service.readers()
            asked = {reader: known.get(reader, 0) for reader in there}
            now = service.wait(asked, LOOK_SECONDS)
            if not self._ended.is_set():
                self._tell(known, now)
                known.clear()
                known.update(now)

    def _tell(self, known: dict[str, int], now: dict[str, int]) -> dict[str, int]:
        for event in changes(known, now):
            self._told(event)
        return now
