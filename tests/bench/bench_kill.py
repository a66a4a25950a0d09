# SPDX-License-Identifier: EUPL-1.2
"""Kills window, agent, service and PostgreSQL at random under people who save, and counts what was lost.

``--kills N --progress FILE``: town halls, each with two people and ``--chapter`` kills, ``--towns`` of them side by side, in turns over
SQLite, over PostgreSQL with two service processes and over PostgreSQL with an S3-compatible store, until N kills counted. Each
ends with both computers and the service in agreement and is then added to FILE as one line; what FILE holds already counts, so
that an interrupted run goes on where it was.
"""

import argparse
import json
import os
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from helpers.forked import EVERY, forked_starts
from helpers.kill_towns import POSTGRESQL, S3, SQLITE, Chapter, Plan, side_by_side, stores
from helpers.toll import histogram, shares

A_CHAPTER = 50
"""Kills of one town hall."""
TOWNS = 2
MOST_BROKEN = 20
"""After so many town halls that were broken off the run ends."""


def lived(progress: Path | None) -> list[Chapter]:
    """Return the chapters of earlier runs; a last line that was cut off is left out."""
    if progress is None or not progress.exists():
        return []
    found = [
        json.loads(line) for line in progress.read_text("utf-8").splitlines(keepends=True) if line[-1] == "\n"
    ]
    return [
        Chapter(**{**each, "lost": tuple(each["lost"]), "disagreements": tuple(each["disagreements"])})
        for each in found
    ]


def planner(chapters: Sequence[Chapter], chosen: argparse.Namespace) -> Callable[[], Plan | None]:
    """Return what gives the next town hall: the first seed that has not lived yet, while kills are missing."""
    kinds = (chosen.store,) if chosen.store else stores()
    done, begun = {each.seed for each in chapters}, dict[int, int]()

    def plan() -> Plan | None:
        ended = {each.seed for each in chapters}
        under_way = sum(kills for seed, kills in begun.items() if seed not in ended)
        left = chosen.kills - sum(each.kills for each in chapters) - under_way
        if left <= 0 or sum(bool(each.broken) for each in chapters) > MOST_BROKEN:
            return None
        number = 0
        while chosen.seed + number in done:
            number += 1
        seed = chosen.seed + number
        done.add(seed)
        begun[seed] = min(left, chosen.chapter)
        return Plan(seed, kinds[number % len(kinds)], begun[seed])

    return plan


def parsed(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what is asked for."""
    parser = argparse.ArgumentParser(prog="./eset bench kill", description=__doc__)
    parser.add_argument("--kills", type=int, default=2 * A_CHAPTER)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--chapter", type=int, default=A_CHAPTER, help="kills of one town hall")
    parser.add_argument("--towns", type=int, default=TOWNS, help="town halls at a time")
    parser.add_argument("--store", choices=(SQLITE, POSTGRESQL, S3), help="only over this one")
    parser.add_argument("--every", type=int, default=EVERY, help="one start in so many is a full one; 1: all")
    parser.add_argument("--progress", type=Path, metavar="FILE")
    parser.add_argument(
        "--keep", type=Path, metavar="DIR", help="files of town halls in which something is wrong"
    )
    return parser.parse_args(arguments)


def main(arguments: Sequence[str]) -> int:
    """Run, print the kills by victim and the results; interrupted, print what was done."""
    chosen = parsed(arguments)
    for each in (signal.SIGINT, signal.SIGTERM):  # the first is ignored by default in a shell's background
        signal.signal(each, signal.default_int_handler)
    chapters, began = lived(chosen.progress), time.monotonic()
    before = sum(each.kills for each in chapters)

    def finished(chapter: Chapter) -> None:
        chapters.append(chapter)
        if chosen.progress:
            with chosen.progress.open("a", encoding="utf-8") as file:
                file.write(f"{json.dumps(asdict(chapter))}\n")
        sys.stderr.write(
            f"seed {chapter.seed}, {chapter.store}: {chapter.kills} kills, {chapter.saves} saves\n"
        )
        sys.stderr.writelines(f"  {each}\n" for each in chapter.told)
        sys.stderr.flush()

    try:
        with tempfile.TemporaryDirectory(prefix="eset-kill-") as place, forked_starts(chosen.every) as starts:
            side_by_side(
                Path(place), starts, towns=chosen.towns, plan=planner(chapters, chosen), finished=finished, keep=chosen.keep,
            )  # fmt: skip
    except KeyboardInterrupt:
        sys.stderr.write("interrupted: the town halls under way do not count\n")
    minutes = (time.monotonic() - began) / 60
    say(chapters, chosen.kills, (sum(each.kills for each in chapters) - before) / minutes)
    return 0


def say(chapters: Sequence[Chapter], target: int, per_minute: float) -> None:
    """Print the results of all chapters; ``per_minute``: kills of this run."""
    kills, saves = sum(each.kills for each in chapters), sum(each.saves for each in chapters)
    lost, differing = (
        sum(len(each.lost) for each in chapters),
        sum(len(each.disagreements) for each in chapters),
    )
    broken = sum(bool(each.broken) for each in chapters)
    victims = sum((Counter(each.victims) for each in chapters if not each.broken), Counter[str]())
    sys.stderr.writelines(f"{each}\n" for each in histogram(victims))
    rows = [
        _row("kills", kills, target, met=kills >= target), _row("acknowledged saves", saves, None, met=None),
        _row("lost", lost, 0, met=not lost),
        _row("disagreements at the end (lost, twice, without bytes, waiting)", differing, 0, met=not differing),
        _row("town halls broken off", broken, 0, met=not broken),
        _row("kills a minute", round(per_minute, 1), None, met=None),
        *(_row(f"killed: {name}", count, None, met=None) for name, count in sorted(victims.items())),
    ]  # fmt: skip
    written = {
        "kills": kills, "saves": saves, "lost": lost, "disagreements": differing, "broken": broken,
        "shares": shares(victims), "victims": victims, "kills_per_minute": round(per_minute, 1),
        "chapters": len(chapters), "seeds": sorted(each.seed for each in chapters),
    }  # fmt: skip
    sys.stdout.write(f"{json.dumps({'results': rows, 'written': written})}\n")


def _row(name: str, value: float, target: float | None, *, met: bool | None) -> dict[str, object]:
    better = "lower" if target == 0 else "higher"
    return {"name": name, "value": value, "unit": "", "target": target, "better": better, "met": met}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
