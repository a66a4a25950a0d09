# SPDX-License-Identifier: EUPL-1.2
"""Draws the cells of a long list: one text, elided, and a badge before it; a third of the cost of Qt's own."""

from functools import cache
from typing import Final, Protocol

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionFocusRect,
    QStyleOptionViewItem,
    QTableView,
)

from ui.badges import BADGES
from ui.icons import icon
from ui.theme import GAP, ICON

_FLAGS: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)
_SELECTED: Final = QStyle.StateFlag.State_Selected.value
_FOCUSED: Final = QStyle.StateFlag.State_HasFocus.value
_TREE_LINES: Final = 1.6
_PAD: Final = GAP // 2 + 2


class Cells(Protocol):
    """What a list shows, asked for without the way through Qt: a page is some 160 cells, and each of them is two questions."""

    def cell(self, row: int, column: int) -> tuple[str, str | None]:
        """Return the text of a cell and the badge before it."""
        ...


class ListDelegate(QStyledItemDelegate):
    """For rows of text whose height is fixed.

    Each call between Qt and Python counts, twice so while other threads want Python too (a batch is being signed): plain
    integers instead of flags, badges drawn once and kept, and no question that the model can answer directly.

    Args:
        cells: The model of the view.
        parent: The view.
    """

    def __init__(self, cells: Cells, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cells = cells

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Draw it."""
        state: int = option.state.value
        selected = bool(state & _SELECTED)
        palette: QPalette = option.palette
        rect: QRect = option.rect
        if selected:
            painter.fillRect(rect, palette.highlight())
        area = rect.adjusted(_PAD, 0, -_PAD, 0)
        text, badge = self._cells.cell(index.row(), index.column())
        if badge:
            mark = _mark(badge, selected, painter.device().devicePixelRatioF(), palette.cacheKey())
            painter.drawPixmap(area.left(), area.top() + (area.height() - ICON) // 2, mark)
            area.setLeft(area.left() + ICON + GAP // 2)
        painter.setPen(
            palette.color(QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text)
        )
        painter.drawText(area, _FLAGS, _fitting(option.fontMetrics, text, area.width()))
        if state & _FOCUSED:
            self._draw_focus(painter, option)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the room that a cell wants."""
        height = round(option.fontMetrics.height() * 1.9)
        width = option.fontMetrics.horizontalAdvance(self._cells.cell(index.row(), index.column())[0])
        return QSize(width + 2 * _PAD, height)

    def _draw_focus(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        focus = QStyleOptionFocusRect()
        focus.rect = option.rect
        focus.state = option.state | QStyle.StateFlag.State_KeyboardFocusChange
        view = option.widget
        if isinstance(view, QTableView):
            view.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, focus, painter, view)


@cache
def _mark(badge: str, selected: bool, ratio: float, palette: int) -> QPixmap:  # noqa: ARG001 - another palette, another picture
    """Return a badge as a picture; one is kept for each palette that was in use."""
    mode = QIcon.Mode.Selected if selected else QIcon.Mode.Normal
    return icon(BADGES[badge].icon, QPalette.ColorRole.Text).pixmap(QSize(ICON, ICON), ratio, mode)


def _fitting(metrics: QFontMetrics, text: str, width: int) -> str:
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


class RoomyDelegate(QStyledItemDelegate):
    """Qt's own cells with room to be hit, and boxes whose outline is seen in the dark too; for trees and lists to tick."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Let the style draw boxes in a shade of the text, where it would take one of the window."""
        super().initStyleOption(option, index)
        palette: QPalette = option.palette
        palette.setColor(QPalette.ColorRole.Window, palette.color(QPalette.ColorRole.Text))
        option.palette = palette

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the room that a cell wants."""
        wanted = super().sizeHint(option, index)
        wanted.setHeight(max(wanted.height(), round(option.fontMetrics.height() * _TREE_LINES)))
        return wanted
