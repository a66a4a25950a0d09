# SPDX-License-Identifier: EUPL-1.2
"""The window opens whole on the smallest screens of a town hall, with its status strip in sight."""

from collections.abc import Callable

import pytest
from helpers.cache import SERIES
from helpers.windows import OpenWindow
from PySide6.QtCore import QPoint, QRect, QSize

from ui.main_window import SIZE
from ui.outcome import Outcome
from ui.placing import FRAME, placed

SMALLEST = QRect(0, 28, 1280, 720 - 28)
"""1280 by 720 at 100 %, with a panel above."""


@pytest.mark.parametrize(
    "screen", [QRect(0, 28, 1366, 740), QRect(64, 0, 1302, 768), QRect(0, 0, 1366, 728), SMALLEST]
)
def test_frame_and_all_stay_inside_what_the_panels_leave(screen: QRect) -> None:
    size, corner = placed(SIZE, screen)
    assert corner is not None
    assert screen.contains(QRect(corner, size + FRAME))


def test_a_screen_with_room_gets_the_whole_window_where_its_system_likes() -> None:
    assert placed(SIZE, QRect(0, 0, 1920, 1040)) == (SIZE, None)


def test_a_second_screen_keeps_its_corner() -> None:
    assert placed(SIZE, QRect(1920, 100, 1024, 700)) == (QSize(1008, 660), QPoint(1920, 100))


def test_nothing_on_any_page_asks_for_more_than_the_smallest_screen(
    opened: OpenWindow, do: Callable[..., Outcome[object]]
) -> None:
    do("dossier.new", **{"class": SERIES, "title": "Un títol llarg " * 30})
    window = opened.window
    room = SMALLEST.size() - FRAME
    for language in ("ca", "es", "en"):
        do(f"language.{language}")
        for name in ("dossier", "go.plan", "go.dossiers", "go.outbox", "go.conflicts"):
            if name != "dossier":
                do(name)
            asked = window.minimumSizeHint()
            assert asked.width() <= room.width(), name
            assert asked.height() <= room.height(), name
    window.resize(room)
    strip = window.strip
    assert window.rect().contains(QRect(strip.mapTo(window, QPoint(0, 0)), strip.size()))
    do("language.ca")
