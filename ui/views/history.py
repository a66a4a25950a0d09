# SPDX-License-Identifier: EUPL-1.2
"""What happened in a dossier: when, who, what; what is not sent yet stands on top."""

from typing import Any

from PySide6.QtWidgets import QVBoxLayout, QWidget

from eset_desktop.store.queries.history import HistoryRow, history
from ui.badges import badge_word
from ui.desk import Desk
from ui.i18n import moment
from ui.models.rows import TableColumn
from ui.names import Names
from ui.theme import GAP
from ui.widgets.table import Table
from ui.wording import ACT, word

CREATES = (".create", ".content", ".signature", ".augmentation")
"""Ends of the codes of what made something: its title says enough."""


class HistoryTab(QWidget):
    """A table, the newest first."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._names = Names(desk.connection, desk.language.code)
        self.table: Table[HistoryRow] = Table(
            "history", (
                TableColumn(lambda: self.tr("When"), lambda row: moment(row.at)),
                TableColumn(lambda: self.tr("Who"), lambda row: row.by),
                TableColumn(lambda: self.tr("What"), lambda row: word(ACT, row.what)),
                TableColumn(lambda: self.tr("On"), self._on),
                TableColumn(
                    lambda: self.tr("Sending"),
                    lambda row: badge_word("pending" if row.pending else None),
                    lambda row: "pending" if row.pending else None,
                ),
            ), (21, 26, 36, 0, 29), self,
        )  # fmt: skip
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP, GAP, GAP, GAP)
        column.addWidget(self.table)
        self.retranslate()

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        self.table.setAccessibleName(self.tr("History"))

    def show_dossier(self, dossier_id: str) -> None:
        """Show the history of a dossier."""
        self._names = Names(self.desk.connection, self.desk.language.code)
        self.table.show_rows(history(self.desk.connection, dossier_id))

    def _on(self, row: HistoryRow) -> str:
        if row.what.endswith(CREATES):
            return row.title or self._names.summary(row.details)
        told = [
            f"{self._names.field(name)}: {self._change(name, value)}"
            for name, value in row.details.items()
            if self._names.is_told(name)
        ]
        return " · ".join([row.title, *told] if row.title and "title" not in row.details else told)

    def _change(self, name: str, value: Any) -> str:
        if isinstance(value, list) and len(value) == 2:
            return f"{self._names.value(name, value[0])} → {self._names.value(name, value[1])}"
        return self._names.value(name, value)
