# SPDX-License-Identifier: EUPL-1.2
"""Kills window, agent, service and PostgreSQL at random under people who save, and counts what was lost.

``--kills N --progress FILE``: town halls, each with two people and ``--chapter`` kills, half of them over SQLite and half with two
service processes over PostgreSQL, until N kills counted. Each ends with both computers and the service in agreement and is
then added to FILE as one line; what FILE holds already counts, so that an interrupted run goes on where it was.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from helpers import agreement
from helpers.cluster import clustered_hall, running_postgres
from helpers.kill_cluster import ClusterLoop
from helpers.kill_loop import KillLoop, new_loop
from helpers.postgres import programs
from helpers.running import TownHall, joined_hall

A_CHAPTER = 50
"""Kills of one town hall."""
SQLITE, POSTGRESQL = "sqlite", "postgresql"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One town hall's life.

    Attributes:
        victims: Kills by what was killed and where.
        lost: Acknowledged values that were missing after some life.
        disagreements: What differed at the end: missing, twice, without its bytes, still waiting.
    """

    seed: int
    store: str
    kills: int
    saves: int
    victims: dict[str, int]
    lost: tuple[str, ...]
    disagreements: tuple[str, ...]
    seconds: float


@contextmanager
def town_hall(store: str, folder: Path) -> Iterator[TownHall]:
    """Give a town hall that runs, over one of the stores; nothing of it runs on."""
    if store == SQLITE:
        made = joined_hall(folder)
        try:
            yield made
        finally:
            made.close()
        return
    with running_postgres() as server:
        made = clustered_hall(server, folder)
        try:
            yield made
        finally:
            made.close()


def live(seed: int, store: str, kills: int) -> Chapter:
    """Live through one town hall."""
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="eset-kill-") as place,
        town_hall(store, Path(place) / "hall") as hall,
    ):
        kind = KillLoop if store == SQLITE else ClusterLoop
        loop = new_loop(hall, seed, kind)
        loop.run(kills=kills, saves=kills)
        people = (loop.clerk, loop.second)
        agreement.quiet(hall, people)
        differing = agreement.disagreements(hall, people)
        victims = Counter(f"{each} (at random)" for each in loop.toll.random.elements()) + loop.toll.named
        return Chapter(
            seed, store, loop.toll.kills, loop.saves, dict(victims), tuple(loop.toll.lost), tuple(differing),
            round(time.monotonic() - began, 1),
        )  # fmt: skip


def lived(progress: Path | None) -> list[Chapter]:
    """Return the chapters of earlier runs."""
    if progress is None or not progress.exists():
        return []
    found = [json.loads(line) for line in progress.read_text("utf-8").splitlines()]
    return [
        Chapter(**{**each, "lost": tuple(each["lost"]), "disagreements": tuple(each["disagreements"])})
        for each in found
    ]


def main(arguments: Sequence[str]) -> int:
    """Run, print the kills by victim and the results; interrupted, print what was done."""
    parser = argparse.ArgumentParser(prog="./eset bench kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=2 * A_CHAPTER)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chapter", type=int, default=A_CHAPTER, help="kills of one town hall")
    parser.add_argument("--store", choices=(SQLITE, POSTGRESQL), help="only over this one")
    parser.add_argument("--progress", type=Path, metavar="FILE")
    chosen = parser.parse_args(arguments)
    for each in (signal.SIGINT, signal.SIGTERM):  # the first is ignored by default in a shell's background
        signal.signal(each, signal.default_int_handler)
    chapters = lived(chosen.progress)
    stores = (chosen.store,) if chosen.store else (SQLITE, POSTGRESQL) if programs() else (SQLITE,)
    try:
        while (left := chosen.kills - sum(each.kills for each in chapters)) > 0:
            number = len(chapters)
            chapter = live(chosen.seed + number, stores[number % len(stores)], min(left, chosen.chapter))
            chapters.append(chapter)
            if chosen.progress:
                with chosen.progress.open("a", encoding="utf-8") as file:
                    file.write(f"{json.dumps(asdict(chapter))}\n")
            told = (*chapter.lost, *chapter.disagreements)
            sys.stderr.write(
                f"seed {chapter.seed}, {chapter.store}: {chapter.kills} kills, {chapter.saves} saves\n"
            )
            sys.stderr.writelines(f"  {each}\n" for each in told)
            sys.stderr.flush()
    except KeyboardInterrupt:
        sys.stderr.write("interrupted: the town hall under way does not count\n")
    say(chapters, chosen.kills)
    return 0


def say(chapters: Sequence[Chapter], target: int) -> None:
    """Print the results of all chapters."""
    kills, saves = sum(each.kills for each in chapters), sum(each.saves for each in chapters)
    lost, differing = (
        sum(len(each.lost) for each in chapters),
        sum(len(each.disagreements) for each in chapters),
    )
    minutes = sum(each.seconds for each in chapters) / 60 or 1.0
    victims = sum((Counter(each.victims) for each in chapters), Counter[str]())
    rows = [
        _row("kills", kills, target, met=kills >= target), _row("acknowledged saves", saves, None, met=None),
        _row("lost", lost, 0, met=not lost),
        _row("disagreements at the end (lost, twice, without bytes, waiting)", differing, 0, met=not differing),
        _row("kills a minute", round(kills / minutes, 1), None, met=None),
        *(_row(f"killed: {name}", count, None, met=None) for name, count in sorted(victims.items())),
    ]  # fmt: skip
    written = {
        "kills": kills, "saves": saves, "lost": lost, "disagreements": differing, "victims": victims,
        "kills_per_minute": round(kills / minutes, 1), "chapters": len(chapters),
    }  # fmt: skip
    sys.stdout.write(f"{json.dumps({'results': rows, 'written': written})}\n")


def _row(name: str, value: float, target: float | None, *, met: bool | None) -> dict[str, object]:
    better = "lower" if target == 0 else "higher"
    return {"name": name, "value": value, "unit": "", "target": target, "better": better, "met": met}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
