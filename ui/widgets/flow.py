# SPDX-License-Identifier: EUPL-1.2
"""A row of widgets that goes on in the next line where the room ends, as words do."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget

from ui.theme import GAP


class FlowLayout(QLayout):
    """Lays widgets out at their own size from the left; hidden ones take no room."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self.setContentsMargins(0, 0, 0, 0)
        self.setSpacing(GAP)

    def addItem(self, item: QLayoutItem) -> None:
        """Take an item; Qt's part of ``addWidget``."""
        self._items.append(item)

    def count(self) -> int:
        """Return how many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Return an item."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Let go of an item."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Want no more than is needed."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """The narrower, the higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Return the height of the lines at a width."""
        return self._place(QRect(0, 0, width, 0), move=False)

    def minimumSize(self) -> QSize:
        """Return the room of the widest item."""
        size = QSize()
        for item in self._shown():
            size = size.expandedTo(item.minimumSize())
        return size

    def sizeHint(self) -> QSize:
        """Return the room of all in one line."""
        hints = [item.sizeHint() for item in self._shown()]
        width = sum(each.width() for each in hints) + self.spacing() * max(len(hints) - 1, 0)
        return QSize(width, max((each.height() for each in hints), default=0))

    def setGeometry(self, rect: QRect) -> None:
        """Lay out."""
        super().setGeometry(rect)
        self._place(rect, move=True)

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if not item.isEmpty()]

    def _place(self, rect: QRect, *, move: bool) -> int:
        """Lay out in a rectangle, or only measure; return the height."""
        bottom = 0
        for line, top, height in self._lines(rect.width()):
            left = rect.left()
            for item in line:
                hint = item.sizeHint()
                if move:
                    middle = rect.top() + top + (height - hint.height()) // 2
                    item.setGeometry(QRect(QPoint(left, middle), hint))
                left += hint.width() + self.spacing()
            bottom = top + height
        return bottom

    def _lines(self, width: int) -> list[tuple[list[QLayoutItem], int, int]]:
        """Return the lines: items, top and height of each."""
        lines: list[list[QLayoutItem]] = []
        left = width + 1
        for item in self._shown():
            wide = item.sizeHint().width()
            if left + wide > width or not lines:
                lines.append([])
                left = 0
            lines[-1].append(item)
            left += wide + self.spacing()
        found, top = [], 0
        for line in lines:
            height = max(item.sizeHint().height() for item in line)
            found.append((line, top, height))
            top += height + self.spacing()
        return found
