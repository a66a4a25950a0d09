# SPDX-License-Identifier: EUPL-1.2
"""Text on screen that is never taken for markup: titles and names come from other people's keyboards and files.

Qt's own label and tooltip guess: ``<img src="file:…">`` in a title would be read as HTML and the file be opened.
"""

from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget


class PlainLabel(QLabel):
    """The one label of this window: it shows what it is given, character by character."""

    def __init__(self, parent: QWidget | None = None, text: str = "") -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setText(text)


def plain_tip(text: str) -> str:
    """Return the text of a tooltip that shows ``text`` as it is; a tooltip has no format, so markup is escaped."""
    if not any(sign in text for sign in "<>&"):
        return text
    return f'<p style="white-space: pre-wrap">{escape(text)}</p>'
