# SPDX-License-Identifier: EUPL-1.2
"""The fixtures, for a conftest: ``from rigs.pki.fixture import pki, pki_services`` (both names)."""

from collections.abc import Iterator

import pytest
from rigs.pki.pki import Pki


@pytest.fixture(scope="session")
def pki_services(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pki]:
    """Keys and services made once for all tests of a process."""
    with Pki(tmp_path_factory.mktemp("pki")) as running:
        yield running


@pytest.fixture
def pki(pki_services: Pki) -> Iterator[Pki]:
    """The test PKI as new: nothing fails, nothing was asked, the time is ``rigs.pki.pki.MOMENT``."""
    pki_services.clear()
    yield pki_services
    pki_services.clear()
