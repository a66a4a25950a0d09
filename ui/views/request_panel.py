# SPDX-License-Identifier: EUPL-1.2
"""What is seen beside a document that waits for a signature: dossier, amount, who asks, who else signs, reports, comments."""

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from eset_desktop.store.queries.signature_rows import RequestPage, StepRow
from ui.desk import Desk
from ui.errors import line_of_code
from ui.i18n import day, moment
from ui.icons import icon
from ui.models.rows import TableColumn
from ui.request_words import ROLE, amount, asked_of_me, state_of_request, step_line, step_state
from ui.theme import GAP, row_height
from ui.widgets.fields import fact
from ui.widgets.label import PlainLabel
from ui.widgets.table import Table
from ui.wording import word

_FACTS: Final = 8
_STEP_ROWS: Final = 4


class RequestPanel(QScrollArea):
    """The facts of one request.

    Signals:
        wants_version: A report is to be seen; carries the id of its version.
        said: The person wrote a comment; carries the text.
    """

    wants_version = Signal(str)
    said = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.shown: RequestPage | None = None
        self.setObjectName("request_panel")
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self._labels = [PlainLabel(self) for _ in range(_FACTS)]
        self._facts: list[QLabel] = [fact(self) for _ in range(_FACTS)]
        self.steps: Table[StepRow] = Table(
            "steps", (
                TableColumn(lambda: self.tr("Who"), step_line),
                TableColumn(lambda: self.tr("What"), lambda row: word(ROLE, row.role)),
                TableColumn(lambda: self.tr("State"), step_state),
            ), (0, 16, 38), self,
        )  # fmt: skip
        self._reports_title = PlainLabel(self)
        self._reports = QVBoxLayout()
        self._comments = fact(self)
        self.comment = QLineEdit(self)
        self.comment.setObjectName("request_comment")
        self.comment.setMaxLength(2000)
        self._send = QPushButton(icon("check"), "", self)
        self._lay_out()
        self.comment.returnPressed.connect(self._say)
        self._send.clicked.connect(self._say)
        self.retranslate()

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, value in zip(self._labels, self._facts, strict=True):
            form.addRow(label, value)
        self.steps.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self._reports.setSpacing(GAP // 2)
        say = QHBoxLayout()
        say.addWidget(self.comment, 1)
        say.addWidget(self._send)
        self._inner = QWidget(self)
        column = QVBoxLayout(self._inner)
        column.setContentsMargins(0, GAP, GAP, 0)
        column.setSpacing(GAP)
        column.addLayout(form)
        column.addWidget(self.steps)
        column.addWidget(self._reports_title)
        column.addLayout(self._reports)
        column.addWidget(self._comments)
        column.addLayout(say)
        column.addStretch(1)
        self.setWidget(self._inner)

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed stays."""
        names = (
            self.tr("Dossier"), self.tr("Asked of you"), self.tr("Amount"), self.tr("Sent by"), self.tr("Last day"),
            self.tr("Message"), self.tr("State"), self.tr("Attention"),
        )  # fmt: skip
        for label, name in zip(self._labels, names, strict=True):
            label.setText(name)
        self.setAccessibleName(self.tr("The request"))
        self.steps.setAccessibleName(self.tr("Who is asked"))
        self._reports_title.setText(self.tr("To be seen together:"))
        self.comment.setPlaceholderText(self.tr("Write a comment…"))
        self.comment.setAccessibleName(self.tr("Comment"))
        self._send.setText(self.tr("Comment"))
        self.show_request(self.shown)

    def show_request(self, shown: RequestPage | None) -> None:
        """Show a request, or nothing."""
        other = shown is None or self.shown is None or shown.row.id != self.shown.row.id
        self.shown = shown
        self._inner.setVisible(shown is not None)
        if other:
            self.comment.clear()
            self.verticalScrollBar().setValue(0)
        if shown is None:
            return
        for label, value, text in zip(self._labels, self._facts, self._told(shown), strict=True):
            value.setText(text)
            for widget in (label, value):
                widget.setVisible(bool(text))
        self.steps.show_rows(shown.steps)
        self.steps.clearSelection()
        self.steps.setFixedHeight(row_height(self.steps) * (min(len(shown.steps), _STEP_ROWS) + 1))
        self._show_reports(shown)
        said = [f"{each.author}, {moment(each.at)}: {each.text}" for each in shown.comments]
        self._comments.setText("\n".join(said))
        self._comments.setVisible(bool(said))

    def _told(self, shown: RequestPage) -> tuple[str, ...]:
        row = shown.row
        where = " ".join(part for part in (row.dossier_number, row.dossier_title) if part)
        state = ". ".join(part for part in (state_of_request(row), row.ended_by, row.reason) if part)
        sent = ", ".join(part for part in (row.sender_name, moment(row.sent_at)) if part)
        late = (
            self.tr("%n signature(s) came when it was not asked for any more.", "", row.late)
            if row.late
            else ""
        )
        refused = line_of_code(row.refused, self.desk.language.code).text if row.refused else ""
        return (
            where, asked_of_me(row) if row.mine else "", amount(row.amount_cents), sent, day(row.expires_on), row.message,
            state, " ".join(part for part in (late, refused) if part),
        )  # fmt: skip

    def _show_reports(self, shown: RequestPage) -> None:
        while (item := self._reports.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        self._reports_title.setVisible(bool(shown.reports))
        if shown.reports:  # the way back from a report
            self._reports.addWidget(
                self._shower(shown.row.subject, shown.row.standing if shown.row.here else ""),
                0,
                Qt.AlignmentFlag.AlignLeft,
            )
        for report in shown.reports:
            text = report.title or self.tr("Not on this computer")
            self._reports.addWidget(self._shower(text, report.version_id), 0, Qt.AlignmentFlag.AlignLeft)

    def _shower(self, text: str, version: str) -> QPushButton:
        """Return a button that shows a version, or says that it is not here."""
        button = QPushButton(icon("document"), text, self)
        button.setFlat(True)
        button.setEnabled(bool(version))
        button.clicked.connect(lambda: self.wants_version.emit(version))
        return button

    @property
    def is_writing(self) -> bool:
        """Whether a comment stands there that was not said yet."""
        return bool(self.comment.text().strip())

    def _say(self) -> None:
        text = self.comment.text().strip()
        if text:
            self.comment.clear()
            self.said.emit(text)
