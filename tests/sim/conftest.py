# SPDX-License-Identifier: EUPL-1.2
"""Histories start no processes and wait for nothing: the long ones need not take turns as other long tests do."""

import pytest


@pytest.fixture(autouse=True)
def _one_long_test_at_a_time() -> None:
    """Run at once, on every worker."""
