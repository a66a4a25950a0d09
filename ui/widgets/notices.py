# SPDX-License-Identifier: EUPL-1.2
"""Lines above the page: what happened and a button to act on it. Nothing here ever stops the person."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from ui.icons import icon, pixmap
from ui.theme import GAP, ICON
from ui.widgets.label import PlainLabel

TOAST_MILLISECONDS: Final = 8_000
"""How long a reversible change offers its undo."""

_MOST: Final = 3
"""Lines shown at once; an older one makes room."""

DONE: Final = "check"
WARNING: Final = "warning"
UNDO: Final = "undo"


@dataclass(frozen=True, slots=True)
class Notice:
    """One line.

    Attributes:
        icon: One of this module's three.
        text: What happened.
        button: Text of the action button, empty for none.
        act: What the button does.
        lasts: Milliseconds; 0 until it is closed.
        key: A notice with the same key is replaced; empty never.
        retold: Returns the text in the language of now; None for what passes by itself: a switch of language ends it.
    """

    icon: str
    text: str
    button: str = ""
    act: Callable[[], object] | None = None
    lasts: int = 0
    key: str = ""
    retold: Callable[[], str] | None = None


class NoticeLine(QFrame):
    """A notice on screen."""

    closed = Signal()

    def __init__(self, notice: Notice, parent: QWidget) -> None:
        super().__init__(parent)
        self.notice = notice
        self.setObjectName("notice")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.ToolTipBase)
        self.setForegroundRole(QPalette.ColorRole.ToolTipText)
        row = QHBoxLayout(self)
        row.setContentsMargins(GAP, GAP // 2, GAP // 2, GAP // 2)
        row.addWidget(self._sign())
        self._text = PlainLabel(self, notice.text)
        self._text.setWordWrap(True)
        self._text.setForegroundRole(QPalette.ColorRole.ToolTipText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row.addWidget(self._text, 1)
        if notice.button:
            row.addWidget(self._button())
        row.addWidget(self._closer())
        if notice.lasts:
            QTimer.singleShot(notice.lasts, self, self.closed.emit)

    def _sign(self) -> QLabel:
        sign = PlainLabel(self)
        sign.setPixmap(
            pixmap(self.notice.icon, ICON, self.devicePixelRatioF(), QPalette.ColorRole.ToolTipText)
        )
        return sign

    def _button(self) -> QPushButton:
        button = QPushButton(self.notice.button, self)
        button.setObjectName("notice_act")
        button.clicked.connect(self._act)
        return button

    def _closer(self) -> QToolButton:
        closer = QToolButton(self)
        closer.setIcon(icon("close"))
        closer.setAutoRaise(True)
        closer.setAccessibleName(self.tr("Close this notice"))
        closer.setToolTip(self.tr("Close this notice"))
        closer.clicked.connect(self.closed)
        return closer

    def _act(self) -> None:
        self.closed.emit()
        if self.notice.act is not None:
            self.notice.act()


class Notices(QWidget):
    """The lines that stand above the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(GAP // 2)
        self._lines: list[NoticeLine] = []
        self.hide()

    @property
    def lines(self) -> tuple[Notice, ...]:
        """What is shown, oldest first."""
        return tuple(line.notice for line in self._lines)

    def show_notice(self, notice: Notice) -> None:
        """Add a line and say it to screen readers."""
        for line in list(self._lines):
            if notice.key and line.notice.key == notice.key:
                self._remove(line)
        while len(self._lines) >= _MOST:
            self._remove(self._lines[0])
        line = NoticeLine(notice, self)
        line.closed.connect(lambda: self._remove(line))
        self._lines.append(line)
        self._rows.addWidget(line)
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, notice.text))

    def clear(self, key: str = "") -> None:
        """Take away the lines with a key, or all."""
        for line in list(self._lines):
            if not key or line.notice.key == key:
                self._remove(line)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a switch of the language."""
        if event.type() == QEvent.Type.LanguageChange and self._lines:
            kept = [replace(each, text=each.retold()) for each in self.lines if each.retold is not None]
            self.clear()
            for notice in kept:
                self.show_notice(notice)
        super().changeEvent(event)

    def _remove(self, line: NoticeLine) -> None:
        if line in self._lines:
            self._lines.remove(line)
            self._rows.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.setVisible(bool(self._lines))
