# SPDX-License-Identifier: EUPL-1.2
"""The child's side: answer one request after the other, and end when the parent does.

The pipes are taken away from file descriptors 0 and 1 at once, so that a library that prints cannot break the
stream. A thread of its own reads them: when the parent is gone it ends the process even though the main thread may
be deep inside a library.
"""

import logging
import os
import queue
import signal
import threading
from collections.abc import Callable
from typing import BinaryIO, NoReturn

from eset_desktop.workers.frames import FrameError, read_frame, write_frame

Handler = Callable[[bytes], bytes]
"""Turns a request into its answer; must not raise for anything that a request can hold."""

READY = b"ready"
"""The first frame of every worker, written when everything heavy is loaded."""


def serve(start: Callable[[], Handler]) -> None:
    """Run the worker until its parent closes the pipe.

    Args:
        start: Loads what is heavy and returns the handler of requests.
    """
    inbound, outbound = take_pipes()
    logging.getLogger().addHandler(logging.NullHandler())
    requests: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    handle = start()
    threading.Thread(target=_read, args=(inbound, requests), name="requests", daemon=True).start()
    write_frame(outbound, READY)
    while True:
        write_frame(outbound, handle(requests.get()))


def take_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Take the standard streams for frames, away from libraries that print; interrupts are the parent's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    inbound, outbound = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    os.close(nothing)
    return inbound, outbound


def _read(inbound: BinaryIO, requests: "queue.SimpleQueue[bytes]") -> NoReturn:
    try:
        while (frame := read_frame(inbound)) is not None:
            requests.put(frame)
    except (FrameError, OSError):
        pass  # the parent died while writing: the same as its end
    os._exit(0)
