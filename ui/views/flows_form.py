# SPDX-License-Identifier: EUPL-1.2
"""The form of a flow: its name, who signs in which step, and how many of a step are enough."""

from collections.abc import Collection, Mapping
from typing import Final

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from eset_desktop.domain.kinds import TITLE_LENGTH
from eset_desktop.domain.rights import may
from eset_desktop.domain.signature_acts import REQUEST, SIGN
from eset_desktop.domain.signature_flow import Flow, Signer
from ui.flows import FlowLine, added, lines_of, moved, removed, who, with_minimum
from ui.icons import icon
from ui.models.rows import TableColumn
from ui.request_words import OFFICE, ROLE
from ui.theme import GAP
from ui.widgets.choice import Choice
from ui.widgets.label import PlainLabel
from ui.widgets.table import Table
from ui.wording import choices, word

_PERSON: Final = "person:"
_OFFICE: Final = "office:"
_LINES: Final = 4


class FlowForm(QGroupBox):
    """Edits one flow; nothing is kept before it is saved.

    Signals:
        moved: The flow or its name is another one.
    """

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: Mapping[str, str] = {}
        self._able: Collection[str] = ()
        self.flow: Flow = ()
        self.name = QLineEdit(self)
        self.name.setMaxLength(TITLE_LENGTH)
        self.verdict = PlainLabel(self)
        self.verdict.setObjectName("flow_name_taken")
        self.verdict.setWordWrap(True)
        self.verdict.hide()
        self.list: Table[FlowLine] = Table(
            "flow_lines", (
                TableColumn(lambda: self.tr("Step"), lambda row: str(row.block + 1)),
                TableColumn(lambda: self.tr("Who"), lambda row: who(row.signer, self._people)),
                TableColumn(lambda: self.tr("What for"), lambda row: word(ROLE, row.signer.role)),
                TableColumn(lambda: self.tr("Enough"), self._enough),
            ), (6, 0, 24, 20), self,
        )  # fmt: skip
        self.who, self.role = Choice(self), Choice(self)
        self.minimum = QSpinBox(self)
        self.next_step, self.same_step = (
            QPushButton(icon("add"), "", self),
            QPushButton(icon("add"), "", self),
        )
        self.earlier, self.later, self.out = (QPushButton(self) for _ in range(3))
        for name in (
            "name", "who", "role", "minimum", "next_step", "same_step", "earlier", "later", "out",
        ):  # fmt: skip
            getattr(self, name).setObjectName(f"flow_{name}")
        self._labels = [PlainLabel(self) for _ in range(4)]
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.list.setFixedHeight(self.list.verticalHeader().defaultSectionSize() * (_LINES + 1))
        asked, steps = QWidget(self), QWidget(self)
        whom = QHBoxLayout(asked)
        whom.setContentsMargins(0, 0, 0, 0)
        for widget, stretch in ((self.who, 2), (self._labels[2], 0), (self.role, 1)):
            whom.addWidget(widget, stretch)
        into = QHBoxLayout()
        into.setSpacing(GAP)
        for button in (self.next_step, self.same_step):
            into.addWidget(button)
        into.addStretch(1)
        line = QHBoxLayout(steps)
        line.setContentsMargins(0, 0, 0, 0)
        line.addWidget(self._labels[3])
        line.addWidget(self.minimum)
        line.addStretch(1)
        for button in (self.earlier, self.later, self.out):
            line.addWidget(button)
        form = QFormLayout()
        form.setVerticalSpacing(GAP)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.addRow(self._labels[0], self.name)
        form.addRow("", self.verdict)
        form.addRow(self._labels[1], asked)
        form.addRow("", into)
        column = QVBoxLayout(self)
        column.addLayout(form)
        column.addWidget(self.list)
        column.addWidget(steps)
        for label, field in zip(self._labels, (self.name, self.who, self.role, self.minimum), strict=True):
            label.setBuddy(field)

    def _connect(self) -> None:
        self.name.textEdited.connect(lambda _: self.moved.emit())
        self.list.chosen.connect(self._tell)
        self.who.currentIndexChanged.connect(lambda _: self._tell())
        self.minimum.valueChanged.connect(self._take_minimum)
        self.next_step.clicked.connect(lambda: self._add(None))
        self.same_step.clicked.connect(lambda: self._with_line(lambda row: self._add(row.block)))
        self.earlier.clicked.connect(lambda: self._with_line(lambda row: self._move(row, -1)))
        self.later.clicked.connect(lambda: self._with_line(lambda row: self._move(row, 1)))
        self.out.clicked.connect(lambda: self._with_line(lambda row: self._show(removed(self.flow, row))))

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed stays."""
        texts = (
            self.tr("&Name"),
            self.tr("W&ho signs"),
            self.tr("W&hat for"),
            self.tr("&Enough of this step"),
        )
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(text)
        self.list.setAccessibleName(self.tr("Steps"))
        self.verdict.setText("✗ " + self.tr("Another flow has this name already: write another one."))
        self.name.setPlaceholderText(self.tr("For example: Invoices"))
        self.next_step.setText(self.tr("As the ne&xt step"))
        self.same_step.setText(self.tr("In the &same step"))
        self.earlier.setText(self.tr("Ea&rlier"))
        self.later.setText(self.tr("&Later"))
        self.out.setText(self.tr("Take &out"))
        self.minimum.setToolTip(self.tr("How many of those who are asked in this step have to answer."))
        self.role.offer(choices(ROLE))
        self._offer()
        self._tell()

    def show_people(self, people: Mapping[str, str], able: Collection[str]) -> None:
        """Take people's names by id, and offer those who are ``able`` to sign beside the offices."""
        self._people, self._able = people, able
        self._offer()
        self._show(self.flow)

    def show_flow(self, name: str, flow: Flow) -> None:
        """Edit a flow, or a new one."""
        self.name.setText(name)
        self._show(flow)

    def show_taken(self, *, taken: bool) -> None:
        """Say below the name that another flow has it, or not."""
        if self.verdict.isHidden() == taken:
            self.verdict.setVisible(taken)
            self.name.setAccessibleDescription(self.verdict.text() if taken else "")

    def _offer(self) -> None:
        named = sorted(
            (pair for pair in self._people.items() if pair[0] in self._able), key=lambda pair: pair[1]
        )
        offices = [(_OFFICE + code, text) for code, text in choices(OFFICE) if may({code}, REQUEST, SIGN)]
        self.who.offer([*offices, *((_PERSON + code, name) for code, name in named)])

    def _signer(self) -> Signer | None:
        code, role = self.who.code(), self.role.code()
        if code.startswith(_PERSON):
            return Signer(role, person=code.removeprefix(_PERSON))
        return Signer(role, office=code.removeprefix(_OFFICE)) if code else None

    def _add(self, block: int | None) -> None:
        signer = self._signer()
        if signer is not None:
            self._show(added(self.flow, signer, block))

    def _move(self, row: FlowLine, by: int) -> None:
        self._show(moved(self.flow, row.block, by), row.block + by)

    def _with_line(self, act: object) -> None:
        row = self.list.row()
        if row is not None and callable(act):
            act(row)

    def _show(self, flow: Flow, block: int | None = None) -> None:
        self.flow = flow
        rows = lines_of(flow)
        self.list.show_rows(rows)
        if block is not None:
            self.list.choose(next((at for at, row in enumerate(rows) if row.block == block), 0))
        self._tell()
        self.moved.emit()

    def _take_minimum(self, minimum: int) -> None:
        self._with_line(lambda row: self._show(with_minimum(self.flow, row.block, minimum)))

    def _tell(self) -> None:
        row = self.list.row() if self.list.rows.rows else None
        with QSignalBlocker(self.minimum):
            self.minimum.setRange(1, row.count if row else 1)
            self.minimum.setValue(row.minimum if row else 1)
        self.minimum.setEnabled(row is not None and row.count > 1)
        self.next_step.setEnabled(bool(self.who.code()))
        self.same_step.setEnabled(row is not None and bool(self.who.code()))
        self.earlier.setEnabled(row is not None and row.block > 0)
        self.later.setEnabled(row is not None and row.block < len(self.flow) - 1)
        self.out.setEnabled(row is not None)

    def _enough(self, row: FlowLine) -> str:
        if row.count == 1:
            return ""
        if row.minimum == row.count:
            return self.tr("all")
        return self.tr("%1 of %2").replace("%1", str(row.minimum)).replace("%2", str(row.count))
