# SPDX-License-Identifier: EUPL-1.2
"""Sending documents to be signed: who signs, in one choice; everything else may stay as it is."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any, Final

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtWidgets import (
    QDateEdit,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QPushButton,
    QWidget,
)

from eset_desktop.domain.signature_flow import READY, Flow
from eset_desktop.operations import signature_requests
from eset_desktop.operations.dossiers import today
from eset_desktop.operations.signature_requests import NewRequest
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries import dossier as dossier_queries
from eset_desktop.store.queries import plan
from eset_desktop.store.queries import signature_requests as queries
from eset_desktop.store.queries.dossier import DocumentRow
from ui.amounts import cents_of
from ui.desk import Desk
from ui.errors import InputMissing, InputWrong
from ui.flows import names_of
from ui.i18n import DAY
from ui.icons import icon
from ui.outcome import Outcome
from ui.theme import GAP, quiet
from ui.views.page import Page
from ui.widgets.choice import Choice
from ui.widgets.label import PlainLabel
from ui.widgets.list_delegate import RoomyDelegate
from ui.widgets.tick import CheckBox

_WIDTH: Final = 110
_TEN_DAYS: Final = timedelta(days=10)
_LINES: Final = 3


class SendToSignPage(Page):
    """One request for each chosen document, all with the same signers."""

    name = "send_to_sign"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._documents: tuple[DocumentRow, ...] = ()
        self._flows: dict[str, Flow] = {}
        self._what = PlainLabel(self)
        self._what.setWordWrap(True)
        self.flow = Choice(self)
        self.flow.setObjectName("send_flow")
        self._own = QPushButton(self)
        self._own.setObjectName("send_flows")
        self.urgent = CheckBox(self)
        self.urgent.setObjectName("send_urgent")
        self.has_end = CheckBox(self)
        self.has_end.setObjectName("send_has_end")
        self.end = QDateEdit(self)
        self.end.setObjectName("send_end")
        self.end.setCalendarPopup(True)
        self.end.setDisplayFormat(DAY)
        self.amount = QLineEdit(self)  # without a validator, which drops keys and leaves another amount
        self.amount.setObjectName("send_amount")
        self.message = QPlainTextEdit(self)
        self.message.setObjectName("send_message")
        self.message.setTabChangesFocus(True)
        self.message.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 12)
        self.reports = QListWidget(self)
        self.reports.setObjectName("send_reports")
        self.reports.setItemDelegate(RoomyDelegate(self.reports))
        self.reports.setWordWrap(True)  # a long title is read whole, in two lines
        self.reports.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._labels = [PlainLabel(self) for _ in range(5)]
        self._none = quiet(PlainLabel(self))
        self._go = QPushButton(icon("folder-sign"), "", self)
        self._go.setObjectName("send_go")
        self._cancel = QPushButton(self)
        self.submit_with(self._go)
        self._lay_out()
        self.has_end.toggled.connect(self.end.setEnabled)
        self._go.clicked.connect(lambda: desk.registry.invoke("request.new", {"flow": self.flow.code()}))
        self._cancel.clicked.connect(self._leave)
        self._own.clicked.connect(lambda: desk.registry.invoke("go.flows"))
        self.retranslate()

    def _lay_out(self) -> None:
        until = QWidget(self)
        end = QHBoxLayout(until)
        end.setContentsMargins(0, 0, 0, 0)
        for widget in (self.has_end, self.end, self.urgent):
            end.addWidget(widget)
        end.addStretch(1)
        whom = QWidget(self)
        flows = QHBoxLayout(whom)
        flows.setContentsMargins(0, 0, 0, 0)
        flows.addWidget(self.flow, 1)
        flows.addWidget(self._own)
        frame = QWidget(self)
        frame.setMaximumWidth(self.fontMetrics().averageCharWidth() * _WIDTH)
        form = QFormLayout(frame)
        form.setContentsMargins(0, 0, 0, 0)
        form.setVerticalSpacing(GAP)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        fields: tuple[QWidget, ...] = (whom, until, self.amount, self.message, self.reports)
        for label, field in zip(self._labels, fields, strict=True):
            label.setBuddy(self.flow if field is whom else field)
            form.addRow(label, field)
        self.reports.setMaximumHeight(self.fontMetrics().lineSpacing() * 8)
        form.addRow("", self._none)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._go)
        form.addRow(buttons)
        self.column.addWidget(self._what)
        self.column.addWidget(frame)
        self.column.addStretch(1)

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed stays."""
        self.title.setText(self.tr("Send to be signed"))
        texts = (
            self.tr("&Who signs"), self.tr("Until"), self.tr("&Amount (€)"), self.tr("&Message"),
            self.tr("&Reports to be seen beside it"),
        )  # fmt: skip
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(text)
        self.has_end.setText(self.tr("&Last day"))
        self.end.setAccessibleName(self.tr("Last day"))
        self.urgent.setText(self.tr("&Urgent"))
        self.reports.setAccessibleName(self.tr("Reports to be seen beside it"))
        self._none.setText(self.tr("It works without connection: it is sent when there is one."))
        self._go.setText(self.tr("Send to be signed"))
        self._cancel.setText(self.tr("Cancel"))
        self._own.setText(self.tr("&Flows…"))
        self._own.setToolTip(self.tr("Put together flows of the town hall's own."))
        self._offer_flows()
        self._tell()

    def enter(self, where: Mapping[str, Any]) -> None:
        """Prepare requests for ``documents`` (ids)."""
        connection = self.desk.connection
        found = (dossier_queries.document(connection, str(each)) for each in where.get("documents", ()))
        wanted = tuple(row for row in found if row is not None)
        if not wanted or [row.id for row in wanted] == [row.id for row in self._documents]:
            self._offer_flows()  # come back to: what was typed stays, and there may be other flows now
            return
        self._documents = wanted
        self.message.clear()
        self.amount.clear()
        self.urgent.setChecked(False)
        self.has_end.setChecked(False)
        self.end.setEnabled(False)
        first = today(self.desk.session)
        self.end.setMinimumDate(QDate(first.year, first.month, first.day))
        soon = first + _TEN_DAYS
        self.end.setDate(QDate(soon.year, soon.month, soon.day))
        self._offer_flows()
        self._offer_reports(str(where.get("dossier", "")))
        self._own.setVisible(self.desk.registry.is_available("go.flows"))
        self._tell()

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of this page."""
        return {"documents": [row.title for row in self._documents], "flow": self.flow.code()}

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        self.flow.setFocus(Qt.FocusReason.OtherFocusReason)

    def submit(self) -> Outcome[Changes]:
        """Send a request for each document: for all of them or for none."""
        flow = self._flows.get(self.flow.code())
        if flow is None:
            return Outcome.failed(InputMissing(field="flow"))
        try:
            requests = [self._request(row, flow) for row in self._documents]
        except InputWrong as error:
            return Outcome.failed(error)

        return self.desk.perform(lambda session: signature_requests.create_all(session, requests)).map(
            self._sent
        )

    def _request(self, row: DocumentRow, flow: Flow) -> NewRequest:
        end = self.end.date()
        return NewRequest(
            row.id,
            flow,
            self.flow.code(),
            message=self.message.toPlainText(),
            urgent=self.urgent.isChecked(),
            expires_on=date(end.year(), end.month(), end.day()) if self.has_end.isChecked() else None,
            amount_cents=self._cents(),
            reports=tuple(self._marked()),
        )

    def _cents(self) -> int | None:
        try:
            return cents_of(self.amount.text(), QLocale())
        except InputWrong:
            self.amount.setFocus()
            self.amount.selectAll()
            raise

    def _marked(self) -> list[str]:
        items = (self.reports.item(each) for each in range(self.reports.count()))
        return [
            str(item.data(Qt.ItemDataRole.UserRole))
            for item in items
            if item.checkState() == Qt.CheckState.Checked
        ]

    def _sent(self, changes: Changes) -> Changes:
        self._leave()
        return changes

    def _leave(self) -> None:
        self._documents = ()
        self.desk.registry.invoke("go.back")

    def _offer_flows(self) -> None:
        own = queries.flows(self.desk.connection) if self.entered else ()
        self._flows = {**READY, **{each.id: each.flow for each in own}}
        people = plan.people(self.desk.connection) if own else {}
        self.flow.offer(list(names_of(own, people).items()))

    def _offer_reports(self, dossier: str) -> None:
        self.reports.clear()
        chosen = {row.id for row in self._documents}
        others = dossier_queries.documents(self.desk.connection, dossier) if dossier else ()
        for row in others:
            if row.id not in chosen:
                item = QListWidgetItem(row.title, self.reports)
                item.setData(Qt.ItemDataRole.UserRole, row.id)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Unchecked)
        shown = self.reports.count() > 0
        for widget in (self.reports, self._labels[-1]):
            widget.setVisible(shown)

    def _tell(self) -> None:
        titles = " · ".join(row.title for row in self._documents[:5])
        more = len(self._documents) - 5
        rest = self.tr("and %n more", "", more) if more > 0 else ""
        self._what.setText(" ".join(part for part in (titles, rest) if part))
