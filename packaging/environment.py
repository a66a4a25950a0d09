# SPDX-License-Identifier: EUPL-1.2
"""The private environment `.venv`: hashed requirements, the project itself, compiled bytecode and translations.

A *stamp* written last says what the environment was made from, so that the next run is instant and needs no network.
A *mark* stands while it is being changed: whoever finds one starts again from nothing.
"""

import fcntl
import hashlib
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from console import SetupFailed, run_quietly, say
from system_packages import ensure_system_packages

PACKAGES = ("eset_desktop", "sync", "ui", "central", "resources")
ENTRY_POINTS = {"eset-desktop": "eset_desktop.cli", "eset-central": "central.cli"}
SETS = ("app", "dev")
"""Requirement sets, each containing the one before."""

ENTRY_POINT = """#!/bin/sh
'''exec' "{python}" "$0" "$@"
' '''
# SPDX-License-Identifier: EUPL-1.2
import sys

from {module} import main

sys.exit(main())
"""
"""A program for the shell and for Python at once, as pip writes it: the path may be long or hold spaces."""


@dataclass(frozen=True, slots=True)
class Environment:
    """The environment of one work tree."""

    root: Path

    @property
    def folder(self) -> Path:
        """Where it is."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / "bin" / "python"

    @property
    def stamp(self) -> Path:
        """The file that says what it was made from."""
        return self.folder / "eset-stamp.json"

    @property
    def mark(self) -> Path:
        """The file that is there while it is being changed."""
        return self.folder / "eset-unfinished"

    def is_running_here(self) -> bool:
        """Return whether this very script runs on its interpreter: proof that the interpreter works and fits."""
        return Path(sys.executable) == self.python


def ensure_environment(root: Path, requirements: str) -> Environment:
    """Return the work tree's environment with a requirement set (``app`` or ``dev``) installed.

    Raises:
        SetupFailed: Something could not be installed; the message says what to do.
    """
    environment = Environment(root)
    if not _is_ready(environment, requirements):
        with _only_one(root):
            _make_ready(environment, requirements)
    else:
        ensure_system_packages(venv=None)
    compile_translations(environment)
    return environment


def is_ready(root: Path, requirements: str) -> bool:
    """Return whether the work tree's environment has a requirement set and can be used as it is."""
    return _is_ready(Environment(root), requirements)


def compile_translations(environment: Environment) -> None:
    """Compile each Qt Linguist source (`.ts`) that is newer than its compiled form (`.qm`)."""
    for source in sorted((environment.root / "resources" / "i18n").glob("*.ts")):
        target = source.with_suffix(".qm")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        fresh = source.with_suffix(f".{os.getpid()}.tmp.qm")
        tool = environment.folder / "bin" / "pyside6-lrelease"
        if not run_quietly([str(tool), "-silent", str(source), "-qm", str(fresh)]):
            msg = f"{source.name} could not be compiled"
            raise SetupFailed(msg)
        fresh.replace(target)


def _wanted(environment: Environment, requirements: str) -> dict[str, str]:
    digest = hashlib.sha256()
    for name in SETS:
        digest.update((environment.root / "requirements" / f"{name}.txt").read_bytes())
    return {
        "root": str(environment.root),
        "python": ".".join(map(str, sys.version_info[:2])),
        "requirements": digest.hexdigest(),
        "set": requirements,
    }


def _found(environment: Environment) -> dict[str, str]:
    try:
        stamp = json.loads(environment.stamp.read_bytes())
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def _is_ready(environment: Environment, requirements: str) -> bool:
    if not environment.is_running_here() or environment.mark.exists():
        return False
    found = _found(environment)
    enough = SETS.index(found["set"]) >= SETS.index(requirements) if found.get("set") in SETS else False
    return enough and found == _wanted(environment, found["set"])


def _is_reusable(environment: Environment) -> bool:
    """Return whether new requirements may be installed into the environment that stands there."""
    if not environment.is_running_here() or environment.mark.exists():
        return False
    return _found(environment).get("root", str(environment.root)) == str(environment.root)


def _make_ready(environment: Environment, requirements: str) -> None:
    if _is_ready(environment, requirements):  # another run has just made it
        return
    if _found(environment).get("set") == SETS[-1]:
        requirements = SETS[-1]
    ensure_system_packages(venv=(sys.version_info[0], sys.version_info[1]))
    if not (_is_reusable(environment) and _fill(environment, requirements)):
        _create(environment)
        if not _fill(environment, requirements):
            msg = "the requirements could not be installed; is the package index within reach?"
            raise SetupFailed(msg)
    say("ready")


def _create(environment: Environment) -> None:
    """Make an empty environment in place of whatever stands there."""
    say(f"making a private environment in {environment.folder.name} (Python {sys.version.split()[0]})")
    if environment.folder.is_symlink() or environment.folder.is_file():
        environment.folder.unlink()
    shutil.rmtree(environment.folder, ignore_errors=True)
    environment.folder.mkdir()
    environment.mark.touch()
    base = getattr(sys, "_base_executable", sys.executable)
    if not run_quietly([base, "-m", "venv", str(environment.folder)]):
        msg = "Python could not make a private environment (Debian: apt-get install python3-venv)"
        raise SetupFailed(msg)


def _fill(environment: Environment, requirements: str) -> bool:
    """Install a requirement set and the project; the stamp comes last."""
    environment.mark.touch()
    if not _install(environment, environment.root / "requirements" / f"{requirements}.txt"):
        return False
    _link_project(environment)
    folders = [str(environment.root / name) for name in PACKAGES]
    run_quietly([str(environment.python), "-m", "compileall", "-q", *folders])
    fresh = environment.stamp.with_suffix(".tmp")
    fresh.write_text(json.dumps(_wanted(environment, requirements), indent=1))
    fresh.replace(environment.stamp)
    environment.mark.unlink()
    return True


def _install(environment: Environment, requirements: Path) -> bool:
    """Install hashed requirements with uv, which is ten times faster, or with pip where uv does not run."""
    python = str(environment.python)
    settings = dict(os.environ, PIP_DISABLE_PIP_VERSION_CHECK="1", UV_PYTHON_DOWNLOADS="never")
    settings.pop("PYTHONDONTWRITEBYTECODE", None)
    pip = [python, "-m", "pip", "install", "--quiet", "--require-hashes", "--no-deps"]
    tools = requirements.with_name("tools.txt")
    say(f"installing requirements/{requirements.name} (about 500 MB, once)")
    if run_quietly([*pip, "-r", str(tools)], environment=settings):
        uv = [str(environment.folder / "bin" / "uv"), "pip", "install", "--quiet", "--python", python]
        checked = [*uv, "--require-hashes", "--no-deps", "--compile-bytecode", "-r", str(requirements)]
        if run_quietly(checked, environment=settings):
            return True
    say("uv did not do it; pip takes a minute or two")
    return run_quietly([*pip, "-r", str(requirements)], environment=settings)


def _link_project(environment: Environment) -> None:
    """Put the work tree on the environment's path and write the two programs; no build, no network."""
    version = ".".join(map(str, sys.version_info[:2]))
    packages = environment.folder / "lib" / f"python{version}" / "site-packages"
    (packages / "eset-desktop.pth").write_text(f"{environment.root}\n", encoding="utf-8")
    for name, module in ENTRY_POINTS.items():
        program = environment.folder / "bin" / name
        program.write_text(ENTRY_POINT.format(python=environment.python, module=module), encoding="utf-8")
        program.chmod(0o755)


@contextmanager
def _only_one(root: Path) -> Iterator[None]:
    """Let one `eset` at a time change the environment; the lock goes with the process."""
    descriptor = os.open(root, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)
