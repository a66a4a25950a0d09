# SPDX-License-Identifier: EUPL-1.2
"""A new computer receives the metadata of 20,000 dossiers; and a person saves meanwhile."""

import statistics
import threading
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Final

from bench.sync_cases.computer import Computer, is_complete
from bench.sync_cases.report import LINE_BYTES, Row, row, say
from bench.sync_cases.service import down_bytes, first_at, requests, up_bytes
from bench.sync_cases.setting import Setting
from rigs.line.link import satellite

from eset_desktop.operations import dossiers
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import plan
from eset_desktop.workplace import Workplace

PATIENCE: Final = 900.0
_PAUSE: Final = 0.1
_QUIET_SAVES: Final = 100
_WITHOUT_END: Final = 1_000_000
_MB: Final = 1e6


def measure(setting: Setting) -> list[Row]:
    """Measure time, requests, the first usable list, and what the agent's process used."""
    with setting.stage("first", setting.dossiers) as stage:
        new = stage.computer("new", level=False)
        stage.line.reshape(satellite())
        before = stage.line.counters()
        with new.open() as place, new.running() as started:
            usable = new.until(place, _Usable(stage.corpus.newest), patience=PATIENCE, look=0.1)
            congestion = stage.line.congestion_seen()
            done = new.until(place, is_complete, patience=PATIENCE)
            usage, after = new.usage, stage.line.counters()
        events = stage.far.events(who=new.who, until=done)
        begun = first_at(stage.far, new.who, started)
        seconds, floor = done - started, stage.corpus.floor_bytes / LINE_BYTES
        say(
            f"first sync: congestion {congestion}; HTTP {up_bytes(events)} up {down_bytes(events)} down;"
            f" IP {after.up.bytes - before.up.bytes} up {after.down.bytes - before.down.bytes} down;"
            f" first request after {begun - started:.2f} s"
        )
        grown = (usage.peak - usage.before(begun)) / _MB
    return [
        row(f"first sync, {setting.dossiers:,} dossiers", seconds, "s", floor=floor, target=1.15 * floor + 5),
        row("first sync, usable list", usable - started, "s", target=10.0),
        row("first sync, requests", requests(events), "requests", target=6),
        row("first sync, HTTP bytes down", down_bytes(events), "B", floor=stage.corpus.floor_bytes),
        row("first sync, agent CPU", usage.cpu_seconds, "s", target=8.0),
        row("first sync, agent RSS over idle", grown, "MB", target=150.0),
    ]


@dataclass(frozen=True, slots=True)
class _Usable:
    """Whether the newest dossiers are in the list."""

    newest: frozenset[str]

    def __call__(self, connection: Connection) -> bool:
        marks = ",".join("?" * len(self.newest))
        query = f"SELECT count(*) FROM object WHERE id IN ({marks})"  # noqa: S608 - question marks only
        return bool(connection.execute(query, tuple(self.newest)).fetchone()[0] == len(self.newest))


@dataclass(slots=True)
class _Person:
    """Saves again and again, each save a transaction on the window's side of the cache."""

    place: Workplace
    over: threading.Event = field(default_factory=threading.Event)

    def can_save(self, reader: Connection) -> bool:
        """Tell whether the town hall's own data and a class to file under have arrived."""
        return plan.body(reader) is not None and bool(self.class_id())

    def class_id(self) -> str:
        """Return a class to file under, once the plan has arrived; empty before."""
        found = self.place.database.reader().execute(
            "SELECT id FROM object WHERE kind = 'class' AND fields ->> '$.level' = 'series' LIMIT 1"
        )
        row_found = found.fetchone()
        return str(row_found[0]) if row_found else ""

    def save(self, class_id: str, count: int) -> list[float]:
        """Open so many dossiers; return the milliseconds of each save. Ends early when it is over."""
        taken: list[float] = []
        while len(taken) < count and not self.over.wait(_PAUSE):
            began = time.perf_counter()
            dossiers.create(self.place.session, dossiers.NewDossier(f"Desat {len(taken)}", class_id))
            taken.append((time.perf_counter() - began) * 1000)
        return taken


def measure_saves(setting: Setting) -> list[Row]:
    """Measure a person's saves during the first sync of 20,000, and alone as the floor."""
    with setting.stage("saves", setting.dossiers) as stage:
        new = stage.computer("new", level=False)
        stage.line.reshape(satellite())
        with new.open() as place, new.running():
            person = _Person(place)
            new.until(place, person.can_save, patience=PATIENCE)
            with ThreadPoolExecutor(1, thread_name_prefix="person") as pool:
                saving = pool.submit(person.save, person.class_id(), _WITHOUT_END)
                try:
                    new.until(place, _AllThere(setting.dossiers), patience=PATIENCE, look=0.5)
                finally:
                    person.over.set()
            beside = saving.result()
        alone = _alone(new)
    return _saves(beside, statistics.median(alone))


@dataclass(frozen=True, slots=True)
class _AllThere:
    """Whether so many dossiers have arrived (the person's own may count among them)."""

    dossiers: int

    def __call__(self, connection: Connection) -> bool:
        found = connection.execute("SELECT count(*) FROM object WHERE kind = 'dossier' AND pending = 0")
        return bool(found.fetchone()[0] >= self.dossiers)


def _alone(computer: Computer) -> list[float]:
    with computer.open() as place:
        person = _Person(place)
        return person.save(person.class_id(), _QUIET_SAVES)


def _saves(beside: Sequence[float], floor: float) -> list[Row]:
    p99 = statistics.quantiles(beside, n=100, method="inclusive")[98]
    return [
        row(f"save during the first sync, p99 of {len(beside)}", p99, "ms", floor=floor, target=40.0),
        row("save during the first sync, slowest", max(beside), "ms", floor=floor, target=100.0),
    ]
