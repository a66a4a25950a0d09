# SPDX-License-Identifier: EUPL-1.2
"""Measures signing of batches, beside bare ``C_Sign`` and plain pyHanko in the same run.

Each case is a module of ``sign_cases``; ``--cases`` chooses some, ``--count`` makes batches smaller.
"""

import argparse
import importlib
import json
import sys
import tempfile
import traceback
from pathlib import Path
from types import ModuleType

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))

from bench.sign_cases._setting import Row, Setting

FOLDER = Path(__file__).resolve().parent / "sign_cases"


def cases() -> dict[str, ModuleType]:
    """Return every case by name, in the order of the table."""
    names = [path.stem for path in FOLDER.glob("[a-z]*.py")]
    found = {name: importlib.import_module(f"bench.sign_cases.{name}") for name in names}
    return dict(sorted(found.items(), key=lambda each: (each[1].ORDER, each[0])))


def main() -> int:
    """Run the chosen cases one after the other and print the results; 1 when one failed."""
    known = cases()
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", nargs="+", choices=[*known], default=[*known], metavar="CASE")
    parser.add_argument("--count", type=int, default=200, help="documents of a batch (default: %(default)s)")
    chosen = parser.parse_args()
    rows: list[Row] = []
    failed: list[str] = []
    for name in chosen.cases:
        sys.stderr.write(f"bench sign: {name}\n")
        with tempfile.TemporaryDirectory(prefix="eset-bench-") as folder:
            setting = Setting(Path(folder), chosen.count)
            try:
                rows += known[name].measure(setting)
            except Exception:  # noqa: BLE001 - boundary: a failing case may not take the others with it
                failed.append(name)
                sys.stderr.write(f"bench sign: {name} failed:\n{traceback.format_exc()}")
            finally:
                setting.close()
    sys.stdout.write(json.dumps({"results": rows}) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
