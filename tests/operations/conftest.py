# SPDX-License-Identifier: EUPL-1.2
"""A cache for each test, with a dossier or a mayor where one is asked for, and a key that signs."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from helpers.cache import FIRST_ROWS, MAYOR, NOW, SERIES, Cache, row
from helpers.signing_keys import LocalKey

from eset_desktop.demo.authority import Authority, KeyKind
from eset_desktop.operations import dossiers


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    """Return a cache that a first sync filled."""
    made = Cache(tmp_path / "profile")
    yield made
    made.close()


@pytest.fixture
def town(cache: Cache) -> Cache:
    """Anna is the secretary, Berta a clerk, and there is a mayor."""
    head = FIRST_ROWS[-1].seq
    cache.feed(head, (row(head + 1, "person", MAYOR, {"name": "Carme Prova", "profiles": ["alcaldia"]}),))
    return cache


@pytest.fixture
def dossier(cache: Cache) -> str:
    """An open dossier without documents."""
    return str(dossiers.create(cache.session, dossiers.NewDossier("Obres", SERIES)).created)


@pytest.fixture(scope="module")
def key() -> LocalKey:
    """A key in this process, good when the caches' clock begins."""
    return LocalKey(Authority(NOW).issue("Persona de Prova", "clau", kind=KeyKind.EC))
