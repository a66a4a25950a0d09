# SPDX-License-Identifier: EUPL-1.2
"""What is asked of an interested person: name, NIF (checked as it is typed), role, e-mail."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from eset_desktop.domain.identifiers import compact_identifier, is_valid_identifier
from eset_desktop.operations.parties import NewParty
from ui.errors import InputMissing, InputWrong
from ui.widgets.choice import Choice
from ui.widgets.label import PlainLabel
from ui.wording import PARTY_TYPE, ROLE, choices

_FIRST_OF_LEGAL_PERSONS = "ABCDEFGHJNUV"
_FIRST_OF_ADMINISTRATIONS = "PQS"


def type_of(identifier: str) -> str:
    """Return what kind of person a NIF belongs to, by its first letter (Ordre EHA/451/2008, arts. 3-5)."""
    first = compact_identifier(identifier)[:1]
    if first and first in _FIRST_OF_ADMINISTRATIONS:
        return "administration"
    return "legal" if first and first in _FIRST_OF_LEGAL_PERSONS else "natural"


class PartyForm(QWidget):
    """A form that is part of others."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = QLineEdit(self)
        self.name.setObjectName("party_name")
        self.identifier = QLineEdit(self)
        self.identifier.setObjectName("party_identifier")
        self.identifier.textChanged.connect(self._check)
        self.verdict = PlainLabel(self)
        self.verdict.setObjectName("party_verdict")
        self.role = Choice(self)
        self.email = QLineEdit(self)
        self._labels = [PlainLabel(self) for _ in range(4)]
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, field in zip(
            self._labels, (self.name, self.identifier, self.role, self.email), strict=True
        ):
            label.setBuddy(field)
            form.addRow(label, field)
            if field is self.identifier:
                form.addRow("", self.verdict)
        self.retranslate()

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        texts = (self.tr("N&ame or company"), self.tr("NI&F"), self.tr("&Role"), self.tr("E-&mail"))
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(text)
        self.role.offer(choices(ROLE))
        self._check()

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Fill the form."""
        self.name.setText(str(values.get("name", "")))
        self.identifier.setText(str(values.get("identifier", "")))
        self.email.setText(str(values.get("email", "")))
        self.role.choose(str(values.get("role", "interested")))

    def is_empty(self) -> bool:
        """Tell whether nothing was typed."""
        return not any(field.text().strip() for field in (self.name, self.identifier, self.email))

    def value(self) -> NewParty:
        """Return the party.

        Raises:
            InputMissing: It has no name.
            InputWrong: The control character of the NIF is not right.
        """
        name, identifier = self.name.text().strip(), self.identifier.text().strip()
        if not name:
            self.name.setFocus()
            raise InputMissing(field="name")
        if identifier and not is_valid_identifier(identifier):
            self.identifier.setFocus()
            raise InputWrong(field="identifier")
        return NewParty(
            name=name,
            identifier=identifier,
            role=self.role.code() or "interested",
            type=type_of(identifier),
            email=self.email.text().strip(),
        )

    def _check(self) -> None:
        text = self.identifier.text().strip()
        self.verdict.setVisible(bool(text))
        if text and is_valid_identifier(text):
            kinds = dict(choices(PARTY_TYPE))
            self.verdict.setText("✓ " + self.tr("The NIF is right") + f" · {kinds[type_of(text)]}")
        elif text:
            self.verdict.setText("✗ " + self.tr("The control letter or digit is not right"))
