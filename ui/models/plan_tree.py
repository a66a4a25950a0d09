# SPDX-License-Identifier: EUPL-1.2
"""The file plan as a tree: functions, sub-functions and series with the number of their open dossiers."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final

from PySide6.QtCore import QAbstractItemModel, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from eset_desktop.store.queries.plan import ClassRow
from ui.text import folded

_DISPLAY: Final = int(Qt.ItemDataRole.DisplayRole)
_ALIGNMENT: Final = int(Qt.ItemDataRole.TextAlignmentRole)
ID_ROLE: Final = int(Qt.ItemDataRole.UserRole)
"""The id of the class."""

Index = QModelIndex | QPersistentModelIndex


@dataclass(eq=False, slots=True)
class _Node:
    row: ClassRow
    above: "_Node | None" = None
    position: int = 0
    under: list["_Node"] = field(default_factory=list)
    dossiers: int = 0


class PlanTreeModel(QAbstractItemModel):
    """Classes that match the filter, and those above them."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ClassRow, ...] = ()
        self._roots: list[_Node] = []
        self._nodes: dict[str, _Node] = {}
        self._text = ""
        self._language = "ca"

    def show(self, rows: Iterable[ClassRow], language: str) -> None:
        """Show a plan in a language."""
        self._rows, self._language = tuple(rows), language
        self._build()

    def set_text(self, text: str) -> None:
        """Show only classes with these words in code or title, and what is above them."""
        self._text = text
        self._build()

    def index_of(self, class_id: str) -> QModelIndex:
        """Return where a class stands, an invalid index when it is not shown."""
        node = self._nodes.get(class_id)
        return self.createIndex(node.position, 0, node) if node else QModelIndex()

    def class_at(self, index: Index) -> ClassRow | None:
        """Return the class at an index."""
        node = _node(index)
        return node.row if node else None

    def first_match(self) -> QModelIndex:
        """Return the first class that itself has the words of the filter."""
        words = folded(self._text).split()
        for node in self._nodes.values():
            if self._matches(node.row, words):
                return self.createIndex(node.position, 0, node)
        return QModelIndex()

    def _build(self) -> None:
        self.beginResetModel()
        wanted = self._wanted()
        self._nodes = {row.id: _Node(row) for row in self._rows if row.id in wanted}
        self._roots = []
        for node in self._nodes.values():
            node.above = self._nodes.get(node.row.parent or "")
            brothers = node.above.under if node.above else self._roots
            node.position = len(brothers)
            brothers.append(node)
        for row in self._rows:
            self._count(row)
        self.endResetModel()

    def _count(self, row: ClassRow) -> None:
        """Add a class's dossiers to all above it that are shown."""
        node = self._nodes.get(row.id) or self._nodes.get(row.parent or "")
        while node is not None:
            node.dossiers += row.dossiers
            node = node.above

    def _wanted(self) -> set[str]:
        words = folded(self._text).split()
        by_id = {row.id: row for row in self._rows}
        wanted: set[str] = set()
        for row in self._rows:
            each: ClassRow | None = row if self._matches(row, words) else None
            while each is not None and each.id not in wanted:
                wanted.add(each.id)
                each = by_id.get(each.parent or "")
        return wanted

    def _matches(self, row: ClassRow, words: list[str]) -> bool:
        text = folded(f"{row.code} {row.title_ca} {row.title_es}")
        return all(each in text for each in words)

    def index(self, row: int, column: int, parent: Index = QModelIndex()) -> QModelIndex:  # noqa: B008 - Qt's own default
        """Return where a row stands."""
        node = _node(parent)
        brothers = node.under if node else self._roots
        if 0 <= row < len(brothers) and 0 <= column < 2:
            return self.createIndex(row, column, brothers[row])
        return QModelIndex()

    def parent(self, index: Index = QModelIndex()) -> Any:  # noqa: B008 - Qt's own default
        """Return where the class above stands."""
        node = _node(index)
        if node is None or node.above is None:
            return QModelIndex()
        return self.createIndex(node.above.position, 0, node.above)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """Return how many rows there are."""
        if parent.column() > 0:
            return 0
        node = _node(parent)
        return len(node.under if node else self._roots)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: ARG002, B008 - Qt's own default
        """Return how many columns there are."""
        return 2

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        """Return a column's heading."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == _ALIGNMENT and section == 1:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return (self.tr("Class"), self.tr("Open dossiers"))[section] if role == _DISPLAY else None

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Return what a cell shows in a role."""
        node = _node(index)
        if node is None:
            return None
        if role == ID_ROLE:
            return node.row.id
        if role == _ALIGNMENT and index.column() == 1:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        if role != _DISPLAY:
            return None
        if index.column() == 1:
            return QLocale().toString(node.dossiers) if node.dossiers else ""
        return f"{node.row.code}  {titled(node.row, self._language)}"


def titled(row: ClassRow, language: str) -> str:
    """Return a class's title in a language, in Catalan where there is no other."""
    return row.title_es if language == "es" and row.title_es else row.title_ca


def _node(index: Index) -> _Node | None:
    found = index.internalPointer() if index.isValid() else None
    return found if isinstance(found, _Node) else None
