# SPDX-License-Identifier: EUPL-1.2
"""How the town hall signs: the flows of its own beside the three ready ones, and how often the PIN is typed."""

from collections.abc import Mapping
from typing import Any, Final

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from eset_desktop.domain.signature_flow import READY, flow_json, name_key
from eset_desktop.operations.signing_settings import asks_each
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries import office, plan
from eset_desktop.store.queries import signature_requests as queries
from eset_desktop.store.queries.signature_rows import FlowRow
from ui.desk import Desk
from ui.flows import ready_names, told
from ui.icons import icon
from ui.models.rows import TableColumn
from ui.outcome import Outcome
from ui.theme import quiet
from ui.views.flows_form import FlowForm
from ui.views.page import Page
from ui.widgets.label import PlainLabel
from ui.widgets.table import Table
from ui.widgets.tick import CheckBox

_NONE: Final = -1


class FlowsPage(Page):
    """The list of flows, the form of the chosen one, and the rule of the PIN."""

    name = "flows"
    place = "signatures"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._people: Mapping[str, str] = {}
        self._edited = ""
        self._what = quiet(PlainLabel(self))
        self._what.setWordWrap(True)
        self.list: Table[FlowRow] = Table(
            "flows", (
                TableColumn(lambda: self.tr("Flow"), lambda row: row.name, lambda row: "pending" if row.pending else None),
                TableColumn(lambda: self.tr("Who signs"), lambda row: told(row.flow, self._people)),
            ), (42, 0), self,
        )  # fmt: skip
        self._new, self._remove = QPushButton(icon("add"), "", self), QPushButton(icon("remove"), "", self)
        self._save = QPushButton(icon("check"), "", self)
        for name, button in (("new", self._new), ("remove", self._remove), ("save", self._save)):
            button.setObjectName(f"flow_{name}")
        self.form = FlowForm(self)
        self.each = CheckBox(self)
        self.each.setObjectName("flow_pin_each")
        self.submit_with(self._save)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        above, below = QHBoxLayout(), QHBoxLayout()
        for button in (self._new, self._remove):
            above.addWidget(button)
        above.addStretch(1)
        below.addWidget(self.each, 1)
        below.addWidget(self._save)
        self.column.addWidget(self._what)
        self.column.addWidget(self.list, 1)
        self.column.addLayout(above)
        self.column.addWidget(self.form)
        self.column.addLayout(below)

    def _connect(self) -> None:
        registry = self.desk.registry
        self.list.chosen.connect(self._edit_chosen)
        self.form.moved.connect(self._tell)
        self._new.clicked.connect(self.begin)
        self._remove.clicked.connect(lambda: registry.invoke("flow.remove"))
        self._save.clicked.connect(lambda: registry.follow(self.submit()))
        self.each.clicked.connect(lambda on: registry.invoke("flow.pin_each", {"each": on}))

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed stays."""
        self.title.setText(self.tr("Signature flows"))
        self._what.setText(
            self.tr(
                "Who signs, and in which order. The three ready flows are always there; the town hall adds its own. A request that was sent keeps the flow it was sent with."
            )
        )
        self.list.setAccessibleName(self.tr("Signature flows"))
        self._new.setText(self.tr("&New flow"))
        self._remove.setText(self.tr("Remo&ve the flow"))
        self.each.setText(self.tr("Ask for the &PIN or passphrase at every signature"))
        self.each.setToolTip(
            self.tr("Otherwise one PIN is good for the documents that a person confirmed together.")
        )
        self.form.retranslate()
        self._read()
        self._tell()

    def enter(self, where: Mapping[str, Any]) -> None:
        """Show the list; what is being put together stays."""
        del where
        self._read()

    def refresh(self, changes: Changes) -> None:
        """Show what changed."""
        if changes.everything or changes.touches("signature_flow", "person", "body"):
            self._read()

    def row(self) -> FlowRow | None:
        """Return the chosen flow where it is one of the town hall's own."""
        row = self.list.row()
        return row if row is not None and row.id not in READY else None

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of this page."""
        rows = [
            {"id": row.id, "name": row.name, "who": told(row.flow, self._people)}
            for row in self.list.rows.rows
        ]
        return {
            "rows": rows,
            "edited": self._edited,
            "steps": len(self.form.flow),
            "name_taken": not self.form.verdict.isHidden(),
            "pin_each": self.each.isChecked(),
        }

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def begin(self) -> None:
        """Put a new flow together."""
        self._edited = ""
        self.list.choose(_NONE)  # what is chosen there is not what is put together, and can be come back to
        self.form.show_flow("", ())
        self.form.name.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> Outcome[Any]:
        """Save what the form says."""
        args = {"name": self.form.name.text().strip(), "flow": flow_json(self.form.flow), "id": self._edited}
        done: Outcome[Any] = self.desk.registry.invoke("flow.save", args)
        return done

    def show_saved(self, flow_id: str) -> None:
        """Go on with a flow that was saved."""
        self._edited = flow_id
        self._read()
        row = next((each for each in self.list.rows.rows if each.id == flow_id), None)
        if row is not None:
            self.form.show_flow(row.name, row.flow)

    def _read(self) -> None:
        if not self.entered:
            return
        connection = self.desk.connection
        self._people = plan.people(connection)
        self.form.show_people(self._people, {each for each, _, _ in office.signers(connection)})
        ready = [FlowRow(code, name, READY[code], pending=False) for code, name in ready_names().items()]
        rows = [*ready, *queries.flows(connection)]
        chosen = self.list.row()
        wanted = self._edited or (chosen.id if chosen is not None else "")
        with QSignalBlocker(self.list):
            self.list.show_rows(rows)
            self.list.choose(next((at for at, row in enumerate(rows) if row.id == wanted), _NONE))
        with QSignalBlocker(self.each):
            self.each.setChecked(asks_each(connection))
        self._tell()

    def _edit_chosen(self) -> None:
        """Show the chosen flow in the form; a ready one is a beginning for one of the town hall's own."""
        row = self.list.row()
        if row is not None and (row.id != self._edited or not row.id):
            own = row.id not in READY
            self._edited = row.id if own else ""
            self.form.show_flow(row.name if own else "", row.flow)
        self._tell()

    def _tell(self) -> None:
        may = self.desk.registry.is_available("flow.save")
        for widget in (self._new, self._remove, self._save, self.form):
            widget.setVisible(may)
        self.each.setEnabled(may)
        self._remove.setEnabled(self.row() is not None)
        taken = self._is_taken(self.form.name.text())
        self.form.show_taken(taken=taken)
        self._save.setEnabled(bool(self.form.flow) and bool(self.form.name.text().strip()) and not taken)
        self.form.setTitle(self.tr("Change the flow") if self._edited else self.tr("New flow"))
        self._save.setText(self.tr("Save the flow"))
        self.desk.registry.update()

    def _is_taken(self, name: str) -> bool:
        """Tell whether another flow has a name; a flow may keep the one that it has."""
        names = {row.id: name_key(row.name) for row in self.list.rows.rows}
        return names.pop(self._edited, "") != name_key(name) and name_key(name) in names.values()
