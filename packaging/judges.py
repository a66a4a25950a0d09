# SPDX-License-Identifier: EUPL-1.2
"""pyHanko's own command line, a judge of our signatures, in an environment of its own: it and its libraries are not ours."""

import hashlib
import shutil
from pathlib import Path

from console import run_quietly, say
from environment import Environment

STAMP = "eset-pins"
"""The file, written last, with the hash of what was installed."""


def ensure_pyhanko(environment: Environment) -> None:
    """Install `requirements/judges.txt` where it is not yet; else say what will be skipped."""
    pins = environment.root / "requirements" / "judges.txt"
    wanted = hashlib.sha256(pins.read_bytes()).hexdigest()
    folder = environment.folder / "judges"
    stamp = folder / STAMP
    if stamp.exists() and stamp.read_text(encoding="ascii") == wanted:
        return
    say(f"installing requirements/{pins.name} (an outside judge of signatures, once)")
    shutil.rmtree(folder, ignore_errors=True)
    if _install(environment, pins, folder):
        stamp.write_text(wanted, encoding="ascii")
    else:
        say("tests that need pyHanko's own command line will be skipped")


def _install(environment: Environment, pins: Path, folder: Path) -> bool:
    if not run_quietly([str(environment.python), "-m", "venv", "--without-pip", str(folder)]):
        return False
    python = str(folder / "bin" / "python")
    checked = ["--quiet", "--require-hashes", "--no-deps", "-r", str(pins)]
    if run_quietly([str(environment.folder / "bin" / "uv"), "pip", "install", "--python", python, *checked]):
        return True
    return run_quietly([str(environment.python), "-m", "pip", "--python", python, "install", *checked])
