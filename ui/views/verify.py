# SPDX-License-Identifier: EUPL-1.2
"""Checking signatures: of a version of a dossier or of any file, with what was found of each and its pages beside."""

from collections.abc import Callable, Mapping
from concurrent.futures import Future
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPushButton, QSplitter, QVBoxLayout, QWidget

from eset_desktop.documents.errors import UnreadableFile
from eset_desktop.operations import documents
from eset_desktop.operations.signature_files import signed_by
from eset_desktop.operations.signing_lists import source_of
from eset_desktop.signing.sources import Source
from eset_desktop.signing.validation.report import FileReport
from ui.desk import Desk
from ui.icons import pixmap
from ui.outcome import Outcome
from ui.theme import GAP, heading, quiet
from ui.verdicts import ICON_OF, VERDICT, finding_of_file, is_signed
from ui.views.page import Page
from ui.widgets.label import PlainLabel
from ui.widgets.preview import Preview
from ui.widgets.signature_list import SignatureList
from ui.wording import word

_LEFT, _RIGHT = 560, 480
_ICON: Final = 28
_PREVIEWED: Final = 64 << 20
"""Bytes: a larger file is checked all the same, its pages are not drawn here."""


class VerifyPage(Page):
    """One file at a time."""

    name = "verify"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.setAcceptDrops(True)
        self._report: FileReport | None = None
        self._name = ""
        self._asked = 0
        self._checked: Outcome[object] = Outcome.of(None)
        self._choose = QPushButton(desk.registry.action("verify.file").icon(), "", self)
        self._choose.setObjectName("verify_choose")
        self._file = PlainLabel(self)
        self._file.setObjectName("verify_name")
        self._sign = PlainLabel(self)
        self._verdict = heading("", self, 1.2)
        self._verdict.setObjectName("verify_verdict")
        self._why = PlainLabel(self)
        self._why.setObjectName("verify_why")
        self._why.setWordWrap(True)
        self._note = quiet(PlainLabel(self))
        self._note.setWordWrap(True)
        self.signatures = SignatureList(desk.language, self)
        self.preview = Preview(desk.registry, desk.background, desk.render, desk.language, self)
        self._lay_out()
        self._choose.clicked.connect(self.choose)
        self.retranslate()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._choose)
        top.addWidget(self._file, 1)
        said = QHBoxLayout()
        said.setSpacing(GAP)
        said.addWidget(self._sign)
        said.addWidget(self._verdict, 1)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP)
        column.addLayout(said)
        column.addWidget(self._why)
        column.addWidget(self.signatures, 1)
        column.addWidget(self._note)
        column.addStretch()
        split = QSplitter(Qt.Orientation.Horizontal, self)
        split.addWidget(left)
        split.addWidget(self.preview)
        split.setChildrenCollapsible(False)
        split.setSizes([_LEFT, _RIGHT])
        self.column.addLayout(top)
        self.column.addWidget(split, 1)

    def retranslate(self) -> None:
        """Write the texts in the window's language."""
        self.title.setText(self.tr("Check signatures"))
        self._choose.setText(self.tr("Choose a file…"))
        self._note.setText(
            self.tr("It was checked on this computer; nothing was sent. The file stays as it is.")
        )
        self.signatures.retranslate()
        self.preview.retranslate()
        self._tell()

    def enter(self, where: Mapping[str, Any]) -> None:
        """Check a ``file`` (path), or a stored ``version`` (id) with its ``sha256`` that is called ``title`` (``of``: its row)."""
        if where.get("version"):
            session, version, sha256 = self.desk.session, str(where["version"]), str(where["sha256"])
            self._name = str(where.get("title", ""))
            self.preview.show_document(version, lambda: documents.read(session, version))
            over = where.get("of")
            found = self.desk.background.read(
                lambda: (source_of(session, sha256), signed_by(session, over) if over else None)
            )
            self._checked = found.then(lambda both: self._check_stored(*both))
        elif where.get("file"):
            self.check_file(Path(str(where["file"])))
        self._tell()

    def check_file(self, path: Path) -> Outcome[object]:
        """Check a file of the person's."""
        self._name = path.name
        self.preview.show_document(str(path), lambda: _read(path))
        self._checked = self._check(lambda: self.desk.validation.begin_file(path))
        return self._checked

    def ready(self) -> Outcome[object]:
        """Return what is to be waited for: the file was checked."""
        return self._checked

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of this page."""
        report = self._report
        return {
            "file": self._name,
            "verdict": str(report.verdict) if report else "",
            "signers": [each.signer for each in report.signatures] if report else [],
            "text": self._verdict.text(),
        }

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        self._choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def choose(self) -> None:
        """Ask for a file."""
        dialog = QFileDialog(self, self.tr("Choose the signed file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.desk.registry.follow(self.check_file(Path(name))))
        dialog.open()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take a file."""
        if _dropped(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Check the file."""
        path = _dropped(event.mimeData())
        if path:
            event.acceptProposedAction()
            self.desk.registry.invoke("verify.file", {"file": path})

    def _check_stored(self, source: Source, over: Source | None) -> Outcome[object]:
        return self._check(lambda: self.desk.validation.begin(source, self._name, over=over))

    def _check(self, begin: Callable[[], "Future[FileReport]"]) -> Outcome[object]:
        self._asked += 1
        self._report = None
        self._tell()
        asked = self._asked
        found = self.desk.background.follow(begin())
        return found.map(lambda report: self._take(asked, report))

    def _take(self, asked: int, report: FileReport) -> object:
        if asked == self._asked:
            self.show_report(report)
        return report

    def show_report(self, report: FileReport) -> None:
        """Show what was found."""
        self._report = report
        self._tell()

    def _tell(self) -> None:
        self._file.setText(self._name)
        report = self._report
        self.signatures.show_signatures(report.signatures if report is not None else ())
        self._note.setVisible(report is not None)
        for widget in (self._sign, self._why):
            widget.setVisible(report is not None)
        if report is None:
            waits = self.tr("It is being checked…") if self._asked and self._name else ""
            self._verdict.setText(waits or self.tr("Choose a signed file, or drop it here."))
            return
        finding = finding_of_file(report, self.desk.language.code)
        head = word(VERDICT, report.verdict) if is_signed(report) else self.tr("It is not signed")
        self._verdict.setText(head)
        self._sign.setPixmap(pixmap(ICON_OF[report.verdict], _ICON, self.devicePixelRatioF()))
        self._why.setText(finding.why)
        self._why.setVisible(bool(finding.why))


def _read(path: Path) -> bytes:
    try:
        if path.stat().st_size > _PREVIEWED:
            raise UnreadableFile(reason="size")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(reason=error.strerror or type(error).__name__) from error


def _dropped(data: QMimeData) -> str:
    return next((url.toLocalFile() for url in data.urls() if url.isLocalFile()), "")
