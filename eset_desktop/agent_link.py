# SPDX-License-Identifier: EUPL-1.2
"""The window's side of its agent: starts it, wakes it, starts it again when it died."""

import logging
import os
import subprocess
import sys
import threading
from typing import Final

from eset_desktop.hints import PING, WORK, HintClient
from eset_desktop.paths import Paths
from eset_desktop.platform import (
    detached_process,
    inherited_number,
    local_socket_address,
    private_folder,
    start_inheriting,
)
from eset_desktop.store.data_key import DataKey

FIRST_PAUSE: Final = 1
LONGEST_PAUSE: Final = 64
"""Looks (one every few seconds) that pass before an agent that ends at once is started again; doubled each time."""

_log = logging.getLogger(__name__)


class AgentLink:
    """Keeps an agent at work while the window is open; it goes on by itself afterwards.

    Every method may block for a moment and is called from one background thread.
    """

    def __init__(self, paths: Paths, key: DataKey) -> None:
        self._paths = paths
        self._key = key
        private_folder(paths.runtime)
        self._hints = HintClient(local_socket_address(paths.runtime, "agent"))
        self._process: subprocess.Popen[bytes] | None = None
        self._guard = threading.Lock()
        self._pause = FIRST_PAUSE
        self._skip = 0

    def wake(self) -> bool:
        """Say that there is work; tell whether an agent heard it.

        An agent that answered last time and is gone now is started at once: what was just saved shall not wait for the
        next look.
        """
        if self._hints.send(WORK):
            self._pause, self._skip = FIRST_PAUSE, 0
            return True
        if self._skip == 0:
            self.look()
        return False

    def look(self) -> None:
        """Start an agent if none answers; an agent that keeps ending is tried more and more seldom."""
        with self._guard:
            if self._is_starting() or self._hints.send(PING):
                self._pause, self._skip = FIRST_PAUSE, 0
                return
            if self._skip > 0:
                self._skip -= 1
                return
            try:
                self._start()
            except OSError as error:
                # no process or descriptor is left, or the agent ended before it read its key: the next look tries again
                _log.warning("the agent was not started: %s", error.strerror)
            self._skip, self._pause = self._pause, min(self._pause * 2, LONGEST_PAUSE)

    def close(self) -> None:
        """Let the agent go: it ends when nothing is left to do."""
        self._hints.close()

    def _is_starting(self) -> bool:
        return self._process is not None and self._process.poll() is None and not self._hints.send(PING)

    def _start(self) -> None:
        reading, writing = os.pipe()
        command = [sys.executable, "-m", "eset_desktop.agent", "--profile", str(self._paths.profile)]
        command += ["--key-fd", str(inherited_number(reading))]
        try:
            self._process = start_inheriting(command, [reading], **detached_process())
        except BaseException:
            os.close(writing)
            raise
        finally:
            os.close(reading)
        self._key.hand_over(writing)
        _log.info("agent started")
