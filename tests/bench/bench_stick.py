# SPDX-License-Identifier: EUPL-1.2
"""Measures filling a computer from a stick: 20,000 dossiers and 2,000 documents, two real encrypted profiles.

The floor of the bytes is the documents' own; of the seconds, writing as many bytes to the same disk and syncing them.
``--dossiers``, ``--documents`` and ``--size`` (bytes of a document) change the load.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from helpers.cache import ANNA, BERTA, BODY, EPOCH, FIRST_ROWS, SERIES, STREAM, row
from helpers.profiles import WAY

from eset_desktop.clock import Ids, SystemClock
from eset_desktop.domain.values import Json
from eset_desktop.operations.session import Session
from eset_desktop.operations.stick import request
from eset_desktop.operations.stick_export import export
from eset_desktop.operations.stick_import import take_in
from eset_desktop.store import profile
from eset_desktop.store.meta import Account
from eset_desktop.store.opening import open_store
from eset_desktop.store.replica import Replica
from sync.protocol import FeedPage, Row

PAGE = 500
MEGABYTE = 1_000_000


def computer(folder: Path, person: str, code: str) -> Session:
    """Return an opened profile that has joined."""
    made, key = profile.create(folder, (WAY,))
    store = open_store(made, key, SystemClock())
    account = Account("http://127.0.0.1:9", "secret", code, code, person, "Anna", BODY, "Ribalta")
    Replica(store.database, store.blobs, SystemClock()).join(account, ("catalogue", STREAM))
    return Session(store.database, store.blobs, SystemClock(), Ids(SystemClock()))


def fill(session: Session, dossiers: int, documents: int, size: int) -> None:
    """Let a first sync bring everything, with a party for every third dossier, and the documents' bytes."""
    chance, ids, rows = random.Random(7), session.ids, list(FIRST_ROWS)

    def add(kind: str, fields: dict[str, Json]) -> str:
        identity = ids.uuid7()
        rows.append(row(len(rows) + 1, kind, identity, fields, by=ANNA))
        return identity

    for number in range(dossiers):
        title = f"Expedient {number} d'obres i activitats de la via pública"
        dossier = add("dossier", {"title": title, "class": SERIES, "situation": "open", "phase": "opening",
                                  "opened_on": "2026-01-02", "label": f"PROV-A7-{number:05d}"})  # fmt: skip
        if number % 3 == 0:
            add("party", {"dossier": dossier, "name": "Persona de Prova", "document": "00000000T"})
        if number < documents:
            stored = session.blobs.put(chance.randbytes(size))
            document = add("document", {"dossier": dossier, "title": "Sol·licitud", "state": "final"})
            add("version", {"document": document, "relation": "content", "sha256": stored.sha256,
                            "size": size, "present": True, "created_at": "2026-01-02T08:00:00Z"})  # fmt: skip
    _take(session, rows)


def _take(session: Session, rows: list[Row]) -> None:
    replica = Replica(session.database, session.blobs, session.clock)
    for start in range(0, len(rows), PAGE):
        some = tuple(rows[start : start + PAGE])
        page = FeedPage(STREAM, EPOCH, start, some[-1].seq, rows[-1].seq, some, ())
        for _ in replica.take_page(page):
            pass
    session.database.checkpoint()
    with session.database.write() as connection:
        connection.execute("UPDATE blob SET here = 1")


def timed(work: Callable[[], object]) -> float:
    """Return the seconds of some work."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def written(folder: Path, size: int) -> None:
    """Write and sync so many bytes."""
    with (folder / "floor").open("wb") as file:
        for _ in range(-(-size // MEGABYTE)):
            file.write(bytes(MEGABYTE))
        file.flush()
        os.fsync(file.fileno())
    (folder / "floor").unlink()


def measure(folder: Path, arguments: argparse.Namespace) -> None:
    """Print the line that the runner reads."""
    giver, taker = computer(folder / "giver", ANNA, "A7"), computer(folder / "taker", BERTA, "B2")
    fill(giver, arguments.dossiers, arguments.documents, arguments.size)
    (folder / "stick").mkdir()
    code = request(taker, folder / "stick").code
    exported = timed(lambda: list(export(giver, folder / "stick", code)))
    size = sum(each.stat().st_size for each in folder.glob("stick/*/*/*.eset"))
    documents = arguments.documents * arguments.size
    floor = timed(lambda: written(folder, size))
    imported = timed(lambda: list(take_in(taker, folder / "stick")))
    again = timed(lambda: list(take_in(taker, folder / "stick")))
    here = taker.database.reader().execute("SELECT count(*) FROM blob WHERE here").fetchone()[0]
    count = "SELECT count, sum FROM stream WHERE id = ?"
    same = [each.database.reader().execute(count, (STREAM,)).fetchone() for each in (giver, taker)]
    if here != arguments.documents or same[0] != same[1]:
        sys.exit("the second computer does not hold what the first one gave")

    def line(name: str, value: float, unit: str, floor: float | None = None) -> dict[str, object]:
        return {"name": name, "value": round(value, 2), "unit": unit, "floor": floor and round(floor, 2),
                "peers": {}, "target": None, "better": "lower", "met": None}  # fmt: skip

    results = [
        line("export", exported, "s", floor),
        line("import", imported, "s", floor),
        line("import repeated, nothing new", again, "s"),
        line("on the stick", size / MEGABYTE, "MB", documents / MEGABYTE),
        line("of that, objects", (size - documents) / MEGABYTE, "MB"),
    ]
    sys.stdout.write(json.dumps({"results": results}) + "\n")


def main() -> int:
    """Measure once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--dossiers", type=int, default=20_000)
    parser.add_argument("--documents", type=int, default=2_000)
    parser.add_argument("--size", type=int, default=50_000)
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), parser.parse_args())
    return 0


if __name__ == "__main__":
    sys.exit(main())
