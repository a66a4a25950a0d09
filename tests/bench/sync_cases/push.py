# SPDX-License-Identifier: EUPL-1.2
"""A computer comes back with 2,000 changes made without a line; with and without loss."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import msgspec
from bench.sync_cases.computer import Computer, everything_sent
from bench.sync_cases.corpus import SMALL, zstd_size
from bench.sync_cases.peers import rsync
from bench.sync_cases.report import LINE_BYTES, Row, row, say
from bench.sync_cases.service import down_bytes, first_at, requests, up_bytes
from bench.sync_cases.setting import Setting
from rigs.line.front import ANSWERED, ASKED, Event
from rigs.line.link import satellite
from rigs.line.spaces import BBR, CUBIC

from eset_desktop.demo.content.texts import Names, names
from eset_desktop.operations import dossiers
from eset_desktop.store.engine import Connection
from eset_desktop.store.queries import plan
from sync.protocol import PUSH_PATH, SCHEMA, PushBatch

CHANGES: Final = 2_000
PATIENCE: Final = 300.0
_LEVEL: Final = 9
_TARGETS: Final = {0.0: 13.0, 0.05: 17.0}
_WHAT: Final = (
    "Llicència d'obres menors per reformar el bany i la cuina de l'habitatge",
    "Llicència d'obres majors per construir un habitatge unifamiliar aïllat",
    "Comunicació prèvia d'obertura d'un establiment de restauració",
    "Ocupació de la via pública amb contenidor de runa i bastida",
    "Gual permanent per a l'entrada de vehicles al garatge",
    "Canvi de nom de la llicència d'activitat classificada",
)
_SIGNS: Final = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Payload:
    """What must go up: the mutations as one batch of JSON, and what zstd makes of it."""

    json_bytes: int
    zstd_bytes: int
    records: tuple[bytes, ...]


def work_offline(computer: Computer, count: int, seed: int) -> Payload:
    """Open so many dossiers while no agent runs; return what waits to be sent."""
    chance, invented = random.Random(seed), names()
    with computer.open() as place:
        classes = [each.id for each in plan.classes(place.database.reader()) if each.level == "series"]
        for _ in range(count):
            new = dossiers.NewDossier(_title(chance, invented), chance.choice(classes))
            dossiers.create(place.session, new)
        waiting = place.replica.sendable(max_bytes=1 << 30, max_count=count * 2)
    batch = msgspec.json.encode(PushBatch(SCHEMA, waiting))
    return Payload(
        len(batch),
        zstd_size(batch, _LEVEL),
        tuple(msgspec.json.encode(each) for each in waiting),
    )


def _title(chance: random.Random, invented: Names) -> str:
    """Return what a clerk writes: what, where, the land registry's reference, who, and the day it was asked for."""
    street, number = chance.choice(invented.streets), chance.randint(1, 190)
    cadastral = "".join(chance.choices(_SIGNS, k=20))
    surnames = " ".join(chance.choices(invented.surnames, k=2))
    asked = f"{chance.randint(1, 28):02}/{chance.randint(1, 12):02}/2026"
    return (
        f"{chance.choice(_WHAT)}, {street}, {number}, ref. cadastral {cadastral},"
        f" a petició de {chance.choice(invented.first_names)} {surnames} ({asked}, registre E/{chance.randint(1, 9_999_999)},"
        f" pressupost {chance.randint(300, 90_000)},{chance.randint(0, 99):02} EUR)"
    )


def answered(connection: Connection) -> bool:
    """Tell whether the service has answered every change."""
    query = "SELECT count(*) FROM outbox WHERE state IN ('queued', 'sent')"
    return not connection.execute(query).fetchone()[0]


def measure(setting: Setting) -> list[Row]:
    """Measure both losses with CUBIC, and the lossy line with BBR beside."""
    rows = []
    for loss, congestion in ((0.0, CUBIC), (0.05, CUBIC), (0.05, BBR)):
        rows += _push(setting, loss, congestion)
    return rows


def _parts(events: Sequence[Event], started: float) -> str:
    """Return when the first and the last of the changes had arrived, and when the service had answered all of them."""
    pushed = [each for each in events if each.path.startswith(PUSH_PATH)]
    asked = [each.at - started for each in pushed if each.kind == ASKED]
    answered = [each.at - started for each in pushed if each.kind == ANSWERED]
    if not asked or not answered:
        return ""
    return f" changes came from {min(asked):.2f} s to {max(asked):.2f} s, the last was answered at {max(answered):.2f} s,"


def _push(setting: Setting, loss: float, congestion: str) -> list[Row]:
    with setting.stage(f"push-{loss}-{congestion}", SMALL, congestion=congestion) as stage:
        desk = stage.computer("desk")
        payload = work_offline(desk, CHANGES, setting.seed)
        stage.line.reshape(satellite(loss))
        before = stage.line.counters()
        with desk.open() as place, desk.running() as started:
            done = desk.until(place, answered, patience=PATIENCE)
            settled = desk.until(place, everything_sent, patience=PATIENCE)
            used, after = stage.line.congestion_seen(), stage.line.counters()
        events = stage.far.events(who=desk.who, since=started, until=done)
        begun = first_at(stage.far, desk.who, started)
    say(
        f"push at {loss:.0%} loss: congestion {used}; payload {payload.json_bytes} B JSON, {payload.zstd_bytes} B zstd-{_LEVEL};"
        f" HTTP {up_bytes(events)} up {down_bytes(events)} down in {requests(events)} requests;"
        f" IP {after.up.bytes - before.up.bytes} up {after.down.bytes - before.down.bytes} down;"
        f" first request after {begun - started:.2f} s,{_parts(events, started)} nothing pending after {settled - started:.1f} s"
    )
    name = f"push of {CHANGES:,} changes, {loss:.0%} loss, {congestion}"
    judged = congestion == CUBIC
    peers = (
        {"rsync": rsync.records(setting, payload.records, satellite(loss))}
        if setting.peers and judged
        else {}
    )
    rows = [
        row(
            name,
            done - started,
            "s",
            floor=payload.zstd_bytes / LINE_BYTES,
            target=_TARGETS[loss] if judged else None,
            peers=peers,
        )
    ]
    if judged:
        limit = 1.15 * payload.zstd_bytes
        rows.append(
            row(f"{name}, HTTP bytes up", up_bytes(events), "B", floor=payload.zstd_bytes, target=limit)
        )
    return rows
