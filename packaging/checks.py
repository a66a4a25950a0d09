# SPDX-License-Identifier: EUPL-1.2
"""The quick checks of `./eset check`, each a process; a name as argument runs only that one."""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PYTHON = sys.executable
CODE = ("eset_desktop", "sync", "ui", "central", "resources", "packaging", "tests")

CHECKS: Mapping[str, Sequence[str]] = {
    "types": [PYTHON, "-m", "mypy", "--no-error-summary", *CODE],
    "lint": [PYTHON, "-m", "ruff", "check", "--quiet", "."],
    "format": [PYTHON, "-m", "ruff", "format", "--check", "--quiet", "."],
    "layers": [PYTHON, "-c", "from importlinter.cli import lint_imports_command as run; run()"],
    "translations": [PYTHON, "packaging/check_translations.py"],
    "dependencies": [PYTHON, "packaging/lock.py", "--check"],
    "house": [
        PYTHON,
        "-m",
        "pytest",
        "-q",
        "--tb=short",
        "tests/project",
        "-m",
        "not habit",
        "-p",
        "no:randomly",
    ],
}
"""Name to command, the longest first; run at the root of the work tree, status 0 means that all is well."""

HINTS: Mapping[str, str] = {
    "lint": ".venv/bin/ruff check --fix PATHS",
    "format": ".venv/bin/ruff format PATHS",
    "dependencies": ".venv/bin/python packaging/lock.py",
}


def run(name: str) -> tuple[str, int, str, float]:
    """Run one check; return its name, status, output and seconds."""
    started = time.monotonic()
    done = subprocess.run(
        CHECKS[name], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False
    )
    return name, done.returncode, done.stdout, time.monotonic() - started


def main(names: Sequence[str]) -> int:
    """Run the named checks, or all, two at a time; print each as it ends, with what it found and how long it took.

    Returns:
        0 when all is well, 1 when a check failed, 2 for a name that is none.
    """
    unknown = [name for name in names if name not in CHECKS]
    if unknown:
        sys.stderr.write(f"no check {unknown[0]!r}; there are: {', '.join(CHECKS)}\n")
        return 2
    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for check in as_completed([pool.submit(run, name) for name in names or list(CHECKS)]):
            name, status, output, seconds = check.result()
            if status != 0:
                failed.append(name)
                sys.stdout.write(output)
            hint = f"  (try: {HINTS[name]})" if status != 0 and name in HINTS else ""
            sys.stdout.write(f"{'FAILED' if status else 'ok':>7}  {name:<13}{seconds:5.1f} s{hint}\n")
            sys.stdout.flush()
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
