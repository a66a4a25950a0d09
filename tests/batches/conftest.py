# SPDX-License-Identifier: EUPL-1.2
"""A real profile and the process that signs in it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from helpers.batch_town import Town
from helpers.opened_profile import OpenedProfile
from helpers.signing_keys import LocalKey

from eset_desktop.demo.authority import Authority, KeyKind


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    made = OpenedProfile.make(tmp_path_factory.mktemp("profile") / "p")
    opened = Town(made)
    yield opened
    opened.batches.close()
    made.place.close()


@pytest.fixture(scope="module")
def signer_key() -> LocalKey:
    return LocalKey(Authority(datetime.now(UTC)).issue("Persona de Prova", "clau", kind=KeyKind.EC))


@pytest.fixture
def key(signer_key: LocalKey) -> Iterator[LocalKey]:
    """A key that does what it is told in one test."""
    yield signer_key
    signer_key.script.clear()
    signer_key.before = lambda: None
    signer_key.signed.clear()
