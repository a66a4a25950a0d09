# SPDX-License-Identifier: EUPL-1.2
"""What is wrong with a machine, or nothing: each check says what it saw and, where needed, what to do about it.

Nothing is changed. Nothing found is personal: facts are versions, sizes, counts and names of programs.
"""

import platform as machine
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

from eset_desktop import platform
from eset_desktop.clock import Clock
from eset_desktop.errors import EsetError
from eset_desktop.paths import Paths
from eset_desktop.store import backup, keys, migrations, profile
from eset_desktop.store.data_key import DataKey
from eset_desktop.store.errors import (
    DatabaseMissing,
    EmptyDatabase,
    NotADatabase,
    ProfileMissing,
    StoreError,
)
from eset_desktop.store.keyrings import Keyring, SystemKeyring
from eset_desktop.store.migrations import PRESENT
from eset_desktop.store.queries import waiting

Facts = dict[str, str | int]

PYTHON_FROM: Final = (3, 11)
PYTHON_BELOW: Final = (3, 15)
LOW_DISK_BYTES: Final = 500_000_000
CLOCK_TOLERANCE_SECONDS: Final = 300
PROGRAM_MADE: Final = datetime(2026, 11, 1, tzinfo=UTC)
"""No computer that runs this program has an earlier date."""

PACKAGES: Final = (
    "PySide6-Essentials",
    "sqlcipher3",
    "cryptography",
    "keyring",
    "pyhanko",
    "pypdfium2",
    "requests",
)
_QT_SECONDS: Final = 60
_QT_CODE: Final = "from PySide6 import QtCore, QtGui, QtWidgets; print(QtCore.qVersion())"


class PythonUnsupported(EsetError):
    """Python is older or newer than what the program was tried with. Details: ``found``."""

    code = "doctor.python"
    title = "This version of Python is not supported."
    advice = "Install the program again with Python 3.11 to 3.14."


class QtUnusable(EsetError):
    """Qt does not load. Details: ``reason``, often the name of a missing library."""

    code = "doctor.qt"
    title = "The window's libraries cannot be loaded."
    advice = "Install the libraries named here; `./eset setup` does it where it may."


class DiskLow(EsetError):
    """Little room is left for documents. Details: ``free_megabytes``."""

    code = "doctor.disk"
    title = "There is little room left on the disk."
    advice = "Free some space: documents that are to be fetched may not fit."


class ClockWrong(EsetError):
    """The machine's clock is off. Details: ``seconds``."""

    code = "doctor.clock"
    title = "This computer's date and time are wrong."
    advice = "Set them right: signatures carry this computer's time."


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check saw.

    Attributes:
        check: Its name.
        facts: What it saw; never personal.
        problem: What is wrong; its texts stand in ``resources/errors``.
        warning: Whether the program works all the same.
    """

    check: str
    facts: Facts = field(default_factory=dict)
    problem: EsetError | None = None
    warning: bool = False


def examine(
    paths: Paths, clock: Clock, *, key: DataKey | None = None, keyring: Keyring | None = None
) -> tuple[Finding, ...]:
    """Make every check.

    Args:
        paths: The profile to look at.
        clock: The machine's.
        key: The profile's data key; without it the database is not looked into.
        keyring: The keyring to look at instead of the system's.
    """
    return (
        _checked("python", check_python),
        _checked("qt", check_qt),
        _checked("keyring", lambda: check_keyring(keyring or SystemKeyring()), warning=True),
        _checked("profile", lambda: check_profile(paths)),
        _checked("disk", lambda: check_disk(paths), warning=True),
        _checked("clock", lambda: check_clock(paths, clock, key), warning=True),
        _checked("database", lambda: check_database(paths, key)),
    )


def _checked(name: str, check: Callable[[], Facts], *, warning: bool = False) -> Finding:
    try:
        return Finding(name, check())
    except EsetError as problem:
        return Finding(name, problem.details, problem, warning)
    except Exception as error:  # noqa: BLE001 - boundary: a doctor that faints helps nobody
        unknown = StoreError(kind=type(error).__name__)
        return Finding(name, unknown.details, unknown, warning)


def check_python(found: tuple[int, int] = sys.version_info[:2]) -> Facts:
    """Return the version of Python; raises PythonUnsupported."""
    if not PYTHON_FROM <= found < PYTHON_BELOW:
        raise PythonUnsupported(found=".".join(map(str, found)))
    return {"version": machine.python_version()}


def check_qt(code: str = _QT_CODE) -> Facts:
    """Return the version of Qt, loaded in a process of its own; raises QtUnusable."""
    try:
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, timeout=_QT_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise QtUnusable(reason=type(error).__name__) from None
    if done.returncode:
        lines = done.stderr.strip().splitlines()
        raise QtUnusable(reason=lines[-1][:200] if lines else f"status {done.returncode}")
    return {"version": done.stdout.strip()}


def check_keyring(keyring: Keyring) -> Facts:
    """Return the name of the keyring; raises KeyringUnavailable, KeyringRefused, KeyringLocked."""
    keyring.get("eset-desktop-doctor")
    return {"backend": str(getattr(keyring, "name", type(keyring).__name__))}


def check_profile(paths: Paths) -> Facts:
    """Return how the profile can be opened; raises what opening its folder would."""
    try:
        found = profile.open(paths.profile)
    except ProfileMissing:
        profile.refuse_unsafe(paths.profile)
        return {"state": "none"}
    return {"state": found.about.state, "ways": " ".join(sorted(keys.ways(found.keys_path)))}


def check_disk(paths: Paths) -> Facts:
    """Return the room on the profile's disk; raises DiskLow."""
    place = next(each for each in (paths.profile, *paths.profile.parents) if each.exists())
    free = platform.free_bytes(place)
    if free < LOW_DISK_BYTES:
        raise DiskLow(free_megabytes=free // 1_000_000)
    return {
        "free_megabytes": free // 1_000_000,
        "total_megabytes": shutil.disk_usage(place).total // 1_000_000,
    }


def check_clock(paths: Paths, clock: Clock, key: DataKey | None) -> Facts:
    """Return how far the clock is from the central service's, as of the last contact; raises ClockWrong."""
    behind = (PROGRAM_MADE - clock.now()).total_seconds()
    if behind > 0:
        raise ClockWrong(seconds=-int(behind))
    if key is None or not _database_of(paths).is_file():
        return {"compared": "no"}
    with backup.opened(_database_of(paths), key) as connection:
        offset = int(waiting.status(connection).clock_offset_seconds)
    if abs(offset) > CLOCK_TOLERANCE_SECONDS:
        raise ClockWrong(seconds=offset)
    return {"compared": "yes", "seconds": offset}


def check_database(paths: Paths, key: DataKey | None) -> Facts:
    """Return version and counts of the database after reading every page of it; raises StoreError."""
    path = _database_of(paths)
    try:
        found = profile.open(paths.profile)
    except StoreError:
        return {"state": "none"}
    if not path.exists():
        raise DatabaseMissing
    if path.stat().st_size == 0:
        raise EmptyDatabase
    facts: Facts = {"bytes": path.stat().st_size, "backups": len(backup.kept(found))}
    if key is None:
        return {**facts, "read": "no"}
    keys.checked(found.keys_path, key)
    if backup.problems(path, key):
        raise NotADatabase
    with backup.opened(path, key) as connection:
        at = migrations.version_of(connection)
        migrations.way(at, PRESENT)
        counts = connection.execute(
            "SELECT (SELECT count(*) FROM object), (SELECT count(*) FROM outbox WHERE state != 'done')"
        ).fetchone()
    return {**facts, "read": "yes", "schema": at, "objects": int(counts[0]), "waiting": int(counts[1])}


def about_machine() -> Facts:
    """Return versions of the system and of the libraries that matter."""
    return {
        "system": machine.system(),
        "release": machine.release(),
        "architecture": machine.machine(),
        **{name: _version_of(name) for name in PACKAGES},
    }


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "missing"


def _database_of(paths: Paths) -> Path:
    return paths.profile / "cache.db"
