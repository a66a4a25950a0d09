# SPDX-License-Identifier: EUPL-1.2
"""The real central service at the far end of the line, behind TLS that counts."""

import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import msgspec
from rigs.line import certificate, front
from rigs.line.front import Event
from rigs.line.line import SERVER_ADDRESS, ShapedLine

from central.folder import DataFolder
from eset_desktop.clock import SystemClock, iso

ROOT: Final = Path(__file__).resolve().parents[3]
START_SECONDS: Final = 60.0
_LOOK_SECONDS: Final = 0.5
_QUIET_LOOKS: Final = 4
_FRONT: Final = Path(front.__file__)


class BenchError(Exception):
    """A measurement could not be made; the text says why."""


@dataclass(slots=True)
class Far:
    """A serving service.

    Attributes:
        folder: Its data.
        url: Where clients reach it over the line.
        trusted: File with its certificate.
        log: The front's events.
    """

    folder: DataFolder
    url: str
    trusted: Path
    log: Path
    _read: int = 0
    _events: list[Event] = field(default_factory=list)

    def events(self, *, who: str = "", since: float = 0.0, until: float = float("inf")) -> list[Event]:
        """Return what the front saw, of one client or all, between two moments."""
        with self.log.open("rb") as file:
            file.seek(self._read)
            for line in file:
                if not line.endswith(b"\n"):
                    break
                self._read += len(line)
                self._events.append(msgspec.json.decode(line, type=Event))
        return [each for each in self._events if since <= each.at <= until and who in ("", each.who)]


def rest(folder: DataFolder) -> None:
    """Wait until a service that has just started has done its jobs: the one of a town has been up since long ago."""
    clock, deadline, quiet = SystemClock(), time.monotonic() + START_SECONDS * 5, 0
    with closing(sqlite3.connect(f"file:{folder.database}?mode=ro", uri=True)) as database:
        while quiet < _QUIET_LOOKS:
            due = database.execute(
                "SELECT count(*) FROM job WHERE not_before <= ?", (iso(clock.now()),)
            ).fetchone()[0]
            quiet = 0 if due else quiet + 1
            if time.monotonic() > deadline:
                raise BenchError("the service's jobs do not end")
            time.sleep(_LOOK_SECONDS)


def up_bytes(events: Sequence[Event]) -> int:
    """Return HTTP bytes from clients to the service; those of requests that broke count too."""
    return sum(each.bytes for each in events if each.kind != front.ANSWERED)


def down_bytes(events: Sequence[Event]) -> int:
    """Return HTTP bytes of whole answers."""
    return sum(each.bytes for each in events if each.kind == front.ANSWERED)


def requests(events: Sequence[Event]) -> int:
    """Return how many requests reached the service whole."""
    return sum(each.kind == front.ASKED for each in events)


def first_at(far: Far, who: str, since: float) -> float:
    """Return when a client's first request had arrived."""
    return min((each.at for each in far.events(who=who, since=since)), default=since)


@contextmanager
def serving(line: ShapedLine, folder: DataFolder) -> Iterator[Far]:
    """Serve a folder at the line's far end while the block lasts."""
    work = folder.root.parent
    port_file = folder.root / "port"
    port_file.unlink(missing_ok=True)
    command = [sys.executable, "-m", "central", "serve", "--data", str(folder.root)]
    with (work / "service.log").open("ab") as log:
        service = line.server.start(
            [*command, "--port-file", str(port_file)],
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            cwd=ROOT,
        )
    try:
        port = _port(port_file, service)
        whole, bare = certificate.write(work, SERVER_ADDRESS)
        events = work / "front.jsonl"
        events.unlink(missing_ok=True)
        passing = line.server.start(
            [sys.executable, str(_FRONT), SERVER_ADDRESS, port, str(whole), str(events), line.congestion],
            stdout=subprocess.PIPE,
        )
        try:
            assert passing.stdout is not None
            told = passing.stdout.readline().decode().strip()
            if not told:
                raise BenchError("the TLS front did not start")
            yield Far(folder, f"https://{SERVER_ADDRESS}:{told}", bare, events)
        finally:
            _end(passing)
    finally:
        _end(service)


def _end(process: "subprocess.Popen[bytes]") -> None:
    process.send_signal(signal.SIGTERM)
    try:
        process.wait(START_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    if process.stdout is not None:
        process.stdout.close()


def _port(path: Path, process: "subprocess.Popen[bytes]") -> str:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        if path.is_file() and (text := path.read_text("utf-8").strip()):
            return text
        time.sleep(0.05)
    raise BenchError(f"the service did not start (status {process.poll()}); see service.log")


def commit() -> str:
    """Return the commit that is measured, ``+`` when the work tree differs from it."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    return told.stdout.strip() or "unknown"
