# SPDX-License-Identifier: EUPL-1.2
"""The form that describes a document to be added: type, title, date and origin."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QDateEdit, QFormLayout, QLineEdit, QWidget

from eset_desktop.operations.documents import NewDocument
from eset_desktop.store.queries.plan import DocumentTypeRow
from ui.errors import InputMissing, InputWrong
from ui.i18n import DAY
from ui.views.drafts import DocumentDraft
from ui.widgets.choice import Choice
from ui.widgets.label import PlainLabel
from ui.wording import ORIGIN, choices


class DocumentForm(QWidget):
    """What a person says of a document; the rest of its description is filled in by itself."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.type = Choice(self, search=True)
        self.type.setObjectName("add_type")
        self.subject = QLineEdit(self)
        self.subject.setObjectName("add_title")
        self.subject.setMaxLength(500)
        self.date = QDateEdit(self)
        self.date.setObjectName("add_date")
        self.date.setCalendarPopup(True)
        self.date.setDisplayFormat(DAY)
        self.origin = Choice(self)
        self._labels = [PlainLabel(self) for _ in range(4)]
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for label, field in zip(self._labels, (self.type, self.subject, self.date, self.origin), strict=True):
            label.setBuddy(field)
            form.addRow(label, field)

    def retranslate(self, types: tuple[DocumentTypeRow, ...], *, spanish: bool) -> None:
        """Write the texts and offer the types in the window's language; what a person typed stays."""
        texts = (self.tr("T&ype"), self.tr("&Title"), self.tr("Dat&e"), self.tr("&Origin"))
        for label, text in zip(self._labels, texts, strict=True):
            label.setText(text)
        self.type.offer([(row.code, (spanish and row.title_es) or row.title_ca) for row in types], none="")
        self.origin.offer(choices(ORIGIN))

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Describe the document: ``type``, ``title``, ``date`` (ISO 8601), ``origin``.

        Raises:
            InputWrong: There is no such type, or the date is none.
        """
        if values.get("type") and not self.type.choose(str(values["type"])):
            raise InputWrong(field="type")
        if values.get("title"):
            self.subject.setText(str(values["title"]))
        if values.get("origin"):
            self.origin.choose(str(values["origin"]))
        if values.get("date"):
            found = QDate.fromString(str(values["date"]), Qt.DateFormat.ISODate)
            if not found.isValid():
                raise InputWrong(field="date")
            self.date.setDate(found)

    def value(self) -> NewDocument:
        """Return the description.

        Raises:
            InputMissing: The type or the title; its field has the focus.
        """
        if not self.type.code():
            self.type.setFocus()
            raise InputMissing(field="type")
        title = self.subject.text().strip()
        if not title:
            self.subject.setFocus()
            raise InputMissing(field="title")
        on = self.date.date().toString(Qt.DateFormat.ISODate)
        return NewDocument(title, self.type.code(), on, self.origin.code() or "administration")

    def go_on(self, draft: DocumentDraft) -> None:
        """Put what was begun back, but for the title: a file that is put on the page suggests another one."""
        self.type.choose(draft.type)
        self.origin.choose(draft.origin)
        self.date.setDate(draft.date)

    def reset(self, today: date) -> None:
        """Begin anew; the origin stays as it was for the last one."""
        self.subject.clear()
        self.type.choose("")
        self.date.setDate(QDate(today.year, today.month, today.day))
