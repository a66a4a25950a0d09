# SPDX-License-Identifier: EUPL-1.2
"""The list of dossiers: search as you type, chips for the situation and for what waits, the newest first."""

from array import array
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QLocale, QModelIndex, Qt, QTimer
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QToolButton,
    QWidget,
)

from eset_desktop.store import meta
from eset_desktop.store.changes import Changes
from eset_desktop.store.live import load
from eset_desktop.store.queries.dossiers import DossierFilter, DossierRow
from ui.desk import Desk
from ui.icons import icon
from ui.looking import Looking
from ui.models import vectors
from ui.models.dossier_list import Column, DossierListModel
from ui.models.vectors import Fresh
from ui.outcome import Outcome
from ui.theme import quiet
from ui.views.page import Page
from ui.views.plan import DEBOUNCE
from ui.widgets.dossier_table import DossierTable
from ui.widgets.empty import EmptyState
from ui.widgets.label import PlainLabel

_OPEN: Final = "open"
_CLOSED: Final = "closed"
_ALL: Final = "all"
_PENDING: Final = "pending"
_CHIPS: Final = (_OPEN, _CLOSED, _ALL, _PENDING)


class DossiersPage(Page):
    """A search box, chips and a list that stays quick with a million rows."""

    name = "dossiers"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.box = QLineEdit(self)
        self.box.setObjectName("dossiers_box")
        self.box.setClearButtonEnabled(True)
        self._timer = QTimer(self, singleShot=True, interval=DEBOUNCE)
        self._timer.timeout.connect(self._search)
        self.box.textChanged.connect(self._typed)
        self.box.returnPressed.connect(self._into_list)
        self._class_id: str | None = None
        self._class_chip = QToolButton(self)
        self._class_chip.setIcon(icon("close"))
        self._class_chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._class_chip.clicked.connect(lambda: self.enter({"class": ""}))
        self.chips = {name: self._chip(name) for name in _CHIPS}
        self._group = QButtonGroup(self)
        for chip in self.chips.values():
            self._group.addButton(chip)
        self.chips[_OPEN].setChecked(True)
        self._group.buttonClicked.connect(lambda _: self._search())
        self._count = quiet(PlainLabel(self))
        self.model = DossierListModel(desk.connection, self)
        self._looking = Looking(desk.registry, self._read_vector, self._take)
        self._asked = self._read = False
        self._held: array[int] | None = None
        self._fresh = QPushButton(self)
        self._fresh.setObjectName("dossiers_fresh")
        self._fresh.setIcon(icon("download"))
        self._fresh.clicked.connect(self._show_held)
        self._fresh.hide()
        self.list = DossierTable(self.model, self)
        self.list.activated.connect(self._open)
        self._empty = EmptyState("dossier", self, desk.registry.action("dossier.new"))
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.list)
        self._stack.addWidget(self._empty)
        self._lay_out()
        self.retranslate()

    def _chip(self, name: str) -> QToolButton:
        chip = QToolButton(self)
        chip.setObjectName(f"chip_{name}")
        chip.setCheckable(True)
        chip.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        plain = "pending" if name == _PENDING else ""
        chip.setIcon(icon(plain))
        chip.toggled.connect(lambda chosen: chip.setIcon(icon("check" if chosen else plain)))
        return chip

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.box, 1)
        for chip in self.chips.values():
            row.addWidget(chip)
        below = QHBoxLayout()
        below.addWidget(self._class_chip)
        below.addWidget(self._count)
        below.addWidget(self._fresh)
        below.addStretch(1)
        self.column.addLayout(row)
        self.column.addLayout(below)
        self.column.addWidget(self._stack, 1)

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed stays."""
        self.title.setText(self.tr("Dossiers"))
        self.box.setPlaceholderText(self.tr("Number, title, interested person or document"))
        self.box.setAccessibleName(self.tr("Search dossiers"))
        self.list.setAccessibleName(self.tr("Dossiers"))
        for name, text in (
            (_OPEN, self.tr("Open")),
            (_CLOSED, self.tr("Closed")),
            (_ALL, self.tr("All")),
            (_PENDING, self.tr("Waiting to be sent")),
        ):
            self.chips[name].setText(text)
        self._class_chip.setToolTip(self.tr("Show all series again"))
        self._tell()

    def enter(self, where: Mapping[str, Any]) -> None:
        """Show dossiers of a ``class``, with a ``text``, of a ``situation``: what is not said stays, ``""`` clears."""
        if "class" in where:
            self._class_id = where["class"] or None
        if "text" in where:
            self.box.setText(str(where["text"]))
        if where.get("situation") in self.chips:
            self.chips[where["situation"]].setChecked(True)
        self._search()

    def refresh(self, changes: Changes) -> None:
        """Show what changed; nothing moves under the hands of a person who has scrolled or chosen."""
        self.model.forget_rows()
        if changes.touches("dossier", "party", "document", "version", "conflict", "class", "unit"):
            self._looking.look()

    def ready(self) -> Outcome[object]:
        """Return the outcome of the last look at the cache."""
        return self._looking.looked

    def selected(self) -> DossierRow | None:
        """Return the dossier that is chosen."""
        return self.model.dossier(self.list.currentIndex().row())

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of this page."""
        shown = [self.model.dossier(each) for each in range(min(50, self.model.rowCount()))]
        return {
            "count": self.model.rowCount(),
            "rows": [
                {
                    "id": row.id,
                    "number": row.number,
                    "label": row.label,
                    "title": row.title,
                    "pending": row.pending,
                }
                for row in shown
                if row is not None
            ],
        }

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        self.box.setFocus(Qt.FocusReason.OtherFocusReason)
        self.box.selectAll()

    def _wanted(self) -> DossierFilter:
        chosen = next(name for name, chip in self.chips.items() if chip.isChecked())
        wanted = DossierFilter(class_id=self._class_id, situation=None, text=self.box.text())
        if chosen == _PENDING:
            return replace(wanted, pending_only=True)
        return wanted if chosen == _ALL else replace(wanted, situation=chosen)

    def _typed(self, _: str) -> None:
        self._timer.start()

    def _search(self) -> None:
        """Show what is asked for now, whatever the person's hands are on: they asked."""
        self._timer.stop()
        self._asked = True
        self._looking.look()

    def _read_vector(self) -> Outcome[Fresh]:
        wanted, shown, count = self._wanted(), self.model.vector, self._in_use()
        return self.desk.look(lambda connection: vectors.read(connection, wanted, shown, count=count))

    def _take(self, fresh: Fresh) -> None:
        """Show a vector, or hold it back; look again when something else is wanted now."""
        if fresh.wanted != self._wanted():
            self._looking.look()
            return
        if self._asked or not self._in_use():
            self._swap(fresh.vector)
        elif not fresh.same:
            self._hold(fresh)
        self._read = True
        self._asked = False
        self._tell()

    def _in_use(self) -> bool:
        """Tell whether the person has scrolled or chosen: at the top nobody chose yet, and the newest takes its place."""
        return self.list.verticalScrollBar().value() > 0 or self.list.currentIndex().row() > 0

    def _hold(self, fresh: Fresh) -> None:
        self._held = fresh.vector
        self._fresh.setText(
            self.tr("%n new: show them", "", fresh.new)
            if fresh.new
            else self.tr("The order changed: show it")
        )
        self._fresh.show()

    def _show_held(self) -> None:
        """Show what was held back, from the top."""
        if self._held is not None:
            self.list.setCurrentIndex(QModelIndex())
            self._swap(self._held)
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _swap(self, vector: "array[int]") -> None:
        """Show a vector; what is chosen stays so and in sight, at the top the view stays at the top."""
        self._held = None
        self._fresh.hide()
        if vector == self.model.vector:
            self.model.forget_rows()
            return
        current = self.list.currentIndex().row()
        chosen = self.model.vector[current] if current > 0 else None
        self.model.show(vector)
        position = self.model.position_of(chosen) if chosen is not None else -1
        if len(vector):
            self.list.setCurrentIndex(self.model.index(max(position, 0), Column.TITLE))
        if position < 0:
            self.list.scrollToTop()

    def _tell(self) -> None:
        count = self.model.rowCount()
        self._count.setText(
            self.tr("%n dossier(s)", "", count).replace(str(count), QLocale().toString(count), 1)
        )
        self._class_chip.setVisible(self._class_id is not None)
        if self._class_id is not None:
            self._class_chip.setText(self._class_text(self._class_id))
        self._stack.setCurrentIndex(0 if count or not self._read else 1)
        if self.box.text().strip() or self._class_id:
            self._empty.say(
                self.tr("No dossier is like that."), self.tr("Try fewer words, another chip or all series.")
            )
        elif not meta.get(self.desk.connection, "line.complete"):
            self._empty.say(
                self.tr("The town hall's dossiers are on their way."),
                self._for_writers(self.tr("They appear here as they come. You can begin a new one already.")),
            )
        else:
            self._empty.say(
                self.tr("There is no dossier here."),
                self._for_writers(self.tr("The first one begins with its series.")),
            )

    def _for_writers(self, advice: str) -> str:
        return advice if self.desk.registry.is_available("dossier.new") else ""

    def _class_text(self, class_id: str) -> str:
        found = load(self.desk.connection, class_id)
        if found is None:
            return self.tr("Series")
        title = found.state.get("title_es") if self.desk.language.code == "es" else None
        return f"{found.state.get('code')} {title or found.state.get('title_ca')}"

    def _into_list(self) -> None:
        if self._timer.isActive():
            self._search()
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _open(self, index: QModelIndex) -> None:
        row = self.model.dossier(index.row())
        if row is not None:
            self.desk.registry.invoke("dossier.open", {"id": row.id})
