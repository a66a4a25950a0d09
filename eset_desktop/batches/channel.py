# SPDX-License-Identifier: EUPL-1.2
"""The window's end of the pipe to the process that signs lists: started when needed, gone when it is gone."""

import contextlib
import logging
import subprocess
import threading
from pathlib import Path
from typing import IO, BinaryIO, Final, cast

import msgspec

from eset_desktop.batches.errors import SigningStopped
from eset_desktop.batches.messages import Answer, Enter, Entered, Request
from eset_desktop.errors import EsetError
from eset_desktop.store.data_key import DataKey
from eset_desktop.workers.frames import FrameError, read_frame, write_frame
from eset_desktop.workers.messages import Failure, error_of
from eset_desktop.workers.process import spawn

MODULE: Final = "eset_desktop.signing_process"
_CLOSE_SECONDS: Final = 5.0

_log = logging.getLogger(__name__)


class Channel:
    """One process, from its start to its end.

    ``say`` may be called from any thread; ``hear`` from one at a time.

    Args:
        profile: The folder of the window's profile.
        key: Its data key; written into the pipe and nowhere else.
        patience: Seconds until a process that does not end is killed.

    Raises:
        SigningStopped: The process could not be started.
    """

    def __init__(self, profile: Path, key: DataKey, *, patience: float = _CLOSE_SECONDS) -> None:
        self._patience = patience
        self._lock = threading.Lock()
        try:
            self._child = spawn(MODULE)
        except OSError as error:
            raise SigningStopped from error
        self.say(Enter(str(profile), bytearray(key.secret())))

    @property
    def pid(self) -> int:
        """Process id."""
        return self._child.pid

    @property
    def is_alive(self) -> bool:
        """Whether the process goes on."""
        return self._child.poll() is None

    def say(self, request: Request) -> None:
        """Send a message; that the process is gone is seen by whoever hears."""
        frame = bytearray()
        msgspec.msgpack.Encoder().encode_into(request, frame)
        with self._lock, contextlib.suppress(OSError, ValueError):
            write_frame(cast("BinaryIO", self._child.stdin), frame)
        if isinstance(request, Enter):
            frame[:] = bytes(len(frame))
            request.key[:] = bytes(len(request.key))

    def hear(self) -> Answer:
        """Return the next message.

        Raises:
            SigningStopped: The process is gone.
            StoreError: It could not open the cache.
        """
        answer = self._next()
        if isinstance(answer, Failure):
            raise error_of(answer, EsetError)
        if isinstance(answer, Entered):
            return self.hear()
        return answer

    def _next(self) -> Answer:
        try:
            frame = read_frame(cast("BinaryIO", self._child.stdout))
        except (FrameError, OSError, ValueError):
            frame = None
        if frame is None:
            self.close()
            _log.error("the process that signs ended with %s", self._child.returncode)
            raise SigningStopped
        answer: Answer = msgspec.msgpack.decode(frame, type=Answer)
        return answer

    def say_soon(self, request: Request) -> None:
        """Send a message without waiting until the process reads: from a thread that must not stand still."""
        threading.Thread(target=self.say, args=(request,), name="said soon", daemon=True).start()

    def kill(self) -> None:
        """End it in the middle of whatever it does; whoever hears is told."""
        self._child.kill()

    def close(self) -> None:
        """Let it finish what it writes, and end; killed when it does not."""
        if self._lock.acquire(timeout=self._patience):  # held by who writes to a process that does not read
            try:
                _close(self._child.stdin)
            finally:
                self._lock.release()
        try:
            self._child.wait(self._patience)
        except subprocess.TimeoutExpired:
            self._child.kill()
            self._child.wait()
        _close(self._child.stdin)
        _close(self._child.stdout)  # last: a thread that hears holds it until the process has ended


def _close(pipe: IO[bytes] | None) -> None:
    with contextlib.suppress(OSError):  # what is left in the buffer has nobody to read it
        cast("BinaryIO", pipe).close()
