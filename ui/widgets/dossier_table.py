# SPDX-License-Identifier: EUPL-1.2
"""The table in which dossiers are listed: one line each, chosen as a whole, its columns as wide as what they hold."""

from typing import Final

from PySide6.QtWidgets import QHeaderView, QTableView, QWidget

from ui.models.dossier_list import Column, DossierListModel
from ui.widgets.list_delegate import ListDelegate
from ui.widgets.table import show_lines

_WIDTHS: Final = {
    Column.NUMBER: 18,
    Column.SERIES: 16,
    Column.UNIT: 26,
    Column.SITUATION: 12,
    Column.BADGE: 27,
    Column.CHANGED: 21,
}
"""Characters."""


class DossierTable(QTableView):
    """A table of a million rows costs what its visible ones cost: no height or width is asked of the others."""

    def __init__(self, model: DossierListModel, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dossiers_list")
        self.setModel(model)
        self.setItemDelegate(ListDelegate(model, self))
        show_lines(self)
        self._size_columns()

    def _size_columns(self) -> None:
        header = self.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        header.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Stretch)
        for column, characters in _WIDTHS.items():
            header.resizeSection(column, self.fontMetrics().averageCharWidth() * characters)
