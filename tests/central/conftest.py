# SPDX-License-Identifier: EUPL-1.2
"""A service with two town halls for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.town import Town, build


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    built = build(tmp_path / "central")
    yield built
    built.service.close()
