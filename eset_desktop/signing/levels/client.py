# SPDX-License-Identifier: EUPL-1.2
"""The door to raising levels; the work is done in a process of its own, which is ended when it takes too long.

Importing this module does not load pyHanko.
"""

from datetime import datetime
from pathlib import Path
from stat import S_IMODE
from types import TracebackType
from typing import Final, Self

import msgspec

from eset_desktop.platform import atomic_file
from eset_desktop.signing.levels.errors import (
    DocumentUnreadable,
    LevelError,
    OutTaken,
    RaisedLinked,
    RaisedUnwritable,
    WorkerDied,
    WorkerHung,
)
from eset_desktop.signing.levels.messages import Answer, RaiseLevel
from eset_desktop.signing.levels.values import Level, Raised, Services
from eset_desktop.signing.plain_files import behind, has_other_names, shown, why_unreadable
from eset_desktop.signing.sources import PlainFile
from eset_desktop.workers.messages import Failure, error_of
from eset_desktop.workers.process import WorkerErrors, WorkerProcess

MODULE: Final = "eset_desktop.signing.levels.worker"
_READING: Final = 60.0
_SLOWEST: Final = 10_000_000
"""Bytes in a second that even a slow disk reads; a document is read a few times."""
_QUESTIONS: Final = 12
"""Questions to services that one document may need, each with the services' own time."""


class LevelsClient:
    """Raises documents one after the other; survives the death of the process that does it."""

    def __init__(self, *, module: str = MODULE) -> None:
        self._process = WorkerProcess(module, WorkerErrors(WorkerDied, WorkerHung))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, where: TracebackType | None
    ) -> None:
        self.close()

    def start(self) -> None:
        """Start the process and wait until it has loaded what is heavy; :meth:`raise_level` does so by itself."""
        self._process.submit(bytearray(), timeout=_READING).result()

    def close(self) -> None:
        """End the process."""
        self._process.close()

    def abort(self) -> None:
        """End what is being done; whoever waits for it gets :class:`eset_desktop.errors.Cancelled`."""
        self._process.abort()

    def raise_level(
        self, path: Path, wanted: Level, services: Services, anchors: tuple[bytes, ...], now: datetime
    ) -> Raised:
        """Return how a document's signatures are raised to at least a level; at B-LTA and due, renewed.

        Args:
            path: The document; only read.
            wanted: The level.
            services: Whom to ask.
            anchors: Trusted certificates, DER.
            now: The moment, aware.

        Raises:
            LevelError: One of its subclasses: why not. ``passing`` says whether it may be tried again later.
        """
        why = why_unreadable(path)
        if why is not None:
            raise DocumentUnreadable(file=shown(path.name), reason=why)
        request = RaiseLevel(PlainFile.at(path), wanted, services, anchors, now)
        size = path.stat().st_size if path.exists() else 0
        timeout = _READING + _QUESTIONS * services.timeout + size / _SLOWEST
        frame = self._process.submit(bytearray(msgspec.msgpack.encode(request)), timeout=timeout).result()
        answer: Answer = msgspec.msgpack.decode(frame, type=Answer)
        if isinstance(answer, Failure):
            raise error_of(answer, LevelError)
        return answer.raised


def write_raised(raised: Raised, before: Path, after: Path, *, over: bool = True) -> None:
    """Write a raised document beside the old one and put it in its place in one step; ``after`` may be ``before``.

    It may be read by whoever might read the old one. Where a symbolic link is named, what it names is replaced.

    Raises:
        DocumentChanged: The old document is not any more what it was raised from.
        RaisedLinked: ``after`` has other names, which would keep the old document.
        OutTaken: There is something of that name and ``over`` is false.
        RaisedUnwritable: It cannot be written; nothing was changed.
    """
    after = behind(after) if over else after
    try:
        if over and after.exists() and has_other_names(after):
            raise RaisedLinked(file=shown(after.name))
        with atomic_file(after, mode=S_IMODE(before.stat().st_mode), over=over) as stream:
            raised.write(before, stream)
    except FileExistsError as error:
        raise OutTaken(file=shown(after.name)) from error
    except OSError as error:
        raise RaisedUnwritable(
            file=shown(after.name), reason=error.strerror or type(error).__name__
        ) from error
