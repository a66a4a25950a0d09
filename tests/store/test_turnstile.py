# SPDX-License-Identifier: EUPL-1.2
"""The turnstile: one at a time, in the order of arrival, and a killed holder stops nobody."""

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from eset_desktop.store.errors import StoreBusy
from eset_desktop.store.turnstile import FileTurnstile, NoTurnstile

ROOT = Path(__file__).resolve().parents[2]
WAIT = 20.0

HOLD = """
import sys
from pathlib import Path
from eset_desktop.store.turnstile import FileTurnstile
turnstile = FileTurnstile(Path(sys.argv[1]))
with turnstile:
    print("inside", flush=True)
    sys.stdin.read(1)
print("out", flush=True)
"""

COUNT = """
import sys
from pathlib import Path
from eset_desktop.store.turnstile import FileTurnstile
turnstile, number = FileTurnstile(Path(sys.argv[1])), Path(sys.argv[2])
for _ in range(int(sys.argv[3])):
    with turnstile:
        number.write_text(str(int(number.read_text()) + 1))
"""


def _start(code: str, *arguments: str) -> "subprocess.Popen[str]":
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=environment,
    )


class _Queue:
    """Threads that queue one after the other, each known to wait before the next comes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.order: list[int] = []
        self.threads: list[threading.Thread] = []

    def join_in(self, number: int) -> None:
        waiting = threading.Event()

        def pause(_seconds: float) -> None:
            waiting.set()
            threading.Event().wait(0.001)

        def run() -> None:
            with FileTurnstile(self.path, sleep=pause):
                self.order.append(number)

        thread = threading.Thread(target=run)
        thread.start()
        assert waiting.wait(WAIT)
        self.threads.append(thread)

    def end(self) -> None:
        for thread in self.threads:
            thread.join(WAIT)
            assert not thread.is_alive()


def test_who_comes_first_passes_first(tmp_path: Path) -> None:
    queue = _Queue(tmp_path / "turnstile")
    with FileTurnstile(tmp_path / "turnstile"):
        for number in range(8):
            queue.join_in(number)
    queue.end()
    assert queue.order == list(range(8))


def test_the_holder_cannot_pass_a_waiter_by(tmp_path: Path) -> None:
    queue = _Queue(tmp_path / "turnstile")
    mine = FileTurnstile(tmp_path / "turnstile")
    with mine:
        queue.join_in(1)
    with mine:
        assert queue.order == [1]
    queue.end()


def test_one_object_serves_many_threads_one_at_a_time(tmp_path: Path) -> None:
    turnstile = FileTurnstile(tmp_path / "turnstile")
    inside: list[int] = []
    most: list[int] = []

    def run(number: int) -> None:
        for _ in range(50):
            with turnstile:
                inside.append(number)
                most.append(len(inside))
                inside.remove(number)

    threads = [threading.Thread(target=run, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(WAIT)
    assert max(most) == 1
    assert len(most) == 200


def test_processes_exclude_each_other(tmp_path: Path) -> None:
    (tmp_path / "number").write_text("0")
    children = [_start(COUNT, str(tmp_path / "turnstile"), str(tmp_path / "number"), "150") for _ in range(3)]
    for child in children:
        child.communicate(timeout=WAIT)
        assert child.returncode == 0
    assert (tmp_path / "number").read_text() == "450"


def test_a_killed_holder_and_a_killed_waiter_block_nobody(tmp_path: Path) -> None:
    path = tmp_path / "turnstile"
    holder = _start(HOLD, str(path))
    assert holder.stdout is not None
    assert holder.stdout.readline() == "inside\n"
    waiter = _start(HOLD, str(path))
    queue = _Queue(path)
    queue.join_in(1)
    for child in (waiter, holder):
        child.kill()
        child.communicate(timeout=WAIT)
    queue.end()
    assert queue.order == [1]


def test_waiting_ends_with_a_word(tmp_path: Path) -> None:
    ticks = iter(range(100))
    path = tmp_path / "turnstile"
    late = FileTurnstile(path, timeout=3, monotonic=lambda: float(next(ticks)), sleep=lambda _seconds: None)
    with FileTurnstile(path), pytest.raises(StoreBusy), late:
        pytest.fail("two were inside")
    with FileTurnstile(path, timeout=0):
        pass


def test_a_writer_inside_is_told_not_to_come_again(tmp_path: Path) -> None:
    turnstile = FileTurnstile(tmp_path / "turnstile")
    with turnstile, pytest.raises(RuntimeError, match="again"), turnstile:
        pytest.fail("it would wait for itself for ever")


@pytest.mark.parametrize("content", [b"\xff" * 8, b"\x01", b"\xff" * 40])
def test_a_spoilt_file_spoils_nothing(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "turnstile"
    path.write_bytes(content)
    queue = _Queue(path)
    with FileTurnstile(path):
        path.write_bytes(content)
        queue.join_in(1)
        queue.join_in(2)
    queue.end()
    assert queue.order == [1, 2]


def test_a_single_writer_needs_no_queue() -> None:
    with NoTurnstile() as turnstile, turnstile:
        pass
