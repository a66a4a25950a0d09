# SPDX-License-Identifier: EUPL-1.2
"""The body whose dossiers cross the line: made-up, seeded, loaded by the same rules as a push."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Final

import msgspec

from central import loading
from central.folder import DataFolder
from eset_desktop.clock import ManualClock, parse_iso
from eset_desktop.demo import town
from eset_desktop.demo.content import dossiers as content
from eset_desktop.demo.content.chance import Chance
from eset_desktop.demo.content.desk import Desk
from eset_desktop.demo.content.plot import opening_days, plot
from eset_desktop.demo.content.texts import stories
from eset_desktop.demo.content.towns import Demo
from eset_desktop.demo.content.values import DemoBody
from eset_desktop.domain.mutations import Mutation
from eset_desktop.zstd import zstd
from sync.protocol import Row

UNTIL: Final = date(2026, 11, 20)
SEED: Final = 20
DOSSIERS: Final = 20_000
SMALL: Final = 200
"""Dossiers of a body for the cases whose clients are level before they begin."""
SCREENFUL: Final = 40
"""Rows that a window shows at once: so many of the newest dossiers make the list usable."""
_EACH_PARTY: Final = 3
"""A party of every so many dossiers, so that 20,000 make 15.2 MB."""


@dataclass(frozen=True, slots=True)
class Corpus:
    """A filled service.

    Attributes:
        folder: Its data.
        json_bytes: JSON of the dossiers' and parties' rows, one a line, as the feed tells them but without mutations' ids.
        floor_bytes: The same after zstd, level 19, as one frame.
        newest: Ids of the dossiers opened last.
    """

    folder: DataFolder
    body: DemoBody
    dossiers: int
    json_bytes: int
    floor_bytes: int
    newest: frozenset[str]
    seconds: float


def zstd_size(data: bytes, level: int) -> int:
    """Return the bytes of data as one zstd frame."""
    return len(zstd.compress(data, level=level))


def make(folder: Path, dossiers: int) -> Corpus:
    """Make a service with one body of so many dossiers."""
    started = time.monotonic()
    demo = Demo(SEED, 1, UNTIL)
    body = demo.bodies[0]
    made = town.establish(folder / "central", (body,))
    clock = ManualClock(datetime(UNTIL.year, UNTIL.month, UNTIL.day, tzinfo=UTC))
    told = _Told()
    loading.load(made, body.id, _items(_mutations(demo, body, dossiers), clock, told), clock=clock)
    text = b"".join(told.lines)
    return Corpus(
        made,
        body,
        dossiers,
        len(text),
        zstd_size(text, 19),
        frozenset(told.dossiers[-SCREENFUL:]),
        time.monotonic() - started,
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What was loaded: each row as a line of JSON, and the dossiers' ids."""

    lines: list[bytes] = field(default_factory=list)
    dossiers: list[str] = field(default_factory=list)


def _items(mutations: Iterator[Mutation], clock: ManualClock, told: _Told) -> Iterator[loading.Item]:
    for seq, mutation in enumerate(mutations, start=1):
        clock.current = parse_iso(mutation.at)
        told.lines.append(_line(seq, mutation))
        if mutation.kind == "dossier":
            told.dossiers.append(mutation.object)
        yield mutation, None


def _line(seq: int, mutation: Mutation) -> bytes:
    by, at = mutation.by, mutation.at
    told = Row(
        seq, mutation.kind, mutation.object, 1, mutation.fields, by=by, at=at, created_by=by, created_at=at
    )
    return msgspec.json.encode(told) + b"\n"


def _mutations(demo: Demo, body: DemoBody, dossiers: int) -> Iterator[Mutation]:
    house, desk, deck = demo._house(body), Desk(), content.deck_of(stories())
    classes = {code: procedure.class_code for code, procedure in house.procedures.items()}
    for serial, opened in enumerate(opening_days(dossiers, demo.until), start=1):
        chance = Chance(demo.seed, body.key, serial)
        course = plot(chance, house.names, deck, classes, opened=opened, documents=1, until=demo.until)
        content._open(house, desk, course, serial, chance)
        for mutation in desk.clear():
            if mutation.kind == "dossier" or serial % _EACH_PARTY == 0:
                yield mutation
