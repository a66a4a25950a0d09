# SPDX-License-Identifier: EUPL-1.2
"""A short table of frozen rows: parties, versions, history, what waits. For long lists see ``dossier_list``."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from ui.models.dossier_list import BADGE_ROLE
from ui.widgets.label import plain_tip

_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_ACCESSIBLE: Final = int(Qt.ItemDataRole.AccessibleTextRole)
_TOOLTIP: Final = int(Qt.ItemDataRole.ToolTipRole)

T = TypeVar("T")
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class TableColumn(Generic[T]):
    """A column: its heading and the text of a row in it, perhaps a badge before the text and other words for screen readers."""

    heading: Callable[[], str]
    text: Callable[[T], str]
    badge: Callable[[T], str | None] | None = None
    spoken: Callable[[T], str] | None = None


class RowsModel(QAbstractTableModel, Generic[T]):
    """Rows as they were read; a refresh replaces them all."""

    def __init__(self, columns: Sequence[TableColumn[T]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns = tuple(columns)
        self.rows: tuple[T, ...] = ()

    def show(self, rows: Sequence[T]) -> None:
        """Show other rows; where there are as many as before, the selection stays."""
        fresh = tuple(rows)
        if len(fresh) == len(self.rows):
            self.rows = fresh
            if fresh:
                self.dataChanged.emit(self.index(0, 0), self.index(len(fresh) - 1, len(self._columns) - 1))
            return
        self.beginResetModel()
        self.rows = fresh
        self.endResetModel()

    def show_moved(self, rows: Sequence[T]) -> None:
        """Show the same list with some rows replaced: only what lies between the first and the last of these is painted."""
        fresh, before = tuple(rows), self.rows
        if len(fresh) != len(before):
            self.show(fresh)
            return
        moved = [place for place, row in enumerate(fresh) if row is not before[place]]
        self.rows = fresh
        if moved:
            self.dataChanged.emit(self.index(moved[0], 0), self.index(moved[-1], len(self._columns) - 1))

    def row(self, position: int) -> T | None:
        """Return the row at a position."""
        return self.rows[position] if 0 <= position < len(self.rows) else None

    def cell(self, row: int, column: int) -> tuple[str, str | None]:
        """Return the text of a cell and the badge before it; nothing where the row went away."""
        if not 0 <= row < len(self.rows):
            return "", None
        shown, of = self.rows[row], self._columns[column]
        return of.text(shown), of.badge(shown) if of.badge else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Return a column's heading."""
        if orientation != Qt.Orientation.Horizontal or role != _DISPLAY:
            return None
        return self._columns[section].heading()

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return what a cell shows in a role."""
        row = self.row(index.row()) if index.isValid() else None
        if row is None:
            return None
        column = self._columns[index.column()]
        if role == BADGE_ROLE:
            return column.badge(row) if column.badge else None
        if role == _ACCESSIBLE and column.spoken is not None:
            return column.spoken(row)
        if role == _TOOLTIP:
            return plain_tip(column.text(row))
        return column.text(row) if role in {_DISPLAY, _ACCESSIBLE} else None
