# SPDX-License-Identifier: EUPL-1.2
"""Signing: the list is frozen, the certificate opened with its passphrase, the person confirms, nothing else is signed."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QFileDialog,
    QFormLayout,
    QGroupBox,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QWidget,
)

from eset_desktop.documents.errors import UnreadableFile
from eset_desktop.errors import EsetError
from eset_desktop.operations import signing
from eset_desktop.operations.signing import ToSign
from eset_desktop.signing.checks import check_identity
from eset_desktop.signing.values import Identity
from eset_desktop.store.changes import Changes
from ui.desk import Desk
from ui.errors import InputMissing, line_of
from ui.i18n import moment_of, size
from ui.icons import icon
from ui.models.rows import TableColumn
from ui.outcome import Outcome
from ui.theme import GAP, quiet
from ui.views.page import Page
from ui.widgets.label import PlainLabel
from ui.widgets.passphrase import PassphraseDialog
from ui.widgets.table import Table

_LARGEST: Final = 1 << 20
"""Bytes: no certificate file comes near it."""


class SignPage(Page):
    """What will be signed, with what, and one button."""

    name = "sign"

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._items: tuple[ToSign, ...] = ()
        self._dossier = ""
        self._identity: Identity | None = None
        self._list_title = PlainLabel(self)
        self.list: Table[ToSign] = Table(
            "sign_list", (
                TableColumn(lambda: self.tr("Document"), lambda row: row.title),
                TableColumn(lambda: self.tr("Size"), lambda row: size(row.size)),
                TableColumn(lambda: self.tr("Fingerprint (SHA-256)"), lambda row: row.sha256[:32] + "…"),
            ), (0, 12, 40), self,
        )  # fmt: skip
        self._box = QGroupBox(self)
        self.certificate = QLineEdit(self)
        self.certificate.setObjectName("sign_certificate")
        self._browse = QPushButton(self)
        self._open = QPushButton(icon("open"), "", self)
        self._open.setObjectName("sign_open")
        self._who = PlainLabel(self)
        self._who.setObjectName("sign_who")
        self._who.setWordWrap(True)
        self._label = PlainLabel(self)
        self._promise = quiet(PlainLabel(self))
        self._promise.setWordWrap(True)
        self._sign = QPushButton(icon("sign"), "", self)
        self._sign.setObjectName("sign_sign")
        self.submit_with(self._sign)
        self._cancel = QPushButton(self)
        self._lay_out()
        self._browse.clicked.connect(self._choose_certificate)
        self._open.clicked.connect(self._ask_passphrase)
        self.certificate.returnPressed.connect(self._ask_passphrase)
        self.certificate.textEdited.connect(lambda _: self._drop_identity())
        self._sign.clicked.connect(lambda: desk.registry.follow(self.submit()))
        self._cancel.clicked.connect(lambda: desk.registry.invoke("go.back"))
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.certificate, 1)
        row.addWidget(self._browse)
        row.addWidget(self._open)
        self._label.setBuddy(self.certificate)
        form = QFormLayout(self._box)
        form.addRow(self._label, row)
        form.addRow("", self._who)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self._cancel)
        buttons.addWidget(self._sign)
        self.list.setMaximumHeight(self.list.verticalHeader().defaultSectionSize() * 7)
        self.column.addWidget(self._list_title)
        self.column.addWidget(self.list)
        self.column.addSpacing(GAP)
        self.column.addWidget(self._box)
        self.column.addWidget(self._promise)
        self.column.addLayout(buttons)
        self.column.addStretch(1)

    def retranslate(self) -> None:
        """Write the texts in the window's language; what a person typed stays."""
        self.title.setText(self.tr("Sign"))
        self._list_title.setText(self.tr("Exactly this will be signed, and nothing else:"))
        self.list.setAccessibleName(self.tr("Documents to be signed"))
        self._box.setTitle(self.tr("Certificate"))
        self._label.setText(self.tr("&File (.p12 or .pfx)"))
        self._browse.setText(self.tr("Choose…"))
        self._open.setText(self.tr("Open with its passphrase…"))
        self._promise.setText(
            self.tr(
                "The signed version stands beside the present one, which stays as it is. It works without connection."
            )
        )
        self._sign.setText(self.tr("Sign"))
        self._cancel.setText(self.tr("Cancel"))
        self._tell()

    def enter(self, where: Mapping[str, Any]) -> None:
        """Freeze the list: the standing versions of ``documents`` (ids) of a ``dossier``."""
        self._dossier = str(where.get("dossier", ""))
        self._items = tuple(signing.freeze(self.desk.session, each) for each in where.get("documents", ()))
        self.list.show_rows(self._items)
        self.desk.signing.warm_up()
        self._tell()

    def facts(self) -> dict[str, Any]:
        """Return what the driver may ask of this page."""
        return {
            "documents": [{"title": item.title, "sha256": item.sha256} for item in self._items],
            "identity": self._identity.name if self._identity else None,
        }

    def focus_first(self) -> None:
        """Give the focus to where a person begins."""
        (self._sign if self._identity else self.certificate).setFocus(Qt.FocusReason.OtherFocusReason)

    def open_certificate(self, passphrase: str) -> Outcome[Identity]:
        """Open the chosen certificate; the passphrase is kept nowhere."""
        path = Path(self.certificate.text().strip())
        if not self.certificate.text().strip():
            return Outcome.failed(InputMissing(field="certificate"))
        background, client = self.desk.background, self.desk.signing
        data = background.read(lambda: _read_certificate(path))
        opened = data.then(lambda found: background.follow(client.begin_open_pkcs12(found, passphrase)))
        opened.when(self._opened, self._not_opened)
        return opened

    def submit(self) -> Outcome[Changes]:
        """Sign the frozen list, in its order."""
        identity = self._identity
        if identity is None:
            self.certificate.setFocus()
            return Outcome.failed(InputMissing(field="certificate"))
        seal = signing.confirm(self._items)
        self._sign.setEnabled(False)
        done: Outcome[Changes] = Outcome.of(Changes())
        for item in self._items:
            done = done.then(partial(self._sign_one, identity, item, seal))
        done.when(lambda _: None, lambda _: self._tell())
        return done.map(self._signed)

    def _sign_one(self, identity: Identity, item: ToSign, seal: str, before: Changes) -> Outcome[Changes]:
        client = self.desk.signing
        return self.desk.perform(lambda session: before | signing.sign(session, client, identity, item, seal))

    def set_certificate(self, path: str) -> None:
        """Choose a certificate file."""
        self.certificate.setText(path)
        self._drop_identity()

    def _signed(self, changes: Changes) -> Changes:
        document = self._items[-1].document_id if self._items else ""
        args = {"id": self._dossier, "tab": "documents", "document": document, "instead": True}
        self.desk.registry.invoke("dossier.open", args)
        return changes

    def _opened(self, identity: Identity) -> None:
        self._drop_identity()
        self._identity = identity
        self._tell()
        self._sign.setFocus(Qt.FocusReason.OtherFocusReason)

    def _not_opened(self, error: EsetError) -> None:
        self._drop_identity()
        self._who.setText(line_of(error, self.desk.language.code).text)

    def _drop_identity(self) -> None:
        if self._identity is not None:
            self.desk.background.follow(self.desk.signing.begin_close_identity(self._identity))
        self._identity = None
        self._tell()

    def leave(self) -> None:
        """Forget the key: signing again asks for the passphrase again."""
        self._drop_identity()

    def _tell(self) -> None:
        identity = self._identity
        self._sign.setEnabled(bool(identity and self._items) and self._problem(identity) is None)
        if identity is None:
            self._who.setText(self.tr("The certificate is not open."))
            return
        text = self.tr("%1, issued by %2, valid until %3.")
        for mark, value in (
            ("%1", identity.name),
            ("%2", identity.issuer),
            ("%3", moment_of(identity.not_after)),
        ):
            text = text.replace(mark, value)
        problem = self._problem(identity)
        told = f" {line_of(problem, self.desk.language.code).text}" if problem else ""
        self._who.setText(text + told)

    def _problem(self, identity: Identity | None) -> EsetError | None:
        now: datetime = self.desk.session.clock.now()
        try:
            if identity is not None:
                check_identity(identity, now)
        except EsetError as error:
            return error
        return None

    def _choose_certificate(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose the certificate"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Certificates (*.p12 *.pfx *.P12 *.PFX)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.set_certificate)
        dialog.open()

    def _ask_passphrase(self) -> None:
        if not self.certificate.text().strip():
            self._choose_certificate()
            return
        dialog = PassphraseDialog(Path(self.certificate.text().strip()).name, self)
        dialog.given.connect(self.open_certificate)
        dialog.open()


def _read_certificate(path: Path) -> bytes:
    try:
        if path.stat().st_size > _LARGEST:
            raise UnreadableFile(reason="size")
        return path.read_bytes()
    except OSError as error:
        raise UnreadableFile(reason=error.strerror or type(error).__name__) from error
