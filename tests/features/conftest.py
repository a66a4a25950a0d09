# SPDX-License-Identifier: EUPL-1.2
"""A town hall that runs, for the features; whatever a test does, nothing of it runs on."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.forked import Starts
from helpers.process_logs import unexpected
from helpers.running import Computer, TownHall, copied, established

from eset_desktop.domain.rights import ADMINISTRACIO, SECRETARIA

JUMPING = Path(__file__).resolve().parents[1] / "helpers" / "jumping"
WINDOW = ("--lang", "ca", "--no-agent")


@pytest.fixture(scope="session")
def _template(tmp_path_factory: pytest.TempPathFactory, starts: Starts) -> TownHall:
    """A town hall with two computers that were brought up to date; nothing of it runs."""
    made = established(tmp_path_factory.mktemp("hall"), starter=starts)
    try:
        for name, profile in (("clerk", ADMINISTRACIO), ("second", SECRETARIA)):
            made.join(name, profile, *WINDOW).synced()
    finally:
        made.close()
    return made


@pytest.fixture
def hall(_template: TownHall, tmp_path: Path) -> Iterator[TownHall]:
    """A service that runs, with one body and no dossier; the computers ``clerk`` and ``second`` joined it."""
    made = copied(_template, tmp_path / "hall")
    made.service.start()
    yield made
    made.close()
    assert unexpected(made.folder, made.expected_logs) == []


@pytest.fixture
def clerk(hall: TownHall) -> Computer:
    """The clerk's computer; its window and agent are not started."""
    return hall.computers[0]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real filesystem of a few megabytes."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk")
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this machine does not allow to mount a small disk")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def jumping_clock(clerk: Computer, tmp_path: Path) -> Path:
    """The file that says by how many days the clock of the clerk's computer is wrong; its programs look each time."""
    offset = tmp_path / "days off"
    offset.write_text("0", "utf-8")
    for each in (clerk.window, clerk.agent):
        each.extra_environment["PYTHONPATH"] = str(JUMPING)
        each.extra_environment["ESET_TEST_DAYS_OFF"] = str(offset)
    return offset
