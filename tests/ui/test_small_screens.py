# SPDX-License-Identifier: EUPL-1.2
"""A laptop of 1366 × 768 at 150 %: the window fits, what does not is scrolled, and titles can still be told apart."""

import pytest
from helpers.windows import OpenWindow
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.models.rows import TableColumn
from ui.widgets.column_room import shared
from ui.widgets.flow import FlowLayout
from ui.widgets.table import Table

ROOM = QSize(round(1366 / 1.5) - 16, round((768 - 40) / 1.5) - 40)
"""Of the inside: what a panel and the frame leave, logical pixels."""
WAIT = 20_000
"""Milliseconds after which a test gives up; nothing is timed by it."""


def test_columns_give_way_to_the_title_but_a_date_stays_whole() -> None:
    assert shared([0, 30, 14], 100, 20, 15) == [0, 30, 14]
    assert shared([0, 30, 14], 60, 20, 15) == [0, 26, 14]
    assert shared([0, 30, 14], 10, 20, 15) == [0, 15, 14]


def test_the_window_fits_and_no_page_is_cut(opened: OpenWindow, qtbot: QtBot) -> None:
    window = opened.window
    window.resize(ROOM)
    qtbot.waitUntil(lambda: window.size() == ROOM)
    for name, page in window._by_name.items():
        window.go(name)
        qtbot.waitUntil(lambda page=page: _fits(page), timeout=WAIT)  # type: ignore[misc] # bound at each turn
        wide = page.minimumSizeHint().width()
        assert window.area.viewport().width() >= wide, f"{name} is scrolled sideways"


def _fits(page: QWidget) -> bool:
    least = page.minimumSizeHint()
    return page.isVisible() and page.width() >= least.width() and page.height() >= least.height()


def test_buttons_go_on_in_the_next_line(qtbot: QtBot) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    flow = FlowLayout(widget)
    buttons = [QPushButton("Signa"), QPushButton("Rebutja"), QLabel("i més")]
    for each in buttons:
        flow.addWidget(each)
    one = flow.sizeHint()
    assert flow.heightForWidth(one.width()) == one.height()
    assert flow.heightForWidth(one.width() - 1) > one.height()
    assert [flow.itemAt(place) is None for place in (0, 2, 3)] == [False, False, True]
    assert flow.count() == len(buttons)
    flow.takeAt(2)
    assert flow.count() == len(buttons) - 1


@pytest.mark.parametrize("width", [0, 50])
def test_an_empty_line_takes_no_room(qtbot: QtBot, width: int) -> None:
    widget = QWidget()
    qtbot.addWidget(widget)
    assert FlowLayout(widget).heightForWidth(width) == 0


def test_the_chosen_row_stays_in_sight_when_its_list_gets_smaller(qtbot: QtBot) -> None:
    table: Table[str] = Table("t", (TableColumn(lambda: "a", lambda row: row),), (0,))
    qtbot.addWidget(table)
    table.resize(300, 400)
    table.show()
    table.show_rows([str(number) for number in range(60)])
    table.choose(12)
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()).center())
    table.resize(300, 120)
    assert table.viewport().rect().contains(table.visualRect(table.currentIndex()).center())
    table.scrollToBottom()
    table.resize(300, 110)
    assert not table.viewport().rect().intersects(table.visualRect(table.currentIndex()))


def test_the_room_of_a_hidden_column_goes_to_the_others(qtbot: QtBot) -> None:
    columns: list[TableColumn[str]] = [TableColumn(lambda: "a", lambda row: row) for _ in range(3)]
    table: Table[str] = Table("t", columns, (0, 25, 14))
    qtbot.addWidget(table)
    table.resize(500, 200)
    table.show()
    before = table.columnWidth(0)
    table.show_column(1, shown=False)
    assert table.columnWidth(0) > before
    table.show_column(1, shown=True)
    assert table.columnWidth(0) == before
