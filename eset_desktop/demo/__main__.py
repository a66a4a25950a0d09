# SPDX-License-Identifier: EUPL-1.2
"""`./eset demo`: the made-up town hall in a window, or with ``--headless`` the whole story with its proofs."""

import argparse
import json
import signal
import sys
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final, NoReturn

from eset_desktop.demo import live
from eset_desktop.demo.errors import DemoFailed
from eset_desktop.demo.stage import Plan, Stage, prepare, usable
from eset_desktop.demo.story import STEPS, Scene
from eset_desktop.demo.summary import Step, Summary
from eset_desktop.demo.town import SEED
from eset_desktop.errors import EsetError

FOLDER: Final = Path("demo-data")
_LARGEST: Final = 1_000


def parser() -> argparse.ArgumentParser:
    """Return the parser of the demonstration's arguments."""
    made = argparse.ArgumentParser(prog="./eset demo", description=__doc__)
    made.add_argument(
        "--headless", action="store_true", help="run the story without a screen and check every step"
    )
    made.add_argument(
        "--out", type=Path, default=Path("demo-out"), metavar="DIR", help="where --headless writes"
    )
    made.add_argument(
        "--data", type=Path, metavar="DIR", help="the demonstration's folder (default: demo-data)"
    )
    made.add_argument("--fresh", action="store_true", help="make the demonstration anew")
    made.add_argument("--scale", type=_scale, default=1, metavar="N", help="N times 400 dossiers")
    made.add_argument("--seed", type=int, default=SEED, help="decides everything that is drawn")
    made.add_argument(
        "--fill-only", action="store_true", help="only make the town hall and say how long it took"
    )
    return made


def _scale(text: str) -> int:
    scale = int(text)
    if not 1 <= scale <= _LARGEST:
        msg = f"between 1 and {_LARGEST}"
        raise argparse.ArgumentTypeError(msg)
    return scale


def say(line: str) -> None:
    """Write a line of progress."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the demonstration; 0 when it was closed or every step held."""
    chosen = parser().parse_args(arguments)
    yesterday = date.today() - timedelta(days=1)  # noqa: DTZ011 - the past of a made-up town hall
    plan = Plan(chosen.seed, chosen.scale, yesterday.isoformat())
    signal.signal(signal.SIGTERM, _leave)
    try:
        if chosen.headless:
            return headless(plan, chosen.out.absolute())
        folder = (chosen.data or FOLDER).absolute()
        started = time.monotonic()
        stage = prepare(folder, plan, say, fresh=chosen.fresh or chosen.fill_only)
        if chosen.fill_only:
            stage.close()
            say(f"Fet en {time.monotonic() - started:.1f} s")
            return 0
        return live.run(stage, say)
    except EsetError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


def _leave(*_: object) -> NoReturn:
    """Leave by the way that cleans up; a second signal must not break that off."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    raise KeyboardInterrupt


def headless(plan: Plan, out: Path) -> int:
    """Run the story from the very beginning and write its summary; 0 only when every step held."""
    with usable(out):
        out.mkdir(parents=True, exist_ok=True)
    summary = Summary(out)
    started = time.monotonic()
    summary.begin()
    try:
        stage = prepare(out / "data", plan, say, fresh=True)
    except EsetError as failed:
        summary.add(Step("prepare", ok=False, seconds=time.monotonic() - started, reason=str(failed)))
        summary.write()
        raise
    summary.add(Step("prepare", ok=True, seconds=time.monotonic() - started))
    try:
        tell(stage, out, summary)
    finally:
        stage.close()
        summary.write()
    say(json.dumps({"ok": summary.ok, "steps": len(summary.steps), "summary": str(out / "summary.json")}))
    return 0 if summary.ok else 1


def tell(stage: Stage, out: Path, summary: Summary) -> None:
    """Tell the story step by step, up to the first that does not hold."""
    language = ("--lang", "ca")
    scene = Scene(
        stage, out, stage.window("clerk", arguments=language, offscreen=True),
        stage.window("second", arguments=language, offscreen=True),
    )  # fmt: skip
    try:
        for name, step in STEPS.items():
            started = time.monotonic()
            try:
                step(scene)
            except DemoFailed as failed:
                summary.add(Step(name, ok=False, seconds=time.monotonic() - started, reason=str(failed)))
                say(f"✗ {name}: {failed}")
                return
            summary.add(Step(name, ok=True, seconds=time.monotonic() - started))
            say(f"✓ {name} ({time.monotonic() - started:.1f} s)")
        summary.found(scene)
    finally:
        scene.close()


if __name__ == "__main__":
    raise SystemExit(main())
