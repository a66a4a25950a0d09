# SPDX-License-Identifier: EUPL-1.2
"""A made authority with its signers, and the real signing process."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import cache

import pytest
from helpers.pdfs import make_pdf
from helpers.signing_keys import LocalKey
from rigs.pki.fixture import pki, pki_services

from eset_desktop.clock import ManualClock
from eset_desktop.demo.authority import Authority, KeyKind, Signer, Variant
from eset_desktop.signing.client import SigningClient
from eset_desktop.signing.values import Identity

__all__ = ["pki", "pki_services"]

TODAY = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)

Issue = Callable[[KeyKind, Variant], Signer]


@pytest.fixture(scope="session")
def authority() -> Authority:
    return Authority(TODAY)


@pytest.fixture(scope="session")
def issue(authority: Authority) -> Issue:
    """Each kind of signer is made once: keys are slow to make."""

    @cache
    def issue_once(kind: KeyKind, variant: Variant) -> Signer:
        return authority.issue("Persona de Prova", "contrasenya de prova", kind=kind, variant=variant)

    return issue_once


@pytest.fixture(scope="session")
def signer(issue: Issue) -> Signer:
    return issue(KeyKind.EC, Variant.GOOD)


@pytest.fixture(scope="session")
def pdf() -> bytes:
    return make_pdf()


@pytest.fixture(scope="session")
def clock() -> ManualClock:
    return ManualClock(TODAY)


@pytest.fixture(scope="module")
def client(clock: ManualClock) -> Iterator[SigningClient]:
    """One process for a whole module; tests that kill or cancel make their own."""
    with SigningClient(clock=clock) as opened:
        opened.inspect(make_pdf())  # its threads are there before the first test
        yield opened


@pytest.fixture(scope="session")
def own_key(signer: Signer) -> LocalKey:
    """The signer's key, opened in this process."""
    return LocalKey(signer)


@pytest.fixture(scope="session")
def identity(own_key: LocalKey) -> Identity:
    return own_key.identity
