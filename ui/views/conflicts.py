# SPDX-License-Identifier: EUPL-1.2
"""*Canvis fets alhora: trieu*: two cards, who and when; one of them, or a third value; then the next."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from eset_desktop.operations.conflicts import KEPT, OTHER, VALUE
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries import waiting
from eset_desktop.store.queries.waiting import ConflictRow
from ui.desk import Desk
from ui.i18n import moment
from ui.icons import icon
from ui.names import Names
from ui.theme import GAP, heading, quiet
from ui.views.page import Page
from ui.widgets.empty import EmptyState
from ui.widgets.label import PlainLabel

_TEXTS: Final = frozenset({"title", "name", "notes", "email", "phone", "address", "identifier"})
"""Fields of which a person can write a third value."""


class Card(QFrame):
    """One person's value."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.value = heading("", self, 1.15)
        self.value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.who = quiet(PlainLabel(self))
        self.note = PlainLabel(self)
        self.choose = QPushButton(icon("check"), "", self)
        self.choose.setObjectName(f"{name}_choose")
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GAP, 2 * GAP, 2 * GAP, 2 * GAP)
        column.addWidget(self.note)
        column.addWidget(self.value)
        column.addWidget(self.who)
        column.addStretch(1)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)


class ConflictsPage(Page):
    """One conflict at a time."""

    name = "conflicts"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._rows: tuple[ConflictRow, ...] = ()
        self._position = 0
        self._written_for = ""
        self._where = PlainLabel(self)
        self._where.setWordWrap(True)
        self._before = quiet(PlainLabel(self))
        self._before.setWordWrap(True)
        self.kept = Card("card_kept", self)
        self.other = Card("card_other", self)
        self._third = PlainLabel(self)
        self.value = QLineEdit(self)
        self.value.setObjectName("conflict_value")
        self._third.setBuddy(self.value)
        self._use = QPushButton(icon("check"), "", self)
        self._use.setObjectName("conflict_use")
        self._count = quiet(PlainLabel(self))
        self._next = QPushButton(icon("next"), "", self)
        self._open = QPushButton(icon("dossier"), "", self)
        self._own = QWidget(self)
        self._empty = EmptyState("check", self)
        self._stack = QStackedWidget(self)
        self._lay_out()
        self.kept.choose.clicked.connect(lambda: self._settle(KEPT))
        self.other.choose.clicked.connect(lambda: self._settle(OTHER))
        self._use.clicked.connect(lambda: self._settle(VALUE))
        self.value.returnPressed.connect(lambda: self._settle(VALUE))
        self._next.clicked.connect(lambda: self._show(self._position + 1))
        self._open.clicked.connect(self._open_dossier)
        self.retranslate()

    def _lay_out(self) -> None:
        cards = QHBoxLayout()
        cards.setSpacing(2 * GAP)
        cards.addWidget(self.kept, 1)
        cards.addWidget(self.other, 1)
        third = QHBoxLayout(self._own)
        third.setContentsMargins(0, 0, 0, 0)
        third.addWidget(self._third)
        third.addWidget(self.value, 1)
        third.addWidget(self._use)
        below = QHBoxLayout()
        below.addWidget(self._open)
        below.addStretch(1)
        below.addWidget(self._count)
        below.addWidget(self._next)
        full = QWidget(self)
        column = QVBoxLayout(full)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GAP)
        column.addWidget(self._where)
        column.addLayout(cards)
        column.addWidget(self._own)
        column.addWidget(self._before)
        column.addLayout(below)
        column.addStretch(1)
        self._stack.addWidget(full)
        self._stack.addWidget(self._empty)
        self.column.addWidget(self._stack, 1)

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed stays."""
        self.title.setText(self.tr("Changes made at the same time: choose"))
        self.kept.note.setText(self.tr("Stands now"))
        self.other.note.setText(self.tr("Was written at the same time"))
        self.kept.choose.setText(self.tr("Keep this one"))
        self.other.choose.setText(self.tr("Use this one"))
        self._third.setText(self.tr("&Or write another"))
        self._use.setText(self.tr("Use what I wrote"))
        self._next.setText(self.tr("Next"))
        self._open.setText(self.tr("Open the dossier"))
        self._empty.say(
            self.tr("There is nothing to choose."),
            self.tr("When two people change the same thing without connection, both values appear here."),
        )
        if self.entered:
            self._read()

    def enter(self, where: Mapping[str, Any]) -> None:  # noqa: ARG002 - it has no places inside
        """Come on screen."""
        self._read()

    def refresh(self, changes: Changes) -> None:
        """Show what changed."""
        if changes.touches("conflict", "dossier", "party", "document"):
            self._read()

    def current(self) -> ConflictRow | None:
        """Return the conflict on screen."""
        return self._rows[self._position] if self._rows else None

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of this page."""
        return {
            "rows": [
                {"id": row.id, "field": row.field, "kept": row.kept, "kept_by": row.kept_by, "kept_at": row.kept_at,
                 "other": row.other, "other_by": row.other_by, "other_at": row.other_at, "dossier": row.dossier_title}
                for row in self._rows
            ],
        }  # fmt: skip

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        (self.kept.choose if self._rows else self).setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> None:
        current = self.current()
        self._rows = waiting.conflicts(self.desk.connection)
        ids = [row.id for row in self._rows]
        self._position = ids.index(current.id) if current is not None and current.id in ids else 0
        self._show(self._position)

    def _show(self, position: int) -> None:
        self._stack.setCurrentIndex(0 if self._rows else 1)
        if not self._rows:
            return
        self._position = position % len(self._rows)
        row = self._rows[self._position]
        names = Names(self.desk.connection, self.desk.language.code)
        where = self.tr("%1 of the dossier “%2”")
        self._where.setText(where.replace("%1", names.field(row.field)).replace("%2", row.dossier_title))
        self._card(self.kept, names.value(row.field, row.kept), row.kept_by, row.kept_at)
        self._card(self.other, names.value(row.field, row.other), row.other_by, row.other_at)
        self._before.setText(self.tr("Before: %1").replace("%1", names.value(row.field, row.before)))
        self._own.setVisible(row.field in _TEXTS)
        if row.id != self._written_for:
            self._written_for = row.id
            self.value.setText(str(row.kept or ""))
        several = len(self._rows) > 1
        self._next.setVisible(several)
        self._count.setVisible(several)
        count = self.tr("%1 of %2").replace("%1", str(self._position + 1)).replace("%2", str(len(self._rows)))
        self._count.setText(count)

    def _card(self, card: Card, value: str, who: str, when: str) -> None:
        card.value.setText(value)
        card.who.setText(f"{who} · {moment(when)}")
        card.choose.setAccessibleDescription(f"{value} · {who}")

    def _settle(self, choice: str) -> None:
        row = self.current()
        if row is not None:
            args: dict[str, Any] = {"conflict": row.id, "choice": choice}
            if choice == VALUE:
                args["value"] = self.value.text().strip()
            self.desk.registry.invoke("conflict.settle", args)

    def _open_dossier(self) -> None:
        row = self.current()
        if row is not None:
            self.desk.registry.invoke("dossier.open", {"id": row.dossier_id})
