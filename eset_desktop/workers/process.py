# SPDX-License-Identifier: EUPL-1.2
"""The parent's side: a child process that is started when needed, watched, killed when it hangs and started anew.

One thread owns the child and exchanges one frame at a time; callers get futures, so a window is never blocked. A
timer kills the child when an answer takes too long: the only sure way out of a blocked library call.
"""

import contextlib
import itertools
import os
import queue
import subprocess
import sys
import threading
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, NamedTuple, cast

from eset_desktop.errors import Cancelled, EsetError
from eset_desktop.platform import worker_process
from eset_desktop.workers.frames import FrameError, read_frame, write_frame
from eset_desktop.workers.host import READY
from eset_desktop.workers.watchdog import Watchdog

START_SECONDS = 60.0
"""Loading libraries on a slow, busy machine without compiled bytecode."""

ENTRY = "eset_desktop.workers.entry"
"""Starts every worker."""

_CLOSE_SECONDS = 2.0
_ROOT = Path(__file__).resolve().parents[2]


class WorkerErrors(NamedTuple):
    """The typed errors of one kind of worker."""

    died: type[EsetError]
    hung: type[EsetError]


@dataclass(order=True, slots=True)
class _Job:
    priority: int
    number: int
    payload: bytearray | None = field(compare=False)
    timeout: float = field(compare=False, default=0.0)
    future: "Future[bytes]" = field(compare=False, default_factory=Future)
    retires: bool = field(compare=False, default=False)


class WorkerProcess:
    """A spawned module that answers requests in turn.

    All methods may be called from any thread and return at once, but :meth:`close`, which waits for the child's end.
    """

    def __init__(self, module: str, errors: WorkerErrors) -> None:
        self._module = module
        self._errors = errors
        self._jobs: queue.PriorityQueue[_Job] = queue.PriorityQueue()
        self._numbers = itertools.count()
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._aborted = False
        self._closed = False
        self._busy = False
        self._thread: threading.Thread | None = None
        self._watchdog: Watchdog

    @property
    def pid(self) -> int | None:
        """Process id of the living child."""
        child = self._child
        return child.pid if child is not None else None

    @property
    def busy(self) -> bool:
        """Whether the child has been given a request and its answer has not come yet."""
        return self._busy

    def has_lost(self, pid: int | None) -> bool:
        """Tell whether the child of that process id is gone, with all that it held, while this goes on."""
        child = self._child
        return not self._closed and (child is None or child.pid != pid or child.poll() is not None)

    def submit(self, payload: bytearray, *, timeout: float, priority: int = 0) -> "Future[bytes]":
        """Queue one request; the buffer is wiped once it is sent, because it may hold a passphrase.

        Args:
            payload: The request; empty means: only start the child.
            timeout: Seconds for the exchange; then the child is killed and the future gets ``errors.hung``.
            priority: The smaller comes first.
        """
        with self._lock:
            if self._closed:
                raise self._errors.died
            job = _Job(priority, next(self._numbers), payload, timeout)
            if self._thread is None:
                self._watchdog = Watchdog(f"{self._module} watchdog")
                self._thread = threading.Thread(target=self._run, name=self._module, daemon=True)
                self._thread.start()
            self._jobs.put(job)
        return job.future

    def retire(self) -> None:
        """Let the child end after what was asked of it before: its memory may hold what must not stay.

        The next request starts another.
        """
        with self._lock:
            if self._thread is not None and not self._closed:
                self._jobs.put(_Job(0, next(self._numbers), bytearray(), retires=True))

    def abort(self) -> None:
        """Cancel what waits and kill the child in the middle of what it does; the next request starts another."""
        self._cancel_waiting()
        with self._lock:
            self._aborted = True
            if self._child is not None:
                self._child.kill()

    def close(self) -> None:
        """Cancel what waits, let the child end and reap it; killed when it does not.

        Not to be called from a future's callback: those run on the thread that this waits for.
        """
        with self._lock:
            if self._closed:
                return
            self._closed = True
            thread = self._thread
        self._cancel_waiting()
        if thread is None:
            return
        self._jobs.put(_Job(-(1 << 30), next(self._numbers), None))
        thread.join(_CLOSE_SECONDS)
        if thread.is_alive():
            self.abort()
            thread.join()

    def _cancel_waiting(self) -> None:
        with self._jobs.mutex:
            waiting = [job for job in self._jobs.queue if job.payload is not None]
        for job in waiting:
            job.future.cancel()

    def _run(self) -> None:
        while (payload := (job := self._jobs.get()).payload) is not None:
            if not job.future.set_running_or_notify_cancel():
                _wipe(payload)
                continue
            if job.retires:
                self._reap(kill=False)
                job.future.set_result(b"")
                continue
            try:
                answer = self._exchange(payload, job.timeout)
            except EsetError as error:
                job.future.set_exception(error)
            else:
                job.future.set_result(answer)
            del job, payload
        self._reap(kill=False)
        self._watchdog.stop()
        while not self._jobs.empty():
            _wipe(self._jobs.get().payload or bytearray())

    def _exchange(self, payload: bytearray, timeout: float) -> bytes:
        try:
            if self._child is None or self._aborted or self._child.poll() is not None:
                self._reap(kill=True)
                self._aborted = False
                self._start()
                if self._aborted:
                    raise Cancelled
            return self._ask(payload, timeout) if payload else b""
        finally:
            _wipe(payload)

    def _start(self) -> None:
        try:
            child = spawn(self._module)
        except OSError as error:
            raise self._errors.died from error
        with self._lock:
            self._child = child
        with self._watchdog.watch(child, START_SECONDS):
            if self._receive(child) != READY:
                raise self._lost()

    def _ask(self, payload: bytearray, timeout: float) -> bytes:
        child = cast("subprocess.Popen[bytes]", self._child)
        self._busy = True
        try:
            with self._watchdog.watch(child, timeout):
                try:
                    write_frame(cast("BinaryIO", child.stdin), payload)
                except OSError as error:
                    raise self._lost() from error
                return self._receive(child)
        finally:
            self._busy = False

    def _receive(self, child: "subprocess.Popen[bytes]") -> bytes:
        try:
            answer = read_frame(cast("BinaryIO", child.stdout))
        except (FrameError, OSError) as error:
            raise self._lost() from error
        if answer is None:
            raise self._lost()
        return answer

    def _lost(self) -> EsetError:
        self._reap(kill=True)
        if self._aborted:
            return Cancelled()
        return self._errors.hung() if self._watchdog.bitten else self._errors.died()

    def _reap(self, *, kill: bool) -> None:
        child = self._child
        if child is None:
            return
        if kill:
            child.kill()
        for pipe in (child.stdin, child.stdout):
            with contextlib.suppress(OSError):  # what is left in the buffer has nobody to read it
                cast("BinaryIO", pipe).close()
        try:
            child.wait(_CLOSE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        with self._lock:
            self._child = None


def spawn(module: str) -> "subprocess.Popen[bytes]":
    """Start a worker's process with pipes at its standard input and output.

    Raises:
        OSError: It could not be started.
    """
    environment = {
        **os.environ,
        "PYTHONPATH": os.pathsep.join(filter(None, [str(_ROOT), os.getenv("PYTHONPATH")])),
    }
    return subprocess.Popen(
        [sys.executable, "-P", "-m", ENTRY, module],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=environment,
        **worker_process(),
    )


def _wipe(buffer: bytearray) -> None:
    buffer[:] = bytes(len(buffer))
