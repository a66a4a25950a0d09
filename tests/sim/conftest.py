# SPDX-License-Identifier: EUPL-1.2
"""Histories start no processes and wait for nothing: the long ones need not take turns as other long tests do."""

import pytest
from helpers.logs import ExpectedLogs


@pytest.fixture(autouse=True)
def _one_long_test_at_a_time() -> None:
    """Run at once, on every worker."""


@pytest.fixture(autouse=True)
def _caches_are_mended(expected_logs: ExpectedLogs) -> None:
    """A damaged cache, or one that a planted mistake spoilt, is mended and says so."""
    expected_logs.allow("sync.stream_mended")
