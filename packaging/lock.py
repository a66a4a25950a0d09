# SPDX-License-Identifier: EUPL-1.2
"""Pins the dependencies of `pyproject.toml` with hashes, for every system and Python version at once.

    .venv/bin/python packaging/lock.py            resolve again and write requirements/*.txt (needs the package index)
    .venv/bin/python packaging/lock.py --check    tell whether they were resolved from the present tables (no network)

The files name no package index: they hold on any mirror.
"""

import hashlib
import json
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "requirements"
DIGEST = FOLDER / "dependencies.sha256"
TARGETS: dict[str, list[str]] = {
    "app.txt": ["pyproject.toml"],
    "dev.txt": ["pyproject.toml", "--extra", "dev"],
    "tools.txt": ["requirements/tools.in"],
    "judges.txt": ["requirements/judges.in"],
}


def digest() -> str:
    """Return the SHA-256 over everything the pins follow from: the dependency tables and the `.in` files."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    tables = {
        "requires-python": project["requires-python"],
        "dependencies": sorted(project["dependencies"]),
        "optional": {name: sorted(each) for name, each in project["optional-dependencies"].items()},
        **{each.stem: each.read_text(encoding="utf-8").splitlines() for each in sorted(FOLDER.glob("*.in"))},
    }
    return hashlib.sha256(json.dumps(tables, sort_keys=True).encode()).hexdigest()


def is_current() -> bool:
    """Return whether the pins follow from the present tables."""
    return DIGEST.exists() and DIGEST.read_text(encoding="ascii").strip() == digest()


def resolve(target: str, sources: list[str], options: list[str]) -> int:
    """Write one requirements file; return uv's status."""
    command = [
        sys.executable,
        "-m",
        "uv",
        "pip",
        "compile",
        "--quiet",
        "--universal",
        "--python-version",
        "3.11",
    ]
    command += ["--generate-hashes", "--no-emit-index-url", "--no-header", *sources, *options]
    return subprocess.run([*command, "-o", f"requirements/{target}"], cwd=ROOT, check=False).returncode


def main(arguments: list[str]) -> int:
    """Check or write; further arguments (``--upgrade``, ``--upgrade-package NAME``) go to uv."""
    if arguments == ["--check"]:
        if is_current():
            return 0
        sys.stdout.write("requirements/*.txt do not follow from pyproject.toml: run packaging/lock.py\n")
        return 1
    for target, sources in TARGETS.items():
        status = resolve(target, sources, arguments)
        if status != 0:
            return status
    DIGEST.write_text(f"{digest()}\n", encoding="ascii")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
