# SPDX-License-Identifier: EUPL-1.2
"""The real drawing process."""

from collections.abc import Iterator

import pytest
from helpers.pdfs import make_pdf

from eset_desktop.documents.render_client import RenderClient


@pytest.fixture(scope="module")
def client() -> Iterator[RenderClient]:
    """One process for a whole module; tests that hurt it make their own."""
    with RenderClient() as opened:
        opened.describe(make_pdf())
        yield opened


@pytest.fixture
def fresh() -> Iterator[RenderClient]:
    with RenderClient() as opened:
        yield opened
