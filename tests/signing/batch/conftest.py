# SPDX-License-Identifier: EUPL-1.2
"""A key that does as told, and the PDF worker's code in this process."""

from collections.abc import Callable, Iterator

import pytest
from helpers.signing_batches import HerePdf
from helpers.signing_keys import LocalKey

from eset_desktop.clock import ManualClock
from eset_desktop.demo.authority import KeyKind, Signer, Variant


@pytest.fixture(scope="session")
def key(issue: Callable[[KeyKind, Variant], Signer]) -> LocalKey:
    """The same key for all tests; each clears its script."""
    return LocalKey(issue(KeyKind.EC, Variant.GOOD))


@pytest.fixture(scope="session")
def here(clock: ManualClock) -> HerePdf:
    return HerePdf(clock)


@pytest.fixture(autouse=True)
def _fresh(key: LocalKey, here: HerePdf) -> Iterator[None]:
    yield
    key.script.clear()
    key.signed.clear()
    key.before = lambda: None
    here.before = lambda _: None
