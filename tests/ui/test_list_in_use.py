# SPDX-License-Identifier: EUPL-1.2
"""The list of dossiers while rows come in: it follows at the top and holds still under a person's hands."""

from collections.abc import Callable

import pytest
from helpers.cache import EPOCH, SERIES, Cache, row
from helpers.windows import OpenWindow
from pytestqt.qtbot import QtBot

from eset_desktop.clock import Ids, ManualClock
from sync.protocol import FeedPage
from ui.views.dossiers import DossiersPage

WAIT = 20_000
Feed = Callable[[int], None]


@pytest.fixture
def feed(opened: OpenWindow, qtbot: QtBot, cache: Cache) -> Feed:
    """Bring so many new dossiers as the agent does, and wait until the window has seen them."""
    ids = Ids(ManualClock(cache.session.clock.now()))

    def bring(count: int) -> None:
        cursor = max(cache.replica.cursors(), key=lambda each: (each.stream != "catalogue", each.seq))
        rows = tuple(
            row(seq, "dossier", ids.uuid7(), {"title": f"Expedient {seq}", "class": SERIES, "situation": "open",
                                              "opened_on": "2026-01-02", "phase": "opening"})
            for seq in range(cursor.seq + 1, cursor.seq + count + 1)
        )  # fmt: skip
        end = cursor.seq + count
        for _ in cache.replica.take_page(FeedPage(cursor.stream, EPOCH, cursor.seq, end, end, rows, ())):
            pass
        opened.desk.refresher.look()
        qtbot.waitUntil(lambda: opened.desk.background.is_idle, timeout=WAIT)

    return bring


@pytest.fixture
def page(opened: OpenWindow, feed: Feed) -> DossiersPage:
    feed(200)
    assert opened.window.dossiers.model.rowCount() == 200
    return opened.window.dossiers


def chosen(page: DossiersPage) -> str:
    row = page.selected()
    assert row is not None
    return row.id


def test_at_the_top_the_list_follows_and_stays_at_the_top(page: DossiersPage, feed: Feed) -> None:
    feed(100)
    assert page.model.rowCount() == 300
    assert page.list.verticalScrollBar().value() == 0
    assert page.list.currentIndex().row() == 0
    assert not page._fresh.isVisible()


@pytest.mark.parametrize("scrolled", [True, False])
def test_in_use_it_holds_still_and_says_how_many_are_new(
    page: DossiersPage, feed: Feed, *, scrolled: bool
) -> None:
    if scrolled:
        page.list.verticalScrollBar().setValue(50)
    else:
        page.list.setCurrentIndex(page.model.index(3, 1))
    place, current = page.list.verticalScrollBar().value(), chosen(page)
    feed(12)
    assert page.model.rowCount() == 200
    assert (page.list.verticalScrollBar().value(), chosen(page)) == (place, current)
    assert page._fresh.isVisible()
    assert page._fresh.text() == "12 de nous: mostra'ls"
    feed(1)
    assert page._fresh.text() == "13 de nous: mostra'ls"
    page._fresh.click()
    assert page.model.rowCount() == 213
    assert page.list.verticalScrollBar().value() == 0
    assert not page._fresh.isVisible()


def test_a_search_is_answered_whatever_the_hands_are_on(
    page: DossiersPage, feed: Feed, opened: OpenWindow, qtbot: QtBot
) -> None:
    page.list.setCurrentIndex(page.model.index(3, 1))
    kept = chosen(page)
    feed(5)
    outcome = opened.desk.registry.invoke("go.dossiers", {"text": "expedient"})
    qtbot.waitUntil(lambda: outcome.is_settled, timeout=WAIT)
    assert page.model.rowCount() == 205
    assert chosen(page) == kept
    assert not page._fresh.isVisible()
