# SPDX-License-Identifier: EUPL-1.2
"""The list of dossiers: a vector of row numbers and a few pages of rows around what is on screen.

A million rows cost 8 MB and scroll as fast as fifty: one query on another thread gives the vector, and the rows of a
page are read when they are first painted (a third of a millisecond).
"""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import Any, Final

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QModelRoleDataSpan,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from eset_desktop.store.engine import Connection
from eset_desktop.store.queries.dossiers import DossierRow, rows
from ui.badges import badge_of_dossier, badge_word
from ui.i18n import moment
from ui.widgets.label import plain_tip
from ui.wording import SITUATION, word

PAGE: Final = 128
_PAGES: Final = 64

BADGE_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""The badge that the delegate draws before the text."""

_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_ACCESSIBLE: Final = int(Qt.ItemDataRole.AccessibleTextRole)
_TOOLTIP: Final = int(Qt.ItemDataRole.ToolTipRole)

RESTRICTED: Final = "restricted"
"""The badge of a dossier that only some people may read."""

Index = QModelIndex | QPersistentModelIndex


class Column(IntEnum):
    """What each column shows."""

    NUMBER = 0
    TITLE = 1
    SERIES = 2
    UNIT = 3
    SITUATION = 4
    BADGE = 5
    CHANGED = 6


class DossierListModel(QAbstractTableModel):
    """Dossiers in the order of the cache's vector; never sorted or filtered here."""

    def __init__(self, connection: Connection, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._connection = connection
        self._ids: array[int] = array("q")
        self._pages: OrderedDict[int, dict[int, DossierRow]] = OrderedDict()

    @property
    def vector(self) -> "array[int]":
        """The row numbers shown, in order; never changed in place."""
        return self._ids

    def show(self, vector: "array[int]") -> None:
        """Show other dossiers, or the same in another order."""
        self.beginResetModel()
        self._ids = vector
        self._pages.clear()
        self.endResetModel()

    def forget_rows(self) -> None:
        """Read the rows again when they are painted next."""
        self._pages.clear()
        if self._ids:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._ids) - 1, len(Column) - 1))

    def dossier(self, position: int) -> DossierRow | None:
        """Return the row at a position; None when it went away since the vector was read."""
        if not 0 <= position < len(self._ids):
            return None
        number = position // PAGE
        page = self._pages.get(number)
        if page is None:
            page = rows(self._connection, self._ids[number * PAGE : (number + 1) * PAGE])
            self._pages[number] = page
            if len(self._pages) > _PAGES:
                self._pages.popitem(last=False)
        else:
            self._pages.move_to_end(number)
        return page.get(self._ids[position])

    def cell(self, row: int, column: int) -> tuple[str, str | None]:
        """Return the text of a cell and the badge before it; nothing where the row went away."""
        shown = self.dossier(row)
        return ("", None) if shown is None else (_TEXTS[column](shown), _badge(shown, column))

    def position_of(self, row: int) -> int:
        """Return where a dossier's row number stands, -1 when it is not shown."""
        try:
            return self._ids.index(row)
        except ValueError:
            return -1

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many rows there are."""
        return 0 if parent.isValid() else len(self._ids)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many columns there are."""
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Return a column's heading."""
        if orientation != Qt.Orientation.Horizontal or role != _DISPLAY:
            return None
        return (
            self.tr("Number"), self.tr("Title"), self.tr("Series"), self.tr("Unit"), self.tr("Situation"),
            self.tr("Sending"), self.tr("Last change"),
        )[section]  # fmt: skip

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return what a cell shows in a role."""
        if role not in {_DISPLAY, BADGE_ROLE, _ACCESSIBLE, _TOOLTIP} or not index.isValid():
            return None
        row = self.dossier(index.row())
        if row is None:
            return None
        if role == BADGE_ROLE:
            return _badge(row, index.column())
        if role == _ACCESSIBLE and index.column() == Column.SITUATION and row.restricted:
            return f"{_TEXTS[Column.SITUATION](row)}, {badge_word(RESTRICTED)}"
        if role == _TOOLTIP:
            return plain_tip(_TEXTS[index.column()](row)) if index.column() in _TOLD else None
        return _TEXTS[index.column()](row)

    def multiData(  # type: ignore[override] # the stubs name another type than Qt gives
        self,
        index: Index,
        roleDataSpan: QModelRoleDataSpan,  # noqa: N803 - Qt's own name
    ) -> None:
        """Fill all roles of a cell in one call: a view asks for nine."""
        for position in range(roleDataSpan.size()):
            wanted = roleDataSpan[position]  # type: ignore[index] # the stubs miss __getitem__
            value = self.data(index, wanted.role())
            if value is None:
                wanted.clearData()
            else:
                wanted.setData(value)


def _badge(row: DossierRow, column: int) -> str | None:
    if column == Column.SITUATION:
        return RESTRICTED if row.restricted else None
    return badge_of_dossier(row) if column == Column.BADGE else None


_TOLD: Final = frozenset({Column.TITLE, Column.UNIT})
"""Columns whose text may be longer than the room."""

_TEXTS: Final[Mapping[int, Callable[[DossierRow], str]]] = {
    Column.NUMBER: lambda row: row.number or row.label,
    Column.TITLE: lambda row: row.title,
    Column.SERIES: lambda row: row.class_code,
    Column.UNIT: lambda row: row.unit,
    Column.SITUATION: lambda row: word(SITUATION, row.situation),
    Column.BADGE: lambda row: badge_word(badge_of_dossier(row)),
    Column.CHANGED: lambda row: moment(row.changed_at),
}
