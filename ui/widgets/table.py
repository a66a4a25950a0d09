# SPDX-License-Identifier: EUPL-1.2
"""A short table: the look and the keys that every list of the window shares."""

from collections.abc import Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QItemSelectionModel, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from ui.models.rows import RowsModel, TableColumn
from ui.theme import row_height
from ui.widgets.column_room import ColumnRoom
from ui.widgets.list_delegate import ListDelegate

T = TypeVar("T")


def show_lines(table: QTableView) -> None:
    """Let a table look and move as a list of lines: each chosen as a whole, all of one height, Tab leads out of it."""
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setAlternatingRowColors(True)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setTabKeyNavigation(False)
    table.verticalHeader().hide()
    table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    table.verticalHeader().setDefaultSectionSize(row_height(table))
    table.horizontalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    table.horizontalHeader().setHighlightSections(False)


class Table(QTableView, Generic[T]):
    """Rows of one kind; one is chosen, or ``many`` when the table says so.

    Signals:
        chosen: Another row was chosen, or what it holds changed.
    """

    chosen = Signal()

    def __init__(
        self,
        name: str,
        columns: Sequence[TableColumn[T]],
        widths: Sequence[int],
        parent: QWidget | None = None,
        *,
        many: bool = False,
    ) -> None:
        """Make a table.

        Args:
            name: Stable, for tests.
            columns: What each shows.
            widths: Characters; 0 takes what is left (exactly one).
            parent: The page.
            many: Shift, Ctrl and Ctrl+A choose several.
        """
        super().__init__(parent)
        self.setObjectName(name)
        self.rows = RowsModel(columns, self)
        self.setModel(self.rows)
        self.setItemDelegate(ListDelegate(self.rows, self))
        show_lines(self)
        if many:
            self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
            self.selectionModel().selectionChanged.connect(lambda *_: self.chosen.emit())
        self._room = ColumnRoom(self, self.horizontalHeader(), widths)
        self.selectionModel().currentChanged.connect(lambda *_: self.chosen.emit())

    def show_rows(self, rows: Sequence[T]) -> None:
        """Show other rows, keeping the chosen position where there is one."""
        position = self.currentIndex().row()
        self.rows.show(rows)
        if rows and not self.currentIndex().isValid():
            self.choose(min(max(position, 0), len(rows) - 1))
        self.chosen.emit()

    def show_column(self, column: int, *, shown: bool) -> None:
        """Show a column or not; the others share its room."""
        if self.isColumnHidden(column) is shown:
            self.setColumnHidden(column, not shown)
            self._room.share()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen row in sight if it was."""
        chosen = self.currentIndex()
        place = self.visualRect(chosen)
        was_seen = chosen.isValid() and place.top() >= 0 and place.bottom() < event.oldSize().height()
        super().resizeEvent(event)
        if was_seen:
            self.scrollTo(chosen)

    def row(self) -> T | None:
        """Return the chosen row."""
        return self.rows.row(self.currentIndex().row())

    def chosen_rows(self) -> tuple[T, ...]:
        """Return all chosen rows, in the list's order."""
        positions = sorted(index.row() for index in self.selectionModel().selectedRows())
        return tuple(self.rows.rows[each] for each in positions if each < len(self.rows.rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Copy the chosen rows as other programs paste tables; every other key is Qt's."""
        if event.matches(QKeySequence.StandardKey.Copy):
            positions = sorted(index.row() for index in self.selectionModel().selectedRows())
            columns = range(self.rows.columnCount())
            lines = ["\t".join(self.rows.cell(row, column)[0] for column in columns) for row in positions]
            QGuiApplication.clipboard().setText("\n".join(lines))
            return
        super().keyPressEvent(event)

    def choose(self, position: int) -> None:
        """Choose a row, and no other, or none (-1); a key that is still held down, such as Ctrl of Ctrl+Enter, makes no difference."""
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(self.rows.index(position, 0), flags.ClearAndSelect | flags.Rows)
