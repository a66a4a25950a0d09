# SPDX-License-Identifier: EUPL-1.2
"""Who may read a dossier or a class: restrict the access with its ground and readers, change them, lift it."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eset_desktop.store.changes import Changes
from eset_desktop.store.live import load
from eset_desktop.store.queries import access
from eset_desktop.store.queries.access import RestrictionRow
from ui.desk import Desk
from ui.icons import icon
from ui.outcome import Outcome
from ui.theme import GAP, quiet
from ui.views.page import Page
from ui.widgets.label import PlainLabel
from ui.widgets.list_delegate import RoomyDelegate

_WIDTH = 110
"""Characters: longer lines of a form are hard to follow."""


class AccessPage(Page):
    """The form of a restriction; Ctrl+Enter or the button saves it."""

    name = "access"
    place = "dossiers"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._kind, self._scope = "", ""
        self._restriction: RestrictionRow | None = None
        self._of = PlainLabel(self)
        self._of.setWordWrap(True)
        self._what = quiet(PlainLabel(self))
        self._what.setWordWrap(True)
        self.reason = QLineEdit(self)
        self.reason.setObjectName("access_reason")
        self.reason.setMaxLength(500)
        self.people = QListWidget(self)
        self.people.setObjectName("access_people")
        self.people.setItemDelegate(RoomyDelegate(self.people))
        self._labels = [PlainLabel(self) for _ in range(2)]
        self._save = QPushButton(icon("restricted"), "", self)
        self._save.setObjectName("access_save")
        self._lift = QPushButton(icon("open"), "", self)
        self._lift.setObjectName("access_lift")
        self._cancel = QPushButton(self)
        self._save.clicked.connect(lambda: desk.registry.follow(self.submit()))
        self._lift.clicked.connect(lambda: desk.registry.invoke("access.lift"))
        self._cancel.clicked.connect(lambda: desk.registry.invoke("go.back"))
        self.reason.textChanged.connect(lambda _: self._update())
        self.submit_with(self._save)
        self._lay_out()
        self.retranslate()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, field in zip(self._labels, (self.reason, self.people), strict=True):
            label.setBuddy(field)
            form.addRow(label, field)
        buttons = QHBoxLayout()
        buttons.addWidget(self._lift)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._save)
        frame = QWidget(self)
        frame.setMaximumWidth(self.fontMetrics().averageCharWidth() * _WIDTH)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(2 * GAP)
        inner.addWidget(self._of)
        inner.addWidget(self._what)
        inner.addLayout(form)
        inner.addLayout(buttons)
        self.column.addWidget(frame)
        self.column.addStretch(1)

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed stays."""
        self.title.setText(self.tr("Restricted access"))
        self._what.setText(
            self.tr(
                "Only the secretary and the people you mark can read it. It disappears from everybody else's computer"
                " the next time it has connection; what they had not sent is kept for them."
            )
        )
        for label, text in zip(
            self._labels, (self.tr("&Legal ground"), self.tr("&Who may read it")), strict=True
        ):
            label.setText(text)
        self.people.setAccessibleName(self.tr("Who may read it"))
        self._lift.setText(self.tr("Lift the restriction"))
        self._cancel.setText(self.tr("Cancel"))
        self._update()

    def enter(self, where: Mapping[str, Any]) -> None:
        """Show the access of a dossier or class: ``kind`` and ``scope``."""
        if where.get("scope"):
            self._kind, self._scope = str(where["kind"]), str(where["scope"])
        self._read()

    def refresh(self, changes: Changes) -> None:
        """Show what changed; what is being filled in stays."""
        if changes.touches("restriction", "grant"):
            self._read()

    def submit(self) -> Outcome[Changes]:
        """Restrict the access, or change who may read."""
        people = self.marked()
        if self._restriction is not None:
            args = {"restriction": self._restriction.id, "people": people}
            return self.desk.registry.invoke("access.readers", args)
        args = {
            "kind": self._kind,
            "scope": self._scope,
            "reason": self.reason.text().strip(),
            "people": people,
        }
        return self.desk.registry.invoke("access.restrict", args)

    def marked(self) -> list[str]:
        """Return the ids of the people who are marked as readers."""
        items = (self.people.item(number) for number in range(self.people.count()))
        return [
            str(each.data(Qt.ItemDataRole.UserRole))
            for each in items
            if each.checkState() == Qt.CheckState.Checked
        ]

    @property
    def of(self) -> tuple[str, str]:
        """Kind and id of what the page is about."""
        return self._kind, self._scope

    @property
    def restriction_id(self) -> str:
        """The restriction on screen, empty when there is none yet."""
        return self._restriction.id if self._restriction else ""

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of this page."""
        return {
            "scope": self._scope, "restriction": self.restriction_id, "reason": self.reason.text(),
            "people": self.marked(),
        }  # fmt: skip

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        (self.people if self._restriction else self.reason).setFocus(Qt.FocusReason.OtherFocusReason)

    def _read(self) -> None:
        connection = self.desk.connection
        self._restriction = access.restriction_on(connection, self._scope)
        stored = load(connection, self._scope)
        name = "title" if self._kind == "dossier" else "title_ca"
        self._of.setText(
            " ".join(filter(None, (stored.state.text("code"), stored.state.text(name)))) if stored else ""
        )
        marked = set(self.marked())
        if self._restriction is not None:
            self.reason.setText(self._restriction.reason)
            marked = {
                each.person_id for each in access.readers(connection, self._restriction.id) if each.grant_id
            }
        self.people.clear()
        for each in access.people_to_grant(connection):
            item = QListWidgetItem(each.name, self.people)
            item.setData(Qt.ItemDataRole.UserRole, each.person_id)
            item.setCheckState(Qt.CheckState.Checked if each.person_id in marked else Qt.CheckState.Unchecked)
        self._update()

    def _update(self) -> None:
        known = self._restriction is not None
        self.reason.setReadOnly(known)
        self._lift.setVisible(known)
        self._save.setText(self.tr("Save who may read it") if known else self.tr("Restrict the access"))
        self._save.setEnabled(bool(self.reason.text().strip()))
