# SPDX-License-Identifier: EUPL-1.2
"""What other people typed is shown as they typed it: no title, name or file name is ever taken for markup."""

from collections.abc import Callable

import pytest
from helpers.cache import SERIES
from helpers.windows import OpenWindow
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QLabel

from ui.outcome import Outcome
from ui.widgets.label import PlainLabel, plain_tip

TITLE = '<h1>Obres</h1> <img src="file:///x.png"> Canal & Fills'


def test_every_label_on_screen_shows_plain_text(
    opened: OpenWindow, do: Callable[..., Outcome[object]]
) -> None:
    do("dossier.new", **{"class": SERIES, "title": TITLE})
    showing = [each for each in opened.window.findChildren(QLabel) if TITLE in each.text()]
    assert showing
    assert {each.textFormat() for each in showing} == {Qt.TextFormat.PlainText}


def test_a_label_takes_the_room_of_its_characters(opened: OpenWindow) -> None:
    label = PlainLabel(opened.window, "<h1>a</h1>")
    assert label.sizeHint() != QSize()
    assert label.fontMetrics().horizontalAdvance("<h1>a</h1>") <= label.sizeHint().width()


def test_tooltips_of_the_list_show_it_as_it_was_typed(
    opened: OpenWindow, do: Callable[..., Outcome[object]]
) -> None:
    do("dossier.new", **{"class": SERIES, "title": TITLE})
    do("go.dossiers")
    model = opened.window.dossiers.model
    tips = [
        model.data(model.index(0, column), Qt.ItemDataRole.ToolTipRole)
        for column in range(model.columnCount())
    ]
    assert plain_tip(TITLE) in tips


@pytest.mark.parametrize("text", [TITLE, "<b>", "&lt;i&gt;", "a\n  b & c", "5 < 7"])
def test_a_tooltip_reads_back_as_it_was(text: str) -> None:
    document = QTextDocument()
    document.setHtml(plain_tip(text))
    assert document.toPlainText() == text


def test_a_tooltip_without_signs_stays_as_it_is() -> None:
    assert plain_tip("Llicència d'obres") == "Llicència d'obres"
