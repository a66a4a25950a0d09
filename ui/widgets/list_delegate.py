# SPDX-License-Identifier: EUPL-1.2
"""Draws the cells of a long list: one text, elided, and a badge before it; a third of the cost of Qt's own."""

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPalette
from PySide6.QtWidgets import (
    QStyle,
    QStyledItemDelegate,
    QStyleOptionFocusRect,
    QStyleOptionViewItem,
    QTableView,
)

from ui.badges import BADGES
from ui.icons import icon
from ui.models.dossier_list import BADGE_ROLE
from ui.theme import GAP, ICON

_FLAGS: Final = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | Qt.TextFlag.TextSingleLine)
_SELECTED: Final = QStyle.StateFlag.State_Selected.value
_FOCUSED: Final = QStyle.StateFlag.State_HasFocus.value
_TREE_LINES: Final = 1.6
_PAD: Final = GAP // 2 + 2


class ListDelegate(QStyledItemDelegate):
    """For rows of text whose height is fixed.

    A page of a list is some 160 cells and each call from Qt into Python counts: plain integers instead of flags, and no
    question about badges where there are none.

    Args:
        parent: The view.
        badges: The only columns with badges; None: any may have them.
    """

    def __init__(self, parent: QObject | None = None, *, badges: frozenset[int] | None = None) -> None:
        super().__init__(parent)
        self._badges = badges
        self._icons = {name: icon(badge.icon, QPalette.ColorRole.Text) for name, badge in BADGES.items()}

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
        badge = index.data(BADGE_ROLE) if self._badges is None or index.column() in self._badges else None
        if badge:
            mode = QIcon.Mode.Selected if selected else QIcon.Mode.Normal
            top = area.top() + (area.height() - ICON) // 2
            self._icons[badge].paint(
                painter, QRect(area.left(), top, ICON, ICON), Qt.AlignmentFlag.AlignCenter, mode
            )
            area.setLeft(area.left() + ICON + GAP // 2)
        painter.setPen(
            palette.color(QPalette.ColorRole.HighlightedText if selected else QPalette.ColorRole.Text)
        )
        text = index.data(0) or ""
        shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, _FLAGS, shown)
        if state & _FOCUSED:
            self._draw_focus(painter, option)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the room that a cell wants."""
        height = round(option.fontMetrics.height() * 1.9)
        width = option.fontMetrics.horizontalAdvance(index.data(0) or "")
        return QSize(width + 2 * _PAD, height)

    def _draw_focus(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        focus = QStyleOptionFocusRect()
        focus.rect = option.rect
        focus.state = option.state | QStyle.StateFlag.State_KeyboardFocusChange
        view = option.widget
        if isinstance(view, QTableView):
            view.style().drawPrimitive(QStyle.PrimitiveElement.PE_FrameFocusRect, focus, painter, view)


class RoomyDelegate(QStyledItemDelegate):
    """Qt's own cells with room to be hit; for trees."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return the room that a cell wants."""
        wanted = super().sizeHint(option, index)
        wanted.setHeight(max(wanted.height(), round(option.fontMetrics.height() * _TREE_LINES)))
        return wanted
