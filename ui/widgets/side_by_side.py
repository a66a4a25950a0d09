# SPDX-License-Identifier: EUPL-1.2
"""A list and its description at the left, pages at the right; the left never gets less height than its wrapped lines need."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QWidget


class SideBySide(QSplitter):
    """A splitter that asks its own left side how high it must be; Qt's asks as if no line were ever wrapped."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._wide = 0
        self.setChildrenCollapsible(False)
        self.splitterMoved.connect(lambda *_: self.updateGeometry())

    def minimumSizeHint(self) -> QSize:
        """Return the least room."""
        hint, left = super().minimumSizeHint(), self.widget(0)
        layout = left.layout() if left is not None else None
        if left is None or layout is None:
            return hint
        wide = max(left.width(), layout.minimumSize().width())
        high = (
            layout.minimumHeightForWidth(wide)
            if layout.hasHeightForWidth()
            else layout.minimumSize().height()
        )
        return QSize(hint.width(), max(hint.height(), high))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Ask anew at another width."""
        super().resizeEvent(event)
        if event.size().width() != self._wide:
            self._wide = event.size().width()
            self.updateGeometry()
