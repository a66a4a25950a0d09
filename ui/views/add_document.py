# SPDX-License-Identifier: EUPL-1.2
"""Adding documents: the file is taken in whole, shown, and described by type, title and date."""

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from eset_desktop.documents.intake import PathSource, TakenIn, take_in
from eset_desktop.documents.metadata import suggest_title
from eset_desktop.errors import EsetError
from eset_desktop.operations import documents
from eset_desktop.operations.documents import NewDocument
from eset_desktop.operations.dossiers import today
from eset_desktop.store.changes import Changes
from eset_desktop.store.queries import plan
from ui.desk import Desk
from ui.errors import InputMissing, InputWrong, line_of
from ui.i18n import size
from ui.icons import icon
from ui.outcome import Outcome
from ui.theme import GAP, quiet
from ui.views.document_form import DocumentForm
from ui.views.drafts import DocumentDraft
from ui.views.page import Page
from ui.widgets.label import PlainLabel
from ui.widgets.preview import Preview

_LEFT, _RIGHT = 560, 500
"""Room of form and preview to begin with, logical pixels."""


class AddDocumentPage(Page):
    """One file after the other; each is added with Ctrl+Enter or the button.

    What was begun stays with its dossier until it is added or cancelled.
    """

    name = "add_document"
    place = "dossiers"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._dossier = ""
        self._waiting: deque[str] = deque()
        self._drafts: dict[str, DocumentDraft] = {}
        self._taken: TakenIn | None = None
        self._path = ""
        self._file = QPushButton(icon("document-new"), "", self)
        self._file.setObjectName("add_choose")
        self._name = PlainLabel(self)
        self._name.setObjectName("add_file")
        self._name.setWordWrap(True)
        self.form = DocumentForm(self)
        self._rest = quiet(PlainLabel(self))
        self._rest.setWordWrap(True)
        self._add = QPushButton(icon("check"), "", self)
        self._add.setObjectName("add_add")
        self.submit_with(self._add)
        self._cancel = QPushButton(self)
        self.preview = Preview(desk.registry, desk.background, desk.render, desk.language, self)
        self._lay_out()
        self._file.clicked.connect(self.choose_file)
        self._add.clicked.connect(lambda: desk.registry.follow(self.submit()))
        self._cancel.clicked.connect(self._leave)
        self.retranslate()

    def _lay_out(self) -> None:
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._add)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        column.addWidget(self._file, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._name)
        column.addWidget(self.form)
        column.addWidget(self._rest)
        column.addLayout(buttons)
        column.addStretch(1)
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.addWidget(left)
        splitter.addWidget(self.preview)
        splitter.setStretchFactor(0, 1)
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        splitter.setSizes([_LEFT, _RIGHT])
        self.column.addWidget(splitter, 1)

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed stays."""
        self.title.setText(self.tr("Add a document"))
        self._file.setText(self.tr("Choose a PDF…"))
        self._add.setText(self.tr("Add to the dossier"))
        self._cancel.setText(self.tr("Cancel"))
        self._rest.setText(self.tr("The rest of its description is filled in by itself."))
        types = plan.document_types(self.desk.connection)
        self.form.retranslate(types, spanish=self.desk.language.code == "es")
        self.preview.retranslate()
        self._tell()

    def enter(self, where: Mapping[str, Any]) -> None:
        """Begin or go on for a ``dossier``; ``fresh``: what was begun for it is dropped."""
        dossier = str(where.get("dossier", self._dossier))
        if dossier != self._dossier:
            self._change_to(dossier)
        if where.get("fresh") or self._draft().is_empty:
            self._waiting.clear()
            self._reset()
        self.retranslate()

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of this page."""
        taken = self._taken
        return {
            "file": taken.file_name if taken else None,
            "pages": self.preview.pages,
            "preview": {
                "page": self.preview.page,
                "pages": self.preview.pages,
                "drawn": self.preview.is_drawn,
            },
        }

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        self._file.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_file(self) -> None:
        """Ask for files in the system's own dialog."""
        dialog = QFileDialog(self, self.tr("Choose PDF documents"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("PDF documents (*.pdf *.PDF)"), self.tr("All files (*)")])
        dialog.filesSelected.connect(lambda files: self.desk.registry.follow(self.take(files)))
        dialog.open()

    def take(self, files: list[str]) -> Outcome[None]:
        """Take files in, one after the other; the first one is shown when the outcome is settled.

        The file that is on the page already is not taken twice.
        """
        self._waiting.extend(each for each in files if self._taken is None or each != self._path)
        return self._take_next() if self._taken is None else Outcome.of(None)

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Describe the document, see :meth:`DocumentForm.set_values`."""
        self.form.set_values(values)

    def submit(self) -> Outcome[Changes]:
        """Add the document and go on with the next file, or back to the dossier."""
        try:
            new, taken = self._value()
        except (InputMissing, InputWrong) as error:
            return Outcome.failed(error)
        dossier = self._dossier
        self._add.setEnabled(False)
        done = self.desk.perform(
            lambda session: documents.add(session, dossier, new, taken.data, taken.file_name)
        )
        done.when(lambda _: None, lambda _: self._add.setEnabled(True))
        return done.map(partial(self._added, dossier))

    def _value(self) -> tuple[NewDocument, TakenIn]:
        if self._taken is None:
            self._file.setFocus()
            raise InputMissing(field="file")
        return self.form.value(), self._taken

    def _draft(self) -> DocumentDraft:
        form = self.form
        return DocumentDraft(
            self._taken, self._path, tuple(self._waiting), form.subject.text(), form.type.code(), form.date.date(),
            form.origin.code(),
        )  # fmt: skip

    def _change_to(self, dossier: str) -> None:
        """Put aside what was begun for one dossier and go on with another; a file that is being read is read again."""
        draft = self._draft()
        if draft.path and draft.taken is None:
            draft = replace(draft, path="", waiting=(draft.path, *draft.waiting))
        if not draft.is_empty:
            self._drafts[self._dossier] = draft
        self._dossier = dossier
        self._waiting.clear()
        self._reset()
        begun = self._drafts.pop(dossier, None)
        if begun is not None:
            self._go_on(begun)

    def _go_on(self, draft: DocumentDraft) -> None:
        self._waiting.extend(draft.waiting)
        if draft.taken is None and self._waiting:
            self.desk.registry.follow(self._take_next())
            return
        self.form.go_on(draft)
        self._path = draft.path
        if draft.taken is not None:
            self._put_on_page(draft.taken)
        self.form.subject.setText(draft.title)

    def _leave(self) -> None:
        self._waiting.clear()
        self._reset()
        self.desk.registry.invoke("go.back")

    def _added(self, dossier: str, changes: Changes) -> Changes:
        if dossier != self._dossier:  # the person went on with another one meanwhile
            left = self._drafts.pop(dossier, None)
            if left is not None and left.waiting:
                self._drafts[dossier] = replace(left, taken=None, path="", title="", type="")
            return changes
        self._reset()
        if self._waiting:
            self.desk.registry.follow(self._take_next())
        else:
            args = {"id": self._dossier, "tab": "documents", "document": changes.created, "instead": True}
            self.desk.registry.invoke("dossier.open", args)
        return changes

    def _take_next(self) -> Outcome[None]:
        source, dossier = self._waiting.popleft(), self._dossier
        path = Path(source)
        self._reset()
        self._path = source
        self._name.setText(self.tr("Reading %1…").replace("%1", path.name))
        desk = self.desk
        taken = desk.background.read(
            lambda: take_in(
                PathSource(path), desk.render.describe, clock=desk.session.clock, pause=time.sleep
            )
        )

        def is_wanted() -> bool:
            return (dossier, source) == (self._dossier, self._path) and self._taken is None

        shown = taken.map(lambda found: self._show(found) if is_wanted() else None)
        shown.when(lambda _: None, lambda error: self._refused(path.name, error) if is_wanted() else None)
        return shown

    def _show(self, taken: TakenIn) -> None:
        self._put_on_page(taken)
        self.form.subject.setText(suggest_title(taken.facts, taken.file_name))
        self.form.type.setFocus(Qt.FocusReason.OtherFocusReason)

    def _put_on_page(self, taken: TakenIn) -> None:
        self._taken = taken
        self.preview.show_document(taken.sha256, lambda: taken.data)
        self._tell()

    def _refused(self, file_name: str, error: EsetError) -> None:
        self._path = ""
        self._name.setText(file_name)
        self.preview.clear(line_of(error, self.desk.language.code).text)
        if self._waiting:
            self.desk.registry.follow(self._take_next())

    def _reset(self) -> None:
        self._taken = None
        self._path = ""
        self.form.reset(today(self.desk.session))
        self.preview.clear(self.tr("Choose a PDF, or drop it here."))
        self._tell()

    def _tell(self) -> None:
        taken = self._taken
        self._add.setEnabled(taken is not None)
        if taken is None:
            self._name.setText(self.tr("No file is chosen yet."))
            return
        parts = [taken.file_name, size(len(taken.data)), self.tr("%n page(s)", "", taken.facts.pages)]
        if taken.facts.signed:
            parts.append(self.tr("signed already"))
        if taken.facts.restricted or taken.facts.repaired:
            parts.append(self.tr("it can be kept, not signed"))
        if self._waiting:
            parts.append(self.tr("%n more file(s) after it", "", len(self._waiting)))
        self._name.setText(" · ".join(parts))
