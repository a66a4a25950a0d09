# SPDX-License-Identifier: EUPL-1.2
"""The window's end of its agent: starts it, wakes it, starts it again when it is gone. Never waits for it."""

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Final

from eset_desktop import hints
from eset_desktop.platform import detached_process
from eset_desktop.store.keys import DataKey

LOOK_SECONDS: Final = 5.0
"""How often the window looks whether its agent lives."""

_log = logging.getLogger(__name__)


def start_agent(profile: Path, key: DataKey) -> None:
    """Start a profile's agent as a process that outlives this one; the key goes over a pipe."""
    reading, writing = os.pipe()
    try:
        os.set_inheritable(reading, True)
        subprocess.Popen(
            [sys.executable, "-m", "eset_desktop.agent", "--profile", str(profile), "--key-fd", str(reading)],
            pass_fds=(reading,), **detached_process(),
        )  # fmt: skip
        key.hand_over(writing)
    finally:
        os.close(reading)


class AgentLink:
    """Keeps a profile's agent alive while the window is open.

    Args:
        address: Where the agent listens.
        start: Starts an agent; harmless when one runs already.
    """

    def __init__(self, address: str, start: Callable[[], None]) -> None:
        self._client = hints.HintClient(address)
        self._start = start
        self._wanted = threading.Event()
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="agent-link", daemon=True)
        self._thread.start()

    def wake(self) -> None:
        """Tell the agent that there is work; returns at once."""
        self._wanted.set()

    def close(self) -> None:
        """Leave the agent alone; it goes on while there is work."""
        self._closing.set()
        self._wanted.set()
        self._thread.join(2)
        self._client.close()

    def _run(self) -> None:
        while not self._closing.is_set():
            self._wanted.clear()
            try:
                if not self._client.send(hints.WORK):
                    self._start()
            except OSError as error:
                _log.warning("the agent could not be started: %s", error.strerror)
            self._wanted.wait(LOOK_SECONDS)
