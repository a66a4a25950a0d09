# SPDX-License-Identifier: EUPL-1.2
"""Measures and fonts; colours come from the palette only, so that dark, light and high contrast follow the system."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ui.widgets.label import PlainLabel

GAP: Final = 8
"""Logical pixels between things that belong together; twice that between groups."""

ICON: Final = 18
"""Side of an icon beside text, logical pixels."""

ROW_LINES: Final = 1.9
"""Height of a list's row in lines of text: one line with room to be hit."""

LIGHT: Final = "light"
DARK: Final = "dark"
_SCHEMES: Final = {LIGHT: Qt.ColorScheme.Light, DARK: Qt.ColorScheme.Dark}


def prepare(app: QApplication, scheme: str = "") -> None:
    """Set the style that every system has, and a colour scheme when one is asked for."""
    app.setStyle("Fusion")
    if scheme in _SCHEMES:
        QGuiApplication.styleHints().setColorScheme(_SCHEMES[scheme])
    if scheme == DARK and app.palette().color(QPalette.ColorRole.Window).lightness() > 128:
        app.setPalette(dark_palette())


def dark_palette() -> QPalette:
    """Return a dark palette for a platform that has none of its own (every pair is at least 4.5:1, WCAG 1.4.3)."""
    role = QPalette.ColorRole
    palette = QPalette(QColor("#2b2d31"), QColor("#232529"))
    for which, colour in (
        (role.Base, "#1e2023"), (role.AlternateBase, "#26282c"), (role.ToolTipBase, "#3a3d44"),
        (role.Highlight, "#2f6db5"), (role.HighlightedText, "#ffffff"), (role.Link, "#7db4f0"),
    ):  # fmt: skip
        palette.setColor(which, QColor(colour))
    for which in (role.Text, role.WindowText, role.ButtonText, role.ToolTipText):
        palette.setColor(which, QColor("#eceef1"))
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor("#8d929b"))
    palette.setColor(role.PlaceholderText, QColor("#a7acb5"))
    return palette


def heading(text: str, parent: QWidget | None = None, scale: float = 1.35) -> QLabel:
    """Return a label that stands over a page or a group."""
    label = PlainLabel(parent, text)
    label.setFont(scaled(label.font(), scale, bold=True))
    label.setWordWrap(True)
    return label


def scaled(font: QFont, scale: float, *, bold: bool = False) -> QFont:
    """Return a font in proportion to the person's own, so that larger text stays larger."""
    made = QFont(font)
    if font.pointSizeF() > 0:
        made.setPointSizeF(font.pointSizeF() * scale)
    made.setBold(bold)
    return made


def quiet(label: QLabel) -> QLabel:
    """Make a label stand back behind the rest."""
    label.setForegroundRole(QPalette.ColorRole.PlaceholderText)
    return label


def row_height(widget: QWidget) -> int:
    """Return the height of a list's row."""
    return round(widget.fontMetrics().height() * ROW_LINES)


def readable_on(colour: QColor) -> QColor:
    """Return black or white, whichever reads better on a colour (WCAG relative luminance)."""
    red, green, blue = (_linear(part) for part in (colour.redF(), colour.greenF(), colour.blueF()))
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return QColor(Qt.GlobalColor.black if luminance > 0.179 else Qt.GlobalColor.white)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
