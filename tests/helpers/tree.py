# SPDX-License-Identifier: EUPL-1.2
"""The work tree as the house rules see it: the files under version control, or all where there is no Git."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def tracked(pattern: str) -> list[Path]:
    """Return the project's own files of a pattern, those not yet added included."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", pattern]
    try:
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
        names = [name for name in done.stdout.split("\0") if name]
    except (OSError, subprocess.CalledProcessError):
        names = [str(path.relative_to(ROOT)) for path in ROOT.rglob(pattern) if ".venv" not in path.parts]
    return sorted(path for path in {ROOT / name for name in names} if path.is_file())
