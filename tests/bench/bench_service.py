# SPDX-License-Identifier: EUPL-1.2
"""Measures the central service on PostgreSQL, with those who ask on the same processors.

A real PostgreSQL that waits for its disk, a real serving process, real HTTP. The floor of what is written is a bare
insert by as many connections. ``--seconds`` is how long each part runs, ``--waiting`` how many long-polls wait.
"""

import argparse
import asyncio
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import msgspec
from helpers.postgres import SETTINGS, Server, new_folder
from helpers.town import Desk, Town, build

from eset_desktop.clock import Ids, SystemClock
from sync.protocol import PushAnswer, PushBatch

Row = dict[str, Any]
MIB = 1 << 20


class Line:
    """A connection that stays open, with a device's token."""

    def __init__(self, port: int, token: str) -> None:
        self._connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._headers = {"Authorization": f"Bearer {token}"}

    def ask(self, method: str, path: str, body: bytes | None = None) -> bytes:
        """Return the answer's bytes; it must be a success."""
        self._connection.request(method, path, body=body, headers=self._headers)
        answer = self._connection.getresponse()
        data = answer.read()
        if answer.status >= 300:
            msg = f"{answer.status}: {data[:200]!r}"
            raise RuntimeError(msg)
        return data

    def close(self) -> None:
        """Hang up."""
        self._connection.close()


def together(works: list[Callable[[threading.Event], int]], seconds: float) -> float:
    """Let all work for some seconds; return how much they did a second."""
    over = threading.Event()
    with ThreadPoolExecutor(len(works)) as pool:
        started = time.perf_counter()
        running = [pool.submit(work, over) for work in works]
        time.sleep(seconds)
        over.set()
        done = sum(each.result() for each in running)
        return done / (time.perf_counter() - started)


def pushing(port: int, desk: Desk, size: int) -> Callable[[threading.Event], int]:
    """Return work that pushes batches: for each new dossier three changes of it."""

    def work(over: threading.Event) -> int:
        line, taken = Line(port, desk.token), 0
        waiting: list[Any] = []
        while not over.is_set():
            while len(waiting) < size:
                waiting += changes(desk)
            batch, waiting = waiting[:size], waiting[size:]
            answer = line.ask("POST", "/v1/push", msgspec.json.encode(PushBatch(1, tuple(batch))))
            results = msgspec.json.decode(answer, type=PushAnswer).results
            taken += sum(each.status in {"applied", "merged"} for each in results)
        line.close()
        return taken

    return work


def changes(desk: Desk) -> list[Any]:
    """Return a new dossier and what a clerk then does to it."""
    created = desk.dossier("Llicència d'obres del carrer Major")
    key = created.object
    return [
        created,
        desk.set("dossier", key, title=("Llicència d'obres del carrer Major", "Llicència d'obres")),
        desk.set("dossier", key, notes=(None, "Falta el plànol")),
        desk.set("dossier", key, notes=("Falta el plànol", "Ha portat el plànol")),
    ]


def floor_of_inserts(server: Server, database: str, writers: int, seconds: float) -> float:
    """Return how many rows a second that many connections insert, each by itself and durable."""
    with server.connect(database) as connection:
        connection.execute("CREATE TABLE floor (id bigserial PRIMARY KEY, data text)")

    def work(over: threading.Event) -> int:
        count = 0
        with server.connect(database) as connection:
            while not over.is_set():
                connection.execute("INSERT INTO floor (data) VALUES (%s)", ("x" * 500,))
                count += 1
        return count

    return together([work] * writers, seconds)


def pages(port: int, desk: Desk, epoch: str, head: int, count: int) -> list[float]:
    """Return how many milliseconds each page of a hundred rows took, at places all over the stream."""
    line, times = Line(port, desk.token), []
    for number in range(count):
        after = (number * 7919) % max(1, head - 100)
        started = time.perf_counter()
        line.ask("GET", f"/v1/streams/{desk.stream}/changes?after={epoch}:{after}&limit=100")
        times.append((time.perf_counter() - started) * 1000)
    line.close()
    return times


def percentile(times: list[float], part: float) -> float:
    """Return the time that this part of all did not exceed."""
    return sorted(times)[min(len(times) - 1, int(len(times) * part))]


async def waiting(
    port: int, desk: Desk, cursor: str, count: int, process: int
) -> tuple[float, Callable[[], Any]]:
    """Let that many long-polls wait; return the service's memory in MiB meanwhile, and what ends them."""
    question = (
        f"GET /v1/streams/{desk.stream}/changes?after={cursor}&wait=50 HTTP/1.1\r\nHost: x\r\n"
        f"Authorization: Bearer {desk.token}\r\n\r\n"
    ).encode()
    streams = []
    for _ in range(count):
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(question)
        streams.append((reader, writer))
    memory = 0.0
    quiet = 0
    last = cpu_seconds(process)
    while quiet < 4:
        await asyncio.sleep(0.5)
        memory, now = max(memory, rss(process)), cpu_seconds(process)
        quiet = quiet + 1 if now - last < 0.1 else 0
        last = now

    async def end() -> int:
        answered = 0
        for reader, writer in streams:
            status = await reader.readline()
            answered += status.startswith(b"HTTP/1.1 200")
            writer.close()
        return answered

    return memory, end


def rss(process: int) -> float:
    """Return a process's resident memory in MiB."""
    text = Path(f"/proc/{process}/status").read_text(encoding="ascii")
    return next(int(line.split()[1]) for line in text.splitlines() if line.startswith("VmRSS")) / 1024


def cpu_seconds(process: int) -> float:
    """Return the processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure_waiting(port: int, town: Town, desk: Desk, count: int, process: int) -> list[Row]:
    """Measure the memory of many long-polls, that one push ends them all, and how long others' pushes take meanwhile."""
    page = town.clerk.page()
    assert page is not None

    line, times = Line(port, desk.token), list[float]()

    def push() -> None:
        started = time.perf_counter()
        line.ask("POST", "/v1/push", msgspec.json.encode(PushBatch(1, (desk.dossier(),))))
        times.append((time.perf_counter() - started) * 1000)

    async def run() -> tuple[float, int, float, float]:
        memory, end = await waiting(port, town.clerk, f"{page.epoch}:{page.head}", count, process)
        started, used = time.perf_counter(), cpu_seconds(process)
        ended = asyncio.ensure_future(end())
        while not ended.done():
            await asyncio.to_thread(push)
        return memory, await ended, time.perf_counter() - started, cpu_seconds(process) - used

    memory, answered, seconds, used = asyncio.run(run())
    line.close()
    sys.stdout.write(
        f"{answered} of {count} long-polls were answered {seconds:.1f} s after one push, in {used:.1f} processor seconds of the service, "
        f"with {len(times)} pushes meanwhile, the slowest of {max(times):.0f} ms\n"
    )
    return [
        {
            "name": f"memory of the process with {count} long-polls waiting",
            "value": memory, "unit": "MiB", "floor": None, "target": 300, "better": "lower",
            "met": memory < 300 and answered == count,
        },
        told("until the last of them was answered", seconds, "s"),
        told("a push meanwhile, median", statistics.median(times), "ms"),
    ]  # fmt: skip


@contextmanager
def serving(root: Path) -> Iterator[tuple[int, int]]:
    """Serve a folder; gives port and process."""
    port_file = root / "port"
    command = [sys.executable, "-m", "central", "serve", "--data", str(root), "--port-file", str(port_file)]
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        while not port_file.exists():
            if process.poll() is not None:
                msg = "the service did not start"
                raise RuntimeError(msg)
            time.sleep(0.05)
        yield int(port_file.read_text(encoding="ascii")), process.pid
    finally:
        process.terminate()
        process.wait()


def row(name: str, value: float, floor: float | None, target: float, *, lower: bool = False) -> Row:
    """Return a result."""
    return {
        "name": name, "value": value, "unit": "ms" if lower else "1/s", "floor": floor, "target": target,
        "better": "lower" if lower else "higher", "met": value <= target if lower else value >= target,
    }  # fmt: skip


def told(name: str, value: float, unit: str) -> Row:
    """Return a result without a target."""
    return {
        "name": name,
        "value": value,
        "unit": unit,
        "floor": None,
        "target": None,
        "better": "lower",
        "met": None,
    }


def measure(server: Server, root: Path, seconds: float, long_polls: int) -> list[Row]:
    """Measure everything on one service."""
    town = build(root, server)
    ids = Ids(SystemClock())
    desks = [Desk(None, town.enrolled(town.clerk.answer.person).answer, ids) for _ in range(8)]
    name = str(town.service.database.engine.url.database)
    floor = floor_of_inserts(server, name, 8, min(2.0, seconds))
    rows: list[Row] = []
    with serving(root) as (port, process):
        batched = together([pushing(port, desk, 20) for desk in desks[:4]], seconds)
        rows.append(row("mutations in batches of 20, four devices", batched, floor, 500))
        single = together([pushing(port, desk, 1) for desk in desks], seconds)
        rows.append(row("single pushes, eight devices", single, floor, 150))
        page = town.clerk.page()
        assert page is not None
        times = pages(port, desks[0], page.epoch, page.head, 400)
        rows.append(row("feed page of 100 rows, p99", percentile(times, 0.99), None, 30, lower=True))
        rows.append(told("feed page of 100 rows, median", statistics.median(times), "ms"))
        rows += measure_waiting(port, town, desks[0], long_polls, process)
    town.service.close()
    return rows


def main() -> int:
    """Measure and print; 3 where PostgreSQL cannot be started."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--waiting", type=int, default=5_000)
    chosen = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    server = Server(new_folder(), settings=dict(SETTINGS))
    try:
        server.start()
    except OSError as error:
        sys.stderr.write(f"{error}\n")
        return 3
    try:
        with tempfile.TemporaryDirectory() as folder:
            results = measure(server, Path(folder) / "central", chosen.seconds, chosen.waiting)
    finally:
        with suppress(OSError):
            server.stop()
        shutil.rmtree(server.folder, ignore_errors=True)
    sys.stdout.write(json.dumps({"results": results}) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
