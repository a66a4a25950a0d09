# SPDX-License-Identifier: EUPL-1.2
"""A service with two town halls for each test."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from helpers.served import Client, served
from helpers.town import Town, build


@pytest.fixture(autouse=True, scope="session")
def plain_logs() -> None:
    """Let the service's lines reach the standard library's logging, where unexpected ones fail a test."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.processors.KeyValueRenderer(key_order=["event"]),
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    built = build(tmp_path / "central")
    yield built
    built.service.close()


@pytest.fixture
def url(town: Town) -> Iterator[str]:
    """Serve the town over HTTP."""
    with served(town.service) as address:
        yield address


@pytest.fixture
def clerk(town: Town, url: str) -> Iterator[Client]:
    client = Client(url, town.clerk.token)
    yield client
    client.session.close()


@pytest.fixture
def stranger(town: Town, url: str) -> Iterator[Client]:
    client = Client(url, town.stranger.token)
    yield client
    client.session.close()
