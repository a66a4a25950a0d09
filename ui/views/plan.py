# SPDX-License-Identifier: EUPL-1.2
"""The file plan: functions, sub-functions and series; from a series to its dossiers or to a new one."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QTreeView,
    QWidget,
)

from eset_desktop.store.changes import Changes
from eset_desktop.store.queries import plan
from eset_desktop.store.queries.plan import ClassRow
from ui.desk import Desk
from ui.icons import icon
from ui.models.plan_tree import PlanTreeModel
from ui.outcome import Outcome
from ui.views.page import Page
from ui.widgets.empty import EmptyState
from ui.widgets.list_delegate import RoomyDelegate

DEBOUNCE = 100
"""Milliseconds after the last key before a filter works."""


class PlanPage(Page):
    """The tree of the file plan with a box that filters it."""

    name = "plan"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.box = QLineEdit(self)
        self.box.setObjectName("plan_box")
        self.box.setClearButtonEnabled(True)
        self.box.returnPressed.connect(self._into_tree)
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE)
        self._timer.timeout.connect(self._filter)
        self.box.textChanged.connect(self._typed)
        self.model = PlanTreeModel(self)
        self._looked: Outcome[object] = Outcome.of(None)
        self._came = False
        self.tree = self._made_tree()
        self._show = QPushButton(icon("dossier"), "", self)
        self._show.clicked.connect(self._show_dossiers)
        self._new = QPushButton(icon("dossier-new"), "", self)
        self._new.clicked.connect(self._new_dossier)
        self._empty = EmptyState("plan", self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.tree)
        self._stack.addWidget(self._empty)
        row = QHBoxLayout()
        row.addWidget(self.box, 1)
        row.addWidget(self._show)
        row.addWidget(self._new)
        self.column.addLayout(row)
        self.column.addWidget(self._stack, 1)
        self.retranslate()

    def _made_tree(self) -> QTreeView:
        tree = QTreeView(self)
        tree.setObjectName("plan_tree")
        tree.setModel(self.model)
        tree.setUniformRowHeights(True)
        tree.setAlternatingRowColors(True)
        tree.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        tree.setExpandsOnDoubleClick(False)
        tree.setItemDelegate(RoomyDelegate(tree))
        header = tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        header.setSectionResizeMode(1, QHeaderView.ResizeMode.Fixed)
        header.resizeSection(1, self.fontMetrics().averageCharWidth() * 20)
        tree.activated.connect(lambda _: self._show_dossiers())
        tree.selectionModel().currentChanged.connect(lambda *_: self._update_buttons())
        return tree

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed stays."""
        self.title.setText(self.tr("File plan"))
        self.box.setPlaceholderText(self.tr("Code or words of a function, sub-function or series"))
        self.box.setAccessibleName(self.tr("Filter the file plan"))
        self.tree.setAccessibleName(self.tr("File plan"))
        self._show.setText(self.tr("Its dossiers"))
        self._new.setText(self.tr("New dossier here"))
        if self.entered:
            self._look()

    def enter(self, where: Mapping[str, Any]) -> None:
        """Come on screen, with the words ``text`` and at a ``class``."""
        if isinstance(where.get("text"), str):
            self.box.setText(where["text"])
            self._filter()
        wanted = where.get("class")
        self._look(wanted if isinstance(wanted, str) else None)

    def refresh(self, changes: Changes) -> None:
        """Show what changed."""
        if changes.touches("class", "dossier"):
            self._look()

    def ready(self) -> Outcome[object]:
        """Return the outcome of the last look at the cache."""
        return self._looked

    def selected(self) -> ClassRow | None:
        """Return the class that is chosen."""
        return self.model.class_at(self.tree.currentIndex())

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of this page."""
        chosen = self.selected()
        return {"class": chosen.code if chosen else None, "functions": self.model.rowCount()}

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)

    def _look(self, select: str | None = None) -> None:
        """Count the open dossiers of every class beside the main thread, then show them."""
        if not self._looked.is_settled:
            looked = self._looked.then(lambda _: self.desk.look(plan.classes))
        else:
            looked = self.desk.look(plan.classes)
        self._looked = self.desk.registry.follow(looked.map(lambda rows: self._take(rows, select)))

    def _take(self, rows: tuple[ClassRow, ...], select: str | None) -> None:
        chosen = self.selected()
        opened = self._open_classes()
        place = self.tree.verticalScrollBar().value()
        self._came = True
        self.model.show(rows, self.desk.language.code)
        if self.box.text().strip():
            self.tree.expandAll()
        for class_id in opened:
            self.tree.setExpanded(self.model.index_of(class_id), True)
        if chosen is not None:
            self._select(self.model.index_of(chosen.id))
        elif self.box.text().strip():
            self._select(self.model.first_match())
        self.tree.verticalScrollBar().setValue(place)
        if select is not None:
            self._select(self.model.index_of(select))
        self._after()

    def _open_classes(self) -> list[str]:
        found: list[str] = []
        waiting = [self.model.index(row, 0) for row in range(self.model.rowCount())]
        while waiting:
            index = waiting.pop()
            row = self.model.class_at(index)
            if row is not None and self.tree.isExpanded(index):
                found.append(row.id)
                waiting.extend(self.model.index(each, 0, index) for each in range(self.model.rowCount(index)))
        return found

    def _typed(self, _: str) -> None:
        self._timer.start()

    def _filter(self) -> None:
        self._timer.stop()
        text = self.box.text().strip()
        self.model.set_text(text)
        if text:
            self.tree.expandAll()
            self._select(self.model.first_match())
        self._after()

    def _after(self) -> None:
        empty = self._came and self.model.rowCount() == 0
        self._stack.setCurrentIndex(1 if empty else 0)
        if self.box.text().strip():
            self._empty.say(self.tr("No class has these words."), self.tr("Try fewer or shorter words."))
        else:
            self._empty.say(
                self.tr("There is no file plan on this computer yet."),
                self.tr("It comes with the first connection to the central service."),
            )
        self._update_buttons()

    def _select(self, index: QModelIndex) -> None:
        if index.isValid():
            self.tree.setCurrentIndex(index)
            self.tree.scrollTo(index)

    def _into_tree(self) -> None:
        if self._timer.isActive():
            self._filter()
        self.tree.setFocus(Qt.FocusReason.TabFocusReason)

    def _update_buttons(self) -> None:
        chosen = self.selected()
        self._show.setEnabled(chosen is not None)
        self._new.setEnabled(chosen is not None and self.desk.registry.is_available("dossier.new"))
        self.desk.registry.update()

    def _show_dossiers(self) -> None:
        chosen = self.selected()
        if chosen is not None:
            self.desk.registry.invoke("go.dossiers", {"class": chosen.id})

    def _new_dossier(self) -> None:
        chosen = self.selected()
        if chosen is not None:
            self.desk.registry.invoke("dossier.new", {"class": chosen.id, "submit": False})
