# SPDX-License-Identifier: EUPL-1.2
"""One field saved on one computer until a colleague's computer holds it, both warm; and what a quiet hour costs."""

import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bench.sync_cases.computer import Computer, everything_sent
from bench.sync_cases.corpus import SMALL
from bench.sync_cases.peers import syncthing
from bench.sync_cases.report import Row, row, say
from bench.sync_cases.service import Far, down_bytes, requests, up_bytes
from bench.sync_cases.setting import Setting, Stage
from rigs.line.link import satellite

from eset_desktop.domain import rights
from eset_desktop.operations import dossiers
from eset_desktop.store.engine import Connection
from eset_desktop.workplace import Workplace

ROUNDS: Final = 8
PATIENCE: Final = 60.0
IDLE_SECONDS: Final = 170.0
"""Three long-polls of 50 s and a part of a fourth."""
_WARM_UP: Final = 8.0
_SETTLE: Final = 4.0
"""Seconds after which both sides wait again."""
_LOOK: Final = 0.002
_HOUR: Final = 3600.0
_FLOOR: Final = 0.6
"""Once up and once down the line: 300 ms each."""


@dataclass(frozen=True, slots=True)
class _Has:
    """Whether a dossier has a title."""

    dossier: str
    title: str

    def __call__(self, connection: Connection) -> bool:
        query = "SELECT fields ->> '$.title' FROM object WHERE id = ?"
        return bool(connection.execute(query, (self.dossier,)).fetchone()[0] == self.title)


@dataclass(frozen=True, slots=True)
class _Round:
    """One save: seconds until the colleague has it, and each side's HTTP bytes, both ways, until both wait again."""

    seconds: float
    saver: int
    reader: int


def measure(setting: Setting) -> list[Row]:
    """Measure some saves, one after the other on the same two warm computers."""
    with setting.stage("field", SMALL) as stage:
        saver, reader = stage.computer("saver"), stage.computer("reader", rights.ALCALDIA)
        stage.line.reshape(satellite())
        with saver.open() as here, reader.open() as there, saver.running(), reader.running():
            time.sleep(_WARM_UP)
            rounds = [_round(stage, (saver, here), (reader, there), number) for number in range(ROUNDS)]
    return _report(rounds, syncthing.one_record(setting, satellite()) if setting.peers else {})


def _round(
    stage: Stage, saving: tuple[Computer, Workplace], reading: tuple[Computer, Workplace], number: int
) -> _Round:
    (saver, here), (reader, there) = saving, reading
    dossier, title = min(stage.corpus.newest), f"Títol canviat {number}"
    began = time.monotonic()
    dossiers.edit(here.session, dossier, {"title": title})
    saver.hint()
    seen = reader.until(there, _Has(dossier, title), patience=PATIENCE, look=_LOOK)
    saver.until(here, everything_sent, patience=PATIENCE)
    time.sleep(_SETTLE)
    used = [_both_ways(stage.far, who, began) for who in (saver.who, reader.who)]
    return _Round(seen - began, used[0], used[1])


def _both_ways(far: Far, who: str, since: float) -> int:
    events = far.events(who=who, since=since)
    return up_bytes(events) + down_bytes(events)


def _report(rounds: Sequence[_Round], peers: dict[str, float]) -> list[Row]:
    times = [each.seconds for each in rounds]
    say(f"one field: {', '.join(f'{each.seconds:.2f} s {each.saver}/{each.reader} B' for each in rounds)}")
    return [
        row(
            f"one field until the colleague has it, median of {len(rounds)}",
            statistics.median(times),
            "s",
            floor=_FLOOR,
            target=1.5,
            peers={name: value for name, value in peers.items() if not name.endswith("bytes")},
        ),
        row("one field, HTTP bytes of the saver", statistics.median(each.saver for each in rounds), "B",
            target=700, peers={name: value for name, value in peers.items() if name.endswith("bytes")}),
        row("one field, HTTP bytes of the colleague", statistics.median(each.reader for each in rounds), "B",
            target=700),
    ]  # fmt: skip


def measure_idle(setting: Setting) -> list[Row]:
    """Measure what a warm computer costs while nothing happens."""
    with setting.stage("idle", SMALL) as stage:
        quiet = stage.computer("quiet")
        stage.line.reshape(satellite())
        with quiet.open(), quiet.running():
            time.sleep(_WARM_UP * 3)
            before, began = stage.line.counters(), time.monotonic()
            time.sleep(IDLE_SECONDS)
            after, ended = stage.line.counters(), time.monotonic()
        events = stage.far.events(who=quiet.who, since=began, until=ended)
    count = max(1, requests(events))
    http = up_bytes(events) + down_bytes(events)
    line = after.up.bytes - before.up.bytes + after.down.bytes - before.down.bytes
    say(f"idle: {requests(events)} requests in {ended - began:.0f} s: {http} HTTP bytes, {line} IP bytes")
    hourly = _HOUR / (ended - began)
    return [
        row("nothing new, HTTP bytes of a question and its answer", http / count, "B", target=500),
        row("nothing new, questions in 50 s", count * 50 / (ended - began), "requests", target=1.1),
        row("nothing new, HTTP bytes an hour", http * hourly, "B", target=50_000),
        row("nothing new, IP bytes an hour with TLS", line * hourly, "B"),
    ]
