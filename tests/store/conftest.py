# SPDX-License-Identifier: EUPL-1.2
"""A small disk that can be filled, blobs to put on it, a profile."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from helpers.profiles import WAY, Made

from eset_desktop.clock import ManualClock
from eset_desktop.store import profile
from eset_desktop.store.blobs import BlobStore

KEY = bytes(range(32))


@pytest.fixture
def blobs(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "blobs", KEY)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A real filesystem of 4 MiB."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can mount a small disk")
    place = tmp_path / "disk"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place)], check=False, capture_output=True
    )
    if mounted.returncode:
        pytest.skip("this machine does not allow to mount a small disk")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def made(tmp_path: Path) -> Made:
    return Made(
        *profile.create(tmp_path / "profile", (WAY,), body_name="Ajuntament de Prova", colour="#aa3377")
    )


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock(datetime(2026, 11, 21, 9, 30, tzinfo=UTC))
