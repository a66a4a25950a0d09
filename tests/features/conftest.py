# SPDX-License-Identifier: EUPL-1.2
"""A town hall that runs, for the features; whatever a test does, nothing of it runs on."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.running import TownHall, established


@pytest.fixture
def hall(tmp_path: Path) -> Iterator[TownHall]:
    """A service with one body and no dossier."""
    made = established(tmp_path)
    yield made
    made.close()
