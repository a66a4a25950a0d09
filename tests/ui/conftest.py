# SPDX-License-Identifier: EUPL-1.2
"""A window over a small cache, in Catalan; what it leaves behind fails the test."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from helpers.cache import Cache
from helpers.pdfs import make_pdf
from helpers.windows import OpenWindow
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui import theme
from ui.outcome import Outcome

WAIT = 20_000
"""Milliseconds after which a test gives up; nothing is timed by it."""


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
def opened(qapp: QApplication, qtbot: QtBot, cache: Cache) -> Iterator[OpenWindow]:
    theme.prepare(qapp)
    window = OpenWindow(qapp, cache)
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
