# SPDX-License-Identifier: EUPL-1.2
"""Boxes and buttons that can be seen: three to one against what is behind them (WCAG 2.2, 1.4.11)."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QAbstractButton, QApplication, QStyle, QStyleOptionButton
from pytestqt.qtbot import QtBot

from ui import theme
from ui.widgets.tick import CheckBox, RadioButton

WANTED = 3.0


def luminance(colour: QColor) -> float:
    """Return the relative luminance (WCAG 2.2, definitions)."""
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("scheme", [theme.LIGHT, theme.DARK])
@pytest.mark.parametrize(
    ("kind", "indicator"),
    [
        (CheckBox, QStyle.SubElement.SE_CheckBoxIndicator),
        (RadioButton, QStyle.SubElement.SE_RadioButtonIndicator),
    ],
)
def test_what_is_not_ticked_is_seen(
    qapp: QApplication, qtbot: QtBot, kind: type[QAbstractButton], indicator: QStyle.SubElement, scheme: str
) -> None:
    theme.prepare(qapp, scheme)
    button = kind()
    qtbot.addWidget(button)
    button.setText("Mostra la signatura a la pàgina")
    button.resize(button.sizeHint())
    option = QStyleOptionButton()
    option.initFrom(button)
    place = button.style().subElementRect(indicator, option, button)
    picture = button.grab().toImage()
    behind = picture.pixelColor(picture.width() - 1, 0)
    top = [picture.pixelColor(place.center().x(), place.top() + row) for row in range(2)]
    assert max(contrast(each, behind) for each in top) >= WANTED
    theme.prepare(qapp, "")
