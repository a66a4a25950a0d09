# SPDX-License-Identifier: EUPL-1.2
"""Measures the window over 100,000 dossiers: its first paint, paging down, and how long its main thread is ever blocked.

Paging and blocks are measured while another process applies rows of the feed to the same cache. The floor of the first
paint is an empty Qt window in a new Python process. ``--rows`` and ``--seconds`` change the load.
"""

import argparse
import contextlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.qpa.fonts=false")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from helpers.cache import BODY, EPOCH, FIRST_ROWS, SERIES, STREAM, row
from helpers.profiles import PASSPHRASE, WAY
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from eset_desktop import app as application
from eset_desktop.clock import Ids, SystemClock
from eset_desktop.demo.processes import Window
from eset_desktop.paths import Paths
from eset_desktop.settings import Settings
from eset_desktop.store import keys, profile
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.meta import Account
from eset_desktop.workplace import Workplace
from sync.protocol import FeedPage, Row

FRAME_MS = 16.7
FIRST_PAINT_MS = 1000.0
PAGE = 500
STARTS = 5
CHECKPOINT_BYTES = 4_000_000
EMPTY_WINDOW = (
    "from PySide6.QtWidgets import QApplication, QMainWindow;"
    "app = QApplication([]); window = QMainWindow(); window.show(); app.processEvents()"
)


def key_of(folder: Path) -> DataKey:
    """Return the key of the measured profile."""
    return keys.open_with_passphrase(profile.open(folder).keys_path, PASSPHRASE)


def rows_of_feed(start: int, count: int, ids: Ids) -> tuple[Row, ...]:
    """Return dossiers as a feed brings them."""
    fields = {"class": SERIES, "situation": "open", "opened_on": "2026-01-02", "phase": "opening"}
    return tuple(
        row(seq, "dossier", ids.uuid7(), {**fields, "title": f"Expedient {seq} d'obres i activitats"})
        for seq in range(start + 1, start + count + 1)
    )


def take(place: Workplace, first: int, count: int, ids: Ids) -> None:
    """Take so many rows of the feed as the agent does, checkpoints among them."""
    for at in range(first, first + count, PAGE):
        rows = rows_of_feed(at, PAGE, ids)
        for _ in place.replica.take_page(FeedPage(STREAM, EPOCH, at, at + PAGE, at + PAGE + 1, rows, ())):
            pass
        with contextlib.suppress(FileNotFoundError):
            if place.wal.stat().st_size > CHECKPOINT_BYTES:
                place.database.checkpoint()


def make(folder: Path, rows: int) -> None:
    """Make a joined profile with so many dossiers."""
    _, key = profile.create(folder, (WAY,), body_name="Ribalta", colour="#1b6ca8")
    with Workplace.open_for_tool(Paths.below(folder), key) as place:
        person = next(each.id for each in FIRST_ROWS if each.kind == "person")
        account = Account("http://127.0.0.1:9", "none", "device-1", "A7", person, "Anna", BODY, "Ribalta")
        place.replica.join(account, ("catalogue", STREAM))
        first = FeedPage(STREAM, EPOCH, 0, len(FIRST_ROWS), len(FIRST_ROWS) + 1, FIRST_ROWS, ())
        for _ in place.replica.take_page(first):
            pass
        take(place, len(FIRST_ROWS), rows, Ids(SystemClock()))


def agent(folder: Path) -> int:
    """Apply rows until the other side closes the input."""
    with Workplace.open_for_tool(Paths.below(folder), key_of(folder)) as place:
        ids = Ids(SystemClock())
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        taken = 0
        while not _closed(sys.stdin.fileno()):
            at = next(each.seq for each in place.replica.cursors() if each.stream == STREAM)
            take(place, at, PAGE, ids)
            taken += PAGE
        sys.stdout.write(f"{taken}\n")
    return 0


def _closed(descriptor: int) -> bool:
    import select

    return bool(select.select([descriptor], [], [], 0)[0])


@contextlib.contextmanager
def feeding(folder: Path, taken: list[int]) -> Iterator[None]:
    """Let another process apply rows meanwhile; adds how many it took."""
    command = [sys.executable, __file__, "--agent", str(folder)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert child.stdout is not None
    child.stdout.readline()
    try:
        yield
    finally:
        told, _ = child.communicate()
        taken.append(int(told or 0))


def first_paint(folder: Path) -> tuple[list[float], list[float]]:
    """Return the milliseconds from spawn to a window that answers, and those of an empty Qt window."""
    shown, floor = [], []
    for _ in range(STARTS):
        start = time.perf_counter()
        subprocess.run([sys.executable, "-c", EMPTY_WINDOW], check=True, capture_output=True)
        floor.append((time.perf_counter() - start) * 1000)
        window = Window(folder, key_of(folder), ("--no-agent",))
        start = time.perf_counter()
        window.start()
        shown.append((time.perf_counter() - start) * 1000)
        window.quit()
    return shown, floor


class Watched:
    """The real window in this process, its event loop turned by hand so that every turn is measured."""

    def __init__(self, qt: QApplication, folder: Path) -> None:
        self._qt = qt
        place = Workplace.open_for_window(Paths.below(folder), key_of(folder))
        self.running = application.Running(qt, place, Paths.below(folder), Settings())
        self.running.window.show()
        self.running.start(None)
        self.turns: list[float] = []
        self.turn_until(lambda: self.rows > 0)

    @property
    def rows(self) -> int:
        return self.running.window.dossiers.model.rowCount()

    def turn(self) -> float:
        """Do what is due, painting too; return its milliseconds."""
        start = time.perf_counter()
        self._qt.processEvents()
        self.turns.append((time.perf_counter() - start) * 1000)
        time.sleep(0.001)
        return self.turns[-1]

    def turn_until(self, condition: Callable[[], bool]) -> None:
        while not condition():
            self.turn()

    def turn_for(self, seconds: float) -> float:
        """Return the longest turn of so many seconds."""
        self.turns = []
        end = time.perf_counter() + seconds
        self.turn_until(lambda: time.perf_counter() > end)
        return max(self.turns)

    def page_down(self, seconds: float) -> list[float]:
        """Press page-down again and again; return the milliseconds from each press to the painted page."""
        view = self.running.window.dossiers.list
        view.setFocus()
        taken = []
        end = time.perf_counter() + seconds
        while time.perf_counter() < end:
            start = time.perf_counter()
            QTest.keyClick(view, Qt.Key.Key_PageDown)
            self._qt.processEvents()
            taken.append((time.perf_counter() - start) * 1000)
            time.sleep(0.005)
        return taken

    def close(self) -> None:
        self.running.window.close()
        self.running.end()


def measure(folder: Path, seconds: float) -> int:
    """Print the results."""
    shown, floor = first_paint(folder)
    sys.setswitchinterval(application.SWITCH_SECONDS)  # as the program does
    qt = QApplication([])
    watched = Watched(qt, folder)
    before = watched.rows
    taken: list[int] = []
    with feeding(folder, taken):
        at_top = watched.turn_for(seconds)
        grown = watched.rows - before
        paged = watched.page_down(seconds)
        held = watched.turn_for(2.0)
        watched.running.window.desk.registry.invoke("go.plan")
        on_plan = watched.turn_for(seconds)
    watched.close()
    ordered = sorted(paged)
    results = [
        line(
            "first paint, spawn to shown", statistics.median(shown), statistics.median(floor), FIRST_PAINT_MS
        ),
        line(
            f"page-down p99 of {len(paged)}, rows coming in",
            ordered[int(len(ordered) * 0.99)],
            None,
            FRAME_MS,
        ),
        line("page-down, slowest", ordered[-1], None, None),
        line("longest block at the top of the list", at_top, None, FRAME_MS),
        line("longest block with the list in use", held, None, FRAME_MS),
        line("longest block on the file plan", on_plan, None, FRAME_MS),
        line("rows in the list that came meanwhile", grown, None, None, unit="rows"),
        line("rows applied meanwhile", taken[0], None, None, unit="rows"),
    ]
    sys.stdout.write(json.dumps({"results": results}) + "\n")
    return 0


def line(
    name: str, value: float, floor: float | None, target: float | None, unit: str = "ms"
) -> dict[str, object]:
    """Return one result."""
    return {
        "name": name, "value": round(value, 1), "unit": unit, "floor": floor and round(floor, 1), "peers": {},
        "target": target, "better": "higher" if unit == "rows" else "lower",
        "met": None if target is None else value <= target,
    }  # fmt: skip


def main() -> int:
    """Run the measurement, or with ``--agent`` as the other process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=6.0)
    parser.add_argument("--agent", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--profile", type=Path, help="keep the filled profile in this folder")
    arguments = parser.parse_args()
    if arguments.agent:
        return agent(arguments.agent)
    with tempfile.TemporaryDirectory() as name:
        folder = arguments.profile or Path(name) / "profile"
        if not (folder / "profile.json").exists():
            make(folder, arguments.rows)
        return measure(folder, arguments.seconds)


if __name__ == "__main__":
    sys.exit(main())
