# SPDX-License-Identifier: EUPL-1.2
"""A process that has loaded a program once and forks one life of it after the other: a full start without its imports.

Run as ``python -m helpers.fork_server FD MAIN [MODULE…]``: it imports the modules, then takes requests from a socket. It
holds no database, connection or thread, so that what it forks is as fresh as a start of Python. A request is a
:class:`Wanted` with the new life's streams and descriptors beside it; the answer is a :class:`Born` and a descriptor of
the process. A life's end is asked for with :class:`Ended`. When the other side is gone, every life is killed.
"""

import contextlib
import fcntl
import gc
import importlib
import os
import signal
import socket
import sys
from collections.abc import Sequence
from typing import Final

import msgspec

MESSAGE: Final = 262_144
"""Bytes of the longest message."""
DESCRIPTORS: Final = 16
"""A message carries at most so many."""
STREAMS: Final = 3
_CLEAR_OF_ALL: Final = 200
"""No descriptor that a life wants has so high a number."""


class Wanted(msgspec.Struct, frozen=True, tag=True):
    """A life that is asked for; beside it go its standard streams and then its descriptors.

    Attributes:
        arguments: The program's arguments.
        environment: All of its environment.
        numbers: By which numbers it knows its descriptors.
        folder: Where it runs.
    """

    arguments: tuple[str, ...]
    environment: dict[str, str]
    numbers: tuple[int, ...]
    folder: str


class Ended(msgspec.Struct, frozen=True, tag=True):
    """The status of a life that has ended is asked for."""

    pid: int


class Born(msgspec.Struct, frozen=True):
    """A life began."""

    pid: int


class Status(msgspec.Struct, frozen=True):
    """How a life ended, as :attr:`subprocess.Popen.returncode` has it."""

    code: int


def serve(door: socket.socket) -> "tuple[Wanted, list[int]] | None":
    """Fork until the other side is gone; returns None then, and in each life what it is to be."""
    lives: dict[int, int] = {}
    decoder = msgspec.json.Decoder(Wanted | Ended)
    while True:
        text, received, _, _ = socket.recv_fds(door, MESSAGE, DESCRIPTORS)
        if not text:
            break
        asked = decoder.decode(text)
        if isinstance(asked, Ended):
            _, status = os.waitpid(asked.pid, 0)
            os.close(lives.pop(asked.pid))
            door.send(msgspec.json.encode(Status(os.waitstatus_to_exitcode(status))))
            continue
        if len(os.listdir("/proc/self/task")) != 1:  # noqa: PTH208 - a list of names, of a place that is no folder
            msg = "what was imported runs threads: nothing can be forked from here"
            raise RuntimeError(msg)
        pid = os.fork()
        if pid == 0:
            door.close()
            for each in lives.values():
                os.close(each)
            return asked, received
        for each in received:
            os.close(each)
        lives[pid] = os.pidfd_open(pid)
        socket.send_fds(door, [msgspec.json.encode(Born(pid))], [lives[pid]])
    for pid, each in lives.items():
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(each, signal.SIGKILL)
        os.waitpid(pid, 0)
    return None


def become(wanted: Wanted, received: Sequence[int]) -> None:
    """Take streams, descriptors, environment and folder of the life that this process now is."""
    os.chdir(wanted.folder)
    targets = (0, 1, 2, *wanted.numbers)
    moved = [fcntl.fcntl(each, fcntl.F_DUPFD_CLOEXEC, _CLEAR_OF_ALL) for each in received]
    for each in received:
        os.close(each)
    for each, target in zip(moved, targets, strict=True):
        os.dup2(each, target, inheritable=True)
        os.close(each)
    os.environ.clear()
    os.environ.update(wanted.environment)
    signal.signal(signal.SIGINT, signal.default_int_handler)


def main(arguments: Sequence[str]) -> int:
    """Load the program and fork; in a life, run it and return its status."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(fileno=int(arguments[0])) as door:
        program, crashpoints, *_ = [
            importlib.import_module(each)
            for each in (arguments[1], "eset_desktop.crashpoints", *arguments[2:])
        ]
        gc.freeze()
        life = serve(door)
    if life is None:
        return 0
    become(*life)
    crashpoints.arm_from(os.environ)
    sys.argv = [str(program.__file__), *life[0].arguments]
    status: int = program.main(list(life[0].arguments))
    return status


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
