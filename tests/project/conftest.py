# SPDX-License-Identifier: EUPL-1.2
"""What the house rules look at."""

from pathlib import Path

import pytest
from helpers.tree import ROOT, tracked


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the work tree."""
    return ROOT


@pytest.fixture(scope="session")
def sources() -> list[Path]:
    """Every Python file of the project."""
    return tracked("*.py")
