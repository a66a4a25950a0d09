# SPDX-License-Identifier: EUPL-1.2
"""A worker process answers in turn, survives its own death, and leaves nothing behind."""

import os
import signal
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest

from eset_desktop.errors import Cancelled, EsetError
from eset_desktop.workers.frames import FrameError, read_frame, write_frame
from eset_desktop.workers.messages import Failure, error_of, failure_of
from eset_desktop.workers.process import WorkerErrors, WorkerProcess

WAIT = 30.0


class Died(EsetError):
    code = "test.died"


class Hung(EsetError):
    code = "test.hung"


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A worker that does what each request says."""
    (tmp_path / "planted_worker.py").write_text(
        """
import os, sys, time
from eset_desktop.workers.host import serve

def handle(frame):
    if frame == b"print":
        print("noise"); os.write(1, b"more noise"); sys.stderr.write("and more")
    if frame == b"die":
        os.kill(os.getpid(), 9)
    if frame == b"hang":
        time.sleep(3600)
    if frame == b"network":
        import aiohttp
        try:
            return repr(aiohttp.ClientSession()).encode()
        except RuntimeError as refusal:
            return str(refusal).encode()
    if frame == b"pid":
        return str(os.getpid()).encode()
    return frame

if __name__ == "__main__":
    serve(lambda: handle)
"""
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "planted_worker"


@pytest.fixture
def worker(module: str) -> Iterator[WorkerProcess]:
    process = WorkerProcess(module, WorkerErrors(Died, Hung))
    yield process
    process.close()


def ask(worker: WorkerProcess, request: bytes, timeout: float = WAIT) -> bytes:
    return worker.submit(bytearray(request), timeout=timeout).result(WAIT)


def test_a_worker_has_no_library_to_speak_to_the_network_with(worker: WorkerProcess) -> None:
    answer = worker.submit(bytearray(b"network"), timeout=WAIT).result(WAIT)
    assert answer == b"a worker does not speak to the network"


def test_answers_come_in_turn_from_one_process(worker: WorkerProcess) -> None:
    answers = [worker.submit(bytearray(b"%d" % n), timeout=WAIT) for n in range(20)]
    assert [answer.result(WAIT) for answer in answers] == [b"%d" % n for n in range(20)]
    assert int(ask(worker, b"pid")) == worker.pid != os.getpid()


def test_what_a_library_prints_does_not_disturb(
    worker: WorkerProcess, capfd: pytest.CaptureFixture[str]
) -> None:
    assert ask(worker, b"print") == b"print"
    assert ask(worker, b"after") == b"after"
    assert capfd.readouterr() == ("", "")


def test_large_frames_pass(worker: WorkerProcess) -> None:
    large = os.urandom(5_000_000)
    assert ask(worker, large) == large


def test_a_death_in_the_middle_is_told_and_the_next_request_finds_another_process(
    worker: WorkerProcess,
) -> None:
    first = ask(worker, b"pid")
    with pytest.raises(Died):
        ask(worker, b"die")
    assert worker.pid is None
    assert ask(worker, b"pid") != first


def test_a_death_between_requests_is_not_even_noticed(worker: WorkerProcess) -> None:
    pid = int(ask(worker, b"pid"))
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)
    assert int(ask(worker, b"pid")) != pid


def test_a_hang_is_ended(worker: WorkerProcess) -> None:
    ask(worker, b"warm")
    with pytest.raises(Hung):
        ask(worker, b"hang", timeout=0.05)
    assert ask(worker, b"well") == b"well"


def test_a_stopped_process_that_reads_nothing_is_ended(worker: WorkerProcess) -> None:
    os.kill(int(ask(worker, b"pid")), signal.SIGSTOP)
    with pytest.raises(Hung):
        ask(worker, bytes(3_000_000), timeout=0.1)


def test_cancel_ends_what_runs_and_what_waits(worker: WorkerProcess) -> None:
    ask(worker, b"warm")
    running = worker.submit(bytearray(b"hang"), timeout=WAIT)
    while not running.running():
        threading.Event().wait(0.001)
    waiting = worker.submit(bytearray(b"never"), timeout=WAIT)
    worker.abort()
    with pytest.raises(Cancelled):
        running.result(WAIT)
    with pytest.raises(CancelledError):
        waiting.result(WAIT)
    assert ask(worker, b"again") == b"again"


def test_the_smaller_priority_comes_first(worker: WorkerProcess) -> None:
    order: list[int] = []

    def note(priority: int) -> None:
        order.append(priority)

    start = worker.submit(bytearray(), timeout=WAIT)
    jobs = [worker.submit(bytearray(b"x"), timeout=WAIT, priority=p) for p in (2, 1, 0)]
    for priority, job in zip((2, 1, 0), jobs, strict=True):
        job.add_done_callback(partial(lambda priority, _: note(priority), priority))
    for job in (start, *jobs):
        job.result(WAIT)
    assert order == [0, 1, 2]


def test_the_request_is_wiped_after_use(worker: WorkerProcess) -> None:
    secret = bytearray(b"passphrase")
    worker.submit(secret, timeout=WAIT).result(WAIT)
    assert secret == bytes(len(secret))


def test_a_module_that_is_not_there_is_a_death_not_a_hang() -> None:
    process = WorkerProcess("no_such_module_of_ours", WorkerErrors(Died, Hung))
    with pytest.raises(Died):
        ask(process, b"x")
    process.close()


def test_closing_reaps_the_child_and_refuses_more(worker: WorkerProcess) -> None:
    pid = int(ask(worker, b"pid"))
    worker.close()
    worker.close()
    with pytest.raises(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    with pytest.raises(Died):
        worker.submit(bytearray(b"x"), timeout=WAIT)


def test_the_child_ends_with_its_parent_even_in_the_middle_of_work(module: str, tmp_path: Path) -> None:
    import subprocess

    script = f"""
import threading
from eset_desktop.errors import EsetError
from eset_desktop.workers.process import WorkerErrors, WorkerProcess
w = WorkerProcess({module!r}, WorkerErrors(EsetError, EsetError))
print(w.submit(bytearray(b"pid"), timeout=60).result().decode(), flush=True)
w.submit(bytearray(b"hang"), timeout=60)
threading.Event().wait()
"""
    root = str(Path(__file__).resolve().parents[2])
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([root, str(tmp_path)])}
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, env=environment)
    assert parent.stdout is not None
    child = os.pidfd_open(int(parent.stdout.readline()))
    parent.kill()
    parent.wait()
    parent.stdout.close()
    import select

    assert select.select([child], [], [], WAIT)[0], "the orphan lives on"
    os.close(child)


class TestFrames:
    def test_what_is_written_is_read(self) -> None:
        stream = BytesIO()
        for payload in (b"", b"one", bytes(70_000)):
            write_frame(stream, payload)
        stream.seek(0)
        assert [read_frame(stream) for _ in range(4)] == [b"", b"one", bytes(70_000), None]

    @pytest.mark.parametrize("broken", [b"\0", b"\0\0\0\5four", b"\xff\xff\xff\xff"])
    def test_anything_else_is_an_error(self, broken: bytes) -> None:
        with pytest.raises(FrameError):
            read_frame(BytesIO(broken))


def test_errors_cross_by_their_code() -> None:
    class Special(Died):
        code = "test.special"

    failure = failure_of(Special(page=3))
    assert failure == Failure("test.special", {"page": 3})
    assert type(error_of(failure, Died)) is Special
    assert error_of(failure, Died).details == {"page": 3}
    assert type(error_of(Failure("from.the.future"), Died)) is Died
