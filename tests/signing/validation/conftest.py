# SPDX-License-Identifier: EUPL-1.2
"""Signed documents of every kind, made once, and validation at a moment of the test PKI."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from helpers.logs import ExpectedLogs
from helpers.pdfs import make_pdf
from helpers.signed_pdfs import Maker
from rigs.pki.fixture import pki, pki_services
from rigs.pki.pki import MOMENT, Pki

from eset_desktop.signing.trust.anchors import Anchors
from eset_desktop.signing.validation.answers import Answers
from eset_desktop.signing.validation.believed import Believed
from eset_desktop.signing.validation.engine import Conditions, validate
from eset_desktop.signing.validation.report import FileReport

__all__ = ["pki", "pki_services"]

NOW = MOMENT + timedelta(hours=1)
Check = Callable[..., FileReport]


@pytest.fixture(autouse=True)
def pyhanko_may_tell(expected_logs: ExpectedLogs) -> None:
    """The library logs what it finds wrong; in the validation process nobody listens."""
    expected_logs.allow(".")


@pytest.fixture(scope="session")
def maker(pki_services: Pki) -> Maker:
    pki_services.clear()
    return Maker(pki_services)


@pytest.fixture(scope="session")
def archived(maker: Maker) -> bytes:
    """Signed at once up to the archive timestamp."""
    return maker.sign(make_pdf(), level="B-LTA")


@pytest.fixture(scope="session")
def long_term(maker: Maker) -> bytes:
    """Signed with a timestamp and validation data."""
    return maker.sign(make_pdf(), level="B-LT")


@pytest.fixture(scope="session")
def by_stamps(maker: Maker) -> bytes:
    """Signed bare, then raised by document timestamps alone."""
    return maker.by_document_timestamps(make_pdf())


@pytest.fixture(scope="session")
def check(maker: Maker, tmp_path_factory: pytest.TempPathFactory) -> Check:
    """Validate at a moment, believing the test PKI's root unless other anchors are given."""

    def validated(
        data: bytes,
        *,
        now: datetime = NOW,
        anchors: Anchors | None = None,
        online: bool = False,
        password: bytes = b"",
        content: Path | None = None,
    ) -> FileReport:
        answers = Answers(tmp_path_factory.mktemp("answers"), now, online=True) if online else None
        conditions = Conditions(Believed(anchors or maker.anchors), now, password, answers)
        return validate(BytesIO(data), "prova", conditions, lambda: content.open("rb") if content else None)

    return validated
