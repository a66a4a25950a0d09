# SPDX-License-Identifier: EUPL-1.2
"""The doctor's report: what was found, versions and logs, in one file that can be sent to support.

It holds no personal data: findings are facts about the machine, and each line of a log passes once more through the
filter that hides identifiers, addresses and the home folder.
"""

import json
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Final

from eset_desktop.clock import Clock, iso
from eset_desktop.doctor import Finding, about_machine
from eset_desktop.logs import hide
from eset_desktop.paths import Paths
from eset_desktop.platform import write_atomically
from eset_desktop.store.files import typed_failures

LOG_BYTES: Final = 2_000_000
"""How much of the end of each log goes in."""


def write(target: Path, findings: Sequence[Finding], paths: Paths, clock: Clock) -> None:
    """Write the report; raises DiskFull, ReadOnlyFolder, and then there is none."""
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("report.json", summary(findings, clock))
        for log in sorted(paths.logs.glob("*.log*")) if paths.logs.is_dir() else ():
            archive.writestr(f"logs/{log.name}", _end_of(log))
    with typed_failures():
        write_atomically(target, packed.getvalue())


def summary(findings: Sequence[Finding], clock: Clock) -> str:
    """Return findings and versions as JSON."""
    checks = [
        {
            "check": each.check,
            "ok": each.problem is None,
            "code": each.problem.code if each.problem else "",
            "facts": {name: _shown(value) for name, value in each.facts.items()},
        }
        for each in findings
    ]
    content = {"made_at": iso(clock.now()), "machine": about_machine(), "checks": checks}
    return json.dumps(content, indent=1, ensure_ascii=False)


def _shown(value: str | int) -> str | int:
    return hide(value) if isinstance(value, str) else value


def _end_of(log: Path) -> str:
    with log.open("rb") as file:
        file.seek(max(0, log.stat().st_size - LOG_BYTES))
        return "\n".join(hide(line) for line in file.read().decode("utf-8", "replace").splitlines())
