# SPDX-License-Identifier: EUPL-1.2
"""A cache for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.cache import Cache


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    """Return a cache that a first sync filled."""
    made = Cache(tmp_path / "profile")
    yield made
    made.close()
