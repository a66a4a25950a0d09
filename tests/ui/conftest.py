# SPDX-License-Identifier: EUPL-1.2
"""A window over a small cache, in Catalan; what it leaves behind fails the test."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from helpers.cache import NOW, SERIES, UNIT, Cache
from helpers.pdfs import make_pdf
from helpers.sign_page import PASSPHRASE, WAIT, Do
from helpers.windows import OpenWindow, Watch
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from eset_desktop.clock import SystemClock
from eset_desktop.demo.authority import Authority
from eset_desktop.operations import documents
from eset_desktop.operations.documents import NewDocument
from ui import theme
from ui.outcome import Outcome


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the offscreen platform say what it cannot do; every other Qt warning fails."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    made = Cache(tmp_path / "cache")
    yield made
    made.close()


@pytest.fixture
def watch() -> Watch | None:
    """What watches for cards in readers: nothing, unless a test has a reader."""
    return None


@pytest.fixture
def opened(qapp: QApplication, qtbot: QtBot, cache: Cache, watch: Watch | None) -> Iterator[OpenWindow]:
    theme.prepare(qapp)
    window = OpenWindow(qapp, cache, watch=watch)
    window.window.show()
    qtbot.waitExposed(window.window)
    yield window
    window.window.close()
    timers = [*window.window.findChildren(QTimer), *window.desk.refresher.findChildren(QTimer)]
    left = [each for each in timers if each.isActive() and not each.isSingleShot()]
    window.close()
    assert not left, "timers left running"


@pytest.fixture
def do(qtbot: QtBot, opened: OpenWindow) -> Callable[..., Outcome[object]]:
    """Invoke an action and wait until it and everything after it is done."""

    def invoke(action: str, **args: object) -> Outcome[object]:
        outcome = opened.desk.registry.invoke(action, args)
        qtbot.waitUntil(lambda: outcome.is_settled and opened.desk.background.is_idle, timeout=WAIT)
        return outcome

    return invoke


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    """A PDF of three pages that nobody is writing to."""
    path = tmp_path / "sol_licitud.pdf"
    path.write_bytes(make_pdf(3))
    os.utime(path, (1_000_000_000, 1_000_000_000))
    return path


@pytest.fixture
def certificate(cache: Cache, tmp_path: Path) -> Path:
    """A good certificate; the cache's clock goes with the machine's, because the signing process has its own."""
    now = SystemClock().now()
    cache.clock.current = max(now, NOW - timedelta(days=1))
    path = tmp_path / "prova.p12"
    path.write_bytes(Authority(now).issue("Anna Prova", PASSPHRASE).pkcs12)
    return path


@pytest.fixture
def three(opened: OpenWindow, do: Do) -> list[str]:
    """Three documents of the dossier on screen, the second no PDF at all."""
    do("dossier.new", **{"class": SERIES, "title": "Llicència d'obres", "unit": UNIT})
    session, dossier = opened.cache.session, opened.window.dossier.dossier_id
    made = []
    for number, content in enumerate((make_pdf(1), b"no es cap PDF", make_pdf(2)), 1):
        new = NewDocument(f"Decret {number}", "informe")
        made.append(documents.add(session, dossier, new, content, "decret.pdf").created or "")
    do("dossier.open", id=dossier, tab="documents")
    return made
