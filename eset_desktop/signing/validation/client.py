# SPDX-License-Identifier: EUPL-1.2
"""The door to validation for window and command line; the work is done in a process of its own.

Importing this module loads neither pyHanko nor Qt.
"""

from concurrent.futures import Future
from pathlib import Path
from typing import Self

import msgspec

from eset_desktop.clock import Clock, SystemClock
from eset_desktop.errors import EsetError
from eset_desktop.signing.errors import WorkerDied, WorkerHung
from eset_desktop.signing.plain_files import shown
from eset_desktop.signing.sources import PlainFile, Source
from eset_desktop.signing.validation.messages import Reported, Trusting, Validate
from eset_desktop.signing.validation.policy import without_signatures
from eset_desktop.signing.validation.problems import Problem
from eset_desktop.signing.validation.report import FileReport
from eset_desktop.workers.process import WorkerErrors, WorkerProcess

TIMEOUT = 30.0
"""Seconds for one file; then its process is ended and the next file gets another."""

MODULE = "eset_desktop.signing.validation.worker"


class ValidationClient:
    """Validates files; survives whatever they do to the process that reads them.

    Args:
        trusting: Who is believed, and whether services may be asked.
        clock: The time of validation.
        timeout: Seconds for one file.
        module: The process, another one in tests.
    """

    def __init__(
        self,
        trusting: Trusting = Trusting(),  # noqa: B008 - frozen
        *,
        clock: Clock | None = None,
        timeout: float = TIMEOUT,
        module: str = MODULE,
    ) -> None:
        self._trusting = trusting
        self._clock = clock or SystemClock()
        self._timeout = timeout
        self._process = WorkerProcess(module, WorkerErrors(WorkerDied, WorkerHung))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        self._process.close()

    def warm_up(self) -> None:
        """Start the process now."""
        self._process.submit(bytearray(), timeout=0.0)

    def begin(
        self,
        source: Source,
        name: str,
        *,
        password: bytes = b"",
        over: Source | None = None,
    ) -> "Future[FileReport]":
        """Validate one file; the future never raises but when it was cancelled.

        Args:
            source: Where its bytes are.
            name: What the report calls it.
            password: For an encrypted file.
            over: Where what a detached signature speaks of is.
        """
        frame = bytearray()
        request = Validate(source, name, self._clock.now(), self._trusting, password, over)
        msgspec.msgpack.Encoder().encode_into(request, frame)
        answer = self._process.submit(frame, timeout=self._timeout)
        report: Future[FileReport] = Future()
        answer.add_done_callback(lambda done: _settle(report, done, name))
        return report

    def validate(self, source: Source, name: str, *, password: bytes = b"") -> FileReport:
        """Return the report of one file."""
        return self.begin(source, name, password=password).result()

    def validate_file(self, path: Path, *, password: bytes = b"") -> FileReport:
        """Return the report of a file on disk, as :meth:`begin_file` says."""
        return self.begin_file(path, password=password).result()

    def begin_file(self, path: Path, *, password: bytes = b"") -> "Future[FileReport]":
        """Validate a file on disk, whatever its name; the future never raises but when it was cancelled.

        A detached signature's content is looked for beside it.
        """
        name = shown(path)
        if not path.is_file():  # a pipe or a device would never end
            told: Future[FileReport] = Future()
            told.set_result(without_signatures(name, Problem.MISSING))
            return told
        beside = path.with_suffix("")
        over = PlainFile.at(beside) if beside != path and beside.is_file() else None
        return self.begin(PlainFile.at(path), name, password=password, over=over)


def _settle(report: "Future[FileReport]", done: "Future[bytes]", name: str) -> None:
    if done.cancelled():
        report.cancel()
        return
    report.set_running_or_notify_cancel()
    try:
        report.set_result(msgspec.msgpack.decode(done.result(), type=Reported).report)
    except WorkerHung:
        report.set_result(without_signatures(name, Problem.LIMIT_TIME))
    except WorkerDied:
        report.set_result(without_signatures(name, Problem.LIMIT_MEMORY))
    except (EsetError, msgspec.MsgspecError):
        report.set_result(without_signatures(name, Problem.UNEXPECTED))
