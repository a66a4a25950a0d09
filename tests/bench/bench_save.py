# SPDX-License-Identifier: EUPL-1.2
"""Measures a save in the window while another process takes 20,000 rows of the feed in slices of 50.

The floor is the same save with nobody else at work. ``--rows`` and ``--slice`` change the load; ``--unfair`` leaves the
turnstile out, to see what it is for.
"""

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from helpers.cache import BODY, EPOCH, FIRST_ROWS, SERIES, STREAM, row
from helpers.profiles import PASSPHRASE, WAY

from eset_desktop.clock import Ids, SystemClock
from eset_desktop.operations import dossiers
from eset_desktop.operations.session import Session
from eset_desktop.store import keys, profile, schema
from eset_desktop.store.engine import Database
from eset_desktop.store.meta import Account
from eset_desktop.store.opening import OpenStore, open_store
from eset_desktop.store.replica import Replica
from eset_desktop.store.turnstile import NoTurnstile
from sync.protocol import FeedPage, Row

TARGET_MS = 40.0
PAGE = 500
CHECKPOINT_BYTES = 4_000_000
QUIET_SAVES = 200
PAUSE_SECONDS = 0.005


def opened(folder: Path, *, unfair: bool) -> OpenStore:
    """Return the store in a folder, made when absent."""
    if not (folder / "profile.json").exists():
        profile.create(folder, (WAY,))
    found = profile.open(folder)
    key = keys.open_with_passphrase(found.keys_path, PASSPHRASE)
    store = open_store(found, key, SystemClock())
    if not unfair:
        return store
    store.database.close()
    database = Database(
        found.database_path, key.database(), NoTurnstile(), schema_version=schema.SCHEMA_VERSION
    )
    return OpenStore(found, database, store.blobs, store.seat)


def rows_of_feed(start: int, count: int, ids: Ids) -> tuple[Row, ...]:
    """Return dossiers and parties as a feed brings them."""
    made = []
    for seq in range(start + 1, start + count + 1):
        fields = {"title": f"Expedient {seq} d'obres i activitats", "class": SERIES, "situation": "open"}
        made.append(
            row(seq, "dossier", ids.uuid7(), {**fields, "opened_on": "2026-01-02", "phase": "opening"})
        )
    return tuple(made)


def agent(folder: Path, rows: int, slice_rows: int, *, unfair: bool) -> int:
    """Take pages as the agent does, checkpoints among them; print the seconds it took."""
    ids = Ids(SystemClock())
    with opened(folder, unfair=unfair) as store:
        replica = Replica(store.database, store.blobs, SystemClock())
        first = len(FIRST_ROWS)
        pages = [
            FeedPage(STREAM, EPOCH, at, at + PAGE, first + rows, rows_of_feed(at, PAGE, ids))
            for at in range(first, first + rows, PAGE)
        ]
        log = store.profile.database_path.with_name("cache.db-wal")
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        start = time.perf_counter()
        for page in pages:
            for _ in replica.take_page(page, slice_rows=slice_rows):
                pass
            if log.stat().st_size > CHECKPOINT_BYTES:
                store.database.checkpoint()
        sys.stdout.write(f"{time.perf_counter() - start}\n")
    return 0


def saves(session: Session, going: Callable[[int], bool]) -> list[float]:
    """Rename one dossier and open another in turn; return the milliseconds of each save."""
    dossier = dossiers.create(session, dossiers.NewDossier("Mesura", SERIES)).created or ""
    taken: list[float] = []
    while going(len(taken)):
        start = time.perf_counter()
        if len(taken) % 2:
            dossiers.create(session, dossiers.NewDossier(f"Nou {len(taken)}", SERIES))
        else:
            dossiers.edit(session, dossier, {"title": f"Mesura {len(taken)}"})
        taken.append((time.perf_counter() - start) * 1000)
        time.sleep(PAUSE_SECONDS)
    return taken


def measure(folder: Path, arguments: argparse.Namespace) -> int:
    """Save alone, then beside the agent, and print the results."""
    with opened(folder, unfair=arguments.unfair) as store:
        replica = Replica(store.database, store.blobs, SystemClock())
        person = next(each.id for each in FIRST_ROWS if each.kind == "person")
        account = Account("http://127.0.0.1:9", "none", "device-1", "A7", person, "Anna", BODY, "Ribalta")
        replica.join(account, ("catalogue", STREAM))
        for _ in replica.take_page(FeedPage(STREAM, EPOCH, 0, len(FIRST_ROWS), len(FIRST_ROWS), FIRST_ROWS)):
            pass
        session = Session(store.database, store.blobs, SystemClock(), Ids(SystemClock()))
        alone = saves(session, lambda count: count < QUIET_SAVES)
        command = [sys.executable, __file__, "--agent", str(folder), *sys.argv[1:]]
        child = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert child.stdout is not None
        child.stdout.readline()
        beside = saves(session, lambda _count: child.poll() is None)
        seconds = float(child.communicate()[0])
    report(alone, beside, arguments.rows / seconds)
    return child.returncode


def report(alone: list[float], beside: list[float], rate: float) -> None:
    """Print the line that the runner reads."""
    p99 = statistics.quantiles(beside, n=100, method="inclusive")[98]
    floor = round(statistics.median(alone), 2)

    def line(name: str, value: float, unit: str = "ms", target: float | None = None) -> dict[str, object]:
        met = None if target is None else value <= target
        better = "higher" if unit == "rows/s" else "lower"
        return {
            "name": name, "value": round(value, 2), "unit": unit, "floor": floor if unit == "ms" else None,
            "peers": {}, "target": target, "better": better, "met": met,
        }  # fmt: skip

    results = [
        line(f"save beside the feed, p50 of {len(beside)}", statistics.median(beside)),
        line("save beside the feed, p99", p99, target=TARGET_MS),
        line("save beside the feed, slowest", max(beside)),
        line("feed rows taken meanwhile", rate, "rows/s"),
    ]
    sys.stdout.write(json.dumps({"results": results}) + "\n")


def main() -> int:
    """Run as the window, or with ``--agent`` as the other process."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--slice", type=int, default=50)
    parser.add_argument("--unfair", action="store_true")
    parser.add_argument("--agent", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.agent:
        return agent(arguments.agent, arguments.rows, arguments.slice, unfair=arguments.unfair)
    with tempfile.TemporaryDirectory() as folder:
        return measure(Path(folder) / "profile", arguments)


if __name__ == "__main__":
    sys.exit(main())
