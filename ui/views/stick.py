# SPDX-License-Identifier: EUPL-1.2
"""A stick from computer to computer: preparing it where the data are, installing from it where they are not."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from eset_desktop.operations.stick import Request, Taken, Written, request
from eset_desktop.operations.stick_export import export
from eset_desktop.operations.stick_import import take_in
from ui.desk import Desk
from ui.errors import line_of_code
from ui.icons import icon
from ui.outcome import Outcome
from ui.stick_work import Step, StickWork
from ui.theme import GAP, quiet
from ui.views.page import Page
from ui.widgets.label import PlainLabel
from ui.widgets.tick import CheckBox

PREPARE: Final = "prepare"
INSTALL: Final = "install"
_WIDTH: Final = 110
_THOUSAND: Final = 1000
_MEGABYTE: Final = 1_000_000


class StickPage(Page):
    """One page for both ends; which one, says where it is entered."""

    name = "stick"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.mode = PREPARE
        self._folder: Path | None = None
        self._request: Request | None = None
        self._last: Step | None = None
        self._busy = False
        self.work = StickWork(desk.background, self)
        self._what = quiet(PlainLabel(self))
        self._choose = QPushButton(icon("document-new"), "", self)
        self._where = PlainLabel(self)
        self._code_label = PlainLabel(self)
        self.code = QLineEdit(self)
        self.code.setObjectName("stick_code")
        self._code_label.setBuddy(self.code)
        self.restricted = CheckBox(self)
        self.restricted.setObjectName("stick_restricted")
        self._go = QPushButton(icon("check"), "", self)
        self._go.setObjectName("stick_go")
        self._end = QPushButton(self)
        self.bar = QProgressBar(self)
        self.bar.setRange(0, _THOUSAND)
        self._told = PlainLabel(self)
        self._told.setObjectName("stick_told")
        self._told.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        for label in (self._what, self._told, self._where):
            label.setWordWrap(True)
        self._connect()
        self._lay_out()
        self.retranslate()

    def _connect(self) -> None:
        self._choose.clicked.connect(self._ask_folder)
        self._go.clicked.connect(lambda: self.desk.registry.follow(self.begin()))
        self._end.clicked.connect(self.work.end)
        self.code.textChanged.connect(lambda _: self._update())
        self.work.moved.connect(self._moved)
        self.submit_with(self._go)

    def _lay_out(self) -> None:
        place = QHBoxLayout()
        place.addWidget(self._choose)
        place.addWidget(self._where, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._end)
        buttons.addWidget(self._go)
        frame = QWidget(self)
        frame.setMaximumWidth(self.fontMetrics().averageCharWidth() * _WIDTH)
        inner = QVBoxLayout(frame)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(2 * GAP)
        inner.addWidget(self._what)
        inner.addLayout(place)
        for widget in (self._code_label, self.code, self.restricted, self.bar, self._told):
            inner.addWidget(widget)
        inner.addLayout(buttons)
        self.column.addWidget(frame)
        self.column.addStretch(1)

    def enter(self, where: Mapping[str, Any]) -> None:
        """Show one end: ``mode``; ``folder`` and ``code`` where they are known already."""
        mode = str(where.get("mode") or self.mode)
        if mode != self.mode and not self._busy:
            self.mode, self._folder, self._request, self._last = mode, None, None, None
            self.code.clear()
        if where.get("code"):
            self.code.setText(str(where["code"]))
        self.retranslate()

    def choose(self, folder: Path) -> Outcome[object]:
        """Take a folder; the computer that is to be filled writes its request into it."""
        self._folder, self._last = folder, None
        self._update()
        if self.mode == PREPARE:
            return Outcome.of(None)
        return self.work.once(lambda: request(self.desk.session, folder)).map(self._asked)

    def begin(self) -> Outcome[Step | None]:
        """Begin to write or to take in; begun again it goes on."""
        folder, code, restricted = self._folder, self.code.text(), self.restricted.isChecked()
        if folder is None or self._busy:
            return Outcome.of(None)
        session = self.desk.session
        self._busy = True
        self._update()
        done = self.work.begin(
            (lambda: export(session, folder, code, restricted=restricted))
            if self.mode == PREPARE
            else (lambda: take_in(session, folder))
        )
        done.when(lambda _: self._ended(), lambda _: self._ended())
        return done.map(self._finished)

    def _asked(self, made: object) -> object:
        self._request = made if isinstance(made, Request) else None
        self._update()
        return made

    def _moved(self, step: Step) -> None:
        self._last = step
        self.bar.setValue(_THOUSAND * step.done // step.total if step.total else 0)
        self._told.setText(self._progress(step))

    def _ended(self) -> None:
        self._busy = False
        self._update()

    def _finished(self, last: Step | None) -> Step | None:
        self._last = last
        if last is not None and isinstance(last, Taken):
            self.desk.refresher.look()
            self.desk.hint()
        self._update()
        return last

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose the stick or a folder"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.fileSelected.connect(lambda name: self.desk.registry.follow(self.choose(Path(name))))
        dialog.open()

    def _update(self) -> None:
        prepare = self.mode == PREPARE
        self._where.setText(str(self._folder or ""))
        for widget in (self.code, self._code_label, self.restricted):
            widget.setVisible(prepare)
        for field in (self.code, self.restricted, self._choose):
            field.setEnabled(not self._busy)
        ready = self._folder is not None and not self._busy
        self._go.setEnabled(
            ready and (bool(self.code.text().strip()) if prepare else self._request is not None)
        )
        self._end.setVisible(self._busy)
        self.bar.setVisible(self._busy)
        if not self._busy:
            self._told.setText(self._outcome())

    def _progress(self, step: Step) -> str:
        locale = QLocale()
        return self.tr("%1 of %2 MB").replace("%1", locale.toString(step.done // _MEGABYTE)).replace(
            "%2", locale.toString(step.total // _MEGABYTE)
        )  # fmt: skip

    def _outcome(self) -> str:
        last = self._last
        if last is None:
            return self._code_told()
        if isinstance(last, Written):
            text = (
                self.tr("The stick is complete: %1 documents.")
                if last.complete
                else self.tr("The stick is useful already: %1 documents. %2 more will come by the line.")
            )
            return text.replace("%1", str(last.documents)).replace("%2", str(last.left_out))
        text = self.tr("%1 records and %2 documents were taken. The rest will come by the line.")
        lines = [text.replace("%1", str(last.objects)).replace("%2", str(last.documents))]
        language = self.desk.language.code
        lines += [f"{each.file}: {line_of_code(each.code, language).text}" for each in last.troubles]
        return "\n".join(lines)

    def _code_told(self) -> str:
        if self.mode == PREPARE or self._request is None:
            return ""
        return self.tr(
            "The request is written. Code to type on the computer that has the data: %1. When the stick is back, take it in."
        ).replace("%1", self._request.code)

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed stays."""
        prepare = self.mode == PREPARE
        self.title.setText(
            self.tr("Prepare a stick for another computer") if prepare else self.tr("Install from a stick")
        )
        self._what.setText(
            self.tr(
                "Choose the folder where the other computer has left its request, and type the code that it shows. Only that"
                " computer can read what is written. It may be ended at any moment and goes on when it is begun again."
            )
            if prepare
            else self.tr(
                "Choose the stick. A request is written on it, to be taken to a computer that has the town hall's data. When it"
                " is back, take in what that computer wrote: afterwards only the rest comes by the line."
            )
        )
        self._choose.setText(self.tr("Choose the folder…"))
        self._code_label.setText(self.tr("Code that the other computer shows"))
        self.code.setAccessibleName(self.tr("Code that the other computer shows"))
        self.restricted.setText(self.tr("Also restricted dossiers, where that person may read them"))
        self._go.setText(self.tr("Write the stick") if prepare else self.tr("Take it in"))
        self._end.setText(self.tr("Stop"))
        self._update()

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of this page."""
        return {
            "mode": self.mode, "folder": str(self._folder or ""), "busy": self._busy, "told": self._told.text(),
            "code": self._request.code if self._request else "",
        }  # fmt: skip

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        self._choose.setFocus(Qt.FocusReason.OtherFocusReason)
