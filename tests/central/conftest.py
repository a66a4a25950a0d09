# SPDX-License-Identifier: EUPL-1.2
"""A service with two town halls for each test."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from helpers.postgres import Server, programs, shared
from helpers.served import Client, served
from helpers.town import Town, build
from rigs.cards.fixtures import compiled_shim
from rigs.pki.fixture import pki, pki_services

__all__ = ["compiled_shim", "pki", "pki_services"]


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


@pytest.fixture(scope="session")
def postgres_server(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Server:
    """Give the PostgreSQL server that all workers of this run share."""
    if programs() is None:
        pytest.skip("PostgreSQL's programs are not installed: ./eset setup")
    base = tmp_path_factory.getbasetemp()
    run = base.parent if hasattr(request.config, "workerinput") else base
    return shared(hashlib.sha256(str(run).encode()).hexdigest()[:12])


@pytest.fixture(params=["sqlite", "postgresql"])
def postgres(request: pytest.FixtureRequest) -> Server | None:
    """Run a test on SQLite, where this is None, and on PostgreSQL."""
    if request.param == "sqlite":
        return None
    server: Server = request.getfixturevalue("postgres_server")
    return server


@pytest.fixture
def town(tmp_path: Path, postgres: Server | None) -> Iterator[Town]:
    built = build(tmp_path / "central", postgres)
    yield built
    built.service.close()
    if postgres:
        postgres.give_back(str(built.service.database.engine.url.database))


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
