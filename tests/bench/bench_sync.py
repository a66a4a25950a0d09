# SPDX-License-Identifier: EUPL-1.2
"""Measures sync over the worst of lines: 256 kbit/s, 600 ms for a round trip, with and without loss and resets.

The real agent, the real service behind TLS, two network namespaces: needs Linux, root and ``/dev/net/tun``. ``--cases``
chooses some, ``--peers`` runs the programs that people would use instead beside them.
"""

import argparse
import json
import sys
import tempfile
import traceback
from collections.abc import Callable, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "packaging"))

from bench.sync_cases import documents, first_sync, one_field, push
from bench.sync_cases.corpus import DOSSIERS
from bench.sync_cases.report import Row, say
from bench.sync_cases.service import commit
from bench.sync_cases.setting import Setting
from rigs.line.spaces import PROGRAMS, why_not
from system_packages import install_programs

CASES: Mapping[str, Callable[[Setting], list[Row]]] = {
    "first": first_sync.measure,
    "saves": first_sync.measure_saves,
    "push": push.measure,
    "field": one_field.measure,
    "idle": one_field.measure_idle,
    "resets": documents.measure_resets,
    "signature": documents.measure_signature,
    "use": documents.measure_use,
}
"""Name to measurement, in the order of the issue's table."""

PEERS = {"rsync": "rsync", "syncthing": "syncthing"}
CANNOT = 3


def main() -> int:
    """Run the chosen cases one after the other and print the results; 1 when one failed, 3 where no line can be made."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", nargs="+", choices=[*CASES], default=[*CASES], metavar="CASE")
    parser.add_argument(
        "--peers", action="store_true", help="also run rsync and Syncthing where they can do it"
    )
    parser.add_argument(
        "--dossiers", type=int, default=DOSSIERS, help="of the first sync (default: %(default)s)"
    )
    parser.add_argument("--seed", type=int, default=7, help="of the losses")
    chosen = parser.parse_args()
    install_programs({**PROGRAMS, **(PEERS if chosen.peers else {})})
    reason = why_not()
    if reason:
        say(reason)
        return CANNOT
    say(f"commit {commit()}, seed {chosen.seed}; cases: {', '.join(chosen.cases)}")
    rows: list[Row] = []
    failed: list[str] = []
    with tempfile.TemporaryDirectory(prefix="eset-bench-") as folder:
        setting = Setting(Path(folder), chosen.dossiers, peers=chosen.peers, seed=chosen.seed)
        for name in chosen.cases:
            say(f"case {name}")
            try:
                rows += CASES[name](setting)
            except Exception:  # noqa: BLE001 - boundary: a failing case may not take the others' half hour with it
                failed.append(name)
                say(f"case {name} failed:\n{traceback.format_exc()}{setting.last_words()}")
    sys.stdout.write(json.dumps({"results": rows}) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
