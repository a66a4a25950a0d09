# SPDX-License-Identifier: EUPL-1.2
"""The signatures of a document: who, when, whether it holds, and everything that is known of the chosen one."""

from collections.abc import Sequence

from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from eset_desktop.signing.validation.report import SignatureReport
from ui.i18n import Language, moment_of
from ui.models.rows import TableColumn
from ui.theme import GAP
from ui.verdicts import (
    MODIFICATIONS,
    REVOCATION,
    TRUST,
    VERDICT,
    finding_of,
    is_time_seal,
    level_of,
    problem_text,
    time_note,
    verdict_of,
)
from ui.widgets.fields import fact
from ui.widgets.label import PlainLabel
from ui.widgets.table import Table
from ui.wording import word

_FACTS = 6


class SignatureList(QWidget):
    """A short table and the facts below it."""

    def __init__(self, language: Language, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self.table: Table[SignatureReport] = Table(
            "signatures", (
                TableColumn(lambda: self.tr("Signature"), self._who),
                TableColumn(lambda: self.tr("When"), lambda row: moment_of(row.time) if row.time else "—"),
                TableColumn(lambda: self.tr("Result"), lambda row: word(VERDICT, verdict_of(row)), lambda row: f"verdict_{verdict_of(row)}"),
            ), (0, 24, 26), self,
        )  # fmt: skip
        self._labels = [PlainLabel(self) for _ in range(_FACTS)]
        self._facts: list[QLabel] = [fact(self) for _ in range(_FACTS)]
        form = QFormLayout()
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, value in zip(self._labels, self._facts, strict=True):
            form.addRow(label, value)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.table, 1)
        column.addLayout(form)
        self.table.chosen.connect(self._tell)
        self.retranslate()

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        self.table.setAccessibleName(self.tr("Signatures"))
        names = (
            self.tr("Result"), self.tr("Time"), self.tr("Time seal"), self.tr("Certificate"), self.tr("Validity"),
            self.tr("Afterwards"),
        )  # fmt: skip
        for label, name in zip(self._labels, names, strict=True):
            label.setText(name)
        self._tell()

    def show_signatures(self, signatures: Sequence[SignatureReport]) -> None:
        """Show other signatures."""
        self.table.show_rows(signatures)
        self.setVisible(bool(signatures))

    def _who(self, row: SignatureReport) -> str:
        name = row.signer or self.tr("Signer unknown")
        return self.tr("Time seal by %1").replace("%1", name) if is_time_seal(row) else name

    def _tell(self) -> None:
        row = self.table.row()
        for widget in (*self._labels, *self._facts):
            widget.setVisible(row is not None)
        if row is None:
            return
        language = self._language.code
        when = moment_of(row.time) if row.time is not None else "—"
        others = [problem_text(each, language) for each in row.problems[1:]]
        told = (
            " ".join([finding_of(row, language).text, *others]),
            f"{when}, {time_note(row)}",
            word(VERDICT, verdict_of(row)) if is_time_seal(row) else level_of(row),
            word(TRUST, row.trust),
            word(REVOCATION, row.revocation),
            word(MODIFICATIONS, row.modifications),
        )
        for label, text in zip(self._facts, told, strict=True):
            label.setText(text)
