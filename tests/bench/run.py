# SPDX-License-Identifier: EUPL-1.2
"""`./eset bench`: runs measurements and prints what they measured as a table.

A measurement is a program ``bench_NAME.py`` beside this one. The last line it prints is JSON: ``{"results": [{"name",
"value", "unit", "floor", "peers", "target", "better", "met"}]}``, where ``floor`` is what the machine itself could do
in the same run and ``better`` is ``lower`` or ``higher``. A ``written`` beside them is what ``--json`` writes as results
instead, when the measurement is run by itself. Each runs in a process of its own, one after the other, so
that none disturbs another.
"""

import argparse
import json
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

FOLDER = Path(__file__).resolve().parent
PREFIX = "bench_"

Row = dict[str, Any]


def available() -> dict[str, Path]:
    """Return every measurement by name."""
    return {path.stem.removeprefix(PREFIX): path for path in sorted(FOLDER.glob(f"{PREFIX}*.py"))}


class Measured(NamedTuple):
    """A measurement's status, its rows, and what is written of it when it is run by itself."""

    status: int
    rows: list[Row]
    written: Any


def measure(program: Path, arguments: Sequence[str]) -> Measured:
    """Run one measurement; when both are interrupted it may still tell what it did so far."""
    before = signal.signal(signal.SIGINT, lambda *_: None)  # not SIG_IGN, which it would inherit
    try:
        done = subprocess.run(
            [sys.executable, str(program), *arguments], stdout=subprocess.PIPE, text=True, check=False
        )
    finally:
        signal.signal(signal.SIGINT, before)
    lines = done.stdout.splitlines()
    try:
        said = json.loads(lines[-1])
        rows: list[Row] = said["results"]
    except (IndexError, KeyError, TypeError, ValueError):
        sys.stdout.write(done.stdout)
        return Measured(done.returncode or 1, [], [])
    return Measured(done.returncode, rows, said.get("written", rows))


def table(rows: Sequence[Row]) -> str:
    """Return results as aligned lines: what, how much, the floor, the target and whether it was met."""
    lines = [("measured", "value", "unit", "floor", "target", "")]
    lines += [
        (
            str(row["name"]),
            _number(row["value"]),
            str(row["unit"]),
            _number(row.get("floor")),
            _number(row.get("target")),
            {True: "met", False: "MISSED", None: ""}[row.get("met")],
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    return "\n".join(
        f"{line[0]:<{widths[0]}}  "
        + "  ".join(f"{cell:>{width}}" for cell, width in zip(line[1:], widths[1:], strict=True))
        for line in lines
    )


def _number(value: object) -> str:
    return f"{value:,.3g}" if isinstance(value, float) else "" if value is None else f"{value:,}"


def main(arguments: Sequence[str]) -> int:
    """Run the named measurement with its own arguments, or ``all``; without a name list them.

    Returns:
        0 when all ran and met their targets, 1 when one failed or missed, 2 for a name that is none.
    """
    parser = argparse.ArgumentParser(
        prog="./eset bench", description=__doc__.splitlines()[0] if __doc__ else None
    )
    parser.add_argument("name", nargs="?", help="a measurement, or `all`")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the results there too")
    chosen, rest = parser.parse_known_args(arguments)
    known = available()
    if chosen.name is None:
        sys.stdout.write("".join(f"{name}\n" for name in known))
        return 0
    names = list(known) if chosen.name == "all" else [chosen.name]
    if not set(names) <= known.keys():
        sys.stderr.write(f"no measurement {chosen.name!r}; there are: {', '.join(known)}\n")
        return 2
    status = 0
    rows: list[Row] = []
    written: Any = rows
    for name in names:
        found = measure(known[name], rest)
        status = status or found.status or int(any(row.get("met") is False for row in found.rows))
        rows += found.rows
        written = found.written if len(names) == 1 else rows
    sys.stdout.write(f"{table(rows)}\n")
    if chosen.json:
        chosen.json.write_text(json.dumps({"results": written}, indent=1), encoding="utf-8")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
